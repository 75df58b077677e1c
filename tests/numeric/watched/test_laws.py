"""What is measured along a run, by the model: what its states do not fix is left out."""

from __future__ import annotations

import pytest

from sslcheck.derive.expr import Prod, Sum, Sym, Transpose
from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.derive.models.model import Model, full_model
from sslcheck.derive.reduce import gram_model, modal_model
from sslcheck.numeric.article import subject
from sslcheck.numeric.options import Options
from sslcheck.numeric.watched.laws import Rules, find_rules

WHITE = {"X": "isotropic", "X'": "isotropic"}


def rules(kind: str = "full", target: str = "ema") -> Rules:
    about = subject(Options(d=4, target=target))
    full = full_model(about.derivation, about.flow, WHITE)  # type: ignore[arg-type]
    models: dict[str, Model | None] = {
        "full": full,
        "gram": gram_model(about.derivation, about.flow, WHITE),  # type: ignore[arg-type]
        "modal": modal_model(about.derivation, about.flow, ("X", "X'")),
    }
    model = models[kind]
    assert model is not None
    return find_rules(about, full, model)


def test_the_balance_is_a_law_whose_rate_is_exact() -> None:
    law = next(law for law in rules().laws if isinstance(law, ExactLaw))
    assert law.equation == rules().places.balance
    terms = rules().subject.addends(law.quantity)
    assert len(terms) == 2
    assert rules().subject.addends(Sym("F")) == (rules().subject.article.definitions["F"],)


@pytest.mark.parametrize(("target", "bounded"), [("ema", False), ("no-stop-gradient", True)])
def test_a_bound_where_the_flow_has_one(target: str, bounded: bool) -> None:
    assert any(isinstance(law, BoundLaw) for law in rules(target=target).laws) is bounded


@pytest.mark.parametrize("kind", ["full", "gram", "modal"])
def test_the_gram_matrix_is_seen_in_every_model(kind: str) -> None:
    W = Sym("W")
    assert rules(kind).gram == Prod((W, Transpose(W)))
    assert (rules(kind).commutator is None) is (kind == "modal")  # of modes it is 0
    assert isinstance(rules(kind).loss, Sum) or rules(kind).loss is not None


def test_the_commutator_is_told_as_it_is_defined() -> None:
    assert rules().commutator_text == "‖F W_p - W_p F‖"


def test_no_state_is_kept_symmetric_by_a_flow_that_is_not_symmetrised() -> None:
    assert rules().symmetric == ()
    about = subject(Options(d=4, target="simsiam", symmetrised=True))
    full = full_model(about.derivation, about.flow, WHITE)  # type: ignore[arg-type]
    assert find_rules(about, full, full).symmetric == ("W_p",)
