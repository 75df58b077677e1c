r"""What sentences say of symbols: signs, properties, definitions; and what they do not."""

from __future__ import annotations

import pytest

from sslcheck.derive.setting import Symbol
from sslcheck.derive.sketch.inline import inlines
from sslcheck.derive.sketch.macros import Macros
from sslcheck.derive.sketch.said import equations, is_defined, marks, meant

SYMBOLS = {
    **{name: Symbol(name) for name in (r"\eta", r"\mu", r"\alpha_p")},
    **{name: Symbol(name, ("n", "n")) for name in ("X", "F", "U", r"\hat{F}")},
    **{name: Symbol(name, ("n", "n"), role="state") for name in ("W", "V")},
}


def said(text: str) -> set[tuple[str, str]]:
    return {(mark.name, mark.word) for mark in marks(inlines(text, Macros()), SYMBOLS)}


def roles(text: str) -> list[str]:
    found = equations(inlines(text, Macros()), SYMBOLS, {"n": ""})
    return [role for one in found if (role := meant(one, SYMBOLS))]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (r"let $\eta > 0$", {(r"\eta", "positive")}),
        (r"$\eta, \mu \geq 0$", {(r"\eta", "nonnegative"), (r"\mu", "nonnegative")}),
        (r"$0 < \eta \leq 1$ and $0 \le \mu$", {(r"\eta", "positive"), (r"\mu", "nonnegative")}),
        (r"$\mu \in (0, 1)$, $\eta \in [0, \infty)$",
         {(r"\mu", "positive"), (r"\eta", "nonnegative")}),
        (r"$\alpha_{p} \in \mathbb{R}_{>0}$, $\eta\in\mathbb{R}_+$",
         {(r"\alpha_p", "positive"), (r"\eta", "nonnegative")}),
        (r"$X \succeq 0$ and $\hat F \succ 0$", {("X", "psd"), (r"\hat{F}", "positive definite")}),
        (r"$X^\top = X$, $X = X^{\mathsf{T}}$", {("X", "symmetric")}),
        (r"$U^\top U = I_n$", {("U", "orthonormal")}),
        (r"a symmetric positive semi-definite matrix $X$", {("X", "psd")}),
        (r"$X$ is assumed to be symmetric", {("X", "symmetric")}),
        (r"the weight decay $\eta$ is non-negative", {(r"\eta", "nonnegative")}),
    ],
)  # fmt: skip
def test_marks(text: str, marked: set[tuple[str, str]]) -> None:
    assert said(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        r"$\eta < 0$, $\mu > 1$, $\mu \ge \eta$, $\eta \in (-1, 1)$, $0 > \mu$",
        r"$X$ is not symmetric; a non-symmetric $X$; $X$ need not be symmetric",
        r"the symmetric part of $X$", r"$U^\top F = I$, $X = F^\top$, $U^\top U = F$",
        r"$\sigma > 0$", r"symmetric. Now $X$ moves",
    ],
)  # fmt: skip
def test_what_marks_nothing(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (r"with $F := W W^\top$", ["defines"]),
        (r"with $F = W W^\top$", ["may define"]),
        (r"if the data are such that $F = W W^\top$", ["supposed"]),
        (r"whenever we write $F = W W^\top$", ["may define"]),
        (r"with $X = I$, for $\eta = 0$", ["supposed", "supposed"]),
        (r"For $X = I$ and $F = \frac{\eta}{2} X$ this is", ["supposed", "supposed"]),
        (r"we start at $W(0) = 0$", ["supposed"]),
        (r"where $W = V$", ["supposed"]),
        (r"assume $W^\top W = V V^\top$", ["supposed"]),
        (r"then $W^\top W = V V^\top$", []),
        (r"then $\dot{W} = -X W$, $t = 0$, $n = 3$, $Q = W$, $F = F X$", []),
        (r"$F = W W^\top > 0$ and $F = \foo$", ["may define"]),
        (r"$0 < F = W W^\top$ and $X = W = F$", []),
        (r"When $X = I$, the Gram matrix $F = W W^\top$", ["supposed", "may define"]),
        (r"\begin{document} Descent on $F = W W^\top$", ["may define"]),
    ],
)
def test_equations(text: str, role: list[str]) -> None:
    assert roles(text) == role


def test_signs_of_definitions() -> None:
    signs = (":=", r"\coloneqq", r"\triangleq", "=:")
    assert all(is_defined(f"F {sign} W") for sign in signs)
    assert not is_defined(r"F = W \equiv V")
