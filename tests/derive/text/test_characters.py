"""LaTeX of names and of authors in plain characters, and signs of Unicode as LaTeX."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from sslcheck.derive.text.characters import in_ascii, plain


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\alpha_p W W^T", "α_p W W^T"),
        (r"\frac{1}{\alpha_p} W_p^T W_p", "1/α_p W_p^T W_p"),
        (r"\frac{p_j + 1}{2 s_j}", "(p_j + 1)/(2 s_j)"),
        (r"e^{-2 \eta t}", "e^(-2 η t)"),
        (r"\sqrt{s_j}", "√(s_j)"),
        (r"\hat{F} \succeq 0", "F̂ ⪰ 0"),
        (r"\dot\Delta_T + \hat F A", "Δ̇_T + F̂ A"),
        (r"\left\lVert W^{\top} \right\rVert_F^2", "‖ W^T ‖_F^2"),
        (r"\dot{W}_p \to \infty", "Ẇ_p → ∞"),
        (r"j = 1, \ldots, d", "j = 1, …, d"),
        (r"\sqrt[3]{x^2} \ne \mathbf 1^T y", "(x^2)^(1/3) ≠ 1^T y"),
        (r"\|\text{vec}(W)\|^2 \leq 1", "‖vec(W)‖^2 ≤ 1"),
        (r"\left. (W) \right|_{t=0}", "(W) |_(t=0)"),
        (r"\mathbb{E}[\mathbf{x}_1]", "E[x_1]"),
        (r"\mathcal L - L + \hat{\mathcal{L}} + \mathcal{N}", "ℒ - L + ℒ̂ + N"),
        (r"\Lambda_{W_p} \otimes I", "Λ_(W_p) ⊗ I"),
        (r"\text{tr}(W) \geq 0", "tr(W) ≥ 0"),
        (r"\operatorname{tr} W^{\mathsf T}", "tr W^T"),
        (r"\langle A, B^\top \rangle \times \mathrm{tr} A", "⟨ A, B^T ⟩ × tr A"),
        (r"\dfrac{1}{2} \, \mathcal{L}, \qquad \bm{w} \!\big( x \big)", "1/2 ℒ, w ( x )"),
        (r"\frac{\frac{1}{2} \tau_j}{1 + \sigma^2}", "(1/2 τ_j)/(1 + σ^2)"),
    ],
)
def test_plain_text(latex: str, text: str) -> None:
    assert normalize("NFC", plain(latex)) == normalize("NFC", text)


@pytest.mark.parametrize(
    ("source", "latex"),
    [
        ("X' = σ² I", r"X' = \sigma^2 I"),
        ("4η(1 + σ²) - τ_j²", r"4\eta(1 + \sigma^2) - \tau_j^2"),
        (r"\hat{U} \text{diag}(ξ) \hat{U}ᵀ", r"\hat{U} \text{diag}(\xi) \hat{U}^T"),
        ("e^{-2λt} x⁻¹ ≤ λ₀ ∝ x₁₂", r"e^{-2\lambda t} x^{-1} \leq \lambda_0 \propto x_{12}"),
        ("W_a → 0, 漢", r"W_a \to 0, 漢"),
    ],
)
def test_signs_of_unicode_are_commands(source: str, latex: str) -> None:
    assert in_ascii(source) == latex
    assert normalize("NFC", plain(in_ascii(latex))) == normalize("NFC", plain(latex))
