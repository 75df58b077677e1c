"""Tokens of `lexer` to nodes of `expr`, by recursive descent with one token of lookahead.

::

    statement = relations {SEPARATOR relations}
    relations = sum RELATION sum {RELATION sum}
    sum       = [SIGN] term {SIGN term}
    term      = factors [KRON term] | [factors [CDOT]] PREFIX term
    factors   = factor {[CDOT] factor}
    factor    = (LEAF | OPEN sum {MIDDLE sum} CLOSE) {POSTFIX}

A prefix operator takes all that follows up to the next sign or relation. The lexer has paired and
counted the delimiters, so that what is nested is shallow; prefixes, which need none, are a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Expr, Num, Relation, Span, children
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import DEEPEST
from sslcheck.derive.latex.lexer import Token

__all__ = ["Parser"]

_DEEPEST_NODES = 3 * DEEPEST

_BRACKETS: dict[str, Callable[..., Expr]] = {
    "exp": e.Exp,
    "expect": e.Expect,
    "integral": e.Integral,
    "norm": e.SquaredNorm,
    "rate": e.Dot,
    "root": partial(e.Power, exponent=Fraction(1, 2)),
    "start": e.At,
    "stop": e.StopGrad,
    "trace": e.Trace,
    "vec": e.Vec,
}


class Parser:
    """One formula's tokens, at least one. Raises `Misread` where they form no formula."""

    def __init__(self, tokens: Sequence[Token], source: str) -> None:
        self._source = source
        whole = tokens[0].span[0], tokens[-1].span[1]
        self._tokens = [*tokens, Token("END", "", whole)]
        self._at = 0

    def statement(self) -> list[Relation]:
        """All tokens as relations; ``a = b = c`` is ``a = b`` and ``b = c``."""
        found: list[Relation] = []
        while True:
            left, sign = self._sum(), self._took("RELATION")
            if sign is None:
                raise self._unexpected(wanted="RELATION")
            while sign is not None:
                found.append(Relation(left, str(sign.value), self._sum()))
                left, sign = found[-1].rhs, self._took("RELATION")
            if self._took("SEPARATOR") is None:
                self._finish()
                _check_depth([side for r in found for side in (r.lhs, r.rhs)])
                return found

    def expression(self) -> Expr:
        """All tokens as one expression."""
        found = self._sum()
        self._finish()
        _check_depth([found])
        return found

    # -- tokens -----------------------------------------------------------------------------------

    def _took(self, kind: str) -> Token | None:
        """The next token, read if it is of that kind."""
        token = self._tokens[self._at]
        if token.kind != kind:
            return None
        self._at += 1
        return token

    def _finish(self) -> None:
        if self._tokens[self._at].kind != "END":
            raise self._unexpected()

    def _unexpected(self, wanted: str = "") -> Misread:
        """What it means to the author that the next token cannot stand there."""
        token = self._tokens[self._at]
        if token.kind == "END" and wanted == "RELATION":
            advice = "Expected a relation: `=`, `\\ge`, `\\succeq`, `\\rightarrow`, ..."
            return Misread("not a statement", token.span, advice)
        if token.kind == "END":
            last = self._tokens[self._at - 1]
            return Misread("the formula ends too early", last.span, "An expression must follow.")
        headline = f"`{self._source[slice(*token.span)].strip()}` cannot stand here"
        if token.kind == "RELATION":
            advice = "A relation can only stand between two expressions."
            return Misread(headline, token.span, advice)
        return Misread(headline, token.span, "An expression is missing before it.")

    # -- expressions ------------------------------------------------------------------------------

    def _sum(self) -> Expr:
        terms: list[Expr] = []
        while (sign := self._took("SIGN")) or not terms:
            term = self._term()
            terms.append(_negated(term, sign.span) if sign and sign.value == "-" else term)
        return terms[0] if len(terms) == 1 else e.Sum(tuple(terms), span=_span(terms[0], terms[-1]))

    def _term(self) -> Expr:
        waiting: list[Callable[[Expr], Expr]] = []
        while True:
            factors = self._factors()
            if prefix := self._took("PREFIX"):
                waiting.append(partial(_prefixed, factors, prefix))
            elif factors and self._took("KRON"):
                waiting.append(partial(_kron, _product(factors)))
            elif factors:
                break
            else:
                raise self._unexpected()
        term = _product(factors)
        for apply in reversed(waiting):
            term = apply(term)
        return term

    def _factors(self) -> list[Expr]:
        found: list[Expr] = []
        while True:
            dot = self._took("CDOT") if found else None
            factor = self._factor()
            if factor is None:
                if dot and self._tokens[self._at].kind != "PREFIX":
                    raise self._unexpected()
                return found
            found.append(factor)

    def _factor(self) -> Expr | None:
        if leaf := self._took("LEAF"):
            assert isinstance(leaf.value, Expr)
            factor = leaf.value
        elif opening := self._took("OPEN"):
            factor = self._bracketed(opening)
        else:
            return None
        while postfix := self._took("POSTFIX"):
            factor = _postfixed(factor, postfix)
        return factor

    def _bracketed(self, opening: Token) -> Expr:
        arguments = [self._sum()]
        while self._took("MIDDLE"):
            arguments.append(self._sum())
        closing = self._took("CLOSE")
        if closing is None:
            raise self._unexpected()
        arg, kind, value = arguments[0], str(opening.value), str(closing.value)
        span = opening.span[0], closing.span[1]
        if kind == "group":
            return replace(arg, span=span)
        if kind == "over":
            return _quotient(arg, arguments[1], span)
        if kind == "diag":
            return _diagonal(arguments, *value.split(), span=span)
        if kind in _BRACKETS:
            return _BRACKETS[kind](arg, span=span)
        return _applied(kind, value, arg, span)


def _check_depth(roots: list[Expr]) -> None:
    """Prefix operators nest without delimiters; what walks the tree later is recursive."""
    level, depth = roots, 0
    while level:
        depth += 1
        if depth > _DEEPEST_NODES:
            headline = f"nested deeper than {_DEEPEST_NODES} operations"
            raise Misread(headline, roots[0].span or (0, 0), "Split the formula.")
        level = [child for node in level for child in children(node)]


# -- nodes -----------------------------------------------------------------------------------------


def _product(factors: Sequence[Expr]) -> Expr:
    if len(factors) == 1:
        return factors[0]
    return e.Prod(tuple(factors), span=_span(factors[0], factors[-1]))


def _kron(left: Expr, right: Expr) -> Expr:
    return e.Kron(left, right, span=_span(left, right))


def _prefixed(factors: list[Expr], prefix: Token, arg: Expr) -> Expr:
    kind, _, value = str(prefix.value).partition(" ")
    span = prefix.span[0], (arg.span or prefix.span)[1]
    return _product([*factors, _applied(kind, value, arg, span)])


def _applied(kind: str, value: str, arg: Expr, span: Span) -> Expr:
    """An operator that stands before what it applies to."""
    match kind:
        case "max":
            return e.Maximum(arg, value, span=span)
        case "partial":
            return e.Partial(arg, value, span=span)
        case "gradient" | "slope":
            return e.Gradient(value, arg, span=span)
    return e.Dot(arg, span=span)


def _postfixed(base: Expr, postfix: Token) -> Expr:
    span = (base.span or postfix.span)[0], postfix.span[1]
    if postfix.value == "at 0":
        return e.At(base, span=span)
    if postfix.value == "T":
        return e.Transpose(base, span=span)
    exponent = Fraction(str(postfix.value))
    if exponent < 0 and base == Num(Fraction(0)):
        raise Misread("division by zero", span)
    return e.Power(base, exponent, span=span)


def _quotient(over: Expr, under: Expr, span: Span) -> Expr:
    if under == Num(Fraction(0)):
        raise Misread("division by zero", span)
    if isinstance(over, Num) and isinstance(under, Num):
        return Num(over.value / under.value, span=span)
    return e.Quotient(over, under, span=span)


def _diagonal(entries: list[Expr], index: str, size: str, *, span: Span) -> Expr:
    """The lexer has put the family in place of its members, so that the entries are all equal."""
    entry, *others = entries
    for other in others:
        if other != entry:
            advice = "The entries must be the same but for the index."
            raise Misread("`diag` with unlike entries", _span(entry, other), advice)
    return e.Diag(entry, index, size, span=span)


def _negated(term: Expr, sign: Span) -> Expr:
    """``-term``, with the sign in the leading number if there is one."""
    span = sign[0], (term.span or sign)[1]
    factors = term.factors if isinstance(term, e.Prod) else (term,)
    first = factors[0]
    if isinstance(first, Num):
        lead, rest = Num(-first.value, span=(sign[0], (first.span or sign)[1])), factors[1:]
    else:
        lead, rest = Num(Fraction(-1), span=sign), factors
    return e.Prod((lead, *rest), span=span) if rest else replace(lead, span=span)


def _span(first: Expr, last: Expr) -> Span:
    """From the start of the first node to the end of the last."""
    return (first.span or (0, 0))[0], (last.span or (0, 0))[1]
