"""Normal forms: sums of words with rational coefficients, for all sizes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .rejected import BITS, MOST, STEPS, Nonconforming, need
from .words import ANY, ONE, Scalars, Word, cut, flip, hole, join, loop, times


class Value:
    """A matrix, or a number: for each product of scalars and word its rational coefficient.

    Of a product of spaces, written `n*k`, it is a stacked matrix or a map of such: the words of
    A kron B are those of B Z A^T, as (A kron B) vec(Z) = vec(B Z A^T).
    """

    def __init__(self, rows: str, cols: str, terms: dict[tuple[Scalars, Word], Any]) -> None:
        self.rows, self.cols, self.terms = rows, cols, {k: c for k, c in terms.items() if c}
        parts = [n for c in self.terms.values() for n in c.as_integer_ratio()]
        need(max(map(int.bit_length, parts), default=0) <= BITS, "numbers of too many digits")
        self.scalar, self.map = rows == cols == "1", "*" in cols
        need(self.map or cols == "1" or "*" not in rows, "a product of spaces", Nonconforming)
        fine = not self.map or all(hole(w) < len(w) for _, w in self.terms)
        need(fine, "a map that is not known here", Nonconforming)

    def __add__(self, other: Value) -> Value:
        if not self.terms or not other.terms:  # 0 stands for a matrix of zeros as well
            return self if self.terms else other
        same = (self.rows, self.cols) == (other.rows, other.cols)
        need(same, "a sum does not conform", Nonconforming)
        terms = self.terms.copy()
        for key, c in other.terms.items():
            terms[key] = terms.get(key, 0) + c
        return Value(self.rows, self.cols, terms)

    def __mul__(self, other: Value) -> Value:
        need(len(self.terms) * len(other.terms) <= STEPS, "a product of too many terms")
        one = self.scalar or other.scalar
        need(one or self.cols == other.rows, "a product does not conform", Nonconforming)
        terms: dict[tuple[Scalars, Word], Any] = {}
        for (s, w), c in self.terms.items():
            at = hole(w) if self.map and not other.scalar else len(w)
            for (r, v), d in other.terms.items():
                numbers, word = ONE, w or v
                if (w and v) or at < len(w):
                    joined = join(join(w[:at], v), w[at + 1 :])
                    need(len(joined) <= MOST, "a product of too many matrices")
                    numbers, word = cut(joined)
                key = times(times(s, r), numbers), word
                terms[key] = terms.get(key, 0) + c * d
        rows = other.rows if self.scalar else self.rows
        return Value(rows, self.cols if other.scalar else other.cols, terms)

    @property
    def T(self) -> Value:
        """The transpose."""
        need(self.map or "*" not in self.rows, "a transposed column", Nonconforming)
        terms = {(s, self.turned(w)): c for (s, w), c in self.terms.items()}
        return Value(self.cols, self.rows, terms)

    def turned(self, word: Word) -> Word:
        """A word of the transpose; of the map L Z R it is L^T Z R^T."""
        if not self.map:
            return flip(word)
        at, (cols, rows) = hole(word), self.rows.split("*")
        return (*flip(word[:at]), (ANY, rows, cols, "", False), *flip(word[at + 1 :]))

    def trace(self) -> Value:
        """The trace; of an identity the size of its space, of a map L Z R those of L and R."""
        need(self.rows == self.cols or not self.terms, "the trace of no square", Nonconforming)
        found = number(0)
        for (scalars, word), c in self.terms.items():
            at, spaces = hole(word), self.rows.split("*")
            for part, space in zip((word[:at], word[at + 1 :]), spaces[::-1], strict=False):
                size = ONE if space == "1" else frozenset({(("size", space), 1)})
                scalars = times(scalars, loop(part) if part else size)
            found += Value("1", "1", {(scalars, ()): c})
        return found

    def kron(self, right: Value) -> Value:
        """The Kronecker product, as a map."""
        spaces = self.rows, right.rows, self.cols, right.cols
        need("*" not in "".join(spaces), "a product of products of spaces", Nonconforming)
        inner = right * letter(ANY, right.cols, self.cols) * self.T
        return Value(f"{self.rows}*{right.rows}", f"{self.cols}*{right.cols}", inner.terms)

    def stacked(self) -> Value:
        """The columns, one below the other."""
        return Value(f"{self.cols}*{self.rows}", "1", self.terms)

    def frozen(self) -> Scalars:
        """A number as an atom can hold it."""
        need(self.scalar or not self.terms, "a number is wanted", Nonconforming)
        return frozenset((s, c) for (s, _), c in self.terms.items())


def exact(number: Any) -> Any:
    """A rational number, or the text of one; whole where it is, as sums of such are quicker."""
    found = number if isinstance(number, int) else Fraction(number)
    return found.numerator if found.denominator == 1 else found


def number(value: Any) -> Value:
    """A rational number."""
    return Value("1", "1", {(ONE, ()): value})


def atom(name: Any, exponent: Any = 1) -> Value:
    """A power of a scalar that is not taken apart."""
    return Value("1", "1", {(frozenset({(name, exponent)}), ()): 1})


def letter(name: Any, rows: str, cols: str, trait: str = "") -> Value:
    """A matrix that is not taken apart."""
    return Value(rows, cols, {(ONE, ((name, rows, cols, trait, False),)): 1})


def form(name: Any) -> Any:
    """Of what form an atom is; None of a symbol."""
    return None if isinstance(name, str) else name[0]


def root(value: Any, degree: int) -> Any:
    """The rational root of a rational number, or None."""
    parts = []
    for whole in Fraction(value).as_integer_ratio():
        near = round(abs(whole) ** (1 / degree))
        parts += [n for n in (near - 1, near, near + 1) if n >= 0 and n**degree == whole]
    return Fraction(*parts) if len(parts) == 2 else None


def holds_any(of: Any, letters: set[Any]) -> bool:
    """Whether an atom is one of some letters, or is made of one."""
    whole = isinstance(of, tuple | frozenset)
    return of in letters or (whole and any(holds_any(part, letters) for part in of))
