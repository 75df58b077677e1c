"""Values at the start, and what holds at the instant that a statement is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.substitution import Substitution
from sslcheck.derive.algebra.words import Alphabet

__all__ = ["Instants"]


@dataclass(slots=True)
class Instants:
    """Restrictions to one time; ``initial`` reads the values that the setting gives to states."""

    functions: Functions
    alphabet: Alphabet
    initial: Callable[[str], Element]

    def thawed(self, element: Element) -> Element:
        """Copies under a stop-gradient as what they copy."""
        return self._with(
            element,
            {n: n.of for n in element.letters() if isinstance(n, lt.Frozen)},
            lambda n: self.functions.scalars.letter(n.of) if isinstance(n, lt.Frozen) else None,
        )

    def start(self, element: Element) -> Element:
        """The value at time 0: there all that is declared of states holds, and what is supposed of
        them unless it is of an instant.
        """
        setting = self.functions.setting
        matrices: dict[lt.Letter, lt.Letter] = {}
        given: dict[lt.Letter, Element] = {}
        for name in element.letters():
            if name in setting.initial and setting.kept is not None:
                given[name] = self.start(self.initial(name))
            elif isinstance(name, (str, lt.RateOf)) and self.functions.moves(name):
                matrices[name] = lt.AtStart(name)
                marks = self.alphabet.properties[name]
                if isinstance(name, str):
                    marks |= setting.at_first(name)
                self.alphabet.declare(lt.AtStart(name), self.alphabet.shapes[name], marks)
        return self._with(element, matrices, self._scalar_start, given)

    def _scalar_start(self, letter: lt.Letter) -> Ratio | None:
        scalars, setting = self.functions.scalars, self.functions.setting
        match letter:
            case "t":
                return scalars.number(0)
            case lt.IntegralOf():
                return scalars.number(0)
            case str() if letter in setting.initial and setting.kept is not None:
                return self.start(self.initial(letter)).value()
            case str() | lt.RateOf() if self.functions.moves(letter):
                return scalars.letter(lt.AtStart(letter))
        return None

    def finished(self, element: Element) -> Element:
        """Apply what holds at the instant only: values and properties declared for states."""
        setting = self.functions.setting
        if setting.kept is not None:
            return element  # the statement is about all times
        if setting.initial:
            matrices: dict[lt.Letter, Element] = {}
            values: dict[lt.Letter, Ratio] = {}
            for name in setting.initial:
                if setting.symbols[name].scalar:
                    values[name] = self.initial(name).value()
                else:
                    matrices[name] = self.initial(name)
            element = Substitution(self.alphabet, matrices, values, self.functions).element(element)
        return self._marked(element)

    def _marked(self, element: Element) -> Element:
        """The properties that are declared of states."""
        symbols = self.functions.setting.symbols
        marks: dict[lt.Letter, frozenset[str]] = {}
        units: dict[lt.Letter, Ratio] = {}
        for name, symbol in symbols.items():
            if symbol.role == "state" and symbol.properties:
                if symbol.scalar:
                    if "orthonormal" in symbol.properties:
                        units[name] = self.functions.scalars.letter(lt.UnitOf(name))
                    continue
                extra = {"symmetric"} if "psd" in symbol.properties else set()
                marks[name] = symbol.properties | extra
        if not units and not marks.keys() & element.letters():
            return element
        known: dict[lt.Letter, frozenset[str]] = {
            k: v for k, v in self.alphabet.properties.items() if not isinstance(k, lt.OfMatrix)
        }
        final = Alphabet(
            self.alphabet.scalars,
            self.alphabet.shapes,
            known | marks,
            self.alphabet.vectors,
            self.alphabet.size,
            commuting=self.alphabet.commuting,
        )
        return Substitution(final, {}, units, self.functions).element(element)

    def _with(
        self,
        element: Element,
        letters: Mapping[lt.Letter, lt.Letter],
        scalar: Callable[[lt.Letter], Ratio | None],
        given: Mapping[lt.Letter, Element] | None = None,
    ) -> Element:
        matrices = {n: self.alphabet.letter(new) for n, new in letters.items()}
        matrices |= given or {}
        return Substitution(self.alphabet, matrices, scalar, self.functions).element(element)
