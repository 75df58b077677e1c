"""Expectations over views: their second moments, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verify


def _recursion(value: Any, rule: Any) -> None:
    views = {"names": ["x", "y"], "mean": "m", "second": "X", "noise": "N"}
    symbols = {name: a_symbol(shape=["d", "1"], role="view") for name in "xym"}
    symbols |= {name: a_symbol("psd", shape=["d", "d"]) for name in "XN"}
    symbols |= {"F": a_symbol(shape=["d", "d"]), "r": a_symbol(), "c": a_symbol(shape=["d", "1"])}
    claim = a_block("fixed-point", ["=", "F", value], unknown="F", recursion=["=", "F", rule])
    model = {"sizes": {"d": 1}, "values": {n: [[[[1]]]] for n in "XNrc"}}
    evidence = {"model": model, "multiples": [None], "value": value}
    verify.holds(claim, a_setting(symbols, views=[views]), evidence)


def test_expectations_by_second_moments() -> None:
    def mixed(u: str, v: str) -> Any:
        mean = ["Expect", ["Prod", u, ["Transpose", v]]]
        return ["Sum", ["Prod", "r", "F"], ["Prod", ["Sum", 1, ["Prod", -1, "r"]], mean]]

    _recursion(["Sum", "X", "N"], mixed("x", "x"))
    for pair in (("x", "y"), ("x", "m"), ("m", "m")):
        _recursion("X", mixed(*pair))
    for value, pair in (("X", ("x", "x")), (["Sum", "X", "N"], ("x", "y")), ("N", ("x", "x"))):
        with pytest.raises(verify.Rejected, match="differ"):
            _recursion(value, mixed(*pair))
    inner = ["Prod", ["Transpose", "x"], "X", "y"]
    trace = ["Expect", ["Prod", inner, ["Ident", "d"]]]
    _recursion(["Prod", ["Trace", ["Prod", "X", "X"]], ["Ident", "d"]], trace)
    column, unit = ["Prod", "x", ["Transpose", "c"]], ["Ident", "d"]
    square = ["Power", ["Prod", ["Transpose", "x"], "x"], "2"]
    unknown: list[tuple[Any, Any]] = [
        (["Prod", 0, unit], ["Sum", ["Expect", column], ["Prod", -1, column]]),  # nor is its mean
        (["Prod", ["Trace", ["Sum", "X", "N"]], unit], ["Prod", ["Expect", square], unit]),
    ]
    for same, rule in unknown:
        with pytest.raises(verify.Rejected, match="not known"):
            _recursion(same, rule)
    for high in (["Prod", inner, "x", ["Transpose", "x"]], ["Prod", "x", ["Transpose", "X"]], "x"):
        with pytest.raises(verify.Rejected):
            _recursion("X", ["Expect", high])
