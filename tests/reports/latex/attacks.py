"""Texts and formulas that try to leave their place, and what may come out of them."""

from __future__ import annotations

import random
import re

from hypothesis import strategies as st

__all__ = ["ATTACKS", "commands", "drawn", "soup"]

ATTACKS = (
    r"\input{secret}",
    r"\write18{touch pwned}",
    r"\immediate\openout3=pwned",
    r"} \input{secret} {",
    r"$ \input{secret} $",
    r"\] \input{secret} \[",
    r"\end{document}",
    r"\end{sslcheckclaim}",
    r"^^5cinput{secret}",
    r"\csname input\endcsname{secret}",
    r"\text{\input{secret}}",
    r"\begin{input}{secret}\end{input}",
    r"\def\par{} \catcode`\%=12 % \let\x=\input",
    "_ & % # $ \\ { } ~ ^ < > | \" ' `",
    "a\n\n\\input{secret}\x1b[31m \u202e",
    "中文 Schrödinger ‖W‖ η²",
)

_SIGNS = r"""
\frac \dfrac \sqrt { } { } { } ^ _ ' '' a W x_1 X' 1 12 + - = < > ( ) [ ] \left \right \left(
\right) \left. \right| | \| \{ \} & \\ \begin{cases} \end{cases} \text{ \mathrm \begin{pmatrix}
\end{pmatrix} \begin{aligned} \end{aligned} \begin{array}{ll} \end{array} \mathbb E \hat \dot
\operatorname{sg} \sum \int_0^t \max_j \limits \nabla \partial \csname \endcsname \def \let \catcode
\par \\[2pt] \, \; \quad ~ $ # % @ ` " . , ; : := / ! ? η ² ᵀ √ 中 é F̂ ^^M ^^5c \iff \if \fi \else
\verb|x| \label{a} \tag{1} \middle \overset \binom \color{red}
"""
_TOKENS = (*_SIGNS.split(), *ATTACKS)

soup = st.lists(st.sampled_from(_TOKENS), max_size=14).map(" ".join)
"""Formulas, most of them of no sense."""


def drawn(seed: int, count: int) -> list[str]:
    """Formulas of that kind, the same for each seed."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(_TOKENS, k=rng.randint(1, 14))) for _ in range(count)]


def commands(latex: str) -> set[str]:
    """The commands in LaTeX that do more than to show something."""
    return set(re.findall(r"\\([A-Za-z]+)", latex)) & {
        *("input", "include", "write", "openout", "immediate", "def", "let", "catcode", "csname"),
        *("endcsname", "par", "if", "fi", "else", "verb", "label", "tag", "color", "newcommand"),
    }
