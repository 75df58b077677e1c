"""A set of products of states that grows until the time derivative of each stays inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import prod

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.cycles import traced
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import letter_expr
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import to_text

__all__ = ["Closure"]

_MOST_PRODUCTS = 12
"""A set that has grown beyond this does not close: every derivative brings new words."""

_EQUAL = 64  # a size of all spaces, by which sets are compared


class Closure:
    """Products without the spaces ``hidden``: of a word, what goes through these is one letter.

    A trace over hidden spaces alone is a number of its own.
    """

    def __init__(self, normal: NormalForm, full: Model, hidden: Collection[str]) -> None:
        self.normal = normal
        self.hidden = frozenset(hidden)
        self._states = {n: full.setting.symbols[n] for n in full.states}
        self._closed = False
        self.products: dict[str, Expr] = {}
        self.rates: dict[str, Expr] = {}
        self.symbols: dict[str, Symbol] = {}
        self._elements: dict[str, Element] = {}
        self._names: dict[lt.Word, tuple[str, bool]] = {}
        self._data: dict[str, Symbol] = {}

    @property
    def entries(self) -> int:
        """How many numbers the products are, where all spaces are of one size."""
        sides = (self.symbols[name].shape for name in self.products)
        return sum(prod(1 if side == "1" else _EQUAL for side in shape) for shape in sides)

    def closes(self, states: Iterable[str]) -> bool:
        """Whether the set that grows from the products of states closes; fills ``products`` and
        ``rates``. A single state brings its square, several the products of neighbours, too.

        Raises `Unsupported` where a derivative is not made of products.
        """
        names = [*states]
        for name in names:
            self._seed(name)
        pending = [*self._elements]
        while pending:
            name = pending.pop(0)
            before = set(self._elements)
            self.rates[name] = self._reduced(self.normal.whole_rate(self._elements[name]))
            if len(self._elements) > _MOST_PRODUCTS:
                return False
            pending.extend(n for n in self._elements if n not in before)
        self._closed = True
        return bool(self.products)

    def _seed(self, state: str) -> None:
        """The least product of a state that has no hidden space."""
        symbol = self._states[state]
        if symbol.scalar:
            self._scalar(state)
            return
        rows, cols = (side in self.hidden for side in symbol.shape)
        if not rows and not cols:
            self._letter(((state, False),))
        elif (rows or symbol.shape[0] == "1") and (cols or symbol.shape[1] == "1"):
            self._cycle(((state, False), (state, True)))
        else:
            self._letter(((state, rows), (state, not rows)))

    def express(self, quantity: Expr) -> Expr:
        """A quantity of the article in the letters of the closed set.

        Raises `Unsupported` where the set does not fix it.
        """
        written = self.normal.whole(quantity)
        element = self.normal.whole(self.normal.expr(written))  # without stop-gradients
        if lost := self.hidden.intersection(written.shape):
            raise Unsupported(
                f"`{to_text(quantity)}` has the shape {' x '.join(written.shape)}, and the Gram"
                f" matrices leave the space `{min(lost)}` out; take the full model"
            )
        return self._reduced(element)

    def _reduced(self, element: Element) -> Expr:
        """An element with every passage through a hidden space replaced by its product."""
        alphabet = Alphabet(self.normal.scalars)
        terms: dict[lt.Word, Ratio] = {}
        for word, coeff in element.terms.items():
            factor, left = self._rewritten(word)
            whole = self._coefficient(coeff, alphabet)
            if factor:
                whole = whole * alphabet.scalars.letter(factor)
            terms[left] = terms[left] + whole if left in terms else whole
        for known, symbol in {**self.symbols, **self._data}.items():
            alphabet.shapes[known] = symbol.shape
            alphabet.properties[known] = symbol.properties
        return self.normal.expr(Element(alphabet, element.shape, terms))

    def _coefficient(self, value: Ratio, alphabet: Alphabet) -> Ratio:
        """A coefficient with its traces, those under roots and the like too, over the letters."""
        found: dict[lt.Letter, Ratio] = {}
        for letter in value.ordered():
            if isinstance(letter, lt.TraceOf):
                factor, word = self._rewritten((lt.TRACE, *letter.word))
                found[letter] = alphabet.scalars.letter(factor or lt.TraceOf(word[1:]))
            elif isinstance(letter, lt.RootOf | lt.ExpOf | lt.LogOf):
                inside = self._coefficient(letter.value, alphabet)
                found[letter] = self.normal.functions.again(letter, inside)
            elif not isinstance(letter, str | lt.SizeOf):
                raise Unsupported(f"`{to_text(letter_expr(letter))}` beside Gram matrices")
            elif isinstance(letter, str) and letter in self._states:
                self._scalar(letter)
        return value.substitute(found)

    def _rewritten(self, word: lt.Word) -> tuple[str, lt.Word]:
        """A word in the letters of the set; of a trace over hidden spaces alone, its number."""
        if odd := [name for name, _ in word if not isinstance(name, str) and (name, _) != lt.TRACE]:
            raise Unsupported(f"`{to_text(letter_expr(odd[0]))}` beside Gram matrices")
        if word[:1] == (lt.TRACE,):
            cycle = self._opened(word[1:])
            if cycle is None:
                return self._cycle(word[1:]), ()
            return "", (lt.TRACE, *self._rewritten(cycle)[1])
        result: list[tuple[str, bool]] = []
        passage: list[tuple[str, bool]] = []
        for letter in word:
            passage.append(letter)
            if self.normal.alphabet.shape(letter)[1] not in self.hidden:
                result.append(self._letter(tuple(passage)))
                passage = []
        return "", tuple(result)

    def _opened(self, cycle: lt.Word) -> lt.Word | None:
        """A cyclic word, rotated so that no passage through a hidden space is cut."""
        for at, letter in enumerate(cycle):
            if self.normal.alphabet.shape(letter)[0] not in (*self.hidden, "1"):
                return cycle[at:] + cycle[:at]
        return None

    def _called(self, product: Expr) -> str:
        """The text of a product, or more of it where two have the same."""
        name = to_text(product)
        while name in self.products or name in self.normal.setting.symbols:
            name += "'"
        return name

    def _scalar(self, name: str) -> str:
        """A number among the states."""
        if name not in self.products:
            symbol = self._states[name]
            self._take(name, self.normal.whole(Sym(name)), Sym(name), symbol.properties)
        return name

    def _cycle(self, cycle: lt.Word) -> str:
        """The number that stands for a trace."""
        alphabet = self.normal.alphabet
        if self._of_data(cycle):
            raise Unsupported("a trace of data alone beside Gram matrices")
        for name, _ in cycle:
            self.normal.element(Sym(name))
        turned = alphabet.scalar(traced(alphabet, cycle, alphabet.shape(cycle[0])[0]))
        product = self.normal.expr(turned)
        same = (name for name, known in self.products.items() if known == product)
        name = next(same, "") or self._called(product)
        if name not in self.products:
            self._take(name, turned, product, frozenset())
        return name

    def _letter(self, word: lt.Word) -> tuple[str, bool]:
        """The letter that stands for a product of letters, made if it is new and may be made."""
        alphabet = self.normal.alphabet
        if word in self._names:
            return self._names[word]
        for name, _ in word:
            self.normal.element(Sym(name))
        if self._of_data(word):
            if len(word) > 1:
                raise Unsupported("a product of data alone beside Gram matrices")
            name = str(word[0][0])
            self._data[name] = self.normal.setting.symbols[name]
            return word[0]
        turned = alphabet.reduce((n, not t) for n, t in reversed(word))
        if turned != word and turned < word:
            name, transposed = self._letter(turned)
            self._names[word] = (name, not transposed)
            return self._names[word]
        shape = (alphabet.shape(word[0])[0], alphabet.shape(word[-1])[1])
        element = Element(alphabet, shape, {word: alphabet.scalars.one})
        product = self.normal.expr(element)
        name = self._called(product) if len(word) > 1 else str(word[0][0])
        marks = frozenset({"symmetric"}) if turned == word else frozenset[str]()
        self._take(name, element, product, marks)
        self._names[word] = (name, False)
        return self._names[word]

    def _of_data(self, word: lt.Word) -> bool:
        return not any(name in self._states for name, _ in word)

    def _take(self, name: str, element: Element, product: Expr, marks: frozenset[str]) -> None:
        if self._closed:
            raise Unsupported(
                f"`{name}` is not fixed by the states of the reduced model,"
                f" {', '.join(f'`{n}`' for n in self.products)}; take the full model"
            )
        self._elements[name] = element
        self.products[name] = product
        self.symbols[name] = Symbol(name, element.shape, marks, role="function")
