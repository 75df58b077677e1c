"""Matrices whose determinants are multiples: the multiple is right in numbers, and they meet."""

from __future__ import annotations

import numpy as np
import pytest
from tests.derive.algebra.test_determinants import SIZES, normal_form, relation
from tests.derive.valued import Values, valued

from sslcheck.derive.algebra.equivalents import Multiple, simplest_equivalent
from sslcheck.derive.algebra.inverses import element_key
from sslcheck.derive.algebra.rebuild import element_expr, ratio_expr
from sslcheck.derive.expr import Expr
from sslcheck.derive.normal import NormalForm

SAME = [
    ["I_n + V V^T A", "I_n + A V V^T", "I_d + V^T A V"],
    ["c I_n + V V^T", "c I_d + V^T V"],
    ["P + V V^T", "I_n + P^{-1} V V^T", "I_d + V^T P^{-1} V"],
    ["R A - R", "A R - R", "A - I_n", "R A R^{-1} - I_n"],
    ["R^{-1} + P^{-1}", "P + R"],
    ["B A + B S", "A + S"],
    ["P + c u u^T", "I_n + c P^{-1} u u^T"],
    ["2 I_n + A B V V^T", "2 I_n + V V^T A B"],
    ["I_n + A B + A S", "I_n + B A + S A"],
]


def numbers(seed: int) -> Values:
    rng = np.random.default_rng(seed)
    n, d = SIZES["n"], SIZES["d"]
    values: Values = {name: rng.standard_normal((n, n)) for name in "ABRSPW"}
    for name in "SP":
        values[name] = values[name] @ values[name].T + np.eye(n)
    shapes: dict[str, tuple[int, int]] = {"V": (n, d), "u": (n, 1), "a": (1, 1), "c": (1, 1)}
    values |= {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    return values | {"c": np.abs(values["c"])}


def simplest(normal: NormalForm, text: str) -> tuple[Expr, Multiple]:
    node = relation(f"{text} = {text}").lhs
    return node, simplest_equivalent(normal.whole(node), normal.functions)


@pytest.mark.parametrize("same", SAME, ids=[one[0] for one in SAME])
def test_they_meet_and_the_multiple_is_right(same: list[str]) -> None:
    normal, values = normal_form(), numbers(1)
    met = set()
    for text in same:
        node, (element, number, others) = simplest(normal, text)
        met.add(min(element_key(element), element_key(element.T)))
        size = SIZES["n"] if element.shape[0] == "n" else SIZES[element.shape[0]]
        last = element_expr(element)
        found = valued(ratio_expr(number), values, SIZES)[0, 0]
        # a multiple of the identity alone is read as a number
        inside = valued(last, values, SIZES)
        found *= np.linalg.det(inside if len(inside) == size else inside * np.eye(size))
        for other, power in others:
            found *= np.linalg.det(valued(element_expr(other), values, SIZES)) ** power
        assert np.isclose(found, np.linalg.det(valued(node, values, SIZES)))
    assert len(met) == 1


@pytest.mark.parametrize(
    "pair", [("I_n + A B", "I_n + A^T B"), ("a I_n + V V^T", "a I_d + V^T V"), ("A + B", "A - B")]
)
def test_what_differs_or_may_be_0_does_not_meet(pair: tuple[str, str]) -> None:
    normal = normal_form()
    one, two = (simplest(normal, text)[1].element for text in pair)
    assert element_key(one) not in (element_key(two), element_key(two.T))
