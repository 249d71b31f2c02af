"""The tables of a comparison of two scenarios, as exact numbers with column heads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from mcda.scenario.causes import Shares
from mcda.scenario.compare_words import cause_words, causes_words, kept_sentence, node_names
from mcda.scenario.comparing import Compared, Move, mix_of
from mcda.scenario.hybrids import Player
from mcda.scenario.pairing import option_called
from mcda.scenario.tables import Column, Grid, Value
from mcda.scenario.words import place

SortBy = Literal["rank-b", "rank-a", "score-a", "score-b", "change", "move", "name"]
Named = tuple[str, Player]


def ordered(compared: Compared, sort_by: SortBy) -> tuple[Move, ...]:
    """The moves in another order; equal ones stay in the order of the newer ranking."""
    last = len(compared.moves) + 1
    keys: Mapping[SortBy, Callable[[Move], Fraction | int | str]] = {
        "rank-b": lambda move: move.after.rank or last,
        "rank-a": lambda move: move.before.rank or last,
        "score-a": lambda move: -(move.before.score or 0),
        "score-b": lambda move: -(move.after.score or 0),
        "change": lambda move: -move.size,
        "move": lambda move: -abs(move.rose),
        "name": lambda move: option_called(compared.pair, move.option).casefold(),
    }
    return tuple(sorted(compared.moves, key=keys[sort_by]))


def has_moved(compared: Compared, move: Move) -> bool:
    """Whether the score, the rank or the place in the mix of an option differs."""
    return bool(move.change or move.rose or mix_word(compared, move.option) in {"in", "out"})


def mix_word(compared: Compared, option: str) -> str:
    """ "both", "in" (only in the newer mix), "out" (only in the older one) or nothing; "in A" where B has no mix."""
    mixes = mix_of(compared.pair.before), mix_of(compared.pair.after)
    before, after = (option in (mix or ()) for mix in mixes)
    if None in mixes:
        return "in A" if before else "in B" if after else ""
    return {(True, True): "both", (False, True): "in", (True, False): "out"}.get((before, after), "")


def changes_table(compared: Compared) -> Grid:
    """What differs in the inputs."""
    columns = (Column("kind", "Kind"), Column("what", "What"), Column("before", "A"), Column("after", "B"))
    rows = tuple((change.kind, change.what, change.before, change.after) for change in compared.changes)
    return Grid("changes", "What changed in the inputs", columns, rows)


def moves_table(compared: Compared, moves: Sequence[Move]) -> Grid:
    """Score, change, rank and mix of each option; options of one scenario only stand at the end."""
    columns = (
        Column("option", "Option"),
        Column("score_before", "A", "points"),
        Column("score_after", "B", "points"),
        Column("change", "Change", "points"),
        Column("rank_before", "# A", "place"),
        Column("rank_after", "# B", "place"),
        Column("mix", "Mix"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            option_called(compared.pair, move.option),
            move.before.score,
            move.after.score,
            move.change,
            place(move.before),
            place(move.after),
            mix_word(compared, move.option),
        )
        for move in moves
    ]
    for side, keys in ((0, compared.pair.gone), (1, compared.pair.new)):
        rows += [_alone(compared, key, side) for key in keys]
    return Grid("moves", "Scores, ranks and mix", columns, tuple(rows))


def score_causes_table(compared: Compared, moves: Sequence[Move]) -> Grid:
    """How many points of each change come from each weight and each criterion's ratings; rows sum to the change."""
    known = [move for move in moves if move.causes is not None]
    points = _used(known, "points")
    ratings = _used(known, "ratings")
    named = node_names(compared)
    columns = (
        Column("option", "Option"),
        Column("change", "Change", "points"),
        *(Column(f"weight_{key}", f"weight of {named[key]}", "points") for key in points),
        *(Column(f"rating_{key}", f"ratings on {named[key]}", "points") for key in ratings),
    )
    rows = tuple(
        (
            option_called(compared.pair, move.option),
            move.change,
            *(move.causes.points.get(key) for key in points),
            *(move.causes.ratings.get(key) for key in ratings),
        )
        for move in known
        if move.causes is not None
    )
    return Grid("score_causes", "Why the scores changed, in points", columns, rows)


def rank_causes_table(compared: Compared, moves: Sequence[Move]) -> Grid:
    """How many places up (+) or down (-) each option moved by each group of inputs; ties count as the middle place."""
    moved = [move for move in moves if any(move.places.values())]
    players = tuple(dict.fromkeys(p for move in moved for p, part in move.places.items() if part))
    columns = (
        Column("option", "Option"),
        Column("places", "Places", "points"),
        *(Column(player_key(p), cause_words(compared, p).removeprefix("the "), "points") for p in players),
    )
    rows = tuple(
        (
            option_called(compared.pair, move.option),
            sum(move.places.values(), Fraction(0)),
            *(move.places.get(player) for player in players),
        )
        for move in moved
    )
    title = "Why the ranks changed, in places up (+) or down (-)"
    if any(line.ties for move in moved for line in (move.before, move.after)):
        title += ", ties at their middle place"
    return Grid("rank_causes", title, columns, rows)


def corners_table(compared: Compared, moves: Sequence[Move]) -> Grid:
    """The place of each option with old and new weights and old and new ratings: the four corners."""
    corners = compared.corners
    columns = (
        Column("option", "Option"),
        Column("old_old", "A's weights, A's ratings", "place"),
        Column("new_old", "B's weights, A's ratings", "place"),
        Column("old_new", "A's weights, B's ratings", "place"),
        Column("new_new", "B's weights, B's ratings", "place"),
    )
    rows = tuple(
        (
            option_called(compared.pair, move.option),
            *(
                corner.get(move.option)
                for corner in (corners.old_old, corners.new_old, corners.old_new, corners.new_new)
            ),
        )
        for move in moves
    )
    return Grid("corners", "Places at the four corners", columns, rows)


def mix_table(compared: Compared) -> Grid:
    """The options of either mix, at the four corners too, with what brought them in or out."""
    mix = compared.mix
    columns = (
        Column("option", "Option"),
        Column("mix", "Mix"),
        Column("new_old", "with B's weights, A's ratings and rules"),
        Column("old_new", "with A's weights, B's ratings and rules"),
        Column("cause", "What moved it"),
    )
    if mix is None:
        return Grid("mix", "Mix", columns, ())
    order = dict.fromkeys((*compared.pair.after.mixing.options, *compared.pair.before.mixing.options))
    rows = tuple(
        (
            option_called(compared.pair, key),
            mix_word(compared, key),
            "yes" if key in mix.corners.new_old else "",
            "yes" if key in mix.corners.old_new else "",
            _mix_cause(compared, mix.shares.get(key, {}), key in mix.before ^ mix.after),
        )
        for key in order
        if key in mix.before | mix.after
    )
    return Grid("mix", "The best mixes", columns, rows)


def regret_table(compared: Compared) -> Grid:
    """What is lost where the other scenario's mix is kept."""
    columns = (
        Column("kept", "Mix"),
        Column("under", "kept in"),
        Column("value", "Worth there", "points"),
        Column("lost", "Lost", "points"),
        Column("remark", "Remark"),
    )
    mix = compared.mix
    if mix is None:
        return Grid("regret", "If the other mix is kept", columns, ())
    ends = ("A", "B", mix.kept_after), ("B", "A", mix.kept_before)
    rows = tuple(
        (one, other, kept.value, kept.lost, kept_sentence(kept, other) if kept.broken or kept.absent else "")
        for one, other, kept in ends
    )
    return Grid("regret", "If the other mix is kept", columns, rows)


def player_key(player: Player) -> str:
    """A group of inputs as one word for machines: points_transparency, ratings_transparency, budgets."""
    return "_".join((player.group, *player.keys)) if player.group in {"points", "ratings"} else player.group


def has_two_sides(compared: Compared) -> bool:
    """Whether both the weights and something else changed, so that the four corners say something."""
    others = [change for change in compared.changes if change.kind not in {"weight", "text"}]
    return bool(compared.points.moved and others)


def _alone(compared: Compared, key: str, side: int) -> tuple[Value, ...]:
    line = (compared.pair.before, compared.pair.after)[side].ranking.line(key)
    name, word = option_called(compared.pair, key), mix_word(compared, key)
    cells = (line.score, None, None, place(line), "") if not side else (None, line.score, None, "", place(line))
    return (name, *cells, f"{word} only {'AB'[side]}".strip())


def _used(moves: Sequence[Move], part: Literal["points", "ratings"]) -> tuple[str, ...]:
    """The keys of a part that are not 0 for every option."""
    found: dict[str, None] = {}
    for move in moves:
        causes: Mapping[str, Fraction] = getattr(move.causes, part)
        found |= {key: None for key, points in causes.items() if points}
    return tuple(found)


def _mix_cause(compared: Compared, shares: Shares, moved: bool) -> str:
    return causes_words(compared, shares, sum(shares.values(), Fraction(0))) if moved and shares else ""
