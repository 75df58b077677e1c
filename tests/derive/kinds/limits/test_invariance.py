"""What tends to its limit since it is there wherever the flow comes to rest."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, STATE

NAMES = {
    "w": f"{STATE}, shape = ['n', '1']",
    "a": "shape = ['n', '1']",
    "W": f"{STATE}, shape = ['n', 'd']",
    "B": f"{STATE}, shape = ['d', 'n']",
    "U": f"{STATE}, {MATRIX}, properties = ['psd']",
    "P": f"{MATRIX}, properties = ['psd']",
    "N": f"{MATRIX}, properties = ['psd']",
    "G": f"{MATRIX}, properties = ['psd', 'invertible']",
    "k": "sign = 'positive'",
    "b": "sign = 'nonnegative'",
    "f": "role = 'function', sign = 'positive'",
    "x": STATE,
    "v": STATE,
}
PULLED = (r"\dot{w} = -P w",)
SPRING = (r"\dot{x} = v", r"\dot{v} = -b v - k x")
LAYERS = (r"\dot{W} = -B^T B W", r"\dot{B} = -B W W^T")


@pytest.mark.parametrize(
    ("limit", "flow", "verdict"),
    [
        (r"P w \to 0", PULLED, "proved"),
        (r"w^T P w \to 0", PULLED, "proved"),
        (r"\|w\|^2 \to 0", PULLED, "refuted"),
        (r"N w \to 0", PULLED, "refuted"),
        (r"P w \to 0", (r"\dot{w} = -f P w",), "undecided"),  # f may tend to 0
        (r"P w \to 0", (r"\dot{w} = P w",), "refuted"),
        (r"x \to 0", (r"\dot{x} = -f x",), "conditional"),
        (r"\|w\|^2 \to 0", (r"\dot{w} = -b G w",), "conditional"),
        (r"\|w\|^2 \to 0", (r"\dot{w} = -G w",), "proved"),
        (r"w^T G w - w^T a \to 0", (r"\dot{w} = a - G w",), "proved"),
        (r"w^T G w \to 0", (r"\dot{w} = a - G w",), "refuted"),
        (r"W \to 0", (r"\dot{W} = -W W^T W",), "proved"),
        (r"W^T W \to I", (r"\dot{W} = -W W^T W",), "refuted"),
        (r"B W \to 0", LAYERS, "proved"),
        (r"W \to 0", LAYERS, "conditional"),
        (r"U w \to 0", (r"\dot{w} = -U w", r"\dot{U} = -U^2"), "proved"),
        (r"w \to 0", (r"\dot{w} = -U w", r"\dot{U} = -U^2"), "refuted"),
        (r"x \to 0", SPRING, "conditional"),  # if b > 0
        (r"v \to 0", SPRING, "conditional"),
        (r"x \to 0", (r"\dot{x} = v", r"\dot{v} = -k v^3 - x"), "proved"),
        (r"x \to 0", (r"\dot{x} = v", r"\dot{v} = k v - x"), "refuted"),
        (r"x v \to 0", (r"\dot{x} = -x v^2", r"\dot{v} = -v x^2"), "proved"),
        (r"x \to 0", (r"\dot{x} = -x v^2", r"\dot{v} = -v x^2"), "refuted"),
    ],
)
def test_what_is_0_wherever_a_flow_rests(limit: str, flow: tuple[str, ...], verdict: str) -> None:
    found = small.decided("vanishes", limit, NAMES, flow)
    assert str(found.verdict) == verdict, found.why
    if flow is SPRING:
        assert [condition.text for condition in found.given] == ["b > 0"]


@pytest.mark.parametrize("sign", ["positive", "nonnegative"])
def test_a_positive_state_may_tend_to_0(sign: str) -> None:
    names = NAMES | {"z": f"{STATE}, sign = '{sign}'"}
    flow = (r"\dot{x} = -x z^2", r"\dot{z} = -z x^2")
    assert str(small.decided("vanishes", r"x z \to 0", names, flow).verdict) == "proved"
    assert str(small.decided("vanishes", r"x \to 0", names, flow).verdict) != "proved"


def test_a_limit_that_is_false_from_size_2_on() -> None:
    names = {**NAMES, "F": f"{STATE}, {MATRIX}", "C": MATRIX}
    flow = (r"\dot{F} = C - G F - F G",)
    found = small.decided("vanishes", r"F \to \frac12 G^{-1} C", names, flow)
    assert (str(found.verdict), "its rate tends to" in found.why) == ("refuted", True)
    assert str(small.decided("vanishes", r"G F + F G \to C", names, flow).verdict) == "proved"
