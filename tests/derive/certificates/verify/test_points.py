"""Exact points are what they are declared and supposed to be."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import (
    a_block,
    a_setting,
    a_symbol,
)

from sslcheck.derive.certificates import verify


@pytest.mark.parametrize("key", ["role", "sign", "properties"])
def test_words_that_are_not_known_declare_nothing(key: str) -> None:
    symbol = a_symbol()
    symbol[key] = ["odd"] if key == "properties" else "odd"
    setting = a_setting({"x": symbol})
    block = a_block("identity", ["=", "x", "x"])
    evidence = {"model": {"sizes": {}, "values": {"x": [[[[1]]]]}}, "multiples": [None]}
    with pytest.raises(verify.Rejected, match=key):
        verify.holds(block, setting, evidence)


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[2]]]], "A": [[[[1], [1]]]]}}, "rational"),
        ({"sizes": {"n": 1, "k": 2}, "values": {"x": [[[[0]]]], "A": [[[[1, 1]]]]}}, "sizes"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1, 1]]]]}}, "shape"),
        ({"sizes": {"n": 2, "k": 1}, "values": {"x": [[[[0]]]], "A": [[[[1], [1]]]]}}, ""),
    ],
)
def test_a_model_is_a_point_as_it_is_supposed(model: dict[str, Any], why: str) -> None:
    """x^(1/2) = 0, with a matrix that has at least as many rows as columns."""
    symbols = {"x": a_symbol(sign="nonnegative"), "A": a_symbol(shape=["n", "k"])}
    setting = a_setting(symbols, relations=[["=", ["Power", "x", "1/2"], 0]])
    point = verify.Point(setting | {"at_least": [["n", "k"]]}, model)
    if not why:
        point.check()
        return
    with pytest.raises(verify.Rejected, match=why):
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
    point = verify.Point(setting, {"sizes": {"n": 2}, "values": {"A": [[rows]]}})
    if not why:
        point.check()
        return
    with pytest.raises(verify.Rejected, match=why):
        point.check()


def test_what_is_invertible_or_psd_is_square() -> None:
    for mark in ("invertible", "psd", "symmetric", "diagonal"):
        setting = a_setting({"A": a_symbol(mark, shape=["n", "k"])})
        point = verify.Point(setting, {"sizes": {"n": 1, "k": 1}, "values": {"A": [[[[1]]]]}})
        with pytest.raises(verify.Rejected, match="not square"):
            point.check()
