"""Write docs/reliability.md (and the table of docs/fixed_scales.md) from what campaigns recorded.

MCDA_CAMPAIGN_RESULTS=results pytest -m campaign -n 0 tests
python -m tests.campaign.page results
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[2] / "docs"
START, END = "<!-- figures: made by python -m tests.campaign.page -->", "<!-- end of figures -->"
Line = Mapping[str, Any]
Lines = Sequence[Line]


def read(folder: Path) -> dict[str, list[Line]]:
    """All lines by campaign, oldest first."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(folder.glob("*.jsonl"))
    }


def counts(lines: Lines, *same: str) -> list[Mapping[str, Any]]:
    """The counts of the newest line of each group: lines that agree in the counts called `same` are one group."""
    newest = {tuple(line["counts"].get(key) for key in same): line["counts"] for line in lines}
    return list(newest.values())


def number(figure: object) -> str:
    if isinstance(figure, bool) or not isinstance(figure, int | float):
        return str(figure)
    return f"{figure:,}"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(map(number, line)) + " |" for line in lines)


def _plain(lines: Lines) -> str:
    """A campaign without words of its own: each count in its own name."""
    return "\n\n".join(
        table(("what", "count"), [(key.replace("_", " "), figure) for key, figure in each.items()])
        for each in counts(lines, *_names(lines))
    )


def _names(lines: Lines) -> list[str]:
    """The counts that are words tell runs of one campaign apart."""
    return sorted({key for line in lines for key, figure in line["counts"].items() if isinstance(figure, str)})


def _shared(lines: Lines) -> str:
    """A campaign shared out by seeds: the newest run of each share, added up."""
    shares = counts(lines, "seeds")
    sums = {key: sum(each[key] for each in shares) for key in shares[0] if key != "seeds"}
    return table(("what", "count"), [(key.replace("_", " "), figure) for key, figure in sums.items()])


def _fuzz(lines: Lines) -> str:
    rows = [
        (
            line["date"][:16].replace("T", " "),
            line["counts"]["minutes"],
            line["counts"]["files"],
            *(line["counts"].get(kind, 0) for kind in ("yaml", "csv", "xlsx")),
            line["counts"]["kinds_of_failure"],
        )
        for line in lines
    ]
    return table(("run", "minutes", "files", "YAML", "CSV", "XLSX", "kinds of failure found"), rows)


def _differential(lines: Lines) -> str:
    heads = ("package", "problems", "pairs", "order differs", "exact ties", "ties split there", "ties made there")
    keys = ("package", "problems", "pairs", "disagreements", "ties", "ties_split", "ties_made")
    return table(heads, [[each.get(key, 0) for key in keys] for each in counts(lines, "package")])


def _kills(lines: Lines) -> str:
    keys = ("program", "kills", "died", "corrupt")
    rows = [[each.get(key, 0) for key in keys] for each in counts(lines, "program")]
    return table(("program", "kill -9", "died of it", "corrupt"), rows)


SECTIONS: dict[str, tuple[str, str, Callable[[Lines], str]]] = {
    "malformed": (
        "Malformed inputs",
        "Every file is either refused with an error at its place and with its cure, or read as what it says. The files "
        "of the campaign damage each field of each file in turn; those made by hand, in `tests/malformed` and "
        "`tests/excel`, are tests of every run and only counted here.",
        _plain,
    ),
    "fuzz": (
        "Fuzz of the readers",
        "Random changes to sound, odd and broken files, guided by the lines of code they reach. A failure is a "
        "traceback, more than ten CPU seconds, a finding without words, a study that does not come back from being "
        "written, or a table read as other than a plain reading gives. In the 30 minutes every changed workbook was "
        "refused, because no seed was a sound study; the later run has one. One kind of failure found is mended and "
        "kept as a case in `tests/excel/hostile.py`; the other is not: a workbook that took over ten seconds of "
        "waiting on a busy machine (the limit was waiting time then).",
        _fuzz,
    ),
    "differential": (
        "Scores and order against other packages",
        "Random problems on fixed scales, 2 to 20 options and 2 to 8 criteria. The order of every pair of options is "
        "compared. Ties are counted apart: ours are exact, and floating-point sums tear some of them.",
        _differential,
    ),
    "metamorphic": (
        "Changes that must change nothing",
        "A dominated option, another option, a duplicate, a shifted scale with its do-nothing level, other units, "
        "another order, other names, a criterion split and merged, one rating improved. The same table for other "
        "methods is in [fixed_scales.md](fixed_scales.md).",
        _plain,
    ),
    "kills": (
        "Runs killed with kill -9",
        "Killed at a random moment; afterwards every scenario is whole, of one run, and verified.",
        _kills,
    ),
    "failing_calls": (
        "One failing call at a time",
        "Each open, write, rename, mkdir and fsync of a run of `mcda score` fails once with each of four errors "
        "(broken disk, full disk, no permission, read-only). The run ends in one clear message and changes nothing, or "
        "ends well. Six writers at once, a full disk and a read-only folder are tests of every run.",
        _plain,
    ),
    "clocks": ("Clocks that jump", "Several writers at once whose clocks jump by days and decades.", _plain),
    "folders": (
        "Odd folders and names",
        "A study scored and verified in folders with spaces, umlauts, quotes and other signs in their names. Names of "
        "200 letters for options and criteria, and longer ones for scenarios, are tests of every run.",
        _plain,
    ),
    "bytes": (
        "The same bytes",
        "Every file of a run, made by new processes in other surroundings, compared by its hash.",
        _plain,
    ),
    "workers": ("Numbers of workers", "The sampled part of `mcda robust` shared out to several threads.", _plain),
    "report": (
        "The report against the engine",
        "The program inside `report.html`, run by node, ranks and scores for weights as a slider or a person gives "
        "them: ranks and ties equal, scores to 1e-9, contributions too.",
        _plain,
    ),
    "workbook": (
        "The live workbook against LibreOffice",
        "The differences that earlier, shorter runs found are mended, on the first of the same seeds. Random studies; "
        "the workbook is edited as a person would, recalculated, and every figure is compared with the engine's "
        "on the study edited so.",
        _shared,
    ),
    "mix_engines": (
        "Mixes: enumeration against the solver",
        "Random models with every kind of constraint and rule: the same best value and the same verdict.",
        _plain,
    ),
}
INTRO = """# Reliability

What was tried to make `mcda` fail, and what came of it. The figures below are written by the campaigns themselves:

    MCDA_CAMPAIGN_RESULTS=results python -m pytest -m campaign -n 0 tests
    python -m tests.campaign.page results

A small share of each campaign is part of every normal test run.
"""


def page(found: Mapping[str, Lines]) -> str:
    """The whole page: known campaigns in their order with their words, then any others."""
    parts = [INTRO]
    unknown = {name: (name.replace("_", " ").capitalize(), "", _plain) for name in found if name not in SECTIONS}
    for name, (title, words, shown) in {**SECTIONS, **unknown}.items():
        if found.get(name) and name != "peers":
            parts.append(
                "\n\n".join(piece for piece in (f"## {title}", words, shown(found[name]), _when(found[name])) if piece)
            )
    missing = [title for name, (title, _, _) in SECTIONS.items() if not found.get(name)]
    if missing:
        parts.append("## Not recorded\n\nNo figures were kept of: " + "; ".join(missing) + ".")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _when(lines: Lines) -> str:
    last = lines[-1]
    packages = ", ".join(f"{name} {version}" for name, version in last["versions"].items())
    return f"Recorded {last['date'][:16].replace('T', ' ')} UTC, Python {last['python']}, {packages}."


def peers_table(lines: Lines) -> str:
    """Orders changed and winners changed per method and relation, in per cent."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for each in counts(lines, "method", "relation"):
        share = [100 * each[key] / each["problems"] if each["problems"] else 0 for key in ("orders", "winners")]
        winner = "" if each["relation"] == "one rating improved" else f" ({share[1]:.0f} %)"
        rows[each["method"]][each["relation"]] = f"{share[0]:.0f} %{winner}" if any(share) else "0"
    relations = list(next(iter(rows.values())))
    return table(("method", *relations), [(method, *(row[name] for name in relations)) for method, row in rows.items()])


def main(folder: Path) -> None:
    found = read(folder)
    (DOCS / "reliability.md").write_text(page(found), encoding="utf-8")
    scales = DOCS / "fixed_scales.md"
    if "peers" in found and scales.exists():
        head, _, rest = scales.read_text(encoding="utf-8").partition(START)
        tail = rest.partition(END)[2]
        made = f"{START}\n\n{peers_table(found['peers'])}\n\n{_when(found['peers'])}\n\n{END}"
        scales.write_text(head + made + tail, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
