"""Where everything is said to be there (MCDA_EVERYTHING=1, as in CI), no check of the pages is skipped."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.report.axe import axe_core
from tests.report.browser import CHROMIUM
from tests.report.node import NODE


@pytest.mark.skipif(not os.environ.get("MCDA_EVERYTHING"), reason="only where everything is said to be installed")
def test_browser_node_axe_and_spreadsheet_program_are_there() -> None:
    assert CHROMIUM, "Chromium is not installed"
    assert NODE, "node is not installed"
    assert axe_core(), "axe-core is not installed"
    assert shutil.which("soffice"), "LibreOffice is not installed"
