"""Numbers made of traces and norms."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

PSD = f"{MATRIX}, properties = ['psd']"
SYMBOLS = {
    "A": MATRIX, "B": MATRIX, "S": PSD, "P": f"{MATRIX}, properties = ['psd', 'invertible']",
    "v": "shape = ['n', '1']", "w": "shape = ['n', '1']", "a": "sign = 'positive'",
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        (r"\text{tr}(A B) \le \|A\| \|B\|", "proved"),
        (r"-\|v\| \|w\| \le v^T w", "proved"),
        (r"\|A B\| \le \|A\| \|B\|", "proved"),
        (r"\|A + B\| \le \|A\| + \|B\|", "proved"),
        (r"\|A\| - \|B\| \le \|A - B\|", "proved"),
        (r"v^T S w \le \sqrt{v^T S v} \sqrt{w^T S w}", "proved"),
        (r"v^T S v \le \|S\| \|v\|^2", "proved"),
        (r"\|S\| \le \text{tr}(S)", "proved"),
        (r"\text{tr}(S) \le \sqrt n \|S\|", "proved"),
        (r"(v^T w)^2 \le (v^T P v) (w^T P^{-1} w)", "proved"),
        (r"v^T w \le \frac{a}{2} \|v\|^2 + \frac{1}{2 a} \|w\|^2", "proved"),
        (r"\text{tr}(A B) < \|A\| \|B\|", "refuted"),
        (r"\text{tr}(A B) \le \frac{1}{2} \|A\| \|B\|", "refuted"),
        (r"\|A\| + \|B\| \le \|A + B\|", "refuted"),
        (r"\|A\| \|B\| \le \|A B\|", "refuted"),
        (r"\|A\| \le \text{tr}(A)", "refuted"),
        (r"\text{tr}(S) \le \|S\|", "refuted"),
        (r"(v^T w)^2 \le (v^T P v) (w^T P w)", "refuted"),
        (r"v^T P v \le \frac{1}{2} \text{tr}(P) \|v\|^2", "refuted"),
    ],
)
def test_norms_and_inner_products(statement: str, wanted: str) -> None:
    claim = decided("inequality", statement, SYMBOLS)
    assert claim.verdict.value == wanted, claim.why
