"""Entries and sums over them in float64, against arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.numeric.look.articles import flow_world

from sslcheck.derive.expr import Relation
from sslcheck.derive.reading.loading import parse_article
from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.entries import both_sides
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.evaluate import Moment

ARTICLE = r"""
[article]
name = "entries"
format = 2
[spaces]
n = "n"
d = "d"
[symbols]
A = { shape = ["n", "n"] }
W = { shape = ["n", "d"], role = "state" }
v = { shape = ["d", "1"] }
x = { shape = ["d", "1"], role = "view" }
S = { shape = ["d", "d"], properties = ["psd"] }
J = {}
[expectation]
views = ["x"]
second_moment = "S"
[definitions]
J = '\frac12 \sum_{i,j} \sum_k W_{ij} W_{kj} A_{ik}'
[flows.f]
equations = ['\dot{W}_{ij} = -\sum_k A_{ik} W_{kj}']
[[claim]]
id = "c"
kind = "identity"
flow = "f"
reading = 'TEXT'
"""


def looked_at(text: str) -> tuple[Moment, Relation]:
    article = parse_article(ARTICLE.replace("TEXT", text), "entries.toml")
    claim = article.claims[0]
    assert not claim.refused, claim.refused
    world = flow_world(article, "f")
    found = draw(world, {"n": 2, "d": 3}, np.random.default_rng(1), Mood(), frozenset("AWvJ"))
    assert found is not None
    return found, claim.statement.relations[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"W_{ij} = 0", lambda A, W, v: W),
        (r"(A W)_{ji} = 0", lambda A, W, v: (A @ W).T),
        (r"v_i = 0", lambda A, W, v: v),
        (r"(v^T)_i = 0", lambda A, W, v: v),
        (r"\dot{W}_{ij} = 0", lambda A, W, v: -A @ W),
        (r"\frac{\partial J}{\partial W_{ij}} = 0", lambda A, W, v: (A + A.T) @ W / 2),
    ],
)
def test_both_sides_at_all_letters(text: str, expected: Callable[..., Any]) -> None:
    found, relation = looked_at(text)
    lhs, rhs = both_sides(found, relation)
    A, W, v = found.fixed["A"], found.states["W"][0], found.fixed["v"]
    assert lhs.shape == rhs.shape
    np.testing.assert_allclose(lhs.ravel(), expected(A, W, v).ravel(), atol=1e-12)
    assert not found.places


def test_entries_of_views() -> None:
    found, relation = looked_at(r"\mathbb{E}[(W x)_i x_j] = (W S)_{ij}")
    lhs, rhs = both_sides(found, relation)
    np.testing.assert_allclose(lhs, rhs, atol=1e-12)
    np.testing.assert_allclose(rhs.ravel(), (found.states["W"][0] @ found.fixed["S"]).ravel())


def test_sums_in_a_flow_and_a_definition() -> None:
    found, relation = looked_at(r"\|\dot{W}\|_F^2 = J")
    A, W = found.fixed["A"], found.states["W"][0]
    lhs, rhs = both_sides(found, relation)
    np.testing.assert_allclose(lhs.item(), np.sum((A @ W) ** 2))
    np.testing.assert_allclose(rhs.item(), np.trace(W.T @ A @ W) / 2)


def test_an_entry_at_no_place_is_not_seen() -> None:
    found, relation = looked_at(r"W_{ij} = 0")
    with pytest.raises(Unseen, match="no value"):
        found.value(relation.lhs)
