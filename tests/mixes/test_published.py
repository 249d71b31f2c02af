"""Published cases of choosing several options under a budget."""

from __future__ import annotations

from fractions import Fraction

from mcda.mixes.choose import choose
from mcda.mixes.enumerate import feasible_mixes
from mcda.mixes.integers import members_of
from mcda.mixes.totals import all_masks, totals
from mcda.problem.mixing import Effect, Limit, MixProblem, Used

# Lee Merkhofer, "Mathematical theory for prioritizing projects and optimally allocating capital",
# prioritysystem.com/mathematics2.html: four projects, budget 10,000.
COSTS = (3571, 2857, 5000, 2143)
BENEFITS = (5714, 4286, 7857, 2857)
RATIO_RULE = 13571
FRONTIER = [
    (0, 0, ()),
    (2143, 2857, (4,)),
    (2857, 4286, (2,)),
    (3571, 5714, (1,)),
    (5000, 7857, (3,)),
    (5714, 8571, (1, 4)),
    (6428, 10000, (1, 2)),
    (7143, 10714, (3, 4)),
    (7857, 12143, (2, 3)),
    (8571, 13571, (1, 3)),
    (10000, 15000, (2, 3, 4)),
    (10714, 16428, (1, 3, 4)),
    (11428, 17857, (1, 2, 3)),
    (13571, 20714, (1, 2, 3, 4)),
]


def budgeted(values: tuple[Fraction, ...], costs: tuple[int, ...], budget: int) -> MixProblem:
    limit = Limit("budget", f"money at most {budget}", "", (Used(0, None, Fraction(budget)),))
    return MixProblem(
        tuple("ABCD"),
        (Effect("value", Fraction(1), "sum", values),),
        ("money",),
        (tuple(map(Fraction, costs)),),
        (),
        (),
        (limit,),
    )


def test_merkhofers_best_allocation_beats_ranking_by_benefit_per_cost() -> None:
    choice = choose(budgeted(tuple(map(Fraction, BENEFITS)), COSTS, 10_000))

    assert choice.best is not None
    assert choice.best.members == (1, 2, 3)
    assert choice.best.value == 15_000 > RATIO_RULE
    assert choice.best.uses == (10_000,)
    assert choice.ranked[1].value == RATIO_RULE
    assert choice.tie_break == "not needed"


def test_merkhofers_frontier_has_fourteen_points() -> None:
    problem = budgeted(tuple(map(Fraction, BENEFITS)), COSTS, 10_000)
    masks = all_masks(4)
    table = totals(problem, masks)
    by_cost = sorted(zip(table.uses[0].tolist(), (-table.objective).tolist(), masks.tolist(), strict=True))

    frontier: list[tuple[int, int, tuple[int, ...]]] = []
    for cost, loss, mask in by_cost:
        if not frontier or -loss > frontier[-1][1]:
            frontier.append((cost, -loss, tuple(i + 1 for i in members_of(mask))))

    assert frontier == FRONTIER


# Values over the status quo and costs of the baseline trap (Morton 2015, EJOR 245: the zero of the scale decides the
# mix): measured from do nothing {A} is best; min-max scaling over the options would choose {C, D}.
OVER_STATUS_QUO = (7, -2, 5, 1)
TRAP_COSTS = (10, 1, 5, 5)


def test_values_over_doing_nothing_choose_the_true_best_mix() -> None:
    choice = choose(budgeted(tuple(map(Fraction, OVER_STATUS_QUO)), TRAP_COSTS, 10))

    assert choice.best is not None
    assert (choice.best.members, choice.best.value) == ((0,), 7)
    assert choice.ranked[1].members == (2, 3)
    assert choice.ranked[1].value == 6


def test_scaling_by_the_options_present_falls_into_the_baseline_trap() -> None:
    low, high = min(OVER_STATUS_QUO), max(OVER_STATUS_QUO)
    scaled = tuple(Fraction(value - low, high - low) for value in OVER_STATUS_QUO)

    choice = choose(budgeted(scaled, TRAP_COSTS, 10))

    assert choice.best is not None
    assert (choice.best.members, choice.best.value) == ((2, 3), Fraction(10, 9))


def test_enumeration_lists_exactly_the_affordable_sets() -> None:
    mixes = feasible_mixes(budgeted(tuple(map(Fraction, BENEFITS)), COSTS, 10_000))

    assert [members_of(mask) for mask in mixes.masks.tolist()] == [
        (), (0,), (1,), (0, 1), (2,), (0, 2), (1, 2), (3,), (0, 3), (1, 3), (0, 1, 3), (2, 3), (1, 2, 3),
    ]  # fmt: skip
