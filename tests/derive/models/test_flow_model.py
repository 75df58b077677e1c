"""The model of any flow: which states, which data, over which space; what is refused."""

from __future__ import annotations

import pytest

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.models.flow_model import (
    SINGLE,
    check_flow,
    data_of,
    first_flow,
    flow_model,
    matrix_states,
    space_called,
    spaces_of,
)
from sslcheck.derive.reading.loading import load_article, parse_article

HEAD = """
[article]
name = "flows"
format = 2
title = "t"
source = "s"

[spaces]
d = "inputs"

[symbols]
"x_i" = { role = "state", index = "i" }
"y" = { role = "state" }
"c_i" = { index = "i" }
"b_k" = { index = "k" }

[[equation]]
number = "1"
latex = 'y = y'

[[claim]]
id = "1"
equation = "1"
kind = "identity"
summary = "s"
"""
FLOW = """
[flows.{0}]
text = "t"
equations = ['{1}']
"""


def scene(*flows: str) -> Derivation:
    text = HEAD + "".join(FLOW.format(f"f{k}", rate) for k, rate in enumerate(flows))
    return Derivation(parse_article(text, "flows.toml"))


def test_modes_read_the_numbers_of_each_mode() -> None:
    found = scene(r"\dot{x}_i = c_i x_i - x_i^3")
    model = flow_model(found, "f0", {})
    assert (tuple(model.states), model.data, model.space) == (("x_i",), ("c_i",), "number of i")
    assert model.elementwise
    assert spaces_of(found, model) == ("d", "number of i")
    assert space_called("i", spaces_of(found, model)) == "number of i"
    assert space_called("d", spaces_of(found, model)) == "d"
    assert first_flow(found) == "f0"


def test_scalars_without_an_index_are_one_set() -> None:
    found = scene(r"\dot{y} = -y")
    model = flow_model(found, "f0", {})
    assert (model.space, model.data) == (SINGLE, ())
    assert spaces_of(found, model) == ("d",)


def test_one_mode_of_another_index_is_refused() -> None:
    with pytest.raises(Unsupported, match=r"reads `b_k` of one mode, of which it is none"):
        flow_model(scene(r"\dot{x}_i = b_k x_i"), "f0", {})


def beside(rate: str) -> Derivation:
    """A number ``y`` that moves beside modes."""
    text = HEAD + FLOW.format("f", rf"\dot{{y}} = {rate}")
    return Derivation(
        parse_article(text.replace(f"{rate}']", f"{rate}', '\\dot{{x}}_i = -x_i']"), "flows.toml")
    )


def test_a_number_may_move_beside_modes() -> None:
    model = flow_model(beside("-y"), "f", {})
    assert {s: model.single(s) for s in model.states} == {"y": True, "x_i": False}
    with pytest.raises(Unsupported, match=r"the rate of `y` reads `x_i` of one mode"):
        flow_model(beside("-x_i"), "f", {})


def test_matrices_take_the_data_that_their_rates_read() -> None:
    found = Derivation(load_article("two-layer"))
    assert matrix_states(found, "descent") == ["A", "B"]
    assert data_of(found, "descent") == ("S", "R")
    model = flow_model(found, "descent", {"S": "isotropic"})
    assert model.structure == {"S": "isotropic", "R": "dense"}


def test_an_unknown_flow_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ArticleError, match=r"no flow `decsent`.*`descent`; did you mean `descent`"):
        check_flow(Derivation(load_article("two-layer")), "decsent")
    with pytest.raises(ArticleError, match="has no flow: declare one"):
        first_flow(scene())
