"""The rank flow: the places of the options in scenario after scenario, joined by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mcda.report.drawing import LINE, MUTE, Look, circle, fitted, line, text

HEAD = 30


@dataclass(frozen=True, slots=True)
class Flow:
    """One option: its name, its place in each scenario as a number from the top and as shown, and its line.

    An option without a colour (`stroke`) of its own is one of the many, in grey.
    """

    name: str
    spots: tuple[int | None, ...]
    places: tuple[str, ...]
    stroke: str = ""
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """How wide the picture is, and what it leaves for names at its left and right ends (left 0: places only)."""

    width: float
    left: float
    right: float
    row: float = 24


DESK = Room(1100, 370, 370)
PHONE = Room(360, 0, 212)


def rank_flow(heads: Sequence[str], flows: Sequence[Flow], room: Room) -> tuple[list[str], float]:
    """The shapes of a rank flow with a heading over each scenario, and the height that they need."""
    rows = max((spot for flow in flows for spot in flow.spots if spot is not None), default=0) + 1
    xs = _columns(len(heads), room)
    shapes = [text(x, 14, fitted(head, 150, 14), "strong", anchor="middle") for x, head in zip(xs, heads, strict=True)]
    for flow in sorted(flows, key=lambda each: bool(each.stroke)):
        shapes += _line(flow, xs, room)
    for flow in flows:
        shapes += _names(flow, xs, room)
    return shapes, HEAD + rows * room.row


def _columns(count: int, room: Room) -> list[float]:
    first, last = (room.left or 12) + 34, room.width - room.right - 34
    return [first + (last - first) * k / max(1, count - 1) for k in range(count)]


def _height(spot: int, room: Room) -> float:
    return HEAD + (spot + 0.5) * room.row


def _line(flow: Flow, xs: Sequence[float], room: Room) -> list[str]:
    """The line of one option from scenario to scenario; it stops where a scenario lacks the option."""
    stroke, width = (flow.stroke, 3) if flow.stroke else (LINE, 1.5)
    points = [None if spot is None else (x, _height(spot, room)) for x, spot in zip(xs, flow.spots, strict=True)]
    shapes = [line(a, b, stroke, width, flow.dash) for a, b in pairwise(points) if a is not None and b is not None]
    return shapes + [circle(*point, 4, flow.stroke or MUTE) for point in points if point is not None]


def _names(flow: Flow, xs: Sequence[float], room: Room) -> list[str]:
    """The name with the place at both ends; on a narrow picture only the place at the left one."""
    look: Look = "strong" if flow.stroke else "body"
    size = 17 if flow.stroke else 15
    first, last = flow.spots[0], flow.spots[-1]
    shapes = []
    if first is not None:
        name = f"{fitted(flow.name, room.left - 30, size)}  {flow.places[0]}" if room.left else flow.places[0]
        shapes.append(text(xs[0] - 12, _height(first, room) + 5, name, look, anchor="end"))
    if last is not None:
        name = f"{flow.places[-1]}  {fitted(flow.name, room.right - (30 if room.left else 6), size)}"
        shapes.append(text(xs[-1] + 12, _height(last, room) + 5, name, look))
    return shapes
