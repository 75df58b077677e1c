"""Points of size 1 at which a flow rests, as counterexamples."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided

SYMBOLS = {
    "w": f"shape = ['n', '1'], {STATE}", "u": "shape = ['n', '1']",
    "S": f"{MATRIX}, properties = ['psd']", "P": f"{MATRIX}, properties = ['psd', 'invertible']",
    "M": f"{MATRIX}, properties = ['invertible']", "k": "sign = 'positive'",
    "Q": "shape = ['n', 'd'], properties = ['orthonormal']",
    "a": f"shape = ['n', 'd'], {STATE}", "b": f"shape = ['d', 'n'], {STATE}",
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "flow", "wanted"),
    [
        ("w = 0", (r"\dot w = -S w",), "refuted"),
        ("w = 0", (r"\dot w = -P w",), "proved"),
        ("w = u", (r"\dot w = -P (w - u)",), "proved"),
        ("w = u", (r"\dot w = -S (w - u)",), "refuted"),
        ("w = u", (r"\dot w = -(S + k I) (w - u)",), "proved"),
        ("w = u", (r"\dot w = (S + k I) (w - u)",), "proved"),
        ("w = u", (r"\dot w = -(S - k I) (w - u)",), "refuted"),
        ("w = u", (r"\dot w = -S (w - u) - k w",), "refuted"),
        (r"w = (S + k I)^{-1} S u", (r"\dot w = -S (w - u) - k w",), "proved"),
        (r"w = (S + k I)^{-1} u", (r"\dot w = -S (w - u) - k w",), "refuted"),
        ("w = u", (r"\dot w = -Q Q^T (w - u)",), "refuted"),
        ("a b = 0", (r"\dot a = -(a b) a", r"\dot b = -b (a b) / d"), "refuted"),
        ("a = 0", (r"\dot a = -k a / n", r"\dot b = a^T"), "proved"),
        ("a b = I", (r"\dot a = (I - a b) a / n", r"\dot b = b (I - a b)"), "refuted"),
    ],
)
def test_what_rests(statement: str, flow: tuple[str, ...], wanted: str) -> None:
    moved = {eq.split("=")[0].split()[-1] for eq in flow}
    symbols = {n: t for n, t in SYMBOLS.items() if STATE not in t or n in moved}
    claim = decided("stationary", statement, symbols, flow)
    assert claim.verdict.value == wanted, claim.why
