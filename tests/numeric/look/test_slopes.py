"""Gradients and partial derivatives of a moment, against their formulas in arrays."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.look.articles import flow_world

from sslcheck.derive.expr import Gradient, Prod, Sym
from sslcheck.derive.reading.loading import parse_article
from sslcheck.numeric.look import slopes
from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment

ARTICLE = r"""
[article]
name = "slopes"
format = 2
[spaces]
n = "n"
d = "d"
[symbols]
A = { shape = ["n", "n"] }
W = { shape = ["n", "d"], role = "state" }
a = { sign = "positive" }
J = {}
[definitions]
J = '\frac14 \|W\|^4 + a \operatorname{tr}(A W W^T)'
[flows.f]
equations = ['\dot W = -a^2 A W']
[[claim]]
id = "c"
kind = "identity"
flow = "f"
reading = 'J = J'
"""


@pytest.fixture
def moment() -> Moment:
    article = parse_article(ARTICLE, "slopes.toml")
    world = flow_world(article, "f")
    rng, names = np.random.default_rng(1), frozenset("AWaJ")
    found = draw(world, {"n": 2, "d": 3}, rng, Mood(), names)
    assert found is not None
    return found


def test_a_gradient_and_its_rate(moment: Moment) -> None:
    matrix, a, state = moment.fixed["A"], moment.fixed["a"].item(), moment.value(Sym("W"))
    moved = -(a**2) * matrix @ state
    value, rate = slopes.gradient(moment, "W", Sym("J"), 1)
    both = matrix + matrix.T
    np.testing.assert_allclose(value, np.sum(state**2) * state + a * both @ state)
    slope = 2 * np.sum(state * moved) * state + np.sum(state**2) * moved + a * both @ moved
    np.testing.assert_allclose(rate, slope)


def test_a_partial_derivative_of_a_rate_is_by_what_the_flow_says(moment: Moment) -> None:
    matrix, a, state = moment.fixed["A"], moment.fixed["a"].item(), moment.value(Sym("W"))
    value, rate = slopes.partial(moment, Sym("W"), "a", 1)
    np.testing.assert_array_equal(value, 0 * state)  # a state stays where it is
    np.testing.assert_allclose(rate, -2 * a * matrix @ state, rtol=1e-8)


def test_what_has_no_slope_is_unseen(moment: Moment) -> None:
    with pytest.raises(Unseen, match="no parameter with a value"):
        slopes.partial(moment, Sym("J"), "W", 0)
    with pytest.raises(Unseen, match="no single number"):
        slopes.gradient(moment, "W", Prod((Sym("A"), Sym("W"))), 0)
    with pytest.raises(Unseen, match="gradient of a gradient"):
        moment.jet(Gradient("W", Gradient("W", Sym("J"))), 0)
