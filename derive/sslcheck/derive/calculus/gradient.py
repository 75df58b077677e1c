"""Derivatives of scalars with respect to one letter, by the chain rule through traces."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.determinants import cofactors
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import derived_by_entries, hadamard
from sslcheck.derive.algebra.exponentials import commutes, commuting_change
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.pseudo import PSEUDO_RATE
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.leibniz import leibniz, trace_rate
from sslcheck.derive.errors import Unsupported

__all__ = ["gradient", "partial_derivative", "scalar_derivative"]


def gradient(objective: Element, name: lt.Letter, functions: Functions | None = None) -> Element:
    """``dJ/dW`` for a scalar ``J``, in the shape of ``W``.

    One term per occurrence of the letter: ``tr(W R)`` gives ``R^T`` and ``tr(W^T R)`` gives ``R``.
    A letter under a stop-gradient is another letter, so it counts as a constant. The letter has no
    properties by which its entries hang together.
    """
    return _gradient(objective.alphabet, objective.value(), name, functions)


def _gradient(
    alphabet: Alphabet, value: Ratio, name: lt.Letter, functions: Functions | None
) -> Element:
    total = alphabet.zero(alphabet.shapes[name])
    for letter in value.ordered():
        if isinstance(letter, lt.TraceOf):
            part = _trace_gradient(alphabet, letter.word, name, functions)
        elif isinstance(letter, lt.DetOf) and name in letter.value.letters():
            assert functions is not None
            held = cofactors(alphabet, letter, functions)
            part = _inner_gradient(alphabet, letter.value, held, name, functions)
        elif isinstance(letter, (lt.RootOf, lt.ExpOf, lt.LogOf, lt.IntegralOf, lt.MaxOf)):
            part = _gradient(alphabet, letter.value, name, functions)
            if part.terms:
                part = part.scaled(_outer(letter, functions))
        else:
            continue
        if part.terms:
            total = total + part.scaled(value.diff(letter))
    return total


def _trace_gradient(
    alphabet: Alphabet,
    body: lt.Word,
    name: lt.Letter,
    functions: Functions | None,
    until: int | None = None,
) -> Element:
    """The gradient of ``tr(body)``, through its letters up to ``until`` only."""
    shape = alphabet.shapes[name]
    total = alphabet.zero(shape)
    for k, (letter, flipped) in enumerate(body[:until]):
        if isinstance(letter, lt.DiagOf) and name in lt.closure((letter,)):
            raise Unsupported("the gradient of a diagonal matrix by what its entries are made of")
        inverse = isinstance(letter, lt.OfMatrix) and name in letter.value.letters()
        if letter != name and not inverse:
            continue
        if isinstance(letter, lt.MatrixRootOf):
            raise Unsupported("the gradient of a root of a matrix")
        rest = alphabet.reduce(body[k + 1 :] + body[:k])
        term = alphabet.word(rest) if rest else alphabet.identity(alphabet.shape(body[k])[0])
        if isinstance(letter, lt.PseudoOf) and inverse:
            raise Unsupported(PSEUDO_RATE)
        if isinstance(letter, lt.HadamardOf):
            held = term.T if flipped else term
            total = total + _entrywise_gradient(alphabet, letter, held, name, functions)
            continue
        term = term.T if flipped and inverse else term
        if isinstance(letter, lt.MatrixExpOf):
            if not commutes(term, letter.value):
                raise Unsupported("the gradient of the exponential of a matrix beside others")
            around = alphabet.letter(letter) * term
            total = total + _inner_gradient(alphabet, letter.value, around, name, functions)
            continue
        if inverse:
            assert isinstance(letter, lt.InverseOf)
            total = total + _inverse_gradient(alphabet, letter, term, name, functions)
            continue
        if term.shape == ("1", "1") and shape != ("1", "1"):
            raise Unsupported("a 1 x 1 product where a matrix is needed")
        total = total + (term if flipped else term.T)
    return total


def _inverse_gradient(
    alphabet: Alphabet,
    letter: lt.InverseOf,
    rest: Element,
    name: lt.Letter,
    functions: Functions | None,
) -> Element:
    """The gradient of ``tr(R M)`` through the inverse ``R`` of ``E``: of ``-tr(E (R M R))``."""
    itself = alphabet.letter(letter)
    return -_inner_gradient(alphabet, letter.value, itself * rest * itself, name, functions)


def _inner_gradient(
    alphabet: Alphabet,
    value: Element,
    around: Element,
    name: lt.Letter,
    functions: Functions | None,
) -> Element:
    """The gradient of ``tr(value around)`` through the value only."""
    total = alphabet.zero(alphabet.shapes[name])
    for word, coeff in value.terms.items():
        for turned, weight in around.terms.items():
            held = _trace_gradient(alphabet, (*word, *turned), name, functions, len(word))
            total = total + held.scaled(coeff * weight)
        inside = _gradient(alphabet, coeff, name, functions)
        if inside.terms:
            piece = Element(alphabet, value.shape, {word: alphabet.scalars.one})
            total = total + inside.scaled((piece * around).trace().value())
    return total


def _entrywise_gradient(
    alphabet: Alphabet,
    letter: lt.HadamardOf,
    rest: Element,
    name: lt.Letter,
    functions: Functions | None,
) -> Element:
    """The gradient of ``tr((A o B) M)``, which is ``tr(A (B^T o M))``, through each factor."""
    total = alphabet.zero(alphabet.shapes[name])
    shape, one = letter.value.shape, alphabet.scalars.one
    for k, word in enumerate(letter.key):
        held = rest
        for other in (*letter.key[:k], *letter.key[k + 1 :]):
            held = hadamard(Element(alphabet, shape, {other: one}).T, held)
        for turned, weight in held.terms.items():
            found = _trace_gradient(alphabet, (*word, *turned), name, functions, len(word))
            total = total + found.scaled(weight)
    return total


def partial_derivative(element: Element, name: lt.Letter, functions: Functions) -> Element:
    """The derivative of an element by a scalar letter, all else fixed."""
    alphabet = element.alphabet
    return leibniz(
        element,
        _slopes(alphabet, name, functions),
        lambda coeff: scalar_derivative(coeff, name, functions, alphabet),
    )


def _slopes(
    alphabet: Alphabet, name: lt.Letter, functions: Functions
) -> Callable[[lt.Letter], Element | None]:
    """The derivative of a matrix letter by a scalar one; None where it is 0."""

    def slope(letter: lt.Letter) -> Element | None:
        match letter:
            case lt.DiagOf(entry) if name in functions.scalars.letter(entry).deep():
                raise Unsupported(f"the derivative of a diagonal matrix by its entry `{name}`")
            case lt.PseudoOf(_, value) if partial_derivative(value, name, functions).terms:
                raise Unsupported(PSEUDO_RATE)
            case lt.HadamardOf():
                return derived_by_entries(
                    alphabet, letter, lambda word: partial_derivative(word, name, functions)
                )
            case lt.InverseOf(_, value):
                inside = partial_derivative(value, name, functions)
                itself = alphabet.letter(letter)
                return -(itself * inside * itself) if inside.terms else None
            case lt.MatrixExpOf(_, value):
                inside = partial_derivative(value, name, functions)
                return commuting_change(alphabet.letter(letter), value, inside)
            case lt.MatrixRootOf(_, value) if partial_derivative(value, name, functions).terms:
                raise Unsupported(f"the derivative of a root of a matrix by `{name}`")
        return None

    return slope


def scalar_derivative(
    value: Ratio, name: lt.Letter, functions: Functions, alphabet: Alphabet | None = None
) -> Ratio:
    """The derivative by a scalar letter, all else fixed: other letters, and rates.

    The ``alphabet`` is that of traces in the value. Raises `Unsupported` without it, or where the
    letter stands on a diagonal.
    """
    total = value.diff(name)
    for letter in value.ordered():
        if letter == name or isinstance(
            letter, (str, lt.AtStart, lt.RateOf, lt.Frozen, lt.SizeOf, lt.UnitOf)
        ):
            continue
        if isinstance(letter, lt.TraceOf):
            deep = functions.scalars.letter(letter).deep()
            if name in deep and alphabet is not None:
                slopes = _slopes(alphabet, name, functions)
                total = total + value.diff(letter) * trace_rate(alphabet, letter, slopes)
            elif name in deep:
                raise Unsupported("the derivative of a trace by what stands in its matrices")
            continue
        if isinstance(letter, lt.DetOf) and alphabet is not None:
            moved = partial_derivative(letter.value, name, functions)
            if moved.terms:
                held = cofactors(alphabet, letter, functions)
                total = total + value.diff(letter) * (held * moved).trace().value()
            continue
        if not isinstance(letter, (lt.RootOf, lt.ExpOf, lt.LogOf, lt.IntegralOf, lt.MaxOf)):
            raise TypeError(f"no derivative of {type(letter).__name__}")
        inside = scalar_derivative(letter.value, name, functions, alphabet)
        if not inside.is_zero():
            if isinstance(letter, lt.IntegralOf) and functions.moves(name):
                raise Unsupported(f"the derivative by `{name}` of an integral over its past")
            change = (
                functions.integral(inside, letter.variable)
                if isinstance(letter, lt.IntegralOf)
                else inside * _outer(letter, functions)
            )
            total = total + value.diff(letter) * change
    return total


def _outer(
    letter: lt.RootOf | lt.ExpOf | lt.LogOf | lt.IntegralOf | lt.MaxOf, functions: Functions | None
) -> Ratio:
    """The derivative of a root, an exponential or a logarithm by what is inside it."""
    scalars = letter.value.scalars
    itself = scalars.letter(letter)
    match letter:
        case lt.RootOf():
            return scalars.number(Fraction(1, 2)) / itself
        case lt.ExpOf():
            return itself
        case lt.LogOf(_, value):
            return scalars.one / value
    raise Unsupported("the gradient of an integral over time or of a maximum")
