"""The value of an expression in float64, by numpy alone: what random tests compare with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sslcheck.derive import expr as e

__all__ = ["Values", "close", "valued"]

Values = dict[str, np.ndarray]


def valued(node: e.Expr, values: Values, sizes: Mapping[str, int]) -> np.ndarray:
    """A matrix; of numbers 1 x 1."""

    def at(part: e.Expr) -> np.ndarray:
        return valued(part, values, sizes)

    match node:
        case e.Num(value=number):
            return np.full((1, 1), float(number))
        case e.Sym(name=name):
            return values[name]
        case e.Ident(space=space):
            return np.eye(int(np.prod([sizes[one] for one in space.split("*")])))
        case e.Ones(space=space):
            return np.ones((int(np.prod([sizes[one] for one in space.split("*")])), 1))
        case e.Size(space=space):
            return np.full((1, 1), float(np.prod([sizes[one] for one in space.split("*")])))
        case e.Sum(terms=terms):
            return np.asarray(sum(map(at, terms)))
        case e.Prod(factors=factors):
            total = at(factors[0])
            for factor in factors[1:]:
                other = at(factor)
                plain = (1, 1) in (total.shape, other.shape)
                total = total * other if plain else total @ other
            return total
        case e.Quotient(numerator=over, denominator=under):
            return np.asarray(at(over) / at(under))
        case e.Power(base=base, exponent=exponent):
            return np.asarray(np.linalg.matrix_power(at(base), int(exponent)))
        case e.PseudoInverse(arg=arg):
            return np.linalg.pinv(at(arg), rcond=1e-10)
        case e.Transpose(arg=arg):
            return np.asarray(at(arg).T)
        case e.Det(arg=arg):
            return np.full((1, 1), np.linalg.det(at(arg)))
        case e.Log(arg=arg):
            return np.asarray(np.log(at(arg)))
        case e.Exp(arg=arg):
            return np.asarray(np.exp(at(arg)))
        case e.Trace(arg=arg):
            return np.full((1, 1), np.trace(at(arg)))
        case e.SquaredNorm(arg=arg):
            return np.full((1, 1), np.sum(at(arg) ** 2))
        case e.Vec(arg=arg):
            return at(arg).reshape(-1, 1, order="F")
        case e.Kron(left=left, right=right):
            return np.kron(at(left), at(right))
        case e.Hadamard(left=left, right=right):
            return np.asarray(at(left) * at(right))
    raise TypeError(type(node).__name__)


def close(one: np.ndarray, two: np.ndarray, scale: float = 1.0) -> bool:
    """Whether two values are equal but for rounding."""
    size = scale * (1 + np.abs(one).max() + np.abs(two).max())
    return bool(np.abs(one - two).max() < 1e-7 * size)
