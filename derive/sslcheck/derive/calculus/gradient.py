"""The gradient of a sum of traces with respect to a matrix letter."""

from __future__ import annotations

from sslcheck.derive.algebra.words import TRACE, Element
from sslcheck.derive.errors import Unsupported

__all__ = ["gradient"]


def gradient(objective: Element, name: str) -> Element:
    """``dJ/dW`` for ``J`` a sum of traces, in the shape of ``W``.

    One term per occurrence of the letter: ``tr(W R)`` gives ``R^T`` and ``tr(W^T R)`` gives ``R``.
    A letter under a stop-gradient has another name, so it counts as a constant.
    """
    alphabet = objective.alphabet
    shape = alphabet.shapes[name]
    if "symmetric" in alphabet.properties.get(name, ()):
        raise Unsupported(f"the gradient with respect to the symmetric matrix `{name}`")
    total = alphabet.zero(shape)
    for word, coeff in objective.terms.items():
        if word[:1] != (TRACE,):
            continue  # a scalar without matrices does not depend on the letter
        body = word[1:]
        for k, (letter, transposed) in enumerate(body):
            if letter != name:
                continue
            rest = alphabet.reduce(body[k + 1 :] + body[:k])
            if not rest:
                term = alphabet.identity(shape[0])
            else:
                rows = alphabet.shape(rest[0])[0]
                cols = alphabet.shape(rest[-1])[1]
                term = Element(alphabet, (rows, cols), {rest: alphabet.scalars.number(1)})
                if not transposed:
                    term = term.T
            total = total + term.scaled(coeff)
    return total
