"""The same bytes of every file over versions of Python, hash seeds, time zones, locales and numbers of workers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.campaign.recording import record, times
from tests.faults.test_surroundings import made_locale
from tests.scenario.test_same_bytes import PRINT, ROOT

PYTHONS = "MCDA_CAMPAIGN_PYTHONS"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns")
SEEDS = ("0", "1", "4242", "random")
LOCAL = "import locale; locale.setlocale(locale.LC_ALL, '')\n"
WORKERS = """
import hashlib, sys
from concurrent.futures import ThreadPoolExecutor
from mcda import api
scenario = api.score(sys.argv[1], "baseline")
for count in map(int, sys.argv[2].split(",")):
    with ThreadPoolExecutor(count) as pool:
        print(hashlib.sha256(repr(api.robust(scenario, api.Question(draws=4096), executor=pool)).encode()).hexdigest())
"""


def interpreters() -> dict[str, str]:
    """Interpreters that have mcda, by version: this one, those of MCDA_CAMPAIGN_PYTHONS, those on the path."""
    named = [each for each in os.environ.get(PYTHONS, "").split(os.pathsep) if each]
    found: dict[str, str] = {}
    for python in (sys.executable, *named, *(shutil.which(f"python{version}") or "" for version in VERSIONS)):
        asked = "import sys, mcda.api, mcda.excel.results, mcda.mixes.milp; print('%d.%d' % sys.version_info[:2])"
        if python:
            answer = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False, env=_with({}))
            if answer.returncode == 0:
                found.setdefault(answer.stdout.strip(), python)
    return found


def _with(changes: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **changes}


def digests(python: str, changes: dict[str, str]) -> dict[str, str]:
    command = [python, "-c", LOCAL + PRINT, str(ROOT)]
    answer = subprocess.run(command, env=_with(changes), check=True, capture_output=True, text=True, timeout=600)
    found: dict[str, str] = json.loads(answer.stdout)
    return found


@pytest.mark.campaign
def test_no_surroundings_change_a_byte(tmp_path: Path) -> None:
    locales = [name for name in (made_locale("de_DE", tmp_path), made_locale("tr_TR", tmp_path)) if name]
    pythons = interpreters()
    runs, expected, differing = 0, digests(sys.executable, {"LC_ALL": "C"}), set()
    plans = [
        *product(pythons.values(), SEEDS[:2], ZONES[:2], ["C.UTF-8", *locales]),
        *product([sys.executable], SEEDS, ZONES, ["C"]),
    ]
    for python, seed, zone, locale in plans[:: max(1, len(plans) // times(len(plans)))]:
        surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LOCPATH": str(tmp_path)}
        found = digests(python, surroundings)
        differing |= {name for name in expected if found.get(name) != expected[name]}
        runs += 1

    record(
        "bytes",
        pythons=", ".join(sorted(pythons)),
        hash_seeds=len(SEEDS),
        time_zones=len(ZONES),
        locales=", ".join(["C", "C.UTF-8", *locales]),
        runs=runs,
        files_of_a_run=len(expected),
        differing=len(differing),
        names=", ".join(sorted(differing)) or "none",
    )
    assert differing == set()


@pytest.mark.campaign
def test_no_number_of_workers_changes_a_figure() -> None:
    counts = (1, 2, 3, 5, 8)
    command = [sys.executable, "-c", WORKERS, str(ROOT), ",".join(map(str, counts))]

    answer = subprocess.run(command, env=_with({}), check=True, capture_output=True, text=True, timeout=600)

    found = set(answer.stdout.split())
    record("workers", counts=", ".join(map(str, counts)), different_answers=len(found) - 1)
    assert len(found) == 1
