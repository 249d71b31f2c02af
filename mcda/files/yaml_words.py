"""Sentences for YAML that cannot be read: what is wrong with the line, not what the parser expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from mcda.errors import Finding, Place
from mcda.files.text import LONGEST_SHOWN

_Words = tuple[str, str, str]
_GENERAL = (
    "yaml",
    "The file cannot be understood from here on.",
    "Look at quotes, colons and indentation in this line and the one above.",
)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A syntax error: the parser's own words for it, and where it stands."""

    context: str
    problem: str
    lines: list[str]
    line: int
    column: int

    @property
    def read(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def above(self) -> str:
        filled = [line for line in self.lines[: self.line] if line.strip() and not line.lstrip().startswith("#")]
        return filled[-1] if filled else ""

    @property
    def mark(self) -> str:
        return self.read[self.column : self.column + 1]


def syntax_finding(error: YAMLError, text: str, shown: str) -> Finding:
    """The finding for YAML that the parser refused."""
    if isinstance(error, ReaderError):
        return _control_character(text, int(error.position), shown)
    trouble = _trouble(error, text)
    code, what, cure = _words(trouble)
    return Finding(Place(shown, trouble.line + 1, trouble.column + 1), code, what, cure, trouble.read[:LONGEST_SHOWN])


def _control_character(text: str, position: int, shown: str) -> Finding:
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1)
    what = "There is an invisible control character in this line."
    place = Place(shown, line + 1, column + 1)
    return Finding(place, "control-character", what, "Type the line again.", text.split("\n")[line][:LONGEST_SHOWN])


def _trouble(error: YAMLError, text: str) -> _Trouble:
    lines = text.split("\n")
    if not isinstance(error, MarkedYAMLError):
        return _Trouble("", "", lines, 0, 0)
    context, problem = str(error.context or ""), str(error.problem or "")
    if "node content" in problem and "stream end" in problem:
        return _open_at_the_end(text, lines)
    opens = _opens_there(context, problem)
    mark = (error.context_mark if opens else error.problem_mark) or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if not opens and line and line >= len(lines) - 1 and not "".join(lines[line:]).strip():
        # The parser noticed at the end of the file; the person's line is the last filled one.
        line = max(i for i, each in enumerate(lines) if each.strip() or i == 0)
        column = 0
    return _Trouble(context, problem, lines, line, column)


def _open_at_the_end(text: str, lines: list[str]) -> _Trouble:
    """The file ends right after an opening bracket or a comma: the last bracket is the one to close."""
    at = max(text.rfind("["), text.rfind("{"), 0)
    kind = "mapping" if text[at : at + 1] == "{" else "sequence"
    line, column = text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)
    return _Trouble(kind, "expected ',' or the end of the stream", lines, line, column)


def _opens_there(context: str, problem: str) -> bool:
    """Whether something was opened and never closed: then the opening is the place to mend."""
    return (
        "end of stream" in problem
        or "stream end" in problem
        or "the stream" in problem
        or "document separator" in problem
        or (problem.startswith("expected ',' or") and "but got '['" not in problem and "scalar" not in problem)
        or "could not find expected ':'" in problem
    )


def _words(trouble: _Trouble) -> _Words:
    for pattern, words in _TABLE:
        if re.search(pattern, f"{trouble.context}: {trouble.problem}"):
            return words(trouble) if callable(words) else words
    return _GENERAL


def _colon(trouble: _Trouble) -> _Words:
    glued = re.match(r"\s*(-\s+)?[\w\"' ]+:(?=[^\s:/])", trouble.above)
    if re.search(r":\s.*:(\s|$)", trouble.read):
        what = "There is a second colon in this line."
        return "colon", what, 'Put text that holds a colon in quotes: name: "Talks: the first round".'
    if glued:
        what = "In the line above, the space after the colon is missing."
        return "colon", what, "Write `name: text`, with a space after the colon."
    if ":" not in trouble.above:
        what = "The line above has no colon, so this one cannot be understood."
        return "colon", what, "Write `name: text`, or indent text that goes on from the line before."
    if _indent(trouble.read) > _indent(trouble.above):
        what = "This line is indented further than the one above, which is complete."
        return "indentation", what, "Begin both in the same column."
    return "colon", "A colon stands where none is expected.", "Put text that holds a colon in quotes."


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _quote(trouble: _Trouble) -> _Words:
    quote = trouble.mark or "'"
    what = f"The quote {quote} that opens here is not closed."
    return "unclosed-quote", what, f"Close it with {quote}; inside single quotes, write an apostrophe twice."


def _bracket(trouble: _Trouble) -> _Words:
    closing = "}" if "mapping" in trouble.context else "]"
    if not _opens_there(trouble.context, trouble.problem):
        what = f"A comma or {closing} is missing before this."
        return (
            "unclosed-bracket",
            what,
            "Put a comma between entries, and quotes around text with signs such as : or ,.",
        )
    opening = "{" if closing == "}" else "["
    what = f"The bracket {opening} that opens here is not closed, or a comma is missing in it."
    return "unclosed-bracket", what, f"Close it with {closing}; put text that begins with {opening} in quotes."


def _start(trouble: _Trouble) -> _Words:
    what = f"A value cannot begin with {trouble.mark or 'this sign'}."
    return "quotes", what, "Put the text in quotes."


def _escape(trouble: _Trouble) -> _Words:
    what = "A backslash in double quotes begins a special sign, and this one is not known."
    return "escape", what, "Use single quotes, or write the backslash twice."


def _block(trouble: _Trouble) -> _Words:
    """What stands in a block where only another field (or entry) may stand."""
    if trouble.mark in ("]", "}"):
        return "unclosed-bracket", f"The bracket {trouble.mark} was never opened.", "Delete it, or open it before."
    if trouble.mark == "-" and "mapping" in trouble.context:
        what = "A list entry stands among fields."
        return "indentation", what, "Begin the list on the line after its field, indented."
    if "collection" in trouble.context or "sequence" in trouble.context:
        what = "This line stands in a list but does not begin with a dash."
        return "indentation", what, "Begin it with `- `, or check the indentation."
    if _indent(trouble.read) == trouble.column:
        return "indentation", "This line begins in a column where no other does.", "Give it the column of its siblings."
    return (
        "quotes",
        "There is something after the end of the value.",
        "Put the whole text in quotes, or delete the rest.",
    )


_TAB = ("tab", "A tab stands where YAML wants spaces.", "Indent with spaces only.")
_REFERENCE = ("reference", "A value that begins with * or & is a reference.", "Put the text in quotes.")
_LIST = ("indentation", "A list cannot begin on the line of its field.", "Begin it on the next line, indented.")
_PIPE = ("block-text", "After > or | the text begins on the next line.", "Move the text down and indent it.")
_PERCENT = (
    "directive",
    "A line that begins with % has a special meaning.",
    "Put the text in quotes, or delete the line.",
)
_TAG = ("tag", "A value that begins with ! is a type mark.", "Put the text in quotes.")
_NO_COLON = ("colon", "This line has no colon, so it is neither a field nor its value.", "Write `name: text`.")
_TABLE: tuple[tuple[str, _Words | Callable[[_Trouble], _Words]], ...] = (
    (r"'\\t'|\btab\b", _TAB),
    (r"mapping values are not allowed", _colon),
    (r"quoted scalar: .*(end of stream|document separator)", _quote),
    (r"escape|hexdecimal|hexadecimal", _escape),
    (r"expected ',' or", _bracket),
    (r"sequence entries are not allowed", _LIST),
    (r"block scalar", _PIPE),
    (r"directive|%YAML|incompatible YAML|<document start>", _PERCENT),
    (r"scanning an? (anchor|alias)|undefined alias", _REFERENCE),
    (r"\btag\b|URI", _TAG),
    (r"cannot start any token|expected the node content|plain scalar", _start),
    (r"could not find expected ':'", _NO_COLON),
    (r"expected <block end>", _block),
)
