"""The value of an expression at a point: the rules of algebra."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial, reduce
from itertools import pairwise, permutations

from sslcheck.derive import expr as e
from sslcheck.derive.errors import ShapeMismatch, TooLarge, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.irrational import Irrational
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import Point, rule
from sslcheck.derive.exact.roots import rational_root
from sslcheck.derive.exact.series import Series, chain, combine, constant, product

__all__ = ["entrywise", "multiply", "nonlinear"]

_MOST_BITS = 33_000
"""About 10^4 decimal digits."""
_MOST_FACTORS = 5_000
_LARGEST_DET = 4


@rule(e.Num)
def _number(point: Point, node: e.Num, _: int) -> Series:
    return constant([[matrix.whole(node.value)]])


@rule(e.Ident)
def _identity(point: Point, node: e.Ident, _: int) -> Series:
    if not node.space:
        return Series(0, 0, lambda _: [[1]], 0)
    return constant(matrix.identity(point.dimension(node.space)))


@rule(e.Ones)
def _ones(point: Point, node: e.Ones, _: int) -> Series:
    return constant([[1] for _ in range(point.dimension(node.space))])


@rule(e.Size)
def _size(point: Point, node: e.Size, _: int) -> Series:
    return constant([[point.dimension(node.space)]])


@rule(e.Sum)
def _sum(point: Point, node: e.Sum, mode: int) -> Series:
    terms: list[tuple[Rational, Series]] = []
    for term in node.terms:
        weight: Rational = 1
        if type(term) is e.Prod and len(term.factors) == 2 and type(term.factors[0]) is e.Num:
            weight, term = matrix.whole(term.factors[0].value), term.factors[1]
        terms.append((weight, point.evaluate(term, mode)))
    return combine(terms)


@rule(e.Prod)
def _product(point: Point, node: e.Prod, mode: int) -> Series:
    number: Rational = 1
    factors: list[Series] = []
    for factor in node.factors:
        if type(factor) is e.Num:
            number *= matrix.whole(factor.value)
        else:
            factors.append(point.evaluate(factor, mode))
    return multiply(point, factors, number)


@rule(e.Quotient)
def _quotient(point: Point, node: e.Quotient, mode: int) -> Series:
    below = point.evaluate(node.denominator, mode)
    if below.rows > 1 or below.cols > 1:
        raise Unsupported("division by a matrix")
    return multiply(
        point, [nonlinear(point, below, Series.inverse), point.evaluate(node.numerator, mode)]
    )


@rule(e.Power)
def _power(point: Point, node: e.Power, mode: int) -> Series:
    base = point.evaluate(node.base, mode)
    whole, parts = node.exponent.numerator, node.exponent.denominator
    if base.rows != base.cols:
        raise ShapeMismatch("a power of a matrix that is not square", ("", ""))
    if parts > 1 and base.rows > 1 and isinstance(node.base, e.Exp):
        base = _root_of_exponential(point, node.base, base, parts, mode)
    elif parts == 2 or (parts > 1 and (base.rows > 1 or _is_power(base, parts))):
        base = nonlinear(point, base, partial(Series.root, degree=parts))
    elif parts != 1:
        number = constant([[node.exponent]])
        log = nonlinear(point, base, Series.log)
        return nonlinear(point, multiply(point, [log, number]), Series.exp)
    if whole < 0:
        base = nonlinear(point, base, Series.inverse)
    if whole == 0:
        return Series(0, 0, lambda _: [[1]], 0).shaped(base.rows, base.rows)
    whole = abs(whole)
    if whole > 1:
        _bounded(base, whole)
    return base if whole == 1 else multiply(point, [base] * whole)


def _root_of_exponential(point: Point, node: e.Exp, base: Series, degree: int, mode: int) -> Series:
    """``e^{M / degree}``, seen to be the root: symmetric, and its power the exponential."""
    root = point.evaluate(e.Exp(e.Prod((e.Num(Fraction(1, degree)), node.arg))), mode)
    here = root.at(0)
    power = reduce(matrix.multiply, [here] * degree)
    if matrix.transpose(here) != here or power != base.at(0):
        raise Unsupported("the root of the exponential of a matrix that is not symmetric")
    return root


def _is_power(base: Series, degree: int) -> bool:
    """Whether a constant number has a rational root."""
    return base.degree == 0 and rational_root(base.at(0)[0][0], degree) is not None


def _bounded(base: Series, exponent: int) -> None:
    """TooLarge where a power is not worth computing."""
    entries = (x for row in base.at(0) for x in row if not isinstance(x, Irrational))
    sides = (side for x in entries for side in (x.numerator, x.denominator))
    bits = max((abs(side).bit_length() for side in sides), default=0)
    size = max(base.rows, 1)
    if exponent * (bits + size.bit_length()) > _MOST_BITS or exponent > _MOST_FACTORS:
        raise TooLarge(
            f"the power {exponent} of a value of {bits} bits has too many digits; lower the powers"
        )


@rule(e.PseudoInverse)
def _pseudo(point: Point, node: e.PseudoInverse, mode: int) -> Series:
    arg = point.evaluate(node.arg, mode)
    if not arg.rows:
        return arg

    def term(k: int) -> Matrix:
        if k:
            raise Unsupported("the derivative of a pseudo-inverse")
        return matrix.pseudo_inverse(arg.at(0))

    if arg.degree == 0:
        return Series(arg.cols, arg.rows, term, 0)
    return Series(arg.cols, arg.rows, term)


@rule(e.Transpose)
def _transpose(point: Point, node: e.Transpose, mode: int) -> Series:
    arg = point.evaluate(node.arg, mode)
    return arg.map(arg.cols, arg.rows, matrix.transpose) if arg.rows else arg


@rule(e.SquaredNorm)
def _norm(point: Point, node: e.SquaredNorm, mode: int) -> Series:
    arg = point.evaluate(node.arg, mode)
    return product(arg, arg, _inner, 1, 1, point.tangent)


@rule(e.Trace)
def _trace(point: Point, node: e.Trace, mode: int) -> Series:
    arg = point.evaluate(node.arg, mode)
    if arg.rows != arg.cols:
        raise ShapeMismatch("the trace of a matrix that is not square", ("", ""))
    return arg.map(1, 1, lambda a: [[matrix.trace(a)]])


@rule(e.Det)
def _det(point: Point, node: e.Det, mode: int) -> Series:
    """By its sum over permutations, so that it is one of products of entries."""
    arg = point.evaluate(node.arg, mode)
    if arg.rows != arg.cols:
        raise ShapeMismatch("the determinant of a matrix that is not square", ("", ""))
    if not arg.rows or arg.rows > _LARGEST_DET:
        raise TooLarge(f"the determinant of a matrix of {arg.rows} rows")

    def entry(i: int, j: int) -> Series:
        return Series(1, 1, lambda k: [[arg.at(k)[i][j]]], arg.degree)

    terms: list[tuple[Rational, Series]] = []
    for order in permutations(range(arg.rows)):
        swaps = sum(a > b for k, b in enumerate(order) for a in order[:k])
        factors = [entry(i, j) for i, j in enumerate(order)]
        terms.append(((-1) ** swaps, multiply(point, factors)))
    return combine(terms)


@rule(e.Vec)
def _vec(point: Point, node: e.Vec, mode: int) -> Series:
    arg = point.evaluate(node.arg, mode)
    return arg.map(arg.rows * arg.cols, 1, matrix.vec)


@rule(e.Kron)
def _kron(point: Point, node: e.Kron, mode: int) -> Series:
    a, b = point.evaluate(node.left, mode), point.evaluate(node.right, mode)
    if not (a.rows and b.rows):
        raise Unsupported("the Kronecker product with an identity of unknown size")
    return product(a, b, matrix.kron, a.rows * b.rows, a.cols * b.cols, point.tangent)


@rule(e.Hadamard)
def _hadamard(point: Point, node: e.Hadamard, mode: int) -> Series:
    return entrywise(point, point.evaluate(node.left, mode), point.evaluate(node.right, mode))


def entrywise(point: Point, a: Series, b: Series) -> Series:
    """The product by entries; ShapeMismatch where the shapes differ."""
    shape = max(a.rows, b.rows), max(a.cols, b.cols)
    both = a.shaped(*shape), b.shaped(*shape)
    return product(*both, matrix.entrywise, *shape, point.tangent)


@rule(e.Diag)
def _diagonal(point: Point, node: e.Diag, _: int) -> Series:
    size = point.dimension(node.size)
    _only(point, node.entry, node.index)
    entries = [_scalar(point.evaluate(node.entry, j)) for j in range(size)]

    def term(k: int) -> Matrix:
        value = matrix.zeros(size, size)
        for j, entry in enumerate(entries):
            value[j][j] = entry.at(k)[0][0]
        return value

    return Series(size, size, term, max(entry.degree for entry in entries))


@rule(e.Maximum)
def _maximum(point: Point, node: e.Maximum, _: int) -> Series:
    size = point.count(node.index)
    _only(point, node.arg, node.index)
    candidates = [_scalar(point.evaluate(node.arg, j)) for j in range(size)]
    return max(candidates, key=lambda value: value.at(0)[0][0])


@rule(e.Columns)
def _columns(point: Point, node: e.Columns, _: int) -> Series:
    size = point.dimension(point.scope.summed(node))
    _only(point, node.entry, node.index)
    entries = [point.evaluate(node.entry, j) for j in range(size)]
    if any(entry.cols != 1 for entry in entries):
        raise ShapeMismatch("a matrix where a column is expected", ("", ""))

    def term(k: int) -> Matrix:
        return matrix.transpose([[x for (x,) in entry.at(k)] for entry in entries])

    return Series(entries[0].rows, size, term, max(entry.degree for entry in entries))


@rule(e.Total)
def _total(point: Point, node: e.Total, _: int) -> Series:
    size = point.dimension(point.scope.summed(node))
    _only(point, node.arg, node.index)
    return combine([(1, point.evaluate(node.arg, k)) for k in range(size)])


def _only(point: Point, node: e.Expr, index: str) -> None:
    """A value is asked for at one mode at a time."""
    others = point.scope.indices(node) - {index}
    if others:
        raise Unsupported(f"the index {', '.join(sorted(others))} inside one over {index}")


def _scalar(value: Series) -> Series:
    if value.rows != 1 or value.cols != 1:
        raise ShapeMismatch("a matrix where a number is expected", ("", ""))
    return value


def _inner(a: Matrix, b: Matrix) -> Matrix:
    return [[sum(x * y for r, s in zip(a, b, strict=True) for x, y in zip(r, s, strict=True))]]


def _scaled(a: Matrix, b: Matrix) -> Matrix:
    return matrix.scale(a[0][0], b)


def _after(a: Matrix, b: Matrix) -> Matrix:
    return matrix.multiply(b, a)


def nonlinear(point: Point, value: Series, function: Callable[[Series], Series]) -> Series:
    """A function of the value that is made of power series; in a tangent, along each direction."""
    if not (point.tangent and value.degree):
        return function(value)

    def term(k: int) -> Matrix:
        line = Series(value.rows, value.cols, lambda i: value.at(k if i else 0), 1)
        return function(line).at(1 if k else 0)

    return Series(value.rows, value.cols, term, value.degree)


def multiply(point: Point, factors: Sequence[Series], number: Rational = 1) -> Series:
    """``number`` times the ordered product; scalars and unsized identities may stand anywhere.

    ShapeMismatch where neighbours do not conform.
    """
    unsized = False
    scalars: list[Series] = []
    matrices: list[Series] = []
    for factor in factors:
        if factor.rows > 1 or factor.cols > 1:
            matrices.append(factor)
            continue
        unsized = unsized or not factor.rows
        if factor.degree == 0:
            number *= factor.at(0)[0][0]
        else:
            scalars.append(factor)
    first = 0  # of the factors that are not yet a number, as ``w^T S w`` in ``w^T S w w``
    for k, (a, b) in enumerate(pairwise(matrices), 1):
        if a.cols == b.rows:
            continue
        if a.cols != 1 or matrices[first].rows != 1:
            raise ShapeMismatch(
                f"a {a.rows} x {a.cols} times a {b.rows} x {b.cols} matrix",
                (str(a.cols), str(b.rows)),
            )
        scalars.append(multiply(point, matrices[first:k]))
        first = k
    matrices = matrices[first:]
    rows = cols = 0 if unsized else 1
    op = matrix.multiply
    if matrices:
        rows, cols = matrices[0].rows, matrices[-1].cols
        if cols == 1:  # from the right, so that all products are with a vector
            matrices.reverse()
            op = _after
    elif not scalars:
        return Series(rows, cols, lambda _: [[number]], 0)
    if number == 1 and len(scalars) + len(matrices) == 1:
        only = (scalars or matrices)[0]
        if only.rows == rows:
            return only
    steps = [(matrix.multiply, factor) for factor in scalars]
    steps += [(op if i else _scaled if scalars else op, m) for i, m in enumerate(matrices)]
    return chain(number, steps[0][1], steps[1:], rows, cols, point.tangent)
