"""From what was typed to records: every mistake is one finding in our own words, at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcda.errors import Finding, StudyError
from mcda.files.csv import parse_csv
from mcda.files.yaml import parse_yaml
from mcda.model.checks import check
from mcda.model.draft import Draft
from mcda.model.drafting import Sources, draft
from mcda.model.table import Table
from tests.malformed.study import FILES

RISK, MONEY, TRUST = "criteria/risk.yaml", "criteria/money.yaml", "criteria/trust.yaml"
ABOUT, OPTIONS, RATINGS = "inputs/study.yaml", "inputs/options.csv", "inputs/ratings.csv"
WEIGHTS, RULES = "inputs/weights/baseline.yaml", "inputs/constraints.yaml"
LIBRARY = re.compile(
    r"pydantic|validat|input should|field required|extra inputs|literal|instance of|dictionary|unable to|type=|"
    r"NoneType|Decimal\(|tuple|mapping|LinearValue|PointsValue",
    re.IGNORECASE,
)


def drafted(changes: Mapping[str, str] | None = None) -> Draft:
    files = {**FILES, **(changes or {})}
    findings: list[Finding] = []

    def document(name: str):  # type: ignore[no-untyped-def]  # a reader for tests
        found, told = parse_yaml(files[name], name)
        findings.extend(told)
        return found

    def table(name: str) -> Table | None:
        found, told = parse_csv(files[name], name)
        findings.extend(told)
        return found

    criteria = {Path(name).stem: document(name) for name in files if name.startswith("criteria/")}
    weights = {Path(name).stem: document(name) for name in files if name.startswith("inputs/weights/")}
    broken = {("criteria", key) for key, each in criteria.items() if each is None}
    broken |= {("weights", key) for key, each in weights.items() if each is None}
    about, rules = document(ABOUT), document(RULES)
    options, ratings = table(OPTIONS), table(RATINGS)
    whole = {"about": about, "options": options, "ratings": ratings, "constraints": rules}
    return draft(
        Sources(
            about=about,
            criteria={key: each for key, each in criteria.items() if each},
            options=options,
            ratings=ratings,
            weights={key: each for key, each in weights.items() if each},
            constraints=rules,
            broken=frozenset(broken | {(name, "") for name, each in whole.items() if each is None}),
            findings=tuple(findings),
        )
    )


def edited(name: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


def rule(text: str) -> dict[str, str]:
    return {RULES: f"constraints:\n  - name: One\n    reason: because\n    {text}\n"}


def wide(rows: str) -> dict[str, str]:
    return {RATINGS: rows}


WIDE = 'Option,Risk,money,Trust\nPeace talks,-1,30,high\nforum,0,"25,5",middle\nquiet,-1,20,low\nloud,1,40,middle\n'


@pytest.mark.parametrize(
    ("changes", "place", "code", "what", "cure"),
    [
        (
            edited(MONEY, "  points:", "  pionts:"),
            f"{MONEY}:8:3",
            "unknown-field",
            "'pionts'",
            "Did you mean 'points'?",
        ),
        (
            edited(RISK, "mix_rule: max", "mix_rule: max\nvalue: steep"),
            f"{RISK}:11:8",
            "wrong-kind",
            "'steep'",
            "linear",
        ),
        (edited(TRUST, "middle: 50", "middle:"), f"{TRUST}:10:5", "blank-field", "'middle' is blank", "Fill it in"),
        (edited(RISK, "unit: steps", "unit:"), f"{RISK}:3:1", "blank-field", "'unit' is blank", "Fill it in"),
        ({RISK: "name: Risk\n"}, RISK, "missing-field", "definition, unit, worst, best and mix_rule", "`worst: ...`"),
        (
            edited(RISK, "worst: 3", "worst: [3]"),
            f"{RISK}:4:1",
            "wrong-kind",
            "a number or a word, not a list",
            "colon",
        ),
        ({RISK: "kind: Branch\n" + FILES[RISK]}, f"{RISK}:1:7", "choice", "'Branch'", "criterion"),
        ({ABOUT: FILES[ABOUT] + "colour: red\n"}, f"{ABOUT}:12:1", "unknown-field", "'colour'", "Use one of: name"),
        (
            edited(ABOUT, "question:", "qestion:"),
            f"{ABOUT}:2:1",
            "unknown-field",
            "'qestion'",
            "'question', which is missing",
        ),
        ({ABOUT: FILES[ABOUT] + "close_call: 200\n"}, f"{ABOUT}:12:13", "out-of-bounds", "above 100", "100 or less"),
        ({ABOUT: FILES[ABOUT] + "close_call: 2 %\n"}, f"{ABOUT}:12:13", "percent", "percent sign", "number alone"),
        ({ABOUT: FILES[ABOUT] + "authors: me\n"}, f"{ABOUT}:12:10", "wrong-kind", "must be a list", "[one, two]"),
        (rule("musst: talks"), f"{RULES}:4:5", "unknown-field", "'musst'", "Did you mean 'must'?"),
        (rule("must: {a: b}"), f"{RULES}:4:5", "wrong-kind", "must be a list", "after a dash"),
        (rule("budget: staff"), f"{RULES}:4:13", "wrong-kind", "not the text 'staff'", "resource, at_most, at_least"),
        (rule("at_most: {count: -1, of: talks}"), f"{RULES}:4:22", "out-of-bounds", "-1, below 0", "0 or more"),
        (rule("at_most: {count: 1.5, of: talks}"), f"{RULES}:4:22", "number", "not a whole number", "0, 1, 2"),
        (rule("requires: {options: []}"), f"{RULES}:4:16", "too-few", "0 of at least 1", "Add"),
        ({RULES: "constraints:\n  - hello\n"}, f"{RULES}:2:5", "wrong-kind", "not the text 'hello'", "name, reason"),
        ({RULES: "constraints:\n  name: x\n"}, f"{RULES}:1:1", "wrong-kind", "must be a list", "after a dash"),
        (
            {WEIGHTS: FILES[WEIGHTS] + "ranges:\n  risk: 5\n"},
            f"{WEIGHTS}:14:9",
            "wrong-kind",
            "two numbers",
            "[20, 40]",
        ),
        (
            edited(WEIGHTS, "risk: 50", "The Risk: 50"),
            f"{WEIGHTS}:6:3",
            "key",
            "'The Risk' cannot be a key",
            "the_risk",
        ),
        (edited(WEIGHTS, "risk: 50", "risk: 1,500"), f"{WEIGHTS}:6:9", "number", "1.5 or as 1500", "Write 1.5 or 1500"),
        (edited(WEIGHTS, "risk: 50", "risk: 50 %"), f"{WEIGHTS}:6:9", "mixed-percent", "percent sign", "or none"),
        (
            edited(OPTIONS, "key,name", "ky,name"),
            f"{OPTIONS}:1, column 'ky'",
            "unknown-column",
            "'ky'",
            "'key', which is missing",
        ),
        (edited(OPTIONS, "staff", "people"), f"{OPTIONS}:1, column 'people'", "unknown-column", "'people'", "'staff'"),
        (edited(OPTIONS, "Peace talks", ""), f"{OPTIONS}:2, column 'name'", "blank-cell", "'name' is blank", "Give"),
        (
            edited(OPTIONS, ",talk,2,", ",talk,2 %,"),
            f"{OPTIONS}:2, column 'staff'",
            "percent",
            "no meaning",
            "number alone",
        ),
        (
            edited(RATINGS, "best", "value"),
            f"{RATINGS}:1, column 'value'",
            "unknown-column",
            "'value'",
            "'best', which is missing",
        ),
        (
            edited(RATINGS, "talks,", "Peace tlks,"),
            f"{RATINGS}:2, column 'option'",
            "unknown-option",
            "(3 rows)",
            "'talks'",
        ),
        (
            edited(RATINGS, ",risk,", ",Danger level,"),
            f"{RATINGS}:2, column 'criterion'",
            "unknown-criterion",
            "(4 rows)",
            "'risk'",
        ),
        (
            edited(RATINGS, "talks,risk", ",risk"),
            f"{RATINGS}:2, column 'option'",
            "blank-cell",
            "'option' is blank",
            "which option",
        ),
        (
            wide(WIDE.replace("Risk", "Rsk")),
            f"{RATINGS}:1, column 'Rsk'",
            "unknown-column",
            "'Rsk'",
            "'risk', which is missing",
        ),
        (
            wide("Option,money,Trust\nPeace talks,30,high\nforum,3,low\nquiet,20,low\nloud,40,middle\n"),
            f"{RATINGS}:1",
            "missing-column",
            "'risk' is missing",
            "long table",
        ),
    ],
)
def test_one_mistake_is_one_finding(changes: dict[str, str], place: str, code: str, what: str, cure: str) -> None:
    findings = [f for f in check(drafted(changes)) if f.severity == "error"]

    assert [(str(f.place), f.code) for f in findings] == [(place, code)]
    assert what in findings[0].what
    assert cure in findings[0].cure


def test_names_stand_for_keys_in_ratings_whatever_their_case_and_spaces() -> None:
    changes = {RATINGS: FILES[RATINGS].replace("talks,risk", "PEACE  talks,Risk")}

    assert next((r.option, r.criterion) for r in drafted(changes).ratings) == ("talks", "risk")


def test_a_wide_table_is_recognised_by_its_headings_and_reads_numbers_alike() -> None:
    ratings = {(r.option, r.criterion): r.best for r in drafted(wide(WIDE)).ratings}

    assert ratings["talks", "risk"] == -1
    assert ratings["forum", "money"] == Decimal("25.5")
    assert ratings["loud", "trust"] == "middle"
    assert len(ratings) == 12


def test_the_columns_of_a_table_agree_on_the_decimal_mark() -> None:
    rows = "option;criterion;low;best;high\ntalks;money;1,5;1.500;2,5\n"
    (rating,) = drafted({RATINGS: rows, MONEY: FILES[MONEY].replace("100", "2000")}).ratings

    assert (rating.low, rating.best, rating.high) == (Decimal("1.5"), 1500, Decimal("2.5"))


def test_a_record_that_breaks_leaves_the_others_and_is_not_called_missing() -> None:
    found = drafted(edited(OPTIONS, "quiet,Quiet channel,channel", "quiet,Quiet channel,The Channel"))

    assert [option.key for option in found.options] == ["talks", "forum", "loud"]
    assert ("options", "quiet") in found.broken
    assert [f.code for f in check(found)] == ["key"]


def test_a_constraint_that_breaks_leaves_the_others() -> None:
    found = drafted(edited(RULES, "at_most: 4", "at_most: four"))

    assert found.constraints is not None
    assert [constraint.name for constraint in found.constraints.constraints] == ["Small"]
    assert str(found.places.of("constraints", "constraints", 0, "size", "max").place) == f"{RULES}:10:12"


def test_an_unreadable_study_file_does_not_make_its_resources_unknown_columns() -> None:
    assert [f.code for f in check(drafted(edited(ABOUT, "name: A small", "name: [A small")))] == ["unclosed-bracket"]
    assert [f.code for f in check(drafted({ABOUT: FILES[ABOUT] + "colour: red\n"}))] == ["unknown-field"]


def test_a_row_whose_cells_were_shifted_is_told_once() -> None:
    changes = edited(OPTIONS, "forum,Open forum,,talk,1,,judgement,", "forum,Open, free forum,,talk,1,,judgement,x")

    assert [(str(f.place), f.code) for f in check(drafted(changes))] == [(f"{OPTIONS}:3", "too-many-cells")]


def test_a_blank_field_is_a_field_not_given() -> None:
    found = drafted({RISK: FILES[RISK] + "notes:\ncap:\nveto: null\n"})

    assert check(found) == ()


def test_resource_columns_may_have_the_name_of_the_resource() -> None:
    changes = edited(OPTIONS, "staff", "Diplomatic Staff") | edited(ABOUT, "name: Staff", "name: diplomatic staff")

    assert drafted(changes).options[0].uses == {"staff": 2}


WORDS = [
    "",
    "x",
    "NO",
    "-3",
    "1,500",
    "30%",
    "[a]",
    "{a: b}",
    "- a",
    "'",
    "a: b",
    "null",
    "a b",
    "1e99",
    "#",
    "é",
    "=1",
]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FILES)), st.integers(0, 400), st.integers(0, 12), st.sampled_from(WORDS))
def test_any_slip_of_the_pen_gives_findings_in_our_own_words(name: str, start: int, length: int, word: str) -> None:
    text = FILES[name]
    start %= len(text)
    changed = {name: text[:start] + word + text[start + length :]}

    try:
        findings = check(drafted(changed))
    except StudyError as error:
        findings = error.findings

    for finding in findings:
        assert not LIBRARY.search(f"{finding.what} {finding.cure}"), finding
        assert finding.cure
        assert finding.place.file.startswith(("criteria", "inputs", "the study")), finding
