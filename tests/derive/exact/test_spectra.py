"""Claims on exponentials whose exponents are not 0 at the start: exact points are found."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, decided

SYMMETRIC = f"{MATRIX}, properties = ['symmetric']"
PSD = f"{MATRIX}, properties = ['psd']"
SYMBOLS = {"P": PSD, "A": MATRIX, "B": MATRIX, "S": SYMMETRIC, "R": SYMMETRIC}


@pytest.mark.parametrize(
    ("kind", "statement", "verdict"),
    [
        ("identity", "e^A e^{-A} = I", "proved"),
        ("identity", "e^{A + B} = e^A e^B", "refuted"),
        ("identity", "e^{S + R} = e^S e^R", "refuted"),
        ("identity", r"\det(e^A) = e^{\text{tr}(A)}", "proved"),
        ("definite", r"e^S \succ 0", "proved"),
        ("definite", r"e^S \succeq I", "refuted"),
        ("identity", "e^{P^{1/2} t} P = P e^{P^{1/2} t}", "proved"),
    ],
)
def test_constant_exponents(kind: str, statement: str, verdict: str) -> None:
    assert decided(kind, statement, SYMBOLS).verdict.value == verdict
