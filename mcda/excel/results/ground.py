"""The hidden sheet _rules: values as numbers, uses, who belongs to which set, and what each rule asks for now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.pen import Made, Pen, Value, sheet_round
from mcda.excel.results.places import Block
from mcda.excel.results.plan import RULES, Plan
from mcda.excel.results.rules import Flag, Rule
from mcda.problem.mixing import Conditional, Counted, Implied, PerFull, Proportion, Test, Used

# No limit; far from any use or value, and still exact in a cell.
ENDLESS = 1e15
_ON, _PENALTY, _MOST, _LEAST = 1, 2, 3, 4


@dataclass(frozen=True)
class Ground:
    """Where the numbers of the mix stand on the sheet."""

    plan: Plan

    @cached_property
    def groups(self) -> tuple[frozenset[int], ...]:
        """All sets of options that some test or interaction counts."""
        problem = self.plan.scenario.mixing
        tests = (test for rule in self.plan.rules if rule.kind == "membership" for test in rule.tests)
        together = [frozenset(s.members) for s in problem.synergies] + [frozenset(s.members) for s in problem.savings]
        everyone = frozenset(range(self.plan.options))
        return tuple(dict.fromkeys([everyone, *together, *(g for test in tests for g in counted_sets(test))]))

    @cached_property
    def chances(self) -> tuple[int, ...]:
        """The criteria with mix rule prob."""
        return tuple(j for j, effect in enumerate(self.plan.scenario.mixing.effects) if effect.adds == "prob")

    @cached_property
    def flagged(self) -> tuple[int, ...]:
        """The rules on single options."""
        return tuple(place for place, rule in enumerate(self.plan.rules) if rule.kind == "member")

    def _column(self, column: int) -> Block:
        return Block(RULES, 1, column, self.plan.options)

    @property
    def _after_uses(self) -> int:
        return 1 + self.plan.criteria + self.plan.resources

    def factors(self, criterion: int) -> Block:
        """For a criterion with rule prob: by what each option multiplies the chance that nothing happens."""
        return self._column(self._after_uses + self.chances.index(criterion))

    def flags(self, rule: int) -> Block:
        """1 for each option that a rule on single options keeps out."""
        return self._column(self._after_uses + len(self.chances) + self.flagged.index(rule))

    @property
    def forbidden(self) -> Block:
        """By how many hard rules that are on each option is kept out."""
        return self._column(self._after_uses + len(self.chances) + len(self.flagged))

    def group(self, members: frozenset[int]) -> Block:
        """1 for each option of a set."""
        return self._column(self.forbidden.left + 1 + self.groups.index(members))

    def _rule_cell(self, rule: int, column: int) -> Block:
        return Block(RULES, self.plan.options + 4 + rule, column)

    def on(self, rule: int) -> Block:
        """1 where a rule counts, 0 where it is switched off."""
        return self._rule_cell(rule, _ON)

    def penalty(self, rule: int) -> Block:
        """What breaking a rule costs now; 0 for hard ones."""
        return self._rule_cell(rule, _PENALTY)

    def most(self, rule: int) -> Block:
        """The highest amount or points that a rule allows."""
        return self._rule_cell(rule, _MOST)

    def least(self, rule: int) -> Block:
        """The lowest amount or points that a rule allows."""
        return self._rule_cell(rule, _LEAST)

    @property
    def _totals_top(self) -> int:
        return self.plan.options + 6 + len(self.plan.rules)

    def most_of(self, resource: int) -> Block:
        """What the hard budgets that are on leave of a resource."""
        return Block(RULES, self._totals_top + resource, 1)

    def least_of(self, resource: int) -> Block:
        """What a mix has to use at least."""
        return Block(RULES, self._totals_top + resource, 2)

    def floor(self, criterion: int) -> Block:
        """The lowest points that hard rules allow a mix."""
        return Block(RULES, self._totals_top + self.plan.resources + 1 + criterion, 1)

    def ceiling(self, criterion: int) -> Block:
        """The highest points that hard rules allow a mix."""
        return Block(RULES, self._totals_top + self.plan.resources + 1 + criterion, 2)

    def constant(self, criterion: int, column: int) -> Block:
        """Cap (3), slope (4) and do-nothing probability (5) of a criterion."""
        return Block(RULES, self._totals_top + self.plan.resources + 1 + criterion, column)

    def synergy(self, place: int) -> Block:
        """The points of an interaction."""
        return Block(RULES, self._totals_top + self.plan.resources + self.plan.criteria + 3 + place, 1)

    def saving(self, place: int) -> Block:
        """The amount that an interaction saves."""
        return self.synergy(len(self.plan.scenario.mixing.synergies) + place)

    def rules_on(self, resource: int) -> list[int]:
        """The hard budgets of a resource."""
        return [place for place, used in self._budgets if used.resource == resource]

    @cached_property
    def _budgets(self) -> tuple[tuple[int, Used], ...]:
        rules = enumerate(self.plan.rules)
        return tuple((place, used) for place, rule in rules if rule.hard and (used := rule.used) is not None)

    def rules_reaching(self, criterion: int) -> list[int]:
        """The hard rules on the mix's points on a criterion."""
        found = enumerate(self.plan.rules)
        return [place for place, rule in found if rule.hard and rule.reached and rule.reached.effect == criterion]


def counted_sets(test: Test) -> tuple[frozenset[int], ...]:
    """The sets of options that a test counts; a single option is a set too."""
    match test:
        case Counted(members):
            return (members,)
        case Implied(option, members):
            return (frozenset({option}), members)
        case Conditional(members, _, others) | Proportion(members, _, _, others) | PerFull(members, _, _, others):
            return (members, others)
    return ()


def write_ground(pen: Pen, plan: Plan, ground: Ground) -> None:
    """The sheet of rules and numbers."""
    sheet = pen.hidden(RULES)
    for i in range(plan.options):
        _option(pen, ground, sheet, i)
    for line, rule in enumerate(plan.rules):
        _rule(pen, ground, sheet, (line, rule))
    for k in range(plan.resources):
        _resource(pen, ground, sheet, k)
    for j in range(plan.criteria):
        _criterion(pen, ground, sheet, j)
    problem = plan.scenario.mixing
    for place, synergy in enumerate(problem.synergies):
        pen.put(sheet, ground.synergy(place).spot(), synergy.points)
    for place, saving in enumerate(problem.savings):
        pen.put(sheet, ground.saving(place).spot(), saving.amount)


def _option(pen: Pen, ground: Ground, sheet: Worksheet, i: int) -> None:
    plan, problem = ground.plan, ground.plan.scenario.mixing
    for j, effect in enumerate(problem.effects):
        value = plan.values.at(i, j)
        pen.made(sheet, plan.numbers.spot(i, j), Made(f"IF(ISNUMBER({value}),{value},0)", effect.values[i]))
    for k in range(plan.resources):
        pen.put(sheet, plan.uses.spot(i, k), problem.uses[k][i])
    for j in ground.chances:
        slope, p0 = ground.constant(j, 4).at(), ground.constant(j, 5).at()
        formula = f"(1-{p0}-{plan.numbers.at(i, j)}/{slope})/(1-{p0})"
        pen.made(sheet, ground.factors(j).spot(i), Made(formula, problem.effects[j].factors[i]))
    for line in ground.flagged:
        pen.made(sheet, ground.flags(line).spot(i), _flag(plan, plan.rules[line], i))
    hard = [line for line in ground.flagged if plan.rules[line].hard]
    formula = "+".join(f"{ground.on(line).at()}*{ground.flags(line).at(i)}" for line in hard) or "0"
    pen.made(sheet, ground.forbidden.spot(i), Made(formula, sum(flags(plan, plan.rules[line], i) for line in hard)))
    for members in ground.groups:
        pen.put(sheet, ground.group(members).spot(i), int(i in members))


def _flag(plan: Plan, rule: Rule, i: int) -> Made:
    flag = rule.flag or Flag()
    if flag.criterion is None:
        cells = plan.values.row(i).text
        return Made(f"IF(COUNT({cells})={plan.criteria},0,1)", flags(plan, rule, i))
    value = plan.values.at(i, flag.criterion)
    ground, place = Ground(plan), plan.rules.index(rule)
    most, least = ground.most(place).at(), ground.least(place).at()
    # A veto keeps out what is at its level, a rule on members only what is beyond.
    below = f"ROUND({value},9){'<=' if flag.floor is not None else '<'}{least}"
    formula = f"IF(ISNUMBER({value}),IF(OR({below},ROUND({value},9)>{most}),1,0),0)"
    return Made(formula, flags(plan, rule, i))


def flags(plan: Plan, rule: Rule, option: int) -> int:
    """Whether a rule on single options keeps an option out, as 0 or 1."""
    flag, problem = rule.flag or Flag(), plan.scenario.problem
    if flag.criterion is None:
        return int(any(i == option for i, _ in problem.blank))
    if (option, flag.criterion) in problem.blank:
        return 0
    value = problem.values[option][flag.criterion]
    if flag.floor is not None:
        return int(value <= flag.floor)
    return int((flag.low is not None and value < flag.low) or (flag.high is not None and value > flag.high))


def _rule(pen: Pen, ground: Ground, sheet: Worksheet, line: tuple[int, Rule]) -> None:
    """One rule: whether it is on, what breaking it costs, and between which ends it keeps a figure."""
    place, rule = line
    plan, on = ground.plan, ground.on(place)
    pen.put(sheet, on.spot(0, -1), rule.name)
    if rule.stated:
        switch = plan.switches.at(place)
        pen.made(sheet, on.spot(), Made(f'IF(ISERROR({switch}),0,IF({switch}="on",1,0))', 1))
    else:
        pen.put(sheet, on.spot(), 1)
    # The price itself stands two columns on, because a formula must not hold a number with all its digits.
    pen.put(sheet, on.spot(0, 4), rule.penalty or 0)
    pen.made(sheet, ground.penalty(place).spot(), Made(f"{on.at()}*{on.at(0, 4)}", rule.penalty or 0))
    low, high = _ends(rule)
    budget = rule.used is not None and rule.used.most is not None
    if budget:
        cell = plan.budgets.at(place)
        pen.made(sheet, ground.most(place).spot(), Made(f"IF(ISNUMBER({cell}),{cell},{ENDLESS:.0f})", high))
    else:
        pen.put(sheet, ground.most(place).spot(), high)
    pen.put(sheet, ground.least(place).spot(), low)


def _ends(rule: Rule) -> tuple[Value, Value]:
    """The lowest and highest figure that a rule allows, rounded as the figure is before the two are compared."""
    bounds: tuple[Fraction | None, Fraction | None] = (None, None)
    if rule.used is not None:
        bounds = rule.used.least, rule.used.most
    elif rule.reached is not None:
        bounds = rule.reached.least, rule.reached.most
    elif rule.flag is not None:
        bounds = rule.flag.floor if rule.flag.floor is not None else rule.flag.low, rule.flag.high
    low = -ENDLESS if bounds[0] is None else sheet_round(bounds[0], 9)
    high = ENDLESS if bounds[1] is None else sheet_round(bounds[1], 9)
    return low, high


def _resource(pen: Pen, ground: Ground, sheet: Worksheet, k: int) -> None:
    pen.put(sheet, ground.most_of(k).spot(0, -1), ground.plan.scenario.mixing.resources[k])
    for made, block in zip(_tightest(ground, ground.rules_on(k)), (ground.most_of(k), ground.least_of(k)), strict=True):
        pen.made(sheet, block.spot(), made)


def _tightest(ground: Ground, lines: Sequence[int]) -> Iterator[Made]:
    """The lowest of the upper ends and the highest of the lower ends of the rules that are on."""
    rules = ground.plan.rules
    for function, block, side, none in (("MIN", ground.most, 1, ENDLESS), ("MAX", ground.least, 0, -ENDLESS)):
        cells = [f"IF({ground.on(line).at()}=1,{block(line).at()},{none:.0f})" for line in lines]
        ends = [float(str(_ends(rules[line])[side])) for line in lines] or [none]
        value = min(ends) if function == "MIN" else max(ends)
        yield Made(f"{function}({','.join(cells)})" if cells else f"{none:.0f}", value)


def _criterion(pen: Pen, ground: Ground, sheet: Worksheet, j: int) -> None:
    effect = ground.plan.scenario.mixing.effects[j]
    pen.put(sheet, ground.floor(j).spot(0, -1), effect.criterion)
    ceiling, floor = _tightest(ground, ground.rules_reaching(j))
    pen.made(sheet, ground.ceiling(j).spot(), ceiling)
    pen.made(sheet, ground.floor(j).spot(), floor)
    pen.put(sheet, ground.constant(j, 3).spot(), ENDLESS if effect.cap is None else effect.cap)
    pen.put(sheet, ground.constant(j, 4).spot(), effect.slope)
    pen.put(sheet, ground.constant(j, 5).spot(), effect.p0)
