"""What a flow keeps of what is declared of its states."""

from __future__ import annotations

import pytest
from tests.derive.forming import SYMBOLS, relation

from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.kept import kept
from sslcheck.derive.setting import Setting, Symbol


@pytest.mark.parametrize(
    ("name", "rate", "keeps"),
    [
        ("z", "-a z", True),
        ("z", "h", True),
        ("z", "-c", False),
        ("z", "z - c", False),
        ("z", r"-\frac{c}{z}", False),
        ("z", r"-\sqrt{z}", False),
        ("z", r"-\frac{z}{\sqrt{z}}", False),
        ("V", "A V + V A^T", True),
        ("V", "A V", False),
        ("W", "(A - A^T) W", True),
        ("W", "A W", False),
    ],
)
def test_the_set_of_admissible_states_is_not_left(name: str, rate: str, keeps: bool) -> None:
    marks = {"V": {"symmetric"}, "W": {"orthonormal"}, "z": set()}[name]
    own = SYMBOLS[name]
    marked = Symbol(own.name, own.shape, frozenset(marks), own.sign, own.role)
    flow = {name: relation(f"{name} = {rate}").rhs}
    setting = Setting({**SYMBOLS, name: marked}, flow=flow)
    assert (name in kept(setting, Scalars())) is keeps
