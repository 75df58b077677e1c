"""Buffers for temporaries: as few as their lifetimes allow, and never one for two at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import make_plan
from sslcheck.derive.emit.allocate import allocated
from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.plan import Combine, Diagonal, MatMul, Operand, Step
from sslcheck.derive.expr import Num, Sym
from sslcheck.derive.models.model import full_model

FLOWS = ("byol", "no-stop-gradient", "symmetrised")
STRUCTURES = ("isotropic", "diagonal", "dense")


def model(scene: Derivation, flow: str, structure: str) -> Any:
    return full_model(scene, flow, {"X": structure, "X'": structure})  # type: ignore[dict-item]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_square_kernels_need_no_work_memory(scene: Derivation, structure: str) -> None:
    assert not make_plan(model(scene, "byol", structure), {"n": 8, "d": 8}).work


ONE = Num(Fraction(1))


def product(out: str, left: str, right: str) -> Step:
    return MatMul(out, Operand(left), Operand(right, True), 1, 1)


def total(out: str, *names: str, scratch: str = "") -> Step:
    return Combine(out, ONE, tuple((ONE, Operand(n)) for n in names), scratch, 1, 1)


SQUARE = ("n", "n")


def placed(steps: list[Step], pinned: dict[str, Any]) -> tuple[list[Step], list[str]]:
    temporaries = {f"?{k}": SQUARE for k in range(3)}
    made, work = allocated(steps, temporaries, pinned, {"n": 2, "d": 2}, Names())
    return made, [buffer.name for buffer in work]


def test_a_dead_buffer_is_used_again() -> None:
    steps = [
        product("?0", "A", "A"),
        product("?1", "?0", "A"),
        product("?2", "?1", "A"),
        total("Y", "?2", "A"),
    ]
    made, work = placed(steps, {})
    assert work == ["T0", "T1"]
    assert [step.out for step in made] == ["T0", "T1", "T0", "Y"]
    assert made[1] == product("T1", "T0", "A")


def test_what_lives_at_one_time_is_apart() -> None:
    steps = [product("?0", "A", "A"), product("?1", "A", "B"), total("Y", "?0", "?1", scratch="?2")]
    made, work = placed(steps, {})
    assert work == ["T0", "T1", "T2"]
    assert made[2] == total("Y", "T0", "T1", scratch="T2")


def test_an_output_that_is_not_written_yet_lends_its_buffer() -> None:
    steps = [product("?0", "A", "A"), total("Y", "?0", "A"), total("Z", "A", "A")]
    made, work = placed(steps, {"Y": SQUARE, "Z": ("d", "d")})
    assert not work
    assert made[0] == product("Z", "A", "A")
    assert made[1] == total("Y", "Z", "A")


def test_symbols_in_coefficients_and_empty_names_stay() -> None:
    steps: list[Step] = [
        product("?0", "A", "A"),
        Combine("Y", Sym("?0"), ((Sym("?0"), Operand("?0")),), "", 1, 1),
        Diagonal("Y", ((ONE, ""),), 1, 1),
    ]
    made, _ = placed(steps, {})
    assert made[1] == Combine("Y", Sym("?0"), ((Sym("?0"), Operand("T0")),), "", 1, 1)
    assert made[2] == steps[2]
