"""From normal forms back to expressions, so that results can be printed and evaluated again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import TRACE, Element, Letter, Word
from sslcheck.derive.expr import (
    Diag,
    Exp,
    Expr,
    Ident,
    Num,
    Power,
    Prod,
    Quotient,
    Sum,
    Sym,
    Trace,
    Transpose,
)

__all__ = ["DIAG", "element_expr", "ratio_expr"]

DIAG = "diag:"
"""Prefix of the letter that stands for the diagonal matrix of an indexed scalar."""


def ratio_expr(value: Ratio) -> Expr:
    """A scalar as an expression, in lowest terms."""
    value = value.root_reduced().cancelled()
    num, den = value.scalars.align(value.num), value.scalars.align(value.den)
    if den == 1:
        return _poly_expr(value, num)
    if len(den) == 1:  # keep numbers in front: \frac{1}{2} rather than x / 2
        (coeff,) = den.values()
        if not any(next(iter(den.itermonoms()))):
            return _poly_expr(value, num.quo_ground(coeff))
    return Quotient(_poly_expr(value, num), _poly_expr(value, den))


def _poly_expr(value: Ratio, poly: Any) -> Expr:
    scalars = value.scalars
    names = scalars.names
    terms: list[Expr] = []
    for monom, coeff in sorted(poly.items(), key=lambda item: (sum(item[0]), item[0])):
        factors: list[Expr] = []
        number = Fraction(int(coeff.numerator), int(coeff.denominator))
        for at, power in enumerate(monom):
            if power:
                letter = scalars.shown.get(names[at]) or Sym(names[at])
                factors.append(_power(letter, power))
        if number != 1 or not factors:
            factors.insert(0, Num(number))
        terms.append(factors[0] if len(factors) == 1 else Prod(tuple(factors)))
    if not terms:
        return Num(Fraction(0))
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _power(letter: Expr, power: int) -> Expr:
    if power == 1:
        return letter
    if isinstance(letter, Exp) and isinstance(letter.arg, Prod):
        return Exp(Prod((Num(Fraction(power)), *letter.arg.factors)))
    return Power(letter, Fraction(power))


def element_expr(element: Element) -> Expr:
    """A sum of words as an expression of the same shape, terms with equal coefficients together."""
    groups: dict[Any, tuple[Ratio, list[Word]]] = {}
    for word, coeff in element.terms.items():
        lowest = coeff.cancelled()
        key = (frozenset(lowest.num.items()), frozenset(lowest.den.items()), lowest.num.ring.ngens)
        groups.setdefault(key, (lowest, []))[1].append(word)
    terms: list[Expr] = []
    for coeff, words in groups.values():
        scalar = ratio_expr(coeff)
        for word in words:
            body = _word_expr(element, word)
            if body is None:
                terms.append(scalar)
            elif scalar == Num(Fraction(1)):
                terms.append(Prod(body) if len(body) > 1 else body[0])
            elif isinstance(scalar, Prod):
                terms.append(Prod((*scalar.factors, *body)))
            else:
                terms.append(Prod((scalar, *body)))
    if not terms:
        return Num(Fraction(0))
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _word_expr(element: Element, word: Word) -> tuple[Expr, ...] | None:
    if not word:
        return None if element.shape == ("1", "1") else (Ident(element.shape[0]),)
    if word[0] == TRACE:
        body = tuple(_letter(element, letter) for letter in word[1:])
        return (Trace(Prod(body) if len(body) > 1 else body[0]),)
    return tuple(_letter(element, letter) for letter in word)


def _letter(element: Element, letter: Letter) -> Expr:
    name, transposed = letter
    if name.startswith(DIAG):
        inner = name.removeprefix(DIAG)
        shown = element.alphabet.scalars.shown.get(inner) or Sym(inner)
        space = element.alphabet.shapes[name][0]
        return Diag(shown, element.alphabet.indices[name], space)
    node = element.alphabet.scalars.shown.get(name) or Sym(name)
    return Transpose(node) if transposed else node
