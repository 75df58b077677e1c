"""Scalar expressions as numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Exp, Num, Power, Prod, Quotient, Sum, Sym

X, Y, THREE = Sym("x"), Sym("y"), Num(Fraction(3))


def test_every_operation() -> None:
    node = Sum((Quotient(Power(X, Fraction(1, 2)), THREE), Prod((Num(Fraction(-1)), Y, Y))))
    assert scalar_value(node, {"x": 9.0, "y": 0.5}) == pytest.approx(1.0 - 0.25)


def test_what_is_no_arithmetic() -> None:
    with pytest.raises(Unsupported, match="`Exp` in a scalar"):
        scalar_value(Exp(X), {"x": 1.0})
