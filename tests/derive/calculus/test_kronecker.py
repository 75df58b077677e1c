"""The Kronecker form of a linear map, against explicitly stacked columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from sslcheck.derive.algebra import Element
from sslcheck.derive.algebra.letters import InverseOf
from sslcheck.derive.calculus import kronecker_form
from sslcheck.derive.errors import Unsupported


@pytest.mark.parametrize(
    "words",
    [["W"], ["P W"], ["W X"], ["P W X", "P' P W V", "W", "Q W X"], ["P P' W V X", "Q W V X"]],
)
def test_kronecker_form_acts_like_the_map(
    words: list[str],
    build: Callable[..., Element],
    value: Callable[..., Any],
    matrices: dict[str, Any],
) -> None:
    element = build(*words, numbers=tuple((-1) ** k * (k + 1) for k in range(len(words))))
    total = sympy.zeros(6, 6)
    for term in kronecker_form(element, "W"):
        left, right = value(term.left, matrices), value(term.right, matrices)
        for i in range(3):  # (right^T kron left) by blocks, written out
            for j in range(3):
                total[2 * i : 2 * i + 2, 2 * j : 2 * j + 2] += right[j, i] * left
    stacked = sympy.Matrix([matrices["W"][i, j] for j in range(3) for i in range(2)])
    image = value(element, matrices)
    assert total * stacked == sympy.Matrix([image[i, j] for j in range(3) for i in range(2)])


def test_one_term_for_each_right_factor(build: Callable[..., Element]) -> None:
    assert len(kronecker_form(build("P W X", "Q W X", "W X", "W"), "W")) == 2


@pytest.mark.parametrize("word", ["A", "W A' W", "P A", "W W' W"])
def test_what_is_not_linear_has_none(word: str, build: Callable[..., Element]) -> None:
    with pytest.raises(Unsupported, match="not linear in `W`"):
        kronecker_form(build(word), "W")


def test_a_transposed_letter_has_none(build: Callable[..., Element]) -> None:
    with pytest.raises(Unsupported, match="not linear in `P`"):
        kronecker_form(build("Q P'"), "P")


def test_a_state_in_an_inverse_is_not_linear(build: Callable[..., Element]) -> None:
    inside, beside = build("P", "W W'"), build("W")
    alphabet = inside.alphabet
    made = InverseOf(("key",), inside)
    alphabet.declare(made, inside.shape)
    element = alphabet.letter(made) * Element(alphabet, beside.shape, beside.terms)
    with pytest.raises(Unsupported, match="stands in an inverse"):
        kronecker_form(element, "W")
