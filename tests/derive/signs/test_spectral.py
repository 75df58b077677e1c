"""Functions of one symmetric matrix: psd where they are so at its eigenvalues, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.derive.forming import SYMBOLS, relation, side

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Ident, Num, Power, Prod, Sum, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs

_MARKS = {"P": {"psd", "invertible"}, "V": {"symmetric"}}


def _normal(**changes: object) -> NormalForm:
    symbols = {
        n: replace(s, properties=frozenset(_MARKS.get(n, s.properties))) for n, s in SYMBOLS.items()
    }
    return NormalForm(replace(Setting(symbols), **changes))  # type: ignore[arg-type]


def _said(node: Expr, normal: NormalForm) -> str:
    """What is shown of a matrix: definite, psd, or nothing."""
    form = read_form(normal, node)
    try:
        squares = sum_of_squares(form, Signs(normal.functions))
    except Unsupported:
        return ""
    # nothing is lost by writing functions as letters
    assert (form - read_form(normal, squares.shown)).is_zero
    return "definite" if () in squares.ways() else "psd"


SHOWN = [
    ("S (S + c I)^{-1}", "psd"),
    ("I - c (S + c I)^{-1}", "psd"),
    ("P (P + c I)^{-1}", "definite"),
    ("I - S (S + c I)^{-1}", "definite"),
    ("2 I - S (S + c I)^{-1}", "definite"),
    ("I - 2 S (S + c I)^{-1}", ""),
    ("S (S + c I)^{-1} - I", ""),
    ("(S + c I)^{-1} - (S + 2 c I)^{-1}", "definite"),
    ("(S + 2 c I)^{-1} - (S + c I)^{-1}", ""),
    ("P + P^{-1} - 2 I", "psd"),
    ("P + P^{-1} - 3 I", ""),
    ("V^2 (V^2 + c I)^{-1}", "psd"),
    ("V (V^2 + c I)^{-1}", ""),
    ("I - V^2 (V^2 + c I)^{-1}", "definite"),
    ("A (I - c (S + c I)^{-1}) A^T", "psd"),
    ("A (I - c (S + c I)^{-1}) A^T + c I", "definite"),
    ("(A + X X^T) (I - c (S + c I)^{-1}) (A + X X^T)^T", "psd"),
    ("A (I - 2 c (S + c I)^{-1}) A^T", ""),
    (r"(I - c (S + c I)^{-1}) \otimes P", "psd"),
    (r"P \otimes (I - S (S + c I)^{-1})", "definite"),
    (r"\text{tr}(S (S + c I)^{-1})", "psd"),
    (r"\text{tr}(I_n) - \text{tr}(S (S + c I)^{-1})", "definite"),
    (r"\text{tr}(A^T (I - c (S + c I)^{-1}) A)", "psd"),
    (r"\text{tr}(A^T (I - 2 c (S + c I)^{-1}) A)", ""),
    ("(S + P)^{-1} S", ""),
    (r"\text{tr}(A (S + c I)^{-1} X X^T A^T (S + c I)^{-1} X X^T)", ""),
    (r"\text{tr}(A (S + c I)^{-1} A (S + c I)^{-1})", ""),
]


@pytest.mark.parametrize(("text", "what"), SHOWN)
def test_what_a_function_is_at_every_eigenvalue_it_is_as_a_matrix(text: str, what: str) -> None:
    normal = _normal()
    node = relation(f"{text} = {text}").lhs
    assert _said(node, normal) == what


def test_a_state_counts_as_symmetric_only_where_it_is_so() -> None:
    text = side("V^2 (V^2 + c I)^{-1}")
    assert _said(text, _normal()) == "psd"
    assert not read_form(_normal(kept=frozenset()), text).is_symmetric


def _value(node: Expr, x: np.ndarray, c: float) -> np.ndarray:
    """A function of the matrix at numbers."""
    match node:
        case Num(value=number):
            return np.full_like(x, float(number))
        case Ident():
            return np.ones_like(x)
        case Sym("c"):
            return np.full_like(x, c)
        case Sym():
            return x
        case Sum(terms=terms):
            return np.asarray(sum(_value(term, x, c) for term in terms))
        case Prod(factors=factors):
            return np.asarray(np.prod([_value(factor, x, c) for factor in factors], axis=0))
        case Power(base=base, exponent=exponent):
            return np.asarray(_value(base, x, c) ** int(exponent))
    raise TypeError(type(node).__name__)


def _random(rng: Random, letter: Expr) -> Expr:
    """A sum of numbers times ``L^i (L + c I)^-j``."""
    square: Expr = Power(letter, Fraction(2)) if letter == Sym("V") else letter
    shifted = Sum((square, Prod((Sym("c"), Ident("n")))))
    terms: list[Expr] = [Prod((Num(Fraction(rng.randint(-1, 3))), Ident("n")))]
    for _ in range(rng.choice([1, 2, 2, 3])):
        factors: list[Expr] = [Num(Fraction(rng.choice([-2, -1, -1, 1, 1, 2, 3])))]
        factors += [letter] * rng.choice([0, 1, 1, 2])
        factors += [Power(shifted, Fraction(-rng.choice([1, 1, 2])))]
        terms.append(Prod(tuple(factors)))
    return Sum(tuple(terms))


@pytest.mark.parametrize("name", ["S", "P", "V"])
def test_random_functions_against_their_values(name: str) -> None:
    """Whatever is shown is true of the numbers; what is clearly true is nearly always shown."""
    rng, missed, shown, normal = Random(name), 0, 0, _normal()
    grid = np.concatenate([[0], np.geomspace(1e-5, 1e4, 600)])
    grid = np.concatenate([-grid, grid]) if name == "V" else grid[1:] if name == "P" else grid
    for _ in range(30):
        node = _random(rng, Sym(name))
        lowest = min(_value(node, grid, c).min() for c in (1e-2, 0.1, 1, 10, 100))
        what = _said(node, normal)
        shown += bool(what)
        if what:
            assert lowest > -1e-9, node
        missed += not what and lowest > 0.05
    assert shown > 4
    assert missed <= 1
