"""Products of vectors written back into words."""

from __future__ import annotations

import pytest
from tests.derive.vectors import OJA, SPACES, SYMBOLS

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Sym, Trace
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve

SETTING = Setting(SYMBOLS)


def test_what_argues_word_by_word_is_given_no_products() -> None:
    normal = NormalForm(SETTING)
    oja = resolve(read_expression(OJA, SYMBOLS, SPACES), SYMBOLS)[0]
    assert normal.whole(oja).has_products()
    assert not normal.element(oja).has_products()  # the vectors are multiplied within the words
    with pytest.raises(Unsupported, match="products of traces"):
        normal.element(resolve(read_expression(r"\text{tr}(A) A", SYMBOLS, SPACES), SYMBOLS)[0])
    linear = normal.element(Trace(Sym("A")))
    assert len(linear.terms) == 1
    assert not linear.has_products()
