"""Identities at an instant, and of each trajectory at all times."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("x = x(0)", r"\dot{x} = 0", "proved"),
        ("x = x(0)", r"\dot{x} = 1", "refuted"),
        ("x = e^{-a t} x(0)", r"\dot{x} = -a x", "proved"),
        ("x = e^{-2 a t} x(0)", r"\dot{x} = -a x", "refuted"),
        ("x = x(0) + t^5", r"\dot{x} = 0", "refuted"),
        (r"\dot{x} = -3 t x", r"\dot{x} = -2 t x", "refuted"),
        (r"\dot{x} = -2 t x", r"\dot{x} = -2 t x", "proved"),
        ("t t t a = 0", r"\dot{x} = 0", "refuted"),
        ("q = 0", r"\dot{x} = 0", "refuted"),  # names the time by what q stands for
        ("q = x t^3", r"\dot{x} = 0", "proved"),
    ],
)
def test_statements_about_all_times(statement: str, flow: str, verdict: str) -> None:
    names, cube = {"x": STATE, "a": "", "q": ""}, 'q = "x t^3"'
    claim = decided("identity", statement, names, (flow,), definition=cube)
    assert claim.verdict.value == verdict


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        (r"\det(V(t)) = e^{\text{tr}(A) t} \det(V(0))", r"\dot{V} = A V", "proved"),
        (r"\det(V(t)) = e^{-\text{tr}(A) t} \det(V(0))", r"\dot{V} = A V", "refuted"),
        (r"\det(V(t)) = e^{a t} \det(V(0))", r"\dot{V} = A V", "refuted"),
        (r"\det(V(t)) = \det(V(0))", r"\dot{V} = A V - V A", "proved"),
        (r"\text{tr}(V)^2 = e^{2 a t} \text{tr}(V(0))^2", r"\dot{V} = a V", "proved"),
        (r"\text{tr}(V)^2 = e^{a t} \text{tr}(V(0))^2", r"\dot{V} = a V", "refuted"),
        (r"\text{tr}(V) = \text{tr}(V(0))", r"\dot{V} = \text{tr}(V) A", "refuted"),
    ],
)
def test_determinants_and_traces_at_all_times(statement: str, flow: str, verdict: str) -> None:
    names = {"V": f"{STATE}, {MATRIX}", "A": MATRIX, "a": ""}
    assert decided("identity", statement, names, (flow,)).verdict.value == verdict


def test_a_value_at_one_instant_is_none_at_all_times() -> None:
    """x = 3 is supposed at the start only where the statement is about all times."""
    claim = decided("identity", "x = x(0)", {"x": STATE}, (r"\dot{x} = 1",), let="x = 3")
    assert claim.verdict.value == "refuted"


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\sqrt{a^2} = a", "refuted"),
        (r"\sqrt{a^4 b^2} = a^2 b", "refuted"),
        (r"\sqrt{a^2 b^4} = a b^2", "refuted"),
        (r"\sqrt{(a + b)^2} = a + b", "refuted"),
        (r"\sqrt{a^4 b^4} = a^2 b^2", "proved"),
        (r"\|w + v\| = \|w\| + \|v\|", "refuted"),
        (r"\|w - v\| = \|w\| - \|v\|", "refuted"),
        (r"\|a w\| = a \|w\|", "refuted"),
        (r"\|p w\| = p \|w\|", "proved"),
        (r"w^T v = \|w\| \|v\|", "refuted"),
    ],
)
def test_roots_and_norms_lose_signs(statement: str, verdict: str) -> None:
    names = {"a": "", "b": "", "p": "sign = 'positive'"}
    names |= dict.fromkeys("wv", "shape = ['n', '1']")
    claim = decided("identity", statement, names)
    assert claim.verdict.value == verdict
    assert (claim.witness is not None) is (verdict == "refuted")


_BOUND = {
    "A": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
    "R": f"{MATRIX}, properties = ['psd', 'invertible']",
    "D": f"{MATRIX}, properties = ['diagonal']",
    "Q": f"{MATRIX}, properties = ['orthonormal']",
}


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("e^S v = e^a v", "proved"),
        ("e^{2 S} v = e^{2 a} v", "proved"),
        ("e^{S + I} v = e^{a + 1} v", "proved"),
        ("e^S v = e^{2 a} v", "refuted"),
        ("e^S w = e^a w", "refuted"),
        ("e^{S} = e^{a} I", "refuted"),
    ],
)
def test_exponentials_of_what_is_supposed(statement: str, verdict: str) -> None:
    column = "shape = ['n', '1']"
    symbols = {"S": f"{MATRIX}, properties = ['symmetric']", "v": column, "w": column, "a": ""}
    result = decided("identity", statement, symbols, hypothesis="relations = ['S v = a v']")
    assert result.verdict.value == verdict, result.why
