"""Numbers as sums of monomials, and as entries of Gram matrices."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.discover.halves import Block, Half, Halves, Term
from sslcheck.derive.discover.residues import times
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm

SYMBOLS = {**LAYERS, "S": 'shape = ["k", "k"], properties = ["psd"]', "x": STATE}
FLOW = [r"\dot{U} = V^T R - h S U", r"\dot{V} = R U^T - h V", r"\dot{x} = -a x"]


@pytest.fixture(scope="module")
def halves() -> Halves:
    return Halves(normal_of(flow_article(SYMBOLS, FLOW)))


def read(normal: NormalForm, text: str) -> Expr:
    return read_expression(text, normal.setting.symbols, ("n", "d", "k"))


def terms(halves: Halves, text: str) -> dict[Term, Fraction]:
    return halves.terms(halves.normal.whole(read(halves.normal, text)).value())


@pytest.mark.parametrize(
    ("text", "count"),
    [(r"h^3 x^2", 1), (r"h a \text{tr}(U^T S U)", 1), (r"\text{tr}(U U^T V^T V)", 2), (r"x", 0)],
)
def test_the_square_of_each_root_is_the_monomial(halves: Halves, text: str, count: int) -> None:
    wanted = terms(halves, text)
    (term,) = wanted
    found = [*halves.roots(term)]
    assert len(found) >= count
    assert bool(found) is bool(count)
    for block, half in found:
        assert halves.entry(block, half, half) == wanted
        assert all(halves.nonnegative(halves.letters[at]) for at, _ in block.factor)


def test_products_of_traces_have_no_root(halves: Halves) -> None:
    (product,) = terms(halves, r"\text{tr}(S) \text{tr}(U U^T)")
    assert [*halves.roots(product)] == []


@pytest.mark.parametrize(
    ("left", "right"), [("U", "V^T R"), ("U U^T", "V^T V"), ("S U", "U"), ("V^T V", "S")]
)
def test_rates_are_those_of_the_normal_form(halves: Halves, left: str, right: str) -> None:
    normal = halves.normal
    elements = [normal.whole(read(normal, text)) for text in (left, right)]
    words = [word for element in elements for word in element.terms]
    block = Block((), elements[0].shape)
    h = halves.number("h"), 1
    one, two = (Half((), word) for word in words)
    value = normal.whole(read(normal, rf"h \text{{tr}}(({left})^T {right})")).value()
    assert halves.entry(Block((h,), block.shape), one, two) == halves.terms(value)
    assert halves.rate(Block((h,), block.shape), one, two) == halves.terms(
        normal.scalar_rate(value)
    )


def test_numbers_that_move(halves: Halves) -> None:
    x, a = halves.number("x"), halves.number("a")
    half = Half(((x, 1),))
    assert halves.length(half) == 1
    assert halves.length(Half(((a, 1),))) == 0
    assert halves.rate(Block(), half, half) == {times(((x, 2),), ((a, 1),)): Fraction(-2)}


def test_sums_below_a_line(halves: Halves) -> None:
    assert terms(halves, r"\frac{x}{a}") == {
        times(*terms(halves, "x"), *terms(halves, r"\frac{1}{a}")): 1
    }
    with pytest.raises(Unsupported, match="divides by a sum"):
        terms(halves, r"\frac{x}{1 + a}")
