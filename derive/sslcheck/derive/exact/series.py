"""Lazy power series in time with exact matrix values: the n-th term is the n-th derivative at 0.

Storing derivatives instead of coefficients turns integration and differentiation into shifts and
keeps whole numbers whole; the price is a binomial in each product. A series computes a term only
when it is asked for, so a flow's solution is simply a series whose next term is its own rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb, factorial

from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.exponentials import matrix_exponential
from sslcheck.derive.exact.irrational import exponential, logarithm
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.roots import matrix_root

__all__ = ["UNBOUNDED", "Series", "chain", "combine", "constant", "product"]

UNBOUNDED = 1 << 30
"""The degree of a series that need not end; about as good after some additions to it."""

Bilinear = Callable[[Matrix, Matrix], Matrix]

_NOTHING: Matrix = []
"""Stands for a product beyond its degree, which nothing reads."""


class Series:
    """A matrix-valued function of time by its derivatives at 0.

    ``rows`` and ``cols`` are its shape; both are 0 for a multiple of an identity whose size is not
    yet known (its terms are then 1 x 1). Terms above ``degree`` vanish.
    """

    __slots__ = ("_known", "_term", "cols", "degree", "rows")

    def __init__(
        self, rows: int, cols: int, term: Callable[[int], Matrix], degree: int = UNBOUNDED
    ) -> None:
        self.rows = rows
        self.cols = cols
        self.degree = degree
        self._term = term
        self._known: list[Matrix] = []

    def at(self, order: int) -> Matrix:
        """The derivative of this order at time 0."""
        known = self._known
        if order < len(known):
            return known[order]
        if order > self.degree:
            return matrix.zeros(self.rows or 1, self.cols or 1)
        for k in range(len(known), order + 1):
            known.append(self._term(k))
        return known[order]

    def coefficient(self, order: int) -> Matrix:
        """The Taylor coefficient of ``t^order``."""
        value, factorial = self.at(order), 1
        for k in range(2, order + 1):
            factorial *= k
        return [[matrix.quotient(x, factorial) for x in row] for row in value]

    def shaped(self, rows: int, cols: int) -> Series:
        """This series in the given shape: sizes an unsized identity or a plain 0, else checks."""
        if (self.rows, self.cols) == (rows, cols):
            return self
        if not self.rows and rows == cols:
            return Series(
                rows,
                cols,
                lambda k: matrix.scale(self.at(k)[0][0], matrix.identity(rows)),
                self.degree,
            )
        if self.rows == self.cols == 1 and self.degree == 0 and not self.at(0)[0][0]:
            return constant(matrix.zeros(rows, cols))
        raise ShapeMismatch(
            f"got a {self.rows} x {self.cols} value where {rows} x {cols} is expected",
            (f"{self.rows} x {self.cols}", f"{rows} x {cols}"),
        )

    def map(self, rows: int, cols: int, linear: Callable[[Matrix], Matrix]) -> Series:
        """The image under a linear map of values, of the given shape."""
        if not self.rows:
            raise Unsupported("an identity of unknown size: say which space it acts on")
        return Series(rows, cols, lambda k: linear(self.at(k)), self.degree)

    def start(self) -> Series:
        """The constant value at time 0."""
        if self.degree == 0:
            return self
        return Series(self.rows, self.cols, lambda _: self.at(0), 0)

    def derivative(self) -> Series:
        """The time derivative."""
        if self.degree == 0:
            return Series(self.rows, self.cols, lambda _: self.at(1), 0)
        return Series(self.rows, self.cols, lambda k: self.at(k + 1), self.degree - 1)

    def integral(self) -> Series:
        """The antiderivative that vanishes at time 0."""
        zero = matrix.zeros(self.rows or 1, self.cols or 1)
        return Series(
            self.rows, self.cols, lambda k: self.at(k - 1) if k else zero, self.degree + 1
        )

    def inverse(self) -> Series:
        """The matrix inverse (reciprocal of a scalar); ZeroDivisionError where singular at 0."""
        if self.degree == 0:
            return Series(self.rows, self.cols, lambda _: matrix.inverse(self.at(0)), 0)

        def term(k: int) -> Matrix:
            if k == 0:
                return matrix.inverse(self.at(0))
            total = matrix.zeros(len(self.at(0)), len(self.at(0)))
            for i in range(1, min(k, self.degree) + 1):
                part = matrix.multiply(self.at(i), result.at(k - i))
                total = matrix.add(total, matrix.scale(comb(k, i), part))
            return matrix.scale(-1, matrix.multiply(result.at(0), total))

        result = Series(self.rows, self.cols, term)
        return result

    def exp(self) -> Series:
        """``e^self``; Unsupported of matrices with irrational eigenvalues at time 0."""
        if self.rows > 1 or self.cols > 1:
            return self._matrix_exp()

        def term(k: int) -> Matrix:
            if k == 0:
                return [[exponential(self.at(0)[0][0])]]
            total: Rational = 0
            for i in range(min(k, self.degree)):
                total += comb(k - 1, i) * self.at(i + 1)[0][0] * result.at(k - 1 - i)[0][0]
            return [[total]]

        result = Series(1, 1, term, 0 if self.degree == 0 else UNBOUNDED)
        return result

    def _matrix_exp(self) -> Series:
        if self.rows != self.cols:
            raise ShapeMismatch("the exponential of a matrix that is not square", ("", ""))

        def term(k: int) -> Matrix:
            taylor = matrix_exponential([self.coefficient(i) for i in range(k + 1)])
            return matrix.scale(factorial(k), taylor[k])

        return Series(self.rows, self.cols, term, 0 if self.degree == 0 else UNBOUNDED)

    def log(self) -> Series:
        """``ln self`` of a positive scalar; ZeroDivisionError where it is none at time 0."""
        if self.rows > 1 or self.cols > 1:
            raise Unsupported("the logarithm of a matrix")

        def term(k: int) -> Matrix:
            if k == 0:
                return [[logarithm(self.at(0)[0][0])]]
            total = self.at(k)[0][0]  # of ``self * result' = self'`` all but the last term
            for i in range(1, k):
                total -= comb(k - 1, i) * self.at(i)[0][0] * result.at(k - i)[0][0]
            return [[matrix.quotient(total, self.at(0)[0][0])]]

        result = Series(1, 1, term, 0 if self.degree == 0 else UNBOUNDED)
        return result

    def root(self, degree: int = 2) -> Series:
        """The root (PSD root of a symmetric PSD matrix); Unsupported where irrational.

        Its derivatives are known of square roots only.
        """

        def term(k: int) -> Matrix:
            if k == 0:
                return matrix_root(self.at(0), degree)
            if degree > 2:
                raise Unsupported(f"the time derivative of a root of degree {degree}")
            rest = self.at(k)
            for i in range(1, k):
                part = matrix.multiply(result.at(i), result.at(k - i))
                rest = matrix.add(rest, matrix.scale(-comb(k, i), part))
            size = len(rest)
            flat = matrix.column([x for row in rest for x in row])
            solved = [row[0] for row in matrix.multiply(solver.at(0), flat)]
            return [solved[i * size : (i + 1) * size] for i in range(size)]

        def sylvester(_: int) -> Matrix:
            first = result.at(0)
            unit = matrix.identity(len(first))
            return matrix.inverse(matrix.add(matrix.kron(first, unit), matrix.kron(unit, first)))

        # R R_k + R_k R = rest, on the rows of R_k laid end to end
        solver = Series(0, 0, sylvester, 0)
        result = Series(self.rows, self.cols, term, 0 if self.degree == 0 else UNBOUNDED)
        return result


def constant(value: Matrix) -> Series:
    """The series that is ``value`` at all times."""
    series = Series(len(value), len(value[0]), lambda _: value, 0)
    series._known.append(value)
    return series


def combine(terms: Sequence[tuple[Rational, Series]]) -> Series:
    """The sum of ``weight * series``; an unsized identity takes the shape of the others.

    ShapeMismatch where shapes differ.
    """
    rows = cols = degree = 0
    for _, series in terms:
        if series.rows > rows:
            rows = series.rows
        if series.cols > cols:
            cols = series.cols
        if series.degree > degree:
            degree = series.degree
    parts = [
        (weight, s if s.rows == rows and s.cols == cols else s.shaped(rows, cols))
        for weight, s in terms
    ]

    def scalar(k: int) -> Matrix:
        return [[sum([w * part.at(k)[0][0] for w, part in parts if k <= part.degree])]]

    def term(k: int) -> Matrix:
        total: Matrix | None = None
        for weight, part in parts:
            if k <= part.degree:
                value = part.at(k)
                if weight != 1:
                    value = matrix.scale(weight, value)
                total = value if total is None else matrix.add(total, value)
        return matrix.zeros(rows, cols) if total is None else total

    return Series(rows, cols, scalar if rows <= 1 and cols <= 1 else term, degree)


def product(
    a: Series, b: Series, op: Bilinear, rows: int, cols: int, tangent: bool = False
) -> Series:
    """The product of the given shape under a bilinear ``op`` on values."""
    return chain(1, a, [(op, b)], rows, cols, tangent)


def chain(
    number: Rational,
    first: Series,
    steps: Sequence[tuple[Bilinear, Series]],
    rows: int,
    cols: int,
    tangent: bool = False,
) -> Series:
    """``number * first``, multiplied in turn by each factor under its bilinear map on values.

    With ``tangent``, term k is not the k-th derivative but the first one in the k-th of several
    directions.
    """
    links: list[tuple[Bilinear, Series, int, list[Matrix]]] = []  # with the product so far
    degree = first.degree
    for op, factor in steps:
        links.append((op, factor, degree, []))
        degree = max(degree, factor.degree) if tangent else degree + factor.degree

    def term(k: int) -> Matrix:
        value = first.at(k)
        for op, factor, top, sofar in links:
            sofar[k:] = [value]  # also where an earlier attempt at this order has failed
            if k == 0:
                value = op(value, factor.at(0))
                continue
            bottom = k - factor.degree
            orders = (0, k) if tangent else range(max(0, bottom), min(k, top) + 1)
            total: Matrix | None = None
            for i in orders:
                if bottom <= i <= top:
                    part = op(sofar[i], factor.at(k - i))
                    if 0 < i < k:
                        part = matrix.scale(comb(k, i), part)
                    total = part if total is None else matrix.add(total, part)
            value = _NOTHING if total is None else total
        if value is _NOTHING:
            return matrix.zeros(rows or 1, cols or 1)
        return value if number == 1 else matrix.scale(number, value)  # a fraction comes last

    return Series(rows, cols, term, degree)
