"""Claims about trajectories: the look objects to what is false, and to nothing that is true."""

from __future__ import annotations

import pytest
from tests.numeric.look.articles import (
    A,
    C,
    G,
    M,
    Q,
    S,
    T,
    W,
    X,
    Y,
    agrees,
    article,
    kind,
    objects,
    seen,
)

FALSE = {
    "integral: a rate": (
        kind("integral", "W W^T = C", "constant = 'C'"),
        W + C + A,
        r"'\dot{W} = A W'",
    ),
    "integral: a constant that is diagonal": (
        kind("integral", "Q = C", "constant = 'C'"),
        Q + C.replace("'constant'", "'constant', properties = ['diagonal']"),
        r"'\dot{Q} = 0'",
    ),
    "integral: a constant that is positive": (
        kind("integral", "x = c", "constant = 'c'"),
        X + "c = { role = 'constant', sign = 'positive' }\n",
        r"'\dot{x} = 0'",
    ),
    "integral: of all modes": (
        kind("integral", "p_j = c", "constant = 'c'"),
        M + "c = { role = 'constant' }\n",
        r"'\dot{p}_j = 0'",
    ),
    "vanishes: a growth": (kind("vanishes", r"x \to 0"), X, r"'\dot{x} = x'"),
    "vanishes: a rate that fades": (
        kind("vanishes", r"x \to 0"),
        X + Y,
        r"'\dot{x} = -y x', '\dot{y} = -y'",
    ),
    "vanishes: a rate that is any function": (
        kind("vanishes", r"x \to 0"),
        X + T.replace("'function'", "'function', sign = 'positive'"),
        r"'\dot{x} = -k x'",
    ),
    "vanishes: a solution that ends": (
        kind("vanishes", r"x^2 - y^2 \to 0"),
        X + Y,
        r"'\dot{x} = x y^2 - x', '\dot{y} = x^2 y - y'",
    ),
    "vanishes: a sign that is lost": (
        kind("vanishes", r"x \to 0"),
        X + Y,
        r"'\dot{x} = -y x', '\dot{y} = -1'",
    ),
    "solution: another rate": (
        kind("solution", "x = e^{-2 a t} x(0)", "unknown = 'x'"),
        X + G,
        r"'\dot{x} = -a x'",
    ),
}
TRUE = {
    "integral: a constant on the left": (
        kind("integral", "c e^{-a t} = x", "constant = 'c'"),
        X + "c = { role = 'constant' }\n" + G,
        r"'\dot{x} = -a x'",
    ),
    "integral": (
        kind("integral", "W W^T = e^{-2 a t} C", "constant = 'C'"),
        W + C + G,
        r"'\dot{W} = -a W'",
    ),
    "vanishes": (kind("vanishes", r"Q \to 0"), Q + S + G, r"'\dot{Q} = -a Q - S Q - Q S'"),
    "vanishes: after it has grown": (
        kind("vanishes", r"z \to 0"),
        X + Y + "z = { role = 'state' }\n" + G,
        r"'\dot{x} = -a x', '\dot{y} = -a y + x', '\dot{z} = -a z + y'",
    ),
    "solution": (
        kind("solution", "x = e^{-a t} x(0)", "unknown = 'x'"),
        X + G,
        r"'\dot{x} = -a x'",
    ),
}


@pytest.mark.parametrize("case", FALSE)
def test_objects_to_what_is_false(case: str) -> None:
    assert objects(*FALSE[case])


@pytest.mark.parametrize("case", TRUE)
def test_says_nothing_against_what_is_true(case: str) -> None:
    assert agrees(*TRUE[case])


def test_what_a_growing_factor_makes_of_rounding_is_no_growth() -> None:
    claim = kind("vanishes", r"x e^{a t} \to 0")
    assert seen(article(claim, X + G, r"'\dot{x} = -(a + 1) x'")).objection is None
    assert seen(article(claim, X + G, r"'\dot{x} = -\frac{a}{2} x'")).objection is not None
