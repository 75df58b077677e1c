"""Where sizes do not meet what is demanded, errors point to the place and say why."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.shapes.shaped import SPACES, SYMBOLS, read

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import Num, Prod, Sum, Sym
from sslcheck.derive.latex import read_statement
from sslcheck.derive.shapes import resolve, resolve_relation


@pytest.mark.parametrize(
    ("text", "under", "says"),
    [
        ("W X + X", "W X + X", "`W X` is n x d but `X` is d x d"),
        ("X + 1", "X + 1", "`X` is d x d but `1` is a scalar"),
        ("X (I + 1)", "I + 1", "`I` is a matrix but `1` is a scalar"),
        ("W^2", "W", "only a square matrix has powers"),
        (r"\text{tr}(W)", "W", "only a square matrix has a trace"),
        (r"e^{W}", "W", "only a scalar or a square matrix"),
        (r"\frac{\partial}{\partial W} X", "X", "only a scalar has a gradient"),
        (r"W \text{vec}(W)", r"W \text{vec}(W)", "`d` and `d*n`"),
    ],
)
def test_mismatches_point_to_their_place(text: str, under: str, says: str) -> None:
    with pytest.raises(ShapeMismatch) as caught:
        resolve(read(text), SYMBOLS, source=text)
    message = str(caught.value)
    _, shown, carets, *_ = message.splitlines()
    assert shown[carets.index("^") : len(carets)] == under
    assert says in message


@pytest.mark.parametrize("text", [r"W \ge 0", r"0 < X", r"X \le X^T"])
def test_matrices_are_not_compared_as_numbers(text: str) -> None:
    statement = read_statement(text, SYMBOLS, SPACES)
    with pytest.raises(LatexError, match=r"compares numbers, not matrices(?s:.*)`A \\succ"):
        resolve_relation(statement.relations[0], SYMBOLS, source=statement.source)


@pytest.mark.parametrize("text", [r"\frac{\eta}{W}", "1/X", "X/X"])
def test_nothing_is_divided_by_a_matrix(text: str) -> None:
    with pytest.raises(LatexError, match=r"division by a matrix(?s:.*)Write its inverse"):
        resolve(read(text), SYMBOLS, source=text)


def test_expressions_without_spans() -> None:
    with pytest.raises(ShapeMismatch, match="`W` is n x d but `W_p` is n x n"):
        resolve(Prod((Sym("W"), Sym("W_p"))), SYMBOLS)
    with pytest.raises(LatexError, match="undeclared symbol `Q`"):
        resolve(Sum((Sym("Q"), Num(Fraction(1)))), SYMBOLS)
