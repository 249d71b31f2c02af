"""What an input cell of the results workbook means, as strictly as its own formulas take it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from mcda.errors import Finding
from mcda.excel.cells import number_text
from mcda.excel.results_input.lines import Input
from mcda.model.record import Entry

_NOT_COUNTED = "Its formulas count only numbers, so they left the scores blank."


def number_in(cell: Input, saved: Decimal | None) -> Decimal | Finding | None:
    """The number of a cell, None where it is blank, or what is wrong with it.

    A cell that still holds the saved number, as far as a spreadsheet keeps its digits, is exactly the saved one.
    """
    if cell.kind is None:
        return None
    if cell.kind != "number":
        what = f"The cell holds '{cell.text}', which the workbook does not take for a number. {_NOT_COUNTED}"
        return cell.finding("not-a-number", what, "Type the number again, without spaces, units or a % sign.")
    if cell.text.endswith("%"):
        what = f"The cell shows {cell.text}, but its formulas counted a hundredth of that."
        return cell.finding("percent", what, "Set the cell's format to Number and type the number again.")
    if saved is not None and number_text(float(saved)) == cell.text:
        return saved
    try:
        return Decimal(cell.text)
    except InvalidOperation:
        return cell.finding("not-a-number", f"'{cell.text}' is not a number.", "Type a number.")


def level_in(cell: Input) -> str | Finding | None:
    """The name of a level, None where the cell is blank, or what is wrong with it."""
    if cell.kind is None:
        return None
    if cell.kind in ("text", "number"):
        return cell.text
    return cell.finding("not-a-level", f"The cell holds {cell.text}.", "Choose a level from the list.")


def entry_in(cell: Input, saved: Entry | None, *, words: bool) -> Entry | Finding | None:
    """A rating: the name of a level where the scale is in `words`, else a number."""
    if words:
        return level_in(cell)
    return number_in(cell, saved if isinstance(saved, Decimal) else None)
