"""The hidden sheets _best and _mine: all figures of one mix, and what changes if one option joins or leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.ground import Ground
from mcda.excel.results.members import Members
from mcda.excel.results.pen import DASH, Made, Pen, Value
from mcda.excel.results.places import Block
from mcda.excel.results.plan import BEST, Plan, State
from mcda.mixes.evaluate import Evaluation, evaluate


@dataclass(frozen=True)
class Vector:
    """A mix on its own hidden sheet: `sheet` says which, `mix` is what it is when the workbook is opened."""

    ground: Ground
    sheet: str
    mix: tuple[int, ...]

    @property
    def plan(self) -> Plan:
        """The plan of the workbook."""
        return self.ground.plan

    @property
    def members(self) -> Block:
        """1 for each member, 0 for the others."""
        return Block(self.sheet, 1, 0, self.plan.options)

    def running(self, criterion: int) -> Block:
        """For rule prob: the product of the factors so far, zeros left out."""
        return Block(self.sheet, 1, 1 + self.ground.chances.index(criterion), self.plan.options)

    @property
    def _after_running(self) -> int:
        return 1 + len(self.ground.chances)

    @property
    def changed_effects(self) -> Block:
        """Points on each criterion if one option joins or leaves."""
        return Block(self.sheet, 1, self._after_running, self.plan.options, self.plan.criteria)

    @property
    def changed_penalty(self) -> Block:
        """Penalties if one option joins or leaves."""
        return Block(self.sheet, 1, self._after_running + self.plan.criteria, self.plan.options)

    @property
    def adds(self) -> Block:
        """What each option adds to the mix, or would add."""
        return Block(self.sheet, 1, self._after_running + self.plan.criteria + 1, self.plan.options)

    @property
    def _top(self) -> int:
        return self.plan.options + 3

    @property
    def effects(self) -> Block:
        """Points on each criterion."""
        return Block(self.sheet, self._top, 1, self.plan.criteria)

    @property
    def used(self) -> Block:
        """What it uses of each resource."""
        return Block(self.sheet, self._top + self.plan.criteria, 1, max(1, self.plan.resources))

    @property
    def held(self) -> Block:
        """Whether each rule is kept, on or off."""
        return Block(self.sheet, self.used.top + self.used.rows, 1, len(self.plan.rules))

    def _summary(self, place: int) -> Block:
        return Block(self.sheet, self.held.top + self.held.rows + place, 1)

    @property
    def penalty(self) -> Block:
        """The penalties that it pays."""
        return self._summary(0)

    @property
    def value(self) -> Block:
        """Its value."""
        return self._summary(1)

    @property
    def size(self) -> Block:
        """How many options it has."""
        return self._summary(2)

    @property
    def feasible(self) -> Block:
        """1 if it keeps every hard rule that is on, else 0."""
        return self._summary(3)

    def product(self, criterion: int) -> Block:
        """For rule prob: the product of the members' factors other than 0, and how many are 0."""
        return Block(self.sheet, self.feasible.top + 1 + self.ground.chances.index(criterion), 1, 1, 2)

    def chance(self, criterion: int) -> str:
        """The product of the factors of all members."""
        both = self.product(criterion)
        return f"IF({both.at(0, 1)}>0,0,{both.at()})"

    def changed_chance(self, criterion: int, option: int) -> str:
        """The product of the factors when one option has joined or left."""
        both, factor = self.product(criterion), self.ground.factors(criterion).at(option)
        member, none = self.members.at(option), f"(ROUND({factor},12)=0)"
        zeros = f"{both.at(0, 1)}+(1-2*{member})*{none}"
        moved = f"IF({member}=1,{both.at()}/{factor},{both.at()}*{factor})"
        return f"IF({zeros}>0,0,IF({none},{both.at()},{moved}))"


def write_vector(pen: Pen, vector: Vector, bits: Sequence[Made]) -> None:
    """The sheet of one mix; `bits` say for each option whether it is in."""
    sheet = pen.hidden(vector.sheet)
    pen.put(sheet, (0, 0), "member")
    for i, made in enumerate(bits):
        pen.made(sheet, vector.members.spot(i), made)
    problem, plan = vector.plan.scenario.mixing, vector.plan
    mix = evaluate(problem, vector.mix)
    for j in vector.ground.chances:
        _running(pen, vector, sheet, j)
    _figures(pen, vector, sheet, mix)
    for i in range(plan.options):
        _changed(pen, vector, sheet, (i, mix))


def _running(pen: Pen, vector: Vector, sheet: Worksheet, j: int) -> None:
    block, factors, members = vector.running(j), vector.ground.factors(j), vector.members
    product, zeros = Fraction(1), 0
    for i, factor in enumerate(vector.plan.scenario.mixing.effects[j].factors):
        inside = i in vector.mix
        zeros += inside and factor == 0
        product *= factor if inside and factor else 1
        before = block.at(i - 1) if i else "1"
        formula = f"{before}*IF(AND({members.at(i)}=1,ROUND({factors.at(i)},12)<>0),{factors.at(i)},1)"
        pen.made(sheet, block.spot(i), Made(formula, product))
    both = vector.product(j)
    pen.made(sheet, both.spot(), Made(block.at(vector.plan.options - 1), product))
    none = f"SUMPRODUCT({members.text}*(ROUND({factors.text},12)=0))"
    pen.made(sheet, both.spot(0, 1), Made(none, zeros))


def _figures(pen: Pen, vector: Vector, sheet: Worksheet, mix: Evaluation) -> None:
    """Effects, uses, rules, penalty, value, size and feasibility."""
    plan, ground = vector.plan, vector.ground
    members = Members(vector.members.text, ground, vector.chance)
    for j, points in enumerate(mix.effects):
        pen.made(sheet, vector.effects.spot(j), Made(members.effect(j), points))
    for k, used in enumerate(mix.uses):
        pen.made(sheet, vector.used.spot(k), Made(members.used(k), used))
    for place, rule in enumerate(plan.rules):
        kept = True if rule.index is None else mix.holds[rule.index]
        pen.put(sheet, vector.held.spot(place, -1), rule.name)
        pen.made(
            sheet, vector.held.spot(place), Made(members.holds(place, vector.effects.at, vector.used.at), value=kept)
        )
    paid = [f"{ground.penalty(p).at()}*IF({vector.held.at(p)},0,1)" for p, r in enumerate(plan.rules) if not r.hard]
    pen.made(sheet, vector.penalty.spot(), Made("+".join(paid) or "0", mix.penalty))
    weighed = "+".join(f"{plan.weights.at(0, j)}*{vector.effects.at(j)}" for j in range(plan.criteria))
    pen.made(sheet, vector.value.spot(), Made(f"{weighed}-{vector.penalty.at()}", mix.value))
    pen.made(sheet, vector.size.spot(), Made(members.size, mix.count))
    hard = [f"{ground.on(p).at()}*IF({vector.held.at(p)},0,1)" for p, rule in enumerate(plan.rules) if rule.hard]
    pen.made(sheet, vector.feasible.spot(), Made(f"IF({'+'.join(hard)}=0,1,0)", int(mix.feasible)))


def _changed(pen: Pen, vector: Vector, sheet: Worksheet, place: tuple[int, Evaluation]) -> None:
    """One option: what the mix would do with it gone, or beside it."""
    i, mix = place
    plan, ground, problem = vector.plan, vector.ground, vector.plan.scenario.mixing
    block = vector.members
    flipped = f"ABS({block.text}-(ROW({block.text})={block.top + i + 1}))"
    members = Members(flipped, ground, lambda j: vector.changed_chance(j, i))
    other = evaluate(problem, set(mix.members) ^ {i})
    for j, points in enumerate(other.effects):
        pen.made(sheet, vector.changed_effects.spot(i, j), Made(members.effect(j), points))
    effects = vector.changed_effects
    paid = [
        f"{ground.penalty(p).at()}*IF({members.holds(p, lambda j: effects.at(i, j), members.used)},0,1)"
        for p, rule in enumerate(plan.rules)
        if not rule.hard
    ]
    pen.made(sheet, vector.changed_penalty.spot(i), Made("+".join(paid) or "0", other.penalty))
    weighed = "+".join(f"{plan.weights.at(0, j)}*{effects.at(i, j)}" for j in range(plan.criteria))
    sign = 1 if i in mix.members else -1
    formula = f"(2*{block.at(i)}-1)*({vector.value.at()}-({weighed}-{vector.changed_penalty.at(i)}))"
    pen.made(sheet, vector.adds.spot(i), Made(formula, sign * (mix.value - other.value)))


def state_word(vector: Vector, place: int, known: Made) -> Made:
    """How a mix stands to a rule, as a word; the dash where the mix is not `known` (1 or 0)."""
    rule, ground = vector.plan.rules[place], vector.ground
    broken = "broken"
    if rule.penalty is not None:
        broken = f"broken, costs {float(rule.penalty):g}"
    held = f'IF({vector.held.at(place)},"kept","{broken}")'
    formula = f'IF({known.formula}=0,"{DASH}",IF({ground.on(place).at()}=0,"off",{held}))'
    return Made(formula, state_now(vector, place, broken) if known.value else DASH)


def state_now(vector: Vector, place: int, broken: str) -> str:
    """The same word when the workbook is opened."""
    rule = vector.plan.rules[place]
    kept = rule.index is None or evaluate(vector.plan.scenario.mixing, vector.mix).holds[rule.index]
    return "kept" if kept else broken


def best_known(plan: Plan) -> Made:
    """1 where the best mix is known, else 0."""
    there = plan.scenario.mix is not None and plan.scenario.mix.best is not None
    return Made(plan.state(State.BEST_THERE), int(there))


def member_mark(plan: Plan, option: int | None, at: str) -> tuple[str, Value, str]:
    """The mark of an option in the best mix now, for the ranking; `at` is the cell with the option's number."""
    if not plan.mixed:
        return f'"{DASH}"', DASH, "mark"
    members = Block(BEST, 1, 0, plan.options)
    best = plan.scenario.mix.best if plan.scenario.mix else None
    formula = f'IF(OR({at}=0,{plan.state(State.BEST_THERE)}=0),"{DASH}",INDEX({members.text},{at}))'
    if best is None or option is None:
        return formula, DASH, "mark"
    return formula, int(option in best.members), "mark"
