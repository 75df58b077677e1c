"""The model of a run: the flow itself, or a smaller one where it is exact."""

from __future__ import annotations

from typing import Any

import pytest

from sslcheck.numeric.article import derivation
from sslcheck.numeric.choose import NotExact
from sslcheck.numeric.flows.chosen import Chosen, choose
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.system import plan_of

SIZES = {"d": 9, "h": 3, "m": 2}


def chosen(wanted: str = "auto", **given: Any) -> Chosen:
    scene = derivation("two-layer")
    options = FlowOptions("two-layer", **{"sizes": SIZES, **given})
    inputs = Inputs(scene.article, options, ("A", "B"), tuple(scene.article.spaces))
    return choose(scene, "descent", inputs, wanted)


def test_dense_data_take_the_flow_itself() -> None:
    found = chosen()
    assert found.model is found.full
    assert found.why == "the flow itself"


def test_structure_is_that_of_the_data() -> None:
    assert chosen(data={"S": "diagonal"}).model.structure == {"S": "diagonal", "R": "dense"}


def test_a_reduction_that_is_not_exact_is_refused() -> None:
    about = derivation("directpred")
    plain = FlowOptions("directpred", "byol")
    given = Inputs(about.article, plain, ("W_p", "W", "W_a"), tuple(about.article.spaces))
    with pytest.raises(NotExact, match=r"`X` is no multiple of the identity"):
        choose(about, "byol", given, "gram")
    scene = derivation("oja")
    options = FlowOptions("oja", "length")
    inputs = Inputs(scene.article, options, (r"\nu",), tuple(scene.article.spaces))
    with pytest.raises(NotExact, match="moves scalars: leave `--model gram` out"):
        choose(scene, "length", inputs, "gram")


def test_gram_matrices_without_hidden_units_for_any_data() -> None:
    """The cheapest closed set; which space it leaves out depends on the sizes."""
    found = chosen("gram", sizes={"d": 3, "h": 90, "m": 2})
    assert {*found.model.states} == {"A^T A", "B B^T", "A^T B^T"}
    assert found.plan.flops < plan_of(found.full, {"d": 3, "h": 90, "m": 2}).flops
    assert "closed, 3 identities proved" in found.why


def test_modes_are_taken_only_when_asked_for() -> None:
    modal = chosen("modal")
    assert modal.model.name == "modal"
    assert "proved by both routes" in modal.why
