"""Expectations over views, of which the second moments are known."""

from __future__ import annotations

from functools import reduce
from operator import mul
from typing import TYPE_CHECKING, Any

from .rejected import Rejected, need
from .values import Value, form
from .words import ONE

if TYPE_CHECKING:
    from .reading import Reading


def average(theory: Reading, value: Value) -> Value:
    """The expectation over views, of which the second moments are known."""
    total = Value(value.rows, value.cols, {})
    for (scalars, word), c in value.terms.items():
        at = [k for k, letter in enumerate(word) if random(theory, letter[0])]
        held = [(a, e) for a, e in scalars if random(theory, a)]
        same = Value(value.rows, value.rows, {(ONE, ()): 1})
        rest = Value("1", "1", {(scalars - {*held}, ()): c}) * same
        parts = [Value(letter[1], letter[2], {(ONE, (letter,)): 1}) for letter in word]
        if len(at) == 2 and at[1] == at[0] + 1 and not held:
            parts[at[0] : at[1] + 1] = [moment(theory, *word[at[0] : at[1] + 1])]
        elif not at and len(held) == 1:
            ((a, e),) = held
            need((form(a), e) == ("tr", 1), "an expectation that is not known here")
            turn = next(a[1][k:] + a[1][:k] for k, x in enumerate(a[1]) if x[1] == "1")
            inner = [Value(x[1], x[2], {(ONE, (x,)): 1}) for x in turn[1:-1]]
            rest *= reduce(mul, inner, moment(theory, turn[-1], turn[0])).trace()
        else:
            need(not at and not held, "an expectation that is not known here")
        total += reduce(mul, parts, rest)
    return total


def random(theory: Reading, of: Any) -> bool:
    """Whether an atom or a letter is a view, or is made of one."""
    if isinstance(of, str):
        return of in theory.symbols and bool(theory.symbols[of]["role"] == "view")
    return isinstance(of, tuple | frozenset) and any(random(theory, part) for part in of)


def moment(theory: Reading, one: Any, two: Any) -> Value:
    """The expectation of u v^T for two views u and v of one input."""
    (u, *_, turned), (v, *_, again) = one, two
    need(again and not turned, "an expectation that is not known here")
    for law in theory.setting["views"]:
        if {u, v} <= {*law["names"], law["mean"]}:
            again = u == v != law["mean"]
            return theory.value(["Sum", law["second"], law["noise"] if again else 0])
    raise Rejected("views of different inputs")
