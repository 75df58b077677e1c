"""The fixed points of a scalar flow on its domain: by formulas, and exactly at given parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, cmp_to_key
from itertools import pairwise
from typing import Any

from sympy import Poly

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Sym, difference
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.numbers import (
    Root,
    compared,
    number,
    polynomial,
    real_roots,
    separators,
)
from sslcheck.derive.kinds.scalar.size_one import smallest
from sslcheck.derive.signs.branch import Branch, Impossible
from sslcheck.derive.text.reason import raised

__all__ = ["Equilibrium", "Line", "Picture", "line"]


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A fixed point by a formula, a zero of the rate with the multiplicity ``power``.

    ``count`` fixed points coincide in it, those of equal factors of the rate counted once. The rate
    has the sign ``below`` on its left and ``above`` on its right.
    """

    value: Ratio
    power: int
    count: int
    below: int = 0
    above: int = 0

    @property
    def merged(self) -> bool:
        """Whether it is more than one fixed point, each of which moves by itself."""
        return self.count > 1


@dataclass(frozen=True, slots=True)
class Picture:
    """The fixed points in the domain ``at`` numbers in place of the parameters.

    ``gaps`` are points between them with the sign of the rate there: one gap before each root and
    one after the last; a gap that is not in the domain is empty.
    """

    at: Mapping[str, Fraction]
    top: Poly
    roots: tuple[Root, ...]
    gaps: tuple[tuple[tuple[Fraction, int], ...], ...]

    @property
    def attracting(self) -> list[int]:
        """The roots that attract (an end of the domain: from its only side)."""
        sides = enumerate(pairwise(self.gaps))
        return [k for k, (low, high) in sides if high[0][1] < 0 and (not low or low[-1][1] > 0)]

    def index(self, value: Ratio) -> int | None:
        """The root that a value is; None where it is none."""
        exact = number(value, self.at)
        if exact is None:
            return None
        return next((k for k, r in enumerate(self.roots) if compared(exact, r, self.top)), None)


@dataclass(frozen=True)
class Line:
    """``d variable / dt = rate``, on the real line or (``half``) on the numbers >= 0."""

    variable: str
    rate: Ratio
    half: bool
    branch: Branch

    @property
    def parameters(self) -> frozenset[str]:
        """The letters of the rate but the variable; those under roots instead of the roots."""
        return under_roots(self.rate) - {self.variable}

    @cached_property
    def split(self) -> tuple[list[tuple[Ratio, int]], list[tuple[Ratio, int]]]:
        """The factors of numerator and denominator, with their powers."""
        above, below = (p.factors() for p in (self.rate.numerator, self.rate.denominator))
        return above, below

    def factors(self) -> list[tuple[Ratio, int]]:
        """The factors of the rate that hold the variable, with their powers."""
        return [(p, k) for p, k in self.split[0] if self.variable in p.free()]

    def zeros(self, branch: Branch, even: bool = True) -> list[Equilibrium]:
        """The real fixed points in the domain, in ascending order.

        Those inside of it beside which the rate has one sign are left out if not ``even``. Raises
        `Open`, or `Unsupported` where there is no formula.
        """
        found: list[Equilibrium] = []
        for part, power in self.factors():
            for root, count in solutions(branch, branch.inserted(part), self.variable):
                turns = even or count * power % 2
                if not turns and not self.half:
                    continue
                at = branch.sign(root) if self.half else 1
                if at == 0 or (at > 0 and turns):
                    found.append(Equilibrium(root, count * power, count))
        found.sort(key=cmp_to_key(lambda a, b: branch.sign(a.value - b.value)))
        merged: list[Equilibrium] = []
        for one in found:
            if merged and branch.sign(merged[-1].value - one.value) == 0:
                same = merged.pop()
                one = Equilibrium(one.value, same.power + one.power, same.count + one.count)
            merged.append(one)
        return merged

    def fixed_points(self, branch: Branch) -> list[Equilibrium]:
        """As `zeros` that are not even, with the signs beside them."""
        points = self.zeros(branch, even=False)
        above = self._far(branch)
        found: list[Equilibrium] = []
        for point in reversed(points):
            below = above * (-1) ** point.power
            found.append(replace(point, below=below, above=above))
            above = below
        return found[::-1]

    def _far(self, branch: Branch) -> int:
        """The sign of the rate beyond all fixed points."""
        signs = []
        for poly in (self.rate.num, self.rate.den):
            powers = Ratio(self.rate.scalars, poly, self.rate.scalars.unit)
            coeffs = powers.coefficients(self.variable)
            leading = (branch.sign(coeffs[k]) for k in sorted(coeffs, reverse=True))
            signs.append(next((sign for sign in leading if sign), 0))
        if not signs[1]:
            raise Impossible
        return signs[0] * signs[1]

    def numbers(self, branch: Branch) -> Line:
        """The flow with the sign of what does not hold the variable in its place.

        Raises `Unsupported` where a factor that holds the variable has other letters.
        """
        rest, found = self.rate, self.rate.scalars.number(1)
        for part, power in self.factors():
            if part.free() != {self.variable}:
                raise Unsupported(
                    f"the fixed points are zeros of a factor of degree"
                    f" {max(part.coefficients(self.variable))} with parameters"
                )
            found = found * part**power
        rest = (rest / found).cancelled()
        if self.variable in rest.free():
            raise Unsupported("the rate is no polynomial, and its zeros have no formula")
        return replace(self, rate=found * rest.scalars.number(branch.sign(rest)))

    def picture(self, at: Mapping[str, Fraction]) -> Picture | None:
        """The fixed points at a point of the parameters; None where the rate has no rational
        coefficients there, or has a pole in the domain.
        """
        top = polynomial(self.rate, self.variable, at)
        bottom = polynomial(self.rate.denominator, self.variable, at)
        if top is None or bottom is None or bottom.is_zero:
            return None
        if any(not self.half or r.high >= 0 for r in real_roots(bottom)):
            return None
        roots = real_roots(top)
        gaps = separators(roots)
        signed = [
            tuple((x, _sign(top.eval(x) * bottom.eval(x))) for x in gap if not self.half or x > 0)
            for gap in gaps
        ]
        if self.half:
            first = sum(r.high < 0 for r in roots)
            roots, signed = roots[first:], signed[first:]
            if roots and roots[0].high == 0:
                signed[0] = ()
            elif not signed[0]:  # the gap around 0 is longer below than above
                edge = (roots[0].low if roots else Fraction(1)) / 2
                signed[0] = ((edge, _sign(top.eval(edge) * bottom.eval(edge))),)
        return Picture(at, top, tuple(roots), tuple(signed))


def line(case: Case, variable: str, declared: bool = False) -> Line:
    """The flow of a scalar variable, on all numbers that it may come to, or on those that are
    ``declared``; raises `Unsupported` where it is not one of its own, or these are not known.
    """
    normal, setting = case.normal, case.setting
    symbol = setting.symbols.get(variable)
    if symbol is None or not symbol.scalar or variable not in setting.flow:
        raise ArticleError(f"`{variable}` is not a scalar that the flow moves")
    rate = normal.scalar(Dot(Sym(variable))).root_reduced().cancelled()
    roots = (rate.scalars.roots.get(name) for name in rate.free())
    if any(variable in under_roots(radicand) for radicand in roots if radicand is not None):
        raise raised(Unsupported, "the rate of ", Sym(variable), " holds a root of ", Sym(variable))
    for name in sorted(under_roots(rate) - {variable}):
        if not isinstance(name, str):
            what = "the rate of ", Sym(variable), " holds ", letter_expr(name)
            raise raised(Unsupported, *what, "; fixed points are known of polynomials and roots")
        other = setting.symbols.get(name)
        if other is None or other.moves:
            flow = ("the flow of ", Sym(variable), " also depends on ", Sym(name), ", which moves")
            raise raised(Unsupported, *flow)
    branch = Branch(normal.functions)
    if symbol.sign == "positive":
        rate = _without_pole(branch, rate, variable)
    half = symbol.sign != "real" and (declared or _stays(case, branch, rate, variable))
    found = Line(variable, rate, half, branch)
    _refuse_poles(found)
    return found


def under_roots(value: Ratio) -> frozenset[str]:
    """The letters of a value, those of radicands instead of roots."""
    names: set[str] = set()
    for name in value.free():
        radicand = value.scalars.roots.get(name)
        names |= {name} if radicand is None else under_roots(radicand)
    return frozenset(names)


def _stays(case: Case, branch: Branch, rate: Ratio, variable: str) -> bool:
    """Whether the flow does not leave the numbers >= 0: at 0 the rate is not negative.

    It does where a point is seen at which it is; else that is not known.
    """
    edge = {variable: rate.scalars.number(0)}
    if not rate.denominator.substitute(edge).is_zero():
        value = rate.substitute(edge).cancelled()
        try:
            if branch.nonnegative(value):
                return True
        except Unsupported:
            pass
        normal, setting = case.normal, case.setting
        given = (difference(r.lhs, r.rhs) for r in (*setting.relations, *setting.leftover))
        gaps = [normal.finished(normal.element(gap)) for gap in given]
        left = smallest(normal, setting, normal.alphabet.scalar(-value), gaps, positive=True)
        if left is not None:
            return False
    raise raised(Unsupported, "whether the flow keeps ", Sym(variable), " nonnegative is not known")


def _without_pole(branch: Branch, rate: Ratio, variable: str) -> Ratio:
    """The rate times a power of a positive variable, of which the signs are those of the rate, if
    it has a pole at 0 and is positive beside it: then no solution comes to 0.
    """
    power = min(rate.denominator.coefficients(variable))
    if not power:
        return rate
    other = (rate * rate.scalars.letter(variable) ** power).cancelled()
    edge = {variable: rate.scalars.number(0)}
    if other.denominator.substitute(edge).is_zero():
        return rate
    return other if branch.known(other.substitute(edge).cancelled()) == 1 else rate


def _refuse_poles(found: Line) -> None:
    variable = found.variable
    for part, _ in found.split[1]:
        if variable not in part.free():
            continue
        inside = found.branch.on_half(part, variable) if found.half else found.branch.known(part)
        if inside in (1, -1):
            continue
        poly = None if part.free() != {variable} else polynomial(part, variable, {})
        if poly is None or any(not found.half or r.high >= 0 for r in real_roots(poly)):
            raise raised(
                Unsupported, "the rate of ", Sym(variable), " may have a pole among its values"
            )


def solutions(branch: Branch, part: Ratio, variable: str) -> list[tuple[Ratio, int]]:
    """The real zeros of an irreducible polynomial by formulas, with their multiplicities.

    Degrees 1 and 2, and these in the square of the variable. Raises `Unsupported` for others.
    """
    powers = part.coefficients(variable)
    zero = part.scalars.number(0)
    degree = max(powers, default=0)  # nothing is left of it where all of the line stands still
    while degree and branch.sign(powers.get(degree, zero)) == 0:
        degree -= 1
    if degree == 0:
        return []
    lead = powers[degree]
    if degree == 1:
        return [((-powers.get(0, zero) / lead).cancelled(), 1)]
    if degree == 2:
        return _quadratic(branch, lead, powers.get(1, zero), powers.get(0, zero))
    if degree == 4 and not {1, 3} & powers.keys():
        found = []
        for square, times in _quadratic(branch, lead, powers.get(2, zero), powers.get(0, zero)):
            at = branch.sign(square)
            root = branch.functions.root(square) if at > 0 else zero
            found += [(root, times), (-root, times)] if at > 0 else []
            found += [(zero, 2 * times)] if at == 0 else []
        return found
    raise Unsupported(f"the fixed points are zeros of a factor of degree {degree} with parameters")


def _quadratic(branch: Branch, a: Ratio, b: Ratio, c: Ratio) -> list[tuple[Ratio, int]]:
    two = a.scalars.number(2)
    shape = (b * b - two * two * a * c).cancelled()
    sign = branch.sign(shape)
    middle = -b / (two * a)
    if sign < 0:
        return []
    if sign == 0:
        return [(middle.cancelled(), 2)]
    root = branch.functions.root(shape) / (two * a)
    return [((middle + root).root_reduced(), 1), ((middle - root).root_reduced(), 1)]


def _sign(value: Any) -> int:
    return int(bool(value > 0)) - int(bool(value < 0))
