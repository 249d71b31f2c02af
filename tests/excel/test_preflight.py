import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mcda.errors import errors
from mcda.excel.preflight import preflight
from mcda.excel.read import read_tables
from tests.excel.hostile import RATINGS, Odd, damaged, package, read_with_a_finding, refused, sheet

LONGEST_SECONDS = 1.0
MOST_MEGABYTES = 200
REFUSED = refused()
EVERY = [*REFUSED, *damaged(), *read_with_a_finding()]


def named(odd: Odd) -> str:
    return odd.name


@pytest.mark.parametrize("odd", REFUSED, ids=named)
def test_a_file_that_is_no_workbook_is_refused_with_one_sentence_and_a_cure(odd: Odd, tmp_path: Path):
    (finding,) = preflight(odd.write(tmp_path), "study.xlsx")

    assert (finding.code, finding.severity, str(finding.place)) == (odd.code, "error", "study.xlsx")
    assert odd.words in finding.what
    assert finding.what.endswith((".", "?).", "!")) or finding.what.endswith(")."), finding.what
    assert finding.cure.endswith(".")


@pytest.mark.parametrize("odd", EVERY, ids=named)
def test_every_odd_file_ends_soon_with_its_sentence(odd: Odd, tmp_path: Path):
    path = odd.write(tmp_path)

    start = time.process_time()
    tables, findings = read_tables(path, "study.xlsx")
    seconds = time.process_time() - start

    assert seconds < LONGEST_SECONDS
    assert not odd.code or any(
        odd.code == found.code and odd.words in f"{found.what} {found.cure}" for found in findings
    )
    assert tables or errors(findings) or odd.code in {"hidden", "sheet-too-large"}


@pytest.mark.parametrize("odd", EVERY, ids=named)
def test_no_sentence_shows_the_words_of_a_library(odd: Odd, tmp_path: Path):
    _, findings = read_tables(odd.write(tmp_path), "study.xlsx")

    for word in ("openpyxl", "Error", "Exception", "Traceback", "zipfile", "expat", "None", str(tmp_path)):
        assert all(word not in str(finding) for finding in findings)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_all_odd_files_together_stay_within_memory(tmp_path: Path):
    paths = [str(odd.write(tmp_path)) for odd in EVERY]
    program = (
        "import re, sys, pathlib\n"
        "from mcda.excel.read import read_tables\n"
        "for path in sys.argv[1:]: read_tables(pathlib.Path(path), 'study.xlsx')\n"
        # getrusage would count the parent's memory at the fork as well
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]) // 1024)"
    )

    run = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=True)

    assert int(run.stdout) < MOST_MEGABYTES


def test_a_good_workbook_passes_without_a_word(tmp_path: Path):
    path = Odd("good.xlsx", package(sheet(RATINGS))).write(tmp_path)

    assert preflight(path, "good.xlsx") == ()


def test_a_workbook_cut_short_is_refused_wherever_it_was_cut(tmp_path: Path):
    whole = Odd("whole.xlsx", package(sheet(RATINGS))).write(tmp_path).read_bytes()

    for length in range(1, len(whole), 97):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:length])
        assert [finding.severity for finding in preflight(path, "cut.xlsx")] == ["error"]


def test_a_workbook_with_flipped_bytes_never_ends_in_a_traceback(tmp_path: Path):
    whole = Odd("whole.xlsx", package(sheet(RATINGS))).write(tmp_path).read_bytes()
    path = tmp_path / "flipped.xlsx"

    for spot in range(0, len(whole), 7):
        path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 0x15]) + whole[spot + 1 :])
        tables, findings = read_tables(path, "flipped.xlsx")
        assert tables or errors(findings)


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path: Path):
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)

    codes = [preflight(path, "x")[0].code for path in (tmp_path / "none.xlsx", tmp_path, pipe)]

    assert codes == ["no-file", "not-a-file", "not-a-file"]
