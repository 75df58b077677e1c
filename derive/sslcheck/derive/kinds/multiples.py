"""Multiples of an equation by words, and combinations of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import TRACE, Element, Word
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Prod, Transpose
from sslcheck.derive.kinds.signs import Branch
from sslcheck.derive.linear_solve import solve_linear
from sslcheck.derive.normal import NormalForm

__all__ = ["Multiple", "combination", "multiples"]


@dataclass(frozen=True, slots=True)
class Multiple:
    """``u * gap * v``, as an element and as it is written."""

    element: Element
    shown: Expr


def multiples(normal: NormalForm, written: Expr, gap: Element, word: Word) -> Iterator[Multiple]:
    """The multiples of the constraint, or of its transpose, in which a word occurs."""
    for element, shown in ((gap, written), (gap.T, Transpose(written))):
        for part in element.terms:
            if not part or part[:1] == (TRACE,):
                continue
            for at in range(len(word) - len(part) + 1):
                if word[at : at + len(part)] == part:
                    try:
                        yield _multiple(normal, element, shown, word[:at], word[at + len(part) :])
                    except Unsupported:
                        continue


def _multiple(
    normal: NormalForm, element: Element, shown: Expr, before: Word, after: Word
) -> Multiple:
    factors: list[Expr] = [shown]
    for word, left in ((before, True), (after, False)):
        if word:
            alphabet = normal.alphabet
            shape = alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1]
            outer = Element(alphabet, shape, {word: normal.scalars.number(1)})
            element = outer * element if left else element * outer
            factors.insert(0 if left else len(factors), normal.expr(outer))
    return Multiple(element, factors[0] if len(factors) == 1 else Prod(tuple(factors)))


def combination(normal: NormalForm, target: Element, parts: list[Element]) -> list[Ratio] | None:
    """Weights with which the parts add up to the target, none with a divisor that may be 0."""
    weights = solve_linear(target, parts)
    branch = Branch(normal.functions)
    if weights is None or any(branch.known(w.denominator) not in (1, -1) for w in weights):
        return None
    return weights
