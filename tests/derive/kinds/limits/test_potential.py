"""Energies of motion, and of what cannot grow."""

from __future__ import annotations

import pytest
from tests.derive.kinds import small
from tests.derive.kinds.small import MATRIX, POSITIVE, STATE

NAMES = {
    "w": f"{STATE}, shape = ['n', '1']",
    "b": "shape = ['n', '1']",
    "S": f"{MATRIX}, properties = ['psd', 'invertible']",
    "Q": f"{MATRIX}, properties = ['psd']",
    "A": MATRIX,
    "N": f"{MATRIX}, properties = ['symmetric']",
    "H": f"{STATE}, {MATRIX}, properties = ['symmetric']",
    "x": STATE,
    "y": STATE,
    "g": POSITIVE,
    "m": "",
}
BALL = (r"\ddot{w} = -g \dot{w} - S w",)
FLAT = (r"\ddot{w} = -g \dot{w} - Q (w - b)",)
ROUGH = (r"\ddot{w} = -Q \dot{w} - S w",)
BRACKET = (r"\dot{H} = H (H N - N H) - (H N - N H) H",)


@pytest.mark.parametrize(
    ("limit", "flow", "verdict"),
    [
        (r"w \to 0", BALL, "proved"),
        (r"\dot{w} \to 0", BALL, "proved"),
        (r"w \to b", (r"\ddot{w} = -g \dot{w} - S (w - b)",), "proved"),
        (r"w \to 0", (r"\ddot{w} = -S w",), "refuted"),
        (r"w \to 0", (r"\ddot{w} = g \dot{w} - S w",), "refuted"),
        (r"w \to 0", (r"\ddot{w} = -g \dot{w} - A w",), "refuted"),
        (r"w \to 0", (r"\ddot{w} = -m \dot{w} - S w",), "conditional"),
        (r"Q w \to Q b", FLAT, "proved"),
        (r"\dot{w} \to 0", FLAT, "proved"),
        (r"(w - b)^T Q (w - b) \to 0", FLAT, "proved"),
        (r"w \to b", FLAT, "refuted"),
        (r"w^T Q w \to 0", FLAT, "refuted"),
        (r"Q \dot{w} \to 0", ROUGH, "proved"),
        (r"\dot{w} \to 0", ROUGH, "refuted"),
        (r"x \to 0", (r"\ddot{x} = -g \dot{x} - x^3",), "proved"),
        (r"\dot{x} \to 0", (r"\ddot{x} = -g \dot{x} - x^2",), "undecided"),  # it may leave
        (r"x \to 0", (r"\ddot{x} = -g \dot{x} + x - x^3",), "refuted"),
        (r"H N - N H \to 0", BRACKET, "proved"),
        (r"H N + N H \to 0", BRACKET, "refuted"),
    ],
)
def test_where_an_energy_is_lost(limit: str, flow: tuple[str, ...], verdict: str) -> None:
    assert small.decided("vanishes", limit, NAMES, flow).verdict.value == verdict


@pytest.mark.parametrize(
    ("flow", "energy", "verdict"),
    [
        ((r"\dot{x} = -y^2", r"\dot{y} = x y"), "x", "proved"),  # on a circle
        ((r"\dot{x} = y^3", r"\dot{y} = x^3"), "-x y", "undecided"),  # they grow
    ],
)
def test_what_is_defined_of_bounded_states(
    flow: tuple[str, ...], energy: str, verdict: str
) -> None:
    symbols = {**NAMES, "E": ""}
    definition = f"E = '{energy}'"
    found = small.decided("vanishes", r"y \to 0", symbols, flow, definition=definition)
    assert found.verdict.value == verdict
