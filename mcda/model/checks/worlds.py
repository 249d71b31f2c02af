"""Checks of worlds: other ratings of known options on known criteria, once each, and chances that add up."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.errors import Finding
from mcda.model.checks.criteria import sound_scale
from mcda.model.checks.names import did_you_mean, listed
from mcda.model.checks.ratings import check_entries
from mcda.model.draft import Draft
from mcda.model.option import Rating
from mcda.model.places import Path
from mcda.model.world import World

HERE = "as rated"


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about every world."""
    for i, world in enumerate(draft.worlds):
        yield from _name(draft, i, world)
        yield from _ratings(draft, i, world)
    yield from _chances(draft)


def _name(draft: Draft, i: int, world: World) -> Iterator[Finding]:
    name = world.name.casefold()
    if name == HERE:
        what, cure = f"'{world.name}' is the name of the study's own ratings.", "Give the world a name of its own."
        yield draft.places.finding(("worlds", i, "name"), "duplicate-name", what, cure)
    earlier = next((k for k, other in enumerate(draft.worlds[:i]) if other.name.casefold() == name), None)
    if earlier is not None:
        place = draft.places.of("worlds", earlier, "name").place
        what = f"Another world is called '{world.name}' too, at {place}."
        yield draft.places.finding(("worlds", i, "name"), "duplicate-name", what, "Rename one of them.")


def _ratings(draft: Draft, i: int, world: World) -> Iterator[Finding]:
    criteria = {criterion.key: criterion for criterion in draft.criteria}
    first: dict[tuple[str, str], int] = {}
    for k, rating in enumerate(world.ratings):
        path: Path = ("worlds", i, "ratings", k)
        yield from _names(draft, path, rating)
        criterion = criteria.get(rating.criterion)
        if rating.best is None:
            what = f"The rating of '{rating.option}' on '{rating.criterion}' is blank."
            cure = "Say what it would be in this world, or leave the entry out: then it is as the study rates it."
            yield draft.places.finding((*path, "best"), "world-rating-blank", what, cure)
        elif criterion is not None and sound_scale(criterion):
            yield from check_entries(draft, path, rating, criterion)
        pair = (rating.option, rating.criterion)
        if pair in first:
            earlier = draft.places.of("worlds", i, "ratings", first[pair]).place
            what = f"'{rating.option}' is rated on '{rating.criterion}' twice, first at {earlier}."
            yield draft.places.finding(path, "duplicate-rating", what, "Delete one of the entries.")
        first.setdefault(pair, k)


def _names(draft: Draft, path: Path, rating: Rating) -> Iterator[Finding]:
    for table, word, key, known in (
        ("options", "option", rating.option, [option.key for option in draft.options]),
        ("criteria", "criterion", rating.criterion, [criterion.key for criterion in draft.criteria]),
    ):
        if key not in known and not draft.is_broken(table, key) and draft.complete(table):
            what = f"There is no {word} '{key}'."
            yield draft.places.finding((*path, word), f"unknown-{word}", what, did_you_mean(key, known))


def _chances(draft: Draft) -> Iterator[Finding]:
    """All worlds have a chance or none has; together they leave nothing less than 0 to the study as it is rated."""
    given = [i for i, world in enumerate(draft.worlds) if world.chance is not None]
    without = [world.name for world in draft.worlds if world.chance is None]
    if given and without and not any(table == "worlds" for table, _ in draft.broken):
        what = f"Some worlds have a chance, but {listed(without)} {'have' if without[1:] else 'has'} none."
        cure = "Give every world a chance, or none of them: worlds without chances are looked at one by one."
        yield draft.places.finding(("worlds", given[0], "chance"), "chance-missing", what, cure)
    total = sum(world.chance for world in draft.worlds if world.chance is not None)
    if total > 100:
        what = f"The chances of the worlds add up to {total} %."
        cure = "Let them add up to at most 100; what is left falls to the study as it is rated."
        yield draft.places.finding(("worlds", given[-1], "chance"), "chance-sum", what, cure)
