"""Joined legs: Kronecker products, stacked matrices, and what products close."""

from __future__ import annotations

from sslcheck.derive.algebra import Alphabet, Scalars
from sslcheck.derive.algebra.wirings import Wiring


def _alphabet() -> Alphabet:
    alphabet = Alphabet(Scalars())
    for name, shape in {"A": "nn", "C": "dd", "M": "nd", "u": "n1"}.items():
        alphabet.declare(name, (shape[0], shape[1]))
    return alphabet


def _same(one: Wiring, two: Wiring) -> bool:
    return (one + two.scaled(two.alphabet.scalars.number(-1))).terms == {}


def test_the_stack_of_a_product_is_a_kronecker_product_times_the_stack() -> None:
    alphabet = _alphabet()
    a, c, m = (alphabet.letter(name) for name in "ACM")
    whole = Wiring.of(a * m * c)
    assert whole.stacked().rows == ("d", "n")
    factor = Wiring.of(c.T).kron(Wiring.of(a))
    assert _same(whole.stacked(), factor * Wiring.of(m).stacked())
    assert not _same(whole.stacked(), factor.T * Wiring.of(m).stacked())


def test_what_closes_is_a_trace_and_what_is_empty_a_dimension() -> None:
    alphabet = _alphabet()
    a, unit = alphabet.letter("A"), alphabet.identity("d")
    trace = Wiring.of(unit).kron(Wiring.of(a)).trace().matrix()
    assert (trace - a.trace() * unit.trace()).is_zero()
    square = Wiring.of(a).stacked().T * Wiring.of(a).stacked()
    assert (square.matrix() - (a.T * a).trace()).is_zero()


def test_a_column_times_a_row_is_split_at_the_dimension_1() -> None:
    alphabet = _alphabet()
    u = alphabet.letter("u")
    outer = Wiring.of(u * u.T)
    assert [path for paths in outer.terms for path in paths] == [
        (0, -1, (("u", False),)),
        (1, -1, (("u", False),)),
    ]
    assert (outer.matrix() - u * u.T).is_zero()


def test_what_stands_beside_equal_factors_is_told() -> None:
    alphabet = _alphabet()
    a, c = Wiring.of(alphabet.letter("A")), Wiring.of(alphabet.letter("C"))
    parts = (c.kron(a) + c.kron(a.T)).parts()
    assert len(parts) == 1
    assert parts[0].shape == ("n", "n")
    assert len(parts[0].terms) == 2
