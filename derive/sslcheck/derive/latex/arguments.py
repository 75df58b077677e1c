r"""What parentheses behind a factor hold: another factor, or what it is taken at.

They hold a factor, but where a mathematician may see an argument there: a time behind what moves
(``x(2 t)``, ``x(T)``), anything behind a function or a gradient (``L(W + V)``), and a letter
alone, which needs no parentheses in a product (``A(a)``). Nothing is taken at itself: ``f (1 - f)``
is a product. `lexer` has read ``(t)`` and ``(0)`` as
times before.
"""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Expr, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import children, walk

__all__ = ["check_argument"]

_CARRIED = (e.Dot, e.Entry, e.Power, e.PseudoInverse, e.Transpose)
"""What a symbol carries while what stands behind it may still be its argument."""
_NUMBERS = (
    *(e.At, e.Exp, e.Log, e.Num, e.Power, e.Prod, e.PseudoInverse, e.Quotient, e.Size, e.Sum),
    Sym,
)
"""What a time is made of."""
_TIME = Sym("t")
_OPENED = (
    *(e.Dot, e.Expect, e.Gradient, e.IndexSum, e.Integral, e.Maximum, e.Partial, e.Sum),
    *(e.Total, e.Trace),
)
"""What needs parentheses in a product: it goes on to the next sign, or has one."""


def check_argument(
    before: Expr,
    inside: Expr,
    symbols: Mapping[str, Symbol],
    span: Span,
    shown: tuple[str, str],
    *,
    bare: bool,
    raised: bool,
) -> None:
    """Raise `Misread` where what stands in parentheses ``inside`` may be no factor; ``bare``:
    what is ``before`` them has none itself; ``raised``: something is above them; ``shown``: how
    both are written."""
    head = _head(before) if bare else before
    symbol = symbols.get(head.name) if bare and isinstance(head, Sym) else None
    needless = not isinstance(inside, _OPENED) and not _is_signed(inside)
    factor, number = shown
    moving = any(_moves(part, symbols) for part in _now(before))
    if moving and _is_time(inside, symbols) and (symbol or needless or _TIME in walk(inside)):
        advice = (
            "Values at `t` and at 0 can be read, at no other time; a product is"
            rf" `{number} {factor}` or `{factor} \cdot {number}`."
        )
        raise Misread("a value at a time or a product", span, advice)
    if symbol is None:
        function = bare and isinstance(head, (e.Gradient, e.Partial))
    else:
        alone = symbols.get(inside.name) if isinstance(inside, Sym) else None
        lone = alone is not None and (alone.scalar or not raised)
        function = symbol.scalar and (symbol.role == "function" or symbol.defined)
        function &= head not in walk(inside)
        function |= lone
    if function:
        advice = rf"Values elsewhere cannot be read; a product is `{factor} \cdot {number}`."
        raise Misread("a function or a product", span, advice)


def _head(node: Expr) -> Expr:
    """What an argument behind a factor would be of: without what is above it, or below."""
    while isinstance(node, _CARRIED):
        node = children(node)[0]
    return node


def _now(node: Expr) -> list[Expr]:
    """The parts of a factor but those at time 0."""
    if isinstance(node, e.At):
        return []
    return [node, *(part for child in children(node) for part in _now(child))]


def _moves(part: Expr, symbols: Mapping[str, Symbol]) -> bool:
    symbol = symbols.get(part.name) if isinstance(part, Sym) else None
    return symbol is not None and (symbol.moves or symbol.defined)


def _is_time(node: Expr, symbols: Mapping[str, Symbol]) -> bool:
    """Whether something may be a time: a number, of what does not move; a time is none of a mode,
    and constants are added to a number for a factor, ``1 - a``."""
    first = node.terms[0] if isinstance(node, e.Sum) else node
    if isinstance(node, e.Sum) and isinstance(first, e.Num) and _TIME not in walk(node):
        return False
    for part in walk(node):
        symbol = symbols.get(part.name) if isinstance(part, Sym) else None
        if not isinstance(part, _NUMBERS) or (symbol and not symbol.scalar):
            return False
        if symbol and (not symbol.fixed or symbol.defined or symbol.index):
            return False
    return True


def _is_signed(node: Expr) -> bool:
    first = node.factors[0] if isinstance(node, e.Prod) else node
    return isinstance(first, e.Num) and first.value < 0
