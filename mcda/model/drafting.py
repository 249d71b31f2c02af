"""From documents and tables as they were typed to a draft of records, with every place kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from mcda.errors import Finding
from mcda.model.constraint import Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.document import Document
from mcda.model.draft import Draft
from mcda.model.option import Option, Rating
from mcda.model.part import Part, made
from mcda.model.places import Path, Places, Spot
from mcda.model.study import About
from mcda.model.table import Table
from mcda.model.tabular import option_rows, rating_rows, weights_rows
from mcda.model.weights import Weights


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found on disk or in a workbook; None is absent (or unreadable, then it is in `broken`)."""

    about: Document | None = None
    criteria: Mapping[str, Document] = field(default_factory=dict)
    options: Table | None = None
    ratings: Table | None = None
    weights: Mapping[str, Document | Table] = field(default_factory=dict)
    constraints: Document | None = None
    files: Mapping[str, Spot] = field(default_factory=dict)
    broken: frozenset[tuple[str, str]] = frozenset()
    findings: tuple[Finding, ...] = ()


def draft(sources: Sources) -> Draft:
    """The draft of a study: every record that is sound, a finding for every one that is not."""
    about = _about(sources)
    leaves, branches = _criteria(sources)
    resources = tuple(about.records[0].resources) if about.records else ()
    options = option_rows(sources.options, resources) if sources.options else Part()
    ratings = rating_rows(sources.ratings, leaves.records, options.records) if sources.ratings else Part()
    weights = weights_part(sources.weights, leaves.records, branches.records)
    constraints = _constraints(sources)
    parts = (about, leaves, branches, options, ratings, weights, constraints)
    files: dict[Path, Spot] = {("files", name): spot for name, spot in sources.files.items()}
    return Draft(
        places=Places({**files, **dict(chain.from_iterable(part.spots.items() for part in parts))}),
        about=about.records[0] if about.records else None,
        criteria=leaves.records,
        branches=branches.records,
        options=options.records,
        ratings=ratings.records,
        weights=weights.records,
        constraints=constraints.records[0] if constraints.records else None,
        broken=sources.broken.union(*(part.broken for part in parts)),
        findings=(*sources.findings, *chain.from_iterable(part.findings for part in parts)),
    )


def with_more_weights(drafted: Draft, key: str, source: Document | Table) -> Draft:
    """The draft with one more set of weights, in place of one with the same key."""
    part = weights_part({key: source}, drafted.criteria, drafted.branches)
    kept = [i for i, weights in enumerate(drafted.weights) if weights.key != key]
    moved = {i: k for k, i in enumerate(kept)}
    spots: dict[Path, Spot] = {}
    for path, spot in drafted.places.spots.items():
        if path[0] != "weights":
            spots[path] = spot
        elif path[1] in moved:
            spots["weights", moved[int(path[1])], *path[2:]] = spot
    for path, spot in part.spots.items():
        spots["weights", len(kept), *path[2:]] = spot
    return Draft(
        places=Places(spots),
        about=drafted.about,
        criteria=drafted.criteria,
        branches=drafted.branches,
        options=drafted.options,
        ratings=drafted.ratings,
        weights=(*(drafted.weights[i] for i in kept), *part.records),
        constraints=drafted.constraints,
        broken=drafted.broken | part.broken,
        findings=(*drafted.findings, *part.findings),
    )


def weights_part(
    sources: Mapping[str, Document | Table], criteria: Sequence[Criterion], branches: Sequence[Branch]
) -> Part[Weights]:
    """All weights, each from a document or a table; the key is the file's name."""
    part: Part[Weights] = Part()
    names = {c.name: c.key for c in criteria} | {b.name: b.key for b in branches}
    for key, source in sources.items():
        at: Path = ("weights", len(part.records))
        one = weights_rows(source, key, names, at) if isinstance(source, Table) else _weights(source, key, at)
        part = part.plus(one)
    return part


def _weights(document: Document, key: str, at: Path) -> Part[Weights]:
    findings = _key_agrees(document, key)
    data = {"name": key.replace("_", " "), **_mapping(document), "key": key}
    percent = _percent_points(document)
    return made(Weights, data, document.spots, at, ("weights", key)).with_findings((*findings, *percent))


def _percent_points(document: Document) -> tuple[Finding, ...]:
    """Points with a percent sign: all of a file or none."""
    points = _mapping(document).get("points")
    if not isinstance(points, Mapping):
        return ()
    signs = [str(text).rstrip().endswith("%") for text in points.values()]
    if all(signs) or not any(signs):
        return ()
    key = next(key for key, sign in zip(points, signs, strict=True) if sign)
    what = "Some points have a percent sign and some do not."
    cure = "Write all of them with %, or none: only their proportions count."
    return (Places(document.spots).finding(("points", key), "mixed-percent", what, cure),)


def _about(sources: Sources) -> Part[About]:
    document = sources.about
    return Part() if document is None else made(About, document.data, document.spots, ("about",), ("about", ""))


def _constraints(sources: Sources) -> Part[Constraints]:
    document = sources.constraints
    if document is None:
        return Part()
    return made(Constraints, document.data, document.spots, ("constraints",), ("constraints", ""))


def _criteria(sources: Sources) -> tuple[Part[Criterion], Part[Branch]]:
    leaves: Part[Criterion] = Part()
    branches: Part[Branch] = Part()
    for key, document in sources.criteria.items():
        findings = _key_agrees(document, key)
        data = {**_mapping(document), "key": key}
        mark = ("criteria", key)
        if data.get("kind") == "branch":
            part = made(Branch, data, document.spots, ("branches", len(branches.records)), mark)
            branches = branches.plus(part.with_findings(findings))
        else:
            leaf = made(Criterion, data, document.spots, ("criteria", len(leaves.records)), mark)
            leaves = leaves.plus(leaf.with_findings(findings))
    return leaves, branches


def _mapping(document: Document) -> Mapping[str, object]:
    """The document's own mapping; a list or a lone text is handed on under a name that no record knows."""
    return document.data if isinstance(document.data, Mapping) else {str(document.data): None}


def _key_agrees(document: Document, key: str) -> tuple[Finding, ...]:
    typed = _mapping(document).get("key", key)
    if typed == key:
        return ()
    what = f"The key '{typed}' is not the name of the file, {key}."
    return (Places(document.spots).finding(("key",), "key-and-file", what, "Rename one of them, or leave key out."),)
