"""Words as LaTeX: each sign is shown, and none is a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.latex.attacks import ATTACKS, commands

from sslcheck.reports.latex.words import escaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50 % of W_p & {x} #1 $", r"50 \% of W\_p \& \{x\} \#1 \$"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("a ^ b ~ c", r"a \textasciicircum{} b \textasciitilde{} c"),
        ("say `W_p` or `", r"say \texttt{W\_p} or \textasciigrave{}"),
        ("é Ö ø “so”", r"\'{e} \"{O} \o{} ``so''"),
        ("F\u0302, τ\u0307, ≠", r"\^{F}, \ensuremath{\dot{\tau}}, \ensuremath{\ne}"),
        ("--x, ''y''", "-{}-x, '{}'y'{}'"),
        ("中 a\u0328", r"\texttt{U+4E2D} \texttt{U+0105}"),
    ],
)
def test_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_a_long_word_may_end_a_line() -> None:
    assert escaped("x" * 30) == "x" * 24 + r"\hspace{0pt}" + "x" * 6


@given(st.text() | st.sampled_from(ATTACKS))
def test_nothing_is_a_command(text: str) -> None:
    shown = escaped(text)
    assert shown.isascii()
    assert "\n" not in shown
    assert not commands(shown)
    assert "^^" not in shown
