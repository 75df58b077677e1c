"""Where a flow may have several solutions from one start."""

from __future__ import annotations

import pytest
from tests.derive.forming import SPACES, SYMBOLS

from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.latex import read_statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.lipschitz import rough

_LETTERS = {
    **SYMBOLS,
    "u": Symbol("u", role="state", sign="nonnegative"),
    "Q": Symbol("Q", ("n", "n"), frozenset({"psd"}), role="state"),
    "R": Symbol("R", ("n", "n"), frozenset({"psd", "invertible"}), role="state"),
}


@pytest.mark.parametrize(
    ("name", "rate", "count"),
    [
        ("u", r"\sqrt{u}", 1),
        ("u", r"u \sqrt{u + 1}", 0),
        ("u", r"\sqrt{u x}", 1),
        ("u", r"\sqrt{h} u", 0),  # of a number that does not move
        ("u", r"\sqrt{z} u", 0),  # what else moves is given
        ("x", r"\sqrt{x^2}", 0),
        ("x", r"\sqrt{x^2 + y^2}", 0),
        ("x", r"\sqrt{c + x^2}", 0),
        ("x", r"(x^2)^{1/4}", 1),
        ("x", r"\sqrt{a x}", 1),
        ("z", r"-\sqrt{z}", 0),
        ("W", r"\|W\|_F W", 0),
        ("W", r"\|W\|_F^{1/2} W", 1),
        ("W", r"\|W - A W\|_F W", 0),
        ("V", r"\text{tr}(V)^2 A", 0),
        ("V", "V^+", 1),
        ("Q", r"\sqrt{\text{tr}(Q)} Q", 1),
        ("Q", "Q^{1/2}", 1),
        ("R", "R^{1/2}", 0),
    ],
)
def test_roots_of_what_may_come_to_0(name: str, rate: str, count: int) -> None:
    side = read_statement(f"{name} = {rate}", _LETTERS, SPACES).relations[0].rhs
    setting = Setting(_LETTERS, flow={name: side})
    assert len(rough(NormalForm(setting, Scalars()), [name], [name])) == count
