r"""Integrals up to ``t`` of what names ``t`` itself: ``\int_0^t e^{-(t - s)} y(s) ds``.

What depends on ``t`` alone comes before the integral, where sums, products and exponentials let it:
this is ``e^{-t} \int_0^t e^{s} y(s) ds``, the variation of constants of a linear equation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Expr, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import children, map_children, walk

__all__ = ["END", "integral"]

END = Sym("\0t")
"""The time up to which is integrated, inside of an integral; there ``t`` is the variable."""
_TIME = Sym("t")
_MOST = 32
"""Terms into which an integrand falls."""
_Term = tuple[tuple[Expr, ...], tuple[Expr, ...]]
"""The factors of a term that stand before the integral, and in it."""


def integral(arg: Expr, variable: str, symbols: Mapping[str, Symbol], span: Span) -> Expr:
    """The integral of ``arg`` up to ``t``, with what depends on `END` before it. Raises `Misread`
    where the integrand is no sum of such products."""
    if END not in walk(arg):
        return e.Integral(arg, variable=variable, span=span)
    terms: list[Expr] = []
    for before, inside in _Parted(variable, symbols).terms(arg):
        whole = e.Integral(_product(inside, span), variable=variable, span=span)
        terms.append(_product((*before, whole), span))
    return e.summed(terms, span)


class _Parted:
    """Integrands as terms, by the letter that they are integrated over."""

    def __init__(self, variable: str, symbols: Mapping[str, Symbol]) -> None:
        self._variable = variable
        self._symbols = symbols

    def terms(self, node: Expr) -> list[_Term]:
        """What an expression is the sum of. Raises `Misread`."""
        if END not in walk(node):
            return [((), (node,))]
        if self._rests(node) and self._is_number(node):
            return [((_at_end(node),), ())]
        found: list[_Term] = []
        match node:
            case e.Sum(terms=terms):
                found = [part for term in terms for part in self.terms(term)]
            case e.Prod(factors=factors):
                found = [((), ())]
                for factor in factors:
                    parts = self.terms(factor)
                    found = [((*a, *c), (*b, *d)) for a, b in found for c, d in parts][:_MOST]
            case e.Power(base=base, exponent=Fraction(denominator=1, numerator=2 | 3 | 4 as k)):
                found = self.terms(e.Prod((base,) * k, span=node.span))
            case e.Quotient(numerator=over, denominator=under) if not isinstance(over, e.Num):
                one = e.Quotient(e.ONE, under, span=node.span)
                found = self.terms(e.Prod((over, one), span=node.span))
            case e.Exp(arg=arg) if self._is_number(arg):
                found = self._exponential(arg, node.span)
        if not 0 < len(found) < _MOST:
            raise self._error(node)
        return found

    def _exponential(self, arg: Expr, span: Span | None) -> list[_Term]:
        """``e^{a + b}`` as ``e^a e^b``; none where ``t`` stands beside what is integrated over."""
        before, inside = list[Expr](), list[Expr]()
        for out, within in self.terms(arg):
            if out and not all(map(self._rests, within)):
                return []
            (before if out else inside).append(_product((*within, *out), span))
        return [(_exp(before, span), _exp(inside, span))]

    def _rests(self, node: Expr) -> bool:
        """Whether something does not depend on what is integrated over."""
        if isinstance(node, e.At):
            return True
        symbol = self._symbols.get(node.name) if isinstance(node, Sym) else None
        if node == _TIME or (symbol and (not symbol.fixed or symbol.defined)):
            return False
        return all(map(self._rests, children(node)))

    def _is_number(self, node: Expr) -> bool:
        names = [part.name for part in walk(node) if isinstance(part, Sym)]
        return all(self._symbols[name].scalar for name in names if name in self._symbols)

    def _error(self, node: Expr) -> Misread:
        """What is integrated names ``t`` in another way."""
        at = next((part.span for part in walk(node) if part == END), None)
        advice = (
            f"Write what depends on `t` before it: `e^{{-a t}} \\int_0^t e^{{a {self._variable}}}"
            f" ... d{self._variable}`."
        )
        return Misread(f"`t` inside an integral over `{self._variable}`", at or (0, 0), advice)


def _at_end(node: Expr) -> Expr:
    return replace(_TIME, span=node.span) if node == END else map_children(node, _at_end)


def _product(factors: tuple[Expr, ...], span: Span | None) -> Expr:
    """Factors with their number in front."""
    number, others, pending = Fraction(1), list[Expr](), [*factors]
    while pending:
        match factor := pending.pop(0):
            case e.Prod(factors=inner):
                pending[:0] = inner
            case e.Num(value=value):
                number *= value
            case _:
                others.append(factor)
    if number != 1 or not others:
        others.insert(0, e.Num(number, span=span))
    return e.multiplied(others, span)


def _exp(terms: list[Expr], span: Span | None) -> tuple[Expr, ...]:
    """The factor ``e^{a + b}``, if there are terms."""
    return (e.Exp(e.summed(terms, span), span=span),) if terms else ()
