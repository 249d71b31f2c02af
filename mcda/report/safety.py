"""How safe the answer is and what to check first, for the report."""

from __future__ import annotations

from html import escape

from mcda.report.extras import Extras, Safety
from mcda.report.html import paragraph, share_bar, table
from mcda.report.template import scroll
from mcda.scenario.robust_words import sampled
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid
from mcda.scenario.words import share


def safety_section(scenario: Scenario, safety: Safety | None) -> str:
    """How often each option is first and in the best mix, in words and as bars; nothing where it was not looked at."""
    if safety is None:
        return ""
    words = "".join(map(paragraph, safety.sentences))
    body = f"{words}{_shares(scenario, safety)}{''.join(map(_folded, safety.tables))}"
    return f'<section id="safety"><h2>How safe is the answer?</h2>{body}</section>'


def checks_section(extras: Extras) -> str:
    """What to check first, the most worthwhile first; nothing where that is not known."""
    if not extras.checks:
        return ""
    listed = "".join(f"<li>{escape(text)}</li>" for text in extras.checks)
    body = f"<ol>{listed}</ol>{''.join(map(_folded, extras.check_tables))}"
    return f'<section id="checks"><h2>What to check first</h2>{body}</section>'


def _shares(scenario: Scenario, safety: Safety) -> str:
    """The options that are ever first or in the best mix, those that are most often so first; the others by name."""
    options = range(len(scenario.study.options))
    first = share if safety.exact else (lambda part: sampled(float(part)))
    columns = [("First", safety.first, first), *([("In the best mix", safety.in_mix, share)] if safety.in_mix else [])]
    order = sorted(options, key=lambda i: [-shares[i] for _, shares, _ in columns])
    rows = "".join(
        f'<tr><th scope="row">{escape(scenario.study.options[i].name)}</th>'
        + "".join(f'<td class="n">{told(shares[i])}{share_bar(shares[i])}</td>' for _, shares, told in columns)
        for i in order
        if any(shares[i] for _, shares, _ in columns)
    )
    heads = "".join(f'<th scope="col" class="n">{name}</th>' for name, _, _ in columns)
    grid = f'<table id="t-safety"><caption>{escape(safety.basis)}</caption><thead><tr><th scope="col">Option</th>'
    shown = scroll("How often each option is first", f"{grid}{heads}</tr></thead><tbody>{rows}</tbody></table>")
    return shown + "".join(paragraph(text, "note") for text in safety.unseen)


def _folded(grid: Grid) -> str:
    """A table folded away under its title."""
    head = f"<summary>{escape(grid.title)}</summary>"
    return f"<details>{head}{scroll(grid.title, table(grid, f't-{grid.key}'))}</details>"
