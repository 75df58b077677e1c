"""The product rule, against SymPy's derivative of explicit matrices that move in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from sslcheck.derive.algebra import Alphabet, Element, Ratio
from sslcheck.derive.calculus import leibniz, trace_rate

T = sympy.Symbol("t")


def rate(alphabet: Alphabet) -> Callable[[str], Element | None]:
    """W and P move, all other letters stand still."""
    moving = {"W": "Wdot", "P": "Pdot"}
    return lambda name: alphabet.letter(moving[name]) if name in moving else None


def still(value: Ratio) -> Ratio:
    return value.scalars.number(0)


@pytest.mark.parametrize(
    "words",
    [
        ["W"],
        ["W'"],
        ["A"],
        ["W W'"],
        ["P' W X"],
        ["P P P'"],
        ["W' P W A'", "W' Q"],
        ["tr P W W' P'"],
        ["tr W A'", "tr P"],
    ],
)
def test_leibniz_is_the_derivative_in_time(
    words: list[str],
    build: Callable[..., Element],
    value: Callable[..., Any],
    matrices: dict[str, Any],
) -> None:
    element = build(*words, numbers=tuple(range(2, 2 + len(words))))
    moving = {
        **matrices,
        "W": matrices["W"] + T * matrices["Wdot"],
        "P": matrices["P"] + T * matrices["Pdot"],
    }
    expected = value(element, moving).diff(T).subs(T, 0)
    letters = rate(element.alphabet)

    def traces(coeff: Ratio) -> Ratio:
        total = still(coeff)
        for trace in coeff.free():
            total = total + coeff.diff(trace) * trace_rate(element.alphabet, trace, letters)
        return total

    derived = leibniz(element, letters, traces)
    assert derived.shape == element.shape
    assert value(derived, matrices) == expected


def test_coefficients_have_a_rate_too(alphabet: Alphabet, build: Callable[..., Element]) -> None:
    a = alphabet.scalars.letter("a")
    element = build("W W'").scaled(a**3)
    derived = leibniz(element, rate(alphabet), lambda c: c.diff("a") * a)  # da/dt = a
    expected = build("W W'").scaled(a**3 * alphabet.scalars.number(3)) + build(
        "Wdot W'", "W Wdot'"
    ).scaled(a**3)
    assert (derived - expected).is_zero()
