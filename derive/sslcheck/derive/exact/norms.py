"""Values of a matrix with which a Frobenius norm is rational."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.point import Point
from sslcheck.derive.expr import Expr, Prod, SquaredNorm, Sum, Sym, Trace, Transpose

__all__ = ["of_norm", "with_norm"]


def of_norm(radicand: Expr) -> Expr | None:
    """The matrix whose squared Frobenius norm a radicand is; None where it is none."""
    match radicand:
        case SquaredNorm(arg):
            return arg
        case Prod((Transpose(left), right)) | Trace(Prod((Transpose(left), right))):
            return right if left == right else None
        case Trace(Prod((left, Transpose(right)))):
            return left if left == right else None
    return None


def with_norm(point: Point, arg: Expr, free: Collection[str], rng: Random) -> tuple[str, Matrix]:
    """One of the ``free`` matrices of a sum, and a value that gives the sum a rational norm.

    Raises `Unsupported` where none stands in the sum as a multiple of itself alone.
    """
    terms = arg.terms if isinstance(arg, Sum) else (arg,)
    for k, term in enumerate(terms):
        factors = term.factors if isinstance(term, Prod) else (term,)
        last, others = factors[-1], [*factors[:-1], *terms[:k], *terms[k + 1 :]]
        if not isinstance(last, Sym) or last.name not in free:
            continue
        if any(last.name in point.scope.mentions(other) for other in others):
            continue
        shape = point.shape(last.name)
        by = point.evaluate(Prod(tuple(factors[:-1]))).at(0) if factors[:-1] else [[1]]
        if len(by) > 1 or len(by[0]) > 1 or not by[0][0]:
            continue
        value = _rational(*shape, rng)
        for other in (*terms[:k], *terms[k + 1 :]):
            value = matrix.add(value, matrix.scale(-1, point.evaluate(other).shaped(*shape).at(0)))
        return last.name, matrix.scale(matrix.quotient(1, by[0][0]), value)
    raise Unsupported("no matrix was found that gives a norm a rational value")


def _rational(rows: int, cols: int, rng: Random) -> Matrix:
    """Entries whose squares add up to a square: a point of a sphere, from the opposite pole.

    Of ``u`` without its last entry, ``(2 u, 1 - |u|^2)`` has the norm ``1 + |u|^2``.
    """
    drawn: list[Rational] = [rng.choice((-3, -2, -1, 1, 2, 3)) for _ in range(rows * cols - 1)]
    size = sum(x * x for x in drawn)
    entries = [*(2 * x for x in drawn), 1 - size if drawn else rng.choice((-3, -2, 2, 3))]
    if not entries[-1]:
        entries = [*(4 * x for x in drawn), 1 - 4 * size]
    return [entries[i * cols : (i + 1) * cols] for i in range(rows)]
