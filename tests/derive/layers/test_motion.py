"""What moves beside layers, and what is supposed of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.layers.test_shares import FORMULAS

from sslcheck.derive.layers.motion import Motion

SYMBOLS = {"W_j": {"role": "state"}, "J": {}, "C": {"role": "constant"}}


def motion(objective: str = r"\sum_k \|W_k\|^2", **tables: Any) -> Motion:
    return Motion({"symbols": SYMBOLS, **tables}, FORMULAS, objective)


@pytest.mark.parametrize(
    ("tables", "closed"),
    [
        ({}, True),
        ({"symbols": {**SYMBOLS, "x": {"role": "state"}}}, False),
        ({"symbols": {**SYMBOLS, "g": {"role": "function"}}}, False),
        ({"definitions": {"E": r"e^{-t} J"}}, False),
        ({"definitions": {"E": r"\dot{J}"}}, False),
        ({"rules": {"W_j": "W_j - t W_j"}}, False),
        ({"objective": r"t \|W_1\|^2"}, False),
    ],
)
def test_nothing_moves_but_layers(tables: dict[str, Any], closed: bool) -> None:
    assert motion(**tables).is_closed() is closed


@pytest.mark.parametrize("said", [{"sign": "positive"}, {"properties": ["symmetric"]}])
def test_what_is_declared_of_states_may_not_last(said: dict[str, Any]) -> None:
    assert motion().keeps_declarations()
    assert motion(symbols={"x": said}).keeps_declarations()  # it does not move
    assert not motion(symbols={"W_j": {"role": "state", **said}}).keeps_declarations()


@pytest.mark.parametrize(
    ("flow", "free"),
    [
        ({}, True),
        ({"text": "descent"}, True),
        ({"equations": [r"\dot{W}_j = -W_j"]}, True),
        ({"equations": [r"\dot{W}_j + \dot{W}_1 = 0"]}, False),
        ({"on": ["balanced"]}, False),
        ({"let": ["W_1 = 0"]}, False),
    ],
)
def test_a_flow_of_which_nothing_is_supposed(flow: dict[str, Any], free: bool) -> None:
    assert motion(flows={"f": flow}).is_free("f") is free
