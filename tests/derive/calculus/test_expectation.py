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
from sslcheck.derive.calculus.expectation import Law
from sslcheck.derive.errors import Unsupported


def expected(element: Element, build: Callable[..., Element]) -> Element:
    return expectation(element, [Law(("x", "y"), "m", build("X"), build("V"))])


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
    word: str, build: Callable[..., Element], value: Callable[..., Any], matrices: dict[str, Any]
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


# -- several inputs, known means, Gaussian views ---------------------------------------------------

NORMALS = sympy.symbols("g1:13")


def gaussian_average(value: Any) -> Any:
    """The expectation of polynomials of independent standard normal numbers."""
    entries = []
    for entry in value:
        total = sympy.Integer(0)
        for powers, coeff in sympy.Poly(entry, *NORMALS).terms():
            if all(p % 2 == 0 for p in powers):
                total += coeff * sympy.prod(sympy.factorial2(p - 1) for p in powers)
        entries.append(total)
    return sympy.Matrix(*value.shape, entries)


@pytest.mark.parametrize(
    "word",
    [
        "x",
        "x x'",
        "x y'",
        "m x'",
        "z x'",
        "x x' A' W x x'",
        "x y' A' W x m'",
        "x x' z z'",
        "W x z' A' W x",
        "tr x' A' W x z' z",
        "tr x' W' W y x' A' W y",
        "tr z' A' W x z' x",
        "tr x' x x' x x' A' W z",
        "x' A' W x z'",
    ],
)
def test_gaussian_views_of_two_inputs(
    word: str, build: Callable[..., Element], value: Callable[..., Any], matrices: dict[str, Any]
) -> None:
    root, spread = sympy.Matrix([[1, 0, 0], [2, 1, 0], [-1, 1, 2]]), sympy.diag(1, 2, 0)
    other, middle = sympy.Matrix([[2, 1, 0], [0, 1, 1], [0, 0, 1]]), sympy.Matrix([1, 0, -2])
    g = [sympy.Matrix(NORMALS[3 * k : 3 * k + 3]) for k in range(4)]
    mean = middle + root * g[0]
    drawn = {"m": mean, "x": mean + spread * g[1], "y": mean + spread * g[2], "z": other * g[3]}
    moments = {"X": root * root.T, "V": spread * spread.T, "Z": other * other.T, "c": middle}
    laws = [
        Law(("x", "y"), "m", build("X"), build("V"), build("c"), gaussian=True),
        Law(("z",), "", build("Z"), None, build("c", numbers=(0,)), gaussian=True),
    ]
    given = {**matrices, **moments}
    found = value(expectation(build(word), laws), given)
    directly = gaussian_average(sympy.Matrix(value(build(word), {**given, **drawn})).expand())
    assert (sympy.Matrix(found) - directly).expand() == sympy.zeros(*directly.shape)


def test_what_is_known_of_each_input_is_asked_for_apart(build: Callable[..., Element]) -> None:
    laws = [
        Law(("x",), "", build("X")),
        Law(("y",), "", build("V"), None, build("c")),
        Law(("z",), "", build("Z"), None, build("c"), gaussian=True),
    ]
    found = expectation(build("x x' y z' A' W z"), laws)
    assert found.letters() == {"X", "A", "W", "Z", "c"}
    for word, said in [
        ("x", "degree 1 .* may say `expected`"),
        ("x y'", "degree 1 .* may say `expected`"),
        ("x x' A' W x x'", "degree 4 .* may say `gaussian"),
        ("y y' y", "degree 3 .* may say `gaussian"),
        ("tr z' z z' z z' z z' z z' z", "degree above 8"),
    ]:
        with pytest.raises(Unsupported, match=said):
            expectation(build(word), laws)
