"""Rules of `grammar.lark` to nodes of `expr`; runs while the parser reduces, so never recursively.

The children of a rule are tokens and finished nodes; the span of the result is theirs together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from lark import Token, Transformer, v_args

from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Exp,
    Expect,
    Expr,
    Gradient,
    Integral,
    Kron,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    Span,
    SquaredNorm,
    StopGrad,
    Sum,
    Trace,
    Transpose,
    Vec,
)
from sslcheck.derive.latex.caret import Misread

__all__ = ["Builder"]

Item = Expr | Token

_BRACKETS: dict[str, Callable[..., Expr]] = {
    "exp": Exp,
    "expect": Expect,
    "integral": Integral,
    "norm": SquaredNorm,
    "rate": Dot,
    "start": At,
    "stop": StopGrad,
    "trace": Trace,
    "vec": Vec,
}
_HALF = Fraction(1, 2)


@v_args(inline=True)
class Builder(Transformer[Token, object]):
    """One method per rule or alias of the grammar."""

    def statement(self, *items: list[Relation] | Token) -> list[Relation]:
        return [relation for item in items if isinstance(item, list) for relation in item]

    def relations(self, left: list[Relation] | Expr, op: Token, rhs: Expr) -> list[Relation]:
        """``a = b = c`` is ``a = b`` and ``b = c``."""
        if isinstance(left, Expr):
            return [Relation(left, str(op), rhs)]
        left.append(Relation(left[-1].rhs, str(op), rhs))
        return left

    def sum(self, terms: list[Expr]) -> Expr:
        return terms[0] if len(terms) == 1 else Sum(tuple(terms), span=_span(terms[0], terms[-1]))

    def terms(self, *items: list[Expr] | Item) -> list[Expr]:
        *before, term = items
        assert isinstance(term, Expr)
        sign = before[-1] if before else None
        if isinstance(sign, Token) and sign == "-":
            term = _negated(term, sign)
        if not before or not isinstance(before[0], list):
            return [term]
        before[0].append(term)
        return before[0]

    def product(self, *items: list[Expr] | Item) -> list[Expr]:
        """The factors so far; `term` makes them one node."""
        factors = items[0] if isinstance(items[0], list) else []
        last = items[-1]
        assert isinstance(last, Expr)
        factors.append(last)
        return factors

    def term(self, factors: list[Expr]) -> Expr:
        if len(factors) == 1:
            return factors[0]
        return Prod(tuple(factors), span=_span(factors[0], factors[-1]))

    def kron(self, factors: list[Expr], _: Token, right: Expr) -> Expr:
        left = self.term(factors)
        return Kron(left, right, span=_span(left, right))

    def prefixed(self, *items: list[Expr] | Token | Expr) -> Expr:
        operator, arg = items[-2:]
        assert isinstance(operator, Token)
        assert isinstance(arg, Expr)
        kind, _, value = operator.partition(" ")
        span = _span(operator, arg)
        factors = items[0] if isinstance(items[0], list) else []
        return self.term([*factors, _applied(kind, value, arg, span)])

    def leaf(self, token: Token) -> Expr:
        node = token.value
        assert isinstance(node, Expr)
        return node

    def arguments(self, *items: list[Expr] | Item) -> list[Expr]:
        return self.product(*items)

    def bracketed(self, opening: Token, arguments: list[Expr], closing: Token) -> Expr:
        arg, kind, span = arguments[0], str(opening), _span(opening, closing)
        if kind == "group":
            return replace(arg, span=span)
        if kind == "over":
            return _quotient(arg, arguments[1], span)
        if kind == "diag":
            index, size = closing.split()
            return _diagonal(arguments, index, size, span)
        if kind in ("gradient", "partial", "slope"):
            return _applied(kind, str(closing), arg, span)
        if kind == "root":
            return Power(arg, _HALF, span=span)
        return _BRACKETS[kind](arg, span=span)

    def postfixed(self, base: Expr, postfix: Token) -> Expr:
        span = _span(base, postfix)
        if postfix == "at 0":
            return At(base, span=span)
        if postfix == "T":
            return Transpose(base, span=span)
        exponent = Fraction(postfix)
        if exponent < 0 and isinstance(base, Num) and not base.value:
            raise Misread("division by zero", span)
        return Power(base, exponent, span=span)


def _quotient(over: Expr, under: Expr, span: Span) -> Expr:
    if isinstance(under, Num) and not under.value:
        raise Misread("division by zero", span)
    if isinstance(over, Num) and isinstance(under, Num):
        return Num(over.value / under.value, span=span)
    return Quotient(over, under, span=span)


def _applied(kind: str, value: str, arg: Expr, span: Span) -> Expr:
    """An operator that stands before what it applies to."""
    match kind:
        case "max":
            return Maximum(arg, value, span=span)
        case "partial":
            return Partial(arg, value, span=span)
        case "gradient" | "slope":
            return Gradient(value, arg, span=span)
    return Dot(arg, span=span)


def _diagonal(entries: list[Expr], index: str, size: str, span: Span) -> Expr:
    """The lexer has put the family in place of its members, so that the entries are all equal."""
    entry, *others = entries
    for other in others:
        if other != entry:
            advice = "The entries must be the same but for the index."
            raise Misread("`diag` with unlike entries", _span(entry, other), advice)
    return Diag(entry, index, size, span=span)


def _span(first: Item, last: Item) -> Span:
    """From the start of the first item to the end of the last."""
    start = first.start_pos if isinstance(first, Token) else first.span and first.span[0]
    end = last.end_pos if isinstance(last, Token) else last.span and last.span[1]
    return start or 0, end or 0


def _negated(term: Expr, sign: Token) -> Expr:
    """``-term``, with the sign in the leading number if there is one."""
    span = _span(sign, term)
    factors = term.factors if isinstance(term, Prod) else (term,)
    first = factors[0]
    if isinstance(first, Num):
        lead, rest = Num(-first.value, span=_span(sign, first)), factors[1:]
    else:
        lead, rest = Num(Fraction(-1), span=_span(sign, sign)), factors
    return Prod((lead, *rest), span=span) if rest else replace(lead, span=span)
