r"""Macros of all forms; those that call themselves end."""

from __future__ import annotations

import pytest

from sslcheck.derive.sketch.macros import Macros, group


def expanded(definitions: str, formula: str) -> str:
    macros = Macros()
    macros.collect(definitions)
    return macros.expand(formula)


@pytest.mark.parametrize(
    ("definition", "formula", "result"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"W \in \R^{n}", r"W \in \mathbb{R}^{n}"),
        (r"\newcommand\R{\mathbb{R}}", r"\R^n", r"\mathbb{R}^n"),
        (r"\renewcommand*{\W}[1]{W_{#1}}", r"\W{2} \W1", r"W_{2} W_{1}"),
        (r"\newcommand{\n}[2][F]{\|#2\|_{#1}}", r"\n{A} \n[2]{B}", r"\|A\|_{F} \|B\|_{2}"),
        (r"\def\X{\mathbf{X}}", r"\X \X^T", r"\mathbf{X} \mathbf{X}^T"),
        (r"\def\ip#1#2{#1^T #2}", r"\ip{x}{y}", r"x^T y"),
        (r"\DeclareMathOperator{\tr}{tr}", r"\tr(A)", r"\operatorname{tr}(A)"),
        (r"\DeclareMathOperator*{\argmin}{arg\,min}", r"\argmin", r"\operatorname{arg\,min}"),
        (r"\newcommand{\al}{\alpha}", r"\al x \alx", r"\alpha x \alx"),
        (r"\newcommand{\al}{\alpha}", r"\al{}x", r"\alpha{}x"),
        (r"\providecommand{\a}{\b}\newcommand{\b}{B}", r"\a\a", "BB"),
        (r"\newcommand{\a}[1]{<#1>}", r"\a", "<>"),
        (r"\newcommand{\a}[1]{<#1>}", r"\a\beta", r"<\beta>"),
        (r"\newcommand{\a}{\alpha}", r"\a\beta", r"\alpha\beta"),
        (r"\def\X{\mathbf{X}}", r"\nabla_\X J^ \X", r"\nabla_{\mathbf{X}} J^ {\mathbf{X}}"),
        (r"\def\X{X}", r"\nabla_\X J", r"\nabla_X J"),
    ],
)
def test_one(definition: str, formula: str, result: str) -> None:
    assert expanded(definition, formula) == result


def test_a_letter_after_a_command_is_kept_apart() -> None:
    assert expanded(r"\def\a#1{\alpha}", r"\a{1}x") == r"\alpha x"


def test_definitions_are_taken_out_and_lines_stay() -> None:
    text = "a\n\\newcommand{\\x}{\n  y\n}\nb \\newcommand{\\x\nc"
    macros = Macros()
    assert macros.collect(text) == "a\n\n\n\nb \\newcommand{\\x\nc"
    assert macros.expand(r"\x") == "\n  y\n"


@pytest.mark.parametrize(
    "definition",
    [r"\def\a{\a}", r"\def\a{\a\a}", r"\def\a#1{#1\a{#1#1}}", r"\def\a{\b}\def\b{x\a}"],
)
def test_what_calls_itself_ends(definition: str) -> None:
    assert len(expanded(definition, r"\a{xy}")) < 100_000


def test_groups() -> None:
    assert group("{a}", 1) is None
    assert group("{a{b}", 0) is None
    assert group(r"{\{}", 0) == 4


def test_definitions_that_never_end_take_no_longer_than_they_should() -> None:
    assert Macros().collect(r"\def\a{" * 20_000) == r"\def\a{" * 20_000


def test_a_macro_without_end_is_tried_once() -> None:
    macros = Macros()
    macros.collect(r"\def\a{\a\a}\def\b{c}")
    assert r"\a" in macros.expand(r"\a")
    assert macros.expand(r"\a \b") == r"\a c"
    assert Macros().expand("x" * 30_000) == "x" * 30_000
