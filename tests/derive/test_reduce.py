"""Exact reductions: found, true to the full right-hand side, and never believed without proof."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.derive.emit import twins
from tests.derive.emit.running import evaluate

from sslcheck.derive import load_article
from sslcheck.derive.derivation import Derivation
from sslcheck.derive.emit import make_elementwise_plan, make_plan
from sslcheck.derive.errors import RouteDisagreement, Unsupported
from sslcheck.derive.expr import Expr, Prod, Sym, Trace, Transpose, negative
from sslcheck.derive.flows import DerivedFlow
from sslcheck.derive.loading import parse_article
from sslcheck.derive.model import Model, Structure, full_model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import to_text
from sslcheck.derive.reduce import gram, gram_model, modal_model

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
    monkeypatch.setattr(gram, "_MOST_PRODUCTS", 3)
    assert gram_model(scene, "byol", WHITE) is None


@pytest.mark.parametrize("flow", FLOWS)
def test_modes_close(scene: Derivation, flow: str) -> None:
    model = modal_model(scene, flow, DATA)
    assert model is not None
    assert model.elementwise
    assert model.states.keys() == {"p_j", "w_j"} | ({"a_j"} if "stop" not in flow else set())
    assert model.data == ("X_j", "X'_j")
    assert len(model.proof) == len(model.states)


@pytest.mark.parametrize("flow", FLOWS)
def test_modes_move_as_the_full_kernel_says(scene: Derivation, flow: str) -> None:
    n, d = 4, 9
    model = modal_model(scene, flow, DATA)
    assert model is not None
    values = twins.draw_modes(n, d)
    dense: dict[str, Structure] = {"X": "dense", "X'": "dense"}
    matrices = values | {"X": values["X_full"], "X_prime": values["X_prime_full"]}
    full = evaluate(make_plan(full_model(scene, flow, dense), {"n": n, "d": d}), matrices)
    found = evaluate(make_elementwise_plan(model, n), values)
    U, V = values["U"], values["V"]
    for mode, state, right in (("dp_j", "dW_p", U), ("dw_j", "dW", V), ("da_j", "dW_a", V)):
        if state in full:
            np.testing.assert_allclose(U @ np.diag(found[mode]) @ right.T, full[state], atol=1e-12)


LATE = r"""
[article]
name = "late"
format = 2
[spaces]
n = "rows"
d = "columns"
[symbols]
Z = { shape = ["n", "d"], role = "state" }
C = { shape = ["d", "d"], properties = ["psd"] }
[flows.f]
equations = ['\dot{Z} = -Z C']
[[equation]]
number = "1"
latex = "1 = 1"
[[claim]]
id = "c"
equation = "1"
kind = "identity"
line = 1
"""


@pytest.mark.parametrize("turn", range(4))
def test_a_trace_has_neighbours_across_its_ends(turn: int) -> None:
    """Each data letter of ``tr(C C Z^T Z)`` has a state beside it, wherever the trace begins."""
    late = Derivation(parse_article(LATE, "late.toml"))
    model = modal_model(late, "f", ("C",))
    assert model is not None
    word = (Sym("C"), Sym("C"), Transpose(Sym("Z")), Sym("Z"))
    assert to_text(model.express(Trace(Prod(word[turn:] + word[:turn])))) == "Z_j^2 C_j^2"
    with pytest.raises(Unsupported, match="no mode holds"):
        model.express(Trace(Prod((Sym("C"),) * 3)))


def test_a_flow_whose_data_stand_alone_has_no_modes(scene: Derivation) -> None:
    """Where a data matrix is not beside a state, its part outside the basis would matter."""
    free = replace(
        scene.article.flows["byol"],
        name="driven",
        base="byol",
        equations=(),
    )
    driven = Derivation(replace(scene.article, flows={**scene.article.flows, "driven": free}))
    rates = dict(scene.flow("byol").rates)
    rates["W"] = Prod((Sym("W_a"), Sym("X"), Sym("X'"), Sym("X")))
    driven._flows["driven"] = DerivedFlow(rates)
    assert modal_model(driven, "driven", DATA) is None


def broken_gram(monkeypatch: pytest.MonkeyPatch) -> None:
    closes = gram._Closure.closes

    def wrong(self: Any) -> bool:
        found = closes(self)
        name = next(n for n in self.rates if n != "W_p")
        self.rates[name] = negative(self.rates[name])
        return found

    monkeypatch.setattr(gram._Closure, "closes", wrong)


def broken_modes(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = Derivation.flow

    def wrong(self: Derivation, name: str) -> DerivedFlow:
        derived = flow(self, name)
        if name != "modes":
            return derived
        return replace(derived, rates={n: Prod((Sym(n), r)) for n, r in derived.rates.items()})

    monkeypatch.setattr(Derivation, "flow", wrong)


def reduced(scene: Derivation, kind: str) -> Model | None:
    """A reduction of a derivation of which nothing is remembered."""
    scene = Derivation(scene.article)
    return gram_model(scene, "byol", WHITE) if kind == "gram" else modal_model(scene, "byol", DATA)


BROKEN = {"gram": broken_gram, "modal": broken_modes}


@pytest.mark.parametrize("kind", BROKEN)
def test_the_first_route_catches_a_false_reduction(
    scene: Derivation, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    BROKEN[kind](monkeypatch)
    with pytest.raises(RouteDisagreement, match="does not close"):
        reduced(scene, kind)


@pytest.mark.parametrize("kind", BROKEN)
def test_so_does_the_second_alone(
    scene: Derivation, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    BROKEN[kind](monkeypatch)
    monkeypatch.setattr(NormalForm, "holds", lambda *_: True)
    with pytest.raises(RouteDisagreement, match="false at an exact point"):
        reduced(scene, kind)
