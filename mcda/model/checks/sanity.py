"""Questions worth asking: notes that do not stop a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from mcda.errors import Finding
from mcda.model.criterion import Criterion
from mcda.model.draft import Draft
from mcda.model.weights import Weights

HEAVY = Decimal("0.6")
ALIKE = Decimal("0.9")
_OUTWEIGHS = "From worst to best it outweighs all others together: check that this is meant."
_LOWER_WORDS = ("risk", "cost", "threat", "delay", "danger", "loss", "harm")


def check(draft: Draft) -> Iterator[Finding]:
    """Notes about idle criteria, columns that say the same, odd directions and undocumented weights."""
    columns = _columns(draft)
    for i, criterion in enumerate(draft.criteria):
        yield from _direction(draft, i, criterion)
        if len(set(columns.get(criterion.key, range(2)))) == 1 and len(draft.options) > 1:
            what = f"All options are rated the same on '{criterion.key}': its weight tells nothing apart."
            yield _note(
                draft, ("criteria", i), "equal-ratings", what, "Is the scale too coarse, or the criterion idle?"
            )
    yield from _alike(draft, columns)
    yield from _reasons(draft)
    for i, weights in enumerate(draft.weights):
        yield from _weights(draft, i, weights)


def _note(draft: Draft, path: tuple[str | int, ...], code: str, what: str, cure: str) -> Finding:
    return draft.places.finding(path, code, what, cure, severity="note")


def _columns(draft: Draft) -> Mapping[str, Sequence[Decimal]]:
    """The best ratings of each numeric criterion that has all of them, in option order."""
    best = {(r.option, r.criterion): r.best for r in draft.ratings}
    columns: dict[str, list[Decimal]] = {}
    for criterion in draft.criteria:
        entries = [best.get((option.key, criterion.key)) for option in draft.options]
        numbers = [entry for entry in entries if isinstance(entry, Decimal)]
        if numbers and len(numbers) == len(entries):
            columns[criterion.key] = numbers
    return columns


def _direction(draft: Draft, i: int, criterion: Criterion) -> Iterator[Finding]:
    ends = criterion.worst, criterion.best
    rising = isinstance(ends[0], Decimal) and isinstance(ends[1], Decimal) and ends[0] < ends[1]
    if rising and any(word in criterion.name.casefold().split() for word in _LOWER_WORDS):
        what = f"'{criterion.name}' counts higher as better ({ends[0]} is worst, {ends[1]} is best)."
        yield _note(draft, ("criteria", i, "worst"), "direction", what, "If lower is better, swap worst and best.")


def _alike(draft: Draft, columns: Mapping[str, Sequence[Decimal]]) -> Iterator[Finding]:
    for one, other in combinations(columns, 2):
        rho = _rank_correlation(columns[one], columns[other])
        if len(columns[one]) > 4 and rho is not None and abs(rho) > ALIKE:
            what = f"'{one}' and '{other}' order the options almost alike (rank correlation {rho:.2f})."
            cure = f"Do they count one thing twice? With {len(columns[one])} options this may be chance."
            yield _note(draft, ("files", "ratings"), "double-counting", what, cure)


def _rank_correlation(xs: Sequence[Decimal], ys: Sequence[Decimal]) -> Decimal | None:
    """Spearman's rank correlation with mid-ranks; None where a column is constant."""
    a, b = _mid_ranks(xs), _mid_ranks(ys)
    mean = Decimal(len(xs) + 1) / 2
    spread = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    if not spread:
        return None
    return sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True)) / Decimal(spread).sqrt()


def _mid_ranks(xs: Sequence[Decimal]) -> list[Decimal]:
    ordered = sorted(xs)
    return [Decimal(2 * ordered.index(x) + ordered.count(x) + 1) / 2 for x in xs]


def _reasons(draft: Draft) -> Iterator[Finding]:
    bare = [i for i, rating in enumerate(draft.ratings) if rating.best is not None and not rating.rationale]
    if bare:
        what = f"Ratings without a rationale: {len(bare)} of {len(draft.ratings)}."
        cure = "One line each is enough; a long table (option, criterion, best, rationale) has room for it."
        yield _note(draft, ("ratings", bare[0]), "no-rationale", what, cure)


def _weights(draft: Draft, i: int, weights: Weights) -> Iterator[Finding]:
    absent = [field for field in ("who", "when", "why") if not getattr(weights, field)]
    if absent:
        what = f"The weights '{weights.key}' do not say {', '.join(absent)}."
        yield _note(
            draft, ("weights", i), "weights-undocumented", what, "Readers will ask who gave them, when and why."
        )
    if not weights.scales:
        what = f"The weights '{weights.key}' do not say for which scales they were given."
        cure = f"`mcda weights confirm {weights.key}` writes them with their scales."
        yield _note(draft, ("weights", i), "weights-unbound", what, cure)
    points = [p for key, p in weights.points.items() if key not in {b.key for b in draft.branches}]
    flat = not any(branch.key in weights.points for branch in draft.branches)
    if flat and all(p.is_finite() for p in points) and sum(points) > 0 and max(points) / sum(points) > HEAVY:
        part = int(100 * max(points) / sum(points))
        told = "all" if max(points) == sum(points) else f"{part}%" if part < 99 else "over 99%"
        heavy = max(weights.points, key=lambda key: weights.points[key])
        what = f"'{heavy}' carries {told} of the weight in '{weights.key}'."
        yield _note(draft, ("weights", i, "points", heavy), "one-criterion", what, _OUTWEIGHS)
