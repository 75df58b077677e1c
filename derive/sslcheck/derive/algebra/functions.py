"""Scalar letters that stand for more: square roots, exponentials, integrals and maxima."""

from __future__ import annotations

from fractions import Fraction

from sympy.ntheory import factorint

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.exponents import digits, monomials
from sslcheck.derive.algebra.known import Known
from sslcheck.derive.algebra.letters import DiagOf, ExpOf, IntegralOf, Letter, LogOf, MaxOf, RootOf
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["Functions"]

_MOST_TERMS = 30  # of what may be the square of a sum
_FACTORED = 10**12  # larger numbers keep one root together


class Functions(Known):
    """Makes such letters, with the signs and indices that the setting declares."""

    def root(self, value: Ratio) -> Ratio:
        """The nonnegative square root.

        Squares come out, nonnegative letters get a root each, and what is left one together, so
        that equal roots are equal letters.
        """
        value = value.root_reduced().cancelled()
        scalars = self.scalars
        outside = scalars.number(1)
        below = value.denominator
        if self.known_nonnegative(below):
            value, outside = (value * below * below).cancelled(), outside / below
        num = scalars.align(value.num)
        if not num:
            return value
        if value.den != 1:
            return outside * self._letter_root(value)
        common = tuple(map(min, *num.itermonoms(), num.leading_expv()))
        rest = list(common)
        for at, power in enumerate(common):
            name = scalars.names[at] if power else ""
            if not power:
                continue
            letter = scalars.letter(name)
            if not self.nonnegative(name):  # its fourth power comes out, its square by itself
                rest[at] = power - power % 2
                outside = outside * letter ** (2 * (power // 4))
                if power % 4 > 1:
                    outside = outside * self._letter_root(letter * letter)
                continue
            outside = outside * letter ** (power // 2)
            if power % 2:
                outside = outside * self._letter_root(letter)
        ring = num.ring  # the scalars' own may have grown by the roots above
        content = num.content()
        top, bottom = int(content.numerator), int(content.denominator)
        outside = outside * self._number_root(top * bottom) / scalars.number(bottom)
        scale = ring.domain(bottom, top)
        left = ring.dtype(
            {tuple(a - b for a, b in zip(m, rest, strict=True)): c * scale for m, c in num.items()}
        )
        if left == 1:
            return outside
        inside = Ratio(scalars, left, scalars.unit)
        return outside * (self._square_root(inside) or self._letter_root(inside))

    def _square_root(self, value: Ratio) -> Ratio | None:
        """The root of a sum that is the square of one of known sign, letters by their roots."""
        found = self.either_root(value)
        if found is None:
            return None
        if sign := self.sign(found):
            return self.scalars.number(sign) * found
        rest = found  # without squares
        for factor, power in found.factors():
            rest = rest / factor ** (power - power % 2)
        known = (
            self.known_nonnegative(rest.cancelled()),
            self.known_nonnegative(-rest.cancelled()),
        )
        return found if known[0] else -found if known[1] else None

    def either_root(self, value: Ratio) -> Ratio | None:
        """One of the two numbers whose square a sum is, letters by their roots; None if none is."""
        if not 2 < len(value.num) <= _MOST_TERMS:
            return None
        scalars, plain = self.scalars, dict[Letter, Ratio]()
        for name in value.free() & scalars.roots.keys():
            inside = scalars.roots[name]
            (letter, *others) = inside.ordered() or [""]
            if not others and letter and (inside - scalars.letter(letter)).is_zero():
                plain[letter] = scalars.letter(name) ** 2
        by_roots = value.substitute(plain)
        whole = scalars.one
        for factor, power in by_roots.factors():
            if power % 2:
                return None
            whole = whole * factor ** (power // 2)
        number = (by_roots / whole**2).cancelled()
        if number.free() or self.sign(number) != 1:
            return None
        return (whole * self.root(number)).root_reduced()

    def _number_root(self, value: int) -> Ratio:
        """The root of a positive whole number: one letter for each prime of odd power."""
        primes = factorint(value) if value < _FACTORED else {value: 1}
        result = self.scalars.number(1)
        for prime, power in primes.items():
            result = result * self.scalars.number(int(prime) ** (power // 2))
            if power % 2 and prime != 1:
                result = result * self._letter_root(self.scalars.number(int(prime)))
        return result

    def _letter_root(self, value: Ratio) -> Ratio:
        return self.scalars.letter(RootOf(value.key(), value))

    def again(self, letter: RootOf | ExpOf | LogOf | IntegralOf | MaxOf, value: Ratio) -> Ratio:
        """The same function as a letter's, of another value."""
        match letter:
            case RootOf():
                return self.root(value)
            case ExpOf():
                return self.exponential(value)
            case LogOf():
                return self.logarithm(value)
            case IntegralOf():
                return self.integral(value, letter.variable)
            case MaxOf():
                return self.maximum(value, letter.index)

    def diagonal(self, alphabet: Alphabet, entry: Ratio, index: str, space: str) -> Element:
        """The diagonal matrix of a polynomial in scalars over an index."""
        entry = entry.root_reduced().cancelled()
        bad = entry.denominator.free()
        if any(self.indexed(n, index) for n in bad):
            raise Unsupported("a diagonal matrix of quotients of indexed scalars")
        names = self.scalars.names
        total = alphabet.zero((space, space))
        num = self.scalars.align(entry.num)
        for monom, coeff in num.items():
            letters: list[tuple[Letter, bool]] = []
            rest = list(monom)
            for at, power in enumerate(monom):
                if power and self.indexed(names[at], index):
                    letter = DiagOf(names[at], index, space)
                    if letter not in alphabet.shapes:
                        alphabet.declare(letter, (space, space), frozenset({"diagonal"}))
                    letters += [(letter, False)] * power
                    rest[at] = 0
            scalar = Ratio(self.scalars, num.ring.from_dict({tuple(rest): coeff}), entry.den)
            word = alphabet.reduce(letters)
            total = total + Element(alphabet, (space, space), {word: scalar})
        return total

    def exponential(self, exponent: Ratio) -> Ratio:
        """``e^exponent`` as a product of one letter for each monomial of the exponent.

        A multiple of a logarithm is a power, and whole powers are no letters of their own.
        """
        result = self.scalars.one
        for piece, count in monomials(exponent):
            logs = [letter for letter in piece.free() if isinstance(letter, LogOf)]
            plain = len(logs) == 1 and (piece - self.scalars.letter(logs[0])).is_zero()
            base = logs[0].value if plain else self.scalars.letter(ExpOf(piece.key(), piece))
            whole = count.numerator // count.denominator
            result = result * base**whole * self._fraction(piece, base, count - whole)
        return result

    def _fraction(self, piece: Ratio, base: Ratio, count: Fraction) -> Ratio:
        """``base^count = e^{count piece}`` with ``0 <= count < 1``, by roots of prime degree.

        The count is a whole number and, for each prime, a fraction in digits to that base: of each
        such root a power less than its degree. That way is one alone, so equal ones are equal.
        """
        scalars, result = self.scalars, self.scalars.one
        rest, parts = digits(count)
        for prime, power, top in parts:
            root = base
            for level in range(1, power + 1):
                if prime == 2:
                    root = self.root(root)
                else:
                    inside = piece * scalars.number(Fraction(1, prime**level))
                    letter = ExpOf(inside.key(), inside)
                    scalars.reduce(letter, prime, root)
                    root = scalars.letter(letter)
                result = result * root ** (top // prime ** (power - level) % prime)
        return result * base**rest

    def logarithm(self, value: Ratio) -> Ratio:
        """``\\ln`` of a positive scalar, a sum of those of its factors where these are positive."""
        value = value.root_reduced().cancelled()
        scalars = self.scalars
        total = scalars.number(0)
        for sign, poly in ((1, value.num), (-1, value.den)):
            whole = Ratio(scalars, scalars.align(poly), scalars.unit)
            factors = whole.factors()
            number = whole
            for factor, power in factors:
                number = number / factor**power
            if self.sign(number) != 1 or any(self.sign(factor) != 1 for factor, _ in factors):
                return scalars.letter(LogOf(value.key(), value))
            total = total + scalars.number(sign) * self._number_log(number)
            for factor, power in factors:
                total = total + scalars.number(sign * power) * self._letter_log(factor)
        return total

    def _number_log(self, value: Ratio) -> Ratio:
        """Of a positive rational number: one letter for each prime."""
        scalars, total = self.scalars, self.scalars.number(0)
        number = value.cancelled()
        for sign, poly in ((1, number.num), (-1, number.den)):
            exact = fraction(poly.LC)
            for turn, whole in ((sign, exact.numerator), (-sign, exact.denominator)):
                primes = factorint(whole) if whole < _FACTORED else {whole: 1}
                for prime, power in primes.items():
                    if prime != 1:
                        log = self._letter_log(scalars.number(int(prime)))
                        total = total + scalars.number(turn * power) * log
        return total

    def _letter_log(self, value: Ratio) -> Ratio:
        """Of what is no product: of roots and exponentials, what is inside."""
        scalars = self.scalars
        free = value.ordered()
        if len(free) == 1 and value.num == scalars.letter(free[0]).num:
            match free[0]:
                case ExpOf(_, inside):
                    return inside
                case RootOf(_, inside):
                    return scalars.number(Fraction(1, 2)) * self.logarithm(inside)
        return scalars.letter(LogOf(value.key(), value))

    def power(self, value: Ratio, exponent: Fraction) -> Ratio:
        """Any power of a positive scalar."""
        return self.exponential(self.logarithm(value) * self.scalars.number(exponent))

    def integral(self, integrand: Ratio, variable: str) -> Ratio:
        """``\\int_0^t`` of a scalar, a letter whose time derivative is the integrand."""
        if integrand.is_zero():
            return integrand
        return self.scalars.letter(IntegralOf(integrand.key(), integrand, variable))

    def maximum(self, value: Ratio, index: str) -> Ratio:
        """The largest of an indexed scalar over its modes, a letter without that index.

        What does not change with the mode is added, or multiplies it where it is not negative.
        Functions that grow go around it: roots, exponentials, powers of what is not negative.
        """
        value = value.root_reduced().cancelled()
        if not any(self.indexed(n, index) for n in value.free()):
            return value
        below = value.denominator
        if any(self.indexed(n, index) for n in below.free()):
            return self._letter_max(value, index)
        fixed = self.scalars.number(0)
        for monom, coeff in self.scalars.align(value.num).items():
            term = Ratio(self.scalars, self.scalars.ring.from_dict({monom: coeff}), value.den)
            if not any(self.indexed(n, index) for n in term.free()):
                fixed = fixed + term
        left = (value - fixed).cancelled()
        scale = self.scalars.one
        for factor, power in left.numerator.factors():
            if not any(self.indexed(n, index) for n in factor.free()):
                scale = scale * factor**power
        scale = scale / left.denominator
        inside = (left / scale).cancelled()
        number = fraction(inside.num.LC)
        scale = scale * self.scalars.number(abs(number)) / inside.denominator
        if not self.known_nonnegative(scale):
            return fixed + self._letter_max(left, index)
        return fixed + scale * self._letter_max((left / scale).cancelled(), index)

    def _letter_max(self, value: Ratio, index: str) -> Ratio:
        (letter, *more) = value.ordered()
        power = max(map(sum, value.num.itermonoms()))
        one = self.scalars.letter(letter)
        if not more and (value - one**power).is_zero():
            match letter:
                case ExpOf(_, inside):
                    times = self.scalars.number(power)
                    return self.exponential(self.maximum(inside * times, index))
                case RootOf(_, inside):
                    return self.root(self.maximum(inside, index)) ** power
                case _ if power > 1 and self.nonnegative(letter):
                    return self.maximum(one, index) ** power
        return self.scalars.letter(MaxOf(value.key(), value, index))
