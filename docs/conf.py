"""How Sphinx builds these pages: `sphinx-build -W -b html docs OUT` (extra `docs`)."""

project = "mcda"
author = "The mcda authors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "mcda"
myst_heading_anchors = 3
exclude_patterns = ["_build"]
# Shortened output in console blocks is no shell language, and need not be.
suppress_warnings = ["misc.highlighting_failure"]
