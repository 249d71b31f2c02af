"""Several scenarios side by side, section by section: places, mixes, what keeping one's mix loses, weights."""

from __future__ import annotations

from mcda.report.drawing import SERIES
from mcda.report.flow import DESK, PHONE, Flow, rank_flow
from mcda.report.html import paragraph
from mcda.report.pieces import Drawing, Width, pictures, section, tabled, twin, weights_section
from mcda.scenario.comparing import mix_of
from mcda.scenario.many import (
    Many,
    letters,
    many_headline,
    membership_table,
    nearest_sentence,
    nearest_table,
    option_in,
    rank_table,
    regret_table,
    times_in_mix,
)
from mcda.scenario.tables import Column, Grid
from mcda.scenario.words import names, place

DASHES = ("", "7 3", "2 3", "9 3 2 3")


def many_finding(many: Many) -> tuple[str, ...]:
    """The comparison in sentences, the one to know first."""
    return many_headline(many), nearest_sentence(many)


def many_sections(many: Many) -> str:
    """Everything below the finding."""
    return "".join([_ranks(many), _mixes(many), _regret(many), weights_section(many.scenarios), _nearest(many)])


def _ranks(many: Many) -> str:
    marks, flows = letters(len(many.scenarios)), _flows(many)
    leaders = [names(option_in(many, line.option) for line in s.ranking.leaders) for s in many.scenarios]
    title = "First: " + "; ".join(f"{who} in {mark}" for mark, who in zip(marks, leaders, strict=True)) + "."

    def draw(width: Width) -> Drawing:
        room = DESK if width == "wide" else PHONE
        shapes, height = rank_flow(marks, flows, room)
        return shapes, room.width, height

    sub = "Places in every scenario; thick lines are options that come first somewhere."
    return section("ranks", "Places", sub, paragraph(title) + pictures(title, draw) + twin(rank_table(many)))


def _flows(many: Many) -> list[Flow]:
    first = list(dict.fromkeys(line.option for s in many.scenarios for line in s.ranking.leaders))[: len(DASHES)]
    ends = [{line.option: (k, place(line)) for k, line in enumerate(s.ranking.lines)} for s in many.scenarios]
    flows = []
    for option in many.options:
        spots = tuple(end[option][0] if option in end else None for end in ends)
        places = tuple(end[option][1] if option in end else "" for end in ends)
        k = first.index(option) if option in first else None
        look = ("", "") if k is None else (SERIES[k], DASHES[k])
        flows.append(Flow(option_in(many, option), spots, places, *look))
    return flows


def _mixes(many: Many) -> str:
    body = tabled(_matrix(many)) + tabled(membership_table(many))
    return section("mix", "What the mixes share", "", paragraph(many_headline(many).split(". ")[-1]) + body)


def _matrix(many: Many) -> Grid:
    """Which option is in the best mix of which scenario; those in most mixes first."""
    mixes = [mix_of(scenario) for scenario in many.scenarios]
    chosen = sorted((k for k in many.options if times_in_mix(many, k)), key=lambda k: -times_in_mix(many, k))
    marks = letters(len(mixes))
    columns = (
        Column("option", "Option"),
        *(Column(f"in_{s.name}", mark) for s, mark in zip(many.scenarios, marks, strict=True)),
    )
    rows = tuple((option_in(many, k), *("in" if mix and k in mix else "" for mix in mixes)) for k in chosen)
    return Grid("matrix", "Options in the best mix of each scenario", columns, rows)


def _regret(many: Many) -> str:
    sub = "Each row keeps one scenario's mix; each column says what that loses where another scenario comes true."
    return section("regret", "If one mix is kept", sub, tabled(regret_table(many)))


def _nearest(many: Many) -> str:
    return section("nearest", "Which scenarios resemble each other", "", tabled(nearest_table(many)))
