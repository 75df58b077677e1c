"""Scalar coefficients: quotients of SymPy's sparse polynomials over the rationals.

SymPy's own fraction field cancels after every operation, which costs milliseconds and decides
nothing: a quotient is zero exactly when its numerator is. So a `Ratio` keeps numerator and
denominator as they come, shares equal denominators, and cancels only to be printed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sympy.polys.rings import PolyElement

from sslcheck.derive.algebra.letters import Letter, closure
from sslcheck.derive.algebra.polynomials import (
    exact_quotient,
    factored,
    in_own_ring,
    in_ring,
    lowest_terms,
    occurring,
    refuse_long_power,
    refuse_long_product,
)
from sslcheck.derive.errors import Unsupported

if TYPE_CHECKING:
    from sslcheck.derive.algebra.scalars import Scalars

__all__ = ["Ratio", "added_up"]

_MOST_FACTORED = 400  # terms of a polynomial that is factored
_HIGHEST_FACTORED = 60  # its degree


Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def added_up(terms: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    """The sum of what stands with each key; what cancels stays as 0."""
    total: dict[Key, Any] = {}
    for key, value in terms:
        total[key] = total[key] + value if key in total else value
    return total


@dataclass(slots=True, eq=False)
class Ratio:
    """``num / den`` in a `Scalars` ring, ``den`` not zero; equal if the difference ``is_zero``.

    Never changed but for the ring; not ``frozen``, which would treble the time to make one.
    """

    scalars: Scalars
    num: PolyElement
    den: PolyElement

    def _pair(self) -> tuple[Any, Any]:
        """Numerator and denominator in the present ring, in which they are then kept."""
        if self.num.ring is not self.scalars.ring or self.den.ring is not self.scalars.ring:
            self.num, self.den = self.scalars.align(self.num), self.scalars.align(self.den)
        return self.num, self.den

    def __add__(self, other: Ratio) -> Ratio:
        a, b = self._pair()
        c, d = other._pair()
        unit = self.scalars.unit
        if b is d:
            return self._reduced(a + c, b)
        if b is unit:
            return self._reduced(a * d + c, d)
        if d is unit:
            return self._reduced(a + c * b, b)
        if b == d:
            return self._reduced(a + c, b)
        if (more := exact_quotient(d, b)) is not None:
            refuse_long_product(a, more)
            return self._reduced(a * more + c, d)
        if (more := exact_quotient(b, d)) is not None:
            refuse_long_product(c, more)
            return self._reduced(a + c * more, b)
        refuse_long_product(a, d)
        refuse_long_product(c, b)
        refuse_long_product(b, d)
        return self._reduced(a * d + c * b, b * d)

    def __neg__(self) -> Ratio:
        return Ratio(self.scalars, -self.num, self.den)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + (-other)

    def __mul__(self, other: Ratio) -> Ratio:
        if self is self.scalars.one:
            return other
        if other is self.scalars.one:
            return self
        a, b = self._pair()
        c, d = other._pair()
        refuse_long_product(a, c)
        if b is d is self.scalars.unit:
            return Ratio(self.scalars, a * c, b)
        return self._reduced(a * c, b * d)

    def __truediv__(self, other: Ratio) -> Ratio:
        """The quotient; raises `Unsupported` where ``other`` is identically zero."""
        if other.is_zero():
            raise Unsupported("a division by an expression that is identically zero")
        a, b = self._pair()
        c, d = other._pair()
        if (more := exact_quotient(d, b)) is not None:
            return self._reduced(a * more, c)
        if (more := exact_quotient(b, d)) is not None:
            return self._reduced(a, more * c)
        return self._reduced(a * d, b * c)

    def __pow__(self, exponent: int) -> Ratio:
        if exponent == 0:
            return self.scalars.one
        a, b = self._pair()
        for poly in (a, b):
            refuse_long_power(poly, abs(exponent))
        if exponent > 0:
            den = b if b is self.scalars.unit else b**exponent
            return Ratio(self.scalars, a**exponent, den)
        if self.is_zero():
            raise Unsupported("a negative power of an expression that is identically zero")
        return Ratio(self.scalars, b**-exponent, a**-exponent)

    def _reduced(self, num: PolyElement, den: PolyElement) -> Ratio:
        """Divide out the common monomial and make the denominator's leading number 1."""
        ring = self.scalars.ring
        if not num:
            return Ratio(self.scalars, ring.zero, self.scalars.unit)
        if den is self.scalars.unit or (len(den) == 1 and den == 1):
            return Ratio(self.scalars, num, self.scalars.unit)
        common = tuple(map(min, *num.itermonoms(), *den.itermonoms()))
        if any(common):
            shift = {
                tuple(a - b for a, b in zip(m, common, strict=True)): c for m, c in num.items()
            }
            num = ring.dtype(shift)
            shift = {
                tuple(a - b for a, b in zip(m, common, strict=True)): c for m, c in den.items()
            }
            den = ring.dtype(shift)
        lead = den.LC
        if lead != 1:
            num, den = num.quo_ground(lead), den.quo_ground(lead)
        return Ratio(self.scalars, num, den)

    @property
    def numerator(self) -> Ratio:
        """What is divided, as it stands."""
        return Ratio(self.scalars, self.scalars.align(self.num), self.scalars.unit)

    @property
    def denominator(self) -> Ratio:
        """What the value divides by, as it stands."""
        return Ratio(self.scalars, self.scalars.align(self.den), self.scalars.unit)

    def cancelled(self) -> Ratio:
        """The same value in lowest terms (a polynomial gcd: for printing and factoring)."""
        num, den = self._pair()
        if den is self.scalars.unit or den == 1:
            return self
        used, (top, bottom) = in_own_ring(num, den)
        top, bottom = lowest_terms(top, bottom)
        ring = self.scalars.ring
        return self._reduced(in_ring(ring, used, top), in_ring(ring, used, bottom))

    def factors(self) -> list[tuple[Ratio, int]]:
        """The irreducible factors of the numerator with their powers, numbers left out.

        A numerator that is too large to be factored is given as its own only factor.
        """
        ring = self.scalars.ring
        used, (packed,) = in_own_ring(self.scalars.align(self.num))
        unit = self.scalars.unit
        degree = max((sum(monom) for monom in packed.itermonoms()), default=0)
        if len(packed) > _MOST_FACTORED or degree > _HIGHEST_FACTORED:
            return [(Ratio(self.scalars, self.scalars.align(self.num), unit), 1)]
        return [(Ratio(self.scalars, in_ring(ring, used, p), unit), k) for p, k in factored(packed)]

    def is_one(self) -> bool:
        """Whether the value is 1."""
        return (self - self.scalars.one).is_zero()

    def is_zero(self) -> bool:
        """Whether the value is identically zero, with every square root taken as one."""
        return not (self.root_reduced().num if self.scalars.squares else self.num)

    def root_reduced(self) -> Ratio:
        """Replace ``r^2`` by its radicand in the numerator until each root enters linearly.

        Likewise other roots, up to the power below their degree.
        """
        if not any(max(monom) > 1 for monom in self.num.itermonoms()):
            return self  # nothing is squared
        result = self
        pending = True
        while pending:  # a radicand may itself hold roots
            pending = False
            for letter in self.scalars.squares:
                reduced = result._one_root_reduced(letter)
                pending = pending or reduced is not result
                result = reduced
        return result

    def _one_root_reduced(self, letter: Letter) -> Ratio:
        at = self.scalars.position(letter)
        num, den = self._pair()
        degree = self.scalars.degree(letter)
        if at is None or not any(m[at] >= degree for m in num.itermonoms()):
            return self
        by_power: dict[int, dict[Any, Any]] = {}
        for monom, coeff in num.items():
            times, rest = divmod(monom[at], degree)
            by_power.setdefault(times, {})[(*monom[:at], rest, *monom[at + 1 :])] = coeff
        radicand, unit = self.scalars.squares[letter], self.scalars.unit
        total = self.scalars.number(0)
        for power, part in by_power.items():
            piece = Ratio(self.scalars, num.ring.dtype(part), unit)
            total = total + piece * radicand**power
        return total / Ratio(self.scalars, den, unit)

    def rationalised(self) -> Ratio:
        """The same value with no square root of a number in what it divides by."""
        result = self
        for letter in sorted(self.denominator.free() & self.scalars.roots.keys()):
            parts = result.denominator.root_reduced().coefficients(letter)
            if self.scalars.degree(letter) != 2 or 1 not in parts:
                continue
            root, zero = self.scalars.letter(letter), self.scalars.number(0)
            mirrored = parts.get(0, zero) - parts[1] * root
            top = (result.numerator * mirrored).root_reduced()
            below = (result.denominator * mirrored).root_reduced()
            if below.is_zero():
                return self
            result = (top / below).cancelled()
        return result

    def free(self) -> frozenset[Any]:
        """The letters that occur, without those that they are made of."""
        return frozenset(self.ordered())

    def ordered(self) -> list[Any]:
        """The letters that occur, in the same order in every process."""
        letters = self.scalars.names
        return [letters[i] for i in occurring(self.num, self.den)]

    def deep(self) -> frozenset[Any]:
        """The letters that occur, and all that they are made of, matrices included."""
        return closure(self.free())

    def traces(self) -> bool:
        """Whether it depends on matrices."""
        traced = self.scalars.traced
        return bool(traced) and not traced.isdisjoint(occurring(self.num, self.den))

    def key(self) -> tuple[Any, ...]:
        """What equal values share, and only they: the terms in lowest terms, roots as one."""
        value = self.root_reduced().cancelled()
        return tuple(
            tuple(
                sorted(
                    (tuple((k, e) for k, e in enumerate(monom) if e), coeff)
                    for monom, coeff in poly.items()
                )
            )
            for poly in (value.num, value.den)
        )

    def diff(self, name: Letter) -> Ratio:
        """The partial derivative with respect to a letter, all other letters held fixed."""
        num, den = self._pair()
        at = self.scalars.position(name)
        if at is None:
            return self.scalars.number(0)
        gen = self.scalars.ring.gens[at]
        top = num.diff(gen)
        bottom = den.diff(gen)
        if not bottom:
            return self._reduced(top, den)
        return self._reduced(top * den - num * bottom, den * den)

    def substitute(self, values: Mapping[Any, Ratio]) -> Ratio:
        """Replace letters by ratios, all at once; not inside roots, exponentials and the like."""
        hit = {n: v for n, v in values.items() if self.scalars.position(n) is not None}
        if not hit or not (self.free() & hit.keys()):
            return self
        num, den = self._pair()
        return _compose(self.scalars, num, hit) / _compose(self.scalars, den, hit)

    def coefficients(self, name: Letter) -> dict[int, Ratio]:
        """The value as a polynomial in ``name``: coefficients by power.

        Raises `ValueError` where it stands in the denominator.
        """
        num, den = self._pair()
        at = self.scalars.position(name)
        if at is None:
            return {0: self}
        if any(m[at] for m in den.itermonoms()):
            raise ValueError(f"`{name}` stands in the denominator")
        parts: dict[int, dict[Any, Any]] = {}
        for monom, coeff in num.items():
            parts.setdefault(monom[at], {})[(*monom[:at], 0, *monom[at + 1 :])] = coeff
        return {k: self._reduced(num.ring.dtype(p), den) for k, p in parts.items()}

    def solved(self, name: Letter) -> tuple[Ratio, Ratio] | None:
        """The value of a letter with which the scalar is 0, and the slope that it divides by.

        None where the letter does not enter linearly, or stands inside a root, an exponential, a
        determinant and the like as well. Raises as `coefficients` does.
        """
        powers = self.coefficients(name)
        if powers.keys() - {0, 1} or 1 not in powers:
            return None
        if name in closure(n for n in self.free() if n != name):
            return None
        rest = powers.get(0, self.scalars.number(0))
        return (-rest / powers[1]).cancelled(), powers[1]


def _compose(scalars: Scalars, poly: PolyElement, values: Mapping[Any, Ratio]) -> Ratio:
    slots = [(scalars.position(n), v) for n, v in values.items()]
    total = scalars.number(0)
    for monom, coeff in poly.items():
        rest = list(monom)
        factor = scalars.number(1)
        for at, value in slots:
            if at is not None and rest[at]:
                factor = factor * value ** rest[at]
                rest[at] = 0
        total = total + Ratio(scalars, poly.ring.dtype({tuple(rest): coeff}), scalars.unit) * factor
    return total
