"""The gradient of sums of traces, against explicit perturbation of every entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from sslcheck.derive.algebra import Alphabet, Element
from sslcheck.derive.algebra.letters import Frozen
from sslcheck.derive.calculus import gradient
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Exp, Gradient, Prod, SquaredNorm, Sym, Total
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

EPS = sympy.Symbol("eps")


def perturbed(
    objective: Element, name: str, given: dict[str, Any], value: Callable[..., Any]
) -> Any:
    """All partial derivatives: the linear part in eps of J at W + eps E_ij."""
    rows, cols = given[name].shape

    def entry(i: int, j: int) -> Any:
        moved = given[name].copy()
        moved[i, j] += EPS
        (number,) = value(objective, {**given, name: moved})
        return sympy.expand(number).coeff(EPS, 1)

    return sympy.Matrix(rows, cols, entry)


@pytest.mark.parametrize("name", ["W", "P"])
@pytest.mark.parametrize(
    "words",
    [
        ["tr W A'"],
        ["tr A W'"],
        ["tr P"],
        ["tr P' Q"],
        ["tr P P"],
        ["tr P P'"],
        ["tr W X W'"],
        ["tr P W X W' P'"],
        ["tr W W' P W A' Q"],
        ["tr P Q P' P"],
        ["tr W A' W A'"],
        ["tr A A'"],
        ["tr W X W' P' P", "tr W V W' P' P", "tr W X A' P", "tr A X A'"],
    ],
)
def test_gradient_is_the_matrix_of_partial_derivatives(
    words: list[str],
    name: str,
    build: Callable[..., Element],
    value: Callable[..., Any],
    matrices: dict[str, Any],
) -> None:
    numbers = tuple((-1) ** k * (k + 2) for k in range(len(words)))
    objective = build(*words, numbers=numbers)
    derived = gradient(objective, name)
    assert derived.shape == objective.alphabet.shapes[name]
    assert value(derived, matrices) == perturbed(objective, name, matrices, value)


def test_letters_under_a_stop_gradient_are_constants(
    build: Callable[..., Element], value: Callable[..., Any], matrices: dict[str, Any]
) -> None:
    objective = build("tr P W X !W'")
    assert value(gradient(objective, "W"), matrices) == perturbed(objective, "W", matrices, value)
    assert gradient(objective, "W").letters() == {"P", "X", Frozen("W")}
    assert not gradient(build("tr !W !W'"), "W").terms


def test_a_scalar_has_no_gradient(alphabet: Alphabet) -> None:
    plain = alphabet.scalar(alphabet.scalars.letter("a"))
    assert gradient(plain, "W").terms == {}
    assert gradient(plain, "W").shape == ("n", "d")


def test_a_letter_inside_of_the_entries_of_a_diagonal_matrix() -> None:
    symbols = {"W": Symbol("W", ("n", "d")), "p_j": Symbol("p_j", index="j", sign="positive")}
    of = Total(Exp(Prod((Sym("p_j"), SquaredNorm(Sym("W"))))), "j", "n")
    with pytest.raises(Unsupported, match="what its entries are made of"):
        NormalForm(Setting(symbols)).whole(Gradient("W", of))
