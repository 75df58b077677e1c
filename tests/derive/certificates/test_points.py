"""Exact points in certificates."""

from __future__ import annotations

from sslcheck.derive.certificates.points import point_of
from sslcheck.derive.verdicts.verdict import Witness


def test_modes_stand_apart_and_derivatives_in_order() -> None:
    scalar = {"shape": ["1", "1"], "role": "function", "sign": "real", "properties": []}
    square = {"shape": ["n", "n"], "role": "parameter", "properties": ["psd"], "sign": "real"}
    setting = {
        "symbols": {"p_j": scalar | {"index": "j"}, "X": square | {"index": ""}},
        "indices": {"j": "n"},
        "values": {},
        "instant": {},
        "merged": {},
        "at_least": [["d", "n"]],
    }
    values = {"p_j": [["1/2", "3"]], "\\dot{p_j}": [["0", "2"]]}
    found = point_of(Witness({"n": 2}, values, None, [], []), setting, ["d", "n"])
    assert found["sizes"] == {"n": 2, "d": 2}
    assert found["values"] == {
        "p_j": [[[["1/2"]]], [[[3]], [[2]]]],
        "X": [[[[1, 0], [0, 1]]]],
    }
