"""Formulas in sentences: found by their notation, and never anything else than what was said."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest

from sslcheck.derive import load_article, verify
from sslcheck.derive.printing import plain
from sslcheck.derive.prose import prose
from sslcheck.reports.report.blocks import Math


def shown(text: str) -> str:
    return "".join(f"<{p.latex}>" if isinstance(p, Math) else str(p) for p in prose(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X is diagonal", "<X> is diagonal"),
        ("aligned: W = U diag(w) Vᵀ, d ≥ n", r"aligned: <W = U \text{diag}(w) V^T>, <d \geq n>"),
        ("it decays like e^(-2 η t), so", r"it decays like <e^{-2 \eta t}>, so"),
        ("at λ_(min)(H(t)) ≥ λ₀", r"at <\lambda_{\min}(H(t)) \geq \lambda_0>"),
        ("the sides differ by (-s_j + 1)/α_p", r"the sides differ by <\frac{-s_j + 1}{\alpha_p}>"),
        ("p_j = 1/1000, below", r"<p_j = \frac{1}{1000}>, below"),
        (r"the factor \rho each time", r"the factor <\rho> each time"),
        ("the flow (2) keeps W_a", "the flow (2) keeps <W_a>"),
        ("the unknown `τ_j` of claim `8`", r"the unknown <\tau_j> of claim `8`"),
        ("unbalanced (W_p and an n-by-n", "unbalanced (<W_p> and an <n>-by-<n>"),
        ("falls to s_j(t)² at most", "falls to <s_j(t)^2> at most"),
        ("no W²^T but W^ᵀ", "no W²^T but W^ᵀ"),  # TeX knows neither
        ("W V: (n x d)(n x n)", "<W V>: (<n> x <d>)(<n> x <n>)"),
        ("(a) of α and (b) of β(t)", r"(a) of <\alpha> and (b) of <\beta(t)>"),
        ("F̂ and ṡ_j", r"<\hat{F}> and <\dot{s}_j>"),
    ],
)
def test_formula(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A proof of a claim, e.g. 5.align; i.e. 2.5 and more.",
        "I think that it is semi-definite (a) or (b).",
        "the predictor's W's end",
        "an array of shape 3 x 4 at 12 ms",
        "8.22e-09",
        "between 1.5e+300 and 2e5",
        "say `Q diag(..)^2 Q^T` there",
        "unbalanced ( and _xy ^ )",
        "",
    ],
)
def test_words_stay_words(text: str) -> None:
    assert prose(text) == (text,)


def test_what_is_set_is_what_was_said() -> None:
    """Every text of a report, written plainly again, is the text, but for space and brackets."""

    def bare(text: str) -> str:
        text = unicodedata.normalize("NFD", plain(text))
        return "".join(c for c in text.replace("ᵀ", "^T") if c not in " (){}₀₁²_0^12T")

    report = verify(load_article("directpred"))
    texts = [t for c in report.claims for t in (c.summary, c.why, *c.conditions, *c.remarks)]
    texts += [s.reason for c in report.claims for s in c.steps]
    for text in texts:
        said = "".join(plain(p.latex) if isinstance(p, Math) else str(p) for p in prose(text))
        assert bare(said) == bare(text)
    assert sum(any(isinstance(p, Math) for p in prose(t)) for t in texts) > 100


WORDS = "the a I of is in e.g. (a) (b) (2) 3 5.align x by - n-by-n p's 1e-5 W. and; or:".split()  # noqa: SIM905
LETTERS = "W F n t a W_p p_j λ_min α_p σ² X' ṗ_j F̂ Wᵀ e^(-2_η) √(s_j) 1/2 diag(p) ‖W‖ p_+".split()  # noqa: SIM905
SIGNS = [
    " ",
    " + ",
    " - ",
    " = ",
    " ≥ ",
    "/",
    "² ",
    "^T ",
    " ∝ ",
    "'",
    ")",
    "_",
    "^",
    "\\",
    "$",
    "`",
]


def test_no_sentence_becomes_another() -> None:
    def bare(text: str) -> str:
        text = unicodedata.normalize("NFD", plain(text)).replace("ᵀ", "^T")
        return "".join({"²": "2"}.get(char, char) for char in text if char not in " (){}_^`")

    draw = random.Random(0)
    formulas: list[str] = []
    for _ in range(400):
        words = [draw.choice(WORDS) for _ in range(3)]
        words[1] += " " + "".join(draw.choice(LETTERS) + draw.choice(SIGNS) for _ in range(4))
        text = " ".join(words)
        parts = prose(text)
        said = "".join(plain(p.latex) if isinstance(p, Math) else p for p in parts)
        assert bare(said) == bare(text)
        formulas += [p.latex for p in parts if isinstance(p, Math)]
    assert len(formulas) > 400
    for latex in formulas:
        assert latex.isascii()
        assert latex.count("{") == latex.count("}")
        assert not re.search(r"[_^][_^]|\^(?:\w|{[^{}]*})(?:_(?:\w|{[^{}]*}))?['^]", latex)
