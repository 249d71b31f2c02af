"""The record of a run, run.json (schema mcda-run/1): everything needed to recompute it, and what it gave."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from mcda.errors import Finding
from mcda.mixes.evaluate import Evaluation
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_explain_words import explanation_words
from mcda.scenario.mix_words import adds, engines, mix_headline, mix_proof
from mcda.scenario.ranking import Line
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline

SCHEMA = "mcda-run/1"
Json = Mapping[str, Any]  # nested plain data on its way to a JSON file


def record(scenario: Scenario, explanation: MixExplanation | None, version: str, inputs_sha256: str) -> Json:
    """The whole run as plain data. Exact numbers stand as fractions ("25/3") beside their decimal reading."""
    return {
        "schema": SCHEMA,
        "name": scenario.name,
        "version": version,
        "inputs_sha256": inputs_sha256,
        "inputs": inputs(scenario.study, scenario.weights),
        "other_weights": [_plain(each) for each in scenario.study.weights if each != scenario.weights],
        "overrides": list(scenario.overrides.texts),
        "settings": {"scales_changed": scenario.settings.scales_changed, "blanks": scenario.settings.blanks},
        "findings": [_finding(finding) for finding in scenario.notes],
        "results": results(scenario),
        "mix_explanation": [] if explanation is None else list(explanation_words(scenario, explanation)),
    }


def inputs(study: Study, weights: Weights) -> Json:
    """The study of the run in canonical form, with the one set of weights that was used; numbers as text, exact."""
    data = study.model_dump(mode="json", exclude={"weights"}, exclude_defaults=True)
    return {"study": data, "weights": _plain(weights)}


def _plain(weights: Weights) -> Json:
    return weights.model_dump(mode="json", exclude_defaults=True)


def inputs_in_numbers(study: Study, weights: Weights) -> Json:
    """The same with numbers as Decimal: what the fingerprint is taken of, so that 35 and 35.0 are one."""
    data = study.model_dump(mode="python", exclude={"weights"}, exclude_defaults=True)
    return {"study": data, "weights": weights.model_dump(mode="python", exclude_defaults=True)}


def results(scenario: Scenario) -> Json:
    """Ranking and mix as plain data."""
    ranking = scenario.ranking
    return {
        "headline": headline(scenario),
        "criteria": list(ranking.criteria),
        "weights": {key: exact(w) for key, w in zip(ranking.criteria, ranking.weights, strict=True)},
        "ranking": [_line(line, ranking.criteria) for line in ranking.lines],
        "mix": _mix(scenario),
    }


def exact(number: Fraction) -> Json:
    """A rational as text and as the nearest float."""
    return {"exact": str(number), "value": float(number)}


def _line(line: Line, criteria: tuple[str, ...]) -> Json:
    return {
        "option": line.option,
        "rank": line.rank,
        "score": None if line.score is None else exact(line.score),
        "lowest": exact(line.lowest),
        "highest": exact(line.highest),
        "contributions": {
            key: None if part is None else exact(part) for key, part in zip(criteria, line.contributions, strict=True)
        },
        "ties": list(line.ties),
        "worse_than_nothing": line.worse_than_nothing,
        "beaten_by": list(line.beaten_by),
        "vetoes": list(line.vetoes),
    }


def _mix(scenario: Scenario) -> Json:
    choice = scenario.mix
    if choice is None:
        return {"status": "none", "why": scenario.why_no_mix}
    keys = scenario.mixing.options
    return {
        "status": choice.status,
        "headline": mix_headline(scenario),
        "proof": mix_proof(scenario),
        "engines": list(engines(choice)),
        "feasible": choice.feasible,
        "gap": choice.gap if choice.gap != float("inf") else None,
        "tie_break": choice.tie_break,
        "ties": [[keys[i] for i in members] for members in choice.ties],
        "best": None if choice.best is None else _evaluation(scenario, choice.best),
        "ranked": [{"options": [keys[i] for i in mix.members], "value": exact(mix.value)} for mix in choice.ranked],
    }


def _evaluation(scenario: Scenario, mix: Evaluation) -> Json:
    mixing = scenario.mixing
    return {
        "options": [mixing.options[i] for i in mix.members],
        "value": exact(mix.value),
        "penalty": exact(mix.penalty),
        "effects": {effect.criterion: exact(x) for effect, x in zip(mixing.effects, mix.effects, strict=True)},
        "uses": {key: exact(x) for key, x in zip(mixing.resources, mix.uses, strict=True)},
        "adds": {mixing.options[i]: exact(adds(scenario, mix, i)) for i in mix.members},
        "constraints": {limit.name: kept for limit, kept in zip(mixing.limits, mix.holds, strict=True)},
    }


def _finding(finding: Finding) -> Json:
    return {"place": str(finding.place), "code": finding.code, "what": finding.what, "cure": finding.cure}


def metrics(scenario: Scenario) -> Json:
    """A flat table of figures for tools that compare them: scores, ranks, the mix."""
    flat: dict[str, float | int | str] = {}
    for line in scenario.ranking.lines:
        if line.score is not None and line.rank is not None:
            flat[f"score.{line.option}"] = float(line.score)
            flat[f"rank.{line.option}"] = line.rank
    choice = scenario.mix
    if choice is not None and choice.best is not None:
        chosen = set(choice.best.members)
        flat["mix.value"] = float(choice.best.value)
        flat |= {f"mix.{key}": int(i in chosen) for i, key in enumerate(scenario.mixing.options)}
    return flat
