"""The formulas of one row of the table of mixes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mcda.excel.results.mixing import OUT, WORD, MixTable, Row
from mcda.excel.results.pen import Made, Value
from mcda.excel.results.places import Block
from mcda.mixes.evaluate import total
from mcda.problem.mixing import MixProblem

_SIGNS = {"sum": ("+", "0"), "prob": ("*", "1")}
_FUNCTIONS = {"lowest": "MIN", "highest": "MAX"}


@dataclass(frozen=True)
class Writer:
    """The table, with the row of each mix where sums build on rows above."""

    table: MixTable
    above: Mapping[tuple[int, ...], int]

    @property
    def problem(self) -> MixProblem:
        """The mix problem of the run."""
        return self.table.plan.scenario.mixing

    def cells(self, row: Row) -> Iterator[tuple[str, Value | Made]]:
        """Name and content of every cell of a row that is not the same in all rows."""
        yield from self._fixed(row)
        if self.table.live:
            yield from self._points(row)
            yield from self._flags(row)
        else:
            yield "penalty", row.penalty
            yield from ((f"effect{j}", points) for j, points in enumerate(row.effects))

    def worth(self, name: str, row: Row) -> float:
        """What one of the formulas that are the same in every row gives."""
        return row.base if name == "base" else row.objective

    @cached_property
    def everywhere(self) -> Mapping[str, str]:
        """The formulas that are the same in every row, as they stand in the first."""
        worths = {"base": self._base()}
        if self.table.plan.resources:
            worths |= {"objective": self._objective()}
        return worths

    def _cell(self, name: str) -> str:
        """A cell of the first row."""
        return self.table.cell(name, 0)

    def _fixed(self, row: Row) -> Iterator[tuple[str, Value]]:
        for word in range(self.table.words):
            bits = (i - word * WORD for i in row.members if i // WORD == word)
            yield f"mask{word}", sum(1 << bit for bit in bits)
        yield from ((f"use{k}", use) for k, use in enumerate(row.uses))
        for name, hard in (("hard", True), ("soft", False)):
            rules = self.table.counted(hard=hard)
            if rules:
                broken = (self.table.plan.rules[place].index in row.broken for place in rules)
                flags = sum(1 << bit for bit, is_broken in enumerate(broken) if is_broken)
                if flags:
                    yield name, flags

    def _points(self, row: Row) -> Iterator[tuple[str, Value | Made]]:
        members = set(row.members)
        for j in self.table.with_bonus:
            held = [s.points for s in self.problem.synergies if s.effect == j and members.issuperset(s.members)]
            bonus = total(held)
            if bonus:
                yield f"bonus{j}", float(bonus)
        parent = self._parent(row)
        for j in range(self.table.plan.criteria):
            yield f"raw{j}", Made(self._raw(row, parent, j), self._raw_value(row, j))

    def _parent(self, row: Row) -> tuple[int, ...] | None:
        """The members of a mix above with one member less."""
        return next((m for m in _without_one(row.members) if m in self.above), None)

    def _effect(self, j: int) -> str:
        """Points on a criterion: the members' own, interactions, cap."""
        effect, ground = self.problem.effects[j], self.table.ground
        if not self.table.live:
            return self._cell(f"effect{j}")
        own = self._cell(f"raw{j}")
        if effect.adds == "prob":
            slope, p0 = ground.constant(j, 4).at(), ground.constant(j, 5).at()
            own = f"({slope}*(1-(1-{p0})*{own}-{p0}))"
        if j in self.table.with_bonus:
            own = f"({own}+{self._cell(f'bonus{j}')})"
        capped = effect.adds == "sum" and effect.cap is not None
        return f"MIN({ground.constant(j, 3).at()},{own})" if capped else own

    def _raw(self, row: Row, parent: tuple[int, ...] | None, j: int) -> str:
        """The members' own points: those of a mix with one member less, and of that member."""
        if not parent:
            return self._explicit(row.members, j)
        joins = next(i for i in row.members if i not in parent)
        before, own = self.table.cell(f"raw{j}", self.above[parent]), self._own(joins, j)
        adds = self.problem.effects[j].adds
        if adds in _SIGNS:
            return f"{before}{_SIGNS[adds][0]}{own}"
        return f"{_FUNCTIONS[adds]}({before},{own})"

    def _explicit(self, members: tuple[int, ...], j: int) -> str:
        cells = [self._own(i, j) for i in members]
        adds = self.problem.effects[j].adds
        if adds in _SIGNS:
            sign, none = _SIGNS[adds]
            return sign.join(cells) or none
        return f"{_FUNCTIONS[adds]}({','.join(cells)})" if cells else "0"

    def _own(self, option: int, j: int) -> str:
        if self.problem.effects[j].adds == "prob":
            return self.table.ground.factors(j).at(option)
        return self.table.plan.numbers.at(option, j)

    def _raw_value(self, row: Row, j: int) -> Value:
        effect = self.problem.effects[j]
        own = [effect.values[i] for i in row.members]
        if effect.adds == "sum":
            return float(total(own))
        if effect.adds == "prob":
            product = 1.0
            for i in row.members:
                product *= float(effect.factors[i])
            return product
        return (min if effect.adds == "lowest" else max)(own) if own else 0

    def _flags(self, row: Row) -> Iterator[tuple[str, Made]]:
        """How many members are kept out by rules on single options."""
        ground, rules = self.table.ground, self.table.plan.rules
        hard = [flag for flag in ground.flagged if rules[flag].hard]
        columns = [] if self.table.counts_bits else [("forbidden", ground.forbidden, hard)]
        columns += [(f"flag{flag}", ground.flags(flag), [flag]) for flag in self.table.soft_flags]
        for name, block, counted in columns:
            parent = self._parent(row)
            terms = [block.at(i) for i in row.members]
            if parent:
                joins = next(i for i in row.members if i not in parent)
                terms = [self.table.cell(name, self.above[parent]), block.at(joins)]
            value = sum(self.table.flag_values[flag][i] for flag in counted for i in row.members)
            yield name, Made("+".join(terms) or "0", value)

    def _base(self) -> str:
        """The weighted points less penalties, if every rule but the budgets is kept."""
        plan = self.table.plan
        weighed = "+".join(f"{plan.weights.at(0, j)}*{self._effect(j)}" for j in range(plan.criteria))
        paid = "".join(f"-{each}" for each in self._paid())
        worth = f"ROUND({weighed}{paid},9)"
        conditions = list(self._conditions())
        return f"IF(AND({','.join(conditions)}),{worth},{OUT})" if conditions else worth

    def _conditions(self) -> Iterator[str]:
        table, ground = self.table, self.table.ground
        for k in range(table.plan.resources):
            rules = (table.plan.rules[each].used for each in ground.rules_on(k))
            if any(used is not None and used.least is not None for used in rules):
                yield f"{self._cell(f'use{k}')}>={ground.least_of(k).at()}"
        if not table.live:
            return
        if table.counted(hard=True):
            yield f"{self._bits('hard', table.bits(hard=True))}=0"
        kept_out = self._bits("mask0", table.powers) if table.counts_bits else self._cell("forbidden")
        yield f"{kept_out}=0"
        for j in range(table.plan.criteria):
            if ground.rules_reaching(j):
                points = f"ROUND({self._effect(j)},9)"
                yield f"{points}>={ground.floor(j).at()}"
                yield f"{points}<={ground.ceiling(j).at()}"

    def _bits(self, name: str, bits: Block) -> str:
        """What the bits of a column count together; `bits` holds powers of 2 and what each counts."""
        cell = self._cell(name)
        powers, counts = bits.column(0).text, bits.column(1).text
        return f"SUMPRODUCT((INT({cell}/{powers})-2*INT({cell}/{powers}/2))*{counts})"

    def _paid(self) -> Iterator[str]:
        """The penalties of the soft rules that the mix breaks."""
        table, ground = self.table, self.table.ground
        if not table.live:
            yield self._cell("penalty")
            return
        if table.counted(hard=False):
            yield self._bits("soft", table.bits(hard=False))
        for line, rule in enumerate(table.plan.rules):
            if rule.hard or rule.kind == "membership":
                continue
            price = ground.penalty(line).at()
            if rule.kind == "member":
                yield f"IF({self._cell(f'flag{line}')}>0,{price},0)"
                continue
            used, reached = rule.used, rule.reached
            figure = self._cell(f"use{used.resource}") if used else self._effect(reached.effect if reached else 0)
            figure = f"ROUND({figure},9)"
            kept = f"AND({figure}<={ground.most(line).at()},{figure}>={ground.least(line).at()})"
            yield f"IF({kept},0,{price})"

    def _objective(self) -> str:
        """The same if the budgets are kept too."""
        table, ground, base = self.table, self.table.ground, self._cell("base")
        conditions = []
        for k in range(table.plan.resources):
            if not ground.rules_on(k):
                continue
            conditions.append(f"{self._cell(f'use{k}')}<={ground.most_of(k).at()}")
        return f"IF(AND({','.join(conditions)}),{base},{OUT})" if conditions else base


def _without_one(members: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for place in reversed(range(len(members))):
        yield members[:place] + members[place + 1 :]
