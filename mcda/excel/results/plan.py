"""Where everything stands in the results workbook of one scenario.

The defined names are the contract with whoever reads the workbook back; blocks of one line below have as many rows,
and keys stand in a hidden column of the same row, so that sorting cannot detach them.

mcda_weights, mcda_weight_keys                            Decide: points of every line, key of criterion or branch
mcda_ratings, mcda_rating_options, mcda_rating_criteria   Ratings: best rating, key of its option, of its criterion
mcda_rule_on, mcda_rule_names                             Policy mix: "on" or "off", name of the constraint
mcda_budgets, mcda_budget_keys                            Policy mix: highest amount (blank: no budget), its resource
mcda_my_mix                                               My mix: "yes" or "no", options in the order of the study
mcda_option_keys, mcda_scores, mcda_ranks, mcda_engine_gap   Scores: made by formulas; a dash where there is none
mcda_criterion_keys                                       Value functions: criteria in the order of the study
mcda_meta                                                 _meta: schema, version, inputs, scenario, weights, mixes

The names of rules and budgets are there only if the study has constraints and a mix was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from mcda.excel.results.listing import Listing, Room, listing
from mcda.excel.results.nodes import Node, weight_lines
from mcda.excel.results.places import Block
from mcda.excel.results.rules import Rule, interactions_of, rules_of
from mcda.mixes.integers import mask_of
from mcda.mixes.totals import MOST_OPTIONS
from mcda.model.criterion import Criterion, LevelsValue, PointsValue
from mcda.model.option import Rating
from mcda.model.study import Study
from mcda.scenario.scenario import Scenario

DECIDE, RATINGS, VALUES, SCORES = "Decide", "Ratings", "Value functions", "Scores"
SENSITIVITY, POLICY_MIX, MY_MIX = "Sensitivity", "Policy mix", "My mix"
MIX_EXPLAINED, CHECKS, ABOUT = "Mix explained", "Checks", "About"
ROBUSTNESS, ROBUST_RATINGS, ROBUST_MIX = "Robustness", "Robust ratings", "Robust mix"
CALC, LINES, RULES, BEST, MINE, MIX, LISTS, META = (
    *("_calc", "_lines", "_rules", "_best", "_mine", "_mix"),
    *("_lists", "_meta"),
)
NODES_TOP, RATINGS_TOP, SCORES_TOP, SCALES_TOP = 8, 4, 4, 4
ORDER_TOP = 26
LINED = 6
STEPS = 21
MIXES = 5
MIX_TOP = 5


class State(IntEnum):
    """Rows of the cells on _calc that say how things stand as a whole."""

    WEIGHTS_OK = 2
    BAD_RATINGS = 3
    MISSING = 4
    MODEL_OK = 5
    RATED = 6
    LEADER = 7
    SECOND = 8
    CHANGED_POINTS = 9
    CHANGED_RATINGS = 10
    CHANGED_SWITCHES = 11
    CHANGED_BUDGETS = 12
    UNCHANGED = 13
    REASON = 14
    CLOSE_CALL = 15
    NEAREST = 16
    SWITCHES_OK = 17
    COVERED = 18
    MIX_STATE = 19
    BEST_THERE = 20
    MINE_OK = 21
    RESOURCE = 22


@dataclass(frozen=True, slots=True)
class Plan:
    """The scenario, what is listed of it, and the addresses of all blocks that formulas of other sheets read."""

    scenario: Scenario
    nodes: tuple[Node, ...]
    rules: tuple[Rule, ...]
    interactions: tuple[tuple[str, str], ...]
    listing: Listing
    ratings: Mapping[tuple[str, str], Rating]

    @property
    def study(self) -> Study:
        """The study of the run."""
        return self.scenario.study

    @property
    def options(self) -> int:
        """How many options there are."""
        return len(self.study.options)

    @property
    def criteria(self) -> int:
        """How many criteria there are."""
        return len(self.study.criteria)

    @property
    def resources(self) -> int:
        """How many resources there are."""
        return len(self.scenario.mixing.resources)

    @property
    def stated(self) -> int:
        """How many rules have a switch; they come first."""
        return sum(rule.stated for rule in self.rules)

    @property
    def mixed(self) -> bool:
        """Whether a mix was asked for at all."""
        return self.scenario.mix is not None

    # ---- Decide ----

    def node_column(self, column: int) -> Block:
        """A column of the weights table."""
        return Block(DECIDE, NODES_TOP, column, len(self.nodes))

    @property
    def points(self) -> Block:
        """The yellow points."""
        return self.node_column(1)

    @property
    def saved_points(self) -> Block:
        """The points of the saved run."""
        return self.node_column(2)

    @property
    def ranking_top(self) -> int:
        """The first row of the ranking."""
        return NODES_TOP + len(self.nodes) + 5

    @property
    def places(self) -> int:
        """How many lines the ranking has: the options, and doing nothing where it can stand among them."""
        return self.options + self.scenario.ranking.has_nothing

    def criterion_line(self, criterion: int) -> int:
        """The line of a criterion in the weights table."""
        return next(i for i, node in enumerate(self.nodes) if node.criterion == criterion)

    # ---- Ratings: one row an option and criterion ----

    def rating_column(self, column: int) -> Block:
        """A column of the ratings table."""
        return Block(RATINGS, RATINGS_TOP, column, self.options * self.criteria)

    def rating_row(self, option: int, criterion: int) -> int:
        """The row of a rating in its table."""
        return option * self.criteria + criterion

    def rating_of(self, option: int, criterion: int) -> Rating:
        """The rating of an option on a criterion."""
        return self.ratings[self.study.options[option].key, self.study.criteria[criterion].key]

    # ---- Value functions: the scales, then the points of each ----

    def scale(self, column: int) -> Block:
        """A column of the table of scales."""
        return Block(VALUES, SCALES_TOP, column, self.criteria)

    @property
    def zeros(self) -> Block:
        """What doing nothing is worth on each scale."""
        return self.scale(5)

    def curve(self, criterion: int) -> Block:
        """Ratings and what each is worth, of one criterion."""
        sizes = [len(curve_points(each)) for each in self.study.criteria]
        top = SCALES_TOP + self.criteria + 3 + sum(sizes[:criterion])
        return Block(VALUES, top, 1, sizes[criterion], 2)

    # ---- Scores: one row an option ----

    def score_column(self, column: int) -> Block:
        """A column of the score table, options only."""
        return Block(SCORES, SCORES_TOP, column, self.options)

    @property
    def names(self) -> Block:
        """The names of the options."""
        return self.score_column(0)

    @property
    def values(self) -> Block:
        """Signed values, options by criteria."""
        return Block(SCORES, SCORES_TOP, 1, self.options, self.criteria)

    @property
    def parts(self) -> Block:
        """Contributions, options by criteria."""
        return Block(SCORES, SCORES_TOP, 1 + self.criteria, self.options, self.criteria)

    def after_parts(self, offset: int) -> Block:
        """A column of the score table right of the contributions."""
        return self.score_column(1 + 2 * self.criteria + offset)

    @property
    def scores(self) -> Block:
        """The scores."""
        return self.after_parts(0)

    @property
    def place_words(self) -> Block:
        """Places as words: "2=" for a shared one."""
        return self.after_parts(1)

    @property
    def saved_scores(self) -> Block:
        """The scores of the saved run."""
        return self.after_parts(2)

    @property
    def saved_places(self) -> Block:
        """The places of the saved run as words."""
        return self.after_parts(3)

    @property
    def gaps(self) -> Block:
        """How far formulas and engine are apart."""
        return self.after_parts(7)

    @property
    def option_keys(self) -> Block:
        """The keys of the options."""
        return self.after_parts(8)

    @property
    def ranks(self) -> Block:
        """Places as numbers."""
        return self.after_parts(9)

    @property
    def sort_keys(self) -> Block:
        """Rounded scores; options without one come last."""
        return self.after_parts(10)

    @property
    def positions(self) -> Block:
        """The row of each option in the ranking, no two alike."""
        return self.after_parts(11)

    @property
    def saved_ranks(self) -> Block:
        """The places of the saved run as numbers."""
        return self.after_parts(12)

    # ---- _calc ----

    @property
    def weights(self) -> Block:
        """The weights of the criteria in one row, 0 where there are none."""
        return Block(CALC, 0, 1, 1, self.criteria)

    def state(self, row: State) -> str:
        """One of the cells about the state of the whole."""
        return Block(CALC, row, 1).at()

    @property
    def order(self) -> Block:
        """For each row of the ranking the number of its option, 0 for doing nothing."""
        return Block(CALC, ORDER_TOP, 0, self.places)

    @property
    def sorted_parts(self) -> Block:
        """Contributions in the order of the ranking, for the chart; then the score now and the saved one."""
        return Block(CALC, ORDER_TOP, 2, self.places, self.criteria + 2)

    def rated(self, criterion: int, side: int) -> Block:
        """Ratings of one criterion as numbers (side 0) and what they are worth (side 1), for its chart."""
        return Block(CALC, ORDER_TOP, 6 + self.criteria + 2 * criterion + side, self.options)

    def range_end(self, side: int) -> Block:
        """Values at the low (side 0) and high ends of the ratings: options by criteria."""
        left = 7 + 3 * self.criteria + side * self.criteria
        return Block(CALC, ORDER_TOP, left, self.options, self.criteria)

    def scale_end(self, side: int) -> Block:
        """Values of the worst (side 0) and best end of each scale, in one row."""
        return Block(CALC, ORDER_TOP - 2, self.range_end(side).left, 1, self.criteria)

    # ---- _rules ----

    @property
    def numbers(self) -> Block:
        """Values as numbers, 0 where there is none: options by criteria."""
        return Block(RULES, 1, 1, self.options, self.criteria)

    @property
    def uses(self) -> Block:
        """What each option uses: options by resources."""
        return Block(RULES, 1, 1 + self.criteria, self.options, self.resources)

    # ---- Policy mix ----

    @property
    def rule_column(self) -> int:
        """The first column of the table of constraints."""
        return 9 + self.resources

    def rule_cells(self, offset: int) -> Block:
        """A column of the table of constraints, stated rules only."""
        return Block(POLICY_MIX, MIX_TOP + 1, self.rule_column + offset, max(1, self.stated))

    @property
    def switches(self) -> Block:
        """The yellow switches of the stated rules."""
        return self.rule_cells(1)

    @property
    def budgets(self) -> Block:
        """The yellow limits of the stated rules; only budgets have one."""
        return self.rule_cells(2)

    @property
    def member_top(self) -> int:
        """The first row of the options on the sheet of the policy mix."""
        return MIX_TOP + 1 + 2 + self.resources + 2

    @property
    def my_switches(self) -> Block:
        """The yellow switches of my own mix."""
        return Block(MY_MIX, MIX_TOP + 1, 1, self.options)


def plan_of(scenario: Scenario, room: Room) -> Plan:
    """The plan of a scenario's workbook."""
    rules = rules_of(scenario)
    found = listing(scenario.mixing, rules, room)
    if found.mode == "saved" and scenario.mix is not None and len(scenario.mixing.options) <= MOST_OPTIONS:
        found = replace(found, masks=tuple(mask_of(each.members) for each in scenario.mix.ranked))
    ratings = {(rating.option, rating.criterion): rating for rating in scenario.study.ratings}
    return Plan(scenario, weight_lines(scenario), rules, interactions_of(scenario.study), found, ratings)


def curve_points(criterion: Criterion) -> tuple[str, ...]:
    """The ratings at which a value function is given: breakpoints, levels, or the two ends."""
    match criterion.value:
        case LevelsValue(levels=levels):
            return tuple(levels)
        case PointsValue(points=points):
            return tuple(str(x) for x in sorted(points))
    return tuple(str(each) for each in sorted([criterion.worst, criterion.best], key=lambda e: float(str(e))))
