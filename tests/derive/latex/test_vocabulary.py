"""Commands, and what is said of one that cannot be read."""

from __future__ import annotations

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_statement


@pytest.mark.parametrize(
    ("text", "headline", "under", "advice"),
    [
        (r"W + \foo X", r"unknown command `\foo`", r"\foo", "LaTeX that is read"),
        (r"W + \frec{1}{2}", r"unknown command `\frec`", r"\frec", r"`\frac`"),
        (r"W + \eeta W", r"unknown command `\eeta`", r"\eeta", r"Did you mean `\eta`"),
        (r"W \dots", r"`\dots` cannot stand here", r"\dots", ""),
        (r"\sin \eta", r"`\sin` cannot be read", r"\sin", "roots and powers"),
        (r"\prod_j p_j", r"`\prod` cannot be read", r"\prod_j", "factors"),
        (r"W \circ W", r"`\circ` cannot be read", r"\circ", "odot"),
        (r"W + tr(X)", "`tr` in single letters", "tr", r"Write `\text{tr}(...)`."),
        ("W as X", "`as` in single letters", "as", r"Write `\text{ as }`."),
        (r"exp(-\eta t) W", "`exp` in single letters", "exp", r"Write `\exp(...)`."),
        ("η W", "unexpected character U+03B7", "η", r"Write `\eta`."),
        ("Wᵀ W", "unexpected character U+1D40", "ᵀ", "Write `^T`."),
        ("W − W", "unexpected character U+2212", "−", "Write `-`."),
        ("W.T", "unexpected character `.`", ".", "`A^T`"),
        (r"W \approx X", r"`\approx` cannot be read", r"\approx", "exactly"),
        (r"W \propto X", r"`\propto` cannot be read", r"\propto", "factor"),
        (r"W \neq X", r"`\neq` cannot be read", r"\neq", "invertible"),
        (r"W \not= X", r"`\not` cannot be read", r"\not", "invertible"),
        (r"\min_j p_j", r"`\min` cannot be read", r"\min_j", r"-\max_j (-p_j)"),
        (r"\arg\min_W J", r"`\arg` cannot be read", r"\arg", r"\nabla_W L = 0"),
        (r"\operatorname{argmin} J", "`argmin` cannot be read", r"\operatorname{argmin}", "= 0"),
        (
            r"\operatorname*{arg\,min} J",
            "`arg min` cannot be read",
            r"\operatorname*{arg\,min}",
            "= 0",
        ),
        (r"\operatorname{rank}(W)", "`rank` cannot be read", r"\operatorname{rank}", r"\succ 0"),
        (r"\mathrm{rank} W", "`rank` cannot be read", r"\mathrm{rank}", r"\succ 0"),
        (r"\eta + O(\beta)", "terms of an order alone", "O", "bound"),
        (r"\eta + \mathcal O(\beta)", "terms of an order alone", r"\mathcal O", "bound"),
        ("O W", "undeclared symbol `O`", "O", "Declare"),
        (r"W \over 2", r"`\over` cannot be read", r"\over", r"\frac"),
        (r"\overline{W}", r"`\overline` cannot be read", r"\overline", r"\bar"),
        (r"\Pr(W)", r"`\Pr` cannot be read", r"\Pr", r"\mathbb{E}"),
        (r"\mathbb{P}(W)", "`P` cannot be read", r"\mathbb{P}", r"\mathbb{E}"),
        (r"\operatorname{sign}(\eta)", "`sign` cannot be read", r"\operatorname{sign}", "|x|"),
        ("W' W", "undeclared symbol `W'`", "W'", "`W^T`"),
        ("W_{t+1}", "undeclared symbol `W_{t+1}`", "W_{t+1}", "[rules]"),
        ("W^{(k+1)}", "unreadable superscript", "^{(k+1)}", "[rules]"),
        (r"\eta + \dots", r"`\dots` cannot stand here", r"\dots", "written out"),
        (r"W \leftarrow W", r"`\leftarrow` cannot be read", r"\leftarrow", "[rules]"),
        (r"\sigma_{\min}(W)", r"undeclared symbol `\sigma_\min`", r"\sigma_{\min}", "succeq"),
        (r"\eta + \Theta(\beta)", "terms of an order alone", r"\Theta", "bound"),
        ("X_0 X", "undeclared symbol `X_0`", "X_0", "`X(0)`"),
        (r"W^\star", "unreadable superscript", r"^\star", "symbol of its own"),
        (r"W_p^{\odot 2}", "unreadable superscript", r"^{\odot 2}", r"A \odot A"),
        (r"[\eta]_+", "the positive part of a number", "_", "|x|"),
        (r"\mathbb 1^T W", "ones, or the identity", r"\mathbb 1", r"\mathbf{1}"),
        (r"\trace(W)", r"unknown command `\trace`", r"\trace", r"Write `\text{trace}(...)`"),
        (r"\text{const}", "a constant without a name", r"\text{const}", "role"),
        (
            r"\text{ for small } W",
            "a condition in words, `for small`",
            r"\text{ for small }",
            "hyp",
        ),
    ],
)
def test_commands_that_cannot_be_read(text: str, headline: str, under: str, advice: str) -> None:
    got = failure(text)
    assert got[:2] == (headline, under)
    assert advice in got[2]


def test_the_error_is_one_line_of_advice() -> None:
    for text in (r"\foo", r"\sin \eta", r"\text{foo} W", r"\text{if} W", "W^*"):
        assert "\n" not in failure(text)[2]


@pytest.mark.parametrize("word", ["and", " so that ", "hence", "thus,", "i.e.", "that is,~"])
def test_words_between_formulas(word: str) -> None:
    text = rf"W = W, \quad \text{{{word}}} \quad X' = X'"
    assert len(read_statement(text, SYMBOLS, SPACES).relations) == 2


@pytest.mark.parametrize("word", ["or", "if", "unless", "for some", "not", "so if"])
def test_words_that_do_not_say_both(word: str) -> None:
    with pytest.raises(LatexError):
        read_statement(rf"W = W \text{{ {word} }} X' = X'", SYMBOLS, SPACES)
