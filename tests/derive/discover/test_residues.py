"""Coefficients at random parameters, modulo a prime."""

from __future__ import annotations

import pytest
from tests.derive.forming import normal_form, side

from sslcheck.derive.algebra.cycles import traced
from sslcheck.derive.discover.residues import PRIME, Residues
from sslcheck.derive.errors import Unsupported


def test_equal_coefficients_have_equal_residues_and_others_do_not() -> None:
    normal = normal_form()
    residues = Residues(normal)
    one, two, three = (
        residues.of(normal.scalar(side(text)))
        for text in (r"\frac{a^2 - b^2}{a - b}", "a + b", "a - b")
    )
    assert one == two != three
    assert residues.of(normal.scalar(side(r"\frac{1}{3}"))) * 3 % PRIME == 1


def test_what_moves_is_told_apart() -> None:
    normal = normal_form(x="-x")
    residues = Residues(normal)
    value = normal.scalar(side(r"a x^2 + \frac{b}{a} x + 2"))
    at = residues.number("x")
    split = residues.split(value)
    assert split.keys() == {((at, 2),), ((at, 1),), ()}
    exact = residues.exactly(value)
    assert exact.keys() == split.keys()
    assert all(residues.of(exact[key]) == residue for key, residue in split.items())


def test_what_moves_may_not_divide() -> None:
    normal = normal_form(x="-x")
    residues = Residues(normal)
    with pytest.raises(Unsupported, match="divides by what moves"):
        residues.split(normal.scalar(side(r"\frac{a}{1 + x}")))
    with pytest.raises(Unsupported, match="moves"):
        residues.of(normal.scalar(side("x")))


def test_rows_are_words_with_what_moves_beside_them() -> None:
    normal = normal_form(W="-W")
    rows = Residues(normal).rows(normal.whole(side("a W + x W + 2 X")))
    assert len(rows) == 3
    assert {len(moving) for _, moving in rows} == {0, 1}


def test_a_trace_has_one_number_however_it_is_turned() -> None:
    normal = normal_form(W="-W")
    residues = Residues(normal)
    (word,) = normal.whole(side("W X^T X W^T")).terms
    for turned in (word, word[1:] + word[:1], word[2:] + word[:2]):
        space = normal.alphabet.shape(turned[0])[0]
        found = residues.trace(turned, space)
        assert found == residues.split(traced(normal.alphabet, turned, space))
        assert len(found) == 1
    (data,) = normal.whole(side("X X^T")).terms
    constant = residues.trace(data, "n")
    assert constant == residues.split(traced(normal.alphabet, data, "n"))
    assert constant.keys() == {()}
