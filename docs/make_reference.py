"""Write docs/reference/ from the code: commands, file formats, workbook sheets, findings.

python docs/make_reference.py            write the pages
python docs/make_reference.py --check    exit with 1 if a page is not what the code says
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from mcda import api
from mcda.cli import mcda
from mcda.cli.schema import NAMES
from mcda.excel.compare_book import _SHEETS as COMPARE_SHEETS
from mcda.excel.results.about import _SHEETS as RESULT_SHEETS
from mcda.excel.template.tables import GUIDE as STUDY_SHEETS
from mcda.model.drafting_options import OPTION_COLUMNS
from mcda.model.drafting_ratings import RATING_COLUMNS

DOCS = Path(__file__).parent
CODE = DOCS.parent / "mcda"
MADE = "<!-- Made by docs/make_reference.py: change the code, then run it. -->\n"
CODE_WORD = re.compile(r"[a-z]+(-[a-z]+)*")
UNKNOWN = "..."
KINDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
BAR = "\\|"
ENDS = (".", "?", ")", "`", UNKNOWN)
WORKBOOK_ROOMS = ("results", "template")  # Their sentences stand in cells, not in findings.


def pages() -> dict[str, str]:
    """The text of every page, by file name."""
    return {
        "index.md": index_page(),
        "commands.md": commands_page(),
        "files.md": files_page(),
        "workbooks.md": workbooks_page(),
        "findings.md": findings_page(),
    }


def index_page() -> str:
    lines = [MADE, "# Reference", "", "Made from the code; a test checks that it still says the same.", ""]
    lines += ["* [Commands](commands.md)", "* [File formats](files.md)", "* [Workbook sheets](workbooks.md)"]
    lines += ["* [Findings and their cures](findings.md)", "* [Constraints, with examples](../constraints.md)", ""]
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", "commands", "files", "workbooks", "findings", "```", ""])


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """A Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return [f"| {' | '.join(cell.replace('|', BAR) for cell in line)} |" for line in lines] + [""]


# ---- Commands ----


def commands_page() -> str:
    lines = [MADE, "# Commands", "", "The study is the argument of most commands; default: this folder.", ""]
    for name, command in sorted(leaves(mcda, "mcda")):
        lines += [f"## {name}", "", *described(name, command)]
    return "\n".join(lines)


def leaves(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    for key, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{name} {key}")
        else:
            yield f"{name} {key}", command


def described(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=name)
    usage = command.get_usage(context).removeprefix("Usage: ").replace("\n", " ")
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    rows = [record for option in options if (record := option.get_help_record(context))]
    examples = (command.epilog or "").replace("\b\n", "").split("\n", 1)
    lines = ["```text", re.sub(r"\s+", " ", usage), "```", "", *paragraphs(command.help or ""), ""]
    if rows:
        lines += table(
            ("option", "meaning"), [(f"`{option}`", re.sub(r"\s+", " ", meaning)) for option, meaning in rows]
        )
    if len(examples) == 2:
        lines += ["```text", *(line.strip() for line in examples[1].rstrip().splitlines()), "```", ""]
    return lines


def paragraphs(text: str) -> list[str]:
    blocks = re.split(r"\n\s*\n", text.replace("\b", "").strip())
    return "\n\n".join(" ".join(block.split()) for block in blocks).splitlines()


# ---- Files ----


def files_page() -> str:
    lines = [MADE, "# File formats", "", "YAML files, by kind. `mcda schema KIND` prints the same as JSON Schema.", ""]
    for name in NAMES:
        schema = api.schema(name)
        lines += [f"## {name}", "", *fields(schema)]
        for title, part in schema.get("$defs", {}).items():
            if part.get("properties"):
                lines += [f"### {title} (in {name})", "", *fields(part)]
    lines += [
        "## options.csv",
        "",
        "One option a row; beside these one column for each resource, by its key or name.",
        "",
    ]
    lines += [", ".join(f"`{name}`" for name in OPTION_COLUMNS), ""]
    lines += ["## ratings.csv", "", "One rating a row; or a wide table with a column for each criterion.", ""]
    return "\n".join([*lines, ", ".join(f"`{name}`" for name in RATING_COLUMNS), ""])


def fields(schema: Mapping[str, Any]) -> list[str]:
    needed = set(schema.get("required", ()))
    parts = schema.get("properties", {})
    rows = [(f"`{name}`", kind_of(part), "yes" if name in needed else "") for name, part in parts.items()]
    about = " ".join(schema.get("description", "").split())
    return [about, "", *(table(("field", "kind", "needed"), rows) if rows else ())]


def kind_of(part: Mapping[str, Any]) -> str:
    """What may stand in a field, in words."""
    match part:
        case {"$ref": reference}:
            return str(reference).rsplit("/", 1)[-1]
        case {"anyOf": kinds} | {"oneOf": kinds}:
            return either(kinds)
        case {"const": word}:
            return f"`{word}`"
        case {"enum": choices}:
            return ", ".join(f"`{word}`" for word in choices)
        case {"type": "array"}:
            return f"list of {kind_of(part.get('items', {}))}"
        case {"type": "object", "additionalProperties": dict(each)}:
            return f"names, each with {kind_of(each)}"
    return KINDS.get(str(part.get("type")), "anything")


def either(choices: list[Mapping[str, Any]]) -> str:
    """Several kinds; a number may be typed as text, which is no second kind for a reader."""
    kinds = [kind_of(each) for each in choices if each.get("type") != "null"]
    return " or ".join(dict.fromkeys(kind for kind in kinds if kind != "text" or "number" not in kinds))


# ---- Workbooks ----


def workbooks_page() -> str:
    lines = [MADE, "# Workbook sheets", ""]
    for title, sheets in (
        ("Results (`outputs/<scenario>/results.xlsx`)", RESULT_SHEETS),
        ("Comparison (`mcda compare A B -o FILE.xlsx`)", COMPARE_SHEETS),
        ("Study in one workbook (`mcda template`)", STUDY_SHEETS),
    ):
        lines += [f"## {title}", "", *table(("sheet", "what stands there"), [(name, what) for name, what in sheets])]
    return "\n".join(lines)


# ---- Findings ----


def findings_page() -> str:
    found: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(CODE.rglob("*.py")):
        if path.parent.name in WORKBOOK_ROOMS:
            continue
        for code, what, cure in sayings(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(code, set()).add((what, cure))
    lines = [MADE, "# Findings and their cures", ""]
    lines += ["A finding says where, what, and how to mend it. Its code is stable: `mcda check --format json`.", ""]
    lines += ["Below, `...` stands for what is named in your files.", ""]
    for code in sorted(found):
        rows = sorted(found[code])
        lines += [f"## {code}", "", *table(("what it says", "cure"), rows)]
    return "\n".join(lines)


def sayings(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Every (code, what, cure) that stands in a call or a tuple, with what can be read of its sentences."""
    homes: dict[ast.AST, ast.AST] = {}
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            homes |= dict.fromkeys(ast.walk(scope), scope)
    for node in ast.walk(tree):
        parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        scope = homes.get(node, tree)
        for place, part in enumerate(parts):
            rest = [starred(each, tree) for each in parts[place + 1 : place + 3]]
            said = [each for pair in rest for each in pair][:2]
            for code in codes(part, scope) if sentences(said, scope) else ():
                yield code, words(said[0], scope), words(said[1], scope)


def codes(node: ast.AST, scope: ast.AST) -> list[str]:
    """The codes that an expression can be."""
    match node:
        case ast.Name(id="code"):
            return [code for value in assigned("code", scope) for code in codes(value, scope)]
        case ast.IfExp(body=one, orelse=other):
            return [*codes(one, scope), *codes(other, scope)]
        case ast.Constant() | ast.JoinedStr():
            code = words(node, scope)
            return [code] if CODE_WORD.fullmatch(code.replace(UNKNOWN, "name")) and code != UNKNOWN else []
    return []


def starred(node: ast.AST, tree: ast.Module) -> list[ast.AST]:
    """The entry itself, or both entries of a pair that is unpacked by its name."""
    if isinstance(node, ast.Starred) and isinstance(node.value, ast.Name):
        return [part for pair in assigned(node.value.id, tree) if isinstance(pair, ast.Tuple) for part in pair.elts]
    return [node]


def sentences(said: list[ast.AST], scope: ast.AST) -> bool:
    """Whether two expressions are what a finding says and its cure."""
    if len(said) < 2:
        return False
    what, cure = (words(each, scope).rstrip() for each in said)
    named = isinstance(said[0], ast.Name) and said[0].id == "what"
    return (named or _worded_elsewhere(said[0]) or (" " in what and what.endswith(ENDS))) and cure.endswith(ENDS)


def _worded_elsewhere(node: ast.AST) -> bool:
    """Whether a sentence is made by a function of its own, called _something."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("_")


def words(node: ast.AST, scope: ast.AST) -> str:
    """The text of an expression as far as it stands in the code; `...` for the rest."""
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"\{\w*\}", UNKNOWN, text)
        case ast.JoinedStr(values=parts):
            return "".join(words(part, scope) for part in parts)
        case ast.IfExp(body=one, orelse=other):
            return " / ".join(dict.fromkeys([words(one, scope), words(other, scope)]))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return words(left, scope) + words(right, scope)
        case ast.Call(func=ast.Name(id="did_you_mean")):
            return "Did you mean ...?"
        case ast.Name(id=name):
            before = [value for value in assigned(name, scope) if value.lineno < node.lineno]
            return words(before[-1], scope) if before else UNKNOWN
        case _:
            return UNKNOWN


def assigned(name: str, scope: ast.AST) -> list[ast.expr]:
    """What a name is given in a function or module, from the first line on."""
    given = [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign)
        and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
        and name not in {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
    ]
    return sorted(given, key=lambda value: value.lineno)


def main(arguments: list[str]) -> int:
    stale = []
    for name, page in pages().items():
        path, text = DOCS / "reference" / name, re.sub(r"\n{3,}", "\n\n", page).rstrip() + "\n"
        if "--check" in arguments:
            stale += [name] * (not path.exists() or path.read_text(encoding="utf-8") != text)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"Not what the code says: {', '.join(stale)}. Run: python docs/make_reference.py", file=sys.stderr)
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
