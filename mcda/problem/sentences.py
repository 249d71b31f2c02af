"""Constraints as plain sentences that an analyst can read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from mcda.model import constraint as kinds
from mcda.model.constraint import Constraint
from mcda.model.counts import agreeing
from mcda.model.members import THEME
from mcda.model.record import Entry
from mcda.model.study import Study


def sentence(study: Study, constraint: Constraint) -> str:
    """What the constraint asks for, without its name and reason; soft ones say their price."""
    words = _WORDS[constraint.kind](study, constraint.rule)
    if constraint.penalty is not None:
        price = f"{plain(constraint.penalty)} {agreeing(constraint.penalty, 'point', 'points')}"
        words += f"; breaking it costs {price}"
    return words


def plain(number: Decimal) -> str:
    """A number as it was meant: no exponent, no trailing zeros.

    >>> plain(Decimal("12.50")), plain(Decimal("100"))
    ('12.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def named(study: Study, name: str) -> str:
    """The person's name for an option, instrument, theme or set."""
    if name.startswith(THEME):
        return f"theme '{name.removeprefix(THEME).strip()}'"
    for option in study.options:
        if option.key == name:
            return option.name
    return name.replace("_", " ")


def _list(study: Study, names: Iterable[str], word: str = "and") -> str:
    texts = [named(study, name) for name in names]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {word} {texts[-1]}"


def bounds(low: object, high: object) -> str:
    """A lower and an upper bound, one of which may be missing: "at least 5", "between 5 and 7", "exactly 6"."""
    if low is not None and high is not None:
        return f"exactly {_shown(low)}" if low == high else f"between {_shown(low)} and {_shown(high)}"
    return f"at least {_shown(low)}" if low is not None else f"at most {_shown(high)}"


def _shown(entry: object) -> str:
    return plain(entry) if isinstance(entry, Decimal) else str(entry)


def _budget(study: Study, rule: kinds.Budget) -> str:
    resource = study.about.resources[rule.resource]
    return f"the mix uses {bounds(rule.at_least, rule.at_most)} {resource.unit} of {resource.name}"


def _size(study: Study, rule: kinds.Size) -> str:
    low, high = (rule.exactly, rule.exactly) if rule.exactly is not None else (rule.min, rule.max)
    return f"the mix has {bounds(low, high)} {agreeing(low if high is None else high, 'option', 'options')}"


def _must(study: Study, names: kinds.Members) -> str:
    return f"the mix contains {_list(study, names)}"


def _must_not(study: Study, names: kinds.Members) -> str:
    return f"the mix does not contain {_list(study, names, 'or')}"


def _not_both(study: Study, names: tuple[str, ...]) -> str:
    return f"the mix contains at most one of {_list(study, names)}"


def _at_most(study: Study, rule: kinds.CountOf) -> str:
    return f"the mix contains at most {rule.count} of {_list(study, rule.of)}"


def _at_least(study: Study, rule: kinds.CountOf) -> str:
    return f"the mix contains at least {rule.count} of {_list(study, rule.of)}"


def _requires(study: Study, rule: kinds.Requires) -> str:
    parts = []
    if rule.all_of:
        parts.append(_list(study, rule.all_of))
    if rule.any_of:
        parts.append(f"at least one of {_list(study, rule.any_of)}")
    return f"{_list(study, rule.options, 'or')} needs {' and '.join(parts)} in the mix"


def _cover(study: Study, rule: kinds.Cover) -> str:
    return f"each of {_list(study, [THEME + theme for theme in rule.themes])} has at least {rule.at_least} in the mix"


def _ratio(study: Study, rule: kinds.Ratio) -> str:
    per = "every one" if rule.for_every == 1 else f"every {rule.for_every}"
    return f"at most {rule.at_most} of {_list(study, rule.count)} for {per} of {_list(study, rule.of)}"


def _for_every(study: Study, rule: kinds.ForEvery) -> str:
    return f"for every {rule.every} of {_list(study, rule.count)}, at least {rule.at_least} of {_list(study, rule.of)}"


def _if_then(study: Study, rule: kinds.IfThen) -> str:
    when, then = rule.if_at_least, rule.then_at_least
    return (
        f"if the mix has at least {when.count} of {_list(study, when.of)}, "
        f"it has at least {then.count} of {_list(study, then.of)}"
    )


def _on_criterion(study: Study, rule: kinds.OnCriterion) -> str:
    criterion = study.criterion(rule.criterion)
    return f"{bounds(_level(rule.at_least), _level(rule.at_most))} on {criterion.name} ({criterion.unit})"


def _level(entry: Entry | None) -> Entry | None:
    return f"+{plain(entry)}" if isinstance(entry, Decimal) and entry > 0 else entry


def _mix_level(study: Study, rule: kinds.OnCriterion) -> str:
    return f"the mix as a whole stays {_on_criterion(study, rule)}"


def _each_member(study: Study, rule: kinds.OnCriterion) -> str:
    return f"every member stays {_on_criterion(study, rule)}"


def _interaction(study: Study, rule: kinds.Interaction) -> str:
    together = f"{_list(study, rule.options)} together"
    if rule.criterion is not None and rule.points is not None:
        points = f"{'+' if rule.points > 0 else ''}{plain(rule.points)} {agreeing(abs(rule.points), 'point', 'points')}"
        return f"{together}: {points} on {study.criterion(rule.criterion).name}"
    resource = study.about.resources[str(rule.resource)]
    return f"{together} save {_shown(rule.saves)} {resource.unit} of {resource.name}"


# Each entry takes the rule of its own kind; Any because a dict cannot say so.
_WORDS: Mapping[str, Callable[[Study, Any], str]] = {
    "budget": _budget,
    "size": _size,
    "must": _must,
    "must_not": _must_not,
    "not_both": _not_both,
    "at_most": _at_most,
    "at_least": _at_least,
    "requires": _requires,
    "cover": _cover,
    "ratio": _ratio,
    "for_every": _for_every,
    "if_then": _if_then,
    "mix_level": _mix_level,
    "each_member": _each_member,
    "interaction": _interaction,
}
