"""Scripts and styles without comments and without the spaces that only their authors need."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'')
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'\\])//[^\n]*", re.DOTALL)
_AROUND_MARKS = re.compile(r"(?<=[^\w\s$])[ \t]+|[ \t]+(?=[^\w\s$]|\Z)")
_SAME_SIGNS = re.compile(r"(\+|-) +(?=\1)")
_LINES = re.compile(r"\s*\n\s*")
_KEPT = "\x00"


def squeezed_script(script: str) -> str:
    """The same script in fewer bytes, line by line as it was written; names, strings and templates stay as they are.

    It takes regular expressions to hold no spaces and no quotes, and a line break where a statement ends.

    >>> squeezed_script('/* Why. */ const a = (b) => { return `${b} and ` + " c "; };')
    'const a=(b)=>{return`${b} and `+" c ";};'
    >>> squeezed_script("a - -b; return [1];")
    'a- -b;return[1];'
    """
    return "".join(text if _is_text(text) else _code(text) for text in _pieces(script)).strip()


def squeezed_style(style: str) -> str:
    """The same style sheet without comments and line breaks.

    >>> squeezed_style("a{color:red}\\n/* why */\\nb{margin:0}\\n")
    'a{color:red}b{margin:0}'
    """
    return _LINES.sub("", _COMMENT.sub("", style)).strip()


def _is_text(piece: str) -> bool:
    return piece[:1] in {'"', "'", "`"}


def _code(text: str) -> str:
    signs = _SAME_SIGNS.sub(rf"\1{_KEPT}", _LINES.sub("\n", text))
    return _AROUND_MARKS.sub("", signs).replace(_KEPT, " ")


def _pieces(script: str) -> list[str]:
    """Code and texts in turn; comments left out."""
    found, start, place = [], 0, 0
    while place < len(script):
        end = _text_end(script, place)
        if end is None:
            comment = _COMMENT.match(script, place)
            if comment:
                found.append(script[start:place].rstrip(" "))
                start = comment.end()
            place = comment.end() if comment else place + 1
            continue
        found += [script[start:place], script[place:end]]
        start = place = end
    return [*found, script[start:]]


def _text_end(script: str, place: int) -> int | None:
    """Where the string or template that begins at a place ends; None where none begins."""
    if script[place] == "`":
        return _template_end(script, place + 1)
    quoted = _QUOTED.match(script, place)
    return quoted.end() if quoted else None


def _template_end(script: str, place: int) -> int:
    while script[place] != "`":
        if script.startswith("${", place):
            place = _brace_end(script, place + 2)
        else:
            place += 2 if script[place] == "\\" else 1
    return place + 1


def _brace_end(script: str, place: int) -> int:
    while script[place] != "}":
        place = _brace_end(script, place + 1) if script[place] == "{" else _text_end(script, place) or place + 1
    return place + 1
