"""What the letters of words and of coefficients stand for: values, compared by what they are.

A declared symbol is its name. Everything else says what it is made of, so that equal things are
one letter and nothing has to be read out of a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sslcheck.derive.algebra.elements import Element
    from sslcheck.derive.algebra.ratios import Ratio

__all__ = [
    "TRACE",
    "AtStart",
    "AxisOf",
    "BoundedOf",
    "ColumnsOf",
    "DetOf",
    "DiagOf",
    "EigenvalueOf",
    "ExpOf",
    "Frozen",
    "FunctionOf",
    "HadamardOf",
    "IntegralOf",
    "InverseOf",
    "Letter",
    "LogOf",
    "MatrixExpOf",
    "MatrixRootOf",
    "MaxOf",
    "MinorOf",
    "Of",
    "OfMatrix",
    "OnesOf",
    "OtherMode",
    "PseudoOf",
    "RateOf",
    "RootOf",
    "SizeOf",
    "TraceOf",
    "UnitOf",
    "Unnamed",
    "Word",
    "closure",
    "entry_of",
    "inner",
    "symbol_of",
    "transposed",
]


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter that is made of others. All letters are ordered: names first, by alphabet."""

    def __lt__(self, other: Letter) -> bool:
        return _rank(self) < _rank(other)

    def __gt__(self, other: Letter) -> bool:
        return _rank(self) > _rank(other)


@dataclass(frozen=True, slots=True)
class AtStart(_Made):
    """The value at time 0."""

    of: Letter


@dataclass(frozen=True, slots=True)
class RateOf(_Made):
    """The time derivative of what no flow moves."""

    of: Letter


@dataclass(frozen=True, slots=True)
class Frozen(_Made):
    """The same value under a stop-gradient: a constant to a gradient."""

    of: Letter


@dataclass(frozen=True, slots=True)
class DiagOf(_Made):
    """The diagonal matrix of a scalar letter over its ``index``, of a space."""

    entry: Letter
    index: str
    space: str


@dataclass(frozen=True, slots=True)
class OfMatrix(_Made):
    """A letter made of a matrix ``value``, which ``key`` tells apart."""

    key: tuple[Any, ...]
    value: Element = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class InverseOf(OfMatrix):
    """The inverse of a matrix: of one letter, or of a sum."""

    @property
    def single(self) -> Any:
        """The letter that it is the inverse of; None where that is a sum."""
        (word, *more) = self.value.terms
        return None if more or len(word) != 1 else word[0][0]


@dataclass(frozen=True, slots=True)
class FunctionOf(OfMatrix):
    """A psd matrix that is a function of one symmetric matrix: ``definite`` if positive there."""

    definite: bool = False


@dataclass(frozen=True, slots=True)
class BoundedOf(OfMatrix):
    """A psd matrix of which that is shown by its bounds, as of what is left of a projection:
    ``definite`` if it is seen to be so.
    """

    definite: bool = False


@dataclass(frozen=True, slots=True)
class HadamardOf(OfMatrix):
    """The product by entries of the words in ``key``; ``value`` is their sum."""


@dataclass(frozen=True, slots=True)
class PseudoOf(OfMatrix):
    """The pseudo-inverse of a matrix: of one word, or of a sum."""


@dataclass(frozen=True, slots=True)
class MatrixRootOf(OfMatrix):
    """The psd root of a psd matrix: its power of the ``degree`` is the matrix."""

    degree: int


@dataclass(frozen=True, slots=True)
class MatrixExpOf(OfMatrix):
    """``e^{value}`` of a matrix, the ``base`` times a number."""

    base: Element = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EigenvalueOf(_Made):
    """Any eigenvalue of a symmetric matrix, whose sign is known as far as said."""

    of: Letter
    sign: str = "real"


@dataclass(frozen=True, slots=True)
class Of(_Made):
    """A scalar letter made of a quotient of polynomials, which ``key`` tells apart."""

    key: tuple[Any, ...]
    value: Ratio = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RootOf(Of):
    """The nonnegative square root of ``value``."""


@dataclass(frozen=True, slots=True)
class ExpOf(Of):
    """``e^{value}``."""


@dataclass(frozen=True, slots=True)
class LogOf(Of):
    """The natural logarithm of a positive ``value``."""


@dataclass(frozen=True, slots=True)
class MinorOf(Of):
    """A ``value`` that is not negative as the determinant of two vectors' inner products."""


@dataclass(frozen=True, slots=True)
class IntegralOf(Of):
    """The integral of ``value`` over time, from 0; ``variable`` is how authors call it there."""

    variable: str = field(default="t'", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MaxOf(Of):
    """The largest ``value`` over an index."""

    index: str


@dataclass(frozen=True, slots=True)
class TraceOf(_Made):
    """The trace of a product of letters; of a 1 x 1 ``product``, the product itself."""

    word: Word
    product: bool = False


@dataclass(frozen=True, slots=True)
class DetOf(_Made):
    """The determinant of a matrix ``value``, which ``key`` tells apart; ``regular`` if not 0."""

    key: tuple[Any, ...]
    value: Element = field(compare=False, repr=False)
    regular: bool = field(compare=False, default=False)


@dataclass(frozen=True, slots=True)
class ColumnsOf(_Made):
    """The matrix whose columns are all vectors of a letter over its ``index``, of a space."""

    of: Letter
    index: str
    space: str


@dataclass(frozen=True, slots=True)
class AxisOf(_Made):
    """The unit vector of each value of an ``index``, of a space: summed with others only."""

    index: str
    space: str


@dataclass(frozen=True, slots=True)
class OnesOf(_Made):
    """The column of ones of a space."""

    space: str


@dataclass(frozen=True, slots=True)
class SizeOf(_Made):
    """The dimension of a space, a positive whole number."""

    space: str


@dataclass(frozen=True, slots=True)
class UnitOf(_Made):
    """A 1 x 1 symbol that is orthonormal: 1 or -1."""

    of: Letter


@dataclass(frozen=True, slots=True)
class OtherMode(_Made):
    """The same letter at another mode of its index."""

    of: Letter


@dataclass(frozen=True, slots=True)
class Unnamed(_Made):
    """A number of a ``sign`` that no article has a name for; ``key`` tells several apart."""

    key: str
    sign: str = "real"


Letter = (
    str
    | AtStart
    | RateOf
    | Frozen
    | DiagOf
    | ColumnsOf
    | OnesOf
    | AxisOf
    | OfMatrix
    | EigenvalueOf
    | RootOf
    | ExpOf
    | LogOf
    | IntegralOf
    | MaxOf
    | MinorOf
    | TraceOf
    | DetOf
    | SizeOf
    | UnitOf
    | OtherMode
    | Unnamed
)
"""A letter of words (a matrix) or of coefficients (a scalar)."""

Word = tuple[tuple[Any, bool], ...]
"""A product of letters, each transposed or not."""


def _rank(letter: object) -> tuple[Any, ...]:
    if isinstance(letter, str):
        return (0, letter)
    kind = type(letter).__name__
    match letter:
        case AtStart(of) | RateOf(of) | Frozen(of) | UnitOf(of) | OtherMode(of):
            return (1, kind, _rank(of))
        case DiagOf(entry, index, space):
            return (1, kind, _rank(entry), index, space)
        case TraceOf(word, product):
            return (1, kind, tuple((_rank(each), flipped) for each, flipped in word), product)
        case ColumnsOf(of, index, space):
            return (1, kind, _rank(of), index, space)
        case AxisOf(index, space):
            return (1, kind, index, space)
        case SizeOf(name) | OnesOf(name) | Unnamed(name):
            return (1, kind, name)
        case MaxOf(key, _, index):
            return (1, kind, key, index)
        case Of(key) | OfMatrix(key) | DetOf(key):
            return (1, kind, key)
        case EigenvalueOf(of, sign):
            return (1, kind, _rank(of), sign)
    raise TypeError(f"no letter: {kind}")


TRACE: tuple[Letter, bool] = (TraceOf(()), False)
"""First letter of a 1 x 1 word: the rest is read cyclically, as a trace."""


def entry_of(letter: Letter) -> Any:
    """The scalar that a diagonal matrix is made of; any other letter as it is."""
    return letter.entry if isinstance(letter, DiagOf) else letter


def transposed(word: Word) -> Word:
    """The transpose of a product."""
    return tuple((letter, not flipped) for letter, flipped in reversed(word))


def symbol_of(letter: Letter) -> str | None:
    """The symbol whose value, start or copy a letter is; None for what is made of more."""
    match letter:
        case str():
            return letter
        case AtStart(of) | Frozen(of) | UnitOf(of):
            return symbol_of(of)
    return None


def inner(letter: Letter) -> Iterator[Letter]:
    """The letters that a letter is directly made of."""
    match letter:
        case AtStart(of) | RateOf(of) | Frozen(of) | UnitOf(of) | DiagOf(of) | ColumnsOf(of):
            yield of
        case TraceOf(word):
            yield from (each for each, _ in word)
        case EigenvalueOf(of):
            yield of
        case OfMatrix(_, value) | DetOf(_, value):
            for word, coeff in value.terms.items():
                yield from (each for each, _ in word)
                yield from coeff.ordered()
        case Of(_, value):
            yield from value.free()


def closure(letters: Iterable[Letter]) -> frozenset[Any]:
    """Letters and all that they are made of."""
    found: set[Letter] = set()
    pending = [*letters]
    while pending:
        letter = pending.pop()
        if letter not in found:
            found.add(letter)
            pending += inner(letter)
    return frozenset(found)
