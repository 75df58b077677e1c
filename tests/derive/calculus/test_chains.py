"""Vectors taken out of products two by two, with a matrix that is not symmetric in their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from sslcheck.derive.algebra import Element
from sslcheck.derive.algebra.letters import Letter, Word
from sslcheck.derive.calculus.chains import element_of, joined, replaced, spots_of
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import Unsupported


def vector(letter: Letter) -> bool:
    return letter in ("x", "y")


def chains(element: Element) -> list[Word]:
    ((word, coeff),) = (
        {(): element.value()} if element.shape == ("1", "1") else element.terms
    ).items()
    ((blocks, _),) = parts(coeff, vector, "a vector")
    return [word, *(block.word for block in blocks)]


@pytest.mark.parametrize(
    "text",
    ["x y'", "y x'", "W x y' A'", "tr x' A' W y", "tr y' A' W x", "tr m' X x y' m", "y m' X x",
     "x' V m y'", "tr x' m y' V m", "W x y' V m"],
)  # fmt: skip
def test_two_are_joined(
    text: str, build: Callable[..., Element], value: Callable[..., Any], matrices: dict[str, Any]
) -> None:
    """``u v^T`` is replaced by ``a b^T``, so that all is as if u were a, and v were b."""
    values = {"x": sympy.Matrix([1, -2, 5]), "y": sympy.Matrix([3, 0, 7])}
    pair = build("x").alphabet
    pair.declare("a_x", ("d", "1"))
    pair.declare("a_y", ("d", "1"))

    def moment(one: Letter, two: Letter) -> Element:
        return pair.letter(f"a_{one}") * pair.letter(f"a_{two}").T

    found = chains(build(text))
    one, two = spots_of(found, vector)
    rest, factor = joined(pair, found, one, two, moment)
    given = {**matrices, "m": sympy.Matrix([2, 1, -1])}
    given |= {**values, "a_x": values["x"], "a_y": values["y"]}
    result = element_of(pair, rest).scaled(factor)
    assert not result.letters() & {"x", "y"}
    assert value(result, given) == value(build(text), given)


def test_one_is_replaced(build: Callable[..., Element]) -> None:
    for text, wanted in (("W x", "W m"), ("x' W'", "m' W'"), ("W x m'", "W m m'")):
        found = chains(build(text))
        (spot,) = spots_of(found, vector)
        result = element_of(build("x").alphabet, replaced(found, spot, build("m")))
        assert (result - build(wanted)).is_zero()


def test_vectors_apart_cannot_be_joined(build: Callable[..., Element]) -> None:
    element = build("x y'")
    with pytest.raises(Unsupported, match="not next to each other"):
        joined(
            element.alphabet,
            [(("x", False), ("m", True), ("y", True))],
            (0, 0),
            (0, 2),
            lambda one, two: element,
        )
