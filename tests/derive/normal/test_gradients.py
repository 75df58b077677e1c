"""The gradient by a matrix whose entries hang together, where it has one meaning."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

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
        (r"\nabla_S (\text{tr}(S A A^T)) = A A^T", "proved"),
        (r"\nabla_S (\text{tr}(S A A^T)) = 2 A A^T", "refuted"),
        (r"\nabla_S (\text{tr}(S^3)) = 3 S^2", "proved"),
        (r"\nabla_R (\text{tr}(R S) - \ln \det(R)) = S - R^{-1}", "proved"),
        (r"\nabla_S (\text{tr}(S A)) = A^T", "undecided"),
        (r"\nabla_S (\text{tr}(S R A A^T) - \text{tr}(S A A^T R)) = 0 S", "undecided"),
        (r"\nabla_D (\text{tr}(D A)) = A^T", "undecided"),
        (r"\nabla_D (\text{tr}(D D)) = 2 D", "proved"),
        (r"\nabla_Q (\|Q\|^2) = 2 Q", "proved"),
        (r"\nabla_Q (\|Q\|^2) = 0 Q", "refuted"),
    ],
)
def test_the_gradient_by_a_matrix_whose_entries_hang_together(statement: str, verdict: str) -> None:
    assert decided("identity", statement, _BOUND).verdict.value == verdict


@pytest.mark.parametrize(
    "statement", [r"\frac{\partial}{\partial q} (q^2) = 0", r"\nabla_q (q) = 0"]
)
def test_no_derivative_by_a_sign(statement: str) -> None:
    found = decided("identity", statement, {"q": "properties = ['orthonormal']"})
    assert found.verdict.value == "undecided"
    assert "which is 1 or -1" in found.why


def test_no_derivative_by_what_was() -> None:
    names = {"x": "role = 'state'", "a": ""}
    of = r"\frac{\partial}{\partial %s} \int_0^t a x(s) ds"
    past = decided("identity", f"{of % 'x'} = a t", names, (r"\dot{x} = x",))
    assert (past.verdict.value, "over its past" in past.why) == ("undecided", True)
    given = decided("identity", rf"{of % 'a'} = \int_0^t x(s) ds", names, (r"\dot{x} = x",))
    assert given.verdict.value == "proved"


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\frac{\partial}{\partial a} x(t) = t x(t)", "undecided"),  # true, if x(0) is fixed
        (r"\frac{\partial}{\partial a} x(t) = 0", "undecided"),
        (r"\frac{\partial x}{\partial a} = 0", "undecided"),
        (r"\frac{\partial}{\partial a} (a t x) = t x", "undecided"),
        (r"\nabla_a (x^2) = 0", "undecided"),
        (r"\frac{\partial}{\partial a} \dot{x} = x", "proved"),
        (r"\frac{\partial}{\partial a} (a x) = x", "proved"),
        (r"\frac{\partial}{\partial b} x^2 = 0", "proved"),  # no rate depends on it
    ],
)
def test_states_depend_on_parameters_of_their_flow(statement: str, verdict: str) -> None:
    names = {"x": "role = 'state'", "a": "", "b": ""}
    assert decided("identity", statement, names, (r"\dot{x} = a x",)).verdict.value == verdict
