"""What names stand for: letters, values, definitions, the laws of what is random."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Frozen, Letter, UnitOf
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.calculus.expectation import Law
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Columns, Expr, Total, unknown_space
from sslcheck.derive.setting import Setting, Symbol, Views

__all__ = ["Symbols"]


class Symbols:
    """Reads the names of one setting; ``read`` is the normal form of what they stand for."""

    def __init__(
        self,
        setting: Setting,
        scalars: Scalars,
        alphabet: Alphabet,
        read: Callable[[Expr], Element],
    ) -> None:
        self.setting = setting
        self.scalars = scalars
        self.alphabet = alphabet
        self._read = read
        self._cache: dict[tuple[str, int, bool], Element] = {}
        self._open: list[str] = []
        self._inside = 0  # gradients around what is read: elsewhere a stop-gradient is nothing
        self._frozen = False

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What is read meanwhile stands under a stop-gradient."""
        before, self._frozen = self._frozen, self._frozen or self.setting.stop_gradient
        try:
            yield
        finally:
            self._frozen = before

    @contextmanager
    def differentiated(self) -> Iterator[None]:
        """What is read meanwhile is that of which a gradient is taken.

        Raises `Unsupported` for one that another gradient is to keep fixed.
        """
        if self._frozen and self._inside:
            raise Unsupported("a gradient under a stop-gradient, inside of another gradient")
        self._inside += 1
        frozen, self._frozen = self._frozen, False
        try:
            yield
        finally:
            self._inside -= 1
            self._frozen = frozen

    @property
    def is_differentiated(self) -> bool:
        """Whether a gradient is taken of what is read."""
        return self._inside > 0

    def stands_for(self, name: str) -> Expr | None:
        """The value or definition of a symbol."""
        return self.setting.lets.get(name) or self.setting.definitions.get(name)

    def element(self, name: str) -> Element:
        """What a name stands for."""
        if name == "t":
            return self.alphabet.scalar(self.scalars.letter("t"))
        key = (name, bool(self._inside), self._frozen)
        if key not in self._cache:
            value = self.stands_for(name)
            if value is None:
                self._cache[key] = self.letter(name)
                return self._cache[key]
            if name in self._open:
                chain = " -> ".join([*self._open[self._open.index(name) :], name])
                raise ArticleError(f"`{name}` is defined through itself: {chain}")
            self._open.append(name)
            try:
                self._cache[key] = self._shaped(name, self._read(value))
            finally:
                self._open.pop()
        return self._cache[key]

    def initial(self, name: str) -> Element:
        """The value of a state at the start."""
        return self._shaped(name, self._read(self.setting.initial[name]))

    def _shaped(self, name: str, value: Element) -> Element:
        """A value with the shape of its symbol: the number 0 is a matrix of zeros there."""
        symbol = self.setting.symbols.get(name)
        if symbol is None or symbol.scalar or value.shape != ("1", "1") or not value.is_zero():
            return value
        rows, cols = map(self.setting.space, symbol.shape)
        return self.alphabet.zero((rows, cols))

    def summed(self, node: Total | Columns) -> str:
        """The space that a sum runs over."""
        known = self.setting.indices.get(node.index, "")
        space = self.setting.space(node.size) or self.setting.space_of(node.index)
        if not space:
            raise Unsupported(unknown_space(node.index))
        if known and self.setting.space(known) != space:
            raise Unsupported(f"a sum over `{space}`, but its index runs over `{known}`")
        return space

    def law(self, views: Views) -> Law:
        """The law of an input, its moments as elements."""
        rows = self.setting.space(self.declared(views.names[0]).shape[0])

        def moment(node: Expr | None, columns: str) -> Element | None:
            if node is None:
                return None
            found = self._read(node)
            return found if found.terms else self.alphabet.zero((rows, columns))

        second, noise = moment(views.second, rows), moment(views.noise, rows)
        assert second is not None
        expected = moment(views.expected, "1")
        pairs = {(one, two): self._read(node) for one, two, node in views.pairs}
        return Law(views.names, views.mean, second, noise, expected, views.gaussian, pairs)

    def declared(self, name: str) -> Symbol:
        """The declaration of a name. Raises `ArticleError`."""
        symbol = self.setting.symbols.get(name)
        if symbol is None:
            raise ArticleError(f"the symbol `{name}` is not declared in [symbols]")
        return symbol

    def letter(self, name: str) -> Element:
        """The letter of a name, whatever else that stands for."""
        symbol = self.declared(name)
        # a state's properties may hold at one instant only: `finished` applies them
        passing = symbol.role == "state" and self.setting.kept is None
        marks = frozenset[str]() if passing else self.setting.marks_here(name)
        letter: Letter = Frozen(name) if self._frozen and self._inside else name
        if symbol.scalar and symbol.role != "view":
            if "orthonormal" in marks:
                letter = UnitOf(letter)
            return self.alphabet.scalar(self.scalars.letter(letter))
        if letter not in self.alphabet.shapes:
            rows, cols = symbol.shape
            self.alphabet.declare(
                letter, (self.setting.space(rows), self.setting.space(cols)), marks
            )
            if letter != name and name not in self.alphabet.shapes:
                self.alphabet.declare(name, self.alphabet.shapes[letter], marks)
        return self.alphabet.letter(letter)
