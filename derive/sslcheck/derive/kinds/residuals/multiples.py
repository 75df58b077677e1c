"""Multiples of an equation by words, and combinations of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TRACE, Word
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Expr, Prod, Sum, Trace, Transpose, multiplied
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.branch import Branch

__all__ = ["Multiple", "combination", "combined", "multiples"]

_ROUNDS = 3
_MOST = 80
"""How many multiples are tried at once."""

_TRIES = 10 * _MOST
"""How often a multiple is made, of which many come out alike."""


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


def _within(normal: NormalForm, written: Expr, gap: Element, word: Word) -> Iterator[Multiple]:
    """The multiples in which a word occurs, or those whose trace holds it where it is a trace."""
    if word[:1] != (TRACE,):
        yield from multiples(normal, written, gap, word)
        return
    for at in range(1, len(word)):
        for found in multiples(normal, written, gap, (*word[at:], *word[1:at])):
            if found.element.shape[0] == found.element.shape[1]:
                yield Multiple(found.element.trace(), Trace(found.shown))


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
    return Multiple(element, multiplied(factors))


def combined(
    normal: NormalForm,
    goal: Element,
    equations: Sequence[tuple[Expr, Element]],
    squares: Sequence[Multiple] = (),
) -> Expr | None:
    """The goal as a sum of multiples of what is 0, as it is written; None where none is found.

    The ``squares`` are psd and may be subtracted: no weight of theirs is positive.
    """
    branch = Branch(normal.functions)
    known: dict[tuple[Word, ...], Multiple] = {}
    seen: set[Word] = set()
    pending = {w for e in (goal, *(s.element for s in squares)) for w in e.terms}
    tried = 0
    for _ in range(_ROUNDS):
        for word in sorted(pending - seen):
            for written, gap in equations:
                for multiple in _within(normal, written, gap, word):
                    tried += 1
                    if multiple.element.shape == goal.shape:
                        known.setdefault(tuple(sorted(multiple.element.terms)), multiple)
            if len(known) > _MOST or tried > _TRIES:
                return None
        seen |= pending
        pending = {w for m in known.values() for w in m.element.terms}
        parts = [*squares, *known.values()]
        weights = combination(normal, goal, [m.element for m in parts])
        if weights is not None and all(branch.nonnegative(-w) for w in weights[: len(squares)]):
            terms = [
                Prod((normal.expr(normal.alphabet.scalar(weight)), part.shown))
                for part, weight in zip(parts, weights, strict=True)
                if not weight.is_zero()
            ]
            return Sum(tuple(terms)) if len(terms) > 1 else next(iter(terms), ZERO)
    return None


def combination(normal: NormalForm, target: Element, parts: list[Element]) -> list[Ratio] | None:
    """Weights with which the parts add up to the target, none with a divisor that may be 0."""
    weights = solve_linear(target, parts)
    branch = Branch(normal.functions)
    if weights is None or not all(branch.nonzero(w.denominator) for w in weights):
        return None
    return weights
