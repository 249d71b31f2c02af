"""mcda robust on the command line."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mcda import api
from mcda.cli import run
from mcda.cli.progress import watched
from mcda.errors import StudyError
from mcda.model.weights import Range
from mcda.scenario.robust_question import Question
from tests.making import criterion
from tests.making import study as made_study
from tests.scenario.studies import reference, scenario_of

ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]):
    """What the command prints."""

    def show(*arguments: str) -> str:
        assert run(["robust", ROOT, *arguments]) == 0
        found = capsys.readouterr()
        assert found.err == ""
        return found.out

    return show


def test_the_screen_says_what_would_change_the_answer(shown) -> None:
    text = shown("--color", "never")

    assert "How safe is the answer?" in text
    assert "within the ranges and order of" in text
    assert "What would change the mix" in text
    assert max(map(len, text.splitlines())) <= 80
    assert len(text.splitlines()) <= 110


def test_all_of_it_is_longer_and_holds_what_was_left_out(shown) -> None:
    some, everything = shown("--color", "never"), shown("--color", "never", "--all")

    assert "more: --all]" in some
    assert "more: --all]" not in everything
    assert len(everything) > len(some)
    assert max(map(len, everything.splitlines())) <= 80


@pytest.mark.parametrize("jobs", ["2", pytest.param("4", marks=pytest.mark.campaign)])
def test_workers_do_not_change_a_figure(jobs: str, shown) -> None:
    few = ("--format", "json", "--draws", "16000")

    assert shown(*few, "--jobs", jobs) == shown(*few)


def test_threads_do_not_change_a_figure() -> None:
    scenario, question = scenario_of(reference()), Question(draws=20_000)
    with ThreadPoolExecutor(3) as pool:
        many = api.robust(scenario, question, executor=pool)
    one = api.robust(scenario, question)

    assert many is not None
    assert one is not None
    assert (many.ranks.counts == one.ranks.counts).all()
    assert many.first == one.first
    assert many.ratings is not None
    assert one.ratings is not None
    assert many.ratings.sampled is not None
    assert one.ratings.sampled is not None
    assert (many.ratings.sampled.with_weights.counts == one.ratings.sampled.with_weights.counts).all()


def test_any_weights_are_said_to_be_any(shown) -> None:
    data = json.loads(shown("--format", "json", "--allowed", "anything"))

    assert data["over"].startswith("all weights that sum to 100 %")
    assert data["allowed"] == []
    assert data["question"] == {"weights": "anything", "ratings": "triangular", "draws": 65_536}


def test_fixed_weights_leave_no_share_of_weightings(shown) -> None:
    text = shown("--allowed", "fixed", "--format", "md")

    assert "Weights are held at the weights of this run as given." in text
    assert "allowed weightings" not in text
    assert "Weights as given, every rating anywhere between its low and high value" in text


@pytest.mark.parametrize(
    ("ratings", "says"),
    [
        ("triangular", "anywhere between its low and high value"),
        ("pert", "by far the likeliest"),
        ("levels", "else one level off"),
        ("off", "Ratings were taken as certain"),
    ],
)
def test_each_way_in_which_ratings_may_be_off_is_said(ratings: str, says: str, shown) -> None:
    text = " ".join(shown("--ratings", ratings, "--draws", "4000", "--color", "never").split())

    assert says in text
    assert ("draws" in text) == (ratings != "off")


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_every_form_ends_in_one_line_break(form: str, shown) -> None:
    text = shown("--format", form, "-w", "economy_first", "--draws", "4000")

    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_nothing_is_written(study: Path, hashes, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashes(study)

    assert run(["robust", "--draws", "4000"]) == 0

    assert hashes(study) == before
    assert not (study / "outputs").exists()
    assert "How safe" in capsys.readouterr().out


def test_weights_that_contradict_themselves_stop_it_with_their_lines(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = study / "inputs/weights/baseline.yaml"
    weights.write_text(weights.read_text().replace("escalation_risk: [25, 45]", "escalation_risk: [5, 8]"))

    assert run(["robust"]) == 2
    assert run(["check"]) == 1

    shown = capsys.readouterr()
    assert "Escalation risk from 5 to 8 % (line 27)" in shown.err
    assert "keep these statements together" in shown.err + shown.out


def test_a_set_of_weights_with_too_many_corners_is_a_finding_and_score_goes_on() -> None:
    keys = [f"c{j:02}" for j in range(15)]
    made = made_study([criterion(key, 0, 10, 0) for key in keys], {"x": [4] * 15, "y": [5] * 15}, [1] * 15)
    wide = made.weights[0].model_copy(update={"ranges": {key: Range(low=4, high=9) for key in keys}})
    answer = scenario_of(made, wide)

    with pytest.raises(StudyError, match=r"too many corners to work through.*--allowed anything"):
        api.robust(answer)
    assert api.quick_look(answer) is None
    assert api.robust(answer, Question(weights="anything", draws=2000)) is not None


def test_progress_counts_and_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    with watched(None) as executor:
        assert executor is not None
        assert list(executor.map(str, range(5))) == ["0", "1", "2", "3", "4"]


def test_there_is_no_progress_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)

    with watched(None) as executor:
        assert executor is None


def test_a_cluster_does_not_change_a_figure() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    scenario, question = scenario_of(reference()), Question(draws=70_000)
    with distributed.Client(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as client:
        many = api.robust(scenario, question, executor=client.get_executor())
    one = api.robust(scenario, question)

    assert many is not None
    assert one is not None
    assert (many.ranks.counts == one.ranks.counts).all()


@pytest.mark.parametrize("weights", ["baseline", "open_government"])
def test_the_first_screen_says_how_safe_in_forty_lines_of_eighty(
    weights: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["score", "-w", weights]) == 0

    lines = capsys.readouterr().out.splitlines()
    said = " ".join(lines)
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert "How safe? Moving" in said
    assert "makes another mix as good. Of all weightings that" in said
