"""Where two rewriting rules meet: traces of commuting letters, vectors, special properties."""

from __future__ import annotations

import pytest

from sslcheck.derive.algebra import Alphabet, Scalars


@pytest.fixture
def alphabet() -> Alphabet:
    alphabet = Alphabet(Scalars())
    for name, marks in {"a": "diagonal", "b": "", "c": "diagonal", "q": "orthonormal"}.items():
        alphabet.shapes[name] = ("n", "n")
        alphabet.properties[name] = frozenset({marks} if marks else ())
    return alphabet


def test_a_trace_does_not_depend_on_where_a_commuting_run_is_cut(alphabet: Alphabet) -> None:
    a, b, c = (alphabet.letter(name) for name in "abc")
    assert ((a * b * c).trace() - (b * c * a).trace()).is_zero()
    assert ((a * b * c).trace() - (c * a * b).trace()).is_zero()
    assert not ((a * b * c).trace() - (a * b * b).trace()).is_zero()


def test_a_symmetric_orthonormal_matrix_is_its_own_inverse(alphabet: Alphabet) -> None:
    alphabet.properties["q"] = frozenset({"orthonormal", "symmetric"})
    q = alphabet.letter("q")
    assert (q * q - alphabet.identity("n")).is_zero()
    assert not (q - alphabet.identity("n")).is_zero()


def test_a_scalar_product_inside_a_product_is_a_coefficient(alphabet: Alphabet) -> None:
    for name in "uvw":
        alphabet.declare(name, ("n", "1"))
    u, v, w = (alphabet.letter(name) for name in "uvw")
    product = (v * w.T) * (u * v.T)
    assert product.shape == ("n", "n")
    assert (product - (v * v.T) * (w.T * u)).is_zero()
    assert (product - (v * v.T).scaled((u.T * w).value())).is_zero()
