"""Formulas in two forms: as a person reads them in Coq, and as data for `Words.v`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sslcheck.derive import expr as e
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.setting import Shape
from sslcheck.derive.traverse import walk

__all__ = ["NO_CODE", "Piece", "Translator"]

Kind = Literal["number", "matrix"]
_LARGEST = 64
NO_CODE = "?"
"""In place of data: `Words.v` knows nothing of stacked columns."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A formula: ``text`` in a statement, ``code`` as data."""

    kind: Kind
    shape: Shape
    text: str
    code: str

    @property
    def zero(self) -> bool:
        """Whether it is written as 0."""
        return self.text == "0"


_SCALAR: Shape = ("1", "1")


class Translator:
    """Translates formulas; ``symbol`` gives a symbol's piece, ``space`` its representative.

    ``mode`` gives the diagonal matrix of a number of each mode; None is for what is one for all.
    ``gaps`` are formulas with the pieces that are to stand for them wherever they occur. What is
    divided by is collected in ``divisors``, by its data; what traces are of in ``traces``.
    """

    def __init__(
        self,
        symbol: Callable[[str], Piece],
        space: Callable[[str], str],
        mode: Callable[[str, e.Diag], Piece | None] = lambda name, around: None,
    ) -> None:
        self._symbol = symbol
        self._space = space
        self._mode = mode
        self._spaces: dict[str, int] = {}
        self.divisors: dict[str, e.Expr] = {}
        self.traces: dict[tuple[int, str], str] = {}
        self.gaps: dict[e.Expr, Piece] = {}

    @property
    def spaces(self) -> tuple[str, ...]:
        """The spaces in the order of their numbers."""
        return tuple(self._spaces)

    def number_of(self, space: str) -> int:
        """The number by which the data name a space."""
        return self._spaces.setdefault(space, len(self._spaces))

    def __call__(self, node: e.Expr) -> Piece:
        """The piece of a formula. Raises `Uncovered` for what `Words.v` does not know."""
        if node in self.gaps:
            return self.gaps[node]
        match node:
            case e.Num(value=value):
                return _number(value)
            case e.Ident(space=space):
                space = self._space(space)
                self.number_of(space)
                return Piece("matrix", (space, space), "1%:M", "MI")
            case e.Sym(name=name):
                return self._symbol(name)
            case e.Sum(terms=terms):
                return self._sum([self(term) for term in terms])
            case e.Prod(factors=(e.Num(value=value), *factors)) if value == -1 and factors:
                return self.negative(self(e.Prod(tuple(factors))))
            case e.Prod(factors=factors):
                return self._product([self(factor) for factor in factors])
            case e.Quotient(numerator=top, denominator=bottom):
                return self._product([self(top), self._inverse(bottom)])
            case e.Power(base=base, exponent=exponent) if exponent.denominator == 1:
                return self._power(base, int(exponent))
            case e.Transpose(arg=arg):
                return self._transposed(self(arg))
            case e.Trace(arg=arg):
                return self._trace(self(arg))
            case e.SquaredNorm(arg=arg):
                inner = self(arg)
                if inner.shape == _SCALAR:
                    return self._product([inner, inner])
                return self._trace(self._product([self._transposed(inner), inner]))
            case e.StopGrad(arg=arg):
                return self(arg)
            case e.Kron(left=left, right=right):
                one, other = self(left), self(right)
                rows, columns = (f"{a}*{b}" for a, b in zip(one.shape, other.shape, strict=True))
                text = f"(kron {one.text} {other.text})"
                return Piece("matrix", (rows, columns), text, NO_CODE)
            case e.Vec(arg=arg):
                inner = self(arg)
                shape = (f"{inner.shape[1]}*{inner.shape[0]}", "1")
                return Piece("matrix", shape, f"(vec {inner.text})", NO_CODE)
            case e.Diag():
                return self.diagonal(node.entry, node)
            case e.Dot():
                raise TypeError("derivatives are written out before a formula is translated")
        raise Uncovered(f"`{type(node).__name__}` in a formula")

    def _sum(self, parts: list[Piece]) -> Piece:
        kept = [part for part in parts if not part.zero]
        if len(kept) < 2:
            return kept[0] if kept else parts[0]
        if len({part.kind for part in kept}) > 1:
            raise Uncovered("a number added to a matrix")
        middle = len(kept) // 2  # balanced: deep terms overflow stacks
        left, right = self._sum(kept[:middle]), self._sum(kept[middle:])
        head = {"number": "SA", "matrix": "MA"}[left.kind]
        minus = right.code.startswith(("(SN ", "(MN "))
        text = (
            f"({left.text} {'' if minus else '+ '}{right.text[1:] if minus else f'{right.text})'}"
        )
        return Piece(left.kind, left.shape, text, f"({head} {left.code} {right.code})")

    def _product(self, parts: list[Piece]) -> Piece:
        scale: Piece | None = None
        total: Piece | None = None
        for part in parts:
            if part.shape == _SCALAR:
                scale = part if scale is None else _times(scale, part)
            elif total is None:
                total = part
            else:
                total = self._matrices(total, part)
                if total.shape == _SCALAR:
                    scale = (
                        self._trace(total) if scale is None else _times(scale, self._trace(total))
                    )
                    total = None
        if total is None:
            assert scale is not None
            return scale
        return total if scale is None else _scaled(scale, total)

    def negative(self, piece: Piece) -> Piece:
        """``-piece``."""
        head = {"number": "SN", "matrix": "MN"}[piece.kind]
        return Piece(piece.kind, piece.shape, f"(- {piece.text})", f"({head} {piece.code})")

    def _matrices(self, left: Piece, right: Piece) -> Piece:
        shape = left.shape[0], right.shape[1]
        text = f"({left.text} *m {right.text})"
        if NO_CODE in left.code + right.code:
            return Piece("matrix", shape, text, NO_CODE)
        at = self.number_of(left.shape[1])
        return Piece("matrix", shape, text, f"(MM {at} {left.code} {right.code})")

    def _inverse(self, node: e.Expr) -> Piece:
        piece = self(node)
        if piece.kind != "number":
            raise Uncovered("the inverse of a matrix")
        if any(f"(SV {own})" in piece.code for own in self.traces.values()):
            raise Uncovered("a division by a trace")
        self.divisors.setdefault(piece.code, node)
        return Piece("number", _SCALAR, f"{piece.text}^-1", f"(SI {piece.code})")

    def _power(self, base: e.Expr, exponent: int) -> Piece:
        if exponent < 0:
            return self._product([self._inverse(base)] * -exponent)
        if exponent == 0:
            raise Uncovered("the power 0")
        return self._product([self(base)] * exponent)

    def _transposed(self, inner: Piece) -> Piece:
        if inner.shape == _SCALAR:
            return inner
        shape = inner.shape[1], inner.shape[0]
        return Piece("matrix", shape, f"{inner.text}^T", f"(MT {inner.code})")

    def _trace(self, inner: Piece) -> Piece:
        if inner.kind != "matrix":
            return inner
        at = self.number_of(inner.shape[0])
        own = self.traces.setdefault((at, inner.code), f"t{len(self.traces)}_")
        return Piece("number", _SCALAR, f"(\\tr {inner.text})", f"(SV {own})")

    def diagonal(self, entry: e.Expr, around: e.Diag) -> Piece:
        """The diagonal matrix with an entry for each mode: products of such, and multiples of I."""
        match entry:
            case e.Sym(name=name) if (found := self._mode(name, around)) is not None:
                return found
            case e.Sum(terms=terms):
                return self._sum([self.diagonal(term, around) for term in terms])
            case e.Prod(factors=factors):
                return self._product([self._entry(factor, around) for factor in factors])
            case e.Quotient(numerator=top, denominator=bottom) if not self._by_mode(bottom, around):
                return self._product([self.diagonal(top, around), self._inverse(bottom)])
            case e.Power(base=base, exponent=exponent) if (
                exponent.denominator == 1 and exponent > 0
            ):
                return self._product([self._entry(base, around)] * int(exponent))
        if self._by_mode(entry, around):
            raise Uncovered(f"`{type(entry).__name__}` of modes in a diagonal matrix")
        return self._product([self(entry), self(e.Ident(around.size))])

    def _entry(self, entry: e.Expr, around: e.Diag) -> Piece:
        """A factor of an entry: a number where it is one for all modes."""
        by_mode = self._by_mode(entry, around)
        return self.diagonal(entry, around) if by_mode else self(entry)

    def _by_mode(self, entry: e.Expr, around: e.Diag) -> bool:
        names = (part.name for part in walk(entry) if isinstance(part, e.Sym))
        return any(self._mode(name, around) is not None for name in names)


def _times(left: Piece, right: Piece) -> Piece:
    text = f"({left.text} * {right.text})"
    return Piece("number", _SCALAR, text, f"(SM {left.code} {right.code})")


def _scaled(scale: Piece, matrix: Piece) -> Piece:
    text = f"({scale.text} *: {matrix.text})"
    return Piece("matrix", matrix.shape, text, f"(MS {scale.code} {matrix.code})")


def _number(value: Fraction) -> Piece:
    if max(abs(value.numerator), value.denominator) > _LARGEST:
        raise Uncovered(f"the number {value}, which is larger than {_LARGEST}")
    text, code = _whole(abs(value.numerator))
    if value.denominator > 1:
        below, divisor = _whole(value.denominator)
        text, code = f"({text} / {below})", f"(SM {code} (SI {divisor}))"
    if value < 0:
        text, code = f"(- {text})", f"(SN {code})"
    return Piece("number", _SCALAR, text, code)


def _whole(value: int) -> tuple[str, str]:
    """A whole number, and the sum of ones that it is by definition."""
    if value < 2:
        return str(value), f"S{value}"
    return f"{value}%:R", "(SA S1 " * (value - 1) + "S1" + ")" * (value - 1)
