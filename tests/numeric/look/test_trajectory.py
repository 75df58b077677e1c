"""Trajectories of a printed flow: against solutions that are known, and where they end."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.look.articles import X, article, flow_world, kind

from sslcheck.derive import expr as e
from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.errors import Spent
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.trajectory import deadline_of, follow, integrals_in, pace


def start_of(rate: str, value: float) -> Moment:
    found = article(kind("vanishes", r"x \to 0"), X, rf"'\dot{{x}} = {rate}'")
    world = flow_world(found, "f")
    moment = draw(world, {}, np.random.default_rng(0), Mood(), world.names(e.Sym("x")))
    assert moment is not None
    moment.states["x"] = [np.array([[value]])]
    moment.extend()
    return moment


def x_of(moment: Moment) -> float:
    return float(moment.value(e.Sym("x")).item())


def test_a_solution_that_is_known() -> None:
    times = [0.5, 1.0, 2.0]
    path = follow(start_of("-2 x", 3.0), times, lambda: None)
    found = [x_of(moment) for moment in path.moments[-3:]]
    np.testing.assert_allclose(found, 3 * np.exp(-2 * np.array(times)), rtol=1e-8)
    assert path.end is None


def test_a_solution_that_ends() -> None:
    path = follow(start_of("x^2", 2.0), [0.4, 1.0], lambda: None)
    assert path.end == pytest.approx(0.5, rel=1e-3)


def test_integrands_inner_ones_first() -> None:
    x = e.Sym("x")
    inner = e.Integral(x)
    assert integrals_in(e.Sum((e.Exp(e.Integral(e.Prod((inner, x)))), x))) == (
        x,
        e.Prod((inner, x)),
    )


def test_a_faster_flow_has_a_faster_pace() -> None:
    assert pace(start_of("-20 x", 1.0)) != pace(start_of("-x", 1.0))


def test_a_deadline_is_of_this_thread_s_work() -> None:
    deadline_of(60.0)()
    check = deadline_of(0.0)
    list(range(100_000))
    with pytest.raises(Spent):
        check()
