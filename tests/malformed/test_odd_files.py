"""Odd but sound files: each is read as it was meant."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from mcda import api
from mcda.errors import errors
from mcda.model.study import Study
from tests.malformed.study import FILES, edited, write

OPTIONS, RATINGS, WEIGHTS = "inputs/options.csv", "inputs/ratings.csv", "inputs/weights/baseline.yaml"
Changes = dict[str, str | bytes | None]


def semicolons(text: str) -> str:
    return text.replace(",", ";").replace("25.5", "25,5").replace("1.5", "1,5")


WIDE = """\
option,risk,money,trust
talks,-1,30,high
forum,0,25.5,middle
quiet,-1,20,low
loud,1,40,middle
"""
SAME: dict[str, Changes] = {
    "untouched": {},
    "byte order mark": {name: b"\xef\xbb\xbf" + text.encode() for name, text in FILES.items()},
    "UTF-16": {name: text.encode("utf-16") for name, text in FILES.items()},
    "UTF-16 without a mark": {OPTIONS: FILES[OPTIONS].encode("utf-16-le")},
    "Windows line ends": {name: text.replace("\n", "\r\n") for name, text in FILES.items()},
    "old Mac line ends": {OPTIONS: FILES[OPTIONS].replace("\n", "\r"), RATINGS: FILES[RATINGS].replace("\n", "\r")},
    "semicolons and decimal commas": {OPTIONS: semicolons(FILES[OPTIONS]), RATINGS: semicolons(FILES[RATINGS])},
    "tabs": {OPTIONS: FILES[OPTIONS].replace(",", "\t")},
    "a separator line": {OPTIONS: "sep=;\n" + semicolons(FILES[OPTIONS])},
    "comments above the header": {OPTIONS: "# what could be done\n" + FILES[OPTIONS]},
    "blank rows": {RATINGS: FILES[RATINGS].replace("\nforum,risk", "\n\n,,,,,,,\nforum,risk")},
    "extra blank cells": {OPTIONS: FILES[OPTIONS].replace("\n", ",,\n")},
    "quotes around everything": {
        OPTIONS: "\n".join(",".join(f'"{c}"' for c in line.split(",")) for line in FILES[OPTIONS].splitlines())
    },
    "headings in capitals": edited(OPTIONS, "key,name", " KEY , Name "),
    "names for keys in ratings": {RATINGS: FILES[RATINGS].replace("talks,", "Peace talks,").replace("risk", "Risk")},
    "non-breaking spaces in numbers": {RATINGS: FILES[RATINGS].replace("25.5", "\u00a025.5\u00a0")},
    "a true minus": {RATINGS: FILES[RATINGS].replace("-1", "\u22121")},
    "a plus": {RATINGS: FILES[RATINGS].replace("loud,risk,,1", "loud,risk,,+1")},
    "an exponent": {RATINGS: FILES[RATINGS].replace("25.5", "2.55e1")},
    "trailing zeros": {RATINGS: FILES[RATINGS].replace("25.5", "25.500")},
    "percent on all points": {
        WEIGHTS: FILES[WEIGHTS].replace(": 50", ": 50%").replace(": 30", ": 30 %").replace(": 20", ": 20%")
    },
    "points as a table": {
        WEIGHTS: None,
        "inputs/weights/baseline.csv": "criterion;points\nrisk;50\nMoney;30\ntrust;20\n",
    },
    ".yml for .yaml": {WEIGHTS: None, "inputs/weights/baseline.yml": FILES[WEIGHTS]},
    "a lock file beside": {"inputs/.~lock.options.csv#": "x", "inputs/weights/~$baseline.xlsx": b"x"},
}


def figures(study: Study) -> object:
    """What counts: names, numbers and points."""
    options = [(o.key, o.name, o.instrument, o.themes, dict(o.uses)) for o in study.options]
    ratings = [(r.option, r.criterion, r.best) for r in study.ratings]
    return options, ratings, dict(study.weight_set("baseline").points)


@pytest.mark.parametrize("changes", SAME.values(), ids=[name.replace(" ", "-") for name in SAME])
def test_an_odd_file_is_read_as_it_was_meant(changes: Changes, tmp_path: Path) -> None:
    expected = figures(api.load(write(tmp_path / "sound", {})))

    found = figures(api.load(write(tmp_path / "odd", changes)))

    assert found == expected


def test_a_wide_table_of_ratings_is_read_too(tmp_path: Path) -> None:
    study = api.load(write(tmp_path, {RATINGS: WIDE}))

    assert {(r.option, r.criterion): r.best for r in study.ratings}["forum", "money"] == Decimal("25.5")
    assert len(study.ratings) == 12


def test_latin_1_is_read_with_a_note(tmp_path: Path) -> None:
    changes: Changes = {OPTIONS: FILES[OPTIONS].replace("Peace talks", "Gespräche").encode("latin-1")}

    findings = api.check(write(tmp_path, changes))

    assert not errors(findings)
    assert any("Latin-1" in f.what or "1252" in f.what for f in findings)
    assert api.load(tmp_path).options[0].name == "Gespräche"


def test_no_stays_a_word(tmp_path: Path) -> None:
    changes = edited("criteria/risk.yaml", "  3: war", "  3: NO")

    assert api.load(write(tmp_path, changes)).criterion("risk").levels[Decimal(3)] == "NO"


def test_an_option_may_be_called_na(tmp_path: Path) -> None:
    assert api.load(write(tmp_path, edited(OPTIONS, "Peace talks", "NA"))).options[0].name == "NA"


def test_a_formula_is_kept_as_text_with_a_note(tmp_path: Path) -> None:
    findings = api.check(write(tmp_path, edited(OPTIONS, "Peace talks", "=1+1")))

    assert [f.code for f in findings] == ["formula-name"]
    assert api.load(tmp_path).options[0].name == "=1+1"


def test_our_own_guard_before_a_formula_is_taken_off(tmp_path: Path) -> None:
    assert api.load(write(tmp_path, edited(OPTIONS, "Peace talks", "'=1+1"))).options[0].name == "=1+1"


def test_a_percent_is_welcome_where_the_unit_is_percent(tmp_path: Path) -> None:
    changes: Changes = {
        **edited("criteria/money.yaml", "unit: million", 'unit: "% of income"'),
        WEIGHTS: FILES[WEIGHTS].replace("unit: million", 'unit: "% of income"'),
        RATINGS: FILES[RATINGS].replace("25.5", "25.5 %"),
    }

    study = api.load(write(tmp_path, changes))

    assert {(r.option, r.criterion): r.best for r in study.ratings}["forum", "money"] == Decimal("25.5")
