"""Small changes to a program's tree, each a mistake someone could make."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.MatMult: ast.Mult,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "floor": "ceil", "ceil": "floor"}
UNSEEN = ("annotation", "returns", "decorator_list", "type_params")  # no behaviour of ours


@dataclass(frozen=True)
class Spot:
    """One change: where, in words, and how to make it in the tree it was found in."""

    line: int
    place: str
    change: str
    apply: Callable[[], None]


def changes(tree: ast.Module) -> list[Spot]:
    """Every change of the tree, in the order of the source."""
    return list(_within(tree, "module"))


def _within(parent: ast.AST, place: str) -> Iterator[Spot]:
    for field, value in ast.iter_fields(parent):
        if field in UNSEEN or (isinstance(parent, ast.keyword) and parent.arg == "strict"):
            continue
        items = value if isinstance(value, list) else [value]
        for index, node in enumerate(items):
            if not isinstance(node, ast.AST):
                continue
            here = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else place
            for changed in _changed(node, place):
                before, after = _words(node), _words(changed)
                where = None if not isinstance(value, list) else index
                line = getattr(node, "lineno", 0) or _first_line(node)
                yield Spot(line, place, f"{before} -> {after}", _setter(parent, field, where, changed))
            if not _is_alias(node, place):
                yield from _within(node, here)


def _setter(parent: ast.AST, field: str, index: int | None, changed: ast.AST) -> Callable[[], None]:
    def apply() -> None:
        if index is None:
            setattr(parent, field, changed)
        else:
            getattr(parent, field)[index] = changed

    return apply


def _words(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:110]


def _is_alias(node: ast.AST, place: str) -> bool:
    """A name for a type, such as `Limit = Counted | Implied`."""
    value = getattr(node, "value", None)
    return place == "module" and isinstance(node, ast.Assign) and isinstance(value, ast.BinOp | ast.Subscript)


def _changed(node: ast.AST, place: str) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BinOp(op=op) if type(op) in COMPUTED and place != "module":
            yield _with(node, op=COMPUTED[type(op)]())
        case ast.AugAssign(op=op) if type(op) in COMPUTED:
            yield _with(node, op=COMPUTED[type(op)]())
            yield _with(ast.Pass())
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield deepcopy(operand)
        case ast.Constant(value=value):
            yield from _constants(value)
        case ast.Return(value=value) if value is not None:
            if not (isinstance(value, ast.Constant) and value.value is None):
                yield ast.Return(ast.Constant(None))
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield _with(node, func=ast.Name(NAMES[name], ast.Load()), **_plain(node, name))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Break() if isinstance(node, ast.Continue) else ast.Pass()
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare):
            yield _with(node, test=ast.UnaryOp(ast.Not(), deepcopy(test)))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])


def _plain(node: ast.Call, name: str) -> dict[str, list[ast.keyword]]:
    """`list` has no key."""
    return {"keywords": []} if name == "sorted" else {"keywords": node.keywords}


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for index, op in enumerate(node.ops):
        for table in (COMPARED, REVERSED):
            if type(op) in table:
                yield _with(node, ops=[*node.ops[:index], table[type(op)](), *node.ops[index + 1 :]])


def _constants(value: object) -> Iterator[ast.AST]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _first_line(node: ast.AST) -> int:
    return min((each.lineno for each in ast.walk(node) if isinstance(each, ast.expr)), default=0)
