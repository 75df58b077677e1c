"""Points are as declared, of unequal sizes, and satisfy what is assumed."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.look.articles import A, Q, S, W, article, kind, seen

from sslcheck.derive.expr import Sym
from sslcheck.numeric.look.draw import Mood, draw, fits
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.world import world_of

DECLARED = {
    "psd": lambda v: np.linalg.eigvalsh(v).min() > -1e-9,
    "symmetric": lambda v: np.allclose(v, v.T),
    "diagonal": lambda v: np.allclose(v, np.diag(np.diag(v))),
    "invertible": lambda v: np.linalg.svd(v)[1].min() > 1e-7,
    "orthonormal": lambda v: np.allclose(v.T @ v, np.eye(v.shape[1])),
}


def points(symbols: str, name: str, *more: str) -> list[Moment]:
    reading = kind("identity", f"{name} = 2 {name}", *more[:1])
    found = article(reading, symbols, "", *more[1:])
    world = world_of(found, found.claims[0])
    rng = np.random.default_rng(0)
    drawn = [draw(world, {"n": 2, "d": 3}, rng, Mood(), world.names(Sym(name))) for _ in range(5)]
    return [moment for moment in drawn if moment is not None]


@pytest.mark.parametrize("marks", DECLARED)
def test_what_is_declared_holds(marks: str) -> None:
    for moment in points(f"B = {{ shape = ['n', 'n'], properties = ['{marks}'] }}\n", "B"):
        assert DECLARED[marks](moment.value(Sym("B")))  # type: ignore[no-untyped-call]
        assert fits(moment, "B")


@pytest.mark.parametrize(("sign", "least"), [("positive", 1e-6), ("nonnegative", 0.0)])
def test_signs(sign: str, least: float) -> None:
    drawn = points(f"b = {{ sign = '{sign}' }}\n", "b")
    assert len(drawn) == 5
    assert all(moment.value(Sym("b")).item() >= least for moment in drawn)


def test_an_assumed_relation_is_satisfied() -> None:
    more = "hypotheses = ['h']", "[hypotheses.h]\nrelations = ['Q = W W^T']"
    drawn = points(W + Q, "Q", *more)
    assert drawn
    for moment in drawn:
        w, q = moment.value(Sym("W")), moment.value(Sym("Q"))
        np.testing.assert_allclose(q, w @ w.T, atol=1e-8)


def test_what_a_relation_moves_is_still_what_is_declared() -> None:
    """A sum of psd matrices is drawn singular as well; what is declared invertible is not it."""
    symbols = S + "P = { shape = ['n', 'n'], properties = ['psd'] }\n"
    symbols += "B = { shape = ['n', 'n'], properties = ['psd', 'invertible'] }\n"
    more = "hypotheses = ['h']", "[hypotheses.h]\nrelations = ['B = S + P']"
    found = article(kind("identity", "B = 2 B", more[0]), symbols, "", more[1])
    world, rng = world_of(found, found.claims[0]), np.random.default_rng(0)
    mood = Mood(zero=1.0)
    drawn = [draw(world, {"n": 2, "d": 3}, rng, mood, world.names(Sym("B"))) for _ in range(20)]
    kept = [moment for moment in drawn if moment is not None]
    assert kept
    assert all(fits(moment, "B") for moment in kept)


@pytest.mark.parametrize("reading", ["Q^2 = 0", "Q^3 A = 0"])
def test_what_is_small_by_itself_meets_no_equation(reading: str) -> None:
    """A power that is to be 0 is compared with its factors: where these shrink, so does it."""
    claim = kind("identity", reading, "hypotheses = ['h']")
    more = "[hypotheses.h]\nrelations = ['Q^2 = 0']"
    sight = seen(article(claim, Q + A, "", more), most=4)
    assert (sight.objection, sight.points > 0) == (None, True)


def test_near_a_double_zero_no_equation_is_met() -> None:
    """Where ``b Q`` is 0 by both, it is small long before they are: such a point is none."""
    claim = kind("identity", "b Q A = 0", "hypotheses = ['h']")
    more = "[hypotheses.h]\nrelations = ['b Q = 0']"
    sight = seen(article(claim, "b = {}\n" + Q + A, "", more), most=24)
    assert (sight.objection, sight.points > 0) == (None, True)


def test_a_value_that_is_not_as_declared_does_not_fit() -> None:
    moment = points(S, "S")[0]
    assert fits(moment, "S")
    moment.fixed["S"] = -np.eye(2)
    assert not fits(moment, "S")
    regular = points("B = { shape = ['n', 'n'], properties = ['invertible'] }\n", "B")[0]
    regular.fixed["B"] = np.ones((2, 2))
    assert not fits(regular, "B")
