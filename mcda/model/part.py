"""Records of one kind with their places, findings and broken entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """What one table or a list of files gave. Paths in `spots` are those of the draft."""

    records: tuple[R, ...] = ()
    spots: Mapping[Path, Spot] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    broken: frozenset[tuple[str, str]] = frozenset()

    def plus(self, other: Part[R]) -> Part[R]:
        """Both parts, one after the other."""
        return Part(
            (*self.records, *other.records),
            {**self.spots, **other.spots},
            (*self.findings, *other.findings),
            self.broken | other.broken,
        )

    def with_findings(self, findings: Sequence[Finding]) -> Part[R]:
        """The part with more findings."""
        return replace(self, findings=(*self.findings, *findings))


def made(kind: type[R], data: object, spots: Mapping[Path, Spot], at: Path, mark: tuple[str, str]) -> Part[R]:
    """One record from plain data, or its findings; `spots` are relative to it, `mark` names it if it is broken."""
    try:
        record = kind.model_validate(data)
    except ValidationError as error:
        places = Places({("files", *path): spot for path, spot in spots.items()})
        findings = tuple(
            places.finding(("files", *each.path), each.code, each.what, each.cure)
            for each in worded(error.errors(include_url=False), kind)
        )
        return Part(findings=findings, broken=frozenset([mark]))
    return Part((record,), {(*at, *path): spot for path, spot in spots.items()})
