"""Modes: found where they close, true to the full kernel, and what they hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.derive.emit import twins
from tests.derive.emit.running import evaluate
from tests.derive.reduce.traced import traced

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.flows import DerivedFlow
from sslcheck.derive.emit import make_elementwise_plan, make_plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Prod, Sym, Trace, Transpose
from sslcheck.derive.models.model import Structure, full_model
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.reduce import modal_model
from sslcheck.derive.text.printing import to_text

FLOWS = ("byol", "no-stop-gradient", "symmetrised")
WHITE: dict[str, Structure] = {"X": "isotropic", "X'": "isotropic"}
DATA = ("X", "X'")


@pytest.fixture(scope="module")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


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
    free = replace(scene.article.flows["byol"], name="driven", base="byol", equations=())
    driven = Derivation(replace(scene.article, flows={**scene.article.flows, "driven": free}))
    rates = dict(scene.flow("byol").rates)
    rates["W"] = Prod((Sym("W_a"), Sym("X"), Sym("X'"), Sym("X")))
    driven._flows["driven"] = DerivedFlow(rates)
    assert modal_model(driven, "driven", DATA) is None


def test_traces_beside_matrices_are_sums_over_the_modes() -> None:
    scene, n, d = traced(), 3, 5
    model = modal_model(scene, "t", ("X",))
    assert model is not None
    values = twins.draw_modes(n, d)
    given = {"W_j": values["w_j"], "P_j": values["p_j"], "X_j": values["X_j"], "eta": 0.3}
    modes = evaluate(make_elementwise_plan(model, n), given)
    matrices = {"W": values["W"], "P": values["W_p"], "X": values["X_full"], "eta": 0.3}
    plan = make_plan(full_model(scene, "t", {"X": "dense"}), {"n": n, "d": d})
    full, U, V = evaluate(plan, matrices), values["U"], values["V"]
    for name, right in (("W", V), ("P", U)):
        found = U @ np.diag(modes[f"d{name}_j"]) @ right.T
        np.testing.assert_allclose(found, full[f"d{name}"], atol=1e-12)


def test_a_trace_of_what_no_mode_holds_has_no_modes() -> None:
    assert modal_model(traced(), "outside", ("X",)) is None


def test_vectors_have_no_modes() -> None:
    assert modal_model(Derivation(load_article("oja")), "neuron", ("C",)) is None
