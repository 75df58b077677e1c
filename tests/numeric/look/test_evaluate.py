"""Every emitted right-hand side against the printed flow, evaluated from the article in float64.

Sizes are unequal and states not symmetric, so that a transpose or a factor that is lost shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from tests.derive.emit.running import evaluate
from tests.numeric.look.articles import flow_world

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import make_elementwise_plan, make_plan
from sslcheck.derive.expr import Sym, Transpose
from sslcheck.derive.models.model import Model, Structure, full_model, scale_symbol
from sslcheck.derive.reduce import gram_model, modal_model
from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.evaluate import Moment

SHIPPED = {name: Derivation(load_article(name)) for name in ("directpred", "two-layer")}
MATRIX_FLOWS = [
    (name, flow)
    for name, derivation in SHIPPED.items()
    for flow in derivation.article.flows
    if any(not derivation.article.symbols[s].scalar for s in derivation.flow(flow).rates)
]
EACH_FLOW = pytest.mark.parametrize(("name", "flow"), MATRIX_FLOWS)
SIZES: dict[str, int] = {"n": 2, "d": 3, "h": 4, "m": 2}


def data_of(derivation: Derivation, flow: str) -> list[str]:
    symbols, rates = derivation.article.symbols, derivation.flow(flow).rates
    used = flow_world(derivation.article, flow).names(*rates.values())
    given = [n for n in used if symbols[n].role == "parameter" and not symbols[n].scalar]
    return [n for n in symbols if n in given and n not in derivation.article.definitions]


def moment_of(derivation: Derivation, flow: str, seed: int) -> Moment:
    world = flow_world(derivation.article, flow)
    rng, names = np.random.default_rng(seed), world.names(*map(Sym, world.moved))
    found = draw(world, SIZES, rng, Mood(), names)
    assert found is not None
    for name, jet in found.states.items():  # all that the flow moves is looked at
        assert jet[0].shape[0] != jet[0].shape[1] or not np.allclose(jet[0], jet[0].T), name
    return found


def structured(moment: Moment, kinds: dict[str, Structure]) -> dict[str, Any]:
    """The data as a structure has them, in the moment; and as a kernel takes them, by symbol."""
    values: dict[str, Any] = {n: v.item() for n, v in moment.fixed.items() if v.size == 1}
    for name, kind in kinds.items():
        value = moment.fixed[name]
        if kind == "isotropic":
            values[scale_symbol(name)] = np.trace(value)
            value = np.trace(value) * np.eye(len(value))
        elif kind == "diagonal":
            value = np.diag(np.diag(value))
        moment.fixed[name] = value
        moment.populations.clear()  # of views with other moments
        values[name] = np.diag(value) if kind == "diagonal" else value
    return values


def compared(model: Model, moment: Moment, values: dict[str, Any]) -> None:
    plan = make_plan(model, SIZES)
    given = {plan.names.of(n): value for n, value in values.items()}
    given |= {plan.names.of(n): moment.value(q) for n, q in model.states.items()}
    found = evaluate(plan, given)
    assert len(found) == len(model.states)
    for (name, quantity), rate in zip(model.states.items(), found.values(), strict=True):
        expected = moment.rate(quantity)
        assert np.abs(expected).max() > 1e-3
        np.testing.assert_allclose(rate, expected, rtol=1e-10, atol=1e-10, err_msg=name)


@EACH_FLOW
@pytest.mark.parametrize("kind", get_args(Structure))
def test_matrices(name: str, flow: str, kind: Structure) -> None:
    derivation = SHIPPED[name]
    symbols = derivation.article.symbols
    kinds: dict[str, Structure] = {
        n: kind if symbols[n].shape[0] == symbols[n].shape[1] else "dense"
        for n in data_of(derivation, flow)
    }
    moment = moment_of(derivation, flow, 1)
    values = structured(moment, kinds)
    compared(full_model(derivation, flow, kinds), moment, values)
    if all(found == "isotropic" for found in kinds.values()):
        gram = gram_model(derivation, flow, kinds)
        assert gram is not None
        compared(gram, moment, values)


@pytest.mark.parametrize("flow", [f for n, f in MATRIX_FLOWS if n == "directpred"])
def test_modes(flow: str) -> None:
    derivation = SHIPPED["directpred"]
    data = data_of(derivation, flow)
    model = modal_model(derivation, flow, tuple(data))
    assert model is not None
    moment, rng = moment_of(derivation, flow, 2), np.random.default_rng(3)
    bases = {s: np.linalg.qr(rng.standard_normal((SIZES[s], SIZES["n"])))[0] for s in "nd"}
    symbols, entries = derivation.article.symbols, {}
    plan = make_elementwise_plan(model, SIZES["n"])
    states = list(derivation.flow(flow).rates)
    for name, entry in zip((*states, *data), (*model.states, *model.data), strict=True):
        rows, columns = (bases[space] for space in symbols[name].shape)
        entries[entry] = rng.uniform(0.3, 2.0, SIZES["n"])
        value = rows * entries[entry] @ columns.T
        if name in states:
            moment.states[name] = [value]
        else:  # what the data are outside the basis does not matter
            moment.populations.clear()
            moment.fixed[name] = value + 0.7 * (np.eye(len(rows)) - rows @ rows.T)
    given = {plan.names.of(n): v.item() for n, v in moment.fixed.items() if v.size == 1}
    found = evaluate(plan, given | {plan.names.of(n): v for n, v in entries.items()})
    for name, rate in zip(states, found.values(), strict=True):
        rows, columns = (bases[space] for space in symbols[name].shape)
        expected = moment.rate(Sym(name))
        np.testing.assert_allclose(rows * rate @ columns.T, expected, atol=1e-10, err_msg=name)


def test_a_lost_transpose_shows() -> None:
    derivation = SHIPPED["directpred"]
    moment = moment_of(derivation, "byol", 1)
    values = structured(moment, dict.fromkeys(data_of(derivation, "byol"), "dense"))
    model = full_model(derivation, "byol", {"X": "dense", "X'": "dense"})
    rates = {**model.rates, "W_p": Transpose(model.rates["W_p"])}
    with pytest.raises(AssertionError, match="W_p"):
        compared(replace(model, rates=rates), moment, values)
