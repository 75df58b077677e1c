"""What is moved until expressions vanish keeps its signs and properties."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.numeric.look.articles import A, S, X, Y, article, kind

from sslcheck.derive.expr import Expr, Num, Prod, Sum, Sym, Transpose, negative
from sslcheck.numeric.look.draw import Mood, draw, place
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.world import world_of
from sslcheck.numeric.look.zeroed import value_of, zeroed

ROOT = Sum((Prod((Sym("x"), Sym("x"))), Num(Fraction(-2))))
GRAM = Sum((Sym("S"), negative(Prod((Sym("A"), Transpose(Sym("A")))))))


def moment(symbols: str, gap: Expr, reading: str) -> Moment:
    found = article(kind("identity", reading), symbols, "")
    world = world_of(found, found.claims[0])
    rng = np.random.default_rng(0)
    drawn = draw(world, {"n": 2, "d": 3}, rng, Mood(), world.names(gap))
    assert drawn is not None
    return drawn


@pytest.mark.parametrize(
    ("symbols", "gap", "reading", "free"),
    [(X, ROOT, "x = 2 x", ["x"]), (S + A, GRAM, "S = 2 A", ["S"]), (S + A, GRAM, "S = 2 A", ["A"])],
)
def test_expressions_come_to_0(symbols: str, gap: Expr, reading: str, free: list[str]) -> None:
    start = moment(symbols, gap, reading)
    found = zeroed(start, free, [gap], place, 200)
    assert found is not None
    there, left, away = found
    assert left < 1e-6
    assert away < 1e-6
    np.testing.assert_allclose(there.value(gap), 0, atol=1e-6)
    for name in {"S", "A"} & start.fixed.keys() - {*free}:
        np.testing.assert_array_equal(value_of(there, name), value_of(start, name))


def test_a_sign_is_kept_where_that_leaves_them_apart() -> None:
    gap = Sum((Sym("y"), Num(Fraction(1))))
    found = zeroed(moment(Y, gap, "y = 2 y"), ["y"], [gap], place, 200)
    assert found is not None
    assert found[1] >= 1
    assert value_of(found[0], "y").item() > 0


def test_where_nothing_is_admitted_nothing_is_found() -> None:
    assert zeroed(moment(X, ROOT, "x = 2 x"), ["x"], [ROOT], lambda _: False, 200) is None
