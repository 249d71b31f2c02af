"""Studies made by hand that use every feature of the model, and texts that spreadsheet programs like to change."""

from __future__ import annotations

from decimal import Decimal

from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.option import Option, Rating
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.model.world import World

HOSTILE = (
    *("=1+1", "+1", "-1 day", "@x", "=cmd|'/c calc'!A0", "NA", "None", "n/a", "1/2", "TRUE", "#N/A me"),
    *("a & b < c > d", "_x0041_", "emoji \U0001f600 here", "\u05e9\u05dc\u05d5\u05dd", "* ? ~", "x" * 200),
    *(
        'he said: "no"',
        "semi; colon, comma",
        "# not a remark",
        "- dash",
        "null",
        "~",
        "e\u0301 \u00e9",
        "line\u2028sep",
    ),
)


def full_study() -> Study:
    """Two branches, four criteria (linear, points, levels, probability), every kind of constraint, all statements."""
    return Study(
        about=About(
            name="Full study",
            question="What to do?\nAnd when?",
            do_nothing="Nothing new",
            authors=("Ann; Bob", "Cy, Dee"),
            close_call=Decimal("0.5"),
            default_weights="one",
            themes={"calm": "Calm", "firm": ""},
            resources={"money": {"name": "Money", "unit": "million", "note": "a"}, "staff": {"name": "S", "unit": "u"}},
        ),
        criteria=_criteria(),
        branches=(
            Branch(kind="branch", key="aims", name="Aims", definition="What we want", notes="n"),
            Branch(kind="branch", key="means", name="Means", parent="aims"),
        ),
        options=_options(),
        ratings=tuple(_rating(o, c) for o in ("a", "b", "c", "d") for c in ("calm_days", "effect", "risk", "trust")),
        weights=_weights(),
        constraints=Constraints(
            sets={"both": ("a", "theme:calm"), "all": ("both", "pair")}, constraints=_constraints()
        ),
    )


def worlds_study() -> Study:
    """The full study with two worlds: numbers and levels, ranges, chances, texts that look like something else."""
    first = World(
        key="crisis",
        name="=A crisis",
        story="It comes.\nSoon.",
        chance=Decimal("12.5"),
        ratings=(
            Rating(option="a", criterion="trust", best="1/2", confidence="low", source="@s", rationale="+r"),
            Rating(option="b", criterion="calm_days", low="0.1", best="50.123456789012345678", high=60),
        ),
    )
    second = World(key="calm", name="Calm", chance=20, ratings=(Rating(option="d", criterion="risk", best=0),))
    return full_study().model_copy(update={"worlds": (second, first)})


def hostile_study() -> Study:
    """The full study with texts that look like formulas, numbers, dates, wildcards or escapes."""
    study = full_study()
    options = tuple(
        Option(key=f"h{i}", name=name, uses={"money": 0, "staff": 0}, source=name, note=name)
        for i, name in enumerate(HOSTILE)
    )
    rated = [criterion.key for criterion in study.criteria]
    ratings = tuple(
        _rating(option.key, key).model_copy(update={"source": option.name, "rationale": option.name})
        for option in options
        for key in rated
    )
    texts = {"name": HOSTILE[0], "question": HOSTILE[3], "context": HOSTILE[4], "do_nothing": HOSTILE[8]}
    about = study.about.model_copy(update={**texts, "handling": "&P && =x", "authors": HOSTILE})
    criteria = (study.criteria[0].model_copy(update={"name": "=2+2", "unit": "_x0041_ & +3"}), *study.criteria[1:])
    return study.model_copy(
        update={
            "about": about,
            "criteria": criteria,
            "options": (*study.options, *options),
            "ratings": (*study.ratings, *ratings),
        }
    )


def _criteria() -> tuple[Criterion, ...]:
    return (
        Criterion(
            key="calm_days",
            name="Calm days",
            definition="d",
            unit="days",
            worst=0,
            best="100.25",
            do_nothing="0.125",
            levels={0: "none", "50.5": "", 100: "many"},
            value={"points": {0: 0, 40: "33.3", "100.25": 100}},
            mix_rule="max",
            parent="aims",
            notes="line one\nline two",
            source="s",
        ),
        Criterion(
            key="effect",
            name="Effect",
            definition="d",
            unit="steps",
            worst=3,
            best=-3,
            do_nothing=0,
            mix_rule="sum",
            cap="-2.123456789012345678",
            veto={"at": 3, "effect": "mark", "reason": "too much"},
            levels={-3: "good", 3: "bad"},
        ),
        Criterion(
            key="risk",
            name="Risk",
            definition="d",
            unit="%",
            worst=100,
            best=0,
            do_nothing=30,
            mix_rule="prob",
            parent="means",
        ),
        Criterion(
            key="trust",
            name="Trust",
            definition="d",
            unit="level",
            worst="1/2",
            best="=high",
            do_nothing="some trust",
            levels={"some trust": "as now", "=high": "all trust"},
            value={"levels": {"1/2": 0, "some trust": 40, "=high": 100}},
            mix_rule="min",
            veto={"at": "1/2", "effect": "exclude"},
        ),
    )


def _options() -> tuple[Option, ...]:
    one, other = {"money": Decimal("1.125"), "staff": 0}, {"money": "-0.1", "staff": "1234567.5"}
    return (
        Option(key="a", name="A", instrument="pair", themes=("calm", "firm"), uses=one, significance="high"),
        Option(key="b", name="B", instrument="pair", uses=other, source="=1+1", note="n"),
        Option(key="c", name="C", themes=("calm",), uses=one),
        Option(key="d", name="D", themes=("firm",), uses=other, significance="low"),
    )


def _rating(option: str, criterion: str) -> Rating:
    entries: dict[str, tuple[object, object, object]] = {
        "calm_days": (0, "50.123456789012345678", "1.5"),
        "effect": (None, None, None),
        "risk": ("12.5", "33", None),
        "trust": ("1/2", "some trust", "=high"),
    }
    low, best, high = entries[criterion]
    if criterion == "calm_days":
        low, best, high = 0, "1.125", "50.123456789012345678"
    return Rating(option=option, criterion=criterion, low=low, best=best, high=high, confidence="low", source="=s")


def _weights() -> tuple[Weights, ...]:
    return (
        Weights(
            key="one",
            name="One",
            who="us",
            when="2026-11",
            why="because",
            points={"calm_days": "33.3", "effect": 0, "risk": 20, "trust": "0.000001"},
            ranges={"effect": [0, "12.5"], "trust": {"low": 10, "high": 90}},
            order=(("risk", "trust"), ("calm_days",)),
            ratios=({"criterion": "risk", "at_least": "1.5", "times": "trust"},) * 2,
            scales={
                "effect": {"worst": 3, "best": -3, "unit": "steps"},
                "trust": {"worst": "1/2", "best": "=high", "unit": "level"},
            },
        ),
        Weights(key="two", name="two", points={"aims": 60, "means": 40, "calm_days": 1, "effect": 2, "risk": 3}),
    )


def _constraints() -> tuple[Constraint, ...]:
    kinds: tuple[dict[str, object], ...] = (
        {"budget": {"resource": "money", "at_most": "6.5", "at_least": -1}},
        {"size": {"min": 1, "max": 3}},
        {"size": {"exactly": 2}, "penalty": "2.5"},
        {"must": ["a"]},
        {"must_not": ["b", "theme:firm"]},
        {"not_both": ["a", "c"]},
        {"at_most": {"count": 2, "of": "both"}},
        {"at_least": {"count": 0, "of": ["all", "pair"]}},
        {"requires": {"options": "pair", "all_of": ["c", "d"]}},
        {"requires": {"options": ["a"], "any_of": "theme:firm"}},
        {"cover": {"themes": ["calm", "firm"], "at_least": 2}},
        {"ratio": {"count": "both", "at_most": 2, "for_every": 3, "of": ["d"]}},
        {"for_every": {"count": "both", "every": 2, "at_least": 1, "of": "d"}},
        {"if_then": {"if_at_least": {"count": 1, "of": "a"}, "then_at_least": {"count": 2, "of": ["c", "d"]}}},
        {"mix_level": {"criterion": "trust", "at_least": "some trust"}},
        {"mix_level": {"criterion": "effect", "at_most": "1.5", "at_least": -3}},
        {"each_member": {"criterion": "risk", "at_most": 50}, "penalty": 1},
        {"interaction": {"options": ["a", "c", "d"], "criterion": "effect", "points": "-2.5"}},
        {"interaction": {"options": ["a", "d"], "resource": "staff", "saves": 1}},
    )
    return tuple(Constraint(name=f"=Rule {i}", reason=f"@why {i}", source="s", **kind) for i, kind in enumerate(kinds))
