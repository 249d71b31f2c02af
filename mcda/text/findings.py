"""Findings for a person: place, what, cure, and the line as it stands in the file."""

from __future__ import annotations

from collections.abc import Sequence

from mcda.errors import Finding

MOST_FINDINGS = 20
_LONGEST_LINE = 100


def findings_text(findings: Sequence[Finding], most: int = MOST_FINDINGS) -> str:
    """The findings, errors before notes, cut after `most` with a count of the rest."""
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    lines = [_finding(finding) for finding in ordered[:most]]
    if len(ordered) > most:
        lines.append(f"... and {len(ordered) - most} more.")
    return "\n".join(lines)


def count_text(findings: Sequence[Finding]) -> str:
    """How many problems and notes there are.

    >>> count_text([])
    'Nothing found: the study is ready to score.'
    """
    wrong = sum(finding.severity == "error" for finding in findings)
    notes = len(findings) - wrong
    parts = [f"{wrong} problem{'s' if wrong != 1 else ''}"] if wrong else []
    parts += [f"{notes} note{'s' if notes != 1 else ''}"] if notes else []
    if not parts:
        return "Nothing found: the study is ready to score."
    return f"{' and '.join(parts)}; {'nothing was written.' if wrong else 'the study is ready to score.'}"


def _finding(finding: Finding) -> str:
    head = "note: " if finding.severity == "note" else ""
    text = f"{finding.place}: {head}{finding.what}\n    {finding.cure}"
    if not finding.text.strip():
        return text
    return f"{text}\n    | {_cut(finding.text)}{_caret(finding)}"


def _cut(line: str) -> str:
    line = line.rstrip().replace("\t", " ")
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 3] + "..."


def _caret(finding: Finding) -> str:
    column = finding.place.column
    if not column or column > min(len(finding.text), _LONGEST_LINE - 3):
        return ""
    return f"\n    | {' ' * (column - 1)}^"
