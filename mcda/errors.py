"""Mistakes of a person as data: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file, as a person would point at it.

    >>> str(Place("inputs/study.yaml", line=3, column=7))
    'inputs/study.yaml:3:7'
    >>> str(Place("inputs/ratings.csv", line=4, field="best"))
    "inputs/ratings.csv:4, column 'best'"
    >>> str(Place("study.xlsx", cell="Ratings!C7"))
    'study.xlsx [Ratings!C7]'
    """

    file: str
    line: int = 0
    column: int = 0
    field: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file} [{self.cell}]"
        text = self.file
        if self.line:
            text += f":{self.line}"
        if self.column:
            text += f":{self.column}"
        if self.field:
            text += f", column '{self.field}'"
        return text


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in the inputs. `code` is a stable name (`rating-off-scale`); `text` is the line that was read.

    An `error` stops the run; a `note` is a question worth asking, and the run goes on.
    """

    place: Place
    code: str
    what: str
    cure: str
    text: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.cure}".rstrip()


class StudyError(Exception):
    """The inputs cannot be used; `findings` holds every reason, in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop a run."""
    return tuple(finding for finding in findings if finding.severity == "error")


def stop_on_errors(findings: Iterable[Finding]) -> None:
    """Raise one StudyError with all findings if any of them is an error."""
    found = tuple(findings)
    if errors(found):
        raise StudyError(found)
