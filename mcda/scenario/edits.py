"""What a results workbook changes against its run, in the words of the command line, so that both give one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from mcda.model.constraint import Constraint, Constraints
from mcda.model.option import Rating
from mcda.model.study import Study
from mcda.scenario.overrides import Overrides, with_overrides

# These may be given several times, each for another option.
_EACH = ("--require", "--forbid")
MOST_TOLD = 5
_RATED = " rated "


def with_budgets_told(before: Study, after: Constraints) -> tuple[Constraints, tuple[str, ...]]:
    """Constraints of which budgets were changed as `--budget` would leave them, and how that would be typed.

    They stay as they are, with nothing typed, where that option would change other ones too.
    """
    there = {each.name: each for each in before.constraints.constraints}
    moved = {each.name: each for each in after.constraints if _most(each) != _most(there[each.name])}
    budgets = {
        each.budget.resource: most for each in moved.values() if each.budget and (most := _most(each)) is not None
    }
    wanted = {each.name: each for each in with_overrides(before, Overrides(budgets=budgets)).constraints.constraints}
    if any(each.name not in wanted or not _same(each, wanted[each.name]) for each in after.constraints):
        return after, ()
    told = tuple(_told(each, there, wanted) if each.name in moved else each for each in after.constraints)
    texts = tuple(f"--budget {resource}={most:f}" for resource, most in budgets.items())
    return after.model_copy(update={"constraints": told}), texts


def edits_told(before: Study, constraints: Constraints, ratings: Sequence[Rating]) -> tuple[str, ...]:
    """Constraints that were switched off and ratings that were typed in a results workbook, one text each.

    No option of the command line says the same, so they are told but cannot be given again.
    """
    left = {each.name for each in constraints.constraints}
    off = (each.name for each in before.constraints.constraints if each.name not in left)
    there = {(each.option, each.criterion): each for each in before.ratings}
    typed = [each for each in ratings if each != there.get((each.option, each.criterion))]
    told = [f"{_called(before, each)}{_RATED}{'blank' if each.best is None else each.best}" for each in typed]
    told = told if len(told) <= MOST_TOLD else [f"{len(told)} ratings changed"]
    return tuple(f"{text} in results.xlsx" for text in (*(f"'{name}' switched off" for name in off), *told))


def joined_texts(earlier: Sequence[str], later: Sequence[str]) -> tuple[str, ...]:
    """Overrides as they were typed, those of a run and later ones: a later one takes the place of its like.

    >>> joined_texts(("--budget money=6", "--max-options 5"), ("--budget money=4",))
    ('--max-options 5', '--budget money=4')
    """
    new = {_subject(text) for text in later}
    return (*(text for text in earlier if _subject(text) not in new), *later)


def is_option(text: str) -> bool:
    """Whether what was changed for a run was asked for on the command line, and so can be asked for again."""
    return text.startswith("--")


def _called(study: Study, rating: Rating) -> str:
    return f"{study.option(rating.option).name} on {study.criterion(rating.criterion).name}"


def _told(each: Constraint, there: Mapping[str, Constraint], wanted: Mapping[str, Constraint]) -> Constraint:
    """A budget with where it comes from; one that was moved before still stands in place of the study's own."""
    is_moved_again = there[each.name].source.startswith("--budget")
    return each if is_moved_again else wanted[each.name]


def _most(constraint: Constraint) -> Decimal | None:
    return constraint.budget.at_most if constraint.budget else None


def _same(one: Constraint, other: Constraint) -> bool:
    """Whether two constraints are the same but for what tells where they come from."""
    bare = {"reason": "r", "source": ""}
    return one.model_copy(update=bare) == other.model_copy(update=bare)


def _subject(text: str) -> str:
    """What an override is about: an option that takes a key and a value is about the key, a typed rating is about its
    place; all else is about itself."""
    flag, _, rest = text.partition(" ")
    if not is_option(text):
        return text.rpartition(_RATED)[0] or text
    if flag in _EACH:
        return text
    return f"{flag} {rest.partition('=')[0]}" if "=" in rest else flag
