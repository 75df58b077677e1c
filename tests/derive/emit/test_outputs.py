"""Kernels of quantities that a run is watched by, in the states of every kind of model."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.derive.emit import twins

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import make_elementwise_plan, make_plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Expr,
    Ident,
    Num,
    Power,
    Prod,
    Quotient,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
    negative,
)
from sslcheck.derive.models.model import Model, full_model, scale_symbol
from sslcheck.derive.reduce import gram_model, modal_model

Run = Callable[..., dict[str, Any]]
W_p, W, W_a, F, X = (Sym(name) for name in ("W_p", "W", "W_a", "F", "X"))
ONE, HALF = Num(Fraction(1)), Num(Fraction(1, 2))
STRUCTURES = ("isotropic", "diagonal", "dense")


def wanted(scene: Derivation) -> dict[str, Expr]:
    """What `twins.quantities` computes."""
    objective = scene.article.objective
    assert objective is not None
    square = Power(Sym("\\sigma"), Fraction(2))
    inner = Sum((Prod((Sym("\\alpha_p"), F)), Prod((W_p, W_p))))
    return {
        "objective": objective,
        "balance": Sum(
            (
                Prod((W, Transpose(W))),
                negative(Quotient(Prod((Transpose(W_p), W_p)), Sym("\\alpha_p"))),
            )
        ),
        "asymmetry": Sum((W_p, negative(Transpose(W_p)))),
        "commutator": Sym("Q"),
        "correlation": F,
        "rate_of_alignment": Sum(
            (Prod((Sym("\\eta"), Ident("n"))), Prod((HALF, Sum((ONE, square)), inner)))
        ),
        "norm": SquaredNorm(W),
        "target_norm": Trace(Prod((W_a, Transpose(W_a)))),
        "trace": Trace(W_p),
    }


def check(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-12, atol=1e-12, err_msg=name)


def full(scene: Derivation, structure: str, flow: str = "byol") -> Model:
    return full_model(scene, flow, {"X": structure, "X'": structure})  # type: ignore[dict-item]


def gram(scene: Derivation, flow: str = "byol") -> Model:
    found = gram_model(scene, flow, {"X": "isotropic", "X'": "isotropic"})
    assert found is not None
    return found


def modal(scene: Derivation, flow: str = "byol") -> Model:
    found = modal_model(scene, flow, ("X", "X'"))
    assert found is not None
    return found


@pytest.mark.parametrize("structure", STRUCTURES)
def test_of_the_full_model(scene: Derivation, run: Run, structure: str) -> None:
    values = twins.draw(structure) | {"sigma": 0.6}
    sizes = {"n": twins.N, "d": twins.D}
    found: dict[str, Any] = {}
    for name, quantity in wanted(scene).items():  # one kernel each, and below one for all matrices
        found |= run(make_plan(full(scene, structure), sizes, {name: quantity}), values)
    check(found, twins.quantities(values))


@pytest.mark.parametrize("structure", STRUCTURES)
def test_in_one_kernel(scene: Derivation, run: Run, structure: str) -> None:
    values = twins.draw(structure) | {"sigma": 0.6}
    names = ("balance", "commutator", "rate_of_alignment", "norm", "trace")
    outputs = {name: wanted(scene)[name] for name in names}
    plan = make_plan(full(scene, structure), {"n": twins.N, "d": twins.D}, outputs)
    expected = twins.quantities(values)
    check(run(plan, values), {name: expected[name] for name in names})


def test_of_the_gram_model(scene: Derivation, run: Run) -> None:
    values = twins.draw("isotropic") | {"sigma": 0.6}
    W, W_a = values["W"], values["W_a"]
    small = {**values, "W_W_T": W @ W.T, "W_a_W_a_T": W_a @ W_a.T, "W_W_a_T": W @ W_a.T}
    outputs = wanted(scene)
    found: dict[str, Any] = {}
    for name, quantity in outputs.items():
        found |= run(make_plan(gram(scene), {"n": twins.N}, {name: quantity}), small)
    check(found, twins.quantities(values))


def test_of_the_modal_model(scene: Derivation, run: Run) -> None:
    """Entries in the common basis; of a trace, summands."""
    values = twins.draw_modes() | {"sigma": 0.6}
    outputs = wanted(scene)
    outputs.pop("asymmetry")
    outputs.pop("commutator")
    found = run(make_elementwise_plan(modal(scene), twins.N, outputs), values)
    expected = twins.quantities(values)
    U = values["U"]
    for name, entries in found.items():
        value = expected[name]
        turned = np.sum(entries) if np.ndim(value) == 0 else U @ np.diag(entries) @ U.T
        np.testing.assert_allclose(turned, value, rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", ["asymmetry", "commutator"])
def test_what_vanishes_on_aligned_states_is_zero(scene: Derivation, run: Run, name: str) -> None:
    plan = make_elementwise_plan(modal(scene), 4, {name: wanted(scene)[name]})
    np.testing.assert_array_equal(run(plan, twins.draw_modes(4, 5))[name], np.zeros(4))


@pytest.mark.parametrize("structure", STRUCTURES)
def test_of_data_and_scalars_alone(scene: Derivation, run: Run, structure: str) -> None:
    """Nothing of a state is in them; what is diagonal is written out in full."""
    values = twins.draw(structure, 3, 4)
    eta, full_X = Sym("\\eta"), values["X_full"]
    outputs: dict[str, Expr] = {
        "moment": X,
        "sum": Sum((Prod((eta, X)), Sym("X'"), Ident("d"))),
        "square": Prod((X, X)),
        "unit": Prod((Num(Fraction(-2)), eta, Ident("n"))),
        "zero": Sum((F, negative(F))),
        "trace": Trace(X),
    }
    expected = {
        "moment": full_X,
        "sum": values["eta"] * full_X + values["X_prime_full"] + np.eye(4),
        "square": full_X @ full_X,
        "unit": -2 * values["eta"] * np.eye(3),
        "zero": np.zeros((3, 3)),
        "trace": np.trace(full_X),
    }
    if structure == "isotropic":  # the trace is a size, which no symbol stands for
        del outputs["trace"], expected["trace"]
    model = full(scene, structure)
    check(run(make_plan(model, {"n": 3, "d": 4}, outputs), values), expected)
    for name, quantity in outputs.items():
        plan = make_plan(model, {"n": 3, "d": 4}, {name: quantity})
        check(run(plan, values), {name: expected[name]})


def test_what_no_kernel_computes(scene: Derivation) -> None:
    with pytest.raises(Unsupported, match="`Y` needs `V`, which is neither a state nor data"):
        make_plan(full(scene, "diagonal"), {"n": 3, "d": 4}, {"Y": Sym("V")})


def test_an_output_may_be_called_as_a_state(scene: Derivation, run: Run) -> None:
    values = twins.draw("dense", 3, 4)
    plan = make_plan(full(scene, "dense"), {"n": 3, "d": 4}, {"W_p": F})
    expected = values["W"] @ values["X"] @ values["W"].T
    check(run(plan, values), {"W_p_2": expected})
    modes = make_elementwise_plan(modal(scene), 4, {"p_j": F})
    assert [name for name, _ in modes.rates] == ["p_j_2"]


def test_what_gram_matrices_do_not_fix(scene: Derivation) -> None:
    for quantity in (W, Prod((Transpose(W), W))):
        with pytest.raises(Unsupported, match=r"leave the space `d` out; take the full model"):
            gram(scene).express(quantity)
    with pytest.raises(Unsupported, match=r"not fixed by the states of the reduced model"):
        gram(scene).express(Trace(Prod((Sym("V"), W))))


def test_what_modes_do_not_hold(scene: Derivation) -> None:
    for quantity in (X, Trace(X)):
        with pytest.raises(Unsupported, match="a part that no mode holds"):
            modal(scene).express(quantity)
    with pytest.raises(Unsupported, match="not a sum over the modes"):
        modal(scene).express(Sum((Trace(F), ONE)))
    with pytest.raises(Unsupported, match="more than its part in the common bases"):
        modal(scene).express(Sum((Prod((Transpose(W), W)), Ident("d"))))
    with pytest.raises(Unsupported, match="is not diagonal in the common bases"):
        modal(scene).express(Sym("U"))


def test_the_full_model_takes_a_quantity_as_it_is(scene: Derivation) -> None:
    assert full(scene, "dense").express(F) is F


def test_scales_are_scalars_of_the_kernel(scene: Derivation) -> None:
    plan = make_plan(full(scene, "isotropic"), {"n": 3, "d": 4}, {"Y": F})
    assert plan.scalars == (scale_symbol("X"),)
    assert plan.names.of(scale_symbol("X")) == "scale_of_X"
