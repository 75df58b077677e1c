"""Exact points in certificates."""

from __future__ import annotations

from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.points import point_of, with_places, with_rates
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


def test_functions_move_so_that_a_given_state_has_one_rate() -> None:
    """`y = f x` with `x' = x`, `y' = 3 x` and `f' = 3 - f`; no number serves where x has two."""
    symbols = {name: a_symbol(role="state", shape=["n", "1"]) for name in "xy"}
    symbols |= {"S": a_symbol(role="state", shape=["n", "n"]), "f": a_symbol(role="function")}
    symbols["e"] = a_symbol(shape=["n", "1"])
    flow = {"x": ["Prod", "S", "x"], "y": ["Prod", 3, "x"], "S": 0}
    setting = a_setting(symbols, flow=flow, values={"y": ["Prod", "f", "x"]}, along=True)
    values = {"x": [[[[1], [2]]]], "e": [[[[1], [0]]]], "S": [[[[1, 2], [3, 4]]]], "f": [[[[1]]]]}
    point = {"sizes": {"n": 2}, "values": values}
    (found,) = with_rates(point, setting)
    assert found["values"] == values | {"S": [[[[1, 0], [0, 1]]]], "f": [[[[1]], [["2"]]]]}
    verifier.met(setting, found)
    assert not [*with_rates(point, setting | {"flow": flow | {"y": "e"}})]


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
