"""What notations stand for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.derive.latex.formulas import SPACES, SYMBOLS, failure, read

from sslcheck.derive.errors import LatexError, SslcheckError
from sslcheck.derive.expr import Prod, Quotient, Sum, Sym
from sslcheck.derive.latex import read_expression
from sslcheck.derive.shapes import resolve


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[W_p, C]", "W_p C - C W_p"),
        (r"\{W_p, C\}", "W_p C + C W_p"),
        (r"\left[ W_p, C \right]", "W_p C - C W_p"),
        (r"\left\{ W_p, C + F \right\}", "W_p (C + F) + (C + F) W_p"),
        (r"[[W_p, C], F]", "(W_p C - C W_p) F - F (W_p C - C W_p)"),
        (r"\langle W, W_a \rangle", r"\text{tr}(W^T W_a)"),
        (r"\left\langle W, W_a \right\rangle_F", r"\text{tr}(W^T W_a)"),
        (r"\langle f, f \rangle", r"\text{tr}(f^T f)"),
        (r"\operatorname{Cov}(f, f)", r"\mathbb{E}[f f^T] - \mathbb{E}[f] \mathbb{E}[f]^T"),
        (r"\mathbb{V}[f]", r"\mathbb{E}[f f^T] - \mathbb{E}[f] \mathbb{E}[f]^T"),
        (r"\mathbb{V}_f[f]", r"\mathbb{V}[f]"),
        (r"\mathrm{Cov}_{f} (f, f)", r"\mathbb{V}[f]"),
        (r"\mathrm{Var}(f)", r"\mathbb{E}[f f^T] - \mathbb{E}[f] \mathbb{E}[f]^T"),
        (r"\mathbb{E} \|f\|^2", r"\mathbb{E}[\|f\|^2]"),
        (r"\mathbb{E} f f^T", r"\mathbb{E}[f f^T]"),
        (r"\operatorname{tr} X X'", r"\text{tr}(X X')"),
        (r"\operatorname{Tr} X", r"\text{tr}(X)"),
        (r"\tr(X)", r"\text{tr}(X)"),
        (r"\operatorname{tr}[W_p, C]", r"\text{tr}(W_p C - C W_p)"),
        (r"\tr \left\{ W_p, C \right\}", r"\text{tr}(W_p C + C W_p)"),
        (r"\mathrm{tr} X + X", r"\text{tr}(X) + X"),
        (r"\dot W_p", r"\dot{W}_p"),
        (r"\dot W^T W_p", r"\dot{W}^T W_p"),
        (r"\text{SG}(W)", r"\text{StopGrad}(W)"),
        (r"\operatorname{sg}[W]", r"\text{StopGrad}(W)"),
        (r"\mathrm{sg}(W)", r"\text{StopGrad}(W)"),
        (r"W \times W_p", "W W_p"),
        (r"e^\eta", r"e^{\eta}"),
        (r"\mathrm{e}^{-\eta t}", r"e^{-\eta t}"),
    ],
)
def test_notations(text: str, plain: str) -> None:
    assert read(text) == read(plain)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (r"[\eta, \tau]", "a bracket of scalars"),
        (r"[\eta, C]", "a bracket of scalars"),
        ("[W, C]", "does not conform"),
        (r"\langle \eta, C \rangle", "unlike shapes"),
        (r"\langle W, V \rangle", "does not conform"),
        (r"\operatorname{Cov}(W, W)", "covariance of a matrix"),
        (r"\operatorname{Var}(f^T)", "covariance of a matrix"),
    ],
)
def test_shapes_of_notations(text: str, says: str) -> None:
    with pytest.raises(SslcheckError, match=says) as caught:
        resolve(read_expression(text, SYMBOLS, SPACES), SYMBOLS, source=text)
    assert "Tex(" not in str(caught.value)  # a part of it is a reason, to be told in plain words


@pytest.mark.parametrize(
    "text",
    [
        r"\text{tr}(W_p, C)",
        r"\text{tr}[W_p, C, F]",
        "[W_p, C, F]",
        r"\langle W \rangle",
        r"\mathrm{Var}(f)(f, f)",
        r"\mathbb{V}[f, f]",
    ],
)
def test_arguments_that_are_too_many_or_too_few(text: str) -> None:
    with pytest.raises(LatexError, match=r"number of arguments|cannot stand here"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\mathbb{E}(f) f^T",
        r"\mathbb{E}(f)^2",
        r"\mathbb{E} (f - f) (f - f)^T",
        r"\mathbb{E}(f) / \eta",
    ],
)
def test_an_expectation_in_parentheses_ends_there(text: str) -> None:
    assert failure(text)[0] == "an expectation that goes on behind its parentheses"
    assert r"\mathbb{E}[...]" in failure(text)[2]


def test_quotients() -> None:
    eta, tau, w = Sym("\\eta"), Sym("\\tau"), Sym("W")
    assert read(r"\eta / \tau") == Quotient(eta, tau)
    assert read(r"2/3") == read(r"\frac{2}{3}")
    assert read(r"-\eta/2 + \tau") == Sum((read(r"-\frac{\eta}{2}"), tau))
    assert read(r"W \eta / \tau") == Quotient(Prod((w, eta)), tau)
    assert read(r"\eta / (\tau \eta)") == Quotient(eta, Prod((tau, eta)))
    assert read(r"\eta / \tau^2") == read(r"\frac{\eta}{\tau^2}")
    assert read(r"\dot{W} / \eta").__class__ is Quotient


@pytest.mark.parametrize(
    "text",
    [
        r"\eta / \tau \eta",
        r"1/2 W",
        r"\eta / \tau \cdot \eta",
        r"\eta / \tau / \eta",
        r"\frac{d}{dt} W / \eta",
        r"\mathbb{E} f / \eta",
        r"\max_j s_j / \eta",
    ],
)
def test_slashes_with_two_meanings(text: str) -> None:
    with pytest.raises(LatexError, match=r"`/` (within|after)"):
        read(text)


def test_division_by_zero() -> None:
    assert failure(r"\eta/0")[0] == "division by zero"
    assert read(r"\frac{0}{3}").__class__.__name__ == "Num"
    assert read(r"0/3") == read(r"\frac{0}{3}")
    assert Fraction(0) == getattr(read("0/3"), "value", None)
