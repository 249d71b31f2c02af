"""Broken worlds: each mistake at its place, with its cure, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mcda import api
from mcda.api.saving import run_record
from mcda.cli import run
from mcda.errors import StudyError, errors
from mcda.files.writing import study_files
from mcda.scenario.changes import changes
from mcda.scenario.pairing import pair
from mcda.scenario.reading import scenario_from_record
from tests.malformed.study import FILES, edited, write

WORLD = "inputs/worlds/storm.yaml"
SOUND = """\
name: A storm
story: What if it all goes wrong at once
ratings:
  - {option: talks, criterion: risk, best: 2, rationale: nobody talks}
  - option: loud
    criterion: trust
    low: low
    best: middle
"""
CALM = "name: A calm\nratings: [{option: talks, criterion: risk, best: -3}]\n"


def changed(old: str, new: str) -> dict[str, str | bytes | None]:
    assert old in SOUND
    return {WORLD: SOUND.replace(old, new, 1)}


CASES = {
    "unknown option": (changed("talks", "talk"), f"{WORLD}:4", "unknown-option", "Did you mean 'talks'?"),
    "unknown criterion": (changed("trust", "trusst"), f"{WORLD}:6", "unknown-criterion", "Did you mean 'trust'?"),
    "unknown level": (changed("middle", "medium"), f"{WORLD}:8", "unknown-level", "'medium' is not a level"),
    "off the scale": (changed("best: 2", "best: 7"), f"{WORLD}:4", "rating-off-scale", "off the scale of 'risk'"),
    "blank": (changed("    best: middle\n", ""), f"{WORLD}:5", "world-rating-blank", "leave the entry out"),
    "low above high": (changed("best: 2", "low: 3, best: 2"), f"{WORLD}:4", "rating-order", "low is above best"),
    "twice": (
        {WORLD: SOUND + "  - {option: talks, criterion: risk, best: 1}\n"},
        f"{WORLD}:9",
        "duplicate-rating",
        "twice",
    ),
    "no ratings": ({WORLD: "name: A storm\nratings: []\n"}, f"{WORLD}:2", "too-few", "at least 1"),
    "ratings missing": ({WORLD: "name: A storm\n"}, WORLD, "missing-field", "'ratings' is missing"),
    "unknown field": (changed("story:", "storry:"), f"{WORLD}:2", "unknown-field", "Did you mean 'story'"),
    "unknown field of a rating": (changed("rationale:", "why:"), f"{WORLD}:4", "unknown-field", "no field 'why'"),
    "chance above 100": (changed("story", "chance: 120\nstory"), f"{WORLD}:2", "out-of-bounds", "120"),
    "chance is a word": (changed("story", "chance: likely\nstory"), f"{WORLD}:2", "number", "not a number"),
    "no YAML": ({WORLD: "name: [\n"}, f"{WORLD}:", "", ""),
    "key of another file": (changed("name:", "key: calm\nname:"), f"{WORLD}:1", "key-and-file", "storm"),
    "file name": (
        {"inputs/worlds/A Storm.yaml": SOUND},
        "inputs/worlds/A Storm.yaml",
        "file-name",
        "Rename the file",
    ),
    "same name": (
        {WORLD: SOUND, "inputs/worlds/other.yaml": CALM.replace("A calm", "a STORM")},
        f"{WORLD}:1",
        "duplicate-name",
        "Another world",
    ),
    "the study's own name": (changed("A storm", "As rated"), f"{WORLD}:1", "duplicate-name", "own ratings"),
    "some chances": (
        {WORLD: SOUND + "chance: 20\n", "inputs/worlds/calm.yaml": CALM},
        f"{WORLD}:9",
        "chance-missing",
        "A calm has none",
    ),
    "chances above 100": (
        {WORLD: SOUND + "chance: 60\n", "inputs/worlds/calm.yaml": CALM + "chance: 50\n"},
        f"{WORLD}:9",
        "chance-sum",
        "110 %",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_in_a_world_is_one_finding(name: str, tmp_path: Path) -> None:
    changes, place, code, says = CASES[name]

    found = errors(api.check(write(tmp_path, changes)))

    assert len(found) == 1, found
    assert str(found[0].place).startswith(place)
    assert found[0].code == (code or found[0].code)
    assert says in f"{found[0].what} {found[0].cure}"


def test_a_sound_world_is_read_and_written_again(tmp_path: Path) -> None:
    study = api.load(write(tmp_path / "one", {WORLD: SOUND + "chance: 20\n"}))

    (world,) = study.worlds
    assert (world.key, world.name, int(world.chance or 0)) == ("storm", "A storm", 20)
    assert [rating.best for rating in world.ratings] == [2, "middle"]
    for name, data in study_files(study).items():
        path = tmp_path / "two" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert api.load(tmp_path / "two") == study


def test_what_is_no_world_file_is_noted(tmp_path: Path) -> None:
    found = api.check(write(tmp_path, {WORLD: SOUND, "inputs/worlds/notes.txt": "x", "inputs/worlds/README.md": "x"}))

    assert [(each.code, each.severity) for each in found] == [("file-ignored", "note")]


def test_a_study_without_worlds_has_the_record_that_it_always_had(tmp_path: Path) -> None:
    with_world, without = (api.score(write(tmp_path / name, made)) for name, made in (("a", {WORLD: SOUND}), ("b", {})))

    assert "worlds" not in run_record(without, "1")["inputs"]["study"]
    assert run_record(with_world, "1")["inputs"]["study"]["worlds"][0]["key"] == "storm"
    assert run_record(with_world, "1")["results"] == run_record(without, "1")["results"]


def test_the_record_brings_worlds_back_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    scenario = api.score(write(tmp_path, {WORLD: SOUND}))
    data = json.loads(json.dumps(run_record(scenario, "1")))

    assert scenario_from_record(data, "run.json").study.worlds == scenario.study.worlds

    data["inputs"]["study"]["worlds"][0]["ratings"][0]["option"] = "nobody"
    with pytest.raises(StudyError, match="There is no option 'nobody'"):
        scenario_from_record(data, "run.json")


def test_a_world_that_changed_is_a_change_of_inputs(tmp_path: Path) -> None:
    before = api.score(write(tmp_path / "a", {WORLD: SOUND}))
    after = api.score(
        write(tmp_path / "b", {WORLD: SOUND + "chance: 30\n", "inputs/worlds/calm.yaml": CALM + "chance: 10\n"})
    )

    found = [(each.what, each.before, each.after) for each in changes(pair(before, after))]

    assert found == [
        ("world 'A storm'", "2 other ratings", "2 other ratings, chance 30 %"),
        ("world 'A calm'", "", "1 other rating, chance 10 %"),
    ]


def test_a_workbook_carries_worlds(tmp_path: Path) -> None:
    study = write(tmp_path / "study", {WORLD: SOUND})

    assert run(["template", "-o", str(tmp_path / "study.xlsx"), "--from", str(study)]) == 0
    assert run(["template", "--to-folder", str(tmp_path / "study.xlsx"), str(tmp_path / "back")]) == 0

    assert api.load(tmp_path / "study.xlsx").worlds == api.load(study).worlds
    assert api.load(tmp_path / "back").worlds == api.load(study).worlds != ()


CONTRADICTION = """\
ranges:
  risk: [60, 70]
  trust: [0, 90]
order:
  - [money]
  - [risk]
"""


def test_statements_that_no_weights_keep_are_named_with_their_lines(tmp_path: Path) -> None:
    weights = "inputs/weights/baseline.yaml"
    study = write(tmp_path, {weights: FILES[weights] + CONTRADICTION})

    (found,) = errors(api.check(study))

    assert str(found.place).startswith(f"{weights}:14")
    assert "Risk from 60 to 70 % (line 14); Money at least as much as Risk (line 17)" in found.what
    assert "trust" not in found.what
    assert found.code == "weights-contradict"


def test_other_weights_of_the_study_may_contradict_themselves(tmp_path: Path) -> None:
    weights = "inputs/weights/baseline.yaml"
    study = write(tmp_path, {"inputs/weights/odd.yaml": FILES[weights] + CONTRADICTION})

    assert api.score(study).name == "baseline"
    with pytest.raises(StudyError, match="keep these statements together"):
        api.score(study, "odd")


def test_a_broken_range_is_one_finding(tmp_path: Path) -> None:
    changes = edited("inputs/weights/baseline.yaml", "scales:", "ranges: {risk: [70, 60]}\nscales:")

    (found,) = errors(api.check(write(tmp_path, changes)))

    assert found.code == "range-order"
