"""Rational matrices with a given Gram matrix: ``W^T W = M`` and norms that are given numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import isqrt
from random import Random
from typing import NamedTuple

from sslcheck.derive import expr as e
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.sample import draws_of, orthonormal

__all__ = ["by_gram", "gram_root", "hopeless", "of_squares"]

_LARGEST = 3_000  # of which sums of squares are sought


class _Gram(NamedTuple):
    """That an equation gives ``W^T W``, ``W W^T`` if ``turned``, or the norm of a ``W``."""

    name: str
    turned: bool
    norm: bool
    equal: e.Expr
    """What it is equal to, in which W does not stand."""

    def root(self, point: Point) -> Matrix | None:
        """A value of W; None where none is found."""
        rows, cols = point.shape(self.name)
        rng = Random(f"{draws_of(point).seed} {self.name}")
        value = point.evaluate(self.equal)
        if self.norm:
            entries = of_squares(value.shaped(1, 1).at(0)[0][0], rows * cols)
            return None if entries is None else _spread(entries, rows, cols, rng)
        size, other = (rows, cols) if self.turned else (cols, rows)
        found = gram_root(value.shaped(size, size).at(0), other, rng)
        return matrix.transpose(found) if found and self.turned else found


def by_gram(point: Point, relation: e.Relation) -> tuple[str, Matrix] | None:
    """A value of a matrix with which a relation holds that gives its Gram matrix, or its norm."""
    for gram in _grams(point, relation):
        value = gram.root(point)
        if value is not None:
            return gram.name, value
    return None


def hopeless(point: Point) -> bool:
    """Whether some matrix has a given Gram matrix, or norm, and none is found of its size."""
    return any(
        not point.scope.mentions(gram.equal) and gram.root(point) is None
        for relation in point.scope.equations
        for gram in _grams(point, relation)
    )


def _grams(point: Point, relation: e.Relation) -> Iterator[_Gram]:
    scope = point.scope
    terms = [*_terms(relation.lhs, 1), *_terms(relation.rhs, -1)]
    for k, (weight, term) in enumerate(terms):
        norm, (name, turned) = isinstance(term, (e.SquaredNorm, e.Trace)), _of_gram(term)
        if not weight or name not in scope.related or scope.modal(name):
            continue
        if scope.symbol(name).properties or scope.symbol(name).scalar:
            continue
        others = terms[:k] + terms[k + 1 :]
        if not any(name in scope.mentions(other) for _, other in others):
            shares = [e.Prod((e.Num(-count / weight), other)) for count, other in others]
            yield _Gram(name, turned, norm, e.Sum(tuple(shares)) if shares else e.ZERO)


def _terms(node: e.Expr, sign: int) -> list[tuple[Fraction, e.Expr]]:
    """The terms of a sum, each as a multiple of what is left."""
    found: list[tuple[Fraction, e.Expr]] = []
    for term in node.terms if isinstance(node, e.Sum) else (node,):
        match term:
            case e.Prod(factors=(e.Num(value=value), *rest)) if rest:
                found.append((sign * value, e.multiplied(rest)))
            case _:
                found.append((Fraction(sign), term))
    return found


def _of_gram(node: e.Expr) -> tuple[str, bool]:
    """The symbol of which a term is the Gram matrix, of its rows if ``True``, or the norm."""
    match node:
        case e.Prod(factors=(e.Transpose(arg=e.Sym(name=one)), e.Sym(name=two))) if one == two:
            return one, False
        case e.Prod(factors=(e.Sym(name=one), e.Transpose(arg=e.Sym(name=two)))) if one == two:
            return one, True
        case e.SquaredNorm(arg=e.Sym(name=one)):
            return one, False
        case e.Trace(arg=arg):
            return _of_gram(arg)
    return "", False


def _spread(entries: Sequence[Rational], rows: int, cols: int, rng: Random) -> Matrix:
    """The entries on a column, turned; as a matrix of this shape."""
    size = rows * cols
    flat = matrix.column([*entries, *[0] * (size - len(entries))])
    flat = matrix.multiply(orthonormal(size, size, rng), flat)
    return [[flat[i * cols + j][0] for j in range(cols)] for i in range(rows)]


def gram_root(gram: Matrix, rows: int, rng: Random) -> Matrix | None:
    """A matrix ``W`` of so many rows with ``W^T W`` the given one; None where none is found.

    With ``M = L D L^T`` it is ``Q U L^T``: ``Q`` orthogonal, the columns of ``U`` orthogonal, with
    the pivots as their squared norms.
    """
    try:
        lower, pivots = matrix.ldl(gram)
    except ValueError:
        return None
    columns = _orthogonal(pivots, rows)
    if columns is None:
        return None
    turn = orthonormal(rows, rows, rng)
    return matrix.multiply(turn, matrix.multiply(columns, matrix.transpose(lower)))


def of_squares(value: Rational, count: int) -> list[Rational] | None:
    """So many rational numbers, or fewer, whose squares add up to a value; None without such."""
    if isinstance(value, Irrational) or value < 0:
        return None
    whole, below = value.numerator * value.denominator, value.denominator
    if whole > _LARGEST:
        return None
    for used in range(min(count, 4)):
        for others in combinations_with_replacement(range(isqrt(whole) + 1), used):
            rest = whole - sum(x * x for x in others)
            if rest >= 0 and isqrt(rest) ** 2 == rest:
                return [matrix.quotient(x, below) for x in (isqrt(rest), *others)]
    return None


def _orthogonal(squares: Sequence[Rational], rows: int) -> Matrix | None:
    """Orthogonal columns of given squared norms, in blocks of 1, 2 or 4 rows (Lagrange)."""
    found: list[list[Rational]] = []
    above = 0
    pending = list(squares)
    while pending:
        alike = 1
        while alike < min(len(pending), 4) and pending[alike] == pending[0]:
            alike += 1
        parts = of_squares(pending[0], 3 if alike == 1 else 4)
        parts = parts or of_squares(pending[0], 4)
        if parts is None:
            return None
        block = _block(parts, alike)
        if above + len(block[0]) > rows:
            return None
        for column in block:
            found.append([0] * above + column + [0] * (rows - above - len(column)))
        above += len(block[0])
        del pending[: len(block)]
    return matrix.transpose(found)


def _block(parts: Sequence[Rational], most: int) -> list[list[Rational]]:
    """Orthogonal columns of one norm, at most so many: complex numbers or quaternions."""
    if len(parts) == 1 or (len(parts) == 3 and most == 1):
        return [list(parts)]
    if len(parts) == 2:
        a, b = parts
        return [[a, b], [-b, a]][:most]
    a, b, c, d = (*parts, 0)[:4]
    return [[a, b, c, d], [-b, a, d, -c], [-c, -d, a, b], [-d, c, -b, a]][:most]
