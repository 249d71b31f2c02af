"""Pictures of every sheet of the results workbook: `python docs/make_pictures.py [STUDY] [FOLDER]`.

Needs LibreOffice (soffice) and poppler (pdftoppm, pdftotext). Without arguments the first page of each sheet of the
reference study goes into docs/images; with a folder every page does, one PNG each, named after its sheet.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from mcda.api import score
from mcda.api.saving import RESULTS, scenario_files

ROOT = Path(__file__).resolve().parents[1]
# The finest with which a picture stays small.
RESOLUTIONS, LARGEST = (96, 84, 72, 60), 200_000
SHORT, LONG = 1, 100


def pictures(study: Path, folder: Path, most: int) -> list[Path]:
    """Write pictures of a study's workbook into a folder, at most so many pages a sheet, and give their paths."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / RESULTS).write_bytes(scenario_files(score(study))[RESULTS])
        return pages(pdf_of(work / RESULTS), folder, most)


def pdf_of(book: Path) -> Path:
    """The workbook printed by LibreOffice, beside it."""
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(book.parent), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return book.with_suffix(".pdf")


def pages(pdf: Path, folder: Path, most: int) -> list[Path]:
    """One picture a page, named after the sheet in its footer."""
    folder.mkdir(parents=True, exist_ok=True)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    counts: Counter[str] = Counter()
    made = []
    for number, page in enumerate(text.split("\f")[:-1], start=1):
        sheet = _sheet(page)
        counts[sheet] += 1
        if counts[sheet] > most:
            continue
        suffix = f"_{counts[sheet]}" if counts[sheet] > 1 else ""
        path = folder / f"workbook_{sheet}{suffix}"
        for resolution in RESOLUTIONS:
            command = ["pdftoppm", "-r", str(resolution), "-f", str(number), "-l", str(number), "-singlefile", "-png"]
            subprocess.run([*command, str(pdf), str(path)], check=True, timeout=60)
            if path.with_suffix(".png").stat().st_size < LARGEST:
                break
        made.append(path.with_suffix(".png"))
    return made


def _sheet(page: str) -> str:
    """The sheet's name, which stands left of "page 1 of 9" in the last line."""
    footer = next(line for line in reversed(page.splitlines()) if "page " in line)
    return footer.rpartition("page ")[0].strip().lower().replace(" ", "_")


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "images"
    for picture in pictures(source, target, LONG if len(sys.argv) > 2 else SHORT):
        print(picture)
