"""Products of states that close: found, and true to the full right-hand side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.derive.emit import twins
from tests.derive.emit.running import evaluate
from tests.derive.reduce.traced import traced

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import make_plan
from sslcheck.derive.expr import Expr, Prod, Sym, Transpose
from sslcheck.derive.models.flow_model import data_of
from sslcheck.derive.models.model import Structure, full_model
from sslcheck.derive.reduce import closed_models, closure, gram_model

FLOWS = ("byol", "no-stop-gradient", "symmetrised")
WHITE: dict[str, Structure] = {"X": "isotropic", "X'": "isotropic"}
DATA = ("X", "X'")


@pytest.fixture(scope="module")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


def product(node: Expr, values: dict[str, Any], rates: dict[str, Any]) -> tuple[Any, Any]:
    """A product of states and its time derivative, by the product rule in plain matrices."""
    match node:
        case Sym(name=name):
            return values[name], rates[f"d{name}"]
        case Transpose(arg=arg):
            value, rate = product(arg, values, rates)
            return value.T, rate.T
        case Prod(factors=(left, right)):
            (a, da), (b, db) = product(left, values, rates), product(right, values, rates)
            return a @ b, da @ b + a @ db
    raise TypeError(type(node).__name__)


@pytest.mark.parametrize(
    ("flow", "states"),
    [
        ("byol", {"W_p", "W W^T", "W W_a^T", "W_a W_a^T"}),
        ("symmetrised", {"W_p", "W W^T", "W W_a^T", "W_a W_a^T"}),
        ("no-stop-gradient", {"W_p", "W W^T"}),
    ],
)
def test_closed_sets_are_found(scene: Derivation, flow: str, states: set[str]) -> None:
    model = gram_model(scene, flow, WHITE)
    assert model is not None
    assert model.states.keys() == model.rates.keys() == states
    assert len(model.proof) == len(states)
    assert all("d" not in model.setting.symbols[s].shape for s in states)


@pytest.mark.parametrize(("n", "d"), [(3, 8), (8, 3), (5, 6)])
@pytest.mark.parametrize("flow", FLOWS)
def test_gram_matrices_move_as_the_full_flow_says(
    scene: Derivation, flow: str, n: int, d: int
) -> None:
    model = gram_model(scene, flow, WHITE)
    assert model is not None
    values = twins.draw("isotropic", n, d)
    rates = evaluate(make_plan(full_model(scene, flow, WHITE), {"n": n, "d": d}), values)
    plan = make_plan(model, {"n": n})
    small, expected = dict(values), {}
    for name, definition in model.states.items():
        value, rate = product(definition, values, rates)
        small[plan.names.of(name)], expected[f"d{plan.names.of(name)}"] = value, rate
    found = evaluate(plan, small)
    assert found.keys() == expected.keys()
    for name, rate in expected.items():
        np.testing.assert_allclose(found[name], rate, rtol=1e-12, atol=1e-11, err_msg=name)


@pytest.mark.parametrize(
    "structure", [("diagonal", "diagonal"), ("dense", "dense"), ("isotropic", "diagonal")]
)
def test_nothing_closes_for_other_data(scene: Derivation, structure: tuple[Structure, ...]) -> None:
    assert gram_model(scene, "byol", dict(zip(DATA, structure, strict=True))) is None


def test_a_set_that_keeps_growing_is_given_up(
    scene: Derivation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the limit below what the flow needs, the search ends and finds nothing."""
    monkeypatch.setattr(closure, "_MOST_PRODUCTS", 3)
    other = Derivation(scene.article)  # of which no model is known yet
    assert gram_model(other, "byol", WHITE) is None
    assert closed_models(other, "byol", WHITE) == ()


@pytest.mark.parametrize(
    ("article", "flow", "white", "sets"),
    [
        ("oja", "subspace", (), [{"W W^T"}]),
        ("oja", "neuron", ("C",), [{"u^T u"}]),
        ("stepwise", "descent", ("\\Gamma",), [{"W^T W"}, {"W W^T"}]),
        ("two-layer", "descent", (), [{"A^T A", "B B^T", "A^T B^T"}]),
        ("directpred", "byol", (), []),
    ],
)
def test_closed_sets_the_smallest_first(
    article: str, flow: str, white: tuple[str, ...], sets: list[set[str]]
) -> None:
    scene = Derivation(load_article(article))
    data: dict[str, Structure] = dict.fromkeys(data_of(scene, flow), "dense")
    found = closed_models(scene, flow, data | dict.fromkeys(white, "isotropic"))
    assert [{*model.states} for model in found] == sets


def test_closed_sets_move_as_the_flow_says() -> None:
    """Without the hidden units: the flow does not end in the space of the data."""
    scene = Derivation(load_article("two-layer"))
    dense: dict[str, Structure] = {"S": "dense", "R": "dense"}
    (model,) = closed_models(scene, "descent", dense)
    rng = np.random.default_rng(2)
    A, B, R, half = (rng.normal(size=s) for s in [(5, 3), (2, 5), (2, 3), (3, 3)])
    given = {"S": half @ half.T, "R": R}
    full = make_plan(full_model(scene, "descent", dense), {"d": 3, "h": 5, "m": 2})
    rates = evaluate(full, {"A": A, "B": B, **given})
    plan = make_plan(model, {"d": 3, "m": 2})
    small, expected = dict(given), {}
    for name, definition in model.states.items():
        value, rate = product(definition, {"A": A, "B": B}, rates)
        small[plan.names.of(name)], expected[f"d{plan.names.of(name)}"] = value, rate
    found = evaluate(plan, small)
    for name, rate in expected.items():
        np.testing.assert_allclose(found[name], rate, rtol=1e-12, atol=1e-11, err_msg=name)


def test_traces_beside_matrices_are_those_of_gram_matrices() -> None:
    scene = traced()
    model = gram_model(scene, "t", {"X": "isotropic"})
    assert model is not None
    assert {*model.states} == {"W W^T", "P"}
    rng = np.random.default_rng(1)
    W, P = rng.normal(size=(3, 5)), rng.normal(size=(3, 3))
    full = full_model(scene, "t", {"X": "isotropic"})
    numbers = {"eta": 0.3, "scale_of_X": 0.8}
    rates = evaluate(make_plan(full, {"n": 3, "d": 5}), {"W": W, "P": P, **numbers})
    small = {"W_W_T": W @ W.T, "P": P, **numbers}
    found = evaluate(make_plan(model, {"n": 3}), small)
    product = rates["dW"] @ W.T
    np.testing.assert_allclose(found["dW_W_T"], product + product.T, rtol=1e-12)
    np.testing.assert_allclose(found["dP"], rates["dP"], rtol=1e-12)
