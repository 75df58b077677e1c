"""Models of matrix flows: what the data look like, and what no kernel integrates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Num, Sym
from sslcheck.derive.models.model import full_model, scale_symbol, with_ones


@pytest.fixture(scope="module")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


def test_data_are_as_asked_for(scene: Derivation) -> None:
    model = full_model(scene, "byol", {"X": "isotropic", "X'": "diagonal"})
    assert model.states == {name: Sym(name) for name in ("W_p", "W", "W_a")}
    assert model.data == ("X", "X'")
    assert not model.elementwise
    assert "diagonal" in model.setting.symbols["X'"].properties
    assert model.setting.symbols[scale_symbol("X")].sign == "nonnegative"
    assert "X" in model.setting.lets
    assert model.title == "flow `byol` of directpred, X isotropic, X' diagonal"


def test_what_is_declared_diagonal_is_at_least_that(scene: Derivation) -> None:
    symbols = dict(scene.article.symbols)
    symbols["X"] = replace(symbols["X"], properties=symbols["X"].properties | {"diagonal"})
    other = Derivation(replace(scene.article, symbols=symbols))
    found = full_model(other, "byol", {"X": "dense", "X'": "dense"})
    assert found.structure == {"X": "diagonal", "X'": "dense"}
    assert full_model(other, "byol", {"X": "isotropic"}).structure == {"X": "isotropic"}


def test_numbers_that_are_1(scene: Derivation) -> None:
    model = with_ones(full_model(scene, "byol", {}), ["\\beta", "no such"])
    assert model.setting.lets["\\beta"] == Num(Fraction(1))
    assert "no such" not in model.setting.lets


def test_modes_alone_are_no_matrices(scene: Derivation) -> None:
    with pytest.raises(Unsupported, match="`system-6` moves `p_j`, a scalar for each mode"):
        full_model(scene, "system-6", {})
