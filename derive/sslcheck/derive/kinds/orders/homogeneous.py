"""Numbers made of one degree by equations that are supposed: with ``sum_j p_j = 1`` the difference
of ``sum_j l_j^2 p_j`` and ``(sum_j l_j p_j)^2`` is one of products of two sums over p.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import closure
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.kinds.limits.existence import degree
from sslcheck.derive.normal import NormalForm

__all__ = ["homogeneous"]

_MOST = 4
"""How often the unit is multiplied with."""


def homogeneous(normal: NormalForm, element: Element) -> Iterator[Element]:
    """A number with each term multiplied by a power of what is supposed to be 1, so that all are of
    one degree in what that is made of; nothing where there is no such unit.
    """
    if element.shape != ("1", "1") or not normal.supposed:
        return
    value = element.value().cancelled()
    for unit, group, power in _units(normal):
        if value.denominator.deep() & group:
            continue
        parts = [(part, degree((), part, group)) for part in _monomials(value)]
        most = max((often for _, often in parts), default=0)
        lacking = [(part, most - often) for part, often in parts]
        if most in (0, inf) or any(d % power or d > _MOST * power for _, d in lacking):
            continue
        if all(not d for _, d in lacking):
            continue
        total = normal.scalars.number(0)
        for part, d in lacking:
            total = total + part * unit ** int(d // power)
        yield normal.alphabet.scalar((total / value.denominator).cancelled())


def _units(normal: NormalForm) -> Iterator[tuple[Ratio, frozenset[str], int]]:
    """Numbers that are supposed to be 1, of one degree in symbols, with these and the degree."""
    for gap in normal.supposed:
        if gap.shape != ("1", "1"):
            continue
        parts = _monomials(gap.value().cancelled())
        fixed = [part for part in parts if not part.free()]
        made = [part for part in parts if part.free()]
        group = frozenset(n for part in made for n in closure(part.free()) if isinstance(n, str))
        if not made or len(fixed) != 1 or not group <= normal.setting.symbols.keys():
            continue
        power, *others = {degree((), part, group) for part in made}
        if not others and 0 < power < inf:
            yield sum(made, normal.scalars.number(0)) / -fixed[0], group, int(power)


def _monomials(value: Ratio) -> list[Ratio]:
    """The terms of a numerator."""
    poly, unit = value.num, value.scalars.unit
    made = poly.ring.dtype
    return [Ratio(value.scalars, made({powers: c}), unit) for powers, c in poly.items()]
