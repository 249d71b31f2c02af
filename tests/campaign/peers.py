"""What other packages say: run by an interpreter of an environment that has pymcdm, scikit-criteria and pyrepo-mcda.

python peers.py scores PROBLEMS.npz ANSWERS.npz      additive scores on given (fixed) scales
python peers.py changes COUNT ANSWER.json            how often each method breaks each relation
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable

import numpy as np
from pymcdm import methods as pm
from pymcdm import normalizations as norm
from pyrepo_mcda.mcda_methods import SPOTIS as REPO_SPOTIS
from relations import RELATIONS, Case, broken, other_winner, random_case
from skcriteria.agg import simple as sk_simple
from skcriteria.agg.topsis import topsis as sk_topsis

DECIMALS = 9
Scorer = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def _pymcdm(method: object, *, lower_is_better: bool = False) -> Scorer:
    sign = -1 if lower_is_better else 1
    return lambda x, w, types: sign * np.asarray(method(x, w, types, validation=False))


def _sk_topsis(x: np.ndarray, w: np.ndarray, types: np.ndarray) -> np.ndarray:
    """TOPSIS as the guide of scikit-criteria shows it: vector scaling, then distances to the best and worst there."""
    scaled = x / np.sqrt((x**2).sum(axis=0)) * w
    return np.asarray(sk_topsis(scaled, types, np.ones_like(w), metric="euclidean")[3])


def _sk_sum(x: np.ndarray, w: np.ndarray, types: np.ndarray) -> np.ndarray:
    """The weighted sum of scikit-criteria after its sum scaling of figures of which more is better."""
    turned = np.where(types > 0, x, 1 / x)
    return np.asarray(sk_simple.wsm(turned / turned.sum(axis=0), w)[1])


def as_it_is(column: np.ndarray, cost: bool = False) -> np.ndarray:
    """No scaling: the values stand on a fixed scale already."""
    return column


_FIXED = pm.WSM(as_it_is)
METHODS: dict[str, Scorer] = {
    "weighted sum, min-max (pymcdm)": _pymcdm(pm.WSM(norm.minmax_normalization)),
    "weighted sum, sum scaling (pymcdm)": _pymcdm(pm.WSM(norm.sum_normalization)),
    "weighted sum, sum scaling (scikit-criteria)": _sk_sum,
    "TOPSIS (pymcdm)": _pymcdm(pm.TOPSIS()),
    "TOPSIS (scikit-criteria)": _sk_topsis,
    "VIKOR (pymcdm)": _pymcdm(pm.VIKOR(), lower_is_better=True),
    "MABAC (pymcdm)": _pymcdm(pm.MABAC()),
    "EDAS (pymcdm)": _pymcdm(pm.EDAS()),
    "PROMETHEE II, usual (pymcdm)": _pymcdm(pm.PROMETHEE_II("usual")),
}
ON_FIXED_SCALES = ("weighted sum on fixed scales (pymcdm)", "SPOTIS with fixed bounds (pymcdm)")


def places(name: str, case: Case) -> np.ndarray | None:
    """Rounded scores by one method; None where it gives no number (constant columns, zeros)."""
    x, w = case.ratings.astype(float), case.points / case.points.sum()
    types = np.where(case.best > case.worst, 1, -1)
    if name == ON_FIXED_SCALES[0]:
        found = _FIXED(_values(case), w, np.ones(len(w)), validation=False)
    elif name == ON_FIXED_SCALES[1]:
        found = -pm.SPOTIS(_bounds(case))(x, w, types, validation=False)
    else:
        found = METHODS[name](x, w, types)
    return np.round(found, DECIMALS) if np.isfinite(found).all() else None


def _bounds(case: Case) -> np.ndarray:
    return np.sort(np.column_stack([case.worst, case.best]).astype(float), axis=1)


def _values(case: Case) -> np.ndarray:
    return 100 * (case.ratings - case.worst) / (case.best - case.worst)


def positive(case: Case) -> Case:
    """The case with every scale above zero, which several of these methods ask for."""
    up = 1 - np.minimum(case.worst, case.best)
    return Case(case.ratings + up, case.worst + up, case.best + up, case.zero + up, case.points)


def changes(count: int) -> dict[str, dict[str, list[int]]]:
    """Per method and relation: cases, orders changed, winners changed."""
    table: dict[str, dict[str, list[int]]] = {}
    for method in (*METHODS, *ON_FIXED_SCALES):
        rng = np.random.default_rng(8)
        table[method] = {name: _tally(method, name, count, rng) for name in RELATIONS}
    return table


def _tally(method: str, name: str, count: int, rng: np.random.Generator) -> list[int]:
    tally = [0, 0, 0]
    for _ in range(count):
        case = positive(random_case(rng, 15, 4))
        change = RELATIONS[name](case, rng)
        before, after = places(method, change.before), places(method, change.after)
        if before is None or after is None:
            continue
        tally[0] += 1
        tally[1] += broken(change, before, after)
        tally[2] += other_winner(change, before, after)
    return tally


def answers(problems: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Scores of each batch by three packages: ratings (problems x options x criteria), ends of the scales, points."""
    made: dict[str, np.ndarray] = {}
    for shape in sorted({name.rsplit(".", 1)[0] for name in problems}):
        cases = [
            Case(*parts, parts[1], points)
            for *parts, points in zip(
                *(problems[f"{shape}.{part}"] for part in ("ratings", "worst", "best", "points")), strict=True
            )
        ]
        for package, scorer in PACKAGES.items():
            made[f"{shape}.{package}"] = np.array([scorer(case, case.points / case.points.sum()) for case in cases])
    return made


def _repo_spotis(case: Case, w: np.ndarray) -> np.ndarray:
    types = np.where(case.best > case.worst, 1, -1)
    return -np.asarray(REPO_SPOTIS()(case.ratings.astype(float), w, types, _bounds(case).T))


PACKAGES: dict[str, Callable[[Case, np.ndarray], np.ndarray]] = {
    "pymcdm WSM": lambda case, w: _FIXED(_values(case), w, np.ones(len(w)), validation=False),
    "pymcdm SPOTIS": lambda case, w: (
        -pm.SPOTIS(_bounds(case))(
            case.ratings.astype(float), w, np.where(case.best > case.worst, 1, -1), validation=False
        )
    ),
    "scikit-criteria WSM": lambda case, w: np.asarray(sk_simple.wsm(_values(case), w)[1]),
    "pyrepo-mcda SPOTIS": _repo_spotis,
}


def main(words: list[str]) -> None:
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    if words[0] == "scores":
        np.savez(words[2], **answers(dict(np.load(words[1]))))
    else:
        with open(words[2], "w", encoding="utf-8") as file:
            json.dump(changes(int(words[1])), file)


if __name__ == "__main__":
    main(sys.argv[1:])
