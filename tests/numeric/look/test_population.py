"""A finite population of views has exactly the moments that the article declares."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.look.articles import EXPECTATION, VIEWS, article, kind

from sslcheck.derive.expr import Sym
from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.population import Population
from sslcheck.numeric.look.world import world_of


@pytest.fixture(scope="module")
def moment() -> Moment:
    found = article(kind("identity", r"\mathbb{E}[u v^T] = D"), VIEWS, "", EXPECTATION)
    world = world_of(found, found.claims[0])
    views = world.views
    assert views is not None
    names = world.names(Sym(views.second_moment), Sym(views.noise))
    drawn = draw(world, {"d": 3, "n": 2}, np.random.default_rng(0), Mood(), names)
    assert drawn is not None
    return drawn


def test_moments_are_exact(moment: Moment) -> None:
    views = moment.world.views
    assert views is not None
    values = {n: v.reshape(len(v), -1) for n, v in Population.of(moment).values.items()}
    second, noise = (moment.value(Sym(n)) for n in (views.second_moment, views.noise))
    mean = values[views.mean]
    members = len(mean)
    np.testing.assert_allclose(mean.T @ mean / members, second, atol=1e-9)
    first, other = (values[name] for name in views.names[:2])
    np.testing.assert_allclose(first.T @ other / members, second, atol=1e-9)
    np.testing.assert_allclose(first.T @ first / members, second + noise, atol=1e-9)


def test_neither_means_nor_noise_are_symmetric_about_0(moment: Moment) -> None:
    views = moment.world.views
    assert views is not None
    values = Population.of(moment).values
    kicks = values[views.names[0]] - values[views.mean]
    assert np.abs(np.mean(values[views.mean] ** 3, axis=0)).max() > 1e-3
    assert np.abs(np.mean(kicks, axis=0)).max() < 1e-9
    assert Population.of(moment).names >= {views.mean, *views.names}
