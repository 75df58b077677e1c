"""Functions of Python that are made of assignments alone, as functions of C."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sslcheck.derive.errors import Unsupported

__all__ = ["c_functions"]

_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}
_CALLED = {"abs": "fabs", "max": "fmax", "min": "fmin", "log": "log", "exp": "exp"}


def c_functions(text: str) -> str:
    """Each function of numbers as one of C: what it returns is written through pointers.

    All numbers are of the type ``real``, each function begins with ``DEVICE``: both are to be
    defined before. Raises `Unsupported` for whatever else stands in the text.
    """
    return "\n".join(line for node in ast.parse(text).body for line in _function(node))


def _function(node: ast.stmt) -> Iterator[str]:
    if not isinstance(node, ast.FunctionDef):
        raise _strange(node)
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        yield f"/* {body[0].value.value!s} */"
        body = body[1:]
    *statements, last = body
    if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple)):
        raise _strange(last)
    results = [_text(value) for value in last.value.elts]
    arguments = [f"real {a.arg}" for a in node.args.args]
    arguments += [f"real *out{k}" for k in range(len(results))]
    yield f"DEVICE void {node.name}({', '.join(arguments)}) {{"
    known = {a.arg for a in node.args.args}
    for statement in statements:
        yield from _assigned(statement, known)
    yield from (f"    *out{k} = {value};" for k, value in enumerate(results))
    yield "}"


def _assigned(node: ast.stmt, known: set[str]) -> Iterator[str]:
    if not (isinstance(node, ast.Assign) and len(node.targets) == 1):
        raise _strange(node)
    match node.targets[0], node.value:
        case ast.Name(id=name), value:
            yield f"    {'' if name in known else 'real '}{name} = {_text(value)};"
            known.add(name)
        case ast.Tuple(elts=targets), ast.Call(func=ast.Name(id=function), args=arguments):
            names = [_text(target) for target in targets]
            new = [name for name in names if name not in known]
            if new:
                yield f"    real {', '.join(new)};"
                known.update(new)
            given = [*map(_text, arguments), *(f"&{name}" for name in names)]
            yield f"    {function}({', '.join(given)});"
        case _:
            raise _strange(node)


def _text(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=float(value)):
            return repr(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return f"-{_text(inner)}" if isinstance(inner, ast.Constant) else f"(-{_text(inner)})"
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return f"pow({_text(left)}, {_text(right)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return f"({_text(left)} {_BINARY[type(op)]} {_text(right)})"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
            return f"({_text(left)} {_COMPARED[type(op)]} {_text(right)})"
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return f"({_text(test)} ? {_text(body)} : {_text(orelse)})"
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _CALLED:
            return f"{_CALLED[name]}({', '.join(map(_text, arguments))})"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="math"), attr=name), args=arguments):
            return f"{name}({', '.join(map(_text, arguments))})"
    raise _strange(node)


def _strange(node: ast.AST) -> Unsupported:
    return Unsupported(f"`{type(node).__name__}` in a function that is to be one of C")
