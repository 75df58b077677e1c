"""The cheapest products: few, in the order of the sizes, shared where they can be."""

from __future__ import annotations

from typing import Any

import pytest

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import array_text, factor, make_plan
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.models.model import full_model

FLOWS = ("byol", "no-stop-gradient", "symmetrised")
STRUCTURES = ("isotropic", "diagonal", "dense")


def model(scene: Derivation, flow: str, structure: str) -> Any:
    return full_model(scene, flow, {"X": structure, "X'": structure})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("flow", "structure", "products"),
    [
        ("byol", "isotropic", 3),
        ("byol", "diagonal", 3),
        ("byol", "dense", 5),
        ("symmetrised", "isotropic", 3),
        ("symmetrised", "diagonal", 3),
        ("symmetrised", "dense", 5),
        ("no-stop-gradient", "isotropic", 3),
        ("no-stop-gradient", "diagonal", 3),
        ("no-stop-gradient", "dense", 6),
    ],
)
def test_number_of_products(scene: Derivation, flow: str, structure: str, products: int) -> None:
    plan = make_plan(model(scene, flow, structure), {"n": 64, "d": 64})
    assert plan.products == products
    assert array_text(plan).count("xp.matmul(") == products
    assert plan.flops >= products * 2 * 64**3
    assert plan.flops < products * 2 * 64**3 + 40 * 64**2


def test_chain_order_follows_the_sizes(scene: Derivation) -> None:
    """``W_p W S``: with many inputs the small product comes first, with many outputs the other."""
    wide = make_plan(model(scene, "byol", "dense"), {"n": 4, "d": 1000})
    tall = make_plan(model(scene, "byol", "dense"), {"n": 1000, "d": 4})
    dense = 2 * 4 * 1000 * (2 * 1000 + 3 * 4)  # two products with d x d, three with n x n or less
    assert wide.flops < dense + 100 * 4 * 1000
    best = 2 * 1000 * 4 * (2 * 4 + 3 * 1000)  # W_p never meets an n x n product
    assert tall.flops < best + 20 * 1000 * 1000


def test_what_is_never_found_is_too_large(
    scene: Derivation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factor._Search, "run", lambda *_: None)
    with pytest.raises(TooLarge, match="split the expression"):
        make_plan(model(scene, "byol", "dense"), {"n": 3, "d": 3})
