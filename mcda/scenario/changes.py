"""What differs in the inputs of two scenarios, thing by thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mcda.model.constraint import Constraint
from mcda.model.counts import agreeing
from mcda.model.criterion import Criterion, LevelsValue, LinearValue, PointsValue
from mcda.model.option import Option, Rating
from mcda.model.record import Entry, Record
from mcda.model.world import World
from mcda.problem.sentences import plain, sentence
from mcda.problem.weights import nodes
from mcda.scenario.pairing import Pair
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, share

Kind = Literal["weight", "rating", "option", "criterion", "constraint", "resource", "setting", "text"]


@dataclass(frozen=True, slots=True)
class Change:
    """One input that differs. Blank `before`: it is new; blank `after`: it is gone."""

    kind: Kind
    what: str
    before: str
    after: str


def changes(pair: Pair) -> tuple[Change, ...]:
    """Everything that differs between the inputs of two scenarios; texts (names, reasons, sources) as a count."""
    found = (
        *_weights(pair),
        *_ratings(pair),
        *_options(pair),
        *_criteria(pair),
        *_constraints(pair),
        *_resources(pair),
        *_worlds(pair),
        *_settings(pair),
    )
    texts = _count_of_texts(pair)
    return (*found, Change("text", "names, reasons and sources", "", f"{texts} differ")) if texts else found


def _weights(pair: Pair) -> Iterator[Change]:
    """Nodes whose points or overall weight differ."""
    names = {node.key: node.name for scenario in (pair.before, pair.after) for node in nodes(scenario.study)}
    for key, name in names.items():
        before, after = (_weight_words(scenario, key) for scenario in (pair.before, pair.after))
        if before != after:
            yield Change("weight", name, before, after)


def _weight_words(scenario: Scenario, key: str) -> str:
    points = scenario.weights.points.get(key)
    if points is None:
        return ""
    overall = dict(zip(scenario.problem.criteria, scenario.problem.weights, strict=True)).get(key)
    typed = f"{amount(points)} {agreeing(points, 'point', 'points')}"
    return typed + ("" if overall is None else f" ({share(overall)})")


def _ratings(pair: Pair) -> Iterator[Change]:
    before, after = (_table(s) for s in (pair.before, pair.after))
    names = {c.key: c.name for c in pair.after.study.criteria}
    for key in after:
        old, new = before.get(key), after[key]
        if old is not None and _levels(old) != _levels(new):
            what = f"{pair.after.study.option(key[0]).name} on {names[key[1]]}"
            yield Change("rating", what, _levels(old), _levels(new))


def _table(scenario: Scenario) -> Mapping[tuple[str, str], Rating]:
    return {(rating.option, rating.criterion): rating for rating in scenario.study.ratings}


def _levels(rating: Rating) -> str:
    """A rating as short text: "1", "1 (0 to 2)", "blank"."""
    low, best, high = (_shown(entry) for entry in (rating.low, rating.best, rating.high))
    around = f" ({low or best} to {high or best})" if low or high else ""
    return f"{best or 'blank'}{around}"


def _shown(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return entry if isinstance(entry, str) else plain(entry)


def _options(pair: Pair) -> Iterator[Change]:
    yield from (Change("option", pair.before.study.option(key).name, "there", "") for key in pair.gone)
    yield from (Change("option", pair.after.study.option(key).name, "", "there") for key in pair.new)
    for key in pair.options:
        old, new = (_option_words(s.study.option(key)) for s in (pair.before, pair.after))
        if old != new:
            yield Change("option", pair.after.study.option(key).name, old, new)


def _option_words(option: Option) -> str:
    uses = ", ".join(f"{key} {plain(quantity)}" for key, quantity in option.uses.items())
    groups = ", ".join(
        [f"instrument {option.instrument}"] * bool(option.instrument) + [f"theme {t}" for t in option.themes]
    )
    return "; ".join(text for text in (uses, groups) if text) or "uses nothing"


def _criteria(pair: Pair) -> Iterator[Change]:
    yield from (Change("criterion", pair.before.study.criterion(key).name, "there", "") for key in pair.gone_criteria)
    yield from (Change("criterion", pair.after.study.criterion(key).name, "", "there") for key in pair.new_criteria)
    for key in pair.criteria:
        old, new = (_criterion_words(s.study.criterion(key)) for s in (pair.before, pair.after))
        if old != new:
            yield Change("criterion", pair.after.study.criterion(key).name, old, new)


def _criterion_words(criterion: Criterion) -> str:
    parts = [_value_words(criterion), f"mix rule {criterion.mix_rule}"]
    parts += [f"cap {plain(criterion.cap)}"] if criterion.cap is not None else []
    parts += [f"veto at {criterion.veto.at} ({criterion.veto.effect})"] if criterion.veto else []
    return ", ".join(parts)


def _value_words(criterion: Criterion) -> str:
    match criterion.value:
        case LinearValue():
            return "linear"
        case PointsValue(points=points):
            return "value points " + ", ".join(f"{plain(x)}: {plain(v)}" for x, v in points.items())
        case LevelsValue(levels=levels):
            return "levels " + ", ".join(f"{word}: {plain(v)}" for word, v in levels.items())


def _constraints(pair: Pair) -> Iterator[Change]:
    before, after = (_sentences(s) for s in (pair.before, pair.after))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Change("constraint", name, before.get(name, ""), after.get(name, ""))


def _sentences(scenario: Scenario) -> Mapping[str, str]:
    """Each constraint in words by its name, and what each named set holds."""
    study = scenario.study
    found: dict[str, str] = {}
    for constraint in study.constraints.constraints:
        found[_free(constraint, found)] = sentence(study, constraint)
    return found | {f"set {key}": ", ".join(members) for key, members in study.constraints.sets.items()}


def _free(constraint: Constraint, taken: Mapping[str, str]) -> str:
    return constraint.name if constraint.name not in taken else f"{constraint.name} (again)"


def _resources(pair: Pair) -> Iterator[Change]:
    before, after = (
        {k: f"{r.name} in {r.unit}" for k, r in s.study.about.resources.items()} for s in (pair.before, pair.after)
    )
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Change("resource", key, before.get(key, ""), after.get(key, ""))


def _worlds(pair: Pair) -> Iterator[Change]:
    """Worlds that are new, gone, or rate something else."""
    before, after = ({world.name: world for world in s.study.worlds} for s in (pair.before, pair.after))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Change("setting", f"world '{name}'", _world(before.get(name)), _world(after.get(name)))


def _world(world: World | None) -> str:
    if world is None:
        return ""
    chance = "" if world.chance is None else f", chance {plain(world.chance)} %"
    return f"{len(world.ratings)} other rating{'s' if world.ratings[1:] else ''}{chance}"


def _settings(pair: Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if before.study.about.close_call != after.study.about.close_call:
        ends = plain(before.study.about.close_call), plain(after.study.about.close_call)
        yield Change("setting", "close-call threshold", *ends)
    if before.settings != after.settings:
        yield Change(
            "setting",
            "scales changed, blanks",
            *(f"{s.settings.scales_changed}, {s.settings.blanks}" for s in (before, after)),
        )


_TEXTS = (
    "name",
    "definition",
    "question",
    "context",
    "note",
    "notes",
    "source",
    "rationale",
    "reason",
    "who",
    "when",
    "why",
    "confidence",
    "significance",
    "handling",
)


def _count_of_texts(pair: Pair) -> int:
    before, after = (_texts(s) for s in (pair.before, pair.after))
    return sum(before[place] != after[place] for place in before.keys() & after.keys())


def _texts(scenario: Scenario) -> Mapping[tuple[str, ...], object]:
    """The texts of the study by what they belong to."""
    study = scenario.study
    owners: dict[tuple[str, ...], Record] = {("about",): study.about}
    owners |= {("criterion", c.key): c for c in study.criteria}
    owners |= {("option", o.key): o for o in study.options}
    owners |= {("rating", r.option, r.criterion): r for r in study.ratings}
    owners |= {("constraint", c.name): c for c in study.constraints.constraints}
    return {
        (*owner, field): getattr(record, field)
        for owner, record in owners.items()
        for field in _TEXTS
        if field in type(record).model_fields
    }
