"""Lemmas about gradients and expectations are found for the verifier."""

from __future__ import annotations

from typing import Any

from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.means import means_of


def test_lemmas_are_found_inside_first() -> None:
    views = {"names": ["x"], "mean": "m", "second": "X", "noise": 0}
    symbols = {n: a_symbol(shape=["d", "1"], role="view") for n in "xm"}
    symbols |= {n: a_symbol(shape=["d", "d"]) for n in "XW"} | {"r": a_symbol()}
    squared: Any = ["Prod", ["Transpose", ["Prod", "W", "x"]], "W", "x"]
    half = ["Expect", ["Prod", ["Num", "1/2"], squared]]
    inner = ["Expect", ["Prod", "W", "x", ["Transpose", "x"]]]
    of = ["Trace", ["Prod", ["Transpose", inner], "W"]]
    given = a_setting(symbols, views=[views])
    block = a_block("identity", ["=", ["Gradient", of, "X"], half]) | {"setting": given}
    found = means_of(block)
    assert [construct for construct, _ in found] == [inner, half]  # no gradient: E is inside it
    theory = verifier.Theory(verifier.plainly(given, found))
    assert theory.same(inner, ["Prod", "W", "X"])
    whole = ["Trace", ["Prod", "X", ["Transpose", "W"], "W"]]
    assert theory.same(half, ["Prod", ["Num", "1/2"], whole])


def test_what_is_not_known_is_left_out() -> None:
    """Of a matrix that is declared to be symmetric there is no gradient here."""
    symbols = {"W": a_symbol("symmetric", shape=["d", "d"])}
    block = a_block("identity", ["=", ["Gradient", ["Trace", "W"], "W"], 0])
    assert means_of(block | {"setting": a_setting(symbols)}) == []
