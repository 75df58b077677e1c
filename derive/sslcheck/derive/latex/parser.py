r"""Tokens of `lexer` to nodes of `expr`, by recursive descent with one token of lookahead.

::

    statement = relations {SEPARATOR relations}
    relations = sum RELATION sum {RELATION sum} | LIMIT term "=" sum
    sum       = [SIGN] term {SIGN term}
    term      = factors [(KRON | ODOT) term] | [factors [CDOT]] PREFIX term
    factors   = factor {[CDOT] factor} [SLASH factor]
    factor    = (LEAF | OPEN sum {MIDDLE sum} CLOSE | NARROW factor) {POSTFIX | ABOVE sum CLOSE}

A prefix operator takes all that follows up to the next sign or relation. Where authors differ in
what an operator takes, only what has one meaning is read: a slash has one factor behind it and
nothing after that, a narrow prefix (``\partial_t``) has one factor. The lexer has paired and
counted the delimiters, so that what is nested is shallow; prefixes, which need none, are a loop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sslcheck.derive import expr as e
from sslcheck.derive.expr import Expr, Relation, Span
from sslcheck.derive.latex.ambiguous import STARTS, Ambiguous, is_wide
from sslcheck.derive.latex.arguments import check_argument
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import DEEPEST
from sslcheck.derive.latex.gradients import check_behind, check_beside, check_taken
from sslcheck.derive.latex.integrals import integral
from sslcheck.derive.latex.nodes import (
    between,
    bracketed,
    derivative,
    hadamard,
    kron,
    negated,
    postfixed,
    product,
    quotient,
    raised,
)
from sslcheck.derive.latex.seen import check_dot
from sslcheck.derive.latex.tokens import DERIVATIVES, Token
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import children

__all__ = ["Parser"]

_DEEPEST_NODES = 3 * DEEPEST

_TYPED = {">=": r"\ge", "=>": r"\ge", "<=": r"\le", "=<": r"\le", "==": "="}
"""Relations as keyboards have them, and as LaTeX does."""

_SIZED = re.compile(r"\\(?:left|right)(?![A-Za-z])\s*")
"""What makes parentheses as high as what is in them: one of two is wrong alone."""

_FUNCTIONS = [("NARROW", "log "), ("NARROW", "det ")]


class Parser(Ambiguous):
    """One formula's tokens, at least one. Raises `Misread` where they form no formula."""

    def __init__(self, tokens: Sequence[Token], source: str, symbols: Mapping[str, Symbol]) -> None:
        whole = tokens[0].span[0], tokens[-1].span[1]
        super().__init__([*_parted(tokens, source), Token("END", "", whole)], source)
        self._symbols = symbols
        self._bare = False
        """Whether the last factor stands in no parentheses."""

    def statement(self) -> list[Relation]:
        """All tokens as relations; ``a = b = c`` is ``a = b`` and ``b = c``."""
        found: list[Relation] = []
        while True:
            if limit := self._took("LIMIT"):
                found.append(self._limit(limit))
                sign = None
            else:
                left, sign = self._sum(), self._took("RELATION")
                if sign is None:
                    raise self._unexpected(wanted="RELATION")
            while sign is not None:
                right = self._sum()
                found.append(_relation(left, str(sign.value), right))
                left, sign = right, self._took("RELATION")
            if self._took("SEPARATOR") is None:
                self._finish()
                _check_depth([side for r in found for side in (r.lhs, r.rhs)])
                return found

    def _limit(self, limit: Token) -> Relation:
        """``lim Q = L`` as ``Q -> L``."""
        arg, sign = self._term(), self._tokens[self._at]
        if (sign.kind, sign.value) != ("RELATION", "="):
            advice = (
                "It is of one term and equal to something: `\\lim_{t \\to \\infty} (Q + P) = L`."
            )
            raise Misread("an unreadable limit", limit.span, advice)
        self._at += 1
        return Relation(arg, "->", self._sum())

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
            before = self._tokens[self._at - 1] if self._at else token
            pair = self._source[before.span[0] : token.span[1]].replace(" ", "")
            if pair in _TYPED:
                span = before.span[0], token.span[1]
                return Misread(f"unknown relation `{pair}`", span, f"Write `{_TYPED[pair]}`.")
            advice = "A relation can only stand between two expressions."
            return Misread(headline, token.span, advice)
        return Misread(headline, token.span, "An expression is missing before it.")

    # -- expressions ------------------------------------------------------------------------------

    def _sum(self) -> Expr:
        terms: list[Expr] = []
        while (sign := self._took("SIGN")) or not terms:
            term = self._term()
            terms.append(negated(term, sign.span) if sign and sign.value == "-" else term)
        return e.summed(terms, between(terms[0], terms[-1]))

    def _term(self) -> Expr:
        waiting: list[Callable[[Expr], Expr]] = []
        operator: Token | None = None
        joined: set[str] = set()
        enclosed = False
        while True:
            factors = self._factors(operator)
            if operator and enclosed:
                check_behind([*factors[1:], *self._more()], self._symbols, operator.span)
                enclosed = False
            if prefix := self._took("PREFIX"):
                self._check_maximum(prefix)
                operator = prefix
                enclosed = self._encloses(self._at) and str(prefix.value).split()[0] in DERIVATIVES
                waiting.append(partial(self._prefixed, factors, prefix))
                joined |= {"a product"} if factors and "ODOT" in joined else set()
            elif factors and (join := self._took("KRON") or self._took("ODOT")):
                joined.add(join.kind)
                if join.kind == "KRON":
                    waiting.append(partial(kron, product(factors)))
                else:
                    waiting.append(partial(hadamard, _beside(factors)))
                if "ODOT" in joined and len(joined) > 1:
                    raise Misread(
                        r"`\odot` beside another product",
                        join.span,
                        "It may be read in two ways: write parentheses.",
                    )
            elif factors:
                break
            else:
                raise self._unexpected()
        term = _beside(factors) if "ODOT" in joined else product(factors)
        for apply in reversed(waiting):
            term = apply(term)
        return term

    def _prefixed(self, factors: list[Expr], prefix: Token, arg: Expr) -> Expr:
        kind, _, value = str(prefix.value).partition(" ")
        if kind == "gradient":
            check_taken(arg, self._symbols, prefix.span)
        elif isinstance(arg, (e.Maximum, e.Total)) and f" {arg.index} " in f"{prefix.value} ":
            advice = "Write another letter in the inner one."
            raise Misread(f"`{arg.index}` runs twice", prefix.span, advice)
        span = prefix.span[0], (arg.span or prefix.span)[1]
        return product([*factors, derivative(kind, value, arg, span)])

    def _factors(self, operator: Token | None) -> list[Expr]:
        found: list[Expr] = []
        gradients: list[int] = []
        while True:
            if found and (slash := self._took("SLASH")):
                whole = self._slashed(product(found), slash, operator)
                under = [whole.denominator] if isinstance(whole, e.Quotient) else []
                for at in gradients:
                    check_beside(found[at], [*found[at + 1 :], *under], self._symbols)
                return [whole]
            dot = self._took("CDOT") if found else None
            if found and not dot:
                self._check_space()
            factor = self._factor(found[-1] if found and not dot else None)
            if factor is None:
                if dot and self._tokens[self._at].kind != "PREFIX":
                    raise self._unexpected()
                for at in gradients:
                    check_beside(found[at], [*found[at + 1 :], *self._more()], self._symbols)
                return found
            if dot:
                check_dot(product(found), factor, self._symbols)
            if self._bare:
                gradients.append(len(found))
            found.append(factor)

    def _more(self) -> list[Expr]:
        """Something that moves, where what an operator takes goes on a product."""
        return [e.Sym("t")] if self._tokens[self._at].kind == "PREFIX" else []

    def _slashed(self, over: Expr, slash: Token, operator: Token | None) -> Expr:
        """``over / factor``, where no one can read it otherwise."""
        under = self._factor()
        if under is None:
            raise self._unexpected()
        span = between(over, under)
        if operator is not None or self._tokens[self._at].kind in STARTS:
            advice = r"It may be read in two ways: write `\frac{...}{...}`, or parentheses."
            what = "after an operator" if operator is not None else "within a product"
            raise Misread(f"`/` {what}", slash.span, advice)
        return quotient(over, under, span)

    def _factor(self, before: Expr | None = None) -> Expr | None:
        """One factor, which stands right behind the one ``before``."""
        narrow: list[Token] = []
        bare, enclosed = self._bare, False
        while prefix := self._took("NARROW"):
            narrow.append(prefix)
        high = "^" in self._text(self._tokens[self._at])
        if leaf := self._took("LEAF"):
            assert isinstance(leaf.value, Expr)
            factor = leaf.value
            self._check_derivative(leaf)
        elif opening := self._took("OPEN"):
            first = self._at
            factor = self._bracketed(opening)
            enclosed = self._encloses(first - 1)
            if before is not None and enclosed:
                span = before.span or opening.span
                whole = span[0], self._tokens[self._at - 1].span[1]
                above = self._tokens[self._at].kind in ("POSTFIX", "ABOVE")
                parts = span, (opening.span[0], whole[1])
                one, two = (_SIZED.sub("", self._source[slice(*part)]).strip() for part in parts)
                check_argument(
                    before, factor, self._symbols, whole, (one, two), bare=bare, raised=above
                )
            self._check_derivative(opening)
            if self._text(opening) == "{":
                self._check_braces(first, self._at - 1)
        elif narrow:
            raise self._unexpected()
        else:
            return None
        while True:
            behind = self._tokens[self._at]
            if behind.kind in ("POSTFIX", "ABOVE"):
                above = self._text(behind).startswith("^")
                if high and above:
                    advice = "Use parentheses: `(W^T)^2`."
                    raise Misread("double superscript", behind.span, advice)
                high = above
            if postfix := self._took("POSTFIX"):
                factor = postfixed(factor, str(postfix.value), postfix.span)
            elif opening := self._took("ABOVE"):
                factor = raised(factor, self._sum(), self._ended(opening))
            else:
                break
        self._bare = not enclosed
        for prefix in reversed(narrow):
            factor = self._narrow(prefix, factor)
        return factor

    def _narrow(self, prefix: Token, arg: Expr) -> Expr:
        behind = self._tokens[self._at]
        if behind.kind in (*STARTS, "KRON", "ODOT") and not behind[:2] == prefix[:2] in _FUNCTIONS:
            shown = self._text(prefix)
            advice = f"It may be read in two ways: write `{shown} (a b)` or `({shown} a) b`."
            raise Misread(f"`{shown}` before a product", prefix.span, advice)
        kind, _, variable = str(prefix.value).partition(" ")
        return derivative(kind, variable, arg, (prefix.span[0], (arg.span or prefix.span)[1]))

    def _encloses(self, at: int) -> bool:
        """Whether a token opens what is printed in parentheses or brackets."""
        shown = self._text(self._tokens[at])
        return shown in ("(", "[", "\\{") or (shown == "{" and self._encloses(at + 1))

    def _bracketed(self, opening: Token) -> Expr:
        arguments = [self._sum()]
        while self._took("MIDDLE"):
            arguments.append(self._sum())
        closing = self._tokens[self._at]
        kind, span = str(opening.value), self._ended(opening)
        follows = self._tokens[self._at].kind
        if kind == "expect" and self._text(opening).endswith("("):
            self._check_expectation(span)
        if kind == "log" and follows in ("POSTFIX", "ABOVE"):
            advice = r"It may be read in two ways: write `(\ln x)^2` or `\ln (x^2)`."
            raise Misread("a power behind a logarithm", span, advice)
        if kind == "integral":
            return integral(arguments[0], str(closing.value) or "t'", self._symbols, span)
        return bracketed(kind, arguments, str(closing.value), span)

    def _ended(self, opening: Token) -> Span:
        """From an opening delimiter to the end of the closing one, which is read."""
        closing = self._took("CLOSE")
        if closing is None:
            raise self._unexpected()
        return opening.span[0], closing.span[1]


def _parted(tokens: Sequence[Token], source: str) -> list[Token]:
    r"""The tokens with commas in ``a = b \quad c = d``: each part has a sign of relation."""
    found: list[Token] = []
    depth, wide = 0, 0  # where the last wide space behind a relation is
    related = False
    for at, token in enumerate(tokens):
        depth -= token.kind == "CLOSE"
        if depth == 0 and token.kind == "SEPARATOR":
            related, wide = False, 0
        elif depth == 0 and token.kind == "RELATION":
            if wide:
                found.insert(wide, Token("SEPARATOR", "", token.span))
            related, wide = True, 0
        elif depth == 0 and related and at and is_wide(tokens, at, source):
            wide = len(found)
        depth += token.kind in ("OPEN", "ABOVE")
        found.append(token)
    return found


def _relation(left: Expr, sign: str, right: Expr) -> Relation:
    """``A \\preceq B`` is ``B \\succeq A``."""
    if sign.startswith("~"):
        return Relation(right, sign[1:], left)
    return Relation(left, sign, right)


def _beside(factors: list[Expr]) -> Expr:
    r"""What stands beside ``\odot``: of several factors without parentheses one may be a matrix."""
    found = product(factors)
    return replace(found, demand="single") if len(factors) > 1 else found


def _check_depth(roots: list[Expr]) -> None:
    """Prefix operators nest without delimiters; what walks the tree later is recursive."""
    level, depth = roots, 0
    while level:
        depth += 1
        if depth > _DEEPEST_NODES:
            headline = f"nested deeper than {_DEEPEST_NODES} operations"
            raise Misread(headline, roots[0].span or (0, 0), "Split the formula.")
        level = [child for node in level for child in children(node)]
