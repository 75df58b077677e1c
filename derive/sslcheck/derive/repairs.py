"""Which extra assumption would make a residual vanish: read off its factors, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.condition import Condition, Equals, Starts
from sslcheck.derive.expr import Expr, Ident, Num, Prod
from sslcheck.derive.normal import NormalForm

__all__ = ["repairs"]

_MOST = 3  # more conditions at once say nothing to a reader


def repairs(
    normal: NormalForm, residuals: Iterable[Element], sides: Iterable[Element]
) -> tuple[Condition, ...]:
    """The smallest set of conditions ``parameter = value`` under which all residuals vanish.

    Parameters are constants of the setting: rates, integration constants, initial values, and
    moments (psd matrices, which may be zero). Empty if there is none that the declared signs allow,
    or only one that leaves nothing of the statement's ``sides``.
    """
    pending = [r for r in residuals if not r.is_zero()]
    sides = list(sides)
    found = _scalar_repairs(normal, pending, sides)
    if found is None:
        found = _matrix_repair(normal, pending, sides)
    return tuple(found or ())


def _scalar_repairs(
    normal: NormalForm, residuals: list[Element], sides: list[Element]
) -> list[Condition] | None:
    parts = [part for r in residuals for c in r.terms.values() for part in _parts(normal, c)]
    options: list[list[tuple[str, Ratio]]] = []
    for part in parts:
        roots = [root for factor, _ in part.factors() for root in _solve(normal, factor)]
        if not roots:
            return None
        if roots not in options:
            options.append(roots)
    best: dict[str, Ratio] | None = None
    for choice in product(*options[:6]):
        chosen: dict[str, Ratio] = {}
        for name, value in choice:
            if name in chosen and not (chosen[name] - value).is_zero():
                break
            chosen[name] = value
        else:
            small = len(chosen) <= _MOST and (best is None or len(chosen) < len(best))
            if small and all(p.substitute(chosen).is_zero() for p in parts):
                best = chosen
    if best is None or _nothing_left([s.scalar_map(_inserting(best)) for s in sides]):
        return None
    return [_equal(name, ratio_expr(value)) for name, value in best.items()]


def _parts(normal: NormalForm, coeff: Ratio) -> list[Ratio]:
    """The coefficient as a polynomial in what varies: each part must vanish by itself."""
    coeff = coeff.root_reduced()
    scalars = coeff.scalars
    num = scalars.align(coeff.num)
    names = scalars.names
    groups: dict[tuple[int, ...], dict[tuple[int, ...], object]] = {}
    for monom, c in num.items():
        fixed = tuple(e if e and _parameter(normal, names[k]) else 0 for k, e in enumerate(monom))
        varying = tuple(a - b for a, b in zip(monom, fixed, strict=True))
        groups.setdefault(varying, {})[fixed] = c
    ring = scalars.ring
    return [Ratio(scalars, ring.from_dict(g), scalars.unit) for g in groups.values()]


def _parameter(normal: NormalForm, name: str) -> bool:
    if name.endswith("(0)"):
        return True
    symbol = normal.setting.symbols.get(name)
    return symbol is not None and symbol.role in ("parameter", "constant")


def _solve(normal: NormalForm, factor: Ratio) -> list[tuple[str, Ratio]]:
    """A factor solved for each parameter that enters linearly, where the signs allow the value."""
    if factor.sign() is not None and all(_positive(normal, n) for n in factor.free()):
        return []  # a sum of positive terms
    found = []
    for name in sorted(factor.free()):
        if not _parameter(normal, name):
            continue
        by_power = factor.coefficients(name)
        if set(by_power) - {0, 1}:
            continue
        value = -by_power.get(0, factor.scalars.number(0)) / by_power[1]
        symbol = normal.setting.symbols.get(name.removesuffix("(0)"))
        sign = symbol.sign if symbol is not None and not name.endswith("(0)") else "real"
        if sign == "positive" and value.sign() != 1:
            continue
        if sign == "nonnegative" and value.sign() == -1:
            continue
        found.append((name, value))
    return found


def _positive(normal: NormalForm, name: str) -> bool:
    symbol = normal.setting.symbols.get(name)
    return symbol is not None and symbol.sign == "positive"


def _equal(name: str, value: Expr) -> Condition:
    if name.endswith("(0)"):
        return Starts(name.removesuffix("(0)"), value)
    return Equals(name, value)


def _inserting(values: dict[str, Ratio]) -> Callable[[Ratio], Ratio]:
    return lambda coeff: coeff.substitute(values)


def _nothing_left(sides: list[Element]) -> bool:
    return bool(sides) and all(side.is_zero() for side in sides)


def _matrix_repair(
    normal: NormalForm, residuals: list[Element], sides: list[Element]
) -> list[Condition] | None:
    words = [word for r in residuals for word in r.terms]
    if not words:
        return None
    common = frozenset.intersection(*(frozenset(n for n, _ in word) for word in words))
    for name in sorted(common):
        symbol = normal.setting.symbols.get(name)
        if symbol is not None and symbol.role == "parameter" and "psd" in symbol.properties:
            nothing = normal.alphabet.zero(normal.alphabet.shapes[name])
            if _nothing_left([side.substitute({name: nothing}) for side in sides]):
                continue
            zero = Prod((Num(Fraction(0)), Ident(symbol.shape[0])))
            return [Equals(name, zero)]
    return None
