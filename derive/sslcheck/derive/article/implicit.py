"""Equations of motion in which rates stand on the right as well."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Letter, RateOf, Word, closure
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Dot, Expr
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["refuse_circle", "solved"]


def solved(normal: NormalForm, state: str, value: Element, flow: str) -> Element:
    """The rate of a state from ``rate = value``, in which it may stand linearly.

    Raises `ArticleError` where it does not, or may have the factor 1.
    """
    itself = RateOf(state)
    if not any(itself in closure(_letters(word, coeff)) for word, coeff in value.terms.items()):
        return value
    refused = ArticleError(
        f"the flow `{flow}`: the rate of `{state}` stands on the right of its own equation, also by"
        " way of others; write the equation solved for it"
    )
    word = () if value.shape == ("1", "1") else ((itself, False),)
    factor = value.terms.get(word, normal.scalars.number(0))
    if not word:
        try:
            factor = factor.coefficients(itself).get(1, normal.scalars.number(0))
        except ValueError:
            raise refused from None
    own = normal.scalars.letter(itself) if not word else normal.scalars.one
    rest = value - Element(value.alphabet, value.shape, {word: factor * own})
    left = normal.scalars.one - factor
    still = any(itself in closure(_letters(w, c)) for w, c in rest.terms.items())
    if still or itself in closure(factor.free()) or not normal.functions.nonzero(left):
        raise refused
    return rest.scaled(normal.scalars.one / left)


def _letters(word: Word, coeff: Ratio) -> list[Letter]:
    return [*(letter for letter, _ in word), *coeff.free()]


def refuse_circle(rates: Mapping[str, Expr], flow: str) -> None:
    """Raise `ArticleError` where rates are given by each other."""
    dotted = {n: [p.arg for p in walk(rate) if isinstance(p, Dot)] for n, rate in rates.items()}
    graph = {n: symbols_in(parts) for n, parts in dotted.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = ", ".join(f"`{name}`" for name in dict.fromkeys(error.args[1]))
        raise ArticleError(
            f"the flow `{flow}`: the rates of {circle} are given by each other; write the equations"
            " solved for them"
        ) from None
