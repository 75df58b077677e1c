"""Matrices with which roots are rational."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.rooted import commuting, with_root
from sslcheck.derive.exact.sample import Draws, with_values
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.squares import draw_point
from sslcheck.derive.expr import Expr, Ident, Num, Power, Prod, Sum, Sym, Transpose
from sslcheck.derive.setting import Setting, Symbol

W, X, P, R, S, U, k = map(Sym, ("W", "X", "P", "R", "S", "U", "k"))
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("W", ("n", "d")),
        Symbol("X", ("d", "d"), frozenset({"psd"})),
        Symbol("P", ("n", "n"), frozenset({"psd"})),
        Symbol("R", ("n", "n"), frozenset({"psd"})),
        Symbol("S", ("n", "n"), frozenset({"symmetric"})),
        Symbol("U", ("n", "n"), frozenset({"orthonormal"})),
        Symbol("k", sign="positive"),
    )
}
SCOPE = Scope(Setting(SYMBOLS))
F = Prod((W, X, Transpose(W)))
SHIFTED = Sum((F, Prod((k, Ident("n")))))
BASES: list[Expr] = [
    P,
    F,
    Prod((W, Transpose(W))),
    Prod((Transpose(W), W)),
    Sum((P, Prod((Num(Fraction(2)), R)))),
    Prod((P, R, P)),
    Prod((S, S)),
    Prod((U, P, Transpose(U))),
    Sum((F, Prod((W, Sum((X, Ident("d"))), Transpose(W))))),
    SHIFTED,
]


def _root(base: Expr, degree: int) -> Expr:
    return Power(base, Fraction(1, degree))


@pytest.mark.parametrize("degree", [2, 3])
@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("sizes", [(1, 1), (2, 3), (3, 2)])
def test_a_point_at_which_one_root_is_rational(
    base: Expr, degree: int, sizes: tuple[int, int]
) -> None:
    point = draw_point(SCOPE, dict(zip(("n", "d"), sizes, strict=True)), 3, [_root(base, degree)])
    value, root = point.evaluate(base).at(0), point.evaluate(_root(base, degree)).at(0)
    power = root
    for _ in range(degree - 1):
        power = matrix.multiply(power, root)
    assert power == value
    assert matrix.is_psd(root)
    assert not matrix.is_zero(root)


def test_a_point_at_which_several_are() -> None:
    roots = [_root(base, 2) for base in (P, R, Sum((P, R)), SHIFTED, F)]
    point = draw_point(SCOPE, {"n": 2, "d": 3}, 1, roots)
    for root in roots:
        assert matrix.is_psd(point.evaluate(root).at(0))


def test_values_are_as_declared_and_those_taken_stay() -> None:
    drawn = Point(SCOPE, {"n": 2, "d": 3}, Draws(SCOPE, {"n": 2, "d": 3}, 0))
    for values in with_root(drawn, F, 2, ["W"], Random(0)):
        assert {name for name, _ in values} == {"W"}
    values = commuting(drawn, [_root(F, 2)], ["W", "X"], Random(0))
    moved = with_values(drawn, values, closed=False)
    assert matrix.is_psd(moved.symbol("X").at(0))
    assert not matrix.is_zero(moved.evaluate(F).at(0))


def test_what_cannot_be_drawn_says_so() -> None:
    two = Prod((Num(Fraction(2)), Ident("n")))
    with pytest.raises(Unsupported, match="rational"):
        draw_point(SCOPE, {"n": 2, "d": 3}, 0, [_root(two, 2)])
