"""Gradients of scalars: G with df = tr(G^T dW) in every direction dW."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from .rejected import need
from .trees import names
from .values import Value, holds_any
from .words import ONE, Word, flip, join

if TYPE_CHECKING:
    from .reading import Reading

STEP = "\1"  # the direction, a matrix that may be any


def gradient(theory: Reading, tree: Any, name: str) -> Value:
    """The gradient of a scalar by a matrix of which nothing is declared."""
    symbol, inside = theory.symbols[name], names(tree, theory.setting["values"])
    free = symbol["sign"] == "real" and not symbol["properties"] and not symbol["index"]
    need(free and name not in theory.given, "a matrix that may not be any")
    let = [n for n in inside & {*theory.setting["values"]} if theory.symbols[n]["role"] == "state"]
    need(not let, "a state that is given, which may be meant before or after the gradient")
    need(not inside & {"Dot", "rate", "At", "Integral", "Expect", "Maximum"}, "no gradient")
    rows, cols = map(theory.space, symbol["shape"])
    letter = (STEP, rows, cols, "", False)
    theory.known[STEP] = Value(rows, cols, {(ONE, (letter,)): 1})
    moved = theory.value(theory.derive(tree, [name]))
    need(moved.scalar or not moved.terms, "the gradient of no number")
    parts = (turned(theory, s, c, (rows, cols)) for (s, _), c in moved.terms.items())
    return reduce(add, parts, Value(rows, cols, {}))


def turned(theory: Reading, scalars: Any, c: Any, shape: tuple[str, str]) -> Value:
    """The G of a term tr(G^T dW)."""
    ((found, _),) = [(a, e) for a, e in scalars if holds_any(a, {STEP})]  # it is linear in it
    word = found[1]
    (at,) = [k for k, letter in enumerate(word) if letter[0] == STEP]
    others: Word | None = ()
    for letter in (*word[at + 1 :], *word[:at]):
        others = None if others is None else join(others, (letter,))
    rest = Value("1", "1", {(scalars - {(found, 1)}, ()): c})
    if others is None:
        return Value(*shape, {})
    if not others:
        return rest * theory.diagonal(1, "", shape[0])
    return rest * Value(*shape, {(ONE, others if word[at][4] else flip(others)): 1})
