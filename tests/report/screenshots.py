"""Pictures of the report and the comparison for the documentation: python -m tests.report.screenshots.

Needs Chromium, and pdftoppm for what stands on paper.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from mcda.api.comparing import comparison_page
from mcda.api.reporting import page, pictures
from mcda.api.starting import reference_study
from mcda.api.study import score
from tests.report.browser import Browser, browser

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"
COMPARED = ("baseline", "alliance_first", "economy_first", "open_government")
LOOKS = {
    "report_desk": ("report", 1280, False),
    "report_phone": ("report", 375, False),
    "report_dark": ("report", 1280, True),
    "compare_desk": ("compare", 1280, False),
    "compare_phone": ("compare", 375, False),
    "compare_dark": ("compare_four", 1280, True),
}
HEIGHT = 1650  # the finding, the ranking and the crossings


def main() -> None:
    """Write the pictures to docs/images."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    scenario = score(reference_study())
    for name in ("ranking.svg", "mix.svg"):
        (IMAGES / name).write_bytes(pictures(scenario)[name])
    several = [score(reference_study(), name) for name in COMPARED]
    pages = {
        "report": page(scenario),
        "compare": comparison_page(several[:2]),
        "compare_four": comparison_page(several),
    }
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder) / "profile") as chromium:
        for name, data in pages.items():
            (Path(folder) / f"{name}.html").write_bytes(data)
        for name, (of, width, dark) in LOOKS.items():
            chromium.look(width, HEIGHT, dark=dark)
            chromium.open((Path(folder) / f"{of}.html").as_uri())
            chromium.picture(IMAGES / f"{name}.png", HEIGHT)
        for of in ("report", "compare"):
            on_paper(chromium, Path(folder) / f"{of}.html", IMAGES / f"{of}_print")


def on_paper(chromium: Browser, file: Path, target: Path) -> None:
    """The first sheet of a page printed on A4."""
    chromium.look(1280, media="")
    chromium.open(file.as_uri())
    chromium.paper(file.with_suffix(".pdf"))
    if shutil.which("pdftoppm"):
        sheet = ["-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile", str(file.with_suffix(".pdf")), str(target)]
        subprocess.run(["pdftoppm", *sheet], check=True)


if __name__ == "__main__":
    main()
