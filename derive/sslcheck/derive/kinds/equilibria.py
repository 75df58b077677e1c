"""The fixed points of a scalar flow: its rate, factored."""

from __future__ import annotations

from dataclasses import dataclass

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Sym
from sslcheck.derive.normal import NormalForm

__all__ = ["Factored", "discriminant", "factor"]


@dataclass(frozen=True, slots=True)
class Factored:
    """The rate of a scalar: ``rate = lead * product of (x - root) * product of quadratics``."""

    rate: Ratio
    roots: tuple[Ratio, ...]
    quadratics: tuple[tuple[Ratio, Ratio, Ratio], ...]


def factor(normal: NormalForm, variable: str) -> Factored:
    """The rate of a variable, factored; raises `Unsupported` where it has no such form."""
    rate = normal.scalar(Dot(Sym(variable))).root_reduced().cancelled()
    for name in sorted(rate.free() - {variable}):
        symbol = normal.setting.symbols.get(name)
        if symbol is None or symbol.role in ("state", "function"):
            raise Unsupported(f"the flow of {variable} also depends on {name}, which moves")
    roots: list[Ratio] = []
    quadratics: list[tuple[Ratio, Ratio, Ratio]] = []
    zero = normal.scalars.number(0)
    for part, power in rate.factors():
        by_power = part.coefficients(variable)
        degree = max(by_power)
        if degree == 1:
            roots += [(-by_power.get(0, zero) / by_power[1]).cancelled()] * power
        elif degree == 2 and power == 1:
            a, b, c = (by_power.get(k, zero) for k in (2, 1, 0))
            quadratics.append((a, b, c))
        elif degree:
            raise Unsupported(f"the fixed points are roots of a factor of degree {degree}")
    return Factored(rate, tuple(roots), tuple(quadratics))


def discriminant(quadratic: tuple[Ratio, Ratio, Ratio]) -> Ratio:
    """``b^2 - 4 a c``."""
    a, b, c = quadratic
    return b * b - a.scalars.number(4) * a * c
