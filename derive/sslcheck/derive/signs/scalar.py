"""Signs of scalars: what the declared signs and completed squares show of a rational function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sympy.core.numbers import oo
from sympy.core.symbol import Symbol
from sympy.polys.polytools import Poly

from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import Letter, RootOf, TraceOf, Unnamed, closure
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr
from sslcheck.derive.signs.squares import (
    Monomial,
    Split,
    Square,
    complete_squares,
    monomial_splits,
    signs_seen,
)
from sslcheck.derive.verdicts.condition import Condition, Nonzero, Positive

__all__ = ["Signs", "Way", "both", "minimal"]

Way = tuple[Condition, ...]
"""Conditions that suffice together."""


class Signs:
    """Signs under a setting, at a point or, with ``steady`` and ``constant``, for all times.

    Then positive means bounded below by a positive constant from some time on. ``constant`` says
    which letters do not move, ``steady`` which positive ones do not come near 0 (time among them);
    a square in which other letters occur does not count. ``traces`` says what makes a
    trace positive that is known not to be negative, as `ways` does.
    """

    def __init__(
        self,
        functions: Functions,
        steady: Callable[[str], bool] | None = None,
        constant: Callable[[str], bool] | None = None,
        traces: Callable[[TraceOf], tuple[Way, ...] | None] | None = None,
    ) -> None:
        self.functions = functions
        self.steady = steady
        self.constant = constant
        self.traces = traces
        self._known: dict[tuple[Any, Any], tuple[Way, ...] | None] = {}

    def nonnegative(self, name: Letter) -> bool:
        """Whether a letter is known not to be negative."""
        return self.functions.nonnegative(name) or self._of_trace(name) is not None

    def _of_trace(self, name: Letter) -> tuple[Way, ...] | None:
        """What makes a trace positive; None where that is not said."""
        if self.traces is None or not isinstance(name, TraceOf):
            return None
        return self.traces(name)

    def positive(self, name: str) -> bool:
        """Whether a letter is known to be positive."""
        return self.functions.positive(name) or (name == "t" and self.steady is not None)

    def stays(self, names: Iterable[str]) -> bool:
        """Whether a product of these letters, if positive, is bounded away from 0."""
        return self.steady is None or all(self.steady(name) for name in names)

    def fixed(self, names: Iterable[str]) -> bool:
        """Whether what is made of these letters keeps its value."""
        return self.constant is None or all(self.constant(name) for name in names)

    def known_nonnegative(self, value: Ratio) -> bool:
        """Whether a scalar is known not to be negative."""
        return self.ways(value) is not None

    def known_positive(self, value: Ratio) -> bool:
        """Whether a scalar is known to be positive."""
        return () in (self.ways(value) or ())

    def ways(self, value: Ratio) -> tuple[Way, ...] | None:
        """What makes a scalar positive that is known not to be negative; else None.

        Each of the ways suffices; the empty one among them says that it is positive anyway.
        """
        value = value.root_reduced().cancelled()
        key = (value.num, value.den)
        if key not in self._known:
            self._known[key] = self._ways(value)
        return self._known[key]

    def _ways(self, value: Ratio) -> tuple[Way, ...] | None:
        if not value.num:
            return ()
        top = self._polynomial(value.numerator)
        bottom = self._polynomial(value.denominator)
        if top is None or bottom is None or top[0] != bottom[0]:
            return None
        if not self.fixed(value.denominator.free()):
            return ()
        return both(top[1], bottom[1])

    def _polynomial(self, value: Ratio) -> tuple[int, tuple[Way, ...]] | None:
        """The sign of a polynomial (-1 or 1: it may still be 0), and what makes it nonzero."""
        if len(self._seen(value)) == 2:
            return None
        sign = 1 if value.num.LC > 0 else -1
        ways: tuple[Way, ...] = ((),)
        for factor, power in value.factors():
            lead = 1 if factor.num.LC > 0 else -1
            found = self._irreducible(factor)
            if power % 2:
                if found is None:
                    return None
                sign *= lead * found[0]
            elif found is None:
                named = self.fixed(factor.free()) and not _unnamed(factor.free())
                found = (1, ((Nonzero(ratio_expr(factor)),),) if named else ())
            ways = both(ways, found[1])
        return sign, ways

    def _irreducible(self, value: Ratio) -> tuple[int, tuple[Way, ...]] | None:
        """As `_polynomial`, for a factor."""
        names = sorted(value.free())
        if len(names) == 1 and value.num.degree(value.scalars.position(names[0])) > 1:
            return self._without_roots(value, names[0])
        seen = self._seen(value)
        for sign, signed in ((1, value), (-1, -value)):
            if -sign in seen:
                continue
            try:
                squares = self._squares(signed, names)
            except Unsupported:
                continue
            return sign, minimal(way for s in squares for way in self._needs(value, names, s))
        return None

    def _without_roots(self, value: Ratio, name: str) -> tuple[int, tuple[Way, ...]] | None:
        """An irreducible polynomial of one letter has a sign where it has no root (Sturm)."""
        poly = Poly.from_dict(_packed(value, [name]), Symbol("x"))
        start = 0 if self.nonnegative(name) else None
        if poly.count_roots(start, oo if start is not None else None):
            return None
        return (1 if poly.LC() > 0 else -1), ((),)

    def _squares(self, value: Ratio, names: list[str]) -> list[Square[Monomial]]:
        scalars = value.scalars
        terms = {m: scalars.number(fraction(c)) for m, c in _packed(value, names).items()}
        known = self.functions.known_nonnegative
        signed = self._signed(names)

        def splits(monomial: Monomial) -> Iterator[Split[Monomial]]:
            return monomial_splits(monomial, signed)

        return complete_squares(terms, splits, lambda m: m, known, sum)

    def _signed(self, names: list[str]) -> list[int]:
        """Which of these letters are not negative."""
        return [k for k, name in enumerate(names) if self.nonnegative(name)]

    def _seen(self, value: Ratio) -> set[int]:
        """The signs of a polynomial at a few points, all letters independent of each other."""
        names = sorted(value.free())
        terms = {m: fraction(c) for m, c in _packed(value, names).items()}
        return signs_seen(terms, self._signed(names))

    def _needs(self, value: Ratio, names: list[str], square: Square[Monomial]) -> list[Way]:
        """What makes one square of monomials positive."""
        middle = square.middle
        assert isinstance(middle, tuple)
        root = list(square.root)
        used = {names[k] for m in (middle, *root) for k, power in enumerate(m) if power}
        if not (self.stays(used) if len(root) == 1 else self.fixed(used)):
            return []
        if _unnamed(n for n in used if not self.positive(n)) or (len(root) > 1 and _unnamed(used)):
            return []  # nothing that could be said
        letters = {names[k] for k, power in enumerate(middle) if power}
        needs: list[Condition] = []
        if len(root) == 1:
            letters |= {names[k] for k, power in enumerate(root[0]) if power}
        else:
            needs.append(Nonzero(self._expr(value, names, square)))
        ways: tuple[Way, ...] = ((),)
        for name in sorted(letters):
            if (inside := self._of_made(name)) is not None:
                ways = both(ways, inside)
            elif not self.positive(name):
                shown = ratio_expr(value.scalars.letter(name))
                plain = self.nonnegative(name)
                needs.append(Positive(shown, self._symbols(name)) if plain else Nonzero(shown))
        return [*both((tuple(needs),), ways)]

    def _of_made(self, name: Letter) -> tuple[Way, ...] | None:
        """What makes a root or a trace positive; None where that is not said."""
        return self.ways(name.value) if isinstance(name, RootOf) else self._of_trace(name)

    def _symbols(self, name: str) -> tuple[str, ...]:
        return (name,) if name in self.functions.setting.symbols else ()

    def _expr(self, value: Ratio, names: list[str], square: Square[Monomial]) -> Expr:
        scalars = value.scalars
        total = scalars.number(0)
        for monomial, weight in square.root.items():
            term = weight
            for name, power in zip(names, monomial, strict=True):
                term = term * scalars.letter(name) ** power
            total = total + term
        return ratio_expr(total)


def _unnamed(letters: Iterable[Any]) -> bool:
    """Whether something without a name is among the letters, or inside of one, as under a root."""
    return any(isinstance(letter, Unnamed) for letter in closure(letters))


def both(first: tuple[Way, ...], second: tuple[Way, ...]) -> tuple[Way, ...]:
    """What makes two things positive at once."""
    return minimal(tuple(dict.fromkeys((*a, *b))) for a in first for b in second)


def minimal(ways: Iterable[Way]) -> tuple[Way, ...]:
    """The ways that do not ask for more than another one: what is definite is not 0 as well."""
    distinct = {frozenset(way): way for way in map(_shortest, ways)}
    said = {mark: mark.union(_implied(way)) for mark, way in distinct.items()}
    kept = [
        way
        for mark, way in distinct.items()
        if not any(other <= said[mark] for other in distinct if other != mark)
    ]
    if len(kept) > 1:
        kept.sort(key=lambda w: (len(w), [c.text for c in w]))
    return tuple(kept)


def _shortest(way: Way) -> Way:
    """A way without what others of its conditions say already."""
    implied = _implied(way)
    return tuple(one for one in way if one not in implied)


def _implied(way: Way) -> frozenset[Condition]:
    return frozenset(weaker for one in way for weaker in one.implies)


def _packed(value: Ratio, names: list[str]) -> dict[Monomial, Any]:
    """The numerator's terms with the exponents of these letters only."""
    at = [k for k in map(value.scalars.position, names) if k is not None]
    num = value.scalars.align(value.num)
    return {tuple(m[k] for k in at): c for m, c in num.items()}
