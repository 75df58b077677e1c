"""Time derivatives of letters: what moves by a flow, and how."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.determinants import cofactors
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import derived_by_entries
from sslcheck.derive.algebra.exponentials import commuting_change
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.pseudo import PSEUDO_RATE
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.leibniz import leibniz, trace_rate
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr

__all__ = ["FlowDerivative"]

_LINEAR = frozenset({"symmetric", "diagonal"})
"""Properties that the rate of a matrix shares with it."""


class FlowDerivative:
    """The time derivative along the flow of a setting; ``read`` reads the flow's expressions.

    What no flow moves is an arbitrary function of time: its rate is a letter of its own.
    """

    def __init__(
        self, functions: Functions, alphabet: Alphabet, read: Callable[[Expr], Element]
    ) -> None:
        self._functions = functions
        self._setting = functions.setting
        self._scalars = functions.scalars
        self._alphabet = alphabet
        self._read = read
        self._known: dict[lt.Letter, Element | None] = {}

    def element(self, element: Element) -> Element:
        """The derivative of an element."""
        return leibniz(element, self.matrix, self.scalar)

    def scalar(self, value: Ratio) -> Ratio:
        """The derivative of a coefficient."""
        total = self._scalars.number(0)
        for letter in value.ordered():
            rate = self._rate(letter)
            if rate is not None and rate.terms:
                total = total + value.diff(letter) * rate.value()
        return total

    def matrix(self, letter: lt.Letter) -> Element | None:
        """The derivative of a matrix letter; None for a constant one."""
        if letter not in self._known:
            self._known[letter] = self._moved(letter)
        return self._known[letter]

    def _moved(self, letter: lt.Letter) -> Element | None:
        alphabet = self._alphabet
        match letter:
            case lt.DiagOf(entry, index, space):
                rate = self._rate(entry)
                if rate is None:
                    return None
                return self._functions.diagonal(alphabet, rate.value(), index, space)
            case lt.InverseOf(_, value):
                rate = self.element(value)
                itself = alphabet.letter(letter)
                return -(itself * rate * itself) if rate.terms else None
            case lt.PseudoOf() if self._functions.moves(letter):
                raise Unsupported(PSEUDO_RATE)
            case lt.HadamardOf():
                return derived_by_entries(alphabet, letter, self.element)
            case lt.MatrixExpOf(_, value):
                rate = self.element(value)
                return commuting_change(alphabet.letter(letter), value, rate)
            case lt.MatrixRootOf() if self._functions.moves(letter):
                raise Unsupported("the time derivative of the root of a matrix that moves")
            case lt.Frozen(of):
                return self.matrix(of)
            case str() if letter in self._setting.flow and self._functions.moves(letter):
                rate = self._read(self._setting.flow[letter])
                return rate if rate.terms else None  # a plain 0 has no shape
            case str() | lt.RateOf() if self._functions.moves(letter):
                name = lt.RateOf(letter)
                marks = alphabet.properties[letter]
                alphabet.declare(name, alphabet.shapes[letter], marks & _LINEAR)
                return alphabet.letter(name)
        return None

    def _rate(self, letter: lt.Letter) -> Element | None:
        """The derivative of a scalar letter; None for a constant one."""
        if letter not in self._known:
            value = self._scalar_rate(letter)
            self._known[letter] = value if not isinstance(value, Ratio) else self._as(value)
        return self._known[letter]

    def _as(self, value: Ratio) -> Element:
        return self._alphabet.scalar(value)

    def _scalar_rate(self, letter: lt.Letter) -> Ratio | Element | None:
        scalars = self._scalars
        match letter:
            case "t":
                return scalars.one
            case lt.RootOf(_, value):
                half = scalars.number(Fraction(1, 2))
                return half * self.scalar(value) / scalars.letter(letter)
            case lt.ExpOf(_, value):
                return self.scalar(value) * scalars.letter(letter)
            case lt.LogOf(_, value):
                return self.scalar(value) / value
            case lt.IntegralOf(_, value):
                return value
            case lt.DetOf(_, value) if (rate := self.element(value)).terms:
                held = cofactors(self._alphabet, letter, self._functions)
                return (held * rate).trace().value()
            case lt.TraceOf():
                return trace_rate(self._alphabet, letter, self.matrix)
            case lt.Frozen(of):
                return self._rate(of)
            case lt.MaxOf() if self._functions.moves(letter):
                raise Unsupported("the time derivative of a maximum over moving values")
            case str() if letter in self._setting.flow and self._functions.moves(letter):
                return self._read(self._setting.flow[letter])
            case str() | lt.RateOf() if self._functions.moves(letter):
                return scalars.letter(lt.RateOf(letter))
        return None
