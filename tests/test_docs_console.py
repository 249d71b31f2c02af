"""The console blocks in docs/ run as they stand, and show what the page says they show.

A block that follows "Save as `file`:" is written to that file, one after "Add to `file`:" is added to its end, and the
lines of a diff after "Change in `file`:" must be found there. `...` in the output of a page stands for anything.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from mcda import api, cli

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "```console\n" in page.read_text(encoding="utf-8"))
FROM_EMPTY = ("start_here.md",)
# The others run in the second stage: together they take a minute.
FIRST_STAGE = ("change_a_weight.md", "no_mix_fits.md")
PART = re.compile(
    r"(?:(?P<verb>Save as|Add to|Change in) `(?P<file>[^`]+)`:\n\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.S
)


def shows(page: str, got: str) -> bool:
    """Whether a page shows what was printed: line breaks apart, and with anything or nothing for `...`."""
    pieces = " ".join(page.split()).split("...")
    return re.fullmatch(".*".join(re.escape(piece.strip()) for piece in pieces), " ".join(got.split())) is not None


class Reader:
    """Someone who types what a page says, in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch, self.code = monkeypatch, 0
        self.enter(folder)

    def enter(self, folder: Path) -> None:
        self.folder = folder
        self.monkeypatch.chdir(folder)

    def does(self, verb: str | None, file: str, kind: str, body: str) -> None:
        if kind == "console":
            self.types(body)
        elif verb == "Save as":
            (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / file).write_text(body, encoding="utf-8")
        elif verb == "Add to":
            with (self.folder / file).open("a", encoding="utf-8") as end:
                end.write(body)
        elif verb == "Change in":
            self.changes(self.folder / file, body)

    def changes(self, file: Path, body: str) -> None:
        old, new = ("".join(f"{x[2:]}\n" for x in body.splitlines() if x[:2] in (sign, "  ")) for sign in ("- ", "+ "))
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file.name} does not hold once: {old}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def types(self, block: str) -> None:
        for step in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = step.partition("\n")
            got = self.runs(command)
            if shown.strip():
                assert shows(shown, got), f"$ {command}\n{got}"
            assert shown.strip() or self.code == 0, f"$ {command}\n{got}"

    def runs(self, command: str) -> str:
        first, *rest = shlex.split(command)
        if command == "echo $?":
            return f"{self.code}\n"
        if first == "cd":
            self.enter((self.folder / rest[0]).resolve())
            return ""
        if first == "mcda" and not re.search(r"[|>&]", command):
            said = StringIO()
            with redirect_stdout(said), redirect_stderr(said):
                self.code = cli.run(rest)
            return said.getvalue()
        done = subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True, check=False)
        self.code = done.returncode
        return done.stdout + done.stderr


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in which the how-to pages start (docs/howto/index.md)."""
    study = api.init(tmp_path_factory.mktemp("docs") / "mystudy")
    for weights in ("baseline", "economy_first"):
        api.save(api.score(study, weights), study / "outputs")
    return study


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page,
            id=page.relative_to(DOCS).as_posix(),
            marks=() if page.name in FIRST_STAGE else pytest.mark.campaign,
        )
        for page in PAGES
    ],
)
def test_the_commands_of_a_page_run(page: Path, scored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "mystudy"
    if page.name in FROM_EMPTY:
        folder = tmp_path
    else:
        shutil.copytree(scored, folder)
    reader = Reader(folder, monkeypatch)

    for part in PART.finditer(page.read_text(encoding="utf-8")):
        reader.does(part["verb"], part["file"], part["kind"], part["body"])


def test_the_reader_notices_what_a_page_gets_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(tmp_path, monkeypatch)

    with pytest.raises(AssertionError):
        reader.types("$ mcda --version\nmcda of another day\n")
    with pytest.raises(AssertionError):
        reader.types("$ mcda check\n")
