"""The tables of a scenario, as exact numbers with column heads: for screen, Markdown, CSV, Excel and frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from mcda.mixes.evaluate import Evaluation
from mcda.problem.weights import local_weights, nodes, points_are_local
from mcda.scenario.mix_words import adds, budget
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import option_name, place, swing

Kind = Literal["text", "place", "points", "share", "amount"]
Value = str | Fraction | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a stable key, its heading, and how its values are shown."""

    key: str
    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of exact values; None is a blank."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


NOTHING = "do nothing"


def ranking_table(scenario: Scenario) -> Grid:
    """Place, score, lowest and highest score and contributions of each option, "do nothing" at its place."""
    study, chosen = scenario.study, _chosen(scenario)
    columns = (
        Column("place", "#", "place"),
        Column("option", "Option"),
        Column("score", "Score", "points"),
        Column("lowest", "Low", "points"),
        Column("highest", "High", "points"),
        *(Column(_own(criterion.key), criterion.name, "points") for criterion in study.criteria),
        Column("in_mix", "In mix"),
        Column("remark", "Remark"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            place(line),
            option_name(study, line.option),
            line.score,
            line.lowest,
            line.highest,
            *line.contributions,
            "yes" if line.option in chosen else "",
            _remark(scenario, line.option),
        )
        for line in scenario.ranking.lines
    ]
    if scenario.ranking.has_nothing:
        above = sum(line.score is not None and line.score >= 0 for line in scenario.ranking.lines)
        zero = Fraction(0)
        rows.insert(above, ("", NOTHING, *([zero] * (3 + len(study.criteria))), "", ""))
    return Grid("ranking", "Ranking", columns, tuple(rows))


_COLUMNS = frozenset(("scenario", "place", "option", "score", "lowest", "highest", "in_mix", "adds", "remark"))


def _own(key: str) -> str:
    """The column of a criterion or resource; one that is called like a column of ours gets an underscore."""
    return f"{key}_" if key in _COLUMNS else key


def _chosen(scenario: Scenario) -> frozenset[str]:
    if scenario.mix is None or scenario.mix.best is None:
        return frozenset()
    return frozenset(scenario.mixing.options[i] for i in scenario.mix.best.members)


def _remark(scenario: Scenario, option: str) -> str:
    line = scenario.ranking.line(option)
    remarks = []
    if line.score is None:
        remarks.append("blank rating")
    if line.worse_than_nothing:
        remarks.append("worse than doing nothing")
    remarks += [f"veto: {scenario.study.criterion(key).name}" for key in line.vetoes]
    if line.beaten_by:
        more = f" and {len(line.beaten_by) - 1} more" if len(line.beaten_by) > 1 else ""
        remarks.append(f"on no criterion better than {option_name(scenario.study, line.beaten_by[0])}{more}")
    return "; ".join(remarks)


def weights_table(scenario: Scenario) -> Grid:
    """Points, share within the branch and overall weight of each node of the criteria tree, with its swing."""
    study, weights = scenario.study, scenario.weights
    local = local_weights(study, weights)
    overall = dict(zip(scenario.ranking.criteria, scenario.ranking.weights, strict=True))
    shown = nodes(study) if points_are_local(study, weights) else study.criteria
    columns = (
        Column("criterion", "Criterion"),
        Column("points", "Points", "amount"),
        Column("local", "Share in branch", "share"),
        Column("overall", "Weight", "share"),
        Column("swing", "Swing that the weight belongs to"),
    )
    rows = tuple(
        (
            node.name,
            Fraction(weights.points[node.key]),
            local[node.key],
            overall.get(node.key),
            swing(study, node.key) if node.key in overall else "branch",
        )
        for node in shown
    )
    return Grid("weights", "Weights", columns, rows)


def mix_table(scenario: Scenario, mix: Evaluation) -> Grid:
    """Each option: in the mix or not, what it adds there, what it uses."""
    study = scenario.study
    columns = (
        Column("option", "Option"),
        Column("in_mix", "In mix"),
        Column("score", "Score alone", "points"),
        Column("adds", "Adds to this mix", "points"),
        *(Column(_own(key), study.about.resources[key].name, "amount") for key in scenario.mixing.resources),
    )
    order = [*mix.members, *(i for i in range(len(scenario.mixing.options)) if i not in mix.members)]
    rows = tuple(
        (
            option_name(study, scenario.mixing.options[i]),
            "yes" if i in mix.members else "",
            scenario.ranking.line(scenario.mixing.options[i]).score,
            adds(scenario, mix, i),
            *(uses[i] for uses in scenario.mixing.uses),
        )
        for i in order
    )
    return Grid("mix", "Policy mix", columns, rows)


def effects_table(scenario: Scenario, mix: Evaluation) -> Grid:
    """What the mix does on each criterion and uses of each resource."""
    study = scenario.study
    columns = (
        Column("what", "What"),
        Column("points", "Points", "points"),
        Column("weight", "Weight", "share"),
        Column("contribution", "Contribution", "points"),
        Column("rule", "How members add up"),
    )
    rows = tuple(
        (study.criterion(effect.criterion).name, points, effect.weight, effect.weight * points, rule_words(scenario, j))
        for j, (effect, points) in enumerate(zip(scenario.mixing.effects, mix.effects, strict=True))
    )
    return Grid("effects", "What the mix does", columns, rows)


def resources_table(scenario: Scenario, mix: Evaluation) -> Grid:
    """What the mix uses of each resource, and the budget."""
    resources = scenario.study.about.resources
    columns = (
        Column("resource", "Resource"),
        Column("used", "Used", "amount"),
        Column("budget", "Budget", "amount"),
        Column("unit", "Unit"),
    )
    rows = tuple(
        (resources[key].name, mix.uses[k], budget(scenario, k), resources[key].unit)
        for k, key in enumerate(scenario.mixing.resources)
    )
    return Grid("resources", "What the mix uses", columns, rows)


def constraints_table(scenario: Scenario, mix: Evaluation | None) -> Grid:
    """Every constraint as a sentence, and whether the mix keeps it."""
    columns = (
        Column("name", "Constraint"),
        Column("sentence", "In words"),
        Column("reason", "Reason"),
        Column("state", "In this mix"),
    )
    rows = tuple(
        (limit.name, limit.sentence, limit.reason, _state(mix, i, limit.penalty))
        for i, limit in enumerate(scenario.mixing.limits)
    )
    return Grid("constraints", "Constraints", columns, rows)


def _state(mix: Evaluation | None, limit: int, penalty: Fraction | None) -> str:
    if mix is None:
        return ""
    if mix.holds[limit]:
        return "kept"
    return "broken" if penalty is None else "broken, penalty paid"


def rule_words(scenario: Scenario, effect: int) -> str:
    """A mix rule in words."""
    criterion = scenario.study.criteria[effect]
    if criterion.mix_rule == "sum" and criterion.cap is not None:
        return f"effects add up, at most to {criterion.cap}"
    return {
        "sum": "effects add up",
        "max": "the member with the highest rating decides",
        "min": "the member with the lowest rating decides",
        "prob": "independent causes",
    }[criterion.mix_rule]


def best_mixes_table(scenario: Scenario) -> Grid:
    """The best mixes in order, with what each has that the best one lacks, and the other way round."""
    columns = (
        Column("place", "#", "place"),
        Column("value", "Points", "points"),
        Column("count", "Options", "amount"),
        Column("in", "In, beside the best mix"),
        Column("out", "Out"),
    )
    ranked = scenario.mix.ranked if scenario.mix else ()
    first = set(ranked[0].members) if ranked else set()
    rows = tuple(
        (
            str(place),
            mix.value,
            mix.count,
            _names(scenario, set(mix.members) - first),
            _names(scenario, first - set(mix.members)),
        )
        for place, mix in enumerate(ranked, start=1)
    )
    return Grid("best_mixes", "Best mixes", columns, rows)


def _names(scenario: Scenario, options: set[int]) -> str:
    return ", ".join(option_name(scenario.study, scenario.mixing.options[i]) for i in sorted(options))


def sentences_table(title: str, sentences: Sequence[str]) -> Grid:
    """Sentences, one a row."""
    columns = (Column("number", "#", "place"), Column("sentence", "Sentence"))
    return Grid("sentences", title, columns, tuple((str(i), text) for i, text in enumerate(sentences, start=1)))


def ratings_table(scenario: Scenario) -> Grid:
    """The ratings as typed, with their reasons."""
    study = scenario.study
    keys = ("option", "criterion", "low", "best", "high", "confidence", "source", "rationale")
    columns = tuple(
        Column(key, key.capitalize(), "amount" if key in ("low", "best", "high") else "text") for key in keys
    )
    rows = tuple(
        (
            option_name(study, rating.option),
            study.criterion(rating.criterion).name,
            *(_entry(entry) for entry in (rating.low, rating.best, rating.high)),
            rating.confidence or "",
            rating.source,
            rating.rationale,
        )
        for rating in study.ratings
    )
    return Grid("ratings", "Ratings", columns, rows)


def _entry(entry: object) -> Value:
    if entry is None or isinstance(entry, str):
        return entry
    return Fraction(str(entry))


def compared_table(scenarios: Sequence[Scenario]) -> Grid:
    """Rank of every option in each of several scenarios, with scores."""
    first = scenarios[0]
    columns = [Column("option", "Option")]
    for scenario in scenarios:
        columns.append(Column(f"place_{scenario.name}", "#", "place"))
        columns.append(Column(f"score_{scenario.name}", scenario.name, "points"))
    rows = []
    for line in first.ranking.lines:
        cells: list[Value] = [option_name(first.study, line.option)]
        for scenario in scenarios:
            other = scenario.ranking.line(line.option)
            cells += [place(other), other.score]
        rows.append(tuple(cells))
    return Grid("side_by_side", "Side by side", tuple(columns), tuple(rows))
