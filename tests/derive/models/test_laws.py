"""Laws of quantities along a flow, derived for the flow and the data of the run."""

from __future__ import annotations

import pytest

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.expr import Prod, Sym, Trace, Transpose
from sslcheck.derive.models.laws import BoundLaw, ExactLaw, laws, squared_norm, stays_symmetric
from sslcheck.derive.models.model import Structure, full_model
from sslcheck.derive.reduce import modal_model
from sslcheck.derive.text.printing import to_text

DENSE: dict[str, Structure] = {"X": "dense", "X'": "dense"}
WHITE: dict[str, Structure] = {"X": "isotropic", "X'": "isotropic"}


@pytest.fixture(scope="module")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


def found(scene: Derivation, flow: str, structure: dict[str, Structure]) -> ExactLaw | BoundLaw:
    model = full_model(scene, flow, structure)
    (law,) = laws(scene, model, model)
    return law


@pytest.mark.parametrize("structure", [DENSE, WHITE])
def test_balance_decays_exactly_for_all_data(
    scene: Derivation, structure: dict[str, Structure]
) -> None:
    law = found(scene, "byol", structure)
    assert isinstance(law, ExactLaw)
    assert (law.claim, to_text(law.rate)) == ("3.balanced", "2 η")


def test_a_linear_flow_decays_by_a_sum_over_the_data(scene: Derivation) -> None:
    law = found(scene, "no-stop-gradient", DENSE)
    assert isinstance(law, BoundLaw)
    assert (law.claim, law.factor, law.symmetric, law.assumed) == ("4.decay", 1, (), ())
    assert [data for _, data in law.terms] == ["", "X", "X'"]
    assert to_text(law.terms[0][0]) == "η I"


def test_a_commutator_decays_where_the_states_are_as_assumed(scene: Derivation) -> None:
    law = found(scene, "symmetrised", WHITE)
    assert isinstance(law, BoundLaw)
    assert (law.claim, law.factor, law.symmetric) == ("5.align", 2, ("W_p",))
    assert [(name, to_text(value)) for name, value in law.assumed] == [("W_a", "τ W")]


def test_there_is_no_law_for_other_data(scene: Derivation) -> None:
    model = full_model(scene, "symmetrised", DENSE)
    assert laws(scene, model, model) == ()


def test_what_vanishes_on_the_states_of_a_reduction_has_no_law(scene: Derivation) -> None:
    full = full_model(scene, "symmetrised", WHITE)
    modes = modal_model(scene, "symmetrised", ("X", "X'"))
    assert modes is not None
    assert [law.claim for law in laws(scene, full, modes)] == ["3.balanced"]


def test_what_the_flow_keeps_symmetric(scene: Derivation) -> None:
    for flow in ("byol", "symmetrised"):
        kept = stays_symmetric(scene, full_model(scene, flow, WHITE).setting)
        assert kept == (("W_p",) if flow == "symmetrised" else ())


def test_the_square_of_a_norm() -> None:
    W = Sym("W")
    assert squared_norm(W) == Trace(Prod((W, Transpose(W))))
