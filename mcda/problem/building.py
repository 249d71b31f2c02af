"""From a checked study to a mix problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mcda.methods.value import POINTS
from mcda.model.constraint import Interaction
from mcda.model.criterion import Criterion
from mcda.model.study import Study
from mcda.problem.limits import limit_of, vetoed
from mcda.problem.mixing import Adds, Counted, Effect, Limit, MixProblem, Saving, Synergy
from mcda.problem.scale import lower_is_better, number, signed
from mcda.problem.scoring import Problem

# The automatic limit that keeps options with a blank rating out.
BLANK = "Blank ratings"


def mix_problem(study: Study, problem: Problem) -> MixProblem:
    """The choice of several options together, with every constraint resolved. Options with a blank rating stay out."""
    interactions = [c.interaction for c in study.constraints.constraints if c.interaction]
    return MixProblem(
        options=problem.options,
        effects=tuple(_effect(study, problem, j) for j in range(len(problem.criteria))),
        resources=tuple(study.about.resources),
        uses=tuple(tuple(Fraction(o.uses.get(key, 0)) for o in study.options) for key in study.about.resources),
        synergies=tuple(_synergy(study, rule) for rule in interactions if rule.criterion),
        savings=tuple(_saving(study, rule) for rule in interactions if rule.resource),
        limits=(*_stated(study), *_levels_of_instruments(study), *_vetoes(study), *_blanks(study, problem)),
    )


def adds(criterion: Criterion) -> Adds:
    """How signed values add up under the criterion's mix rule: the highest risk is the lowest value."""
    match criterion.mix_rule:
        case "sum" | "prob" as rule:
            return rule
        case "max":
            return "lowest" if lower_is_better(criterion) else "highest"
        case "min":
            return "highest" if lower_is_better(criterion) else "lowest"


def why_no_mix(study: Study) -> str:
    """Why no mix can be chosen, as a sentence; empty if one can be.

    Without a do-nothing level the value of leaving an option out is unknown. With a fixed number of options the unknown
    level takes the same from every mix, but not past a cap, and not beside a bound on what the mix does there.
    """
    without = [criterion for criterion in study.criteria if criterion.do_nothing is None]
    named = " and ".join(criterion.name for criterion in without)
    if not without:
        return ""
    if fixed_size(study) is None:
        return (
            f"No mix: {named} has no do_nothing level, so the value of leaving an option out is unknown. "
            "Give it one, or fix the number of options (size: exactly), where it does not matter."
        )
    return next((text for criterion in without for text in _needs_a_level(study, criterion)), "")


def fixed_size(study: Study) -> int | None:
    """How many options every mix has, where hard constraints leave no choice; else None."""
    sizes = [c.size for c in study.constraints.constraints if c.size is not None and c.penalty is None]
    least = [low for size in sizes for low in (size.min, size.exactly) if low is not None]
    most = [high for size in sizes for high in (size.max, size.exactly) if high is not None]
    return max(least) if least and most and max(least) == min(most) else None


def _needs_a_level(study: Study, criterion: Criterion) -> Iterator[str]:
    """What a study asks of a criterion without a do-nothing level that has no meaning without one."""
    if criterion.mix_rule != "sum":
        return
    if criterion.cap is not None:
        yield (
            f"No mix: {criterion.name} has a cap but no do_nothing level, so it is unknown when a mix reaches the cap. "
            "Give it a do_nothing level, or take the cap out."
        )
    for constraint in study.constraints.constraints:
        if constraint.mix_level is not None and constraint.mix_level.criterion == criterion.key:
            yield (
                f"No mix: '{constraint.name}' bounds what the mix does on {criterion.name}, which has no do_nothing "
                "level to count from. Give it one, or take the constraint out."
            )


def _effect(study: Study, problem: Problem, j: int) -> Effect:
    criterion = study.criteria[j]
    values = tuple(row[j] for row in problem.values)
    cap = None if criterion.cap is None else signed(criterion, criterion.cap)
    if criterion.mix_rule != "prob":
        return Effect(criterion.key, problem.weights[j], adds(criterion), values, cap)
    return _probability(criterion, problem.weights[j], values)


def _probability(criterion: Criterion, weight: Fraction, values: Sequence[Fraction]) -> Effect:
    """Independent causes: 1 - P multiplies. On a 0-100 scale (unit with %) probabilities are hundredths."""
    whole = Fraction(100) if "%" in criterion.unit else Fraction(1)
    worst, best = number(criterion.worst), number(criterion.best)
    slope = POINTS * whole / (best - worst)
    p0 = (number(criterion.do_nothing) if criterion.do_nothing is not None else Fraction(0)) / whole
    factors = tuple((1 - p0 - value / slope) / (1 - p0) for value in values)
    return Effect(criterion.key, weight, "prob", tuple(values), None, factors, p0, slope)


def _synergy(study: Study, rule: Interaction) -> Synergy:
    keys = [criterion.key for criterion in study.criteria]
    return Synergy(_members(study, rule), keys.index(str(rule.criterion)), Fraction(rule.points or 0))


def _saving(study: Study, rule: Interaction) -> Saving:
    return Saving(
        _members(study, rule), list(study.about.resources).index(str(rule.resource)), Fraction(rule.saves or 0)
    )


def _members(study: Study, rule: Interaction) -> tuple[int, ...]:
    keys = [option.key for option in study.options]
    return tuple(sorted(keys.index(key) for key in rule.options))


def _stated(study: Study) -> tuple[Limit, ...]:
    return tuple(limit_of(study, c) for c in study.constraints.constraints if c.interaction is None)


def _levels_of_instruments(study: Study) -> tuple[Limit, ...]:
    instruments = dict.fromkeys(option.instrument for option in study.options if option.instrument)
    groups = {key: frozenset(i for i, o in enumerate(study.options) if o.instrument == key) for key in instruments}
    return tuple(
        Limit(
            f"Levels of {key.replace('_', ' ')}",
            f"at most one of {', '.join(study.options[i].name for i in sorted(group))}",
            "They are levels of one instrument.",
            (Counted(group, most=1),),
            automatic=True,
        )
        for key, group in groups.items()
        if key and len(group) > 1
    )


def _vetoes(study: Study) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            f"Veto on {criterion.name}",
            f"not {', '.join(study.options[i].name for i in vetoed(study, criterion))}",
            criterion.veto.reason or f"Rated {criterion.veto.at} or worse.",
            (Counted(frozenset(vetoed(study, criterion)), most=0),),
            automatic=True,
        )
        for criterion in study.criteria
        if criterion.veto and criterion.veto.effect == "exclude" and vetoed(study, criterion)
    )


def _blanks(study: Study, problem: Problem) -> tuple[Limit, ...]:
    options = frozenset(i for i, _ in problem.blank)
    if not options:
        return ()
    names = ", ".join(study.options[i].name for i in sorted(options))
    words = "An option with a blank rating cannot be weighed against others."
    return (Limit(BLANK, f"not {names}", words, (Counted(options, most=0),), automatic=True),)
