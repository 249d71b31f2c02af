"""Whole processes, measured from outside: seconds, CPU seconds and the largest memory, two commands in turn."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Command = Sequence[str | Path]
RUNS = 7
# Installed packages bring their compiled files; ours, run from a checkout, may write them at the warm-up.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians of some runs: wall seconds, CPU seconds, peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


def in_turn(commands: Sequence[Command], folder: Path, runs: int = RUNS) -> list[Figures]:
    """The figures of some commands, run A B A B ... after a warm-up, so that a drift of the machine meets all."""
    found: list[list[Figures]] = [[] for _ in commands]
    for turn in range(runs + 1):
        for place, command in enumerate(commands):
            figures = _run(command, folder)
            if turn:
                found[place].append(figures)
    return [
        Figures(*(median(getattr(each, name) for each in group) for name in ("wall", "cpu", "memory")))
        for group in found
    ]


def _run(command: Command, folder: Path) -> Figures:
    start = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), cwd=folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: {said.decode()}")
    return Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
