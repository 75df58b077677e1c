"""What equations say of kernels and of what is not 0 is no further condition."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import decided

VECTOR, MATRIX = "shape = ['n', '1']", "shape = ['d', 'n']"
NAMES = {
    "w": VECTOR,
    "W": MATRIX,
    "v": VECTOR,
    "b": VECTOR,
    "C": "shape = ['n', 'n'], properties = ['psd', 'invertible']",
    "S": "shape = ['n', 'n'], properties = ['psd']",
    "a": "",
    "k": "sign = 'positive'",
    "u": "shape = ['n', '1'], role = 'state'",
}


@pytest.mark.parametrize(
    ("statement", "equation", "verdict"),
    [
        ("w^T C w > 0", "w^T w = 1", "proved"),
        ("w^T C w > 0", "w^T w = k", "proved"),
        ("w^T C w > 0", "w^T w = a", "conditional"),
        ("w^T S w > 0", "w^T w = 1", "conditional"),
        (r"W C W^T \succ 0", "W W^T = k I", "proved"),
        (r"W C W^T \succ 0", "W W^T = a I", "conditional"),
        (r"W C W^T \succ 0", "W^T W = k I", "conditional"),
        (r"\|w + v\|^2 \ge \|w\|^2", "w^T v = 0", "proved"),
        (r"\|w + v\|^2 \ge 2 \|w\|^2", "w^T v = 0", "refuted"),
        (r"w^T S w - 2 w^T b + v^T b \ge 0", "S v = b", "proved"),
        (r"w^T S w - 2 w^T b - v^T b \ge 0", "S v = b", "refuted"),
        (r"S \preceq I", "S S = S", "proved"),
        (r"S \preceq \frac{1}{2} I", "S S = S", "refuted"),
    ],
)
def test_equations_that_are_supposed_in_inequalities(
    statement: str, equation: str, verdict: str
) -> None:
    found = decided("inequality", statement, NAMES, hypothesis=f"relations = ['{equation}']")
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize(
    ("statement", "equation", "verdict"),
    [
        (r"\frac{a}{a} = 1", "a b_1 = 1", "proved"),
        (r"\frac{a}{a} = 1", "a b_1 = k", "proved"),
        (r"\frac{a}{a} = 1", "a + b_1 = 1", "conditional"),
        (r"\frac{a}{a} = 1", "a b_1 = c", "conditional"),
        (r"\frac{k - a^2}{k - a^2} = 1", "k > a^2", "proved"),
        (r"\frac{k - a^2}{k - a^2} = 1", r"k \ge a^2", "conditional"),
        (r"\frac{w w^T w}{w^T w} = w", "w^T v = 1", "proved"),
        (r"\frac{w w^T w}{w^T w} = w", "w^T v = 0", "conditional"),
        (r"\frac{w w^T C w}{w^T C w} = w", "w^T w = 1", "proved"),
        (r"\frac{w w^T S w}{w^T S w} = w", "w^T w = 1", "conditional"),
        (r"\frac{w w^T w}{w^T w} = w", r"\|w\| = 1", "proved"),
        (r"\frac{w w^T w}{w^T w} = w", r"\|w\| = a", "conditional"),
        (r"\frac{B \|B\|_F^2}{\|B\|_F^2} = B", r"\det(B) > 0", "proved"),
        (r"\frac{B \|B\|_F^2}{\|B\|_F^2} = B", r"\det(B) \ge 0", "conditional"),
        (r"\frac{B \text{tr}(B)}{\text{tr}(B)} = B", r"\det(B) > 0", "conditional"),
    ],
)
def test_equations_that_are_supposed_in_divisions(
    statement: str, equation: str, verdict: str
) -> None:
    names = NAMES | {"b_1": "", "c": "", "B": "shape = ['n', 'n']"}
    found = decided("identity", statement, names, hypothesis=f"relations = ['{equation}']")
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("k = a^2", "proved"), ("k = a b_1", "proved"), ("b_1 = a", "conditional")],
)
def test_the_value_of_what_is_positive_is_not_0(value: str, verdict: str) -> None:
    found = decided("identity", r"\frac{a}{a} = 1", NAMES | {"b_1": ""}, let=value)
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (r"\frac{v^T S v}{w^T S w} \ge -\frac{v^T S v}{w^T w}", ("w^T S w ≠ 0",)),
        (r"\frac{v^T S v}{w^T S w} \ge -\frac{v^T S v}{v^T v}", ("w^T S w ≠ 0", "v^T v ≠ 0")),
    ],
)
def test_what_another_condition_says_is_none(statement: str, told: tuple[str, ...]) -> None:
    found = decided("inequality", statement, NAMES)
    assert found.verdict.value == "conditional", found.why
    assert {*found.conditions} == {*told}


@pytest.mark.parametrize(
    ("equation", "verdict"), [("S v = b", "proved"), ("S b = v", "refuted"), ("", "refuted")]
)
def test_a_distance_falls_to_what_an_equation_says_to_be_the_minimum(
    equation: str, verdict: str
) -> None:
    statement = r"\|u(t) - v\|^2 \le \|u(0) - v\|^2"
    supposed = {"hypothesis": f"relations = ['{equation}']"} if equation else {}
    found = decided("inequality", statement, NAMES, (r"\dot{u} = b - S u",), **supposed)
    assert found.verdict.value == verdict, found.why
