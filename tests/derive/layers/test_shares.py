"""Statements about all layers as the sum of what each has a share in."""

from __future__ import annotations

import pytest

from sslcheck.derive.layers.families import Family, Layers
from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.ranges import NEUTRAL
from sslcheck.derive.layers.shares import is_explicit, named_time, share_of, whole_of

FAMILIES = {
    "W": Family("W", shape=("n_j", "n_{j-1}"), role="state"),
    "a": Family("a", role="state"),
    "q": Family("q", defined=True),
    "n": Family("n", is_space=True),
}
LAYERS = Layers("j", "L", 1, FAMILIES, frozenset({"J", "W", r"\lambda"}), frozenset({"J", "W"}))
FORMULAS = Formulas(LAYERS, Layout(NEUTRAL, None, LAYERS.names))
NORM = r"\|\nabla_{W_k} J\|^2"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (r"\dot J \le 0", r"\frac{d}{dt} J \le 0"),
        (
            rf"\frac{{dJ}}{{dt}} = -\sum_{{k=1}}^L {NORM}",
            rf"\frac{{d}}{{dt}} J = -\sum_{{k=j}}^{{j}}{NORM}",
        ),
        (
            rf"\frac{{dJ}}{{dt}} = -\left[ (\sum_{{k=1}}^L {NORM}) \right]",
            rf"\frac{{d}}{{dt}} J = -\sum_{{k=j}}^{{j}}{NORM}",
        ),
        (r"\dot J = -2 L \|W\|^2 + L", r"\frac{d}{dt} J = -2 \|W\|^2 + 1"),
        (r"\dot J = a_L L", r"\frac{d}{dt} J = a_L"),
        (r"J(t) \le J(0)", r"\frac{d}{dt} J \le 0"),
        (r"\dot{W} = \sum_{k=1}^L \dot{W}_k", r"\frac{d}{dt} W = \sum_{k=j}^{j} \dot{W}_k"),
        (
            r"2 \lambda \frac{d}{dt} J + \sum_{j=1}^{L} a_j^2 \ge 0",
            r"2 \lambda \frac{d}{dt} J + \sum_{j=j}^{j} a_j^2 \ge 0",
        ),
        (
            r"\sum_k \text{tr}(\dot W_k^T W_k) = \frac{1}{2} \frac{d}{dt} \sum_k \|W_k\|^2",
            r"\sum_{k=j}^{j} \text{tr}(\dot W_k^T W_k) = \frac{1}{2} \frac{d}{dt} \sum_k \|W_k\|^2",
        ),
    ],
)
def test_the_share_of_a_layer(text: str, share: str) -> None:
    found = share_of(whole_of(text, FORMULAS, lasting=True), FORMULAS)
    assert found is not None
    assert "".join(found.split()) == "".join(share.split())


@pytest.mark.parametrize(
    "text",
    [
        r"\sum_{k=1}^{L-1} a_k = 0",  # not all layers
        r"\sum_{k \ne j} a_k = 0",
        r"J = \sum_k a_k",  # J has no share
        r"\dot J = (\sum_k a_k)^2",
        r"\dot J = (\sum_k a_k) (\sum_k a_k)",
        r"\dot J = (\sum_k a_k - 1)",
        r"\dot J = [\sum_k a_k, a_1]",
        r"J \frac{d}{dt} J = 0",  # a product of two that move
        r"a_1 \sum_k a_k = 0",
        r"\frac{d}{dt} (t J) = 0",  # the time has a share of its own
        r"\frac{d}{dt} \int_0^t J = 0",
        r"\frac{d}{dt} \dot J = 0",
        r"\sum_k \text{tr}(\dot W_{k+1}^T W_k) = 0",  # the rate of another layer
        r"\sum_k a_k \dot J = 0",
        r"\sum_k a_j a_k = 0",
        r"\frac{d}{dt} a_j = 0",
        r"\frac{d}{dt} J = 0, \sum_k a_k = 0",
        r"\frac{d}{dt} J \le 0 \le \sum_k a_k",
        r"\sum_k -a_k = 0",
        r"\dot J = L^2 J",
        r"\dot J = (L + 1) J",
        r"\dot J = \frac{J}{L}",
        r"\dot J = J / L",
        r"\dot J = L a_j",
        r"\dot J = a_L",
        r"\dot J = J^L",
        r"\dot J = \|L a_1\|^2",
        r"\dot J = \{L a_1\}^2",
        r"\dot J = \ln L \lambda",
        r"\dot{J}^2 = 0",
        r"\frac{dJ}{dt} J = 0",
        r"(\frac{d}{dt} J)^2 = 0",
        r"(\sum_k a_k)^2 = 0",
        r"\|\sum_k a_k\|^2 = 0",
        r"\ln \sum_k a_k^2 = 0",
        r"1 / \sum_k a_k^2 = 0",
        r"\sum_k \ddot{a}_k = 0",
        r"\sum_k \dot{q}_k = 0",  # defined by other layers
        r"\sum_k (a_k - a_1(0)) = 0",  # a layer that rests began elsewhere
        r"\frac{d}{dt} ((t) J) = 0",
    ],
)
def test_what_is_no_sum_of_shares(text: str) -> None:
    assert share_of(whole_of(text, FORMULAS, lasting=True), FORMULAS) is None


def test_what_does_not_last_says_nothing_of_later_times() -> None:
    assert share_of(whole_of(r"J(t) \le J(0)", FORMULAS, lasting=False), FORMULAS) is None


@pytest.mark.parametrize(
    ("equation", "explicit"),
    [
        (r"\dot W_j = -W_j", True),
        (r"\dot{W}_L = 0", True),
        (r"\dot W_j + \dot W_{j+1} = 0", False),
        (r"\dot W_j = \dot W_1", False),
        (r"\dot W_j = \partial_t W_1", False),
        (r"\dot W_j = \frac{dW_1}{dt}", False),
        (r"\dot W_j = W_1(0)", False),
        (r"2 \dot W_j = -W_j", False),
        (r"W_j = 0", False),
    ],
)
def test_rates_that_are_given_by_themselves(equation: str, explicit: bool) -> None:
    assert is_explicit(equation, FORMULAS) is explicit


def test_the_time_is_no_letter_of_a_word() -> None:
    assert named_time(r"e^{-t} W_j")
    assert not named_time(r"\text{tr}(W(t))")
    assert named_time(r"\frac{1}{2}(t) W")
