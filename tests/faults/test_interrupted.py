"""Killed, full, read-only, all at once: the old scenario or the new one, never a mixture, nothing left behind."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from mcda import api
from mcda.api.verifying import verify
from mcda.cli import run
from mcda.errors import StudyError
from mcda.files.atomic import write_file, write_files
from mcda.files.writing import study_files
from tests.campaign.recording import record, times
from tests.scenario.studies import small

ENOUGH = 20
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses signals and limits of POSIX")


@pytest.fixture(scope="session")
def server() -> ForkServerContext:
    """New processes in milliseconds: a server that has imported everything and computed nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["mcda.api", "mcda.mixes.milp", "mcda.excel.results", "mcda.cli", "tests.faults"])
    return context


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study with two saved scenarios: every file of a run, in a fraction of the time."""
    folder = tmp_path_factory.mktemp("ready")
    for name, content in study_files(small(1)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    api.save(api.score(folder, "baseline", name="shared"), folder / "outputs")
    api.save(api.score(folder, "baseline"), folder / "outputs")
    return folder


@pytest.fixture
def study(ready: Path, tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return Path(shutil.copytree(ready, tmp_path / "study"))


def score_again(study: str, points: int) -> None:
    """`mcda score` into the shared scenario, in a process of its own."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115  (the process ends with it)
    sys.exit(run(["score", study, "--name", "shared", "--force", "--set-weight", f"c0={points}"]))


def compare_again(study: str, points: int) -> None:
    """`mcda compare` with a workbook, in a process of its own."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    outputs = str(Path(study) / "outputs")
    sys.exit(run(["compare", "baseline", "shared", "--outputs", outputs, "-o", f"{outputs}/compare.xlsx"]))


def state_of(study: Path) -> dict[str, str]:
    """Every file of a study and what it holds."""
    return {
        str(path.relative_to(study)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(study.rglob("*"))
        if path.is_file()
    }


def whole(outputs: Path) -> None:
    """The shared scenario is there, and all its files are of one run."""
    folder = outputs / "shared"
    record = json.loads((folder / "run.json").read_text())
    metrics = json.loads((folder / "metrics.json").read_text())
    scores = {f"score.{line['option']}": line["score"]["value"] for line in record["results"]["ranking"]}
    assert scores.items() <= metrics.items()
    assert (folder / "results.xlsx").read_bytes()[:2] == b"PK"
    assert (folder / "environment.json").is_file()


def strays(outputs: Path) -> list[str]:
    """What dead runs left behind."""
    return [path.name for path in outputs.iterdir() if path.name.startswith(".")]


def kills(study: Path, server: ForkServerContext, target: Callable[[str, int], None], times: int) -> int:
    """Start runs and kill each at a random moment, the first early and the last late; how many died of it."""
    rng = random.Random(times)
    inputs = {name: digest for name, digest in state_of(study).items() if not name.startswith("outputs")}
    length = _duration(server, target, study)
    died = 0
    for turn in range(times):
        process = server.Process(target=target, args=(str(study), turn + 5))
        process.start()
        time.sleep(1.1 * length * (turn + rng.random()) / times)
        process.kill()
        process.join()
        died += process.exitcode != 0
        whole(study / "outputs")
        assert inputs.items() <= state_of(study).items()
    api.save(api.score(study, "baseline", name="after"), study / "outputs")
    assert strays(study / "outputs") == []
    assert not verify("shared", study / "outputs").differences
    return died


def _duration(server: ForkServerContext, target: Callable[[str, int], None], study: Path) -> float:
    """Seconds that one run takes; the first starts the server."""
    for _ in range(2):
        started = time.monotonic()
        process: BaseProcess = server.Process(target=target, args=(str(study), 3))
        process.start()
        process.join()
        assert process.exitcode == 0
    return time.monotonic() - started


def test_a_run_killed_at_any_moment_leaves_the_old_scenario_or_the_new_one(
    study: Path, server: ForkServerContext
) -> None:
    assert kills(study, server, score_again, 6) > 0


@pytest.mark.campaign
def test_a_comparison_killed_at_any_moment_changes_no_scenario(study: Path, server: ForkServerContext) -> None:
    before = {name: digest for name, digest in state_of(study).items() if "shared" in name}

    kills(study, server, compare_again, 2)

    assert before.items() <= state_of(study).items()


@pytest.mark.campaign
@pytest.mark.parametrize(("target", "most"), [(score_again, 100), (compare_again, 50)])
def test_many_killed_runs(
    study: Path, server: ForkServerContext, target: Callable[[str, int], None], most: int
) -> None:
    died = kills(study, server, target, times(most))

    record("kills", program=target.__name__, kills=times(most), died=died, corrupt=0)
    # Of a few runs all may end before their moment comes, on a machine that was busier when they were timed.
    assert died > times(most) / 4 or times(most) < ENOUGH


def write_all_the_time(folder: str, number: int) -> None:
    """Two states of one folder in turn, with nothing but writing between them."""
    for turn in range(10_000):
        content = f"{number} {turn}".encode()
        write_files(Path(folder), {f"file{i}": content for i in range(4)}, ())


def wait_for_its_first_files(folder: Path, number: int) -> None:
    """A slow disk must not let every kill come before the first write."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if (folder / "file0").read_bytes().startswith(f"{number} ".encode()):
                return
        except FileNotFoundError:
            pass  # between the two renames of a swap
        time.sleep(0.005)
    raise AssertionError("the writer wrote nothing in 30 seconds")


def killed_writers(folder: Path, server: ForkServerContext, most: int) -> int:
    """Kill writers in the midst of writing, which a whole run seldom is; how many states of the folder were seen."""
    write_files(folder, {f"file{i}": b"start" for i in range(4)}, ())
    rng = random.Random(1)
    seen = set()
    for number in range(most):
        process = server.Process(target=write_all_the_time, args=(str(folder), number))
        process.start()
        wait_for_its_first_files(folder, number)
        time.sleep(rng.uniform(0.0, 0.1))
        process.kill()
        process.join()
        contents = {path.read_bytes() for path in folder.iterdir()}
        assert len(contents) == 1
        assert len(list(folder.iterdir())) == 4
        seen |= contents
    write_files(folder, {"file0": b"end"}, ("file1", "file2", "file3"))
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    return len(seen)


def test_a_writer_killed_while_it_does_nothing_but_write_leaves_files_of_one_state(
    tmp_path: Path, server: ForkServerContext
) -> None:
    assert killed_writers(tmp_path / "scenario", server, 12) > 4


@pytest.mark.campaign
def test_a_thousand_killed_writers(tmp_path: Path, server: ForkServerContext) -> None:
    seen = killed_writers(tmp_path / "scenario", server, times(1000))

    record("kills", program="write_files", kills=times(1000), died=times(1000), corrupt=0)
    assert seen > times(1000) / 4


@pytest.mark.campaign
def test_six_writers_at_once_leave_one_whole_scenario(study: Path, server: ForkServerContext) -> None:
    processes = [server.Process(target=score_again, args=(str(study), 10 + n)) for n in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0] * 6
    whole(study / "outputs")
    assert strays(study / "outputs") == []
    assert not verify("shared", study / "outputs").differences


def test_six_writers_of_one_folder_never_mix_their_files(tmp_path: Path, server: ForkServerContext) -> None:
    folder = tmp_path / "scenario"
    processes = [server.Process(target=write_all_the_time, args=(str(folder), n)) for n in range(6)]
    for process in processes:
        process.start()
    end = time.monotonic() + 2
    looks = 0
    while time.monotonic() < end:
        try:
            contents = {(folder / f"file{i}").read_bytes() for i in range(1)}
        except FileNotFoundError:
            contents = {b""}
        looks += len(contents)
    for process in processes:
        process.kill()
        process.join()

    assert looks > 10
    assert len({path.read_bytes() for path in folder.iterdir()}) == 1
    assert len(list(folder.iterdir())) == 4


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every write to the disk fails as on a full one."""

    def no_space(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    yield
    monkeypatch.undo()


def test_a_full_disk_is_one_clear_line_and_the_old_files_stay(
    study: Path, full_disk: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state_of(study)

    code = run(["score", str(study), "--name", "shared", "--force", "--set-weight", "c0=50"])

    assert code == 2
    assert "The disk is full; nothing was changed." in capsys.readouterr().err
    assert state_of(study) == before
    assert strays(study / "outputs") == []


def write_with_little_room(folder: str, answer: str) -> None:
    """A write of more bytes than a file may have, with the limit of the operating system itself."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        write_files(Path(folder), {"a": b"new", "b": b"x" * 100_000}, ())
    except StudyError as error:
        os.write(os.open(answer, os.O_WRONLY | os.O_CREAT), str(error).encode())


def test_a_file_that_may_not_grow_is_one_clear_line_and_the_old_files_stay(
    tmp_path: Path, server: ForkServerContext
) -> None:
    folder, answer = tmp_path / "outputs" / "scenario", tmp_path / "answer"
    write_files(folder, {"a": b"old", "b": b"old"}, ())
    process = server.Process(target=write_with_little_room, args=(str(folder), str(answer)))
    process.start()
    process.join()

    assert process.exitcode == 0
    assert "nothing was changed" in answer.read_text()
    assert {path.read_bytes() for path in folder.iterdir()} == {b"old"}
    assert strays(folder.parent) == []


def write_as_nobody(folder: str, answer: str) -> None:
    """A write by somebody who may not."""
    handle = os.open(answer, os.O_WRONLY | os.O_CREAT)
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        write_files(Path(folder), {"a": b"new"}, ())
    except StudyError as error:
        os.write(handle, str(error).encode())


def test_a_read_only_folder_is_one_clear_line_and_the_old_files_stay(tmp_path: Path, server: ForkServerContext) -> None:
    folder, answer = tmp_path / "outputs" / "scenario", tmp_path / "answer"
    write_files(folder, {"a": b"old"}, ())
    for path in (folder, folder.parent):
        path.chmod(0o555)
    for path in tmp_path.parents[:3]:
        if path.stat().st_uid == os.geteuid() and path != Path("/tmp"):
            path.chmod(path.stat().st_mode | 0o055)
    process = server.Process(target=write_as_nobody, args=(str(folder), str(answer)))
    process.start()
    process.join()
    folder.parent.chmod(0o755)
    folder.chmod(0o755)

    assert process.exitcode == 0
    assert "may not be written to" in answer.read_text()
    assert (folder / "a").read_bytes() == b"old"


def test_a_workbook_open_in_a_spreadsheet_program_is_not_replaced(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "outputs" / "shared" / ".~lock.results.xlsx#").write_text("somebody")

    code = run(["score", str(study), "--name", "shared", "--force"])

    assert code == 2
    assert "results.xlsx is open in a spreadsheet program." in capsys.readouterr().err


def test_a_folder_that_is_no_scenario_is_never_replaced(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = state_of(study)

    assert run(["score", str(study), "-o", str(study), "--name", "inputs", "--force"]) == 2
    assert run(["score", str(study), "--name", "../inputs", "--force"]) == 2
    assert "no scenario" in capsys.readouterr().err
    assert state_of(study) == before


def test_a_persons_own_files_in_a_scenario_folder_stay(study: Path) -> None:
    notes = study / "outputs" / "shared" / "notes" / "meeting.md"
    notes.parent.mkdir()
    notes.write_text("We agreed.")

    assert run(["score", str(study), "--name", "shared", "--force"]) == 0

    assert notes.read_text() == "We agreed."


def test_strays_of_dead_runs_go_and_a_folder_set_aside_returns(tmp_path: Path, server: ForkServerContext) -> None:
    from mcda.files.atomic import _host  # the name under which this machine marks its strays

    process = server.Process(target=time.sleep, args=(0,))
    process.start()
    process.join()
    dead = f"{_host()}.{process.pid}.0123abcd"
    (tmp_path / f".half.{dead}.new").mkdir()
    (tmp_path / f".kept.{dead}.old").mkdir()
    (tmp_path / f".kept.{dead}.old" / "run.json").write_text("old")
    (tmp_path / f".file.xlsx.{dead}.new").write_text("half")
    (tmp_path / f".other.{_host()}.{os.getpid()}.0123abcd.new").mkdir()

    write_file(tmp_path / "any", b"x")

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f".other.{_host()}.{os.getpid()}.0123abcd.new", "any", "kept"]
    assert (tmp_path / "kept" / "run.json").read_text() == "old"
