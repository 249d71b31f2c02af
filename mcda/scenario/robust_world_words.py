"""Options and mix in named worlds, in plain sentences and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_words import capital, points_text
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid
from mcda.scenario.words import names, option_name, rounded, share
from mcda.scenario.worlds import AS_RATED, MixInWorld, WorldsAnswer


def world_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Who leads in every world, whose worst case is best, who is least behind, and what becomes of the mix."""
    answer = found.worlds
    if answer is None:
        return ()
    return (*_options(scenario, answer), *_mix(scenario, answer))


def worlds_table(scenario: Scenario, answer: WorldsAnswer) -> Grid:
    """Every option: its score in every world, worst case, how far behind, and how often near the top."""
    columns = (
        Column("option", "Option"),
        *(Column(f"world_{k}", f"Score {_title(name)}", "points") for k, name in enumerate(answer.worlds)),
        *(Column(f"behind_{k}", f"Behind the best {_title(name)}", "points") for k, name in enumerate(answer.worlds)),
        Column("worst", "Worst case", "points"),
        Column("behind", "Most behind the best, weights as given", "points"),
        Column("furthest", "Most behind, any allowed weights", "points"),
        Column("top_three", "Worlds in the top three", "amount"),
        Column("above", "Worlds with more than 0 points", "amount"),
        *([Column("mean", "Mean over the chances", "points")] if answer.chances else []),
    )
    tops = [max(each.scores[k] for each in answer.across) for k in range(len(answer.worlds))]
    order = sorted(answer.across, key=lambda each: (-each.worst, each.option))
    rows = tuple(
        (
            _name(scenario, answer, each.option),
            *each.scores,
            *(best - own for best, own in zip(tops, each.scores, strict=True)),
            each.worst,
            each.regret,
            answer.furthest[each.option],
            each.top_three,
            each.above_nothing,
            *([each.mean] if answer.chances else []),
        )
        for each in order
    )
    return Grid("robust_worlds", "Options in every world, the best worst case first", columns, rows)


def mix_worlds_table(scenario: Scenario, answer: WorldsAnswer) -> Grid:
    """The chosen mix in every world, and the best mix there."""
    columns = (
        Column("world", "World"),
        Column("value", "Chosen mix", "points"),
        Column("feasible", "Keeps all constraints"),
        Column("best_value", "Best mix there", "points"),
        Column("best", "Which is"),
    )
    rows = tuple(
        (
            each.world,
            each.value,
            "yes" if each.feasible else "no",
            each.best_value,
            "none fits" if each.best is None else _members(scenario, each.best) or "none of the options",
        )
        for each in answer.mixes
    )
    return Grid("robust_mix_worlds", "The mix in every world", columns, rows)


def _options(scenario: Scenario, answer: WorldsAnswer) -> Iterator[str]:
    for world, leaders in zip(answer.worlds, answer.leaders, strict=True):
        own = answer.across[leaders[0]].scores[answer.worlds.index(world)]
        place = "share first place" if len(leaders) > 1 else "comes first"
        first = names(_name(scenario, answer, i) for i in leaders)
        yield f"{capital(_title(world))}: {first} {place} ({rounded(own)})."
    best, least = answer.best_worst, min(answer.across, key=lambda each: (each.regret, each.option))
    name = _name(scenario, answer, best.option)
    yield f"Best worst case: {name}, at least {rounded(best.worst)} points in every world."
    yield f"Least behind in its worst world: {_name(scenario, answer, least.option)}, {_most_behind(least.regret)}."
    means = [(each.mean, each.option) for each in answer.across if each.mean is not None]
    if means and answer.chances:
        mean, option = max(means, key=lambda pair: (pair[0], -pair[1]))
        chances = zip(answer.chances, answer.worlds, strict=True)
        told = names(f"{share(chance)} {_title(world)}" for chance, world in chances)
        name = _name(scenario, answer, option)
        yield f"With the chances that were given ({told}): {name} at {rounded(mean)} points on average."
    else:
        yield "No chances were given, so no world counts as likelier than another."


def _most_behind(points: Fraction) -> str:
    return f"at most {points_text(points)} behind the best option there" if points else "behind in none"


def _mix(scenario: Scenario, answer: WorldsAnswer) -> Iterator[str]:
    for each in answer.mixes:
        if each.world != AS_RATED:
            yield f"{capital(_title(each.world))}: the mix {_fares(each)}."


def _fares(each: MixInWorld) -> str:
    if each.best_value is None:
        return "no longer keeps all constraints, and no other mix does"
    if not each.feasible:
        return f"no longer keeps all constraints; the best one that does is worth {rounded(each.best_value)} points"
    behind = each.best_value - each.value
    if not behind:
        return f"is worth {rounded(each.value)} points and stays the best"
    return f"is worth {rounded(each.value)} points, {points_text(behind)} behind the best one there"


def _title(world: str) -> str:
    return world if world == AS_RATED else f"in '{world}'"


def _name(scenario: Scenario, answer: WorldsAnswer, option: int) -> str:
    return option_name(scenario.study, answer.options[option])


def _members(scenario: Scenario, members: Iterable[int]) -> str:
    return names(option_name(scenario.study, scenario.mixing.options[i]) for i in members)
