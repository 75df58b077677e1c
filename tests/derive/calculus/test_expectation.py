"""Expectations over two conditionally independent views, against a population written out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import sympy

from sslcheck.derive.algebra import Element
from sslcheck.derive.algebra.letters import Frozen, InverseOf
from sslcheck.derive.calculus import expectation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Views

VIEWS = Views(("x", "y"), "m", "X", "V")


def expected(element: Element, build: Callable[..., Element]) -> Element:
    return expectation(element, VIEWS, build("X"), build("V"))


def population() -> list[tuple[Fraction, Any, Any, Any]]:
    """(probability, mean, x, y): two inputs, each with its own spread of the views."""
    means = [sympy.Matrix([1, 2, 0]), sympy.Matrix([-1, 1, 3])]
    spreads = [sympy.Matrix([1, 0, 2]), sympy.Matrix([0, 3, -1])]
    chances = [Fraction(1, 3), Fraction(2, 3)]
    return [
        (chance / 4, mean, mean + s * spread, mean + r * spread)
        for chance, mean, spread in zip(chances, means, spreads, strict=True)
        for s, r in product((1, -1), repeat=2)
    ]


def average(terms: list[tuple[Fraction, Any]]) -> Any:
    first, *rest = (sympy.Rational(p.numerator, p.denominator) * v for p, v in terms)
    return sum(rest, first)


WORDS = [
    "x x'",
    "x y'",
    "y x'",
    "y y'",
    "m m'",
    "x m'",
    "m y'",
    "P W x x' W' A",
    "W x y' X",
    "tr x' W' P A y",
    "tr y' A' W x",
    "tr x' x",
    "tr x' W' W x",
    "tr A x x' W'",
    "tr !x' W' A y",
    "tr x' !W' P A !y",
    "x !y'",
    "!x !x'",
]


@pytest.mark.parametrize("word", WORDS)
def test_expectation_is_the_average_over_a_population(
    word: str,
    build: Callable[..., Element],
    value: Callable[..., Any],
    matrices: dict[str, Any],
) -> None:
    cases = population()
    second = average([(p, m * m.T) for p, m, _, _ in cases])
    noise = average([(p, (x - m) * (x - m).T) for p, m, x, _ in cases])
    given = {**matrices, "X": second, "V": noise}
    directly = average(
        [
            (p, value(build(word), {**given, "m": m, "x": x, "y": y, "!x": x, "!y": y}))
            for p, m, x, y in cases
        ]
    )
    found = expected(build(word), build)
    assert found.letters() <= {"W", Frozen("W"), "P", "A", "X", "V"}
    assert value(found, given) == directly


def test_constants_stay_and_sums_are_linear(build: Callable[..., Element]) -> None:
    element = build("W x x' W'", "P", "W x y' W'", numbers=(2, 3, -2))
    found = expected(element, build)
    assert (found - build("W V W'", "P", numbers=(2, 3))).is_zero()


@pytest.mark.parametrize(("word", "degree"), [("W x", 1), ("x y' X x", 3), ("x x' y y'", 4)])
def test_only_second_moments_are_known(
    word: str, degree: int, build: Callable[..., Element]
) -> None:
    with pytest.raises(Unsupported, match=f"degree {degree} in the views"):
        expected(build(word), build)


def test_what_is_random_in_an_inverse_has_no_moments(build: Callable[..., Element]) -> None:
    element = build("P", "x x'")
    made = InverseOf(("key",), element)
    element.alphabet.declare(made, element.shape)
    with pytest.raises(Unsupported, match="inverse in which a view stands"):
        expected(element.alphabet.letter(made), build)
