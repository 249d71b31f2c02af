"""The same inputs give the same bytes of every file, whatever the hash seed, time zone and locale."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mcda import api
from mcda.api.saving import environment

ROOT = Path(__file__).resolve().parents[2]
PRINT = """
import hashlib, json, sys
from mcda import api
from mcda.api.comparing import compare_scenarios, comparison_page, comparison_workbook
from mcda.api.saving import scenario_files
from mcda.text.compare import View, compare_json, compare_markdown
from mcda.text.compare_many import many_json
ends = [api.score(sys.argv[1], name) for name in ("baseline", "alliance_first", "economy_first")]
files = dict(scenario_files(ends[0]))
two, many = compare_scenarios(ends[:2]), compare_scenarios(ends)
files["compare.json"] = compare_json(two, View()).encode()
files["compare.md"] = compare_markdown(two, View()).encode()
files["many.json"] = many_json(many, View()).encode()
files["compare.xlsx"] = comparison_workbook(ends)
files["compare.html"] = comparison_page(ends[:2]) + comparison_page(ends)
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))
"""


def digests(**changes: str) -> dict[str, str]:
    """Hashes of all files made by a new process with other surroundings."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
    command = [sys.executable, "-c", PRINT, str(ROOT)]
    answer = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True, timeout=120)
    found: dict[str, str] = json.loads(answer.stdout)
    return found


@pytest.mark.campaign
def test_hash_seed_time_zone_and_locale_change_no_byte() -> None:
    one = digests(PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    other = digests(PYTHONHASHSEED="4242", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8", LANG="de_DE.UTF-8")

    assert one == other
    assert set(one) >= {"run.json", "metrics.json", "results.xlsx", "compare.json", "compare.md", "compare.xlsx"}


def test_the_only_file_that_knows_the_time_is_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    one = api.save(api.score(ROOT, "baseline"), tmp_path / "one")
    dated = environment()["time"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    other = api.save(api.score(ROOT, "baseline"), tmp_path / "other")

    assert dated == "2001-09-09T01:46:40+00:00"
    differing = {
        path.name
        for path in one.iterdir()
        if hashlib.sha256(path.read_bytes()).digest() != hashlib.sha256((other / path.name).read_bytes()).digest()
    }
    assert differing == {"environment.json"}
