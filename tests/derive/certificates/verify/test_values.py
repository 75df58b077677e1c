"""Sums of words: sums, products, traces; rational roots."""

from __future__ import annotations

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
