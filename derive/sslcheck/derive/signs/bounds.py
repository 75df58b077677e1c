"""Signs of numbers with exponentials, logarithms, roots, maxima and dimensions in them, by bounds.

`e^u >= 1 + u`, `ln v <= v - 1` and the like: such a letter is its bound and a number that is not
negative. What is left is a rational function, whose sign completed squares may show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import chain, combinations, islice, product

from mpmath import iv
from mpmath.libmp import to_rational

from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import inverse
from sslcheck.derive.algebra.letters import (
    DetOf,
    ExpOf,
    Letter,
    LogOf,
    MaxOf,
    RootOf,
    SizeOf,
    TraceOf,
    Unnamed,
)
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr, ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Relation
from sslcheck.derive.signs.over_modes import bounds_of, summand
from sslcheck.derive.signs.scalar import Signs, Way, both

__all__ = ["Bound", "Bounds"]

_TRIED = 60
_SUMMED = 4  # terms whose logarithms are compared with that of the sum
_LIFTS = 3  # roots of roots
_DEEP = 3  # roots that are squared away, one after the other


@dataclass(frozen=True, slots=True)
class Bound:
    """A ``letter`` is its ``value``, which holds a number that is not negative: so it is at least
    or at most another value, the ``op`` of it and ``than``.

    Of a letter that is positive ``turned`` says that the value is that of 1 / letter.
    """

    letter: Letter
    value: Ratio
    op: str
    than: Ratio
    turned: bool = False

    @property
    def gap(self) -> tuple[Ratio, bool]:
        """What is not negative by it, and whether that is positive."""
        gap = self.than.scalars.letter(self.letter) - self.than
        slack = (n for n in self.value.free() if isinstance(n, Unnamed))
        return gap if self.op == ">=" else -gap, any(n.sign == "positive" for n in slack)

    @property
    def said(self) -> Relation:
        """The bound as a relation."""
        shown = letter_expr(self.letter)
        if self.turned:
            shown = ratio_expr(self.than.scalars.one / self.than.scalars.letter(self.letter))
        return Relation(shown, self.op, ratio_expr(self.than))


Shown = Callable[[Ratio], tuple[Way, ...] | None]
"""What makes a number positive that is seen not to be negative, as of `Signs.ways`."""


class Bounds:
    """Signs under a setting where bounds on letters may be used.

    ``shown`` says more of numbers without such letters than signs do.
    """

    def __init__(self, functions: Functions, signs: Signs, shown: Shown | None = None) -> None:
        self.shown = shown or signs.ways
        self.functions = functions
        self.scalars = functions.scalars
        self.below = functions.setting.below()
        self.signs = signs
        self._slack = 0

    def ways(self, value: Ratio) -> tuple[tuple[Way, ...], tuple[Bound, ...]] | None:
        """What makes a number positive that is not negative, as of `Signs`, and by which bounds.

        None where it is not known not to be negative.
        """
        try:
            return self._ways(value.root_reduced().cancelled(), _DEEP)
        except (Unsupported, ValueError, ZeroDivisionError):
            return None

    def positive(self, value: Ratio) -> bool:
        """Whether a number is known to be positive."""
        found = self.ways(value)
        return found is not None and () in found[0]

    def _ways(self, value: Ratio, depth: int) -> tuple[tuple[Way, ...], tuple[Bound, ...]] | None:
        plain = self.shown(value)
        if plain is not None:
            return plain, ()
        lifted, exponents = self._lifted(value)
        letters = [n for n in lifted.ordered() if n in exponents or self._is_bounded(n)]
        options = [[*self._options(letter, exponents, letters)] for letter in letters]
        alone = ((bound,) for bounds in options for bound in bounds)
        some = islice(product(*([None, *bounds] for bounds in options)), _TRIED)
        for choice in chain(alone, some):
            bounds = [bound for bound in choice if bound is not None]
            inserted = _inserted(lifted, bounds)
            found = self.signs.ways(inserted)
            if found is not None:
                return found, tuple(bounds)
            new = {*inserted.ordered()}.difference(lifted.ordered())
            if depth and any(map(self._is_bounded, new)):
                known = self._ways(inserted, 0)
                if known is not None:
                    return known[0], (*bounds, *known[1])
        if not depth:
            return None
        tried = (self._squared, self._by_factors, self._at_maximum)
        return next(filter(None, (way(value, depth) for way in tried)), None)

    def _by_factors(
        self, value: Ratio, depth: int
    ) -> tuple[tuple[Way, ...], tuple[Bound, ...]] | None:
        """A product by its factors."""
        factors = [f for f, power in value.factors() for _ in range(power)]
        if len(factors) < 2:
            return None
        rest, found = value, list[tuple[tuple[Way, ...], tuple[Bound, ...]]]()
        for factor in factors:
            turns = ((turn, self._ways(turn, 0)) for turn in (factor, -factor))
            turn, known = next(((t, k) for t, k in turns if k is not None), (factor, None))
            if known is None:
                return None
            rest, found = rest / turn, [*found, known]
        shown = self.shown(rest.cancelled())
        if shown is None:
            return None
        used = tuple(bound for _, bounds in found for bound in bounds)
        return reduce(both, (ways for ways, _ in found), shown), used

    def _at_maximum(
        self, value: Ratio, depth: int
    ) -> tuple[tuple[Way, ...], tuple[Bound, ...]] | None:
        """A number at the mode where a maximum is, if it names no other mode."""
        for letter in value.ordered():
            if isinstance(letter, MaxOf):
                others = (n for n in value.ordered() if n != letter)
                if not any(self.functions.indexed(n, letter.index) for n in others):
                    return self._ways(value.substitute({letter: letter.value}), depth - 1)
        return None

    def bounds(self, letters: Iterable[Letter]) -> Iterator[Bound]:
        """Bounds on these letters, in terms of themselves."""
        for letter in filter(self._is_bounded, letters):
            yield from self._options(letter, {}, letters)

    # -- letters --------------------------------------------------------------------------------

    def _lifted(self, value: Ratio) -> tuple[Ratio, dict[Letter, Ratio]]:
        """A value with letters as powers of their roots, and the exponents of exponentials."""
        scalars = self.scalars
        lifts: dict[Letter, tuple[Letter, int]] = {}
        for _ in range(_LIFTS):
            for letter in value.ordered():
                inside = scalars.squares.get(letter)
                base = inside.ordered() if inside is not None else []
                if len(base) != 1 or inside is None or base[0] in lifts:
                    continue
                if (inside - scalars.letter(base[0])).is_zero():
                    degree = scalars.degree(letter)
                    lifts[base[0]] = letter, degree
                    value = value.substitute({base[0]: scalars.letter(letter) ** degree})
        exponents: dict[Letter, Ratio] = {}
        for letter in value.ordered():
            found = self._exponent(letter)
            if found is not None:
                exponents[letter] = found.substitute(
                    {n: scalars.letter(root) ** degree for n, (root, degree) in lifts.items()}
                )
        return value, exponents

    def _exponent(self, letter: Letter) -> Ratio | None:
        """``u`` of a letter that is ``e^u``, also as a root."""
        match letter:
            case ExpOf(_, value):
                return value
            case RootOf(_, value) if len(value.free()) == 1:
                (inside,) = value.free()
                found = self._exponent(inside)
                if found is not None and (value - self.scalars.letter(inside)).is_zero():
                    return found * self.scalars.number(1) / self.scalars.number(2)
        return None

    def _is_bounded(self, letter: Letter) -> bool:
        if isinstance(letter, RootOf):
            return not letter.value.free() or bool(self._inside(letter))
        summed = isinstance(letter, TraceOf) and summand(letter, self.scalars) is not None
        return summed or isinstance(letter, (LogOf, MaxOf, SizeOf, DetOf))

    def _inside(self, root: RootOf) -> list[Ratio]:
        """The letter of which a root is the absolute value."""
        letters = [self.scalars.letter(n) for n in root.value.ordered()]
        return [n for n in letters if (root.value - n * n).is_zero()]

    def _options(
        self, letter: Letter, exponents: dict[Letter, Ratio], letters: Iterable[Letter]
    ) -> Iterator[Bound]:
        one = self.scalars.one
        if isinstance(letter, SizeOf):
            yield self._least(letter, one)
            for smaller in sorted(self.below.get(letter.space, set()) - {"1", letter.space}):
                yield self._least(letter, self.scalars.letter(SizeOf(smaller)))
        elif isinstance(letter, (LogOf, RootOf)) and not letter.value.free():
            yield from self._number(letter)
        elif isinstance(letter, RootOf) and letter not in exponents:
            for one in self._inside(letter):
                yield self._least(letter, one)
                yield self._least(letter, -one)
        elif isinstance(letter, DetOf):
            yield from self._determinant(letter, letters)
        elif isinstance(letter, LogOf):
            yield from self._logarithm(letter)
            yield from self._from_others(letter, letters)
            yield from self._tangents(letter, letters)
        elif isinstance(letter, (MaxOf, TraceOf)):
            for sign, bound in bounds_of(letter, letters, self.signs):
                yield self._bound(letter, bound, sign, False)
        else:
            yield from self._exponential(letter, exponents[letter])

    def _number(self, letter: LogOf | RootOf) -> Iterator[Bound]:
        """A root or a logarithm of a positive number is between two fractions."""
        above, below = (
            iv.mpf(int(poly.LC.numerator)) / iv.mpf(int(poly.LC.denominator))
            for poly in (letter.value.num, letter.value.den)
        )
        function = iv.log if isinstance(letter, LogOf) else iv.sqrt
        least, most = (Fraction(*to_rational(end)) for end in function(above / below)._mpi_)
        yield self._least(letter, self.scalars.number(least))
        yield self._most(letter, self.scalars.number(most))

    def _exponential(self, letter: Letter, u: Ratio) -> Iterator[Bound]:
        """Partial sums of the series, of ``e^u`` and of ``e^-u``."""
        one, half = self.scalars.one, u * u / self.scalars.number(2)
        yield self._least(letter, one + u)
        yield self._least(letter, one - u, turned=True)
        if self.signs.known_nonnegative(u):
            yield self._least(letter, one)
            yield self._most(letter, one, turned=True)
            yield self._least(letter, one + u + half)
            yield self._most(letter, one - u + half, turned=True)
        elif self.signs.known_nonnegative(-u):
            yield self._most(letter, one)
            yield self._least(letter, one, turned=True)
            yield self._most(letter, one + u + half)
            yield self._least(letter, one - u + half, turned=True)

    def _logarithm(self, letter: LogOf) -> Iterator[Bound]:
        one, over = self.scalars.one, letter.value - self.scalars.one
        half = over * over / self.scalars.number(2)
        other = any(map(self.signs.known_positive, (over, -over)))  # than at the tangent's point
        yield self._most(letter, over, positive=other)
        yield self._least(letter, over / letter.value, positive=other)
        if self.signs.known_nonnegative(over):
            yield self._least(letter, self.scalars.number(0))
            yield self._least(letter, over - half)
        elif self.signs.known_nonnegative(-over):
            yield self._most(letter, one - one)
            yield self._most(letter, over - half)

    def _from_others(self, letter: LogOf, letters: Iterable[Letter]) -> Iterator[Bound]:
        """The tangent where another logarithm is, and what the terms of a sum give: it is more than
        each, and of two at least twice their geometric mean.
        """
        scalars, value, one = self.scalars, letter.value, self.scalars.one
        for other in letters:
            if isinstance(other, LogOf) and other != letter and other.value.free():
                base = scalars.letter(other)
                yield self._most(letter, base + value / other.value - one)
                yield self._least(letter, base + one - other.value / value)
        if value.den != 1 or not 1 < len(value.num) <= _SUMMED:
            return
        ring = value.num.ring
        terms = [Ratio(scalars, ring.from_dict({m: c}), scalars.unit) for m, c in value.num.items()]
        if not all(map(self.signs.known_positive, terms)):
            return
        logs = [self.functions.logarithm(term) for term in terms]
        for log in logs:
            yield self._least(letter, log, positive=True)
        if len(logs) == 2:
            two = scalars.number(2)
            yield self._least(letter, self.functions.logarithm(two) + (logs[0] + logs[1]) / two)

    def _determinant(self, letter: DetOf, letters: Iterable[Letter]) -> Iterator[Bound]:
        """Where all eigenvalues are at least 1, or between 0 and 1, the product of them is at least
        1 and the sum of what they are more (Weierstrass). That of a sum of psd matrices is at least
        the sum of theirs (Minkowski).
        """
        more = letter.value - letter.value.alphabet.identity(letter.value.shape[0])
        definite = self.functions.definite
        if definite is None:
            return
        others = [
            n
            for n in letters
            if isinstance(n, DetOf) and n != letter and n.value.shape == letter.value.shape
        ]
        for parts in chain(combinations(others, 2), combinations(others, 1)):
            left = letter.value
            for part in parts:
                left = left - part.value
            if None not in map(definite, (left, *(part.value for part in parts))):
                total = sum(map(self.scalars.letter, parts), self.scalars.number(0))
                yield self._least(letter, total, positive=definite(left) is True)
        least = self.scalars.one + more.trace().value()
        if definite(more) is not None:
            yield self._least(letter, least)
        elif definite(-more) is not None and definite(letter.value) is not None:
            yield self._least(letter, least)
            yield self._most(letter, self.scalars.one)

    def _tangents(self, letter: LogOf, letters: Iterable[Letter]) -> Iterator[Bound]:
        """The logarithm of a determinant rises with its matrix, and lies below its tangents."""
        matrix = self.functions.determinant(letter.value)
        if matrix is None:
            return
        one = matrix.alphabet.identity(matrix.shape[0])
        yield self._most(letter, (matrix - one).trace().value())
        yield self._least(letter, (one - inverse(matrix, self.functions)).trace().value())
        for other in letters:
            if isinstance(other, LogOf) and other != letter:
                at = self.functions.determinant(other.value)
                if at is not None and at.shape == matrix.shape:
                    if (left := self.functions.definite) and left(matrix - at) is not None:
                        yield self._least(letter, self.scalars.letter(other))
                    over = inverse(at, self.functions) * matrix - one
                    yield self._most(letter, self.scalars.letter(other) + over.trace().value())

    def _least(
        self, letter: Letter, bound: Ratio, turned: bool = False, positive: bool = False
    ) -> Bound:
        return self._bound(letter, bound, 1, turned, "positive" if positive else "nonnegative")

    def _most(
        self, letter: Letter, bound: Ratio, turned: bool = False, positive: bool = False
    ) -> Bound:
        return self._bound(letter, bound, -1, turned, "positive" if positive else "nonnegative")

    def _bound(
        self, letter: Letter, bound: Ratio, sign: int, turned: bool, left: str = "nonnegative"
    ) -> Bound:
        self._slack += 1
        slack = self.scalars.letter(Unnamed(f"slack {self._slack % _TRIED}", left))
        value = bound + slack if sign > 0 else bound - slack
        return Bound(letter, value, ">=" if sign > 0 else "<=", bound, turned)

    # -- roots ----------------------------------------------------------------------------------

    def _squared(
        self, value: Ratio, depth: int
    ) -> tuple[tuple[Way, ...], tuple[Bound, ...]] | None:
        """``a + b r`` with a root r: by the sign of ``a^2 - b^2 r^2`` where those of a, b tell."""
        bottom = self.signs.ways(value.denominator)
        turn = self.scalars.number(1 if bottom is not None else -1)
        if bottom is None and self.signs.ways(-value.denominator) is None:
            return None
        top = (value.numerator * turn).root_reduced()
        for a, b, letter in self._roots(top):
            apart = (a * a - b * b * letter.value).root_reduced().cancelled()
            for bigger, difference in ((a, apart), (b, -apart)):
                known = self._ways(bigger.cancelled(), depth - 1)
                found = self._ways(difference, depth - 1) if known is not None else None
                if known is not None and found is not None:
                    return found[0], (*known[1], *found[1])
        return None

    def _roots(self, top: Ratio) -> list[tuple[Ratio, Ratio, RootOf]]:
        """``a + b r`` for each root r; first where b is negative, then a alone has to be more."""
        found: list[tuple[Ratio, Ratio, RootOf]] = []
        for letter in top.ordered():
            if not isinstance(letter, RootOf) or self._exponent(letter) is not None:
                continue
            powers = top.coefficients(letter)
            if powers.keys() <= {0, 1}:
                a, b = (powers.get(k, self.scalars.number(0)) for k in (0, 1))
                found.append((a, b.cancelled(), letter))
        return sorted(found, key=lambda one: not self.signs.known_nonnegative(-one[1]))


def _inserted(value: Ratio, bounds: Iterable[Bound]) -> Ratio:
    """A value with bounds in it, up to factors that are positive."""
    scalars = value.scalars
    for bound in bounds:
        if bound.turned:  # as a quotient by a power of the letter, which is positive
            itself = scalars.letter(bound.letter)
            value = value.substitute({bound.letter: scalars.one / itself}).cancelled()
            below = value.denominator.coefficients(bound.letter)
            power = min(below)
            value = (value * itself**power).cancelled()
    value = value.substitute({bound.letter: bound.value for bound in bounds})
    # a dimension may be bounded by another one that has a bound itself
    sizes = {bound.letter: bound.value for bound in bounds if isinstance(bound.letter, SizeOf)}
    return value.substitute(sizes) if sizes else value
