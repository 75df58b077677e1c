"""Where a sum of squares is 0."""

from __future__ import annotations

from dataclasses import replace

from tests.derive.forming import normal_form, side

from sslcheck.derive.expr import ZERO, Dot, Sym
from sslcheck.derive.kinds.orders.edges import edges, stops
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.quadratic import read_forms
from sslcheck.derive.verdicts.condition import Nonzero


def found(normal: NormalForm, text: str) -> list[Setting]:
    """The settings at which the squares of a number are tried."""
    form = next(read_forms(normal, side(text)))
    squares = sum_of_squares(form, signs_of(form))
    return edges(form, normal.setting, tuple(squares.ways()), squares.squares)


def test_what_may_be_0_is() -> None:
    lets = [setting.lets for setting in found(normal_form(), "a^2 + c h^2")]
    assert lets[1] == {}
    assert lets[2]["a"] == ZERO
    assert "c" not in lets[2]  # which is positive


def test_what_the_flow_divides_by_stays() -> None:
    setting = replace(normal_form().setting, lets={"a": ZERO})
    assert stops(setting, [Nonzero(Sym("a"))])
    assert stops(setting, [Nonzero(Dot(Sym("a")))])
    assert not stops(setting, [Nonzero(Sym("c"))])
