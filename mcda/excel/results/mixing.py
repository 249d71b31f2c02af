"""The hidden sheet _mix: the mixes listed, what each is worth now, and which are the best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from mcda.excel.results.ground import Ground, flags
from mcda.excel.results.pen import sheet_round
from mcda.excel.results.places import Block
from mcda.excel.results.plan import MIX, MIXES, Plan
from mcda.mixes.totals import Totals, breaks, totals

# What a mix that is out is worth in the table: less than any other.
OUT = -1_000_000_000
WORD = 40
_TOP = 7


@dataclass(frozen=True)
class MixTable:
    """The table of mixes: columns from the left, rows in the order of the tie-break."""

    ground: Ground

    @property
    def plan(self) -> Plan:
        """The plan of the workbook."""
        return self.ground.plan

    @cached_property
    def live(self) -> bool:
        """Whether points follow the ratings; otherwise they are those of the saved run."""
        return self.plan.listing.mode in ("all", "listed")

    @property
    def words(self) -> int:
        """How many columns hold the members, as bits of numbers that are still exact in a cell."""
        return -(-self.plan.options // WORD)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns by name: what a mix is, what is fixed about it, and what follows from the cells."""
        plan, problem = self.plan, self.plan.scenario.mixing
        names = [f"mask{w}" for w in range(self.words)]
        names += [f"use{k}" for k in range(plan.resources)]
        names += ["hard"] * bool(self.counted(hard=True)) + ["soft"] * bool(self.counted(hard=False))
        if self.live:
            names += [f"bonus{j}" for j in self.with_bonus]
            names += [f"raw{j}" for j in range(plan.criteria)]
            names += [] if self.counts_bits else ["forbidden"]
            names += [f"flag{place}" for place in self.soft_flags]
        else:
            names += ["penalty", *(f"effect{j}" for j in range(plan.criteria))]
        names += ["base"] + (["objective"] if problem.resources else [])
        return tuple(names)

    @property
    def counts_bits(self) -> bool:
        """Whether members that single rules keep out are counted from the bits: it saves the longest table a column."""
        return self.words == 1 and self.plan.listing.mode == "all"

    @property
    def powers(self) -> Block:
        """For each option its power of 2, beside by how many rules it is kept out."""
        return Block(MIX, _TOP, len(self.columns) + 4 + 3, self.plan.options, 2)

    def counted(self, *, hard: bool) -> tuple[int, ...]:
        """The rules on membership that mixes of the table may break: by their places."""
        listed = self.plan.listing.mode == "listed"
        if not self.live or (hard and listed):
            return ()
        found = enumerate(self.plan.rules)
        return tuple(place for place, rule in found if rule.kind == "membership" and rule.hard is hard)

    @cached_property
    def soft_flags(self) -> tuple[int, ...]:
        """Soft rules on single options."""
        return tuple(place for place in self.ground.flagged if not self.plan.rules[place].hard)

    @cached_property
    def flag_values(self) -> Mapping[int, tuple[int, ...]]:
        """For each rule on single options, which options it keeps out when the workbook is opened."""
        plan = self.plan
        return {f: tuple(flags(plan, plan.rules[f], i) for i in range(plan.options)) for f in self.ground.flagged}

    @cached_property
    def with_bonus(self) -> tuple[int, ...]:
        """Criteria on which options interact."""
        return tuple(sorted({synergy.effect for synergy in self.plan.scenario.mixing.synergies}))

    def block(self, name: str) -> Block:
        """A column of the table."""
        return Block(MIX, _TOP, self.columns.index(name), len(self.plan.listing.masks))

    def cell(self, name: str, row: int) -> str:
        """A cell as formulas of the same sheet name it."""
        return f"{xl_col_to_name(self.columns.index(name))}{_TOP + row + 1}"

    def bits(self, *, hard: bool) -> Block:
        """For each bit of the column `hard` or `soft`: its power of 2, and what breaking that rule counts now."""
        left = len(self.columns) + (1 if hard else 4)
        return Block(MIX, _TOP, left, max(1, len(self.counted(hard=hard))), 2)

    @property
    def objective(self) -> Block:
        """What each mix is worth if it is allowed."""
        return self.block("objective" if self.plan.resources else "base")

    @property
    def base(self) -> Block:
        """What each mix is worth if it keeps every rule but the budgets."""
        return self.block("base")

    def best(self, line: int) -> Block:
        """Of the best mixes: worth (line 0), row in the table (1), words of bits (2 and on)."""
        return Block(MIX, line, 1, 1, MIXES)


@dataclass(frozen=True, slots=True)
class Row:
    """One mix when the workbook is opened."""

    members: tuple[int, ...]
    effects: tuple[float, ...]
    uses: tuple[float, ...]
    count: int
    penalty: float
    base: float
    within: tuple[bool, ...]
    broken: frozenset[int]

    @property
    def objective(self) -> float:
        """Its worth if it keeps all budgets."""
        return self.base if all(self.within) else OUT


def rows_of(table: MixTable) -> tuple[Row, ...]:
    """All mixes of the table with their figures."""
    problem, plan = table.plan.scenario.mixing, table.plan
    masks = np.array(plan.listing.masks, np.uint64)
    found = totals(problem, masks)
    effects = [
        (ints / np.float64(d)).tolist() for ints, d in zip(found.effects, found.effect_denominators, strict=True)
    ]
    uses = [[int(x) / d for x in ints] for ints, d in zip(found.uses, found.use_denominators, strict=True)]
    penalties = _penalties(plan, found)
    weights = [float(effect.weight) for effect in problem.effects]
    hard = _hard_kept(plan, found)
    rows = []
    for r, mask in enumerate(plan.listing.masks):
        own = tuple(column[r] for column in effects)
        worth = sheet_round(sum(w * v for w, v in zip(weights, own, strict=True)) - penalties[r], 9)
        use = tuple(column[r] for column in uses)
        members = tuple(i for i in range(plan.options) if mask >> i & 1)
        within = tuple(use[k] <= top for k, top in enumerate(_tops(table)))
        broken = frozenset(i for i in range(len(problem.limits)) if int(found.broken[i // 64][r]) >> i % 64 & 1)
        rows.append(Row(members, own, use, len(members), penalties[r], worth if hard[r] else OUT, within, broken))
    return tuple(rows)


def _tops(table: MixTable) -> list[float]:
    """The hard budgets that the workbook opens with."""
    rules = table.plan.rules
    tops = []
    for k in range(table.plan.resources):
        used = [rules[place].used for place in table.ground.rules_on(k)]
        tops.append(min((float(each.most) for each in used if each and each.most is not None), default=1e15))
    return tops


def _penalties(plan: Plan, found: Totals) -> list[float]:
    total = np.zeros(found.broken.shape[1])
    for rule in plan.rules:
        if rule.penalty is not None and rule.index is not None:
            total += float(rule.penalty) * breaks(found.broken, rule.index)
    return [float(each) for each in total]


def _hard_kept(plan: Plan, found: Totals) -> list[bool]:
    """Which mixes keep every hard rule but the upper ends of budgets."""
    kept = np.ones(found.broken.shape[1], np.bool_)
    for rule in plan.rules:
        if not rule.hard or rule.index is None:
            continue
        if rule.used is None:
            kept &= ~breaks(found.broken, rule.index)
        elif rule.used.least is not None:
            uses, scale = found.uses[rule.used.resource], found.use_denominators[rule.used.resource]
            kept &= np.array([int(each) >= rule.used.least * scale for each in uses], np.bool_)
    return [bool(each) for each in kept]
