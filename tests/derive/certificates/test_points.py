"""Exact points in certificates."""

from __future__ import annotations

from typing import Any

from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates.points import at_0, point_of, with_places
from sslcheck.derive.verdicts.evidence import Witness


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
    assert found["values"] == {"p_j": [[[["1/2"]]], [[[3]], [[2]]]], "X": [[[[1, 0], [0, 1]]]]}


def test_all_that_moves_is_0_at_a_point() -> None:
    symbols = {name: a_symbol(role="state", shape=["n", "1"]) for name in "xyz"}
    setting = a_setting(symbols | {"a": a_symbol()}, flow={"x": "y", "y": 0}, values={"y": "x"})
    values: dict[str, Any] = {"x": [[[[1], [2]], [[3], [4]]]], "a": [[[[1]]]]}
    found = at_0({"sizes": {"n": 2}, "values": values}, setting)
    assert found["values"] == values | {"x": [[[[0], [0]]]]}


def test_free_letters_of_entries_take_all_places() -> None:
    summed = ["IndexSum", ["Prod", ["Entry", "A", "i", "k"], ["Entry", "v", "k", 0]], "k", "n"]
    found = [*with_places({"sizes": {"n": 2}}, ["Sum", summed, ["Entry", "u", "j", 0]])]
    assert [point["places"] for point in found] == [
        {"i": i, "j": j} for i in range(2) for j in range(2)
    ]
    assert [*with_places({"sizes": {"n": 2}}, summed[1][2])] == [
        {"sizes": {"n": 2}, "places": {"k": k}} for k in range(2)
    ]
    assert [*with_places({"sizes": {}}, ["Sum", "x", 1])] == [{"sizes": {}}]
