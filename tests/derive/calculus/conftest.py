"""Words evaluated by SymPy's explicit matrices, which share no code with the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import sympy

from sslcheck.derive.algebra import Alphabet, Element, Ratio, Scalars
from sslcheck.derive.algebra.letters import Frozen, Letter, TraceOf, Word

Value = Callable[[Element, Mapping[str, Any]], Any]
Build = Callable[..., Element]

SIZES = {"n": 2, "d": 3, "1": 1}
SHAPES: dict[Letter, tuple[str, str]] = {
    **dict.fromkeys(["W", "A", "Wdot", Frozen("W")], ("n", "d")),
    **dict.fromkeys(["P", "Q", "Pdot"], ("n", "n")),
    **dict.fromkeys(["X", "V", "Z"], ("d", "d")),
    **dict.fromkeys(["x", "y", "z", "m", "c", Frozen("x"), Frozen("y")], ("d", "1")),
}


@pytest.fixture
def alphabet() -> Alphabet:
    """Letters of eq. (1) under short names; a ``!`` marks a letter under a stop-gradient."""
    symmetric = frozenset({"symmetric"})
    marks: dict[Letter, frozenset[str]] = dict.fromkeys(["X", "V", "Z"], symmetric)
    return Alphabet(Scalars(["a"]), dict(SHAPES), marks, vectors=True)


@pytest.fixture
def build(alphabet: Alphabet) -> Build:
    """``build("W W'", "P")``: the sum of words, a leading ``tr`` for a trace, primes transpose."""

    def word(text: str) -> Element:
        letters = text.split()
        traced = letters[0] == "tr"
        product = None
        for name in letters[traced:]:
            plain = name.strip("'!")
            element = alphabet.letter(Frozen(plain) if name.startswith("!") else plain)
            element = element.T if name.endswith("'") else element
            product = element if product is None else product * element
        assert product is not None
        return product.trace() if traced else product

    def total(*texts: str, numbers: tuple[int, ...] = ()) -> Element:
        weights = numbers or (1,) * len(texts)
        first, *rest = (
            word(t).scaled(alphabet.scalars.number(c)) for t, c in zip(texts, weights, strict=True)
        )
        for element in rest:
            first = first + element
        return first

    return total


@pytest.fixture
def value() -> Value:
    """The value of an element where its letters are the given SymPy matrices."""

    def of(element: Element, given: Mapping[str, Any]) -> Any:
        rows, cols = (SIZES[space] for space in element.shape)
        total = sympy.zeros(rows, cols)

        def product(word: Word, size: int) -> Any:
            result = None
            for letter, transposed in word:
                name = f"!{letter.of}" if isinstance(letter, Frozen) else letter
                matrix = given[name].T if transposed else given[name]
                result = matrix if result is None else result * matrix
            return sympy.eye(size) if result is None else result

        def scalar(coeff: Ratio) -> Any:
            assert coeff.den == 1
            result = sympy.Integer(0)
            for monom, number in coeff.num.items():
                term = sympy.Rational(int(number.numerator), int(number.denominator))
                for letter, power in zip(coeff.scalars.names, monom, strict=False):
                    if power:
                        assert isinstance(letter, TraceOf)
                        term *= product(letter.word, 1).trace() ** power
                result += term
            return result

        terms = {(): element.value()} if element.shape == ("1", "1") else element.terms
        for word, coeff in terms.items():
            total += scalar(coeff) * product(word, rows)
        return total

    return of


@pytest.fixture
def matrices() -> dict[str, Any]:
    """Explicit integer matrices, n = 2 and d = 3; ``!`` letters have their partner's value."""
    given = {
        "W": sympy.Matrix([[1, -2, 3], [0, 4, -1]]),
        "Wdot": sympy.Matrix([[2, 0, 1], [5, -3, 7]]),
        "A": sympy.Matrix([[-1, 1, 2], [3, 0, 2]]),
        "P": sympy.Matrix([[2, -1], [3, 5]]),
        "Pdot": sympy.Matrix([[0, 4], [-2, 1]]),
        "Q": sympy.Matrix([[1, 6], [-3, 2]]),
        "X": sympy.Matrix([[2, 1, 0], [1, 3, -1], [0, -1, 4]]),
        "V": sympy.Matrix([[1, 0, 2], [0, 5, 1], [2, 1, 6]]),
    }
    return {**given, "!W": given["W"]}
