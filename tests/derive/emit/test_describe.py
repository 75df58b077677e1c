"""A plan as lines to read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import make_elementwise_plan, make_plan, plan_lines
from sslcheck.derive.emit.describe import constant_text
from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.plan import Buffer, Constant, Operand
from sslcheck.derive.expr import Expr, Num, Quotient, Sum, Sym
from sslcheck.derive.models.model import full_model
from sslcheck.derive.reduce import modal_model

A, ONE = Sym("a"), Num(Fraction(1))


def test_a_matrix_plan(scene: Derivation) -> None:
    model = full_model(scene, "byol", {"X": "dense", "X'": "dense"})
    plan = make_plan(model, {"n": 2, "d": 3})
    lines = list(plan_lines(plan))
    assert lines[2] == "scalars    alpha_p, beta, eta"
    assert lines[3] == "states     W_p (2 x 2), W (2 x 3), W_a (2 x 3)"
    assert lines[-4] == f"matrix products {plan.products}"
    assert lines[-1].startswith("memory          ")
    steps = [line for line in lines if " = " in line or " += " in line]
    assert len(steps) == len(plan.steps) + len(plan.constants)


def test_a_plan_of_modes(scene: Derivation) -> None:
    model = modal_model(scene, "byol", ("X", "X'"))
    assert model is not None
    lines = list(plan_lines(make_elementwise_plan(model, 7)))
    assert lines[3] == "states     p_j, w_j, a_j: 7 modes each"
    assert "matrix products 0" in lines


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        ([(ONE, ()), (Num(Fraction(-1)), ("S",))], "I - S"),
        ([(A, ("S", "T"))], "a S T"),
        ([(Sum((A, ONE)), ("S",)), (Quotient(ONE, A), ("T",))], "(a + 1.0) S + (1.0 / a) T"),
    ],
)
def test_a_constant(terms: list[tuple[Expr, tuple[str, ...]]], text: str) -> None:
    written = tuple((coeff, tuple(map(Operand, names))) for coeff, names in terms)
    assert constant_text(Constant(Buffer("K0", 2, 2), written), Names()) == text


def test_sizes_are_in_readable_units(scene: Derivation) -> None:
    model = full_model(scene, "byol", {"X": "dense", "X'": "dense"})
    lines = list(plan_lines(make_plan(model, {"n": 512, "d": 512})))
    assert any("MiB" in line for line in lines)
