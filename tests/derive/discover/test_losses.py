"""Laws for every loss."""

from __future__ import annotations

import pytest
from tests.derive.flowing import STATE, flow_article

from sslcheck.derive import load_article
from sslcheck.derive.discover import AnyLoss, discover
from sslcheck.derive.text.printing import to_text

LAYERS = {
    "U": f'shape = ["k", "d"], {STATE}',
    "V": f'shape = ["n", "k"], {STATE}',
    "R": 'shape = ["n", "d"]',
    "S": 'shape = ["d", "d"], properties = ["psd"]',
    "h": 'sign = "positive"',
}


def searched(*equations: str, symbols: dict[str, str] = LAYERS, degree: int = 2) -> AnyLoss | None:
    return discover(flow_article(symbols, equations), "f", (), degree).any_loss


@pytest.mark.parametrize(
    ("article", "flow", "gradient"),
    [
        ("two-layer", "descent", "B A S - R"),
        ("deep-linear-3", "with-decay", "W_3 W_2 W_1 Σ - Φ"),
        ("directpred", "simsiam", "-W_p W X - W_p W X' + W X"),
    ],
)
def test_balanced_layers_for_every_loss(article: str, flow: str, gradient: str) -> None:
    found = discover(load_article(article), flow, (), 2)
    assert found.any_loss is not None
    assert to_text(found.any_loss.gradient) == gradient
    assert found.laws
    assert all(found.any_loss.holds)


def test_the_gradient_may_be_transposed_and_have_a_factor() -> None:
    symbols = {**LAYERS, "V": f'shape = ["k", "n"], {STATE}'}
    equations = [r"\dot{U} = h V (R - V^T U) - U", r"\dot{V} = U (R - V^T U)^T - V"]
    found = discover(flow_article(symbols, equations), "f", (), 2)
    assert [to_text(law.quantity) for law in found.laws] == ["h V V^T - U U^T"]
    assert found.any_loss is not None
    assert to_text(found.any_loss.gradient) in ("R - V^T U", "-R + V^T U")
    assert found.any_loss.holds == (True,)


def test_a_law_of_this_loss_alone() -> None:
    """U and V are moved by the same R: for a constant one there is a law that no G(t) keeps."""
    found = discover(flow_article(LAYERS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"]), "f", (), 3)
    assert found.any_loss is not None
    assert to_text(found.laws[0].quantity) == "V^T V - U U^T"
    assert found.any_loss.holds[0]
    assert not all(found.any_loss.holds)


def test_states_that_share_no_gradient() -> None:
    assert searched(r"\dot{U} = V^T R - h U", r"\dot{V} = V U U^T") is None
