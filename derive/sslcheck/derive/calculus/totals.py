"""Sums over an index: of members, the matrix of all of them, ``sum_i x_i y_i^T = X Y^T``."""

from __future__ import annotations

from collections.abc import Sequence

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import ones
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.calculus.chains import Chain, element_of, joined, replaced, spots_of
from sslcheck.derive.calculus.traces import parts
from sslcheck.derive.errors import Unsupported

__all__ = ["columns", "total"]

_MANY = "a sum of products of three or more vectors of an index"


def total(element: Element, index: str, space: str, functions: Functions) -> Element:
    """The sum of an element over all values of an index, which runs over a space.

    With ``X`` of the columns ``x_i`` and ``D = diag(p_i)``, ``sum_i p_i x_i y_i^T = X D Y^T``,
    ``sum_i p_i x_i = X D 1`` and ``sum_i p_i = tr(D)``. Raises `Unsupported` for products of three
    or more vectors, for vectors that move, and for members inside an inverse or below a fraction.
    """
    return _Total(element, index, space, functions).sum()


def columns(element: Element, index: str, space: str, functions: Functions) -> Element:
    """The matrix whose columns are the values of a column over an index: ``sum_i x_i e_i^T``."""
    axis = lt.AxisOf(index, space)
    element.alphabet.declare(axis, (space, "1"))
    return total(element * element.alphabet.letter(axis).T, index, space, functions)


class _Total:
    def __init__(self, element: Element, index: str, space: str, functions: Functions) -> None:
        self.element, self.alphabet = element, element.alphabet
        self.index, self.space = index, space
        self.functions = functions

    def sum(self) -> Element:
        element = self.element
        result = self.alphabet.zero(element.shape)
        terms = {(): element.value()} if element.shape == ("1", "1") else element.terms
        for word, coeff in terms.items():
            for blocks, rest in parts(coeff, self._member, "a member of a sum"):
                weights = self.functions.diagonal(self.alphabet, rest, self.index, self.space)
                chains = [block.word for block in blocks]
                own = [chain for chain in chains if spots_of([chain], self._member)]
                summand = self._term([word, *own], weights)
                for chain in chains:  # of members that are summed inside already
                    if chain not in own:
                        trace = element_of(self.alphabet, [chain]).trace()
                        summand = summand.scaled(trace.value())
                result = result + summand
        return result

    def _term(self, chains: Sequence[Chain], weights: Element) -> Element:
        alphabet = self.alphabet
        spots = spots_of(chains, self._member)
        match spots:
            case []:
                one, *_ = chains
                shape = self.element.shape
                plain = element_of(alphabet, chains) if one else alphabet.identity(shape[0])
                return plain.scaled(weights.trace().value())
            case [spot]:
                letter = chains[spot[0]][spot[1]][0]
                value = self._columns(letter) * weights * ones(alphabet, self.space)
                return element_of(alphabet, replaced(chains, spot, value))
            case [one_, two]:

                def moment(left: lt.Letter, right: lt.Letter) -> Element:
                    return self._columns(left) * weights * self._columns(right).T

                found, factor = joined(alphabet, chains, one_, two, moment)
                return element_of(alphabet, found).scaled(factor)
        raise Unsupported(_MANY, valued=True)

    def _member(self, letter: lt.Letter) -> bool:
        """Whether a letter is a vector of the index; Unsupported where one is inside of it."""
        if isinstance(letter, str):
            symbol = self.functions.setting.symbols.get(letter)
            found = symbol is not None and symbol.index == self.index and not symbol.scalar
            if found and symbol is not None and symbol.role != "parameter":
                raise Unsupported(f"a sum over the vectors `{letter}`, which move")
            return found
        if isinstance(letter, lt.AxisOf):
            return letter.index == self.index
        if isinstance(letter, (lt.AtStart, lt.Frozen, lt.RateOf)):
            return self._member(letter.of)
        if isinstance(letter, lt.OfMatrix) and any(map(self._indexed, lt.closure([letter]))):
            raise Unsupported(
                "a sum over an inverse, or a product by entries, of members", valued=True
            )
        return False

    def _indexed(self, letter: lt.Letter) -> bool:
        symbol = self.functions.setting.symbols.get(letter) if isinstance(letter, str) else None
        return symbol is not None and symbol.index == self.index

    def _columns(self, letter: lt.Letter) -> Element:
        """The matrix of all members; copies of a parameter are itself."""
        if isinstance(letter, lt.AxisOf):
            return self.alphabet.identity(self.space)
        while isinstance(letter, (lt.AtStart, lt.Frozen)):
            letter = letter.of
        made = lt.ColumnsOf(letter, self.index, self.space)
        self.alphabet.declare(made, (self.alphabet.shapes[letter][0], self.space))
        return self.alphabet.letter(made)
