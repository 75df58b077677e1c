"""Sums of products of what is not negative: what equations make true, and its false neighbours."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, POSITIVE, case_of, decided

from sslcheck.derive.kinds.orders.order import order_finding

SYMBOLS = {
    "a": POSITIVE,
    "b": POSITIVE,
    "q_i": "index = 'i'",
    "l_i": f"index = 'i', {POSITIVE}",
    "v": "shape = ['n', '1']",
    "w": "shape = ['n', '1']",
    "A": MATRIX,
    "C": f"{MATRIX}, properties = ['psd']",
    "S": f"{MATRIX}, properties = ['symmetric']",
}


def verdict(given: list[str], statement: str, kind: str = "inequality") -> str:
    relations = ", ".join(f"'{text}'" for text in given)
    result = decided(kind, statement, SYMBOLS, hypothesis=f"relations = [{relations}]")
    return result.verdict.value


@pytest.mark.parametrize(
    ("given", "true", "false"),
    [
        (["a < 1", "b < 1"], "a b < 1", r"a b < \frac{1}{2}"),
        (["a < 1", "b < 1"], "a + b < 1 + a b", "a + b < 1"),
        (["a < 1"], r"\ln a < 0", r"\ln a < -1"),
        (["a < 1"], r"\sqrt{a} > a", r"\sqrt{a} < a"),
        (["a < 1"], "|1 - 2 a| < 1", "|1 - 3 a| < 1"),
        ([r"C \succeq a I", r"C \preceq b I"], r"a \le b", "a < b"),
        ([r"C \succeq a I"], r"\text{tr}(C) \ge a n", r"\text{tr}(C) \ge 2 a n"),
        ([r"A + A^T \succeq 0"], r"v^T A v \ge 0", r"v^T A w \ge 0"),
        ([r"A + A^T \succeq 0"], r"\text{tr}(A) \ge 0", r"\text{tr}(A) > 0"),
        ([r"\text{tr}(C) \le 1"], r"\text{tr}(C^2) \le 1", r"\text{tr}(C^2) < 1"),
        ([r"\text{tr}(C) = 1"], r"\text{tr}(C^2) \ge \frac{1}{n}", r"\text{tr}(C^2) \ge 1"),
        ([r"\text{tr}(C) \le 1"], r"C \preceq I", r"C \preceq \frac{1}{2} I"),
        ([r"\max_i q_i = 1"], r"q_i \le 1", "q_i < 1"),
        ([r"\sum_i l_i = 1"], r"l_i \le 1", "l_i < 1"),
        ([r"\sum_i l_i = 1"], r"\sum_i l_i^2 \le 1", r"\sum_i l_i^2 \le \frac{1}{n}"),
        ([r"C \preceq b I"], r"C^2 \preceq b C", r"C^2 \preceq C"),
        ([r"C \preceq b I"], r"\|C v\|^2 \le b^2 \|v\|^2", r"\|C v\|^2 \le b \|v\|^2"),
        (["C + S^2 = b I"], r"C \preceq b I", r"C^2 \succeq b C"),
        (
            [r"C \succeq a I", r"C \preceq b I"],
            r"(C - a I)(b I - C) \succeq 0",
            r"(C - a I)(b I - C) \succ 0",
        ),
    ],
)
def test_what_follows_and_what_does_not(given: list[str], true: str, false: str) -> None:
    assert verdict(given, true) == "proved"
    assert verdict(given, false) in ("refuted", "conditional")


def test_the_products_are_shown() -> None:
    hypothesis = "relations = ['a < 1', 'b < 1']"
    result = decided("inequality", "a b < 1", SYMBOLS, hypothesis=hypothesis)
    first, last = result.steps[-2:]
    assert first.rechecked
    assert "no factor is negative" in str(last.why)


@pytest.mark.parametrize(("given", "holds"), [(r"C \preceq b I", True), ("C + S = b I", None)])
def test_eigenvalues_stay_below_what_is_supposed(given: str, holds: bool | None) -> None:
    case = case_of("inequality", r"C^2 \preceq b C", SYMBOLS, hypothesis=f"relations = ['{given}']")
    assert order_finding(case.normal, case.relation, case.setting).holds is holds
