"""What a flow keeps of what is declared of its states."""

from __future__ import annotations

import pytest
from tests.derive.forming import SYMBOLS, relation

from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.kept import kept, lasting


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
        ("z", r"-z \ln z", True),
        ("z", r"-\frac{z}{z + c}", True),
        ("z", r"-\frac{z h}{z^2 + c e^x}", True),
        ("z", r"-\frac{z}{z + h}", False),
        ("z", r"-\frac{z}{z + a}", False),
        ("z", r"-\frac{z}{c - z}", False),
        ("z", r"-\frac{1}{z + c}", False),
        ("z", r"-\frac{z}{c + e^{1/z}}", False),
        ("z", r"-(\ln z)^2 z", False),
        ("z", r"-\ln z", False),
        ("z", r"z (1 - e^z) + z e^{x}", True),
        ("z", r"e^z - 1", False),
        ("z", r"-z e^{1/z}", False),
        ("z", r"-z e^{z^2} \sqrt{z}", True),
        ("z", r"z^a - z", True),
        ("z", r"-z^c", False),
        ("z", r"-z z^c", True),
        ("z", r"-z z^a", False),
        ("z", r"-z^{2/3}", False),
        ("z", r"c z^{2/3} - z^{5/3}", True),
        ("z", r"-z \text{tr}(A^+)", True),
        ("z", r"-z \text{tr}(U^+)", False),  # without a bound where the rank of U falls
        ("V", r"-\text{tr}(U^+) V", False),
        ("V", "A V + V A^T", True),
        ("V", "A V", False),
        ("V", r"-\|V\|_F V", True),
        ("V", r"\|V - V^T\|_F^{1/2} A", False),  # from where another solution leaves as t^2
        ("U", "A U + U A", True),
        ("U", "(a X X^T + A) U", True),
        ("U", "A", False),
        ("U", "-U + I", False),
        ("U", "U A U^{-1}", False),
        ("U", "A - U", False),
        ("V+psd", "A V + V A^T", True),
        ("V+psd", "S - V", True),
        ("V+psd", "A V + V A^T + X X^T", True),
        ("V+psd", "A V", False),
        ("V+psd", "S V + V S - P", False),
        ("V+psd", "A V A^T - I", False),
        ("V+psd+invertible", "c I - V", True),
        ("V+psd+invertible", "-V S V", True),
        ("V+psd+invertible", "V - c I", False),
        ("V+diagonal", "V^2 - 2 a V", True),
        ("V+diagonal", "A V", False),
        ("W", "(A - A^T) W", True),
        ("W", "A W", False),
    ],
)
def test_the_set_of_admissible_states_is_not_left(name: str, rate: str, keeps: bool) -> None:
    name, *given = name.split("+")
    declared = {"V": {"symmetric"}, "W": {"orthonormal"}, "U": {"invertible"}, "z": set()}
    marks = set(given) or declared[name]
    own = SYMBOLS[name]
    marked = Symbol(own.name, own.shape, frozenset(marks), own.sign, own.role)
    flow = {name: relation(f"{name} = {rate}").rhs}
    setting = Setting({**SYMBOLS, name: marked}, flow=flow)
    assert (name in kept(setting, Scalars())) is keeps


@pytest.mark.parametrize(
    ("marks", "rate", "left"),
    [
        ({"psd"}, "-X X^T", {"symmetric"}),
        ({"psd", "invertible"}, "V - c I", {"symmetric"}),
        ({"psd", "invertible"}, "V - X X^T", {"symmetric"}),
        ({"diagonal"}, "A V + V A^T", {"symmetric"}),
        ({"diagonal", "psd"}, "V - c I", {"diagonal", "symmetric"}),
        ({"diagonal"}, "A V", set()),
        ({"symmetric"}, "A V", set()),
    ],
)
def test_what_is_left_of_more(marks: set[str], rate: str, left: set[str]) -> None:
    own = SYMBOLS["V"]
    marked = Symbol(own.name, own.shape, frozenset(marks), own.sign, own.role)
    setting = Setting({**SYMBOLS, "V": marked}, flow={"V": relation(f"V = {rate}").rhs})
    whole, weaker = lasting(setting, Scalars())
    assert whole == frozenset()
    assert weaker == ({"V": left} if left else {})


@pytest.mark.parametrize(
    ("rate", "supposed", "keeps"),
    [
        ("A V + V A", "A = A^T", True),
        ("A V + V A", "a = 0", False),
        ("A U + V", "A U = 0", False),  # of a state, at the instant that is looked at
    ],
)
def test_what_equations_say_of_parameters_counts(rate: str, supposed: str, keeps: bool) -> None:
    own = SYMBOLS["V"]
    marked = Symbol(own.name, own.shape, frozenset({"symmetric"}), own.sign, own.role)
    flow = {"V": relation(f"V = {rate}").rhs, "U": relation("U = U").rhs}
    setting = Setting({**SYMBOLS, "V": marked}, flow=flow, relations=(relation(supposed),))
    assert ("V" in kept(setting, Scalars())) is keeps
