"""Products that grow until their rates are made of them."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.latex import read_expression
from sslcheck.derive.models.model import full_model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce.closure import Closure
from sslcheck.derive.text.printing import to_text

BALANCED = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]


def closure(
    hidden: str, equations: list[str] = BALANCED, symbols: dict[str, str] = LAYERS
) -> Closure:
    scene = Derivation(flow_article(symbols, equations))
    full = full_model(scene, "f", {})
    return Closure(NormalForm(full.setting, scene.scalars), full, hidden.split())


def test_a_single_product_brings_what_its_rate_needs() -> None:
    found = closure("k")
    assert found.closes(["U"])
    shown = {name: to_text(rate) for name, rate in found.rates.items()}
    assert shown == {
        "U^T U": "R^T (U^T V^T)^T + U^T V^T R - 2 h U^T U",
        "U^T V^T": "R^T V V^T + U^T U R^T - 2 h U^T V^T",
        "V V^T": "R U^T V^T + (U^T V^T)^T R^T - 2 h V V^T",
    }


def test_without_the_space_of_data_they_are_in_no_set() -> None:
    with pytest.raises(Unsupported, match="data"):
        closure("d", [r"\dot{U} = V^T R - h U", r"\dot{V} = R R^T V + R U^T"]).closes(["V"])


def test_products_with_a_function_have_its_rate_which_is_in_no_set() -> None:
    symbols = {**LAYERS, "R": 'shape = ["n", "d"], role = "function"'}
    for hidden in ("n", "d", "n d k"):
        with pytest.raises(Unsupported, match="beside Gram matrices"):
            closure(hidden, symbols=symbols).closes(["U", "V"])


def test_numbers_that_move_and_traces_are_taken_along() -> None:
    symbols = {"W": f'shape = ["n", "d"], {STATE}', "a": STATE}
    flow = [r"\dot{W} = a W", r"\dot{a} = \text{tr}(W W^T)"]
    found = closure("n d", flow, symbols)
    assert found.closes(["W"])
    assert {n: to_text(r) for n, r in found.rates.items()} == {
        "tr(W W^T)": "2 a tr(W W^T)",
        "a": "tr(W W^T)",
    }
    assert found.entries == 2


def test_what_the_set_does_not_fix() -> None:
    found = closure("k")
    found.closes(["U"])
    symbols = found.normal.setting.symbols
    assert to_text(found.express(read_expression("R U^T U", symbols, ()))) == "R U^T U"
    with pytest.raises(Unsupported, match="leave the space `k` out"):
        found.express(read_expression("U U^T", symbols, ()))
