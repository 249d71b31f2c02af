"""Two scenarios compared, section by section: who moved, why, what became of the mix, and which inputs differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mcda.model.counts import agreeing, counted
from mcda.report.bars import MOST_COLOURS, PHONE, SLIDE, Bar, bars, shared_colours
from mcda.report.drawing import SERIES
from mcda.report.flow import DESK, Flow, rank_flow
from mcda.report.flow import PHONE as PHONE_FLOW
from mcda.report.html import paragraph
from mcda.report.pieces import Drawing, Width, items, key, pictures, section, tabled, twin, weights_section
from mcda.scenario.compare_tables import (
    changes_table,
    corners_table,
    has_moved,
    has_two_sides,
    mix_table,
    mix_word,
    moves_table,
    ordered,
    rank_causes_table,
    regret_table,
    score_causes_table,
)
from mcda.scenario.compare_words import (
    alignment_sentences,
    compare_headline,
    mix_sentence,
)
from mcda.scenario.comparing import Compared
from mcda.scenario.pairing import option_called
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid
from mcda.scenario.words import place, signed_points

MOST_MOVERS = 6
MOST_BARS = 12


def two_finding(compared: Compared) -> tuple[str, ...]:
    """The comparison in sentences, the one to know first."""
    texts = compare_headline(compared), mix_sentence(compared), *alignment_sentences(compared.pair)
    return tuple(text for text in texts if text)


def two_sections(compared: Compared) -> str:
    """Everything below the finding."""
    pair = compared.pair
    parts = [_ranks(compared), _scores(compared), _places(compared), _mix(compared)]
    parts += [weights_section((pair.before, pair.after)), _inputs(compared)]
    return "".join(parts)


def _ranks(compared: Compared) -> str:
    flows = _flows(compared)
    called = [f"{mark} {s.name}" for mark, s in zip("AB", _ends(compared), strict=True)]
    heads: Mapping[Width, Sequence[str]] = {"wide": called, "narrow": "AB"}
    moved = sorted((move for move in compared.moves if move.rose), key=lambda move: -abs(move.rose))[:MOST_MOVERS]
    texts = [f"{option_called(compared.pair, m.option)} {place(m.before)} to {place(m.after)}" for m in moved]
    title = f"Furthest moves: {'; '.join(texts)}." if texts else "No option changes place."

    def draw(width: Width) -> Drawing:
        room = DESK if width == "wide" else PHONE_FLOW
        shapes, height = rank_flow(heads[width], flows, room)
        return shapes, room.width, height

    sub = "Places from the first scenario to the second. Solid blue rose furthest, dashed red fell furthest."
    body = paragraph(title) + pictures(title, draw) + twin(moves_table(compared, compared.moves))
    return section("ranks", "Who moved", sub if texts else "", body)


def _flows(compared: Compared) -> list[Flow]:
    far = [move.option for move in ordered(compared, "move")[:MOST_MOVERS] if move.rose]
    rises = {move.option: move.rose > 0 for move in compared.moves}
    ends = [{line.option: (k, place(line)) for k, line in enumerate(s.ranking.lines)} for s in _ends(compared)]
    flows = []
    for option in dict.fromkeys((*ends[1], *ends[0])):
        spots = tuple(end[option][0] if option in end else None for end in ends)
        places = tuple(end[option][1] if option in end else "" for end in ends)
        stroke, dash = ((SERIES[0], "") if rises[option] else (SERIES[3], "7 3")) if option in far else ("", "")
        flows.append(Flow(option_called(compared.pair, option), spots, places, stroke, dash))
    return flows


def _scores(compared: Compared) -> str:
    """What each weight and each criterion's ratings added to the changes of scores, the largest first."""
    changed = [move for move in ordered(compared, "change") if move.change]
    grid = score_causes_table(compared, changed)
    if not grid.rows:
        return section("causes", "Why the scores changed", "", paragraph("No score changed."))
    totals = [sum((abs(_part(row[j])) for row in grid.rows), Fraction(0)) for j in range(2, len(grid.columns))]
    colours = shared_colours(totals)
    rows = [
        Bar(
            str(row[0]),
            tuple((_part(cell), colour) for cell, colour in zip(row[2:], colours, strict=True) if cell),
            signed_points(_part(row[1])),
            _part(row[1]),
        )
        for row in grid.rows[:MOST_BARS]
    ]
    first = rows[0]
    change = f"{counted(len(grid.rows), 'score')} {agreeing(len(grid.rows), 'changes', 'change')}"
    title = f"{first.name} changes most, by {first.figure} points; {change}."

    def draw(width: Width) -> Drawing:
        frame = SLIDE if width == "wide" else PHONE
        shapes, height = bars(rows, 0, frame)
        return shapes, frame.width, height

    sub = "Each change is the sum of its parts. Right of the line they raise a score, left of it they lower it."
    body = paragraph(title) + _causes_key(grid, colours) + pictures(title, draw) + twin(grid)
    return section("causes", "Why the scores changed", sub, body)


def _causes_key(grid: Grid, colours: Sequence[str]) -> str:
    shared = len(colours) > MOST_COLOURS
    entries = [
        (column.name, colour)
        for column, colour in zip(grid.columns[2:], colours, strict=True)
        if not (shared and colour == SERIES[-1])
    ]
    return key([*entries, ("other causes", SERIES[-1])] if shared else entries)


def _part(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(0)


def _places(compared: Compared) -> str:
    grid = rank_causes_table(compared, ordered(compared, "move"))
    if not grid.rows:
        return ""
    sub = "Each group of inputs gets its fair part of the places an option moved (Shapley value); ties count half."
    corners = ""
    if has_two_sides(compared):
        corners = tabled(corners_table(compared, [move for move in compared.moves if has_moved(compared, move)]))
    return section("places", "Why the ranks changed", sub, tabled(grid) + corners)


def _mix(compared: Compared) -> str:
    sentence = paragraph(mix_sentence(compared))
    if compared.mix is None:
        return section("mix", "The best mixes", "", sentence)
    ends = ("out", "only in A"), ("both", "in both"), ("in", "only in B")
    columns = "".join(_group(compared, word, head) for word, head in ends)
    tables = "" if compared.mix.is_same else tabled(mix_table(compared)) + tabled(regret_table(compared))
    return section("mix", "The best mixes", "", f'{sentence}<div class="three">{columns}</div>{tables}')


def _group(compared: Compared, word: str, head: str) -> str:
    """The options that stand in one part of the two overlapping mixes."""
    pair = compared.pair
    order = dict.fromkeys((*pair.after.mixing.options, *pair.before.mixing.options))
    found = [option_called(pair, option) for option in order if mix_word(compared, option) == word]
    return f'<div class="{word}"><h3>{len(found)} {head}</h3>{items(found)}</div>'


def _inputs(compared: Compared) -> str:
    grid = changes_table(compared)
    body = tabled(grid, ["what"]) if grid.rows else paragraph("The inputs are the same.")
    return section("inputs", "What changed in the inputs", "", body)


def _ends(compared: Compared) -> tuple[Scenario, Scenario]:
    return compared.pair.before, compared.pair.after
