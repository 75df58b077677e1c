"""Parts of expressions, and relations that last."""

from __future__ import annotations

from tests.derive.certificates.written import a_setting, a_symbol

from sslcheck.derive.certificates.verify.trees import gap_of, lasting, names, narrowed

TREE = ["Sum", "x", ["Prod", "y", ["Power", "x", "2"]]]


def test_names_are_those_of_what_stands_for_symbols_too() -> None:
    assert names(TREE, {"y": ["Exp", "z"]}) >= {"x", "y", "z"}
    assert "z" not in names(TREE, {})


def test_the_lesser_side_is_taken_from_the_greater() -> None:
    assert gap_of(["<", "x", "y"]) == gap_of([">", "y", "x"]) == ["Sum", "y", ["Prod", -1, "x"]]


def test_relations_of_what_moves_do_not_last_along_a_trajectory() -> None:
    symbols = {"x": a_symbol(role="state"), "a": a_symbol()}
    setting = a_setting(symbols, flow={"x": "a"}, relations=[["=", "x", 0], ["=", "a", 1]])
    assert lasting(setting) == setting["relations"]
    assert lasting(setting | {"along": True}) == [["=", "a", 1]]
    for role in ("state", "function"):  # of which no flow is known
        there = a_setting({"f": a_symbol(role=role)}, relations=[["=", "f", 0]], along=True)
        assert not lasting(there)
        assert not lasting(there | {"relations": [["=", "g", 0]], "values": {"g": "f"}})


def test_a_setting_is_narrowed_by_more() -> None:
    setting = a_setting({"a": a_symbol()}, relations=[["=", "a", 1]])
    more = narrowed(setting, {"relations": [[">", "a", 0]], "values": {"b": 2}})
    assert more["relations"] == [["=", "a", 1], [">", "a", 0]]
    assert more["values"] == {"b": 2}
    assert setting["values"] == {}
