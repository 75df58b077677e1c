"""A false reduction is never believed: each route alone catches it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.flows import DerivedFlow
from sslcheck.derive.errors import RouteDisagreement
from sslcheck.derive.expr import Prod, Sym, negative
from sslcheck.derive.models.model import Model, Structure
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce import gram_model, modal_model
from sslcheck.derive.reduce.closure import Closure

FLOWS = ("byol", "no-stop-gradient", "symmetrised")
WHITE: dict[str, Structure] = {"X": "isotropic", "X'": "isotropic"}
DATA = ("X", "X'")


@pytest.fixture(scope="module")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


def broken_gram(monkeypatch: pytest.MonkeyPatch) -> None:
    closes = Closure.closes

    def wrong(self: Any, states: Any) -> bool:
        found = closes(self, states)
        name = next(n for n in self.rates if n != "W_p")
        self.rates[name] = negative(self.rates[name])
        return found

    monkeypatch.setattr(Closure, "closes", wrong)


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
