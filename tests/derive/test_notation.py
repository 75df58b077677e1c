"""Formulas that are written in plain characters, read back to LaTeX."""

from __future__ import annotations

import pytest

from sslcheck.derive.notation import NoFormulaError, Notation


@pytest.mark.parametrize(
    ("text", "latex", "end"),
    [
        ("α_p W_p X' of", r"\alpha_p W_p X'", 10),
        ("a + b, c", "a + b", 5),
        ("p_j² - 2 η", r"p_j^2 - 2 \eta", 10),
        ("(a + b)/c", r"\frac{a + b}{c}", 9),
        ("√(s_j) y", r"\sqrt{s_j} y", 8),
        ("‖W‖^2", r"\|W\|^2", 5),
        ("e^(-2 η t)", r"e^{-2 \eta t}", 10),
        ("tr(W Wᵀ)", r"\text{tr}(W W^T)", 8),
        ("dW/dt = -W", r"\frac{dW}{dt} = -W", 10),
        ("F\u0302", r"\hat{F}", 2),
        ("λ_min(A) > 0", r"\lambda_{\min}(A) > 0", 12),
        ("diag(a, b)", r"\text{diag}(a, b)", 10),
    ],
)
def test_as_much_as_there_is(text: str, latex: str, end: int) -> None:
    reader = Notation(text, 0)
    assert (reader.expression(), reader.at) == (latex, end)


@pytest.mark.parametrize("text", ["word", "(2) x", "*", "(n x d)", "a_b_c", "e.g. x"])
def test_what_is_no_formula(text: str) -> None:
    with pytest.raises(NoFormulaError):
        Notation(text, 0).expression()
