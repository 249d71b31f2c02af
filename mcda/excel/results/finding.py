"""The answer in sentences that follow the cells: who leads, what would unseat it, whether all checks passed."""

from __future__ import annotations

from fractions import Fraction

from mcda.excel.results.calc import NONE_RATED
from mcda.excel.results.figures import Figures
from mcda.excel.results.lines import Limit, Lines, nearest_at
from mcda.excel.results.pen import DASH, Made, sheet_round, shown
from mcda.excel.results.plan import Plan, State
from mcda.excel.results.units import points_unit
from mcda.scenario.words import none_better, points_apart

_NEAR, _SHARED = " (practically level)", " options share first place"
_ALWAYS = "none: first at any value of each weight"
_STAYS = " stays first, alone or level, at any value of each weight"


def finding(plan: Plan, figures: Figures) -> Made:
    """Who leads and by how much, or that it is level; without scores, why."""
    leader, second, rated = (plan.state(each) for each in (State.LEADER, State.SECOND, State.RATED))
    one, other = (_score(plan, at) for at in (leader, second))
    close, gap = plan.state(State.CLOSE_CALL), _tenths(f"{one}-{other}")
    names = [f"INDEX({plan.names.text},{at})" for at in (leader, second)]
    ties = shared_first(plan)
    limit, unit = points_apart(plan.study), points_unit(plan)
    alone = f'{names[0]}&" is the only rated option, at "&{_tenths(one)}&" points."'
    level = f'"Level: "&{ties}&" options share first place with "&{_tenths(one)}&" points, "&{names[0]}&" among them."'
    near = (
        f'"Practically level: "&{names[0]}&" ("&{_tenths(one)}&") and "&{names[1]}&" ("&{_tenths(other)}&") are less '
        f'than {limit} apart, too close to call."'
    )
    ahead = f'", "&{gap}&" ahead of "&{names[1]}&"."'
    above = f'{names[0]}&" leads with "&{_tenths(one)}&" {unit}"&{ahead}'
    if plan.scenario.ranking.has_nothing:
        above = f'IF(ROUND({one},9)<=0,{names[0]}&" comes first with "&{_tenths(one)}&" points"&{ahead},{above})'
    chosen = f"IF({rated}=1,{alone},IF({ties}>1,{level},IF(ROUND({one}-{other},9)<{close},{near},{above})))"
    formula = f'IF({rated}=0,"No scores: "&{plan.state(State.REASON)}&".",{_none_better(plan, one)}{chosen})'
    return Made(formula, _finding(plan, figures))


def shared_first(plan: Plan) -> str:
    """How many options are in first place, as a formula."""
    return f"SUMPRODUCT(--({plan.ranks.text}=1))"


def _none_better(plan: Plan, leading: str) -> str:
    """A formula for the words that stand first where even the first option is no better than doing nothing."""
    if not plan.scenario.ranking.has_nothing:
        return ""
    some, every = (none_better(rated, plan.options) for rated in (0, plan.options))
    return f'IF(ROUND({leading},9)<=0,IF({plan.state(State.RATED)}<{plan.options},"{some}","{every}"),"")&'


def _finding(plan: Plan, figures: Figures) -> str:
    if figures.leader is None:
        return f"No scores: {NONE_RATED}."
    none = none_better(figures.rated, plan.options) if _is_none_better(plan, figures, figures.leader) else ""
    return f"{none}{_first_place(plan, figures, figures.leader)}"


def _is_none_better(plan: Plan, figures: Figures, leader: int) -> bool:
    return plan.scenario.ranking.has_nothing and sheet_round(_exact(figures, leader), 9) <= 0


def _first_place(plan: Plan, figures: Figures, leader: int) -> str:
    first, name = _exact(figures, leader), plan.study.options[leader].name
    if figures.second is None:
        return f"{name} is the only rated option, at {shown(first)} points."
    second, next_name = _exact(figures, figures.second), plan.study.options[figures.second].name
    ties = _tied(figures)
    if ties > 1:
        return f"Level: {ties} options share first place with {shown(first)} points, {name} among them."
    if sheet_round(first - second, 9) < float(plan.study.about.close_call):
        both = f"{name} ({shown(first)}) and {next_name} ({shown(second)})"
        return f"Practically level: {both} are less than {points_apart(plan.study)} apart, too close to call."
    ahead = f"{shown(first - second)} ahead of {next_name}."
    if _is_none_better(plan, figures, leader):
        return f"{name} comes first with {shown(first)} points, {ahead}"
    return f"{name} leads with {shown(first)} {points_unit(plan)}, {ahead}"


def leading(plan: Plan, figures: Figures) -> Made:
    """Who leads in a few words: nobody where several share first place, or where it is too close to call."""
    leader, second, rated = (plan.state(each) for each in (State.LEADER, State.SECOND, State.RATED))
    ties, name = shared_first(plan), f"INDEX({plan.names.text},{leader})"
    gap = f"ROUND({_score(plan, leader)}-{_score(plan, second)},9)"
    near = f'IF({rated}<2,{name},{name}&IF({gap}<{plan.state(State.CLOSE_CALL)},"{_NEAR}",""))'
    formula = f'IF({leader}=0,"no scores",IF({ties}>1,{ties}&"{_SHARED}",{near}))'
    return Made(formula, _leading(plan, figures))


def _leading(plan: Plan, figures: Figures) -> str:
    if figures.leader is None:
        return "no scores"
    if _tied(figures) > 1:
        return f"{_tied(figures)}{_SHARED}"
    name = plan.study.options[figures.leader].name
    if figures.second is None:
        return name
    gap = sheet_round(_exact(figures, figures.leader) - _exact(figures, figures.second), 9)
    return f"{name}{_NEAR}" if gap < float(plan.study.about.close_call) else name


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
    leader = f"INDEX({plan.names.text},{plan.state(State.LEADER)})"
    always = f'IF({shared_first(plan)}>1,"none: "&{leader}&"{_STAYS}","{_ALWAYS}")'
    chosen = f"IF({at}=0,{always},IF({up},{texts[0]},{texts[1]}))"
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
        name = plan.study.options[figures.leader].name
        return f"none: {name}{_STAYS}" if _tied(figures) > 1 else _ALWAYS
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


def _tied(figures: Figures) -> int:
    """How many options are in first place."""
    return sum(line.rank == 1 for line in figures.ranked)


def _exact(figures: Figures, option: int) -> Fraction:
    return figures.ranked[option].score or Fraction(0)
