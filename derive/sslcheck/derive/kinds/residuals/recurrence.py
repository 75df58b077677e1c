"""Derivatives of a quantity along the flow, of which the last is a combination of the others.

What several linear equations move, such as the end of a cascade, satisfies one linear equation of
higher order with constant coefficients (Cayley and Hamilton).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import compress

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import AtStart, ExpOf, SizeOf, TraceOf, Word, closure
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Num, Prod, Relation, summed
from sslcheck.derive.normal import NormalForm

__all__ = ["Recurrence", "moving_part", "recurrence"]

_MOST = 4
_SMOOTH = (str, AtStart, SizeOf, TraceOf, ExpOf)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``q^(n) = c_0 q + ... + c_(n-1) q^(n-1) + rest``; coefficients and rest do not move."""

    coefficients: tuple[Ratio, ...]
    derivatives: tuple[Element, ...]
    """Of the quantity, from the 0th on."""
    rest: Element

    def inserted(self, normal: NormalForm, value: Element) -> Element:
        """What is left of the equation for another value."""
        left = -self.rest
        for coefficient in self.coefficients:
            left = left - value.scaled(coefficient)
            value = normal.rate(value)
        return left + value

    def relation(self, normal: NormalForm, quantity: Expr) -> Relation:
        """The equation."""
        terms: list[Expr] = []
        moved = quantity
        for coefficient in self.coefficients:
            if not coefficient.is_zero():
                terms.append(Prod((normal.expr(normal.alphabet.scalar(coefficient)), moved)))
            moved = Dot(moved)
        if not self.rest.is_zero():
            terms.append(normal.expr(self.rest))
        terms = terms or [ZERO]
        return Relation(moved, "=", summed(terms))

    def companion(self, normal: NormalForm) -> list[list[Expr]]:
        """The matrix that moves the quantity and its derivatives."""
        size = len(self.coefficients)
        rows: list[list[Expr]] = [
            [Num(Fraction(j == i + 1)) for j in range(size)] for i in range(size - 1)
        ]
        last = [normal.expr(normal.alphabet.scalar(c)) for c in self.coefficients]
        return [*rows, last]


def recurrence(normal: NormalForm, quantity: Element) -> Recurrence | None:
    """The equation of the lowest order that a quantity satisfies, or None.

    Not sought further where each derivative is of a higher degree in what moves than the one
    before: none is a combination of those.
    """
    derivatives = [quantity]
    try:
        moving = [moving_part(normal, quantity)]
        while len(moving) <= _MOST:
            derivatives.append(normal.rate(derivatives[-1]))
            target = moving_part(normal, derivatives[-1])
            degrees = [_degree(normal, part) for part in (*moving[-2:], target)]
            if len(degrees) > 2 and degrees[0] < degrees[1] < degrees[2]:
                return None
            found = solve_linear(target, moving)
            if found is not None:
                return _made(normal, derivatives, found)
            moving.append(target)
    except Unsupported:
        pass
    return None


def _degree(normal: NormalForm, moving: Element) -> int:
    """The degree in what moves."""
    moves = normal.functions.moves
    parts = (
        [part[1] if isinstance(part, tuple) else moves(part) for part, _ in key]
        for key in moving.terms
    )
    return max(map(sum, parts), default=0)


def _made(normal: NormalForm, derivatives: list[Element], found: list[Ratio]) -> Recurrence | None:
    """The equation, where what its coefficients divide by is not 0."""
    if not all(normal.functions.nonzero(c.denominator) for c in found):
        return None
    rest = derivatives[-1]
    for coefficient, derivative in zip(found, derivatives, strict=False):
        rest = rest - derivative.scaled(coefficient)
    if not moving_part(normal, rest).is_zero():
        return None
    return Recurrence(tuple(found), tuple(derivatives), rest)


def moving_part(normal: NormalForm, element: Element) -> Element:
    """The terms of an element that move, with what moves in each as its word.

    Raises `Unsupported` where it divides by what moves, or takes roots, logarithms or inverses of
    it: these may have no derivatives at some time.
    """
    moves = normal.functions.moves
    terms: dict[Word, Ratio] = {}
    for word, coeff in element.terms.items():
        coeff = coeff.root_reduced().cancelled()
        if any(map(moves, coeff.denominator.free())):
            raise Unsupported("a quotient by what moves")
        scalars = coeff.scalars
        num, own = scalars.align(coeff.num), any(moves(letter) for letter, _ in word)
        changing = [n for n in (*coeff.free(), *(letter for letter, _ in word)) if moves(n)]
        if not all(isinstance(n, _SMOOTH) for n in closure(changing)):
            raise Unsupported("derivatives of what may have none")
        made = (n.value for n in closure(changing) if isinstance(n, ExpOf))
        if any(moves(n) for value in made for n in value.denominator.deep()):
            raise Unsupported("a quotient by what moves")
        for monomial, number in num.items():
            places = [*compress(range(len(monomial)), monomial)]
            hit = [k for k in places if moves(scalars.names[k])]
            if not hit and not own:
                continue
            rest = tuple(0 if k in hit else power for k, power in enumerate(monomial))
            key = (*word, *(((scalars.names[k], monomial[k]), False) for k in hit))
            part = Ratio(scalars, num.ring.from_dict({rest: number}), coeff.den)
            terms[key] = terms[key] + part if key in terms else part
    return replace(element, terms=terms)
