"""Several scenarios side by side: ranks, regret, what every mix holds, and which scenarios resemble each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from string import ascii_uppercase

from mcda.errors import StudyError
from mcda.scenario.comparing import Kept, kept, mix_of
from mcda.scenario.pairing import scale_findings
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid, Value
from mcda.scenario.words import names, place, share

TOP = 3


@dataclass(frozen=True, slots=True)
class Many:
    """Several comparable scenarios. `options` are all of theirs, in the order of the last one's ranking, then others.

    `regret[i][j]` says what happens if scenario i's mix is kept in scenario j (None where i has no mix); `apart[i][j]`
    is the share of pairs of options that the two put in another order (Kendall 1938; a tie in one of them counts half).
    """

    scenarios: tuple[Scenario, ...]
    options: tuple[str, ...]
    regret: tuple[tuple[Kept | None, ...], ...]
    apart: tuple[tuple[Fraction, ...], ...]

    @property
    def is_changed(self) -> bool:
        """Whether some two of the scenarios rank or choose differently."""
        return any(map(any, self.apart)) or len({mix_of(scenario) for scenario in self.scenarios}) > 1


def compare_many(scenarios: Sequence[Scenario]) -> Many:
    """Several scenarios side by side. Raises StudyError where one has another scale than the last."""
    wrong = tuple(dict.fromkeys(f for each in scenarios[:-1] for f in scale_findings(each, scenarios[-1])))
    if wrong:
        raise StudyError(wrong)
    options = tuple(dict.fromkeys(line.option for s in reversed(scenarios) for line in s.ranking.lines))
    mixes = [mix_of(scenario) for scenario in scenarios]
    regret = tuple(tuple(None if mix is None else kept(mix, other) for other in scenarios) for mix in mixes)
    apart = tuple(tuple(disagreement(one, other) for other in scenarios) for one in scenarios)
    return Many(tuple(scenarios), options, regret, apart)


def disagreement(one: Scenario, other: Scenario) -> Fraction:
    """The share of pairs of options, ranked in both, that the two scenarios put in another order."""
    ranks = [{line.option: line.rank for line in s.ranking.lines if line.rank is not None} for s in (one, other)]
    both = [key for key in ranks[0] if key in ranks[1]]
    pairs = list(combinations(both, 2))
    halves = sum(abs(_order(ranks[0][a], ranks[0][b]) - _order(ranks[1][a], ranks[1][b])) for a, b in pairs)
    return Fraction(halves, 2 * len(pairs)) if pairs else Fraction(0)


def letters(count: int) -> tuple[str, ...]:
    """Short names: A, B, ... Z, A2, B2 ...

    >>> letters(3)
    ('A', 'B', 'C')
    """
    rounds = range(-(-count // len(ascii_uppercase)))
    return tuple(f"{letter}{turn + 1 if turn else ''}" for turn in rounds for letter in ascii_uppercase)[:count]


def option_in(many: Many, key: str) -> str:
    """The name of an option, as the last scenario that has it says."""
    return next(s.study.option(key).name for s in reversed(many.scenarios) if key in s.problem.options)


def ranks_of(many: Many, key: str) -> tuple[int | None, ...]:
    """The rank of an option in each scenario; None where it has none."""
    return tuple(s.ranking.line(key).rank if key in s.problem.options else None for s in many.scenarios)


def times_in_mix(many: Many, key: str) -> int:
    """In how many of the mixes an option is."""
    return sum(key in (mix_of(scenario) or ()) for scenario in many.scenarios)


def times_in_top(many: Many, key: str) -> int:
    """In how many of the scenarios an option ranks among the first TOP."""
    return sum(rank is not None and rank <= TOP for rank in ranks_of(many, key))


def mixes_there(many: Many) -> int:
    """How many of the scenarios have a mix."""
    return sum(mix_of(scenario) is not None for scenario in many.scenarios)


def many_headline(many: Many) -> str:
    """Which options do well whatever the scenario, and which every mix holds."""
    count = len(many.scenarios)
    top = {key: times_in_top(many, key) for key in many.options}
    most = max(top.values(), default=0)
    best = [option_in(many, key) for key in many.options if top[key] == most]
    first = f"In the top {TOP} most often: {names(best)} ({most} of {count} scenarios)."
    always = [option_in(many, key) for key in many.options if times_in_mix(many, key) == mixes_there(many)]
    if not mixes_there(many):
        return f"{first} No scenario has a mix."
    if not always:
        return f"{first} No option is in every mix."
    return f"{first} In every mix: {names(always)}."


def rank_table(many: Many) -> Grid:
    """Each option's place in each scenario, its best and worst, times in the top 3 and in the mix; steadiest first."""
    columns = (
        Column("option", "Option"),
        *(
            Column(f"rank_{s.name}", letter, "place")
            for s, letter in zip(many.scenarios, letters(len(many.scenarios)), strict=True)
        ),
        Column("best", "Best", "place"),
        Column("worst", "Worst", "place"),
        Column("top", f"Top {TOP}", "place"),
        Column("in_mix", "In mix", "place"),
    )
    rows = tuple(_rank_row(many, key) for key in sorted(many.options, key=lambda key: _merit(many, key)))
    return Grid("ranks", "Places", columns, rows)


def regret_table(many: Many) -> Grid:
    """What is lost in each scenario (column) if the mix of another (row) is kept, and the most a mix can lose."""
    columns = (
        Column("mix", "Mix of"),
        *(
            Column(f"in_{s.name}", f"in {letter}", "points")
            for s, letter in zip(many.scenarios, letters(len(many.scenarios)), strict=True)
        ),
        Column("most", "Most", "points"),
        Column("remark", "Remark"),
    )
    rows = [
        _regret_row(many, i, letter)
        for i, letter in enumerate(letters(len(many.scenarios)))
        if many.regret[i][i] is not None
    ]
    return Grid("regret", "Points lost where a mix is kept in another scenario", columns, tuple(rows))


def membership_table(many: Many) -> Grid:
    """The options in all, in some and in none of the mixes."""
    there = mixes_there(many)
    groups: dict[str, list[str]] = {"all": [], "some": [], "none": []}
    for key in many.options:
        times = times_in_mix(many, key)
        group = "none" if not times else "all" if times == there else "some"
        groups[group].append(option_in(many, key) + (f" ({times} of {there})" if group == "some" else ""))
    columns = Column("in", "In mixes"), Column("count", "Options", "place"), Column("options", "Which")
    rows = tuple((group, len(listed), ", ".join(listed)) for group, listed in groups.items())
    return Grid("membership", "Options in all, some and none of the mixes", columns, rows)


def nearest_table(many: Many) -> Grid:
    """For each scenario the one that ranks most like it, and how much their mixes share."""
    columns = (
        Column("scenario", "Scenario"),
        Column("closest", "Closest to"),
        Column("apart", "Pairs in another order", "share"),
        Column("mix", "Options in both mixes"),
    )
    marks = letters(len(many.scenarios))
    rows = []
    for i, scenario in enumerate(many.scenarios):
        others = [k for k in range(len(many.scenarios)) if k != i]
        least = min(many.apart[i][k] for k in others)
        near = [k for k in others if many.apart[i][k] == least]
        closest = names(marks[k] for k in near)
        rows.append((f"{marks[i]} {scenario.name}", closest, least, _shared(many, i, near[0])))
    return Grid("nearest", "Which scenario is closest to which", columns, tuple(rows))


def nearest_sentence(many: Many) -> str:
    """The two scenarios that are closest, and the two furthest apart."""
    pairs = list(combinations(range(len(many.scenarios)), 2))
    ordered = sorted(pairs, key=lambda pair: many.apart[pair[0]][pair[1]])
    marks = [scenario.name for scenario in many.scenarios]
    near, far = ordered[0], ordered[-1]
    shares = [share(many.apart[one][other]) for one, other in (near, far)]
    return (
        f"Closest: {marks[near[0]]} and {marks[near[1]]}, with {shares[0]} of the pairs of options in another order; "
        f"furthest: {marks[far[0]]} and {marks[far[1]]}, with {shares[1]}."
    )


def _order(one: int | None, other: int | None) -> int:
    return ((one or 0) > (other or 0)) - ((one or 0) < (other or 0))


def _merit(many: Many, key: str) -> tuple[int, Fraction, int]:
    ranks = [rank for rank in ranks_of(many, key) if rank is not None]
    mean = Fraction(sum(ranks), len(ranks)) if ranks else Fraction(len(many.options) + 1)
    return -times_in_top(many, key), mean, many.options.index(key)


def _rank_row(many: Many, key: str) -> tuple[Value, ...]:
    ranks = [rank for rank in ranks_of(many, key) if rank is not None]
    places = [place(s.ranking.line(key)) if key in s.problem.options else "" for s in many.scenarios]
    top, mix = times_in_top(many, key), times_in_mix(many, key)
    return option_in(many, key), *places, min(ranks, default=None), max(ranks, default=None), top, mix


def _regret_row(many: Many, i: int, letter: str) -> tuple[Value, ...]:
    row = many.regret[i]
    lost = [None if each is None or each.broken else each.lost for each in row]
    marks = [scenario.name for scenario in many.scenarios]
    not_there = [marks[k] for k, each in enumerate(row) if each is not None and each.absent]
    broken = [marks[k] for k, each in enumerate(row) if each is not None and each.broken]
    remarks = [f"needs options that {names(not_there)} lacks"] if not_there else []
    remarks += [f"breaks constraints of {names(broken)}"] if broken else []
    known = [each for each in lost if each is not None]
    most = max(known) if len(known) == len(row) else None
    return f"{letter} {many.scenarios[i].name}", *lost, most, "; ".join(remarks)


def _shared(many: Many, i: int, k: int) -> str:
    one, other = mix_of(many.scenarios[i]), mix_of(many.scenarios[k])
    return "" if one is None or other is None else f"{len(one & other)} of {len(one | other)}"
