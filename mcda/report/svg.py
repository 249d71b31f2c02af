"""Every chart of a scenario as a picture for slides: the finding as its title, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mcda.methods.envelope import lines
from mcda.report.answer import moves, percent
from mcda.report.bars import MOST_COLOURS, Bar, bars, shared_colours
from mcda.report.drawing import (
    INK,
    LINE,
    SERIES,
    WIDTH,
    circle,
    fitted,
    line,
    number,
    picture,
    rectangle,
    text,
    ticks,
)
from mcda.report.live import Step, frontier
from mcda.report.movement import Movement
from mcda.scenario.mix_words import adds, budget, mix_headline
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import NOTHING
from mcda.scenario.words import amount, headline, names, place, rounded, share, signed_points

DASHES = ("", "7 3", "2 3", "9 3 2 3")


def charts(scenario: Scenario) -> Mapping[str, str]:
    """File name and SVG text of every chart that the scenario has something for."""
    found = {"ranking.svg": ranking_chart(scenario)}
    for movement in moves(scenario):
        key = scenario.study.criteria[movement.criterion].key
        found[f"weight_{key}.svg"] = weight_chart(scenario, movement)
    if scenario.mix is not None and scenario.mix.best is not None:
        found["mix.svg"] = mix_chart(scenario)
        for k, key in enumerate(scenario.mixing.resources):
            steps = frontier(scenario, k)
            if len(steps) > 1:
                found[f"frontier_{key}.svg"] = frontier_chart(scenario, k, steps)
    return found


def ranking_chart(scenario: Scenario) -> str:
    """Scores as contributions around the line of doing nothing."""
    colours = shared_colours(scenario.ranking.weights)
    rows = [_ranked(scenario, k, colours) for k in range(len(scenario.ranking.lines))]
    if scenario.ranking.has_nothing:
        below = next((k for k, ln in enumerate(scenario.ranking.lines) if ln.score is None or ln.score < 0), len(rows))
        rows.insert(below, Bar(NOTHING, (), "0.0"))
    title = headline(scenario)
    alt = "Scores: " + ", ".join(f"{row.name} {row.figure}" for row in rows) + "."
    legend, room = _legend(scenario, colours)
    body, height = bars(rows, room)
    return picture(title, alt, [*legend, *body], height, scenario.study.about.handling)


def mix_chart(scenario: Scenario) -> str:
    """What each member adds to the best mix."""
    mix = scenario.mix.best if scenario.mix else None
    if mix is None:
        raise ValueError("the scenario has no mix")
    parts = sorted(((adds(scenario, mix, i), i) for i in mix.members), key=lambda part: (-part[0], part[1]))
    rows = [
        Bar(scenario.study.options[i].name, ((points, SERIES[3 if points < 0 else 0]),), signed_points(points))
        for points, i in parts
    ]
    told = ", ".join(f"{row.name} {row.figure}" for row in rows)
    alt = f"What each member adds: {told}." if rows else "No option is in the mix."
    body, height = bars(rows, 0)
    return picture(mix_headline(scenario), alt, body, height, scenario.study.about.handling)


def weight_chart(scenario: Scenario, movement: Movement) -> str:
    """Scores as one weight goes from 0 to 100 %, with the exact points where the leader changes."""
    study, name = scenario.study, scenario.study.criteria[movement.criterion].name
    texts = [
        f"{names(study.options[i].name for i in each.leaders)} from {percent(each.low)} to {percent(each.high)}"
        for each in movement.stretches
    ]
    own = movement.stretches[movement.own]
    leader = names(study.options[i].name for i in own.leaders)
    title = (
        f"{leader} leads while {name} has {percent(own.low)} to {percent(own.high)} of the weight "
        f"(now {percent(movement.now)})"
    )
    body, height = _crossings(scenario, movement)
    return picture(title, f"Leading: {'; '.join(texts)}.", body, height, study.about.handling)


def frontier_chart(scenario: Scenario, resource: int, steps: Sequence[Step]) -> str:
    """Best value at every amount of one resource, the other budgets kept."""
    about = scenario.study.about.resources[scenario.mixing.resources[resource]]
    most = budget(scenario, resource)
    inside = [step for step in steps if most is None or step.use <= most]
    title = f"Best value at every amount of {about.name}, the other budgets kept"
    if inside and most is not None:
        more = next((step for step in steps if step.use > most), None)
        gain = f"{amount(more.use - most)} more would add {rounded(more.value - inside[-1].value)}" if more else ""
        title = f"{amount(most)} {about.unit} of {about.name} buy {rounded(inside[-1].value)} points"
        title += f"; {gain}" if gain else "; more would add nothing"
    alt = "Steps: " + ", ".join(f"{rounded(step.value)} at {amount(step.use)}" for step in steps) + "."
    body, height = _steps(steps, most, f"{about.name}, {about.unit}")
    return picture(title, alt, body, height, scenario.study.about.handling)


def _ranked(scenario: Scenario, k: int, colours: Sequence[str]) -> Bar:
    ranked = scenario.ranking.lines[k]
    parts = tuple((p, colour) for p, colour in zip(ranked.contributions, colours, strict=True) if p)
    figure = "blank" if ranked.score is None else rounded(ranked.score)
    return Bar(f"{place(ranked)}  {scenario.study.option(ranked.option).name}", parts, figure, ranked.score)


def _legend(scenario: Scenario, colours: Sequence[str]) -> tuple[list[str], float]:
    shared = len(colours) > MOST_COLOURS
    entries = [
        (c.name, colour)
        for c, colour in zip(scenario.study.criteria, colours, strict=True)
        if not (shared and colour == SERIES[-1])
    ]
    entries += [("other criteria", SERIES[-1])] if shared else []
    shapes, x, y = [], 0.0, 14.0
    for name, colour in entries:
        width = 36 + len(name) * 8
        if x + width > WIDTH:
            x, y = 0.0, y + 22
        shapes += [rectangle(x, y - 11, 12, 12, colour), text(x + 18, y, name, "key")]
        x += width
    return shapes, y + 16


def _crossings(scenario: Scenario, movement: Movement) -> tuple[list[str], float]:
    problem, j, height, left, right = scenario.problem, movement.criterion, 340, 44, 270
    leaders = list(dict.fromkeys(each.leaders[0] for each in movement.stretches))
    drawn = enumerate(lines(problem.values, problem.weights, j))
    blank = {i for i, _ in problem.blank}
    ends = {i: (float(each.start), float(each.at(Fraction(1)))) for i, each in drawn if i not in blank}
    high = max(1.0, *(max(end) for end in ends.values()))
    low = max(min(0.0, *(min(end) for end in ends.values())), -high / 2)

    def x(t: float) -> float:
        return left + (WIDTH - left - right) * t

    def y(value: float) -> float:
        return 24 + (height - 24) * (1 - (value - low) / (high - low))

    shapes = [line((left, y(t)), (x(1), y(t)), INK if t == 0 else LINE) for t in ticks(low, high)]
    shapes += [text(left - 8, y(t) + 4, amount(Fraction(t)), "axis", anchor="end") for t in ticks(low, high)]
    shapes += [text(x(t), height + 20, share(Fraction(t)), "axis", anchor="middle") for t in (0, 0.25, 0.5, 0.75, 1)]
    size = f'width="{number(x(1) - left)}" height="{height - 24}"'
    clipped = f'<svg x="{left}" y="24" {size} viewBox="{left} 24 {number(x(1) - left)} {height - 24}">'
    shapes.append(clipped)
    shapes += [line((x(0), y(a)), (x(1), y(b)), LINE) for i, (a, b) in ends.items() if i not in leaders]
    for k, i in enumerate(leaders):
        shapes.append(line((x(0), y(ends[i][0])), (x(1), y(ends[i][1])), SERIES[k % 4], 3, DASHES[k % 4]))
    shapes.append("</svg>")
    now = float(movement.now)
    shapes += [
        line((x(now), 14), (x(now), height), INK, 1.5),
        text(x(now) + 5, 14, f"now {share(movement.now)}", "note"),
    ]
    for each in movement.stretches[1:]:
        a, b = ends[each.leaders[0]]
        t = float(each.low)
        shapes.append(circle(x(t), y(a + (b - a) * t), 5, INK))
    shapes += _tags(scenario, leaders, [y(max(low, ends[i][1])) for i in leaders], x(1))
    return shapes, height + 34


def _tags(scenario: Scenario, leaders: Sequence[int], heights: Sequence[float], edge: float) -> list[str]:
    """The names of the leading lines at their right ends, kept apart."""
    shapes, last = [], -100.0
    for spot, k in sorted((spot, k) for k, spot in enumerate(heights)):
        last = max(spot, last + 19)
        shapes.append(line((edge + 6, last), (edge + 28, last), SERIES[k % 4], 3, DASHES[k % 4]))
        shapes.append(text(edge + 34, last + 5, fitted(scenario.study.options[leaders[k]].name, 230, 14), "key"))
    return shapes


def _steps(steps: Sequence[Step], most: Fraction | None, axis: str) -> tuple[list[str], float]:
    height, left = 320, 44
    low, end = min(0.0, float(steps[0].use)), max(float(steps[-1].use), float(most or 0)) * 1.05 or 1.0
    floor, roof = min(0.0, float(steps[0].value)), max(1.0, float(steps[-1].value)) * 1.08

    def x(value: float) -> float:
        return left + (WIDTH - left) * (value - low) / (end - low)

    def y(value: float) -> float:
        return 16 + (height - 16) * (1 - (value - floor) / (roof - floor))

    shapes = [line((left, y(t)), (WIDTH, y(t))) for t in ticks(floor, roof)]
    shapes += [text(left - 8, y(t) + 4, amount(Fraction(t)), "axis", anchor="end") for t in ticks(floor, roof)]
    shapes += [text(x(t), height + 20, amount(Fraction(t)), "axis", anchor="middle") for t in ticks(low, end)]
    shapes.append(text((left + WIDTH) / 2, height + 42, axis, "axis", anchor="middle"))
    spots = [(x(float(step.use)), y(float(step.value))) for step in steps]
    for (a, b), (c, d) in zip(spots, [*spots[1:], (x(end), spots[-1][1])], strict=True):
        shapes += [line((a, b), (c, b), SERIES[1], 2.5), line((c, b), (c, d), SERIES[1], 2.5)]
    shapes += [circle(a, b, 4, SERIES[1]) for a, b in spots]
    if most is not None:
        shapes.append(line((x(float(most)), 4), (x(float(most)), height), INK, 1.5, "4 3"))
        shapes.append(text(x(float(most)) - 6, 14, f"budget {amount(most)}", "note", anchor="end"))
        inside = [spot for spot, step in zip(spots, steps, strict=True) if step.use <= most]
        shapes += [circle(*inside[-1], 7, SERIES[3])] if inside else []
    return shapes, height + 50
