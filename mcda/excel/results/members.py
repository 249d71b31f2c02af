"""What a set of options does, as formulas: who is in it is a column of 0 and 1, or an expression that gives one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mcda.excel.results.ground import Ground
from mcda.excel.results.rules import Rule
from mcda.problem.mixing import Conditional, Counted, Implied, MixProblem, PerFull, Proportion, Test

# More than any value: keeps what is compared by MAX above 0.
LIFT = 1000
Cell = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Members:
    """`text` is an array of 0 and 1, one for each option; `chances` gives, for a criterion with rule prob, the product
    of its members' factors."""

    text: str
    ground: Ground
    chances: Cell

    @property
    def _problem(self) -> MixProblem:
        return self.ground.plan.scenario.mixing

    def count(self, members: frozenset[int]) -> str:
        """How many options of a set are in it."""
        return f"SUMPRODUCT({self.text}*{self.ground.group(members).text})"

    @property
    def size(self) -> str:
        """How many options are in it."""
        return self.count(frozenset(range(self.ground.plan.options)))

    def effect(self, criterion: int) -> str:
        """Its points on a criterion, interactions and cap included."""
        effect = self._problem.effects[criterion]
        own = self._own(criterion)
        for place, synergy in enumerate(self._problem.synergies):
            if synergy.effect == criterion:
                whole = f"({self.count(frozenset(synergy.members))}={len(synergy.members)})"
                own += f"+{whole}*{self.ground.synergy(place).at()}"
        if effect.adds == "sum" and effect.cap is not None:
            return f"MIN({self.ground.constant(criterion, 3).at()},{own})"
        return own

    def _own(self, criterion: int) -> str:
        values = self.ground.plan.numbers.column(criterion).text
        slope, p0 = (self.ground.constant(criterion, column).at() for column in (4, 5))
        match self._problem.effects[criterion].adds:
            case "sum":
                return f"SUMPRODUCT({self.text}*{values})"
            case "lowest":
                return f"IF({self.size}=0,0,{LIFT}-SUMPRODUCT(MAX({self.text}*({LIFT}-{values}))))"
            case "highest":
                return f"IF({self.size}=0,0,SUMPRODUCT(MAX({self.text}*({LIFT}+{values})))-{LIFT})"
            case "prob":
                return f"{slope}*(1-(1-{p0})*{self.chances(criterion)}-{p0})"

    def used(self, resource: int) -> str:
        """What it uses of a resource, savings deducted."""
        used = f"SUMPRODUCT({self.text}*{self.ground.plan.uses.column(resource).text})"
        for place, saving in enumerate(self._problem.savings):
            if saving.resource == resource:
                whole = f"({self.count(frozenset(saving.members))}={len(saving.members)})"
                used += f"-{whole}*{self.ground.saving(place).at()}"
        return used

    def holds(self, place: int, effect: Cell, used: Cell) -> str:
        """Whether it keeps a rule; `effect` and `used` give its points and uses."""
        rule, ground = self.ground.plan.rules[place], self.ground
        if rule.kind == "member":
            return f"SUMPRODUCT({self.text}*{ground.flags(place).text})=0"
        if rule.kind == "membership":
            return _all([self._test(test) for test in rule.tests])
        figure = _figure(rule, effect, used)
        bounds = [f"ROUND({figure},9)<={ground.most(place).at()}", f"ROUND({figure},9)>={ground.least(place).at()}"]
        return _all(bounds)

    def _test(self, test: Test) -> str:
        match test:
            case Counted(members, least, most):
                count = self.count(members)
                ends = [f"{count}>={least}"] * (least is not None) + [f"{count}<={most}"] * (most is not None)
                return _all(ends)
            case Implied(option, members, least):
                return f"OR({self.count(frozenset({option}))}=0,{self.count(members)}>={least})"
            case Conditional(members, when, others, least):
                return f"OR({self.count(members)}<{when},{self.count(others)}>={least})"
            case Proportion(members, per, most, others):
                return f"{per}*{self.count(members)}<={most}*{self.count(others)}"
            case PerFull(members, every, least, others):
                return f"{least}*INT({self.count(members)}/{every})<={self.count(others)}"
        raise ValueError(f"{test} does not look at membership alone")


def _figure(rule: Rule, effect: Cell, used: Cell) -> str:
    if rule.used is not None:
        return used(rule.used.resource)
    if rule.reached is not None:
        return effect(rule.reached.effect)
    raise ValueError(f"{rule.name} has no figure")


def _all(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions) or 'TRUE'})"
