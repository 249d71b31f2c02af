"""Records of one kind with their places, findings and broken entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pydantic import ValidationError

from mcda.errors import Finding
from mcda.model.places import Path, Places, Spot
from mcda.model.record import Record
from mcda.model.wording import worded

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Part(Generic[R]):
    """What one record, table or list of files gave: records, their places, findings and the marks of what broke."""

    records: tuple[R, ...] = ()
    spots: Mapping[Path, Spot] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    broken: frozenset[tuple[str, str]] = frozenset()

    def with_findings(self, findings: Sequence[Finding]) -> Part[R]:
        """The part with more findings."""
        return replace(self, findings=(*self.findings, *findings))


def numbered(name: str, parts: Iterable[Part[R]]) -> Part[R]:
    """The parts of one table as one part: the spots of each record go below (name, its index)."""
    records: list[R] = []
    spots: dict[Path, Spot] = {}
    findings: list[Finding] = []
    broken: set[tuple[str, str]] = set()
    for part in parts:
        for record in part.records:
            spots |= {(name, len(records), *path): spot for path, spot in part.spots.items()}
            records.append(record)
        findings += part.findings
        broken |= part.broken
    return Part(tuple(records), spots, tuple(findings), frozenset(broken))


def spoiled(part: Part[R], mark: tuple[str, str], findings: Sequence[Finding]) -> Part[R]:
    """The part without its record, for more reasons than its own."""
    return Part(findings=(*findings, *part.findings), broken=part.broken | {mark})


def placed(prefix: Path, part: Part[R]) -> Part[R]:
    """The part with its spots below a path."""
    return replace(part, spots={(*prefix, *path): spot for path, spot in part.spots.items()})


def made(kind: type[R], data: object, spots: Mapping[Path, Spot], mark: tuple[str, str]) -> Part[R]:
    """One record from plain data, or its findings; `spots` are relative to it, `mark` names it if it is broken."""
    try:
        return Part((kind.model_validate(data),), spots)
    except ValidationError as error:
        places = Places({("files", *path): spot for path, spot in spots.items()})
        findings = tuple(
            places.finding(("files", *each.path), each.code, each.what, each.cure)
            for each in worded(error.errors(include_url=False), data, kind)
        )
    return Part(findings=tuple(sorted(findings, key=lambda f: f.place)), broken=frozenset([mark]))
