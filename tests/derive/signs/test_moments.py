"""Numbers made of one matrix, and determinants, by eigenvalues."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

PSD = f"{MATRIX}, properties = ['psd']"
DEFINITE = f"{MATRIX}, properties = ['psd', 'invertible']"
SYMBOLS = {
    "N": PSD, "S": f"{MATRIX}, properties = ['symmetric']",
    "V": DEFINITE, "G": DEFINITE, "W": "shape = ['n', 'd']",
    "v": "shape = ['n', '1']", "x": "shape = ['n', '1']",
    "w": "shape = ['n', '1'], properties = ['orthonormal']",
}  # fmt: skip


NUMBERS = [
    (r"\text{tr}(V) \text{tr}(V^{-1}) \ge n^2", "proved"),
    (r"\text{tr}(V) \text{tr}(V^{-1}) \ge n^2 + n - 1", "refuted"),
    (r"(v^T V v) (v^T V^{-1} v) \ge (v^T v)^2", "proved"),
    (r"\text{tr}(N) \text{tr}(N^3) \ge \text{tr}(N^2)^2", "proved"),
    (r"\text{tr}(S) \text{tr}(S^3) \ge \text{tr}(S^2)^2", "refuted"),
    (r"\text{tr}(N)^2 \ge \text{tr}(N^2)", "proved"),
    (r"\text{tr}(S)^2 \ge \text{tr}(S^2)", "refuted"),
    (r"(w^T S w)^2 \le w^T S^2 w", "proved"),
    (r"(v^T S v)^2 \le v^T S^2 v", "refuted"),
    (r"w^T N w \le \|N w\|", "proved"),
    (r"w^T N w \le \text{tr}(N)", "proved"),
    (r"w^T S w \le \text{tr}(S)", "refuted"),
    (r"\ln \det(V) \le \text{tr}(V) - n", "proved"),
    (r"\ln \det(V) \le \text{tr}(V) - 1", "proved"),  # as n is 1 at least
    (r"\ln \det(V) \le \text{tr}(V) - n - 1", "refuted"),
    (r"\ln \det(V) \ge n - \text{tr}(V^{-1})", "proved"),
    (r"\text{tr}(G^{-1} V) - n + \ln \det(G) - \ln \det(V) \ge 0", "proved"),
    (r"\text{tr}(G^{-1} V) - n - \ln \det(G) + \ln \det(V) \ge 0", "refuted"),
    (r"\ln \det(I + W W^T) \le \|W\|_F^2", "proved"),
    (r"\ln \det(I + W W^T + v v^T) \le \|W\|_F^2 + \|v\|^2", "proved"),
    (r"\ln \det(I + W W^T + v v^T) \ge \|W\|_F^2 + \|v\|^2", "refuted"),
    (r"\text{tr}(N) \text{tr}(e^N) \ge \text{tr}(N e^N)", "proved"),
    (r"\text{tr}(N S) \ge 0", "refuted"),
    (r"\text{tr}((I + W^T W)^{-1}) \ge d - \|W\|_F^2", "proved"),
    (r"\text{tr}((I + W^T W)^{-1}) \ge n - \|W\|_F^2", "refuted"),
    (r"\det(I + W W^T) \ge 1 + \|W\|_F^2", "proved"),
    (r"\det(I + W W^T) \le 1 + \|W\|_F^2", "refuted"),
    (r"\det(I + S) \ge 1 + \text{tr}(S)", "refuted"),
    (r"\det((I + N)^{-1}) \le 1", "proved"),
    (r"\det(N) \le 1", "refuted"),
    (r"\text{tr}(e^S) \ge n + \text{tr}(S)", "proved"),
    (r"\text{tr}(e^S) \ge 1 + \text{tr}(S)", "refuted"),
    (r"\text{tr}(N^{1/2})^2 \le n \text{tr}(N)", "proved"),  # the root of a number without a name
    (r"\text{tr}(N^{1/2})^2 \ge n \text{tr}(N)", "refuted"),
    (r"\text{tr}(N^{1/2})^2 \ge \text{tr}(N)", "proved"),
    (r"\text{tr}(N^{1/2})^2 \le \text{tr}(N)", "refuted"),
]
MATRICES = [
    (r"\|N\|_F I - N \succeq 0", "proved"),
    (r"I - e^{-N} \succeq 0", "proved"),
    (r"I - e^{-S} \succeq 0", ""),
    (r"e^S - I - S \succeq 0", "proved"),
    (r"v x^T + x v^T + \|x\|^2 I + \|v\|^2 I \succeq 0", "proved"),
    (r"v x^T + x v^T + \|v\|^2 I \succeq 0", "refuted"),
    (r"I - W^T (I + W W^T)^{-1} W \succ 0", "proved"),
    (r"I - W^T (I + W W^T)^{-1} W \succeq \frac{1}{2} I", "refuted"),
    (r"\text{tr}(N) I - N \succeq 0", "proved"),
    (r"\text{tr}(N) I - N \succ 0", "refuted"),
    (r"(I + N)^{-1} + N \succeq I", "proved"),
    (r"(I + N)^{-1} + N \succ I", "refuted"),
]


@pytest.mark.parametrize(("statement", "wanted"), NUMBERS)
def test_numbers(statement: str, wanted: str) -> None:
    claim = decided("inequality", statement, SYMBOLS)
    # some roots and exponentials that refute are not rational
    assert claim.verdict.value in ({wanted} if wanted == "proved" else {wanted, "undecided"})


@pytest.mark.parametrize(("statement", "wanted"), MATRICES)
def test_matrices(statement: str, wanted: str) -> None:
    claim = decided("definite", statement, SYMBOLS)
    assert claim.verdict.value == wanted or (not wanted and claim.verdict.value != "proved")


@pytest.mark.parametrize(
    ("kind", "statement"),
    [("inequality", statement) for statement, wanted in NUMBERS if wanted != "proved"]
    + [("definite", statement) for statement, wanted in MATRICES if wanted != "proved"],
)
@pytest.mark.usefixtures("no_point_refutes")
def test_no_false_one_is_shown_where_no_point_refutes(kind: str, statement: str) -> None:
    assert decided(kind, statement, SYMBOLS).verdict.value == "undecided"
