r"""Shapes that a text states are taken, where they can be understood and agree."""

from __future__ import annotations

import pytest

from sslcheck.derive.sketch.declared import stated_shapes

NAMES = {"W", "W_p", r"\mathbf{x}", "A", "B"}


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        (r"$W \in \mathbb{R}^{n \times d}$", {"W": ("n", "d")}),
        (r"$W_{p}\in\mathbb R^{n\times n}$", {"W_p": ("n", "n")}),
        (r"$\mathbf{x} \in \mathbb{R}^d$", {r"\mathbf{x}": ("d", "1")}),
        (r"$A, B \in \mathbb{R}^{n \times d_{in}}$", {"A": ("n", "d_{in}"), "B": ("n", "d_{in}")}),
        (r"$W \in \mathbb{R}^{n \times 1}$", {"W": ("n", "1")}),
        (r"$W \in \mathbb{R}^{3 \times d}$", {}),
        (r"$W \in \mathbb{R}^{a \times b \times c}$", {}),
        (r"$W \in \mathbb{R}^{n \times d}$ but $W \in \mathbb{R}^{d \times d}$", {}),
        (r"$V \in \mathbb{R}^{n \times d}$", {}),
        (r"$W = V \in \mathbb{R}^{n \times d}$", {}),
    ],
)
def test_stated(text: str, shapes: dict[str, tuple[str, str]]) -> None:
    assert stated_shapes(text, NAMES) == shapes


def test_a_long_text_takes_no_longer_than_it_should() -> None:
    assert stated_shapes(r"x \in \mathbb{R}^{" * 20_000, NAMES) == {}


def test_a_shape_that_a_display_states() -> None:
    text = r"\|w\| \le 1, \quad w \in \mathbb{R}^d, \; \text{where } A\in\mathbb{R}^{n\times d}"
    assert stated_shapes(text, ["w", "A"]) == {"w": ("d", "1"), "A": ("n", "d")}
