"""Rates of words."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.discover.rates import Rates
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.latex import read_expression


@pytest.mark.parametrize("more", [{}, {"b": f'shape = ["k", "1"], {STATE}'}])
def test_letter_by_letter_as_the_normal_form_has_them(more: dict[str, str]) -> None:
    """Also beside a vector, where a word is more than its letters."""
    extra = [r"\dot{b} = -b"] if more else []
    equations = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - a V", *extra]
    normal = normal_of(flow_article({**LAYERS, **more}, equations))
    residues = Residues(normal)
    rates = Rates(normal, letters_of(normal), residues)
    for text, multiple in (("U U^T", "-2 h"), ("V U U^T", "-2 h - a"), ("U R^T V", "-h - a")):
        (word,) = normal.whole(read_expression(text, normal.setting.symbols, ("k",))).terms
        assert rates.of(word) == residues.rows(normal.whole_rate(normal.alphabet.word(word)))
        exact = {key: residues.of(coeff) for key, coeff in rates.exactly(word).items()}
        assert exact == rates.of(word)
        own = normal.whole(read_expression(multiple, normal.setting.symbols, ())).value()
        assert (rates.multiple(word) - own).is_zero()
