"""The polynomial ring of all scalar letters, and the powers of these that are known."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sympy.polys.domains import QQ
from sympy.polys.rings import PolyElement

from sslcheck.derive.algebra.letters import DetOf, Letter, Of, RootOf, TraceOf, UnitOf
from sslcheck.derive.algebra.polynomials import polynomial_ring
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import TooLarge

__all__ = ["MAX_LETTERS", "Scalars"]

MAX_LETTERS = 1000
"""Largest number of scalar letters, traces included."""

_SPARE = 24  # letters that can come later without making a new ring


class Scalars:
    """The polynomial ring of all scalar letters in use.

    Its generators are numbered, with some to spare: a letter that comes later takes the next one,
    so the ring need not change. ``names`` are the letters in use, by number; ``squares`` maps a
    letter whose square (or other power: `degree`) is known to it, ``roots`` only square roots to
    their radicands.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[Any] = list(dict.fromkeys(names))
        self._position = {letter: i for i, letter in enumerate(self.names)}
        self.ring = polynomial_ring(len(self.names) + _SPARE)
        self.unit = self.ring.one  # one object, so that equal denominators are seen at a glance
        self.squares: dict[Letter, Ratio] = {}
        self.roots: dict[Letter, Ratio] = {}
        self._degrees: dict[Letter, int] = {}
        self.traces: dict[int, TraceOf] = {}
        self.traced: set[int] = set()  # what depends on a trace, itself included
        self._numbers: dict[Fraction | int, Ratio] = {}
        self.one = self.number(1)

    def letter(self, letter: Letter) -> Ratio:
        """A scalar letter, which takes the next generator if it is new; `TooLarge` if too many."""
        at = self._position.get(letter)
        if at is None:
            at = len(self.names)
            if at >= MAX_LETTERS:
                raise TooLarge(
                    f"more than {MAX_LETTERS} different traces and other scalars; lower the powers"
                    " or split the claim"
                )
            self._position[letter] = at
            self.names.append(letter)
            if at >= self.ring.ngens:
                self.ring = polynomial_ring(at + max(_SPARE, at // 2))
                self.unit = self.ring.one
            if isinstance(letter, TraceOf):
                self.traces[at] = letter
                self.traced.add(at)
            elif isinstance(letter, DetOf) or (isinstance(letter, Of) and letter.value.traces()):
                self.traced.add(at)
            if isinstance(letter, RootOf):
                self.squares[letter] = self.roots[letter] = letter.value
            elif isinstance(letter, UnitOf):
                self.squares[letter] = self.one
        return Ratio(self, self.ring.gens[at], self.unit)

    def reduce(self, letter: Letter, degree: int, value: Ratio) -> None:
        """Make a letter's power of this degree known."""
        self.squares[letter], self._degrees[letter] = value, degree

    def degree(self, letter: Letter) -> int:
        """The power of a letter of which the value is known, for one in ``squares``."""
        return self._degrees.get(letter, 2)

    def number(self, value: Fraction | int) -> Ratio:
        """A rational constant; equal numbers are one object, so that 1 is cheap to multiply by."""
        known = self._numbers.get(value)
        if known is not None:
            return known
        value = Fraction(value)
        ground = self.ring.ground_new(QQ(value.numerator, value.denominator))
        made = self._numbers[value] = Ratio(self, ground, self.unit)
        return made

    def position(self, letter: Letter) -> int | None:
        """Where a letter stands in the exponent tuples, or None if it has not been used."""
        return self._position.get(letter)

    def align(self, poly: PolyElement) -> PolyElement:
        """``poly`` in the present ring (it may have been made before the ring grew)."""
        if poly.ring is self.ring:
            return poly
        if poly == 1:
            return self.unit
        # the generators of a ring begin those of a larger one, so the exponents need only zeros
        more = (0,) * (self.ring.ngens - poly.ring.ngens)
        return self.ring.dtype({monom + more: coeff for monom, coeff in poly.items()})
