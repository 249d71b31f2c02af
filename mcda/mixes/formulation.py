"""A mix problem as a mixed-integer linear programme in exact numbers, before any solver sees it.

x_i is 1 when option i is in the mix. What is not linear is written with further variables:

* all members of an interaction: y <= x_i, y >= sum(x) - (k - 1)  (Glover and Woolsey 1974);
* lowest or highest member: u_l = 1 when some member lies at or beyond level l, u_(l-1) <= u_l <= u_(l-1) + members
  at l, and the value is the sum of v_l * (u_l - u_(l-1)): exact, no big M, and 0 for the empty mix;
* product of factors: q_k = q_(k-1) + (f_k - 1) * r_k with r_k = q_(k-1) * x_k between its McCormick envelopes
  (McCormick 1976), exact because x_k is 0 or 1;
* a soft limit: one binary that lifts its rows and costs the penalty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from mcda.mixes.integers import check
from mcda.mixes.slugs import slugs
from mcda.problem.mixing import (
    Conditional,
    Counted,
    Effect,
    Implied,
    Limit,
    MixProblem,
    PerFull,
    Proportion,
    Reached,
    Test,
    Used,
)

ONE, ZERO = Fraction(1), Fraction(0)
COARSE = 1000


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: short name for the solver, label for a reader."""

    name: str
    label: str
    low: Fraction
    high: Fraction
    whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """constant + sum of coefficient * variable (by position)."""

    terms: Mapping[int, Fraction]
    constant: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class Row:
    """least <= line <= most; the constant is already on the other side."""

    label: str
    terms: Mapping[int, Fraction]
    least: Fraction | None
    most: Fraction | None


@dataclass(frozen=True, slots=True)
class Formulation:
    """The whole programme; the first variables are the options, in order. Maximise `objective`."""

    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]
    objective: Line


@dataclass(frozen=True, slots=True)
class _Points:
    """Points of a mix on an effect: at most `cap` of `line`."""

    line: Line
    cap: Fraction | None


@dataclass(slots=True)
class _Draft:
    """A programme under construction."""

    problem: MixProblem
    variables: list[Variable] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    joint: dict[frozenset[int], int] = field(default_factory=dict)
    points: list[_Points] = field(default_factory=list)


def formulation(problem: MixProblem) -> Formulation:
    """The programme of a mix problem.

    >>> gain = Effect("gain", ONE, "sum", (Fraction(7), Fraction(5)))
    >>> one = Limit("one", "", "", (Counted(frozenset({0, 1}), most=1),))
    >>> programme = formulation(MixProblem(("a", "b"), (gain,), (), (), (), (), (one,)))
    >>> [variable.label for variable in programme.variables], programme.rows[0].label
    (['x0_a', 'x1_b'], 'c0_one')
    """
    check(problem)
    draft = _Draft(problem)
    for index, label in enumerate(slugs("x", problem.options)):
        draft.variables.append(Variable(f"x{index}", label, ZERO, ONE, whole=True))
    draft.points.extend(_points(draft, index) for index in range(len(problem.effects)))
    terms = [
        _times(_worth(draft, index), effect.weight) for index, effect in enumerate(problem.effects) if effect.weight
    ]
    for label, limit in zip(slugs("c", [limit.name for limit in problem.limits]), problem.limits, strict=True):
        terms.append(_limit(draft, label, limit))
    return Formulation(tuple(draft.variables), tuple(draft.rows), _plus(*terms))


def _add(draft: _Draft, kind: str, label: str, high: Fraction = ONE, low: Fraction = ZERO) -> int:
    """A new variable; `kind` w is whole, all others are continuous."""
    index = len(draft.variables)
    draft.variables.append(Variable(f"{kind}{index}", f"{kind}{index}_{label}", low, high, whole=kind == "w"))
    return index


def _plus(*lines: Line) -> Line:
    terms: dict[int, Fraction] = {}
    for line in lines:
        for index, amount in line.terms.items():
            terms[index] = terms.get(index, ZERO) + amount
    kept = {index: amount for index, amount in terms.items() if amount}
    return Line(kept, sum((line.constant for line in lines), ZERO))


def _times(line: Line, factor: Fraction | int) -> Line:
    return Line({index: amount * factor for index, amount in line.terms.items()}, line.constant * factor)


def _minus(left: Line, right: Line) -> Line:
    return _plus(left, _times(right, -1))


def _one(index: int) -> Line:
    return Line({index: ONE})


def _number(members: Iterable[int]) -> Line:
    """How many of the members are in the mix."""
    return Line(dict.fromkeys(members, ONE))


def _rows(draft: _Draft, label: str, rows: Iterable[tuple[Line, Fraction | int | None, Fraction | int | None]]) -> None:
    for line, least, most in rows:
        low = None if least is None else least - line.constant
        high = None if most is None else most - line.constant
        if low is not None or high is not None:
            draft.rows.append(Row(label, line.terms, low, high))


def _together(draft: _Draft, members: Iterable[int]) -> Line:
    """1 when all members are in the mix."""
    group = frozenset(members)
    if len(group) == 1:
        return _one(min(group))
    if group not in draft.joint:
        y = draft.joint[group] = _add(draft, "y", "all_of_" + "_".join(map(str, sorted(group))))
        label = draft.variables[y].label
        _rows(draft, label, [(_minus(_one(y), _one(member)), None, 0) for member in sorted(group)])
        _rows(draft, label, [(_minus(_one(y), _number(group)), 1 - len(group), None)])
    return _one(draft.joint[group])


def _points(draft: _Draft, index: int) -> _Points:
    problem = draft.problem
    effect = problem.effects[index]
    bonus = [_times(_together(draft, s.members), s.points) for s in problem.synergies if s.effect == index]
    match effect.adds:
        case "sum":
            return _Points(_plus(Line(dict(enumerate(effect.values))), *bonus), effect.cap)
        case "prob":
            return _Points(_plus(_chained(draft, effect), *bonus), None)
        case _:
            return _Points(_plus(_extreme(draft, effect), *bonus), None)


def _extreme(draft: _Draft, effect: Effect) -> Line:
    """The lowest or highest value among the members, 0 for none."""
    levels = sorted(set(effect.values), reverse=effect.adds == "highest")
    steps: list[Line] = []
    before = Line({})
    for rank, level in enumerate(levels):
        here = [index for index, value in enumerate(effect.values) if value == level]
        reached = _one(_add(draft, "u", f"{_slug(effect)}_{effect.adds}_level_{rank + 1}"))
        _rows(draft, f"rule_{_slug(effect)}", [(_minus(reached, _one(index)), 0, None) for index in here])
        step = _minus(reached, before)
        _rows(draft, f"rule_{_slug(effect)}", [(step, 0, None), (_minus(step, _number(here)), None, 0)])
        steps.append(_times(step, level))
        before = reached
    return _plus(*steps)


def _chained(draft: _Draft, effect: Effect) -> Line:
    """slope * (1 - p0) * (1 - product of the members' factors)."""
    product, low, high = Line({}, ONE), ONE, ONE
    for index, factor in enumerate(effect.factors):
        if factor != 1:
            taken = _taken(draft, f"{_slug(effect)}_{index}", (product, low, high), _one(index))
            low, high = _coarse(low * min(ONE, factor), high * max(ONE, factor))
            after = _one(_add(draft, "q", f"{_slug(effect)}_after_{index}", high, low))
            change = _plus(product, _times(taken, factor - 1))
            _rows(draft, f"rule_{_slug(effect)}", [(_minus(after, change), 0, 0)])
            product = after
    return _times(_minus(Line({}, ONE), product), effect.slope * (1 - effect.p0))


def _coarse(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds moved outwards to thousandths, so that the rows keep short numbers."""
    return Fraction(floor(low * COARSE), COARSE), Fraction(ceil(high * COARSE), COARSE)


def _taken(draft: _Draft, label: str, product: tuple[Line, Fraction, Fraction], x: Line) -> Line:
    """The product so far times x, by its McCormick envelopes."""
    line, low, high = product
    r = _one(_add(draft, "r", label, high))
    left_out = _minus(Line({}, ONE), x)
    _rows(
        draft,
        f"part_{label}",
        [
            (_minus(r, _times(x, high)), None, 0),
            (_minus(r, _times(x, low)), 0, None),
            (_plus(_minus(r, line), _times(left_out, low)), None, 0),
            (_plus(_minus(r, line), _times(left_out, high)), 0, None),
        ],
    )
    return r


def _worth(draft: _Draft, index: int) -> Line:
    """A line that a maximiser lifts to the points of the effect."""
    points = draft.points[index]
    if points.cap is None:
        return points.line
    low, _ = _range(draft, points.line)
    t = _one(_add(draft, "t", f"{_slug(draft.problem.effects[index])}_capped", points.cap, min(low, points.cap)))
    _rows(draft, "cap", [(_minus(t, points.line), None, 0)])
    return t


def _slug(effect: Effect) -> str:
    return slugs("", [effect.criterion])[0]


def _limit(draft: _Draft, label: str, limit: Limit) -> Line:
    """Write a limit's rows; what it takes from the value when it may be broken."""
    rows = [row for test in limit.tests for row in _test(draft, test)]
    if limit.penalty is None:
        _rows(draft, label, rows)
        return Line({})
    if not limit.penalty:
        return Line({})
    broken = _add(draft, "w", f"broken_{label}")
    _rows(draft, label, [lifted for row in rows for lifted in _lifted(draft, row, broken)])
    return _times(_one(broken), -limit.penalty)


_Bounded = tuple[Line, Fraction | int | None, Fraction | int | None]


def _lifted(draft: _Draft, row: _Bounded, broken: int) -> Iterator[_Bounded]:
    """The row with just enough room to always hold once `broken` is 1."""
    line, least, most = row
    low, high = _range(draft, line)
    if most is not None and high > most:
        yield _minus(line, _times(_one(broken), high - most)), None, most
    if least is not None and low < least:
        yield _plus(line, _times(_one(broken), least - low)), least, None


def _range(draft: _Draft, line: Line) -> tuple[Fraction, Fraction]:
    """Bounds on a line from the bounds of its variables."""
    ends = [
        sorted((amount * draft.variables[index].low, amount * draft.variables[index].high))
        for index, amount in line.terms.items()
    ]
    return sum((end[0] for end in ends), line.constant), sum((end[1] for end in ends), line.constant)


def _test(draft: _Draft, test: Test) -> list[_Bounded]:
    match test:
        case Counted(members, least, most):
            return [(_number(members), least, most)]
        case Implied(option, members, least):
            return [(_minus(_times(_one(option), least), _number(members)), None, 0)]
        case Conditional():
            return _conditional(draft, test)
        case Proportion(members, per, most, others):
            return [(_minus(_times(_number(members), per), _times(_number(others), most)), None, 0)]
        case PerFull():
            return _per_full(draft, test)
        case Used(resource, least, most):
            return [(_use(draft, resource), least, most)]
        case Reached(effect, least, most):
            return _reached(draft.points[effect], least, most)


def _conditional(draft: _Draft, test: Conditional) -> list[_Bounded]:
    """One binary says that the condition is met: it must be 1 when it is, and asks for the others when it is 1."""
    met = _one(_add(draft, "w", "condition_met"))
    spare = max(0, len(test.members) - test.when + 1)
    return [
        (_minus(_number(test.members), _times(met, spare)), None, test.when - 1),
        (_minus(_number(test.others), _times(met, test.least)), 0, None),
    ]


def _per_full(draft: _Draft, test: PerFull) -> list[_Bounded]:
    """A whole number of full groups: every * groups >= members - (every - 1)."""
    groups = _one(_add(draft, "w", "full_groups", Fraction(len(test.members) // test.every)))
    return [
        (_minus(_number(test.members), _times(groups, test.every)), None, test.every - 1),
        (_minus(_times(groups, test.least), _number(test.others)), None, 0),
    ]


def _use(draft: _Draft, resource: int) -> Line:
    savings = [s for s in draft.problem.savings if s.resource == resource]
    spent = Line(dict(enumerate(draft.problem.uses[resource])))
    return _plus(spent, *(_times(_together(draft, s.members), -s.amount) for s in savings))


def _reached(points: _Points, least: Fraction | None, most: Fraction | None) -> list[_Bounded]:
    """min(cap, line) >= least is line >= least and cap >= least; min(cap, line) <= most is void when cap <= most."""
    rows: list[_Bounded] = []
    if least is not None:
        rows.append((points.line, least, None))
        if points.cap is not None and points.cap < least:
            rows.append((Line({}, points.cap), least, None))
    if most is not None and not (points.cap is not None and points.cap <= most):
        rows.append((points.line, None, most))
    return rows
