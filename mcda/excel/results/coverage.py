"""What the table of mixes covers: whether the cells still ask for something that it can answer."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.excel.results.ground import ENDLESS, Ground
from mcda.excel.results.left_out import Ceiling
from mcda.excel.results.listing import Fixed
from mcda.excel.results.mixing import MixTable
from mcda.excel.results.plan import Plan, State
from mcda.model.counts import agreeing
from mcda.scenario.mix_words import needed_to_compare
from mcda.scenario.words import amount, names

SORRY = "not listed here: run mcda score again"


def covered(table: MixTable) -> str:
    """Whether the best of the listed mixes is the best of all, as a formula."""
    plan, ground = table.plan, table.ground
    match plan.listing.mode:
        case "all":
            parts = [_still_fixed(ground, each) for each in plan.listing.fixed]
        case "listed":
            parts = [*_rules_on(ground), *_within(ground)]
        case "efficient":
            everything = [f"{ground.on(place).at()}=1" for place in range(plan.stated)]
            parts = [f"{plan.state(State.CHANGED_RATINGS)}=0", *everything, *_within(ground), *_same_soft(plan)]
            parts += [] if plan.listing.whole else [_none_better_left_out(table)]
        case "saved":
            changes = (State.CHANGED_POINTS, State.CHANGED_RATINGS, State.CHANGED_SWITCHES, State.CHANGED_BUDGETS)
            parts = [f"{plan.state(each)}=0" for each in changes]
    parts += [f"{ground.on(place).at()}=1" for place in sorted(_needed(plan))]
    return f"AND({','.join(dict.fromkeys(parts)) or 'TRUE'})"


def _needed(plan: Plan) -> Iterator[int]:
    """The rules that stay on where a criterion has no do-nothing level: mixes of different size cannot be compared."""
    needed = needed_to_compare(plan.scenario)
    return (place for place, rule in enumerate(plan.rules) if rule.stated and rule.index in needed)


def _none_better_left_out(table: MixTable) -> str:
    """Nothing has changed that could bring a mix from outside the table to the top, or the best is above them all."""
    plan = table.plan
    changes = [State.CHANGED_BUDGETS] if plan.listing.any_points else [State.CHANGED_POINTS, State.CHANGED_BUDGETS]
    same = "+".join(plan.state(each) for each in changes)
    bounds = ",".join(_bound(plan, ceiling) for ceiling in plan.listing.ceilings)
    return f"OR({same}=0,MAX({table.objective.text})>=MAX({bounds}))" if bounds else "TRUE"


def _bound(plan: Plan, ceiling: Ceiling) -> str:
    """What no mix of a heap is worth more than."""
    terms = [f"{plan.weights.at(0, j)}*{float(most):.9f}" for j, most in enumerate(ceiling[:-1])]
    return "+".join([*terms, f"{float(ceiling[-1]):.9f}"])


def _still_fixed(ground: Ground, fixed: Fixed) -> str:
    """An option that is not free is held by some rule that is on."""
    holds = []
    for place in fixed.rules:
        flag = f"*{ground.flags(place).at(fixed.option)}" if ground.plan.rules[place].kind == "member" else ""
        holds.append(f"{ground.on(place).at()}{flag}")
    return f"{'+'.join(holds)}>0"


def _rules_on(ground: Ground) -> Iterator[str]:
    """The hard rules that decided which mixes are listed."""
    plan = ground.plan
    for place, rule in enumerate(plan.rules):
        if not rule.hard or not rule.stated or rule.kind not in ("membership", "budget"):
            continue
        used = rule.used
        if used is None or used.least is not None or plan.listing.tops[used.resource] is not None:
            yield f"{ground.on(place).at()}=1"


def _within(ground: Ground) -> Iterator[str]:
    """Budgets up to those that were listed."""
    for resource, top in enumerate(ground.plan.listing.tops):
        if top is not None:
            yield f"{ground.most_of(resource).at()}<={ground.most_of(resource).at(0, 2)}"


def _same_soft(plan: Plan) -> Iterator[str]:
    """Soft budgets as they were: the penalties of the table were counted with them."""
    for place, rule in enumerate(plan.rules):
        if rule.stated and not rule.hard and rule.used is not None and rule.used.most is not None:
            yield f"{plan.budgets.at(place)}={plan.rule_cells(3).at(place)}"


def top_cell(plan: Plan, resource: int) -> float:
    """What stands beside a budget: how far the table goes."""
    top = plan.listing.tops[resource]
    return ENDLESS if top is None else float(top)


def coverage_words(plan: Plan) -> tuple[str, str]:
    """Which mixes the sheet can choose from, and which edits it follows."""
    listing = plan.listing
    size, budgets = len(listing.masks), _budget_words(plan)
    count, are, keep = f"{size:,}", agreeing(size, "is", "are"), agreeing(size, "keeps", "keep")
    every, mix = agreeing(size, "the only mix", f"all {count} mixes"), agreeing(size, "mix", "mixes")
    again = "run mcda score again."
    if not listing.masks:
        return "No mixes are listed here: mcda found none, or there are too many.", "My mix follows every change."
    match listing.mode:
        case "all":
            fixed = "; the others are held in or out by a rule" if listing.fixed else ""
            return (
                f"Live and exact: {every} of the free options {are} worked out on a hidden sheet{fixed}.",
                "It follows points, ratings, limits and switches.",
            )
        case "listed":
            return (
                f"Live and exact: {every} that {keep} the hard rules on membership{budgets} {are} worked out.",
                f"It follows points, ratings, limits up to these, and soft rules. With a hard rule off: {again}",
            )
        case "efficient" if listing.whole:
            return (
                f"Live for points and lower limits: {count} efficient {mix}{budgets}, one of them best for any points.",
                f"The best is exact, the next ones are the next of these. After another rating or switch: {again}",
            )
        case "efficient" if listing.any_points:
            return (
                f"Live for points: {count} of {listing.found:,} efficient mixes{budgets}, for any points.",
                f"With lower limits, where a better one may be left out, and after another rating or switch: {again}",
            )
        case "efficient":
            return (
                f"Live in part: the {count} worthiest of {listing.found:,} efficient mixes{budgets}.",
                f"Where a better one may be left out, and after another rating or switch: {again}",
            )
    return "Worked out by mcda for the saved run, not live.", f"After any change: {again}"


def _budget_words(plan: Plan) -> str:
    resources = plan.study.about.resources
    texts = [
        f"{amount(top)} {resources[key].unit} of {resources[key].name}"
        for key, top in zip(plan.scenario.mixing.resources, plan.listing.tops, strict=True)
        if top is not None
    ]
    return f" and use at most {names(texts)}" if texts else ""
