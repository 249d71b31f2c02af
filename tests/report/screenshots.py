"""Pictures of the reference report for the documentation: python -m tests.report.screenshots (needs Chromium)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from mcda.api.reporting import page, pictures
from mcda.api.starting import reference_study
from mcda.api.study import score
from tests.report.browser import browser

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs" / "images"
LOOKS = {"report_desk": (1280, False), "report_phone": (375, False), "report_dark": (1280, True)}
HEIGHT = 1650  # the finding, the ranking and the crossings


def main() -> None:
    """Write the pictures to docs/images."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    scenario = score(reference_study())
    for name in ("ranking.svg", "mix.svg"):
        (IMAGES / name).write_bytes(pictures(scenario)[name])
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder) / "profile") as chromium:
        file = Path(folder) / "report.html"
        file.write_bytes(page(scenario))
        for name, (width, dark) in LOOKS.items():
            chromium.look(width, HEIGHT, dark=dark)
            chromium.open(file.as_uri())
            chromium.picture(IMAGES / f"{name}.png", HEIGHT)
        chromium.look(1280, media="")
        chromium.open(file.as_uri())
        chromium.paper(Path(folder) / "report.pdf")
        if shutil.which("pdftoppm"):
            target = str(IMAGES / "report_print")
            subprocess.run(
                ["pdftoppm", "-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile", f"{folder}/report.pdf", target],
                check=True,
            )


if __name__ == "__main__":
    main()
