"""Orthonormal matrices lie between minus and plus the identity."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.derive.forming import normal_form, side
from tests.derive.kinds.small import MATRIX, STATE, decided

from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.signs.turned import turned

NAMES = {
    "Q": f"{MATRIX}, properties = ['orthonormal']",
    "V": f"{MATRIX}, {STATE}, properties = ['orthonormal']",
    "U": "shape = ['n', 'd'], properties = ['orthonormal']",
    "A": MATRIX,
    "S": f"{MATRIX}, properties = ['psd']",
    "m": "",
}


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (r"Q + Q^T \preceq 2 I", "proved"),
        (r"Q + Q^T \succeq -2 I", "proved"),
        (r"\text{tr}(Q) \le n", "proved"),
        (r"\text{tr}(Q) \ge -n", "proved"),
        (r"\text{tr}(Q S) \le \text{tr}(S)", "proved"),
        (r"\text{tr}(A Q A^T) + \|A\|_F^2 \ge 0", "proved"),
        (r"A^T (Q + Q^T) A \preceq 2 A^T A", "proved"),
        (r"\text{tr}(V) \le n", "proved"),
        (r"\text{tr}(Q) + \text{tr}(V) \le 2 n", "proved"),
        (r"Q + Q^T \preceq I", "refuted"),
        (r"\text{tr}(Q A) \le \text{tr}(A)", "refuted"),
        (r"m \text{tr}(Q) \le m n", "refuted"),
    ],
)
def test_they_are_at_most_the_identity(claim: str, wanted: str) -> None:
    found = decided("inequality", claim, NAMES)
    assert found.verdict.value == wanted, found.why


def test_only_as_long_as_they_are_so() -> None:
    found = decided("inequality", r"\text{tr}(V) \le n", NAMES, (r"\dot V = V A",))
    assert found.verdict.value != "proved"
    kept = decided("inequality", r"\text{tr}(V) \le n", NAMES, (r"\dot V = V (A - A^T)",))
    assert kept.verdict.value == "proved"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (r"c I_n - V", False),  # which is not symmetric
        (r"2 I_n - V - V^T", True),
        (r"\text{tr}(S - V S)", True),
        (r"\text{tr}(A - V A)", False),
        (r"a \text{tr}(S - V S)", False),  # of either sign
    ],
)
def test_where_they_stand(text: str, seen: bool) -> None:
    plain = normal_form().setting
    orthonormal = replace(
        plain.symbols["V"], properties=frozenset({"orthonormal"}), role="parameter"
    )
    normal = NormalForm(replace(plain, symbols={**plain.symbols, "V": orthonormal}))
    form = read_form(normal, side(text))
    assert (turned(form, Signs(normal.functions).known_nonnegative) is not None) is seen
