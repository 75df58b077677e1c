"""A finite population of views has exactly the moments that the article declares."""

from __future__ import annotations

import numpy as np
import pytest
from tests.numeric.look.articles import EXPECTATION, VIEWS, agrees, article, kind, objects

from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.population import Population
from sslcheck.numeric.look.world import world_of


@pytest.fixture(scope="module")
def moment() -> Moment:
    found = article(kind("identity", r"\mathbb{E}[u v^T] = D"), VIEWS, "", EXPECTATION)
    world = world_of(found, found.claims[0])
    (views,) = world.views
    names = world.names(*views.moments)
    drawn = draw(world, {"d": 3, "n": 2}, np.random.default_rng(0), Mood(), names)
    assert drawn is not None
    return drawn


def test_moments_are_exact(moment: Moment) -> None:
    (views,) = moment.world.views
    population = Population.of(moment, views.names)
    values = {n: v.reshape(len(v), -1) for n, v in population.values.items()}
    second, noise = map(moment.value, views.moments)
    mean = values[views.mean]
    members = len(mean)
    np.testing.assert_allclose(mean.T @ mean / members, second, atol=1e-9)
    first, other = (values[name] for name in views.names[:2])
    np.testing.assert_allclose(first.T @ other / members, second, atol=1e-9)
    np.testing.assert_allclose(first.T @ first / members, second + noise, atol=1e-9)


_INPUTS = """
[[expectation]]
views = ['u', 'v']
mean = 'w'
covariance = 'D'
noise = 'N'
expected = 'm'
gaussian = GAUSSIAN
[[expectation]]
views = ['z']
second_moment = 'N'
expected = '0'
gaussian = true"""
_MORE = "z = { shape = ['d', '1'], role = 'view' }\nm = { shape = ['d', '1'] }\n"


def inputs(reading: str, gaussian: bool) -> tuple[str, str, str, str]:
    more = _INPUTS.replace("GAUSSIAN", str(gaussian).lower())
    return kind("identity", reading), VIEWS + _MORE, "", more


@pytest.mark.parametrize("gaussian", [False, True])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"\mathbb{E}[u] = m", r"\mathbb{E}[u] = 0"),
        (r"\mathrm{Cov}(u, v) = D", r"\mathrm{Cov}(u, v) = D + N"),
        (r"\mathrm{Var}(u) = D + N", r"\mathbb{E}[u u^T] = D + N"),
        (r"\mathrm{Cov}(u, w) = D", r"\mathrm{Cov}(u, z) = D"),
        (r"\mathbb{E}[u u^T z z^T] = (D + N + m m^T) N", r"\mathbb{E}[u u^T z z^T] = D N"),
        (r"\mathbb{E}[\|z\|^2 z z^T] = 2 N^2 + \text{tr}(N) N", r"\mathbb{E}[z z^T z z^T] = N^2"),
    ],
)
def test_several_inputs(gaussian: bool, right: str, wrong: str) -> None:
    assert agrees(*inputs(right, gaussian))
    assert objects(*inputs(wrong, gaussian))


def test_a_moment_of_a_high_degree_is_not_seen() -> None:
    found = article(*inputs(r"\mathbb{E}[\|z\|^6] = 0", True))
    (relation,) = found.claims[0].statement.relations
    world = world_of(found, found.claims[0])
    names = world.names(relation.lhs)
    drawn = draw(world, {"d": 2, "n": 1}, np.random.default_rng(0), Mood(), names)
    assert drawn is not None
    with pytest.raises(Unseen, match="of a high degree"):
        drawn.value(relation.lhs)


def test_neither_means_nor_noise_are_symmetric_about_0(moment: Moment) -> None:
    (views,) = moment.world.views
    values = Population.of(moment, views.names).values
    kicks = values[views.names[0]] - values[views.mean]
    assert np.abs(np.mean(values[views.mean] ** 3, axis=0)).max() > 1e-3
    assert np.abs(np.mean(kicks, axis=0)).max() < 1e-9
    assert Population.of(moment, views.names).names == views.random
