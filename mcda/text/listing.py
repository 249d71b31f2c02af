"""The list of saved scenarios for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from textwrap import fill

from mcda.model.counts import counted
from mcda.scenario.listing import Listed, date_words

_WIDTH = 80


def listed_text(listed: Sequence[Listed]) -> str:
    """A few lines for each scenario: name, date, state and inputs; who leads; the mix."""
    return "\n".join(_lines(each) for each in listed)


def listed_json(listed: Sequence[Listed]) -> dict[str, object]:
    """The list as plain data (schema mcda-list/1)."""
    return {"schema": "mcda-list/1", "scenarios": [{**asdict(each), "mix": list(each.mix)} for each in listed]}


def _lines(each: Listed) -> str:
    date, state = date_words(each) or "no date", f"{each.state}: {each.why}" if each.why else each.state
    mix = f"{counted(len(each.mix), 'option')}: {', '.join(each.mix)}" if each.mix else "none"
    first = f"{each.name}  ({date}, inputs {each.inputs_sha256[:8] or 'unknown'}, {state})"
    texts = [first, f"  leads: {each.leader or 'nobody'}", f"  mix: {mix}"]
    return "\n".join(fill(text, _WIDTH, subsequent_indent="    ") for text in texts)
