"""Shapes that are seen while a formula is read."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex import read_expression
from sslcheck.derive.latex.seen import NUMBER, is_constant, shape_of
from sslcheck.derive.setting import Symbol

SHAPES = {"A": ("n", "n"), "W": ("n", "d"), "V": ("n", "d"), "v": ("n", "1"), "w": ("n", "1")}
SYMBOLS = {name: Symbol(name, shape) for name, shape in SHAPES.items()}
SYMBOLS |= {"a": Symbol("a"), "x": Symbol("x", role="state")}


@pytest.mark.parametrize(
    "text",
    [
        *(r"v \cdot w", r"A v \cdot w", r"v \cdot A w", r"a v \cdot w", r"v \times w"),
        *(r"\dot{v} \cdot w", r"(v - w) \cdot v", r"W \cdot V", r"A W w^T w \cdot W"),
    ],
)
def test_a_dot_that_may_be_an_inner_product(text: str) -> None:
    with pytest.raises(LatexError, match="a dot between what has no product"):
        read_expression(text, SYMBOLS, ["n", "d"])


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        *((r"A \cdot A", ("n", "n")), (r"v^T \cdot w", NUMBER), (r"a \cdot v", ("n", "1"))),
        *(
            (r"v \cdot w^T W", ("n", "d")),
            (r"x \cdot a", NUMBER),
            (r"W^T \cdot \dot{v}", ("d", "1")),
        ),
        *((r"\frac{v}{2} \cdot \text{tr}(A)", ("n", "1")), (r"A^2 \cdot (v + w)", ("n", "1"))),
    ],
)
def test_products_with_a_dot(text: str, shape: tuple[str, str]) -> None:
    assert shape_of(read_expression(text, SYMBOLS, ["n", "d"]), SYMBOLS) == shape


def test_constants() -> None:
    known = {text: read_expression(text, SYMBOLS, ["n", "d"]) for text in ("2 a^2", "a x", "v^T w")}
    assert {text: is_constant(node, SYMBOLS) for text, node in known.items()} == {
        "2 a^2": True,
        "a x": False,
        "v^T w": False,
    }
