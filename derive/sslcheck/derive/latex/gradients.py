r"""What a derivative without parentheses takes: ``\nabla_w w^T A w`` is that of the whole product.

``\nabla_W L W^T`` is one of ``L`` times a matrix, as numbers alone have gradients. Where a number
stands behind the operator, and another thing that makes a number, authors mean either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Expr, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.seen import NUMBER, is_constant, shape_of
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["check_behind", "check_beside", "check_taken"]


def check_taken(arg: Expr, symbols: Mapping[str, Symbol], span: Span) -> None:
    """Raise `Misread` where a gradient of a product may be one of its first factor alone."""
    factors = [*arg.factors] if isinstance(arg, e.Prod) and symbols else []
    while factors and is_constant(factors[0], symbols):
        factors.pop(0)
    if factors and shape_of(factors[0], symbols) == NUMBER:
        _check(factors[1:], symbols, span)


def check_behind(rest: Sequence[Expr], symbols: Mapping[str, Symbol], span: Span) -> None:
    """Raise `Misread` where a derivative of parentheses, with what moves behind them, may be one
    of all or of these alone."""
    names = {part.name for factor in rest for part in walk(factor) if isinstance(part, Sym)}
    moving = any(symbols[n].moves or symbols[n].defined for n in names if n in symbols)
    if symbols and (moving or "t" in names):
        advice = "It may be read in two ways: write parentheses around all that it takes."
        raise Misread("a derivative that goes on behind parentheses", span, advice)


def check_beside(found: Expr, rest: Sequence[Expr], symbols: Mapping[str, Symbol]) -> None:
    """Raise `Misread` where a gradient, and the factors behind it, may be one of a product."""
    if not isinstance(found, e.Gradient) or not rest or not symbols:
        return
    inside = symbols_in(walk(found.of))
    varies = found.symbol in inside or any(n in symbols and symbols[n].defined for n in inside)
    if not varies or shape_of(e.Prod(tuple(rest)), symbols) in (NUMBER, None):
        _check(rest if varies else [e.Sym("t")], symbols, found.span or (0, 0))


def _check(rest: Sequence[Expr], symbols: Mapping[str, Symbol], span: Span) -> None:
    if not all(is_constant(factor, symbols) for factor in rest):
        advice = r"It may be read in two ways: write `\nabla_W (a b)` or `(\nabla_W a) b`."
        raise Misread("a gradient before a product", span, advice)
