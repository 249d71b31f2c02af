"""The model file, its names, and what stops a wrong answer."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import highspy
import pytest

from mcda.mixes import milp
from mcda.mixes.choose import EnginesDisagree, choose, compare
from mcda.mixes.evaluate import evaluate
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Used
from tests.mixes.random_models import random_problem


def problem() -> MixProblem:
    return MixProblem(
        ("énergie_coopération", "arms_control", "3rd option"),
        (Effect("escalation risk", Fraction(2, 3), "lowest", (Fraction(-10), Fraction(-20), Fraction(5))),),
        ("money",),
        ((Fraction(5, 2), Fraction(1), Fraction(2)),),
        (),
        (),
        (
            Limit("Budget of money", "", "", (Used(0, None, Fraction(9, 2)),)),
            Limit("at least two", "", "", (Counted(frozenset({0, 1, 2}), least=2),)),
        ),
    )


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
def test_a_written_model_gives_a_solver_the_same_answer(tmp_path: Path, suffix: str) -> None:
    written = milp.write_model(problem(), tmp_path / f"model{suffix}")
    solver = highspy.Highs()
    solver.silent()

    solver.readModel(str(written.path))
    solver.run()

    answer = milp.solve(problem())
    chosen = {solver.getColName(column)[1] for column, x in enumerate(solver.getSolution().col_value[:]) if x > 0.5}
    assert answer.members == (0, 2)
    objective = solver.getInfo().objective_function_value
    assert objective / float(written.scale) + float(written.constant) == pytest.approx(float(answer.value or 0))
    assert {name for name in chosen if name.startswith("x")} == {"x0_energie_cooperation", "x2_3rd_option"}


def test_a_written_model_names_limits_and_options(tmp_path: Path) -> None:
    text = milp.write_model(problem(), tmp_path / "model.lp").path.read_text("utf-8")

    assert "x1_arms_control" in text
    assert "c0_budget_of_money" in text


def test_a_model_is_written_as_lp_or_mps_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.txt"):
        milp.write_model(problem(), tmp_path / "model.txt")


def test_every_random_model_can_be_written(tmp_path: Path) -> None:
    for seed in range(50_000, 50_010):
        assert milp.write_model(random_problem(seed), tmp_path / "model.lp").path.stat().st_size > 0


def test_a_wrong_answer_of_the_solver_stops_with_a_bug_report() -> None:
    best = evaluate(problem(), (0, 2))
    answer = milp.solve(problem())
    wrong = [
        replace(answer, members=(1, 2), value=evaluate(problem(), (1, 2)).value),
        replace(answer, value=best.value + 1),
        replace(answer, objective=answer.objective + 1),
        replace(answer, status="infeasible", members=None, value=None),
    ]

    compare(problem(), best, answer)
    for each in wrong:
        with pytest.raises(EnginesDisagree, match="report this as a bug"):
            compare(problem(), best, each)


def test_a_mix_where_enumeration_found_none_is_a_disagreement() -> None:
    with pytest.raises(EnginesDisagree, match="no feasible mix"):
        compare(problem(), None, milp.solve(problem()))


def test_a_mix_within_the_solvers_tolerance_but_over_the_budget_is_cut_off() -> None:
    """Costs of 10^12 and a budget a millionth short: no float solver sees the difference."""
    cost = Fraction(10**12)
    tight = MixProblem(
        ("a", "b", "c"),
        (Effect("gain", Fraction(1), "sum", (Fraction(3), Fraction(2), Fraction(1))),),
        ("money",),
        ((cost, cost, Fraction(1)),),
        (),
        (),
        (Limit("budget", "", "", (Used(0, None, 2 * cost - Fraction(1, 10**6)),)),),
    )

    choice = choose(tight)

    assert choice.best is not None
    assert choice.best.members == (0, 2)
    assert milp.solve(tight).members == (0, 2)


CRASHING = """
from dataclasses import replace
from fractions import Fraction
from mcda.mixes import milp
from tests.mixes.random_models import random_problem
problem = random_problem(211)
weights = Fraction(21, 109), Fraction(831, 1744), Fraction(577, 1744)
effects = tuple(replace(e, weight=w) for e, w in zip(problem.effects, weights, strict=True))
for _ in range(60):
    assert milp.solve(replace(problem, effects=effects)).status == "optimal"
"""


def test_a_chain_of_probabilities_does_not_crash_the_solver():
    """HiGHS 1.15.1 with presolve wrote out of bounds here (Python 3.13): in a process of its own, it may abort."""
    root = Path(__file__).parents[2]
    env = {**os.environ, "MALLOC_PERTURB_": "85", "PYTHONPATH": str(root)}

    done = subprocess.run([sys.executable, "-c", CRASHING], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


ASKED = """
from mcda.mixes import milp
from tests.mixes.random_models import random_problem
{first}
"""


@pytest.mark.parametrize(
    "first", ["milp.versions()", "milp.solve(random_problem(5))", "milp.best_k(random_problem(5), 2)"]
)
def test_a_solver_prints_nothing_whatever_is_asked_of_it_first(first: str) -> None:
    """HiGHS 1.16 prints a banner when the first engine of a process is made: seen in the JSON of `mcda score`."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    command = [sys.executable, "-c", ASKED.format(first=first)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
