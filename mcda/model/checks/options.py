"""Checks of options: keys, names, instruments, themes and what they use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mcda.errors import Finding
from mcda.model.checks.homes import home
from mcda.model.checks.names import did_you_mean
from mcda.model.draft import Draft

_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about the options table."""
    if not draft.options and not any(table == "options" for table, _ in draft.broken):
        cure = f"Add a row for each option to {home(draft, 'options', 'inputs/options.csv')}: key, name, themes ..."
        yield draft.places.finding(("files", "options"), "no-options", "The study has no option.", cure)
    yield from _duplicates(draft)
    yield from _clashes(draft)
    yield from _themes(draft)
    for i, option in enumerate(draft.options):
        if option.name.startswith(_FORMULA_STARTS):
            what = f"The name '{option.name}' would be a formula in a spreadsheet; it is kept as text."
            yield draft.places.finding(
                ("options", i, "name"), "formula-name", what, "Better begin it with a letter.", severity="note"
            )


def _duplicates(draft: Draft) -> Iterator[Finding]:
    keys = Counter(option.key for option in draft.options)
    names = Counter(option.name.casefold() for option in draft.options)
    first: dict[str, int] = {}
    for i, option in enumerate(draft.options):
        if keys[option.key] > 1 and option.key in first:
            earlier = draft.places.of("options", first[option.key], "key").place
            what = f"The option '{option.key}' is there twice, first at {earlier}."
            yield draft.places.finding(("options", i, "key"), "duplicate-option", what, "Delete or rename one of them.")
        elif names[option.name.casefold()] > 1 and option.name.casefold() in first:
            what = f"Two options are called '{option.name}'."
            yield draft.places.finding(("options", i, "name"), "duplicate-name", what, "Give each its own name.")
        first.setdefault(option.key, i)
        first.setdefault(option.name.casefold(), i)


def _clashes(draft: Draft) -> Iterator[Finding]:
    keys = {option.key for option in draft.options}
    for i, option in enumerate(draft.options):
        if option.instrument in keys:
            what = f"'{option.instrument}' is both an option and an instrument."
            cure = "Give the instrument its own key; its options are the levels."
            yield draft.places.finding(("options", i, "instrument"), "instrument-key", what, cure)


def _themes(draft: Draft) -> Iterator[Finding]:
    known = draft.about.themes if draft.about else {}
    for i, option in enumerate(draft.options):
        for theme in option.themes if known else ():
            if theme not in known:
                what = f"The theme '{theme}' is not listed in {home(draft, 'about', 'inputs/study.yaml')}."
                yield draft.places.finding(("options", i, "themes"), "unknown-theme", what, did_you_mean(theme, known))
