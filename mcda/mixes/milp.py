"""The second engine: one readable mixed-integer programme for PuLP, solved by HiGHS. The only module that knows PuLP.

It works with PuLP 3 and 4 alike, so the status is read from HiGHS itself: PuLP 3 calls a time limit optimal, and both
leave 0.0 in the variables of an infeasible model. No value is read before the status.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm
from pathlib import Path
from time import monotonic
from typing import Any, Literal

import highspy as highspy_library
import pulp as pulp_library

from mcda.mixes.engine import SilentSolver, silent_highs
from mcda.mixes.evaluate import Evaluation, Members, evaluate
from mcda.mixes.formulation import Formulation, formulation
from mcda.problem.mixing import MixProblem

# Neither library is typed in all the versions we allow.
highspy: Any = highspy_library
pulp: Any = pulp_library

TIME_LIMIT = 60.0
# HiGHS's own default: no limit but the time.
ANY_NODES = 2**31 - 1
# Coefficients up to this size keep whole numbers whole; above it they are scaled down to it.
LARGEST = Fraction(10**6)
# HiGHS's default of 1e-6 could let a nearly whole x pass a budget of a million.
TOLERANCE = 1e-9
# Mixes that the solver found within its tolerances but that break a limit exactly are cut off, so many times at most.
REJECTIONS = 50

Outcome = Literal["optimal", "infeasible", "limit"]


@dataclass(frozen=True, slots=True)
class MilpAnswer:
    """What the solver proved. `members` is re-checked in rational arithmetic, None if no mix was found.

    `objective` is the solver's own figure for that mix; no mix has a value above `bound`; `gap` is the proven distance
    (bound - value) as a share of the value's size: 0 when optimal, infinite without a mix.
    """

    status: Outcome
    members: Members | None
    value: Fraction | None
    objective: float
    bound: float
    gap: float


Presolve = Literal["off", "choose"]


@dataclass(frozen=True, slots=True)
class WrittenModel:
    """A model in a file: the value of a mix is the file's objective / scale + constant."""

    path: Path
    scale: Fraction
    constant: Fraction


@dataclass(frozen=True, slots=True)
class _Model:
    """A PuLP problem, its option variables, its value as a line, and what turns that line into points."""

    problem: Any
    options: tuple[Any, ...]
    line: Any
    scale: Fraction
    constant: Fraction
    presolve: Presolve


@dataclass(frozen=True, slots=True)
class _Found:
    status: Outcome
    members: Members | None
    objective: float
    bound: float


def solve(problem: MixProblem, *, time_limit: float = TIME_LIMIT, most_nodes: int = ANY_NODES) -> MilpAnswer:
    """The best feasible mix, proved by HiGHS at gap 0.

    A search that stops after so many nodes stops at the same place on every machine; one that stops at a time does not.

    >>> from mcda.problem.mixing import Effect
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(-5)))
    >>> solve(MixProblem(("a", "b"), (gain,), (), (), (), (), ())).members
    (0,)
    """
    return _solved(problem, _model(problem, _short), monotonic() + time_limit, most_nodes)


def best_k(problem: MixProblem, count: int, *, time_limit: float = TIME_LIMIT) -> tuple[Evaluation, ...]:
    """The `count` best mixes, one solve each, every mix found being cut off; fewer when no more exist or time is up."""
    model = _model(problem, _short)
    end = monotonic() + time_limit
    found: list[Evaluation] = []
    while len(found) < count:
        answer = _solved(problem, model, end)
        if answer.status != "optimal" or answer.members is None:
            break
        found.append(evaluate(problem, answer.members))
        _cut_off(model, answer.members)
    return tuple(found)


def fewest_options(problem: MixProblem, best: Evaluation, *, time_limit: float = TIME_LIMIT) -> Evaluation:
    """A mix as good as `best` with the fewest options the solver can find; `best` itself when time is up."""
    model = _model(problem, _short)
    room = max(1.0, abs(float(best.value))) * TOLERANCE
    programme = model.problem
    programme += model.line >= float(model.scale) * (float(best.value - model.constant) - room), "as_good"
    programme.setObjective(-1 * pulp.lpSum(model.options))
    answer = _run(model, time_limit)
    if answer.members is None or len(answer.members) >= best.count:
        return best
    other = evaluate(problem, answer.members)
    return other if other.feasible and other.value >= best.value else best


def write_model(problem: MixProblem, path: Path) -> WrittenModel:
    """Write the whole model as `.lp` or `.mps`, with the names of options and limits, for an auditor."""
    model = _model(problem, _readable)
    match path.suffix.lower():
        case ".lp":
            model.problem.writeLP(str(path), max_length=255)
        case ".mps":
            # Without its OBJSENSE section a solver would read the maximum as a minimum.
            model.problem.writeMPS(str(path), with_objsense=True)
        case other:
            raise ValueError(f"a model is written as .lp or .mps, not {other or 'without a suffix'}")
    return WrittenModel(path, model.scale, model.constant)


def versions() -> str:
    """The engine with its versions, for the record."""
    return f"PuLP {pulp.__version__} with HiGHS {silent_highs().version()}"


def _short(name: str, _label: str) -> str:
    return name


def _readable(_name: str, label: str) -> str:
    return label


def _model(mixing: MixProblem, naming: Any) -> _Model:  # a function (name, label) -> name
    programme = formulation(mixing)
    problem = pulp.LpProblem("best_mix", pulp.LpMaximize)
    columns = [
        problem.add_variable(
            naming(v.name, v.label), float(v.low), float(v.high), "Integer" if v.whole else "Continuous"
        )
        for v in programme.variables
    ]
    scale = _scale(programme.objective.terms.values())
    options = tuple(columns[: sum(v.name.startswith("x") for v in programme.variables)])
    line = pulp.lpSum(float(c * scale) * columns[index] for index, c in programme.objective.terms.items())
    problem.setObjective(line)
    _add_rows(problem, programme, columns)
    return _Model(problem, options, line, scale, programme.objective.constant, _presolve(mixing))


def _presolve(problem: MixProblem) -> Presolve:
    """HiGHS 1.15.1 writes out of bounds on some chains of `prob` after presolve, and the process aborts."""
    return "off" if any(effect.adds == "prob" for effect in problem.effects) else "choose"


def _add_rows(problem: Any, programme: Formulation, columns: list[Any]) -> None:
    never = problem.add_variable("never", 0, 0)
    for number, row in enumerate(programme.rows):
        scale = _scale((*row.terms.values(), *_given(row.least, row.most)))
        line = pulp.lpSum(float(c * scale) * columns[index] for index, c in row.terms.items())
        for side, bound in (("least", row.least), ("most", row.most)):
            if bound is None:
                continue
            if row.terms:
                limit = float(bound * scale)
                problem += (line >= limit if side == "least" else line <= limit), f"{row.label}_{number}_{side}"
            elif bound > 0 if side == "least" else bound < 0:
                problem += never >= 1, f"{row.label}_{number}_{side}"


def _given(*bounds: Fraction | int | None) -> Iterable[Fraction]:
    return (Fraction(bound) for bound in bounds if bound is not None)


def _scale(amounts: Iterable[Fraction]) -> Fraction:
    """A factor that makes the amounts whole, or the largest 10^6 when they would grow beyond it."""
    amounts = [amount for amount in amounts if amount]
    largest = max(map(abs, amounts), default=Fraction(1))
    common = lcm(*(Fraction(amount).denominator for amount in amounts))
    return Fraction(common) if largest * common <= LARGEST else LARGEST / largest


def _solved(problem: MixProblem, model: _Model, end: float, most_nodes: int = ANY_NODES) -> MilpAnswer:
    """Solve, re-check the mix exactly, and cut it off and solve again should it break a limit after all."""
    for _ in range(REJECTIONS):
        found = _run(model, max(0.0, end - monotonic()), most_nodes)
        if found.members is None:
            return MilpAnswer(found.status, None, None, found.objective, found.bound, inf)
        evaluation = evaluate(problem, found.members)
        if evaluation.feasible:
            value = float(evaluation.value)
            bound = value if found.status == "optimal" else max(value, found.bound)
            gap = (bound - value) / max(abs(value), TOLERANCE) if bound > value else 0.0
            return MilpAnswer(found.status, found.members, evaluation.value, found.objective, bound, gap)
        _cut_off(model, found.members)
    return MilpAnswer("limit", None, None, -inf, inf, inf)


def _cut_off(model: _Model, members: Members) -> None:
    """One row that this mix alone breaks: at least one option must differ."""
    chosen = set(members)
    differ = pulp.lpSum((-1 if i in chosen else 1) * x for i, x in enumerate(model.options))
    programme = model.problem
    programme += differ >= 1 - len(chosen)


def _run(model: _Model, time_limit: float, most_nodes: int = ANY_NODES) -> _Found:
    solver = SilentSolver(
        mip_rel_gap=0.0,
        mip_abs_gap=0.0,
        time_limit=time_limit,
        presolve=model.presolve,
        mip_max_nodes=most_nodes,
        mip_feasibility_tolerance=TOLERANCE,
        primal_feasibility_tolerance=TOLERANCE,
        dual_feasibility_tolerance=TOLERANCE,
    )
    _call(model.problem, solver)
    engine = model.problem.solverModel
    status, info = engine.getModelStatus(), engine.getInfo()
    # All variables are bounded, so "unbounded or infeasible" can only mean infeasible.
    infeasible = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    if status in infeasible:
        return _Found("infeasible", None, -inf, -inf)
    proved = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
    # PuLP 3 hands a maximum to HiGHS as a minimum of the opposite, PuLP 4 as it is.
    sign = 1 if engine.getObjectiveSense()[1] == highspy.ObjSense.kMaximize else -1
    bound = _value(model, sign * info.mip_dual_bound)
    if not proved and info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return _Found("limit", None, -inf, bound)
    members = tuple(i for i, x in enumerate(model.options) if x.varValue is not None and x.varValue > 0.5)
    objective = _value(model, sign * info.objective_function_value)
    return _Found("optimal" if proved else "limit", members, objective, bound)


def _call(problem: Any, solver: Any) -> None:
    try:
        problem.solve(solver)
    except KeyError as unknown:
        # PuLP 3 has no word for this status; it looks for one only after it has set the variables.
        if unknown.args != (highspy.HighsModelStatus.kSolutionLimit,):
            raise


def _value(model: _Model, objective: float) -> float:
    return objective / float(model.scale) + float(model.constant)
