"""One constraints file with twenty mistakes: all of them are found at once, each at its line."""

from __future__ import annotations

from pathlib import Path

from mcda import api
from mcda.errors import errors
from tests.malformed.study import write

RULES = "inputs/constraints.yaml"
# Each entry: what stands in the file, and the code of its finding. Entries that break the reading of the file itself
# (a field that does not exist) are planted in a file of their own below.
PLANTED = [
    ("must: talk_s", "unknown-option"),
    ("must_not: act", "unknown-option"),
    ("not_both: [talks, forun]", "unknown-option"),
    ("at_most: {count: 1, of: [talks, 'theme:tallk']}", "unknown-option"),
    ("budget: {resource: stuff, at_most: 3}", "unknown-resource"),
    ("budget: {resource: staff}", "no-bound"),
    ("budget: {resource: staff, at_most: 1, at_least: 2}", "contradictory-bounds"),
    ("size: {min: 4, max: 2}", "contradictory-bounds"),
    ("size: {exactly: 9}", "impossible-count"),
    ("at_least: {count: 3, of: [talks, channel]}", "impossible-count"),
    ("cover: {themes: [act], at_least: 2}", "impossible-count"),
    ("ratio: {count: 'theme:talk', at_most: 0, of: 'theme:act'}", "zero-ratio"),
    ("for_every: {count: 'theme:talk', every: 0, of: 'theme:act'}", "zero-ratio"),
    ("mix_level: {criterion: trust, at_least: best}", "level-off-scale"),
    ("mix_level: {criterion: risc, at_most: 1}", "unknown-criterion"),
    ("each_member: {criterion: risk}", "no-bound"),
    ("requires: {options: talks, all_of: [quiet, loud]}", "impossible-requires"),
    ("requires: {options: forum}", "requires-nothing"),
    ("interaction: {options: [quiet, loud], criterion: risk, points: 3}", "interaction"),
    ("interaction: {options: [talks, loud], criterion: risk}", "interaction"),
    ("interaction: {options: [talks, loud], criterion: risk, points: 1e14}", "amount-too-large"),
    ("interaction: {options: [talks, loud], resource: staff, saves: 2e13}", "amount-too-large"),
    ("penalty: 1e20\n    size: {max: 2}", "amount-too-large"),
    ("if_then: {if_at_least: {count: 1, of: nobody}, then_at_least: {count: 1, of: talks}}", "unknown-option"),
]
UNREADABLE = [
    ("budget: {resource: staff, at_most: many}", "number"),
    ("at_most: {count: -1, of: talks}", "out-of-bounds"),
    ("budgett: {resource: staff, at_most: 1}", "unknown-field"),
    ("size: {max: 2}\n    must: talks", "constraint-kind"),
    ("penalty: 0\n    size: {max: 2}", "out-of-bounds"),
]


def planted(entries: list[tuple[str, str]]) -> tuple[str, list[int]]:
    """The file, and the line on which each entry's mistake begins."""
    lines, places = ["constraints:"], []
    for i, (text, _) in enumerate(entries):
        lines += [f"  - name: Rule {i}", "    reason: because"]
        places.append(len(lines) + 1)
        lines += f"    {text}".split("\n")
    return "\n".join(lines) + "\n", places


def assert_planted_are_found(entries: list[tuple[str, str]], folder: Path) -> None:
    text, lines = planted(entries)

    findings = errors(api.check(write(folder, {RULES: text})))

    found = {(f.place.line, f.code) for f in findings}
    told = "\n".join(map(str, findings))
    for (_, code), line in zip(entries, lines, strict=True):
        assert any(f_code.startswith(code) and line - 2 <= f_line <= line + 1 for f_line, f_code in found), (
            line,
            code,
            told,
        )
    assert len(findings) == len(entries), told
    assert all(f.place.file == RULES for f in findings)


def test_twenty_planted_mistakes_are_all_found_at_their_lines(tmp_path: Path) -> None:
    assert len(PLANTED) >= 20
    assert_planted_are_found(PLANTED, tmp_path)


def test_mistakes_that_stop_the_reading_are_all_found_too(tmp_path: Path) -> None:
    assert_planted_are_found(UNREADABLE, tmp_path)
