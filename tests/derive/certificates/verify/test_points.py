"""Exact points are what they are declared and supposed to be."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.verify.by_hand import a_model
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier


@pytest.mark.parametrize("key", ["role", "sign", "properties"])
def test_words_that_are_not_known_declare_nothing(key: str) -> None:
    symbol = a_symbol()
    symbol[key] = ["odd"] if key == "properties" else "odd"
    setting = a_setting({"x": symbol})
    block = a_block("identity", ["=", "x", "x"])
    evidence = {"model": {"sizes": {}, "values": {"x": [[[[1]]]]}}, "multiples": [None]}
    with pytest.raises(verifier.Rejected, match=key):
        verifier.holds(block, setting, evidence)


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[2]]]], "A": [[[[1], [1]]]]}}, "rational"),
        ({"sizes": {"n": 1, "k": 2}, "values": {"x": [[[[0]]]], "A": [[[[1, 1]]]]}}, "sizes"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1, 1]]]]}}, "shape"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1]] * 3]]}}, "shape"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1, 2]] * 2]]}}, "shape"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1], [1]]]]}}, ""),
    ],
)
def test_a_model_is_a_point_as_it_is_supposed(model: dict[str, Any], why: str) -> None:
    """x^(1/2) = 0, with a matrix that has at least as many rows as columns."""
    symbols = {"x": a_symbol(sign="nonnegative"), "A": a_symbol(shape=["n", "k"])}
    setting = a_setting(symbols, relations=[["=", ["Power", "x", "1/2"], 0]])
    point = verifier.Point(setting | {"at_least": [["n", "k"]]}, model)
    if not why:
        point.check()
        return
    with pytest.raises(verifier.Rejected, match=why):
        point.check()


@pytest.mark.parametrize(
    ("mark", "rows", "why"),
    [
        ("orthonormal", [[1, 0], [0, 2]], "orthonormal"),
        ("orthonormal", [[0, 1], [-1, 0]], ""),
        ("invertible", [[1, 2], [2, 4]], "singular"),
        ("invertible", [[1, 2], [2, 3]], ""),
        ("diagonal", [[1, 2], [2, 3]], "diagonal"),
        ("diagonal", [[1, 0], [0, 0]], ""),
        ("symmetric", [[1, 2], [3, 3]], "symmetric"),
        ("psd", [[1, 2], [2, 3]], "sign"),
        ("psd", [[1, 2], [2, 4]], ""),
    ],
)
def test_a_symbol_is_what_it_is_declared_to_be(mark: str, rows: list[list[int]], why: str) -> None:
    setting = a_setting({"A": a_symbol(mark, shape=["n", "n"])})
    point = verifier.Point(setting, {"sizes": {"n": 2}, "values": {"A": [[rows]]}})
    if not why:
        point.check()
        return
    with pytest.raises(verifier.Rejected, match=why):
        point.check()


def test_what_is_invertible_or_psd_is_square() -> None:
    for mark in ("invertible", "psd", "symmetric", "diagonal"):
        setting = a_setting({"A": a_symbol(mark, shape=["n", "k"])})
        point = verifier.Point(setting, {"sizes": {"n": 1, "k": 1}, "values": {"A": [[[[1]]]]}})
        with pytest.raises(verifier.Rejected, match="not square"):
            point.check()


@pytest.mark.parametrize(
    ("mark", "start", "rate", "why"),
    [
        ("symmetric", [[0, 0], [0, 0]], [[0, 1], [0, 0]], "symmetric"),
        ("symmetric", [[0, 0], [0, 0]], [[0, 1], [1, 0]], ""),
        ("psd", [[1, 0], [0, 1]], [[0, 1], [0, 0]], "symmetric"),
        ("diagonal", [[0, 0], [0, 0]], [[0, 1], [1, 0]], "diagonal"),
        ("orthonormal", [[1, 0], [0, 1]], [[1, 0], [0, 0]], "moves"),
        ("invertible", [[1, 0], [0, 1]], [[1, 0], [5, 0]], ""),
    ],
)
def test_a_function_stays_what_it_is_declared_to_be(
    mark: str, start: Any, rate: Any, why: str
) -> None:
    setting = a_setting({"F": a_symbol(mark, shape=["n", "n"], role="function")})
    for rates in ([rate], [[[0, 0], [0, 0]], rate]):
        point = verifier.Point(setting, a_model({"n": 2}, F=[[start, *rates]]))
        if not why:
            point.check()
            continue
        with pytest.raises(verifier.Rejected, match=why):
            point.check()


def test_of_modes_that_are_none_nothing_is_said() -> None:
    """`x > 0` is declared of one mode, and false of the second, which is none."""
    setting = a_setting({"x": a_symbol(sign="positive", index="j")}, indices={"j": "n"})
    model = a_model({"n": 1}, x=[[[[1]]], [[[-5]]]])
    for mode in (0, 1, -1):
        evidence = {"model": model, "relation": 0, "order": 0, "mode": mode}
        with pytest.raises(verifier.Rejected, match="modes"):
            verifier.fails(a_block("inequality", [">", "x", 0]), setting, evidence)


def test_what_is_random_is_not_0_at_a_point() -> None:
    """That a view is 0 is no hypothesis under which its second moments are 0."""
    symbols = {"v": a_symbol(role="view", shape=["d", "1"]), "X": a_symbol(shape=["d", "d"])}
    views = [{"names": ["v", "w"], "mean": "m", "second": "X", "noise": 0}]
    setting = a_setting(symbols, views=views, relations=[["=", "v", 0]])
    mean = ["Expect", ["Prod", ["assumed", 0], ["Transpose", "v"]]]
    evidence = {"model": a_model({"d": 1}, X=1, v=0), "multiples": [mean]}
    with pytest.raises(verifier.Rejected, match="random"):
        verifier.holds(a_block("identity", ["=", "X", 0]), setting, evidence)


@pytest.mark.parametrize("role", ["parameter", "function", "constant"])
def test_only_states_move_by_a_flow(role: str) -> None:
    """x goes not to `a`, which runs away."""
    symbols = {"x": a_symbol(role="state"), "a": a_symbol(role=role)}
    setting = a_setting(symbols, flow={"x": ["Sum", "a", ["Prod", -1, "x"]], "a": 1})
    with pytest.raises(verifier.Rejected, match="no state"):
        verifier.Point(setting, a_model(x=1, a=1)).check()


def test_no_space_is_empty() -> None:
    block, evidence = a_block("inequality", [">", ["Size", "n"], 0]), {"relation": 0}
    evidence |= {"order": 0, "mode": 0}
    for size in (0, -1, 1001):
        with pytest.raises(verifier.Rejected, match="not admitted"):
            verifier.fails(block, a_setting({}), evidence | {"model": a_model({"n": size})})


_ENTRIES = {"A": a_symbol(shape=["n", "k"]), "q": a_symbol(index="j"), "x": a_symbol(role="state")}


def _entries(places: dict[str, Any]) -> verifier.Point:
    """A point with A = [1 2; 3 4; 5 6], and q = 7, 8, 9 in its modes."""
    setting = a_setting(_ENTRIES, flow={"x": ["Entry", "A", "i", 0]}, indices={"j": "n"})
    model = a_model({"n": 3, "k": 2}, A=[[[[1, 2], [3, 4], [5, 6]]]], x=1)
    model["values"]["q"] = [[[[k]]] for k in (7, 8, 9)]
    return verifier.Point(setting, model | {"places": places})


@pytest.mark.parametrize(
    ("tree", "places", "value"),
    [
        (["Entry", "A", "i", "k"], {"i": 2, "k": 1}, 6),
        (["Entry", ["Transpose", "A"], 1, 0], {}, 2),
        (["IndexSum", ["Entry", "A", "i", 1], "i", "n"], {"i": 2}, 12),  # i is bound there
        (["IndexSum", ["IndexSum", ["Entry", "A", "i", "k"], "i", "n"], "k", "k"], {}, 21),
        (["Total", ["Prod", "q", "q"], "j"], {}, 194),
        (["Total", ["Prod", "q", ["Total", "q", "j"]], "j"], {}, 576),
        (["Dot", ["Prod", 2, ["Entry", "x", 0, 0]]], {"i": 1}, 6),
    ],
)
def test_entries_and_sums_over_them(tree: Any, places: dict[str, Any], value: int) -> None:
    assert _entries(places).value(tree).number() == value


@pytest.mark.parametrize(
    ("row", "column"), [(3, 0), (0, 2), (-1, 0), (0, -1), ("i", 0), (0, "i"), ("k", 0)]
)
def test_an_entry_is_one_of_the_matrix(row: Any, column: Any) -> None:
    with pytest.raises(verifier.WRONG):
        _entries({"i": -1}).value(["Entry", "A", row, column])


def test_sums_in_sums_are_bounded() -> None:
    """Of 3^11 terms; the steps are counted in all of them together."""
    tree: Any = ["Entry", "A", 0, 0]
    for k in range(11):
        tree = ["IndexSum", tree, f"i{k}", "n"]
    with pytest.raises(verifier.Rejected, match="too many steps"):
        _entries({}).value(tree)
