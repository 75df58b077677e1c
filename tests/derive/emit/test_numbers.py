"""Scalars that are more than symbols, as numbers that are computed first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.emit.numbers import Numbers
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import At, Exp, Expr, Integral, Log, Num, Power, Prod, Size, Sum, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

SYMBOLS = {"a": Symbol("a", sign="positive"), "x": Symbol("x", sign="positive", role="state")}
HALF = Fraction(1, 2)
A, X, ONE = Sym("a"), Sym("x"), Num(Fraction(1))


def lowered(node: Expr) -> tuple[Numbers, frozenset[str]]:
    normal = NormalForm(Setting(SYMBOLS))
    numbers = Numbers(normal.scalars, {"n": 7}, frozenset({"x"}))
    return numbers, numbers.ratio(normal.whole(node).value()).free()


def test_a_number_of_parameters_is_made_once_on_the_host() -> None:
    numbers, free = lowered(Prod((Power(Sum((A, ONE)), HALF), Exp(X))))
    made = {name: (m.constant, m.host) for name, m in numbers.made.items()}
    assert free == made.keys()
    assert sorted(made.values()) == [(False, False), (True, True)]


def test_one_inside_another_comes_first() -> None:
    numbers, free = lowered(Log(Sum((ONE, Exp(X)))))
    first, second = numbers.made.values()
    assert (second.needs, free) == (frozenset({first.name}), frozenset({second.name}))
    assert not second.constant


def test_the_size_of_a_space_is_a_number() -> None:
    numbers, free = lowered(Prod((Size("n"), A)))
    assert (numbers.made, free) == ({}, frozenset({"a"}))


@pytest.mark.parametrize("node", [At(X), Integral(X)])
def test_what_no_kernel_computes(node: Expr) -> None:
    with pytest.raises(Unsupported, match="which no kernel computes"):
        lowered(node)
