"""Where words become numbers: a study with one set of weights as read-only, exact arrays."""

from mcda.problem.building import mix_problem
from mcda.problem.mixing import MixProblem
from mcda.problem.scoring import Problem, scoring_problem

__all__ = ["MixProblem", "Problem", "mix_problem", "scoring_problem"]
