"""Products, powers and inverses of what has been read."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.inverses import inverse
from sslcheck.derive.algebra.roots import matrix_root
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Power, Prod, Transpose

if TYPE_CHECKING:
    from sslcheck.derive.normal.normal_form import NormalForm

__all__ = ["inverse_by_factors", "power", "product"]

_DEEPEST_ROOT = 12


def inverse_by_factors(normal: NormalForm, node: Expr) -> Element | None:
    """The inverse of a product of square matrices, factor by factor; None for all else."""
    match node:
        case Transpose(arg=arg):
            found = inverse_by_factors(normal, arg)
            return None if found is None else found.T
        case Prod(factors=factors):
            parts = [normal.whole(factor) for factor in factors]
            matrices = [p.shape for p in parts if p.shape != ("1", "1")]
            if not matrices or any(shape != matrices[0][::-1] for shape in matrices):
                return None
            return product([normal.whole(Power(f, Fraction(-1))) for f in factors[::-1]])
    return None


def product(factors: list[Element]) -> Element:
    """A product in which numbers may stand anywhere."""
    scalars = [f for f in factors if f.shape == ("1", "1")]
    others = [f for f in factors if f.shape != ("1", "1")]
    return reduce(lambda a, b: a * b, scalars + others)


def power(normal: NormalForm, base: Element, exponent: Fraction) -> Element:
    """A whole power, or a root; of a positive scalar any power. Raises `Unsupported`."""
    if (degree := exponent.denominator) > 1:
        if base.shape == ("1", "1") and degree > 2:
            return normal.alphabet.scalar(normal.functions.power(base.value(), exponent))
        if base.shape == ("1", "1"):
            base = normal.alphabet.scalar(normal.functions.root(base.value()))
        elif degree > _DEEPEST_ROOT:
            raise Unsupported(f"the exponent {exponent} of a matrix")
        else:
            base = matrix_root(base, degree, normal.functions)
        exponent = Fraction(exponent.numerator)
    whole = int(exponent)
    if base.shape == ("1", "1"):
        value = base.value()
        if whole < 0 and value.is_zero():
            raise Unsupported("a negative power of an expression that is identically zero")
        return normal.alphabet.scalar(value**whole)
    if whole < 0:
        return power(normal, inverse(base, normal.functions), Fraction(-whole))
    result = normal.alphabet.identity(base.shape[0])
    for _ in range(whole):
        result = result * base
    return result
