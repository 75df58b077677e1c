"""Real numbers made of powers of e, logarithms and roots of primes: exact, with their signs.

A number is a quotient of sums of ``c e^q prod p^a prod (ln r)^n`` with rational ``c`` and ``q``,
primes ``p``, primes or sums without logarithms ``r``, fractions ``0 < a < 1`` and whole ``n``.
Without logarithms a sum is 0 only if it has no terms: powers of e are independent over the
algebraic numbers (Lindemann), roots of primes over the rational ones (Besicovitch). With
logarithms, or for a sign, intervals tell.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mpmath import iv
from sympy.ntheory import factorint, isprime

from sslcheck.derive.errors import Unsupported

__all__ = ["Irrational", "exponential", "logarithm", "power"]

_BITS = (64, 256, 1024, 4096)
"""Precisions at which an interval is tried."""
_FACTORED = 1000  # primes up to this are looked for in large numbers
_SMALL = 10**18  # numbers that are factored
_LARGEST = 10_000  # bits of a whole power
_TERMS = 400
_INSIDE = 12  # terms of a sum of which there is a logarithm

_Powers = tuple[tuple[Any, Fraction], ...]
"""Of primes; a logarithm may be that of the terms of a sum with their numbers, too."""
_Term = tuple[Fraction, _Powers, _Powers]
"""The powers of e, of primes and of logarithms of primes."""
_Sum = dict[_Term, Fraction]

_ONE: _Term = (Fraction(0), (), ())
_UNIT: _Sum = {_ONE: Fraction(1)}


class Irrational(Fraction):
    """One of these numbers that is not seen to be rational; made by arithmetic only.

    It stands where a `Fraction` may, as its own numerator over 1.
    """

    __slots__ = ("below", "terms")
    terms: _Sum
    below: _Sum

    def __new__(cls, terms: _Sum, below: _Sum) -> Irrational:
        self = super().__new__(cls)
        self.terms, self.below = terms, below
        return self

    @property
    def numerator(self) -> Any:
        """The number itself."""
        return self

    @property
    def denominator(self) -> int:
        """1."""
        return 1

    def __hash__(self) -> int:  # type: ignore[override]
        return 0  # equal numbers may be written in several ways

    def __add__(self, other: Any) -> Any:
        terms, below = _sides(other)
        if below == self.below:
            return _made(_plus(self.terms, terms), below)
        over = _plus(_times(self.terms, below), _times(terms, self.below))
        return _made(over, _times(self.below, below))

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self * -1

    def __pos__(self) -> Any:
        return self

    def __sub__(self, other: Any) -> Any:
        return self + other * -1

    def __rsub__(self, other: Any) -> Any:
        return self * -1 + other

    def __mul__(self, other: Any) -> Any:
        terms, below = _sides(other)
        return _made(_times(self.terms, terms), _times(self.below, below))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if not other:
            raise ZeroDivisionError("division by zero")
        terms, below = _sides(other)
        return _made(_times(self.terms, below), _times(self.below, terms))

    def __rtruediv__(self, other: Any) -> Any:
        if not self:
            raise ZeroDivisionError("division by zero")
        terms, below = _sides(other)
        return _made(_times(terms, self.below), _times(below, self.terms))

    def __bool__(self) -> bool:
        return not _logarithmic(self.terms) or _sign(self.terms) != 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (int, Fraction)):
            return NotImplemented
        return not (self - other)

    def __lt__(self, other: Any) -> bool:
        return sign(self - other) < 0

    def __gt__(self, other: Any) -> bool:
        return sign(self - other) > 0

    def __le__(self, other: Any) -> bool:
        return sign(self - other) <= 0

    def __ge__(self, other: Any) -> bool:
        return sign(self - other) >= 0

    def __abs__(self) -> Any:
        return self * sign(self)

    def _refused(self, *_: object) -> Any:
        raise Unsupported(f"an operation on the number {self}, which is not rational")

    __int__ = __trunc__ = __floor__ = __ceil__ = _refused
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refused

    def __pow__(self, exponent: Any, _: Any = None) -> Any:
        result: Any = 1
        for _ in range(abs(exponent)):
            result = result * self
        return result if exponent >= 0 else 1 / result

    def __float__(self) -> float:
        return float((_interval(self.terms, _BITS[0]) / _interval(self.below, _BITS[0])).mid)

    def __str__(self) -> str:
        over = _text(self.terms)
        if self.below == _UNIT:
            return over
        return f"({over})/({_text(self.below)})"

    __repr__ = __str__


def sign(value: Any) -> int:
    """-1, 0 or 1; Unsupported where intervals do not tell."""
    if isinstance(value, Irrational):
        return _sign(value.terms) * _sign(value.below)
    return int(value > 0) - int(value < 0)


def exponential(value: Any) -> Any:
    """``e^value`` of a rational, or with logarithms in single terms; Unsupported of others."""
    terms, below = _sides(value)
    result: Any = 1
    if below != _UNIT:
        raise Unsupported(f"e to the power of {value}")
    for (exponent, roots, logs), count in terms.items():
        if not logs and not roots and not exponent:
            result = result * _made({(count, (), ()): Fraction(1)}, _UNIT)
        elif not exponent and not roots and len(logs) == 1 and logs[0][1] == 1:
            result = result * _base_power(logs[0][0], count)
        else:
            raise Unsupported(f"e to the power of {value}")
    return result


def logarithm(value: Any) -> Any:
    """``ln value`` of what is positive and has no logarithms; Unsupported of others."""
    if sign(value) <= 0:
        raise ZeroDivisionError("the logarithm of a number that is not positive")
    terms, below = _sides(value)
    if max(len(terms), len(below)) > _INSIDE or _logarithmic(terms) or _logarithmic(below):
        raise Unsupported(f"the logarithm of {value}")
    turn = _sign(terms)
    return _log({term: turn * n for term, n in terms.items()}) - _log(
        {term: turn * n for term, n in below.items()}
    )


def _log(terms: _Sum) -> Any:
    """``ln`` of a positive sum without logarithms."""
    if len(terms) > 1:  # as that of one term, and of a sum with 1 in it: equal ones are equal
        lead = max(term for term, number in terms.items() if number > 0)
        inside = tuple(sorted(_times(terms, _inverse(lead, terms[lead])).items()))
        return _log({lead: terms[lead]}) + _made(
            {(Fraction(0), (), ((inside, Fraction(1)),)): Fraction(1)}, _UNIT
        )
    (((exponent, roots, _), number),) = terms.items()
    found: _Sum = {_ONE: exponent} if exponent else {}
    counts: list[tuple[int, int | Fraction]] = [*roots, *_primes(number)]
    for prime, count in counts:
        found = _plus(found, {(Fraction(0), (), ((prime, Fraction(1)),)): Fraction(count)})
    return _made(found, _UNIT)


def power(value: Any, exponent: Fraction) -> Any:
    """A positive number to a rational power."""
    return exponential(logarithm(value) * exponent)


# -- sums of terms --------------------------------------------------------------------------------


def _sides(value: Any) -> tuple[_Sum, _Sum]:
    if isinstance(value, Irrational):
        return value.terms, value.below
    number = Fraction(value)
    return {_ONE: number} if number else {}, _UNIT


def _made(terms: _Sum, below: _Sum) -> Any:
    """The number in its simplest form: a rational one where it is seen to be."""
    if len(below) == 1 and below != _UNIT:
        ((term, number),) = below.items()
        terms = _times(terms, _inverse(term, number))
        below = _UNIT
    if not terms:
        return 0
    if below == _UNIT and terms.keys() == {_ONE}:
        number = terms[_ONE]
        return number.numerator if number.denominator == 1 else number
    if len(terms) > _TERMS or len(below) > _TERMS:
        raise Unsupported("an irrational number of too many terms")
    return Irrational(terms, below)


def _plus(one: _Sum, two: _Sum) -> _Sum:
    total = dict(one)
    for term, number in two.items():
        value = total.get(term, Fraction(0)) + number
        if value:
            total[term] = value
        else:
            del total[term]
    return total


def _times(one: _Sum, two: _Sum) -> _Sum:
    if one == _UNIT:
        return two
    if two == _UNIT:
        return one
    total: _Sum = {}
    for first, a in one.items():
        for second, b in two.items():
            term, number = _product(first, second, a * b)
            total[term] = total[term] + number if term in total else number
    return {term: number for term, number in total.items() if number}


def _product(one: _Term, two: _Term, number: Fraction) -> tuple[_Term, Fraction]:
    roots: list[tuple[int, Fraction]] = []
    for prime, count in _merged(one[1], two[1]):
        whole = count.numerator // count.denominator
        number *= Fraction(prime) ** whole
        if count != whole:
            roots.append((prime, count - whole))
    return (one[0] + two[0], tuple(roots), _merged(one[2], two[2])), number


def _merged(one: _Powers, two: _Powers) -> _Powers:
    if not (one and two):
        return one or two
    found = dict(one)
    for base, count in two:
        found[base] = found.get(base, Fraction(0)) + count
    left = ((base, count) for base, count in found.items() if count)
    return tuple(sorted(left, key=lambda one: (isinstance(one[0], tuple), one)))


def _inverse(term: _Term, number: Fraction) -> _Sum:
    exponent, roots, logs = term
    turned = (-exponent, (), tuple((base, -count) for base, count in logs))
    back = tuple((prime, -count) for prime, count in roots)
    found, factor = _product((Fraction(0), back, ()), turned, 1 / number)
    return {found: factor}


def _base_power(base: Any, count: Fraction) -> Any:
    """``base^count`` of a prime, or of a sum to a whole power."""
    if not isinstance(base, tuple):
        return _prime_power(base, count)
    if count.denominator != 1 or abs(count) > _INSIDE:
        raise Unsupported(f"the power {count} of {_text(dict(base))}")
    return _made(dict(base), _UNIT) ** count.numerator


def _prime_power(prime: int, count: Fraction) -> Any:
    """``prime^count``."""
    if abs(count) * prime.bit_length() > _LARGEST:
        raise Unsupported(f"the power {count} of {prime}")
    term, number = _product(_ONE, (Fraction(0), ((prime, count),), ()), Fraction(1))
    return _made({term: number}, _UNIT)


def _primes(number: Fraction) -> list[tuple[int, int]]:
    """The primes of a positive rational number with their powers."""
    found: list[tuple[int, int]] = []
    for turn, whole in ((1, number.numerator), (-1, number.denominator)):
        limit = None if whole < _SMALL else _FACTORED
        factors = {int(prime): count for prime, count in factorint(whole, limit=limit).items()}
        if any(prime > _FACTORED**2 and not isprime(prime) for prime in factors):
            raise Unsupported(f"the logarithm of {number}")
        found += [(prime, turn * count) for prime, count in factors.items() if prime != 1]
    return found


# -- signs ----------------------------------------------------------------------------------------


def _logarithmic(terms: _Sum) -> bool:
    return any(logs for _, _, logs in terms)


def _sign(terms: _Sum) -> int:
    """The sign of a sum; Unsupported where no interval excludes 0."""
    if not terms:
        return 0
    for bits in _BITS:
        value = _interval(terms, bits)
        if value > 0:
            return 1
        if value < 0:
            return -1
    raise Unsupported(f"whether {_text(terms)} is 0 or not")


def _interval(terms: _Sum, bits: int) -> Any:
    """What a sum is between."""
    before, iv.prec = iv.prec, bits
    try:
        total = iv.mpf(0)
        for (exponent, roots, logs), number in terms.items():
            value = _quotient(number) * iv.exp(_quotient(exponent))
            for prime, count in roots:
                value *= iv.exp(_quotient(count) * iv.log(iv.mpf(prime)))
            for base, times in logs:
                inside = isinstance(base, tuple)
                r = _interval(dict(base), bits) if inside else iv.mpf(base)
                value *= iv.log(r) ** int(times)
            total += value
        return total
    finally:
        iv.prec = before


def _quotient(value: Fraction) -> Any:
    return iv.mpf(value.numerator) / iv.mpf(value.denominator)


def _raised(base: str, count: Fraction) -> str:
    if count == 1:
        return base
    return f"{base}^{count}" if count.denominator == 1 and count > 0 else f"{base}^({count})"


def _text(terms: _Sum) -> str:
    shown = ""
    for (exponent, roots, logs), number in sorted(terms.items()):
        parts = [_raised("e", exponent)] if exponent else []
        parts += [_raised(str(prime), count) for prime, count in roots]
        bases = ((_text(dict(b)) if isinstance(b, tuple) else b, count) for b, count in logs)
        parts += [_raised(f"ln({base})", count) for base, count in bases]
        size = abs(number)
        if size != 1 or not parts:
            parts.insert(0, str(size))
        glue = (" - " if number < 0 else " + ") if shown else ("-" if number < 0 else "")
        shown += glue + " ".join(parts)
    return shown
