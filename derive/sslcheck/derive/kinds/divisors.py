"""What a statement divides by, and where that may be 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.condition import Nonzero
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Power, Quotient, walk
from sslcheck.derive.kinds.signs import Branch
from sslcheck.derive.normal import NormalForm

__all__ = ["nonzero", "vanishing_factors"]


def nonzero(normal: NormalForm, nodes: Iterable[Expr]) -> tuple[Nonzero, ...]:
    """That no divisor in the expressions is 0, where the declared signs do not say so."""
    found: dict[Expr, None] = {}
    for node in nodes:
        for divisor in _divisors(node):
            try:
                value = normal.finished(normal.element(divisor)).as_scalar()
            except Unsupported:
                continue  # the claim that divides by it says so itself
            for factor in vanishing_factors(normal, value):
                found[ratio_expr(factor)] = None
    return tuple(Nonzero(factor) for factor in found)


def vanishing_factors(normal: NormalForm, value: Ratio) -> list[Ratio]:
    """The factors of a scalar that may be 0 as far as declared signs tell."""
    branch = Branch(normal.functions)
    factors = [factor for factor, _ in value.root_reduced().cancelled().factors()]
    return [factor for factor in factors if branch.known(factor) not in (1, -1)]


def _divisors(node: Expr) -> Iterator[Expr]:
    for part in walk(node):
        if isinstance(part, Quotient) and not any(
            isinstance(inner, Dot) for inner in walk(part.denominator)
        ):
            yield part.denominator
        if isinstance(part, Power) and part.exponent < 0:
            yield part.base
