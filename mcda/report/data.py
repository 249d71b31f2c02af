"""The numbers of a scenario as plain data for the page's script, in whole numbers so that it counts exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from mcda.model.checks.weights import scale_of
from mcda.model.criterion import Criterion
from mcda.model.weights import Weights
from mcda.problem.mixing import (
    Conditional,
    Counted,
    Effect,
    Implied,
    PerFull,
    Proportion,
    Reached,
    Test,
    Used,
)
from mcda.problem.scale import lower_is_better
from mcda.problem.sentences import plain
from mcda.problem.weights import nodes
from mcda.report.live import Live, is_live, live
from mcda.scenario.mix_words import budget
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import no_nothing_words, points_words, swing

SCHEMA = "mcda-report/1"
Json = Mapping[str, Any]  # nested plain data on its way into the page
SAFE_INTEGER = 2**53


def page_data(scenario: Scenario) -> Json:
    """Everything the script multiplies: values, saved weights, and what a mix must respect."""
    study = scenario.study
    return {
        "schema": SCHEMA,
        "scenario": scenario.name,
        "study": study.about.name,
        "close": plain(study.about.close_call),
        "nothing": scenario.ranking.has_nothing,
        "unranked": "" if scenario.ranking.has_nothing else no_nothing_words(study),
        "points": points_words(study),
        "criteria": [_criterion(scenario, j) for j in range(len(study.criteria))],
        "nodes": [_node(scenario, key) for key in (node.key for node in nodes(study))],
        "options": [_option(scenario, i) for i in range(len(study.options))],
        "sets": [_weights(each) for each in weight_sets(scenario)],
        "mixing": _mixing(scenario),
    }


def weight_sets(scenario: Scenario) -> tuple[Weights, ...]:
    """The weights of the run, then the study's other sets that were given for the scales of today."""
    study, used = scenario.study, scenario.weights
    today = {criterion.key: scale_of(criterion) for criterion in study.criteria}
    others = (each for each in study.weights if each.key != used.key or each.points != used.points)
    return (used, *(each for each in others if all(today.get(key) == scale for key, scale in each.scales.items())))


def _criterion(scenario: Scenario, j: int) -> Json:
    criterion = scenario.study.criteria[j]
    return {
        "key": criterion.key,
        "name": criterion.name,
        "den": _exact(_denominator(scenario, j)),
        "scale": _scale(criterion),
        "better": "lower" if lower_is_better(criterion) else "higher",
    }


def _scale(criterion: Criterion) -> Json:
    return {
        "worst": _entry(criterion.worst),
        "best": _entry(criterion.best),
        "unit": criterion.unit,
    }


def _entry(entry: object) -> str:
    return entry if isinstance(entry, str) else plain(entry)  # type: ignore[arg-type]  # an Entry is text or Decimal


def _node(scenario: Scenario, key: str) -> Json:
    branch = next((each for each in scenario.study.branches if each.key == key), None)
    if branch is not None:
        return {"key": key, "name": branch.name, "parent": branch.parent, "branch": True, "swing": "branch"}
    criterion = scenario.study.criterion(key)
    words = swing(scenario.study, key)
    return {"key": key, "name": criterion.name, "parent": criterion.parent, "branch": False, "swing": words}


def _denominator(scenario: Scenario, j: int) -> int:
    tables = scenario.problem.values, scenario.problem.lowest, scenario.problem.highest
    return lcm(*(row[j].denominator for table in tables for row in table))


def _option(scenario: Scenario, i: int) -> Json:
    problem, option = scenario.problem, scenario.study.options[i]
    dens = [_denominator(scenario, j) for j in range(len(problem.criteria))]
    best, low, high = (_integers(table[i], dens) for table in (problem.values, problem.lowest, problem.highest))
    line = scenario.ranking.line(option.key)
    vetoes = [scenario.study.criterion(key).name for key in line.vetoes]
    return {
        "key": option.key,
        "name": option.name,
        "v": best,
        **({"lo": low} if low != best else {}),
        **({"hi": high} if high != best else {}),
        "blank": [j for k, j in sorted(problem.blank) if k == i],
        "rank": line.rank,
        **({"vetoes": vetoes} if vetoes else {}),
        **({"beaten": [problem.options.index(key) for key in line.beaten_by]} if line.beaten_by else {}),
    }


def _integers(row: Sequence[Fraction], denominators: Sequence[int]) -> list[int | str]:
    return [_exact(int(value * den)) for value, den in zip(row, denominators, strict=True)]


def _exact(number: int) -> int | str:
    """Text where a script's number would lose digits."""
    return number if abs(number) < SAFE_INTEGER else str(number)


def _weights(weights: Weights) -> Json:
    return {
        "key": weights.key,
        "name": weights.name,
        "who": weights.who,
        "points": {key: plain(points) for key, points in weights.points.items()},
    }


def _mixing(scenario: Scenario) -> Json | None:
    """None where the page has no mix of its own to choose: none can be asked for, or none is known."""
    if scenario.mix is None:
        return None
    mixing = scenario.mixing
    choices = live(scenario)
    return {
        "effects": [_effect(effect) for effect in mixing.effects],
        "resources": [_resource(scenario, k, choices) for k in range(len(mixing.resources))],
        "synergies": [{"of": s.members, "effect": s.effect, "points": _float(s.points)} for s in mixing.synergies],
        "savings": [{"of": s.members, "resource": s.resource, "amount": _float(s.amount)} for s in mixing.savings],
        "limits": [
            {
                **({"penalty": _float(limit.penalty)} if limit.penalty is not None else {}),
                "tests": [_test(scenario, test, limit.penalty is None) for test in limit.tests],
            }
            for limit in mixing.limits
        ],
        "how": choices.how,
        "must": choices.must,
        "free": choices.free,
        "mixes": choices.mixes,
        "saved": None if scenario.mix.best is None else scenario.mix.best.members,
    }


def _effect(effect: Effect) -> Json:
    shared = {"adds": effect.adds, "cap": None if effect.cap is None else _float(effect.cap)}
    if effect.adds != "prob":
        return shared
    factors = [_float(factor) for factor in effect.factors]
    return {**shared, "factors": factors, "p0": _float(effect.p0), "slope": _float(effect.slope)}


def _resource(scenario: Scenario, k: int, choices: Live) -> Json:
    key = scenario.mixing.resources[k]
    resource, most = scenario.study.about.resources[key], budget(scenario, k)
    return {
        "key": key,
        "name": resource.name,
        "unit": resource.unit,
        "uses": [_float(use) for use in scenario.mixing.uses[k]],
        "budget": None if most is None else _float(most),
        "top": None if choices.tops[k] is None else _float(choices.tops[k] or Fraction(0)),
    }


def _test(scenario: Scenario, test: Test, hard: bool) -> Json:
    match test:
        case Counted(members, least, most):
            return {"kind": "counted", "of": sorted(members), **_bounds(least, most)}
        case Implied(option, members, least):
            return {"kind": "implied", "option": option, "of": sorted(members), "least": least}
        case Conditional(members, when, others, least):
            groups = {"of": sorted(members), "others": sorted(others)}
            return {"kind": "conditional", **groups, "when": when, "least": least}
        case Proportion(members, per, most, others):
            groups = {"of": sorted(members), "others": sorted(others)}
            return {"kind": "proportion", **groups, "per": per, "most": most}
        case PerFull(members, every, least, others):
            groups = {"of": sorted(members), "others": sorted(others)}
            return {"kind": "per_full", **groups, "every": every, "least": least}
        case Used(resource, least, most):
            is_slider = {"live": True} if hard and is_live(scenario, test) else {}
            return {"kind": "used", "resource": resource, **_bounds(least, most), **is_slider}
        case Reached(effect, least, most):
            return {"kind": "reached", "effect": effect, **_bounds(least, most)}


def _bounds(least: Fraction | int | None, most: Fraction | int | None) -> dict[str, float]:
    ends: Iterable[tuple[str, Fraction | int | None]] = (("least", least), ("most", most))
    return {name: _float(end) for name, end in ends if end is not None}


def _float(number: Fraction | int) -> float | int:
    exact = Fraction(number)
    return int(exact) if exact.denominator == 1 and abs(exact) < SAFE_INTEGER else float(exact)
