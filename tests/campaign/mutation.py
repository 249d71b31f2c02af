"""Mutation testing of mcda/methods and mcda/mixes: one small change to the code at a time; do the tests notice?

    python -m tests.campaign.mutation run results/mutation.json 800 2 9   sample 9 of 800, two at a time; 0 for all
    python -m tests.campaign.mutation again results/mutation.json 2       its survivors, with the tests written for them
    python -m tests.campaign.mutation page results/mutation.json          writes docs/mutation.md

Python 3.12 or newer. Which tests reach a line is recorded first. Each mutant then runs in a fork of one warm process,
its module changed in memory, with the tests that reach the line, quickest first, up to the first failure.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.campaign.mutation_changes import Spot, changes
from tests.campaign.mutation_page import page
from tests.campaign.recording import record

ROOT = Path(__file__).resolve().parents[2]
TESTED = ("mcda/methods", "mcda/mixes")
TESTS = ("tests/methods", "tests/mixes", "tests/problem", *TESTED)
WRITTEN_FOR_SURVIVORS = (
    "tests/methods/test_mutants.py",
    "tests/methods/test_mutants_uncertain.py",
    "tests/mixes/test_mutants.py",
    "tests/mixes/test_mutants_engines.py",
    "tests/mixes/test_mutants_limits.py",
    "tests/mixes/test_mutants_later.py",
    "tests/mixes/test_engines.py::test_enumeration_is_brute_force_only_faster",
    "tests/mixes/test_edges.py",
)
OPTIONS = (
    "-x",
    "-q",
    "-o",
    "addopts=",
    "-m",
    "not campaign",
    "--doctest-modules",
    "-p",
    "no:cacheprovider",
    "--assert=plain",
)
LONGEST = 25.0  # seconds of tests for one mutant: the slowest tests beyond this are left out
Line = tuple[str, int]


@dataclass(frozen=True)
class Mutant:
    module: str
    number: int
    line: int
    place: str
    change: str
    outcome: str = ""


@dataclass(frozen=True)
class Reach:
    """Which tests run a line, how long each test takes, and which lines run while tests are collected."""

    tests: Mapping[Line, frozenset[str]]
    seconds: Mapping[str, float]

    def of(self, mutant: Mutant) -> list[str]:
        found = self.tests.get((mutant.module, mutant.line), frozenset())
        if not found or "" in found:  # runs at import: any test of the module may notice
            found = frozenset().union(*(tests for line, tests in self.tests.items() if line[0] == mutant.module))
        ordered = sorted(found - {""}, key=lambda test: (self.seconds[test], test))
        total, chosen = 0.0, []
        for test in ordered:
            total += self.seconds[test]
            if total > LONGEST and chosen:
                break
            chosen.append(test)
        return chosen


class Recorder:
    """Lines of the tested modules that each test runs (sys.monitoring: each line once a test)."""

    def __init__(self) -> None:
        self.reached: dict[Line, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self.test = ""
        self.names = {str(ROOT / path): path for path in modules()}
        watch = sys.monitoring
        watch.use_tool_id(watch.COVERAGE_ID, "mutation")
        watch.register_callback(watch.COVERAGE_ID, watch.events.LINE, self.line)
        watch.set_events(watch.COVERAGE_ID, watch.events.LINE)

    def line(self, code: Any, line: int) -> Any:
        if code.co_filename in self.names:
            self.reached[self.names[code.co_filename], line].add("" if code.co_name == "<module>" else self.test)
        return sys.monitoring.DISABLE

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        forget_results()
        self.test, start = item.nodeid, time.perf_counter()
        sys.monitoring.restart_events()
        yield
        self.seconds[item.nodeid], self.test = time.perf_counter() - start, ""


class Changed(SourceFileLoader):
    """Loads a module from a changed tree instead of its file."""

    tree: ast.Module

    def get_code(self, fullname: str) -> Any:
        return compile(self.tree, self.path, "exec")


class Finder:
    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module, self.tree = module, tree

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.module.removesuffix(".py").replace("/", "."):
            return None
        loader = Changed(name, str(ROOT / self.module))
        loader.tree = self.tree
        return spec_from_file_location(name, ROOT / self.module, loader=loader)


def modules() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for folder in TESTED for path in (ROOT / folder).glob("*.py"))


def mutants(module: str) -> list[Mutant]:
    spots = changes(ast.parse((ROOT / module).read_text(encoding="utf-8")))
    return [Mutant(module, number, spot.line, spot.place, spot.change) for number, spot in enumerate(spots)]


def tree_of(mutant: Mutant) -> ast.Module:
    tree = ast.parse((ROOT / mutant.module).read_text(encoding="utf-8"))
    spots: Sequence[Spot] = changes(tree)
    spots[mutant.number].apply()
    return ast.fix_missing_locations(tree)


def forget() -> None:
    """Keep every package warm except what reaches the tested modules."""
    warm = ("mcda.errors", "mcda.model", "tests.campaign")
    for name in list(sys.modules):
        if name.startswith(("mcda.", "tests.")) and not name.startswith(warm):
            del sys.modules[name]


def forget_results() -> None:
    """A result kept from an earlier test would hide the lines that this one needs."""
    for path in modules():
        module = sys.modules.get(path.removesuffix(".py").replace("/", "."))
        for each in vars(module).values() if module else ():
            if hasattr(each, "cache_clear"):
                each.cache_clear()


def quietly(arguments: Sequence[str], plugins: Sequence[object] = ()) -> int:
    """Exit code of pytest in a fork's silence."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    return int(pytest.main([*OPTIONS, "--hypothesis-profile", "mutation", *arguments], plugins=list(plugins)))


def reach(kept: Path) -> Reach:
    """Recorded in a fork, so that this process stays clean; handed over in a file."""
    child = os.fork()
    if not child:
        recorder = Recorder()
        code = quietly(TESTS, [recorder])
        tests = [[*line, sorted(tests)] for line, tests in recorder.reached.items()]
        kept.write_text(json.dumps([tests, recorder.seconds]), encoding="utf-8")
        os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise SystemExit("The tests must pass before they are tested.")
    tests, seconds = json.loads(kept.read_text(encoding="utf-8"))
    return Reach({(module, line): frozenset(found) for module, line, found in tests}, seconds)


def trial(mutant: Mutant, chosen: Sequence[str]) -> int:
    """Id of the process that tries it."""
    child = os.fork()
    if not child:
        code = 3
        with contextlib.suppress(BaseException):
            os.setpgid(0, 0)
            sys.meta_path.insert(0, Finder(mutant.module, tree_of(mutant)))
            code = quietly(chosen)
        os._exit(code)
    return child


def campaign(chosen: Sequence[Mutant], reached: Reach, workers: int) -> Iterator[Mutant]:
    """Each mutant with its outcome: killed, timeout or survived."""
    waiting, running = list(reversed(chosen)), {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            tests = reached.of(mutant)
            if not tests:
                yield replace(mutant, outcome="survived")
                continue
            limit = 10 + 4 * sum(reached.seconds[test] for test in tests)
            running[trial(mutant, tests)] = mutant, time.monotonic() + limit
        time.sleep(0.01)
        for child, (mutant, limit) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                del running[child]
                yield replace(mutant, outcome="survived" if status == 0 else "killed")
            elif time.monotonic() > limit:
                os.kill(child, 9)
                os.waitpid(child, 0)
                del running[child]
                yield replace(mutant, outcome="timeout")


def stratified(size: int, rng: random.Random) -> list[Mutant]:
    """As many of each module as its share of all, at least one; 0 for all."""
    every = {module: mutants(module) for module in modules()}
    total = sum(map(len, every.values()))
    share = min(1.0, size / total) if size else 1.0
    return [
        m for found in every.values() for m in rng.sample(found, min(len(found), round(share * len(found) + 0.499)))
    ]


def warm() -> None:
    """Load what stays loaded in every fork."""
    settings.register_profile(
        "mutation", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
    )
    for name in ("mcda.mixes.milp", "mcda.mixes.robust", "mcda.api"):
        importlib.import_module(name)
    forget()


def run(out: Path, size: int, workers: int, seed: int) -> None:
    """Kept as it goes, in random order: a run that is stopped early is a smaller sample."""
    warm()
    rng = random.Random(seed)
    chosen = stratified(size, rng)
    rng.shuffle(chosen)
    reached = reach(out.with_suffix(".reach"))
    results: list[Mutant] = []
    for mutant in campaign(chosen, reached, workers):
        results.append(mutant)
        if mutant.outcome != "killed":
            print(len(results), mutant, flush=True)
        if len(results) % 10 == 0 or len(results) == len(chosen):
            totals = {module: len(mutants(module)) for module in modules()}
            kept = {"totals": totals, "python": sys.version.split()[0], "results": [asdict(m) for m in results]}
            out.write_text(json.dumps(kept, indent=0), encoding="utf-8")
            print(len(results), "of", len(chosen), flush=True)
    survived = sum(mutant.outcome == "survived" for mutant in results)
    timeouts = sum(mutant.outcome == "timeout" for mutant in results)
    record("mutation", mutants=len(results), killed=len(results) - survived, timeouts=timeouts, survived=survived)


def again(out: Path, workers: int) -> None:
    """Try the survivors of a run with the tests that were written for survivors; `again` in the results keeps it."""
    warm()
    kept = json.loads(out.read_text(encoding="utf-8"))
    left = [Mutant(**each) for each in kept["results"] if each["outcome"] == "survived"]
    same = [mutant for mutant in left if _same_still(mutant)]
    only = dict.fromkeys(WRITTEN_FOR_SURVIVORS, 2.0)
    reached = Reach({(each.module, each.line): frozenset(only) for each in same}, only)
    kept["again"] = [asdict(mutant) for mutant in campaign(same, reached, workers)]
    out.write_text(json.dumps(kept, indent=0), encoding="utf-8")


def _same_still(mutant: Mutant) -> bool:
    """Whether the module still has this change, so that the number means the same."""
    now = mutants(mutant.module)
    return mutant.number < len(now) and replace(now[mutant.number], outcome=mutant.outcome) == mutant


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(Path(sys.argv[2]), *map(int, sys.argv[3:6]))
    elif sys.argv[1] == "again":
        again(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        found = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        (ROOT / "docs" / "mutation.md").write_text(page(found), encoding="utf-8")
