"""Normal forms written out as expressions again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.vectors import OJA, SPACES, SYMBOLS

from sslcheck.derive.expr import Sym, Trace
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve
from sslcheck.derive.text.printing import to_latex

SETTING = Setting(SYMBOLS)


@pytest.mark.parametrize(
    "text",
    [
        OJA,
        r"(w^T C w) w",
        r"\text{tr}(L) A",
        r"\frac{w^T C w}{w^T w} w",
        r"n A",
        r"\frac{d}{dt} (w^T C w)",
    ],
)
def test_what_is_written_out_reads_back(text: str) -> None:
    normal = NormalForm(SETTING)
    node = resolve(read_expression(text, SYMBOLS, SPACES), SYMBOLS, source=text)[0]
    element = normal.whole(node)
    again = read_expression(to_latex(normal.expr(element)), SYMBOLS, SPACES)
    assert (normal.whole(resolve(again, SYMBOLS)[0]) - element).is_zero()


def test_halves_in_traces_keep_their_numbers() -> None:
    normal = NormalForm(SETTING)
    half = normal.element(Trace(Sym("A"))).scaled(normal.scalars.number(Fraction(1, 2)))
    assert to_latex(normal.expr(half)) == r"\frac{1}{2} \text{tr}(A)"


def test_a_number_made_of_matrices_stays_one_factor() -> None:
    normal = NormalForm(SETTING)
    node = resolve(read_expression("(w^T C w) w", SYMBOLS, SPACES), SYMBOLS)[0]
    assert normal.expr(normal.whole(node)) == node
