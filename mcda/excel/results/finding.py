"""The answer in sentences that follow the cells: who leads, what would unseat it, whether all checks passed."""

from __future__ import annotations

from fractions import Fraction

from mcda.excel.results.calc import NONE_RATED
from mcda.excel.results.figures import Figures
from mcda.excel.results.lines import Limit, Lines, nearest_at
from mcda.excel.results.pen import DASH, Made, sheet_round, shown
from mcda.excel.results.plan import Plan, State
from mcda.excel.results.units import points_unit
from mcda.scenario.words import amount


def finding(plan: Plan, figures: Figures) -> Made:
    """Who leads and by how much, or that it is level; without scores, why."""
    leader, second, rated = (plan.state(each) for each in (State.LEADER, State.SECOND, State.RATED))
    one, other = (_score(plan, at) for at in (leader, second))
    close, gap = plan.state(State.CLOSE_CALL), _tenths(f"{one}-{other}")
    names = [f"INDEX({plan.names.text},{at})" for at in (leader, second)]
    ties = f"SUMPRODUCT(--({plan.ranks.text}=1))"
    limit, unit = amount(plan.study.about.close_call), points_unit(plan)
    alone = f'{names[0]}&" is the only rated option, at "&{_tenths(one)}&" points."'
    level = f'"Level: "&{ties}&" options share first place with "&{_tenths(one)}&" points, "&{names[0]}&" among them."'
    near = (
        f'"Practically level: "&{names[0]}&" ("&{_tenths(one)}&") and "&{names[1]}&" ("&{_tenths(other)}&") are less '
        f'than {limit} points apart, too close to call."'
    )
    ahead = f'{names[0]}&" leads with "&{_tenths(one)}&" {unit}, "&{gap}&" ahead of "&{names[1]}&"."'
    chosen = f"IF({rated}=1,{alone},IF({ties}>1,{level},IF(ROUND({one}-{other},9)<{close},{near},{ahead})))"
    formula = f'IF({rated}=0,"No scores: "&{plan.state(State.REASON)}&".",{chosen})'
    return Made(formula, _finding(plan, figures))


def _finding(plan: Plan, figures: Figures) -> str:
    if figures.leader is None:
        return f"No scores: {NONE_RATED}."
    first, name = _exact(figures, figures.leader), plan.study.options[figures.leader].name
    if figures.second is None:
        return f"{name} is the only rated option, at {shown(first)} points."
    second, next_name = _exact(figures, figures.second), plan.study.options[figures.second].name
    ties = sum(line.rank == 1 for line in figures.ranked)
    if ties > 1:
        return f"Level: {ties} options share first place with {shown(first)} points, {name} among them."
    if sheet_round(first - second, 9) < float(plan.study.about.close_call):
        limit = amount(plan.study.about.close_call)
        both = f"{name} ({shown(first)}) and {next_name} ({shown(second)})"
        return f"Practically level: {both} are less than {limit} points apart, too close to call."
    unit = points_unit(plan)
    return f"{name} leads with {shown(first)} {unit}, {shown(first - second)} ahead of {next_name}."


def nearest_change(plan: Plan, figures: Figures) -> Made:
    """The smallest move of one weight after which another option leads."""
    lines, at = Lines(plan), nearest_at()
    low, high, below, above = (
        f"INDEX({lines.limit(row).text},{at})" for row in (Limit.LOW, Limit.HIGH, Limit.BELOW, Limit.ABOVE)
    )
    name = f"INDEX({plan.scale(0).text},{at})"
    weight = f"INDEX({plan.weights.text},{at})"
    up = f"AND({above}>0,OR({below}=0,{high}-{weight}<={weight}-{low}))"
    texts = [
        f'{name}&" {word} "&{_tenths(f"100*{limit}")}&"%: "&INDEX({plan.names.text},{who})&" leads"'
        for word, limit, who in (("above", high, above), ("below", low, below))
    ]
    chosen = f'IF({at}=0,"none: first at any value of each weight",IF({up},{texts[0]},{texts[1]}))'
    return Made(f'IF({plan.state(State.LEADER)}=0,"{DASH}",{chosen})', _nearest_words(plan, figures))


def _nearest_words(plan: Plan, figures: Figures) -> str:
    if figures.leader is None:
        return DASH
    weights, found = plan.scenario.problem.weights, []
    for j, lead in enumerate(figures.leads):
        room = None if lead is None else lead.room(weights[j])
        if lead is not None and room is not None:
            found.append((room, j, lead))
    if not found:
        return "none: first at any value of each weight"
    _, j, lead = min(found, key=lambda each: each[:2])
    up = lead.above is not None and (lead.below is None or lead.high - weights[j] <= weights[j] - lead.low)
    word, limit, who = ("above", lead.high, lead.above) if up else ("below", lead.low, lead.below)
    name = plan.study.criteria[j].name
    leads = "" if who is None else plan.study.options[who].name
    return f"{name} {word} {shown(100 * limit)}%: {leads} leads"


def _tenths(number: str) -> str:
    """A formula with one decimal: rounded twice, because a float may stand just below the half that was meant."""
    return f"ROUND(ROUND({number},9),1)"


def _score(plan: Plan, at: str) -> str:
    return f"INDEX({plan.scores.text},{at})"


def _exact(figures: Figures, option: int) -> Fraction:
    return figures.ranked[option].score or Fraction(0)
