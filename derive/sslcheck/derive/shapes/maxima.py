"""Maxima over modes of a product: what stands behind the first factor may be none of theirs."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive import expr as e
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes.demands import Demands
from sslcheck.derive.traverse import children

__all__ = ["check_factors"]


def check_factors(
    demand: Demands, symbols: Mapping[str, Symbol], product: e.Prod, index: str
) -> None:
    r"""A maximum is not of a product where it may be one of the first factors alone.

    ``\max_j p_j a`` is the same in both readings where ``a`` is not negative, and only one of a
    product where the mode stands in ``a``. Raises `LatexError` where it is neither.
    """
    for factor in product.factors[1:]:
        if not _runs(factor, symbols, index) and not _nonnegative(factor, symbols):
            advice = (
                "It may be read in two ways: write parentheses around all that it takes, or"
                " this factor in front of the maximum."
            )
            raise demand.error("a factor behind a maximum", advice, factor)


def _runs(node: e.Expr, symbols: Mapping[str, Symbol], index: str) -> bool:
    """Whether the mode of the maximum stands in a factor, bound by nothing in it."""
    if isinstance(node, (e.Columns, e.Diag, e.Maximum, e.Total)) and node.index == index:
        return False
    if isinstance(node, e.Sym):
        return node.name in symbols and symbols[node.name].index == index
    return any(_runs(part, symbols, index) for part in children(node))


def _nonnegative(node: e.Expr, symbols: Mapping[str, Symbol]) -> bool:
    """Whether a factor is a number that is negative at no time."""
    match node:
        case e.Num(value):
            return value >= 0
        case e.Sym(name):
            known = symbols.get(name)
            return known is not None and known.sign != "real" and known.role != "state"
        case e.Size():
            return True
        case e.Sum() | e.Prod() | e.Power() | e.Quotient():
            return all(_nonnegative(part, symbols) for part in children(node))
    return False
