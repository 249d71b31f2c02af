"""Broken studies: each mistake gets its own finding, at its place, with its cure, and nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mcda import api
from mcda.errors import errors
from tests.malformed.study import FILES, edited, write

Changes = dict[str, str | bytes | None]
RISK, MONEY, TRUST = "criteria/risk.yaml", "criteria/money.yaml", "criteria/trust.yaml"
ABOUT, OPTIONS, RATINGS = "inputs/study.yaml", "inputs/options.csv", "inputs/ratings.csv"
WEIGHTS, RULES = "inputs/weights/baseline.yaml", "inputs/constraints.yaml"


@dataclass(frozen=True)
class Case:
    """`says` are pieces of the one finding; `count` is how many errors there are in all."""

    name: str
    changes: Changes
    place: str
    code: str
    says: tuple[str, ...] = ()
    count: int = 1


def case(name: str, changes: Changes, place: str, code: str, *says: str, count: int = 1) -> Case:
    return Case(name, changes, place, code, says, count)


def rating(line: int, text: str) -> Changes:
    lines = FILES[RATINGS].splitlines()
    lines[line - 1] = text
    return {RATINGS: "\n".join(lines) + "\n"}


def rule(text: str) -> Changes:
    return {RULES: f"constraints:\n  - name: One\n    reason: because\n    {text}\n"}


AMBIGUOUS: Changes = {
    RATINGS: FILES[RATINGS].replace("25.5", "25").replace("talks,money,20,30,40", 'talks,money,,"1,500",')
}
CRITERIA = [
    case(
        "unknown field", edited(RISK, "unit:", "units:"), f"{RISK}:3", "unknown-field", "units", "Did you mean 'unit'"
    ),
    case("missing name", edited(RISK, "name: Risk\n", ""), RISK, "missing-field", "'name' is missing"),
    case("missing worst", edited(RISK, "worst: 3\n", ""), RISK, "missing-field", "'worst' is missing"),
    case("missing mix rule", edited(RISK, "mix_rule: max\n", ""), RISK, "missing-field", "mix_rule"),
    case(
        "wrong mix rule", edited(RISK, "mix_rule: max", "mix_rule: maxx"), f"{RISK}:10", "choice", "Did you mean 'max'"
    ),
    case("no range", edited(RISK, "best: -3", "best: 3"), f"{RISK}:5", "scale-ends", "no range"),
    case("worst is a word", edited(RISK, "worst: 3", "worst: war"), f"{RISK}:4", "scale-ends", "not a number"),
    case(
        "do nothing off scale", edited(RISK, "do_nothing: 0", "do_nothing: 9"), f"{RISK}:6", "do-nothing-off-scale", "9"
    ),
    case("level off scale", edited(RISK, "  3: war", "  7: war"), f"{RISK}:8", "level-off-scale", "7"),
    case("veto off scale", {RISK: FILES[RISK] + "veto: {at: 5, effect: mark}\n"}, f"{RISK}:11", "level-off-scale", "5"),
    case("cap with max", {RISK: FILES[RISK] + "cap: -2\n"}, f"{RISK}:11", "cap", "mix_rule: sum"),
    case(
        "value falls",
        edited(MONEY, "    20: 40", "    20: 40\n    50: 10"),
        f"{MONEY}:11",
        "value-not-monotone",
        "falls",
    ),
    case("value ends", edited(MONEY, "    100: 100", "    100: 90"), f"{MONEY}:8", "value-ends", "100"),
    case("value off scale", edited(MONEY, "    20: 40", "    120: 100"), f"{MONEY}:10", "value-off-scale", "120"),
    case(
        "level worth too much",
        edited(TRUST, "middle: 50", "middle: 150"),
        f"{TRUST}:10",
        "value-off-scale",
        "150",
        count=2,
    ),
    case(
        "levels in disorder",
        edited(TRUST, "    high: 100", "    high: 100\n    odd: 70"),
        f"{TRUST}:8",
        "value-not-monotone",
    ),
    case("end is no level", edited(TRUST, "best: high", "best: highest"), f"{TRUST}:5", "scale-ends", "highest"),
    case("unknown parent", {RISK: FILES[RISK] + "parent: security\n"}, f"{RISK}:11", "unknown-parent", "security"),
    case(
        "branch without children",
        {"criteria/security.yaml": "kind: branch\nname: Security\n"},
        "criteria/security.yaml",
        "empty-branch",
        "parent: security",
    ),
    case("key is not the file", {RISK: "key: danger\n" + FILES[RISK]}, f"{RISK}:1", "key-and-file", "danger"),
    case(
        "two criteria of one name", edited(MONEY, "name: Money", "name: Risk"), MONEY, "duplicate-name", "Risk", count=2
    ),
    case("prob off 0 to 1", edited(RISK, "mix_rule: max", "mix_rule: prob"), f"{RISK}:10", "prob", "0 to 1"),
    case(
        "a list for a text",
        edited(RISK, "name: Risk", "name: [Risk]"),
        f"{RISK}:1",
        "wrong-kind",
        "'name' must be one text",
    ),
    case("value of another kind", edited(RISK, "mix_rule", "value: steep\nmix_rule"), f"{RISK}:10", "wrong-kind"),
    case("no criteria", {RISK: None, MONEY: None, TRUST: None}, "criteria", "no-criteria"),
]
YAML = [
    case("tab", edited(RISK, "  3: war", "\t3: war"), f"{RISK}:8", "tab", "spaces only"),
    case("open quote", edited(RISK, "name: Risk", 'name: "Risk'), f"{RISK}:1", "unclosed-quote", "quot"),
    case("open bracket", edited(WEIGHTS, "who: us", "who: [us"), f"{WEIGHTS}", "unclosed-bracket"),
    case("colon in text", edited(RISK, "Danger of war", "Danger: of war"), f"{RISK}:2", "colon", "quotes"),
    case(
        "duplicate key",
        edited(RISK, "unit: steps", "unit: steps\nunit: points"),
        f"{RISK}:4",
        "duplicate-field",
        "line 3",
    ),
    case("two documents", {RISK: FILES[RISK] + "---\nname: x\n"}, RISK, "several-documents"),
    case("alias", edited(RISK, "name: Risk", "name: &a Risk"), f"{RISK}:1", "reference", "&"),
    case("tag", edited(RISK, "name: Risk", "name: !!python/name:os.system x"), f"{RISK}:1", "tag"),
    case("empty file", {RISK: ""}, RISK, "empty-file"),
    case("only a list", {ABOUT: "- a\n- b\n"}, ABOUT, "wrong-kind", count=1),
    case("only a word", {ABOUT: "hello\n"}, ABOUT, "wrong-kind", count=1),
    case("bad indentation", edited(RISK, "unit: steps", "  unit: steps"), RISK, "indentation"),
    case("a zip", {RISK: b"PK\x03\x04rest"}, RISK, "not-text"),
    case("binary", {RISK: b"\x00\x01\x02\x03" * 50}, RISK, "control-character"),
]
TABLES = [
    case("no options file", {OPTIONS: None}, OPTIONS, "missing-file", "mcda init"),
    case("no ratings file", {RATINGS: None}, RATINGS, "missing-file"),
    case("no study file", {ABOUT: None}, ABOUT, "missing-file"),
    case("empty options", {OPTIONS: ""}, OPTIONS, "empty-file"),
    case(
        "unknown column",
        edited(OPTIONS, "significance", "signifance"),
        f"{OPTIONS}:1",
        "unknown-column",
        "significance",
    ),
    case("missing and unknown column", edited(RATINGS, "best", "bets"), f"{RATINGS}:1", "unknown-column", "'best'"),
    case("column twice", edited(OPTIONS, "source,note", "note,note"), f"{OPTIONS}:1", "heading-twice"),
    case(
        "row too long",
        edited(OPTIONS, "talks,Peace talks,,talk,2,high,judgement,", "talks,Peace, talks,,talk,2,high,judgement,x"),
        f"{OPTIONS}:2",
        "too-many-cells",
    ),
    case(
        "row too short",
        edited(OPTIONS, "forum,Open forum,,talk,1,,judgement,", "forum,Open forum"),
        f"{OPTIONS}:3",
        "too-few-cells",
    ),
    case("open quote in a table", edited(OPTIONS, "Peace talks", '"Peace talks'), OPTIONS, "quotes"),
    case(
        "duplicate option",
        edited(OPTIONS, "forum,Open forum", "talks,Open forum"),
        f"{OPTIONS}:3",
        "duplicate-option",
        ":2",
        count=2,
    ),
    case("duplicate name", edited(OPTIONS, "Open forum", "Peace talks"), f"{OPTIONS}:3", "duplicate-name"),
    case("bad key", edited(OPTIONS, "loud,Loud", "Loud One,Loud"), f"{OPTIONS}:5", "key", "loud_one"),
    case(
        "unknown theme", edited(OPTIONS, ",talk,2", ",tallk,2"), f"{OPTIONS}:2", "unknown-theme", "Did you mean 'talk'"
    ),
    case(
        "instrument is an option",
        edited(OPTIONS, "Quiet channel,channel", "Quiet channel,talks"),
        f"{OPTIONS}:4",
        "instrument-key",
    ),
    case("blank use", edited(OPTIONS, ",talk,2,", ",talk,,"), f"{OPTIONS}:2", "blank-use", "0"),
    case(
        "an amount that no exact sum holds",
        edited(OPTIONS, ",talk,2,", ",talk,9e16,"),
        f"{OPTIONS}:2",
        "amount-too-large",
        "9E+16",
        "a larger unit, such as millions",
    ),
    case("use is a word", edited(OPTIONS, ",talk,2,", ",talk,two,"), f"{OPTIONS}:2", "number", "'two' is not a number"),
    case("use is NaN", edited(OPTIONS, ",talk,2,", ",talk,nan,"), f"{OPTIONS}:2", "number", "nan"),
    case("use in euros", edited(OPTIONS, ",talk,2,", ",talk,€2,"), f"{OPTIONS}:2", "number", "currency"),
    case("wrong significance", edited(OPTIONS, ",high,", ",hihg,"), f"{OPTIONS}:2", "choice", "Did you mean 'high'"),
    case("two files", {"inputs/options.tsv": FILES[OPTIONS].replace(",", "\t")}, "inputs/options", "two-files"),
]
RATED = [
    case(
        "off the scale", rating(2, "talks,risk,-2,-7,0,,x,y"), f"{RATINGS}:2, column 'best'", "rating-off-scale", "-7"
    ),
    case("low off the scale", rating(2, "talks,risk,-5,-1,0,,x,y"), f"{RATINGS}:2, column 'low'", "rating-off-scale"),
    case("low above best", rating(2, "talks,risk,2,-1,3,,x,y"), f"{RATINGS}:2, column 'low'", "rating-order"),
    case("blank", rating(2, "talks,risk,,,,,x,y"), f"{RATINGS}:2, column 'best'", "blank-rating", "--allow-missing"),
    case("not a number", rating(2, "talks,risk,,much,,,x,y"), f"{RATINGS}:2, column 'best'", "number", "much"),
    case("a date", rating(2, "talks,risk,,3/5,,,x,y"), f"{RATINGS}:2, column 'best'", "number", "date"),
    case("ambiguous comma", AMBIGUOUS, f"{RATINGS}:3", "number", "1.5 or as 1500"),
    case("a percent", rating(3, "talks,money,,30%,,,x,y"), f"{RATINGS}:3", "percent", "30"),
    case("a spreadsheet error", rating(3, "talks,money,,#DIV/0!,,,x,y"), f"{RATINGS}:3", "number", "spreadsheet error"),
    case("infinity", rating(3, "talks,money,,inf,,,x,y"), f"{RATINGS}:3", "number", "inf"),
    case("unknown level", rating(4, "talks,trust,,hihg,,,x,y"), f"{RATINGS}:4", "unknown-level", "Did you mean 'high'"),
    case(
        "option misspelt",
        {RATINGS: FILES[RATINGS].replace("talks,", "talk,")},
        f"{RATINGS}:2",
        "unknown-option",
        "(3 rows)",
        "'talks'",
    ),
    case(
        "criterion misspelt",
        {RATINGS: FILES[RATINGS].replace(",risk,", ",risc,")},
        f"{RATINGS}:2",
        "unknown-criterion",
        "'risk'",
    ),
    case("one row misspelt", rating(5, "forun,risk,,0,,,x,y"), f"{RATINGS}:5", "unknown-option", "'forum'"),
    case("row missing", rating(5, ""), RATINGS, "missing-rating", "'forum'", "risk"),
    case("rated twice", rating(5, "talks,risk,,0,,,x,y"), f"{RATINGS}:5", "duplicate-rating", ":2", count=2),
    case("wrong confidence", rating(2, "talks,risk,,-1,,sure,x,y"), f"{RATINGS}:2", "choice", "sure"),
]
WEIGHED = [
    case(
        "unknown criterion",
        edited(WEIGHTS, "risk: 50", "risks: 50"),
        f"{WEIGHTS}:6",
        "unknown-criterion",
        "'risk', which has no points",
    ),
    case("missing criterion", edited(WEIGHTS, "  trust: 20\n", ""), f"{WEIGHTS}", "missing-points", "trust"),
    case("negative", edited(WEIGHTS, "risk: 50", "risk: -50"), f"{WEIGHTS}:6", "negative-points", "-50"),
    case(
        "all zero",
        edited(WEIGHTS, "risk: 50\n  money: 30\n  trust: 20", "risk: 0\n  money: 0\n  trust: 0"),
        f"{WEIGHTS}:5",
        "zero-points",
    ),
    case("nan", edited(WEIGHTS, "risk: 50", "risk: nan"), f"{WEIGHTS}:6", "number", "nan"),
    case("mixed percent", edited(WEIGHTS, "risk: 50", "risk: 50%"), f"{WEIGHTS}", "mixed-percent"),
    case(
        "stale scale", edited(WEIGHTS, "{worst: 3,", "{worst: 2,"), f"{WEIGHTS}:10", "stale-weights", "--scales-changed"
    ),
    case(
        "range upside down",
        {WEIGHTS: FILES[WEIGHTS] + "ranges:\n  risk: [60, 40]\n"},
        f"{WEIGHTS}:14",
        "range-order",
        "60",
    ),
    case("no weights", {WEIGHTS: None}, "inputs/weights", "no-weights"),
    case(
        "default not there",
        edited(ABOUT, "baseline", "basline"),
        f"{ABOUT}:4",
        "unknown-weights",
        "Did you mean 'baseline'",
    ),
]
RULED = [
    case("no kind", rule("source: x"), f"{RULES}:2", "constraint-kind", "no kind"),
    case("two kinds", rule("must: talks\n    must_not: forum"), f"{RULES}:2", "constraint-kind", "must and must_not"),
    case("unknown option", rule("must: talk_s"), f"{RULES}:4", "unknown-option", "Did you mean 'talks'"),
    case("a theme without its mark", rule("must_not: act"), f"{RULES}:4", "unknown-option", "theme:act"),
    case(
        "unknown resource", rule("budget: {resource: stuff, at_most: 3}"), f"{RULES}:4", "unknown-resource", "'staff'"
    ),
    case("no bound", rule("budget: {resource: staff}"), f"{RULES}:4", "no-bound"),
    case(
        "bounds crossed",
        rule("budget: {resource: staff, at_most: 1, at_least: 2}"),
        f"{RULES}:4",
        "contradictory-bounds",
    ),
    case(
        "ratio of zero",
        rule("ratio: {count: theme:talk, at_most: 0, of: theme:act}"),
        f"{RULES}:4",
        "zero-ratio",
        "must_not",
    ),
    case(
        "more than there are", rule("at_least: {count: 3, of: [talks, channel]}"), f"{RULES}:4", "impossible-count", "2"
    ),
    case(
        "level off the scale",
        rule("mix_level: {criterion: trust, at_least: best}"),
        f"{RULES}:4",
        "level-off-scale",
        "best",
    ),
    case(
        "requires both levels",
        rule("requires: {options: talks, all_of: [quiet, loud]}"),
        f"{RULES}:4",
        "impossible-requires",
    ),
    case("requires nothing", rule("requires: {options: talks}"), f"{RULES}:4", "requires-nothing"),
    case(
        "interaction of two levels",
        rule("interaction: {options: [quiet, loud], criterion: risk, points: 3}"),
        f"{RULES}:4",
        "interaction",
        "never",
    ),
    case(
        "interaction of nothing", rule("interaction: {options: [talks, loud]}"), f"{RULES}:4", "interaction", "points"
    ),
    case("count is a half", rule("at_most: {count: 1.5, of: [talks, loud]}"), f"{RULES}:4", "number", "whole"),
    case("a set of itself", {RULES: "sets:\n  a: [a, talks]\n" + FILES[RULES]}, f"{RULES}:2", "circular-set"),
    case(
        "must and must not",
        {RULES: FILES[RULES] + "  - {name: A, reason: r, must: talks}\n  - {name: B, reason: r, must_not: talks}\n"},
        RULES,
        "contradictory-bounds",
    ),
    case("one name twice", edited(RULES, "name: Small", "name: Staff"), f"{RULES}:7", "duplicate-name"),
]
CASES = [*CRITERIA, *YAML, *TABLES, *RATED, *WEIGHED, *RULED]


@pytest.mark.parametrize("broken", CASES, ids=lambda each: each.name.replace(" ", "-"))
def test_a_mistake_is_named_with_its_place_and_nothing_else_is_said(broken: Case, tmp_path: Path) -> None:
    study = write(tmp_path, broken.changes)

    findings = errors(api.check(study))

    told = "\n".join(f"{f.place} [{f.code}] {f.what} {f.cure}" for f in findings)
    fitting = [f for f in findings if str(f.place).startswith(broken.place) and f.code.startswith(broken.code)]
    assert fitting, told
    assert any(all(piece in f"{f.what} {f.cure} {f.text}" for piece in broken.says) for f in fitting), told
    assert len(findings) == broken.count, told
    assert all(f.cure and f.what for f in findings), told


def test_the_small_study_has_nothing_to_find(tmp_path: Path) -> None:
    assert api.check(write(tmp_path, {})) == ()


def test_there_are_at_least_eighty_broken_studies() -> None:
    assert len(CASES) >= 80
