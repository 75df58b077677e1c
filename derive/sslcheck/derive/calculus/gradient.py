"""Derivatives of scalars with respect to one letter, by the chain rule through traces."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.letters import (
    AtStart,
    ExpOf,
    Frozen,
    IntegralOf,
    Letter,
    MaxOf,
    RateOf,
    RootOf,
    SizeOf,
    TraceOf,
    UnitOf,
)
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Alphabet, Element
from sslcheck.derive.errors import Unsupported

__all__ = ["gradient", "scalar_derivative"]


def gradient(objective: Element, name: Letter, functions: Functions | None = None) -> Element:
    """``dJ/dW`` for a scalar ``J``, in the shape of ``W``.

    One term per occurrence of the letter: ``tr(W R)`` gives ``R^T`` and ``tr(W^T R)`` gives ``R``.
    A letter under a stop-gradient is another letter, so it counts as a constant. Raises
    `Unsupported` for a symmetric letter, whose entries are not independent.
    """
    alphabet = objective.alphabet
    if "symmetric" in alphabet.properties.get(name, ()):
        raise Unsupported(f"the gradient with respect to the symmetric matrix `{name}`")
    return _gradient(alphabet, objective.value(), name, functions)


def _gradient(
    alphabet: Alphabet, value: Ratio, name: Letter, functions: Functions | None
) -> Element:
    total = alphabet.zero(alphabet.shapes[name])
    for letter in value.ordered():
        if isinstance(letter, TraceOf):
            part = _trace_gradient(alphabet, letter, name)
        elif isinstance(letter, (RootOf, ExpOf, IntegralOf, MaxOf)):
            part = _gradient(alphabet, letter.value, name, functions)
            if part.terms:
                part = part.scaled(_outer(letter, functions))
        else:
            continue
        if part.terms:
            total = total + part.scaled(value.diff(letter))
    return total


def _trace_gradient(alphabet: Alphabet, trace: TraceOf, name: Letter) -> Element:
    shape = alphabet.shapes[name]
    total = alphabet.zero(shape)
    body = trace.word
    for k, (letter, flipped) in enumerate(body):
        if letter == name:
            rest = alphabet.reduce(body[k + 1 :] + body[:k])
            term = alphabet.word(rest) if rest else alphabet.identity(shape[0])
            if term.shape == ("1", "1") and shape != ("1", "1"):
                raise Unsupported("a 1 x 1 product where a matrix is needed")
            total = total + (term if flipped else term.T)
    return total


def scalar_derivative(value: Ratio, name: Letter, functions: Functions) -> Ratio:
    """The derivative by a scalar letter, all else fixed: other letters, and rates."""
    total = value.diff(name)
    for letter in value.ordered():
        if letter == name or isinstance(letter, (str, AtStart, RateOf, Frozen, SizeOf, UnitOf)):
            continue
        if isinstance(letter, TraceOf):
            if name in Ratio.deep(functions.scalars.letter(letter)):
                raise Unsupported("the derivative of a trace by the entries of a diagonal matrix")
            continue
        if not isinstance(letter, (RootOf, ExpOf, IntegralOf, MaxOf)):
            raise TypeError(f"no derivative of {type(letter).__name__}")
        inside = scalar_derivative(letter.value, name, functions)
        if not inside.is_zero():
            change = (
                functions.integral(inside)
                if isinstance(letter, IntegralOf)
                else inside * _outer(letter, functions)
            )
            total = total + value.diff(letter) * change
    return total


def _outer(letter: RootOf | ExpOf | IntegralOf | MaxOf, functions: Functions | None) -> Ratio:
    """The derivative of a root or an exponential by what is inside it."""
    scalars = letter.value.scalars
    itself = scalars.letter(letter)
    match letter:
        case RootOf():
            return scalars.number(Fraction(1, 2)) / itself
        case ExpOf():
            return scalars.letter("t") * itself
    raise Unsupported("the gradient of an integral over time or of a maximum")
