"""What changed between two scenarios, and why, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mcda.problem.weights import nodes
from mcda.scenario.causes import EVERYTHING_ELSE, Shares
from mcda.scenario.comparing import Compared, Kept, MixChange, Move, mix_of
from mcda.scenario.hybrids import Player
from mcda.scenario.pairing import Pair, option_called
from mcda.scenario.ranking import Line
from mcda.scenario.words import names, option_name, rounded, share, signed_points

MOST_CAUSES = 3


def compare_headline(compared: Compared) -> str:
    """The one thing to know about the ranking: who moved how far, and what moved it."""
    if not compared.is_changed:
        return "Nothing changed: the same scores, ranks and mix." + _yet(compared)
    move = _telling(compared)
    if move is None:
        return _scores_only(compared)
    name = option_called(compared.pair, move.option)
    verb = "rose" if move.rose > 0 else "fell"
    return f"{name} {verb} from {ordinal(move.before)} to {ordinal(move.after)}: {_why_moved(compared, move)}."


def mix_sentence(compared: Compared) -> str:
    """How the best mix changed, what moved it, and what keeping the old one would cost."""
    mix = compared.mix
    if mix is None:
        return _no_mix(compared.pair)
    if mix.is_same:
        return f"The best mix stays the same ({len(mix.before)} option{'s' if len(mix.before) != 1 else ''})."
    pair = compared.pair
    joined = [key for key in pair.after.mixing.options if key in mix.after - mix.before]
    left = [key for key in pair.before.mixing.options if key in mix.before - mix.after]
    parts = [f"in: {_called(pair, joined)}"] if joined else []
    parts += [f"out: {_called(pair, left)}"] if left else []
    return f"The best mix changes; {'; '.join(parts)}. {mix_cause(compared, mix)}{kept_sentence(mix.kept_after, 'B')}"


def mix_cause(compared: Compared, mix: MixChange) -> str:
    """What brought the options in and out, all of them together; empty where no option of both scenarios moved."""
    moved = sorted((mix.before ^ mix.after) & set(compared.pair.options))
    if not moved:
        return ""
    total: dict[Player, Fraction] = {}
    for key in moved:
        sign = 1 if key in mix.after else -1
        for player, part in mix.shares[key].items():
            total[player] = total.get(player, Fraction(0)) + sign * part
    return f"What moved it: {causes_words(compared, total, Fraction(len(moved)))}. "


def kept_sentence(kept: Kept, where: str) -> str:
    """What keeping the other scenario's mix costs here."""
    other = "A" if where == "B" else "B"
    if kept.absent:
        return f"The mix of {other} is not possible in {where}: it needs options that are not there."
    if kept.lost is None:
        return ""
    if kept.broken:
        return f"The mix of {other} breaks constraints of {where}: {names(kept.broken)}."
    return f"Keeping the mix of {other} in {where} would lose {rounded(kept.lost)} points."


def cause_words(compared: Compared, player: Player) -> str:
    """A group of inputs as a cause: "the heavier weight on alliance cohesion"."""
    match player.group:
        case "points":
            return _weight_words(compared, player.keys)
        case "ratings":
            return _rating_words(compared, player.keys)
        case "rules":
            return "the changed mix rules"
        case "budgets":
            return "the changed budgets"
        case "constraints":
            return "the changed constraints"
        case "options":
            pair = compared.pair
            coming = pair.gone or pair.new
            if player == EVERYTHING_ELSE:
                return "other options and rules"
            return "options that came or went" if coming else "what the options use or belong to"


def ordinal(line: Line) -> str:
    """A place in words: "1st", "12th", "joint 2nd"."""
    if line.rank is None:
        return "no place"
    ending = "th" if line.rank % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(line.rank % 10, "th")
    return f"{'joint ' if line.ties else ''}{line.rank}{ending}"


def alignment_sentences(pair: Pair) -> tuple[str, ...]:
    """What stands in one scenario only, so that it cannot be compared."""
    a, b = pair.before, pair.after
    found = (
        ("Options only in A", [option_name(a.study, key) for key in pair.gone]),
        ("Options only in B", [option_name(b.study, key) for key in pair.new]),
        ("Criteria only in A (weight 0 in B)", [a.study.criterion(key).name for key in pair.gone_criteria]),
        ("Criteria only in B (weight 0 in A)", [b.study.criterion(key).name for key in pair.new_criteria]),
    )
    return tuple(f"{what}: {names(listed)}." for what, listed in found if listed)


def node_names(compared: Compared) -> Mapping[str, str]:
    """The names of all criteria and branches of both scenarios."""
    ends = compared.pair.before, compared.pair.after
    return {node.key: node.name for scenario in ends for node in nodes(scenario.study)}


def _telling(compared: Compared) -> Move | None:
    """The new leader if the lead changed hands, else the option that moved furthest; None if none moved."""
    moved = [move for move in compared.moves if move.rose]
    leaders = [move for move in moved if move.after.rank == 1]
    before = {line.option for line in compared.pair.before.ranking.leaders}
    if leaders and leaders[0].option not in before:
        return leaders[0]
    return max(moved, key=lambda move: (abs(move.rose), move.size), default=None)


def _why_moved(compared: Compared, move: Move) -> str:
    total = sum(move.places.values(), Fraction(0))
    return causes_words(compared, move.places, total)


def causes_words(compared: Compared, shares: Shares, total: Fraction) -> str:
    """The largest causes with their share of the total; in places where some pull the other way."""
    ordered = sorted(((p, part) for p, part in shares.items() if part), key=lambda item: -abs(item[1]))
    if not ordered or not total:
        return "its neighbours in the ranking moved"
    if len(ordered) == 1:
        return f"all of it by {cause_words(compared, ordered[0][0])}"
    for_it = [(p, part) for p, part in ordered if part * total > 0]
    against = [(p, part) for p, part in ordered if part * total < 0]
    text = _shared(compared, for_it, sum((part for _, part in for_it), Fraction(0)))
    if against:
        text += f", against {names(cause_words(compared, p) for p, _ in against[:MOST_CAUSES])}"
    return text


def _shared(compared: Compared, causes: Sequence[tuple[Player, Fraction]], total: Fraction) -> str:
    shown = causes[:MOST_CAUSES]
    texts = [f"{share(part / total)} {cause_words(compared, player)}" for player, part in shown]
    if len(causes) > len(shown):
        texts.append(f"{share(sum((part for _, part in causes[MOST_CAUSES:]), Fraction(0)) / total)} other causes")
    first, *others = texts
    return names([first.replace(" %", " % of that is", 1), *others])


def _weight_words(compared: Compared, keys: tuple[str, ...]) -> str:
    if len(keys) > 1:
        return "the changed weights"
    points, name = compared.points, node_names(compared)[keys[0]]
    before, after = points.share(keys[0])
    heavier = points.after[keys[0]] > points.before[keys[0]]
    if (after > before) != heavier:
        # Its points moved one way and its share of the whole the other, because other points moved further.
        return f"the changed points of {name}"
    return f"the {'heavier' if heavier else 'lighter'} weight on {name}"


def _rating_words(compared: Compared, keys: tuple[str, ...]) -> str:
    if len(keys) > 1:
        return "the revised ratings"
    name = node_names(compared)[keys[0]]
    ends = [
        {r.option: (r.low, r.best, r.high) for r in s.study.ratings if r.criterion == keys[0]}
        for s in (compared.pair.before, compared.pair.after)
    ]
    revised = [key for key in compared.pair.options if ends[0].get(key) != ends[1].get(key)]
    if not revised:
        return f"the new value function of {name}"
    if len(revised) > 1:
        return f"the revised ratings on {name}"
    return f"the revised rating of {option_called(compared.pair, revised[0])} on {name}"


def _called(pair: Pair, keys: list[str]) -> str:
    return names(option_called(pair, key) for key in keys)


def _scores_only(compared: Compared) -> str:
    moved = [move for move in compared.moves if move.change]
    if not moved:
        return "No option of both scenarios changes its score or its place."
    most = max(moved, key=lambda move: move.size)
    name = option_called(compared.pair, most.option)
    return (
        f"No option changes place; the score that changes most is that of {name}, by {signed_points(most.change or 0)}."
    )


def _yet(compared: Compared) -> str:
    inputs = [change for change in compared.changes if change.kind != "text"]
    return f" ({len(inputs)} input{'s differ' if len(inputs) != 1 else ' differs'}, without effect.)" if inputs else ""


def _no_mix(pair: Pair) -> str:
    without = [name for name, s in (("A", pair.before), ("B", pair.after)) if mix_of(s) is None]
    return f"{names(without)} {'have' if len(without) > 1 else 'has'} no mix to compare."
