"""Rows of bars around the line of doing nothing, for slides and for pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.report.drawing import INK, LINE, SERIES, WIDTH, fitted, line, rectangle, text, ticks
from mcda.scenario.words import amount

MOST_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its parts (points and colour) around the line of doing nothing, and its figure."""

    name: str
    parts: tuple[tuple[Fraction, str], ...]
    figure: str
    net: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a picture is, and its room for names (0: they stand above their bars) and for figures."""

    width: float
    names: float
    figures: float

    @property
    def row(self) -> float:
        """The height of one row."""
        return 26 if self.names else 42


SLIDE = Frame(WIDTH, 330, 70)
PHONE = Frame(360, 0, 56)


def bars(rows: Sequence[Bar], top: float, frame: Frame = SLIDE) -> tuple[list[str], float]:
    """The shapes of the rows from `top` on, with an axis below them, and the height that they need."""
    ends = [(_reach(row, -1), _reach(row, 1)) for row in rows]
    low, high = min([0.0, *(end[0] for end in ends)]), max([1.0, *(end[1] for end in ends)])

    def x(value: float) -> float:
        return frame.names + (frame.width - frame.names - frame.figures) * (value - low) / (high - low)

    bottom = top + len(rows) * frame.row
    marks = ticks(low, high, 7 if frame.names else 4)
    shapes = [line((x(t), top), (x(t), bottom), INK if t == 0 else LINE, 1.5 if t == 0 else 1) for t in marks]
    shapes += [text(x(t), bottom + 18, amount(Fraction(t)), "axis", anchor="middle") for t in marks]
    for k, row in enumerate(rows):
        shapes += _bar(row, top + k * frame.row, x, frame)
    return shapes, bottom + 24


def shared_colours(heights: Sequence[Fraction]) -> tuple[str, ...]:
    """A colour for each series; above six, the five with most have their own and the others share one."""
    if len(heights) <= MOST_COLOURS:
        return SERIES[: len(heights)]
    most = sorted(sorted(range(len(heights)), key=lambda j: -heights[j])[: MOST_COLOURS - 1])
    return tuple(SERIES[most.index(j)] if j in most else SERIES[-1] for j in range(len(heights)))


def _reach(row: Bar, sign: int) -> float:
    return sign * float(sum((max(Fraction(0), sign * points) for points, _ in row.parts), Fraction(0)))


def _bar(row: Bar, y: float, x: Callable[[float], float], frame: Frame) -> list[str]:
    room, top = (frame.names - 12, y) if frame.names else (frame.width, y + 18)
    shapes = [text(0, y + (18 if frame.names else 14), fitted(row.name, room), "body" if row.parts else "quiet")]
    ends = {1: Fraction(0), -1: Fraction(0)}
    for points, colour in row.parts:
        sign = 1 if points > 0 else -1
        a, b = sorted((x(float(ends[sign])), x(float(ends[sign] + points))))
        ends[sign] += points
        shapes.append(rectangle(a + 0.5, top + 5, max(0.5, b - a - 1), 16, colour))
    if row.net is not None and len(row.parts) > 1:
        shapes.append(line((x(float(row.net)), top + 2), (x(float(row.net)), top + 24), INK, 2.5))
    return [*shapes, text(frame.width, top + 18, row.figure, "strong", anchor="end")]
