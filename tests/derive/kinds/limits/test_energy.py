"""Several states that move each other: an energy of all of them falls, or nothing is said."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided

VECTOR = f"shape = ['n', '1'], {STATE}"
DEFINITE = f"{MATRIX}, properties = ['psd', 'invertible']"
NAMES = {
    "u": VECTOR,
    "v": VECTOR,
    "N": MATRIX,
    "P": DEFINITE,
    "S": f"{MATRIX}, properties = ['psd']",
}
NAMES |= {"W": f"shape = ['n', 'd'], {STATE}", "V": f"shape = ['d', 'n'], {STATE}"}
NAMES |= {"x": STATE, "y": STATE, "z": STATE, "g": "role = 'function'", "k": "sign = 'positive'"}
NAMES |= {"h": "role = 'function', sign = 'positive'"}


@pytest.mark.parametrize(
    ("quantity", "flow", "verdict"),
    [
        ("u", (r"\dot{u} = -N v - P u", r"\dot{v} = k N^T u - v"), "proved"),
        ("u", (r"\dot{u} = -g N v - P u", r"\dot{v} = g N^T u - v"), "proved"),
        ("v", (r"\dot{u} = -u + (u^T v) v", r"\dot{v} = -v - (u^T v) u"), "proved"),
        ("W", (r"\dot{W} = -W - W V V^T", r"\dot{V} = -k V - W^T W V"), "proved"),
        ("W", (r"\dot{W} = -W + x V^T", r"\dot{V} = -V - x W^T", r"\dot{x} = x"), "proved"),
        ("y", (r"\dot{x} = -x + y z", r"\dot{y} = -y + x z", r"\dot{z} = -z - 2 x y"), "proved"),
        ("x", (r"\dot{x} = -k x + y^2", r"\dot{y} = -y - x y"), "proved"),
        # not cancelled, not constant, not bounded below, none of its own
        ("u", (r"\dot{u} = -u + N v", r"\dot{v} = -v + N^T u"), "refuted"),
        ("u", (r"\dot{u} = -g N v - P u", r"\dot{v} = N^T u - v"), "refuted"),
        ("u", (r"\dot{u} = -h N v - P u", r"\dot{v} = N^T u - v"), "undecided"),
        ("u", (r"\dot{u} = -k u + N v", r"\dot{v} = -S v - N^T u"), "proved"),
        ("x", (r"\dot{x} = -x y^2 + y", r"\dot{y} = -y - x"), "proved"),
        ("x", (r"\dot{x} = y", r"\dot{y} = -x - y - y^3"), "proved"),
        ("u", (r"\dot{u} = -u + x v", r"\dot{v} = -v - x u", r"\dot{x} = x^2"), "conditional"),
    ],
)
def test_states_that_vanish_together(quantity: str, flow: tuple[str, ...], verdict: str) -> None:
    found = decided("vanishes", rf"{quantity} \to 0", NAMES, flow)
    assert found.verdict.value == verdict, found.why
