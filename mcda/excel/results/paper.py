"""What fits on a printed page, A4 landscape: the scale at which columns fit, and the blocks that begin a page.

Both programs keep to page breaks only where the scale is fixed, so a sheet with breaks has a scale worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

# Points of a landscape A4 page between its margins, less what LibreOffice makes columns wider and rows higher.
PRINTED_WIDTH, PRINTED_HEIGHT = 725, 485
# A smaller print than this can hardly be read: 5 points high.
LEAST = 50
LARGEST = 100


def width_of(widths: Sequence[float]) -> float:
    """The points that columns of these widths take; a width counts digits.

    >>> width_of([10, 5])
    86.25
    """
    return sum(7 * width + 5 for width in widths) * 0.75


def scale_across(widths: Sequence[float], least: int = LEAST) -> int:
    """The scale in percent at which all columns fit on the width of a page, no smaller than the least readable one.

    >>> scale_across([40] * 3), scale_across([40] * 6), scale_across([40] * 60)
    (100, 56, 50)
    """
    return max(least, min(LARGEST, int(100 * PRINTED_WIDTH / width_of(widths))))


def scale_down(height: float) -> int:
    """The scale in percent at which so many points fit on the height of a page."""
    return min(LARGEST, int(100 * PRINTED_HEIGHT / height))


def page_starts(heights: Sequence[float], scale: int, *, before: float = 0, repeated: float = 0) -> list[int]:
    """Which blocks begin a page, so that none is cut that fits on one.

    `heights` are in points, `before` is what stands above the first block, `repeated` what every later page repeats.

    >>> page_starts([400, 400, 400], 50, before=200)
    [1]
    """
    room, starts, filled = 100 * PRINTED_HEIGHT / scale, list[int](), before
    for block, height in enumerate(heights):
        if filled + height > room and (block or before):
            starts.append(block)
            filled = repeated
        filled += height
    return starts


def break_pages(sheet: Worksheet, scale: int, rows: list[int], repeated: int | None = None) -> None:
    """Fix the scale of a sheet whose pages begin with these rows, where there are any, and repeat a row of headings."""
    if not rows:
        return
    sheet.set_print_scale(scale)
    sheet.set_h_pagebreaks(rows)
    if repeated is not None:
        sheet.repeat_rows(repeated)
