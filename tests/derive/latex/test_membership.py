"""What is said of shapes beside a relation has to be what is declared."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_statement
from sslcheck.derive.setting import Symbol

PLAIN = read_statement("X = X'", SYMBOLS, SPACES).relations
SIGNED = {**SYMBOLS, "a": Symbol("a", sign="positive"), "b": Symbol("b", sign="nonnegative")}


@pytest.mark.parametrize(
    "text",
    [
        r"X = X', W \in \mathbb{R}^{n \times d}",
        r"X = X', \quad W \in \mathbb{R}^{n\times d}, \quad f \in \mathbb R^n.",
        r"W \in \mathbb{R}^{n \times d}, \; X = X'",
        r"X = X', \text{ where } \eta \in \mathbb{R}",
        r"X = X', f \in \mathbb{R}^{n}, \eta \in \mathbb{R}",
        r"X = X', a \in \mathbb{R}_{>0}, b \in \mathbb{R}_+, a \in \mathbb{R}_{\ge 0}",
        r"X = X', f \in \mathbb{R}^{n \times 1} \quad \forall t",
        r"X = X', \quad X, X' \in \mathbb{R}^{d \times d}, \eta \in \mathbb{R}",
        r"X = X' \quad \forall \, X, X' \in \mathbb{R}^{d \times d}",
        r"X = X' \text{ for all } W \in \mathbb{R}^{n \times d}",
    ],
)
def test_what_is_declared_is_dropped(text: str) -> None:
    assert read_statement(text, SIGNED, SPACES).relations == PLAIN


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"X = X', W \in \mathbb{R}^{d \times n}", "said to be d x n"),
        (r"X = X', W \in \mathbb{R}^n", "said to be n"),
        (r"X = X', W \in \mathbb{R}", "said to be a number"),
        (r"X = X', \eta \in \mathbb{R}^{n}", "said to be n"),
        (r"X = X', \eta \in \mathbb{R}_+", "said to be nonnegative"),
        (r"X = X', b \in \mathbb{R}_{>0}", "said to be positive"),
        (r"X = X', \eta \in (0, 1)", "unreadable set"),
        (r"X = X', \eta + \tau \in \mathbb{R}", "cannot be read"),
        (r"X = X' \in \mathbb{R}^{d \times d}", "cannot be read"),
        (r"W \in \mathbb{R}^{n \times d} W = W", "within a formula"),
        (r"W \in \mathbb{R}^{n \times d}", "empty"),
        (r"X = X', t \in \mathbb{R}", "cannot be read"),
        (r"X = X', X, W \in \mathbb{R}^{n \times d}", "said to be n x d"),
        (r"X = X', W, X \in \mathbb{R}^{n \times d}", "said to be n x d"),
        (r"X = X' \quad \forall W", "cannot be read"),
    ],
)
def test_what_is_not_declared_is_refused(text: str, says: str) -> None:
    with pytest.raises(LatexError, match=says):
        read_statement(text, SIGNED, SPACES)


def test_while_shapes_are_sought_nothing_is_compared() -> None:
    text = r"X = X', W \in \mathbb{R}^{d \times n}"
    assert read_statement(text, SYMBOLS, SPACES, settled=False).relations == PLAIN
