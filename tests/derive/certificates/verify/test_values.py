"""Sums of words: sums, products, traces; rational roots."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from sslcheck.derive.certificates.verify.rejected import BITS, Nonconforming, Rejected
from sslcheck.derive.certificates.verify.values import Value, atom, holds_any, number, root
from sslcheck.derive.certificates.verify.words import ONE


def matrix(name: str, rows: str = "n", cols: str = "n") -> Value:
    return Value(rows, cols, {(ONE, ((name, rows, cols, "", False),)): 1})


def test_a_ring_of_matrices() -> None:
    a, b = matrix("A"), matrix("B")
    both = (a + b) * (a + number(-1) * b) + number(-1) * (a * a + number(-1) * (b * b))
    assert {word for _, word in both.terms} == {w for _, w in (a * b + b * a).terms}
    assert (a * b).T.terms == (b.T * a.T).terms
    assert (a * b).trace().terms == (b * a).trace().terms
    assert not (atom("s") * a + number(-1) * a * atom("s")).terms


def test_what_does_not_conform() -> None:
    for wrong in (
        lambda: matrix("A") + matrix("C", "n", "k"),
        lambda: matrix("C", "n", "k") * matrix("A"),
        lambda: matrix("C", "n", "k").trace(),
        lambda: matrix("A").frozen(),
    ):
        with pytest.raises(Nonconforming):
            wrong()


def test_the_trace_of_a_kronecker_product_is_that_of_the_traces() -> None:
    a, b = matrix("A") * matrix("C", "n", "k") * matrix("D", "k", "n"), matrix("B", "m", "m")
    unit = Value("m", "m", {(ONE, ()): 1})
    both = a.kron(b) * a.kron(unit)
    assert both.trace().terms == ((a * a).trace() * b.trace()).terms
    assert a.kron(unit).trace().terms == (atom(("size", "m")) * a.trace()).terms
    assert unit.kron(a).trace().terms == (atom(("size", "m")) * a.trace()).terms
    with pytest.raises(Nonconforming):
        matrix("C", "n", "k").kron(matrix("D", "k", "n")).trace()


def test_kronecker_products_are_maps() -> None:
    """(A kron B) vec(Z) = vec(B Z A^T) with its products, transposes and sums."""
    a, b, c, z = matrix("A", "p", "n"), matrix("B", "q", "m"), matrix("C"), matrix("Z", "m", "n")
    both = a.kron(b)
    assert (both.rows, both.cols) == ("p*q", "n*m")
    moved = both * z.stacked()
    assert (moved.rows, moved.cols) == ("p*q", "1")
    assert moved.terms == (b * z * a.T).terms
    assert (both * c.kron(matrix("D", "m", "m"))).terms == (
        (a * c).kron(b * matrix("D", "m", "m")).terms
    )
    unit = Value("n", "n", {(ONE, ()): 1})
    assert (both * (c + unit).kron(matrix("D", "m", "m"))).terms == (
        (a * (c + unit)).kron(b * matrix("D", "m", "m")).terms
    )
    assert (c.kron(a) * unit.stacked()).terms == (a * c.T).terms
    assert (c.kron(a) * number(0)).terms == {}
    assert both.T.terms == a.T.kron(b.T).terms
    assert (both.T.rows, both.T.cols) == ("n*m", "p*q")
    assert (both * number(2)).terms == (number(2) * both).terms == (both + both).terms
    assert both.terms != b.kron(a).terms


def test_products_of_spaces_that_do_not_conform() -> None:
    a, b, z = matrix("A", "p", "n"), matrix("B", "q", "m"), matrix("Z", "m", "n")
    row, column = matrix("r", "1", "n"), matrix("c", "m", "1")
    wrongs: list[Callable[[], Value]] = [
        lambda: a.kron(b) * z.T.stacked(),
        lambda: a.kron(b) * z,
        lambda: a.kron(b).kron(b),
        lambda: row.kron(column.T),  # a number for each matrix
        lambda: z.stacked().T,
        lambda: z.stacked() * row,
        lambda: matrix("H", "p*q", "n*m"),
    ]
    for wrong in wrongs:
        with pytest.raises(Nonconforming):
            wrong()


def test_numbers_have_few_digits() -> None:
    assert number(1 << (BITS - 1)).terms
    with pytest.raises(Rejected, match="digits"):
        number(1 << BITS)


@pytest.mark.parametrize(
    ("value", "degree", "found"),
    [("9/4", 2, "3/2"), ("8", 3, "2"), ("2", 2, None), ("-4", 2, None), ("0", 2, "0")],
)
def test_rational_roots(value: str, degree: int, found: str | None) -> None:
    assert root(Fraction(value), degree) == (Fraction(found) if found else None)


def test_letters_are_seen_in_atoms() -> None:
    held = ("exp", frozenset({("x", 1)}))
    assert holds_any(held, {"x"})
    assert not holds_any(held, {"y"})
