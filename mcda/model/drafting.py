"""From documents and tables as they were typed to a draft of records, with every place kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

from mcda.errors import Finding, errors
from mcda.model.columns import Spoilt
from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.document import Document, Node
from mcda.model.draft import Draft
from mcda.model.drafting_options import option_names, options_part
from mcda.model.drafting_ratings import Rated, ratings_part
from mcda.model.drafting_weights import weights_from_document, weights_from_table
from mcda.model.naming import Keys, keys_of
from mcda.model.option import Option, Rating
from mcda.model.part import Part, made, numbered, placed, spoiled
from mcda.model.places import Path, Places, Spot
from mcda.model.record import is_key, key_like
from mcda.model.study import About
from mcda.model.table import Table
from mcda.model.weights import Weights
from mcda.model.world import World

N = TypeVar("N", Criterion, Branch)


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found on disk or in a workbook; None is absent (or unreadable, then it is in `broken`).

    Criteria, weights and worlds go by their key, the name of their file. `findings` are those of finding and reading
    the files.
    """

    about: Document | None = None
    criteria: Mapping[str, Document] = field(default_factory=dict)
    options: Table | None = None
    ratings: Table | None = None
    weights: Mapping[str, Document | Table] = field(default_factory=dict)
    constraints: Document | None = None
    worlds: Mapping[str, Document] = field(default_factory=dict)
    files: Mapping[str, Spot] = field(default_factory=dict)
    broken: frozenset[tuple[str, str]] = frozenset()
    findings: tuple[Finding, ...] = ()


def draft(sources: Sources) -> Draft:
    """The draft of a study: every record that is sound, a finding for every one that is not."""
    spoilt = frozenset(finding.place for finding in errors(sources.findings))
    about = _about(sources.about)
    leaves, branches = _criteria(sources.criteria)
    options: Part[Option] = Part()
    if sources.options:
        options = options_part(sources.options, _resources(sources.about), spoilt)
    rated = Rated(_option_keys(sources), _criterion_keys(sources), {c.key: c.unit for c in leaves.records})
    ratings: Part[Rating] = ratings_part(sources.ratings, rated, spoilt) if sources.ratings else Part()
    weights = _weights(sources.weights, _node_keys(sources), spoilt)
    sets, rules = _constraints(sources.constraints)
    worlds = numbered("worlds", [_world(key, each) for key, each in sources.worlds.items()])
    parts = (about, leaves, branches, options, ratings, weights, sets, rules, worlds)
    files: dict[Path, Spot] = {("files", name): spot for name, spot in sources.files.items()}
    return Draft(
        places=Places({**files, **dict(chain.from_iterable(part.spots.items() for part in parts))}),
        about=about.records[0] if about.records else None,
        criteria=leaves.records,
        branches=branches.records,
        options=options.records,
        ratings=ratings.records,
        weights=weights.records,
        constraints=sets.records[0].model_copy(update={"constraints": rules.records}) if sets.records else None,
        worlds=worlds.records,
        broken=sources.broken.union(*(part.broken for part in parts)),
        findings=(*sources.findings, *chain.from_iterable(part.findings for part in parts)),
    )


def with_more_weights(drafted: Draft, key: str, source: Document | Table, findings: Sequence[Finding] = ()) -> Draft:
    """The draft with one more set of weights in place of one with its key; `findings` are those of reading it."""
    nodes: list[Criterion | Branch] = [*drafted.criteria, *drafted.branches]
    keys = keys_of([(node.key, node.name) for node in nodes], drafted.complete("criteria"))
    one = _one_weights(source, key, keys, frozenset(finding.place for finding in errors(findings)))
    indices = [i for i, weights in enumerate(drafted.weights) if weights.key != key]
    kept = [Part((drafted.weights[i],), _spots_below(drafted.places, ("weights", i))) for i in indices]
    weights = numbered("weights", [*kept, one])
    others = {path: spot for path, spot in drafted.places.spots.items() if path[0] != "weights"}
    return replace(
        drafted,
        places=Places({**others, **weights.spots}),
        weights=weights.records,
        broken=drafted.broken | weights.broken,
        findings=(*drafted.findings, *findings, *weights.findings),
    )


def _spots_below(places: Places, path: Path) -> dict[Path, Spot]:
    return {p[len(path) :]: spot for p, spot in places.spots.items() if p[: len(path)] == path}


def _about(document: Document | None) -> Part[About]:
    if document is None:
        return Part()
    return placed(("about",), made(About, document.data, document.spots, ("about", "")))


def _resources(about: Document | None) -> Mapping[str, str] | None:
    """The name of each resource by key, as typed; None if they cannot be known."""
    if about is None or not isinstance(about.data, Mapping):
        return None
    resources = about.data.get("resources") or {}
    if not isinstance(resources, Mapping):
        return None
    return {key: _name(entry) or key for key, entry in resources.items()}


def _name(node: Node) -> str:
    name = node.get("name") if isinstance(node, Mapping) else None
    return name if isinstance(name, str) else ""


def _option_keys(sources: Sources) -> Keys:
    return keys_of(option_names(sources.options), sources.options is not None)


def _criterion_keys(sources: Sources) -> Keys:
    leaves = {key: document for key, document in sources.criteria.items() if not _is_branch(document)}
    return keys_of([(key, _name(document.data)) for key, document in leaves.items()], _has_all_criteria(sources))


def _node_keys(sources: Sources) -> Keys:
    pairs = [(key, _name(document.data)) for key, document in sources.criteria.items()]
    return keys_of(pairs, _has_all_criteria(sources))


def _has_all_criteria(sources: Sources) -> bool:
    return bool(sources.criteria) and not any(table == "criteria" for table, _ in sources.broken)


def _is_branch(document: Document) -> bool:
    kind = document.data.get("kind") if isinstance(document.data, Mapping) else None
    return kind == "branch"


def _criteria(documents: Mapping[str, Document]) -> tuple[Part[Criterion], Part[Branch]]:
    leaves = [_node(Criterion, key, each) for key, each in documents.items() if not _is_branch(each)]
    branches = [_node(Branch, key, each) for key, each in documents.items() if _is_branch(each)]
    return numbered("criteria", leaves), numbered("branches", branches)


def _node(kind: type[N], key: str, document: Document) -> Part[N]:
    mark = ("criteria", key)
    unsure = _kind_of_node(document)
    if unsure:
        return Part(findings=unsure, broken=frozenset([mark]))
    wrong = _file_name(key, document) or _key_agrees(document, key)
    sound = key if is_key(key) else key_like(key)
    data = {**document.data, "key": sound} if isinstance(document.data, Mapping) else document.data
    part = made(kind, data, document.spots, mark)
    return spoiled(part, mark, wrong) if wrong else part


def _kind_of_node(document: Document) -> tuple[Finding, ...]:
    kind = document.data.get("kind") if isinstance(document.data, Mapping) else None
    if kind is None or kind in ("criterion", "branch"):
        return ()
    what = f"'kind' is '{kind}'." if isinstance(kind, str) else "'kind' must be one word."
    cure = "Use criterion (or leave it out), or branch for a group of criteria."
    return (Places(document.spots).finding(("kind",), "choice", what, cure),)


def _file_name(key: str, source: Document | Table) -> tuple[Finding, ...]:
    if is_key(key):
        return ()
    what = f"The file name '{key}' cannot be a key."
    cure = f"Rename the file: small letters, digits and _, for example {key_like(key)}."
    return (Finding(source.place, "file-name", what, cure),)


def _key_agrees(document: Document, key: str) -> tuple[Finding, ...]:
    typed = document.data.get("key") if isinstance(document.data, Mapping) else None
    if typed is None or typed == key:
        return ()
    what = f"The key '{typed}' is not the name of the file, {key}."
    return (Places(document.spots).finding(("key",), "key-and-file", what, "Rename one of them, or leave key out."),)


def _weights(sources: Mapping[str, Document | Table], nodes: Keys, spoilt: Spoilt) -> Part[Weights]:
    parts = []
    for key, source in sources.items():
        wrong = _file_name(key, source) or (_key_agrees(source, key) if isinstance(source, Document) else ())
        part = _one_weights(source, key if is_key(key) else key_like(key), nodes, spoilt)
        parts.append(spoiled(part, ("weights", key), wrong) if wrong else part)
    return numbered("weights", parts)


def _one_weights(source: Document | Table, key: str, nodes: Keys, spoilt: Spoilt) -> Part[Weights]:
    if isinstance(source, Table):
        return weights_from_table(source, key, nodes, spoilt)
    return weights_from_document(source, key)


def _world(key: str, document: Document) -> Part[World]:
    mark = ("worlds", key)
    wrong = _file_name(key, document) or _key_agrees(document, key)
    sound = key if is_key(key) else key_like(key)
    data = {**document.data, "key": sound} if isinstance(document.data, Mapping) else document.data
    part = made(World, data, document.spots, mark)
    return spoiled(part, mark, wrong) if wrong else part


def _constraints(document: Document | None) -> tuple[Part[Constraints], Part[Constraint]]:
    """The sets, and each constraint on its own, so that one that cannot be read leaves the others."""
    if document is None:
        return Part(), Part()
    entries = document.data.get("constraints") if isinstance(document.data, Mapping) else None
    if not isinstance(document.data, Mapping) or not isinstance(entries, list):
        return placed(("constraints",), made(Constraints, document.data, document.spots, ("constraints", ""))), Part()
    below: list[dict[Path, Spot]] = [{} for _ in entries]
    for path, spot in document.spots.items():
        if len(path) > 1 and path[0] == "constraints" and isinstance(path[1], int):
            below[path[1]][path[2:]] = spot
    sets = made(Constraints, {**document.data, "constraints": []}, document.spots, ("constraints", ""))
    rules = [
        made(Constraint, entry, spots, ("constraints", _name(entry)))
        for entry, spots in zip(entries, below, strict=True)
    ]
    own = Part(sets.records, {p: s for p, s in sets.spots.items() if len(p) < 2 or p[0] != "constraints"})
    whole = placed(("constraints",), own).with_findings(sets.findings)
    return replace(whole, broken=sets.broken), placed(("constraints",), numbered("constraints", rules))
