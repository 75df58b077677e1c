"""Symbols of many shapes, and the shape that a formula in them has."""

from __future__ import annotations

from sslcheck.derive.expr import Expr, Ident
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Shape, Symbol
from sslcheck.derive.shapes import resolve
from sslcheck.derive.traverse import walk

N, D, ONE = "n", "d", "1"


SPACES = {"n": "outputs", "d": "inputs"}

SHAPES = {
    **dict.fromkeys(("W", "W_a"), (N, D)),
    **dict.fromkeys(("W_p", "C", "F", "U", "\\hat{F}", "\\hat{U}"), (N, N)),
    **dict.fromkeys(("\\Lambda_{W_p}", "\\Lambda_F", "\\hat{\\Lambda}_F"), (N, N)),
    **dict.fromkeys(("X", "X'"), (D, D)),
    **dict.fromkeys(("\\mathbf{x}_1", "\\mathbf{x}_2", "\\bar{\\mathbf{x}}"), (D, ONE)),
    **dict.fromkeys(("f",), (N, ONE)),
    **dict.fromkeys(("H",), ("d*n", "d*n")),
    **dict.fromkeys(("V",), (D, N)),
    **dict.fromkeys(("J", "\\alpha_p", "\\eta", "\\beta", "\\sigma", "\\tau"), (ONE, ONE)),
    **dict.fromkeys(("\\rho", "\\varepsilon", "p_{+}", "\\tau_j"), (ONE, ONE)),
    **dict.fromkeys(("p_j", "s_j", "c_j"), (ONE, ONE)),
}

SYMBOLS = {
    name: Symbol(name, shape, index="j" if name.endswith("_j") else "")
    for name, shape in SHAPES.items()
}


def shape_of(text: str, **merged: str) -> Shape:
    return resolve(read(text), SYMBOLS, source=text, merged=merged)[1]


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, SPACES)


def identities(expr: Expr) -> list[str]:
    return [node.space for node in walk(expr) if isinstance(node, Ident)]
