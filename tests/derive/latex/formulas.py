"""Symbols that formulas are read with, and how a formula is read or refused."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Symbol

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
SYMBOLS["f"] = Symbol("f", SHAPES["f"], role="view")
SYMBOLS["J"] = Symbol("J", defined=True)


def read(text: str) -> Expr:
    return read_expression(text, SYMBOLS, SPACES)


def failure(text: str) -> tuple[str, str, str]:
    """Headline, the text over the carets and advice of the error for ``text``."""
    with pytest.raises(LatexError) as caught:
        read_expression(text, SYMBOLS, SPACES, "here")
    return split(str(caught.value))


def split(message: str) -> tuple[str, str, str]:
    """Headline, the text over the carets and advice of a message about ``here``."""
    headline, shown, carets, *advice = message.splitlines()
    assert headline.startswith("here: ")
    assert set(carets) == {" ", "^"}
    under = shown[carets.index("^") : len(carets)]
    return headline.removeprefix("here: "), under, "\n".join(line.strip() for line in advice)
