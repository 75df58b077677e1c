"""Equations of which no side is more than the other."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, case_of, decided

from sslcheck.derive.kinds.identity import identity_finding
from sslcheck.derive.kinds.orders.squeezed import by_orders

SYMBOLS = {
    "a": "",
    "b": "",
    "c": "",
    "v": "shape = ['n', '1']",
    "w": "shape = ['n', '1']",
    "C": f"{MATRIX}, properties = ['psd']",
    "D": f"{MATRIX}, properties = ['psd']",
}


@pytest.mark.parametrize(
    ("given", "statement", "verdict"),
    [
        (["a >= b", "b >= a"], "a = b", "proved"),
        (["a >= b", "b >= c", "c >= a"], "a = c", "proved"),
        (["a >= b", "b >= c"], "a = c", "refuted"),
        (["a >= b"], "a = b", "refuted"),
        (["a >= b", "b >= a"], "a = 0", "refuted"),
        ([r"\|v\|^2 \le 0"], "v = 0", "proved"),
        ([r"\|v\|^2 \le 0"], "w = 0", "refuted"),
        ([r"\|v\|^2 \le 1"], "v = 0", "refuted"),
        ([r"C \succeq D", r"D \succeq C"], "C = D", "proved"),
        ([r"C \succeq D"], "C = D", "refuted"),
        (["|a| = |b|"], "a^2 = b^2", "proved"),
        (["|a| = |b|"], "a^3 = b^3", "refuted"),
    ],
)
def test_equations_by_inequalities(given: list[str], statement: str, verdict: str) -> None:
    relations = ", ".join(f"'{text.replace('>=', chr(92) + 'ge')}'" for text in given)
    result = decided("identity", statement, SYMBOLS, hypothesis=f"relations = [{relations}]")
    assert result.verdict.value == verdict, result.why


@pytest.mark.parametrize(
    ("given", "statement", "holds"),
    [
        (["a >= b", "b >= a"], "a = b", True),
        (["a >= b"], "a = b", False),
        (["a^2 >= b^2"], "a^2 = b^2", False),
    ],
)
def test_one_side_may_be_more(given: list[str], statement: str, holds: bool) -> None:
    relations = ", ".join(f"'{text.replace('>=', chr(92) + 'ge')}'" for text in given)
    case = case_of("identity", statement, SYMBOLS, hypothesis=f"relations = [{relations}]")
    found = identity_finding(case.normal, case.relations, case.setting)
    assert by_orders(case, found).holds is holds
