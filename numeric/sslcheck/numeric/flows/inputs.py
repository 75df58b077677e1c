"""The values of a run by symbol: given by the user, read from files, or drawn as declared."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.models.flow_model import SINGLE, space_called
from sslcheck.derive.models.model import Structure
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.draws import draw_value
from sslcheck.numeric.flows.given import read_value
from sslcheck.numeric.flows.naming import by_symbol, check_sign, number_of
from sslcheck.numeric.flows.options import SIZE, STRUCTURES, FlowOptions

__all__ = ["Inputs"]

Numbers = np.ndarray[Any, Any]


class Inputs:
    """Values on the host, each made when it is first asked for; the order does not matter.

    ``states`` are those of the flow, ``spaces`` all that sizes may be given of; ``drawn`` are the
    names of what is not given, as far as it was made. Raises
    `InvalidOption` for names that there are not, and for values that are not as declared.
    """

    def __init__(
        self,
        article: Article,
        options: FlowOptions,
        states: tuple[str, ...],
        spaces: tuple[str, ...],
    ) -> None:
        self.article, self.options, self.states = article, options, states
        sizes = {space_called(name, spaces): size for name, size in options.sizes.items()}
        for space in sizes:
            if space not in spaces:
                known = ", ".join(f"`{s}`" for s in spaces) or "none"
                raise InvalidOption(f"no space `{space}`; the article's spaces are: {known}")
        self.sizes = {SINGLE: 1, **{s: sizes.get(s, SIZE) for s in spaces}}
        fixed = {n: s for n, s in article.symbols.items() if is_input(article, n, s)}
        fixed = {n: s for n, s in fixed.items() if n not in states}
        told = {n: s for n, s in fixed.items() if s.role != "state"}  # others move elsewhere
        numbers = [n for n, s in told.items() if s.scalar]
        arrays = [n for n, s in told.items() if not s.scalar or s.index]
        given = {name: str(value) for name, value in options.values.items()}
        self._values = by_symbol(article, "--set", given, numbers, "scalars that may be set")
        self._data = by_symbol(article, "--data", options.data, arrays, "data of this flow")
        self._starts = by_symbol(article, "--init", options.starts, states, "states of this flow")
        self._made: dict[str, Numbers] = {}
        self._read: set[str] = set()
        self.drawn = {name for name in states if name not in self._starts}
        self.structure: dict[str, Structure] = {}
        for name, kind in self._data.items():
            if kind in STRUCTURES:
                self._check_square(name, kind)
            self.value(name, read=False)
        for name in self._values:
            self.value(name, read=False)

    def check_read(self) -> None:
        """Raise `InvalidOption` for a value that was given, and that nothing has asked for."""
        for option, given in (("--set", self._values), ("--data", self._data)):
            for name in (n for n in given if n not in self._read):
                raise InvalidOption(
                    f"`{option} {name}=...` has no effect: nothing that this run integrates or"
                    f" watches reads `{name}`; leave it out"
                )

    def value(self, name: str, *, read: bool = True) -> Numbers:
        """The value of a parameter, a datum or a function of time, which stands still here.

        Without ``read`` it does not count that it was asked for.

        Scalars have the shape ``()``, scalars of modes ``(modes,)``; of an isotropic matrix the
        number before the identity is kept, of a diagonal one the diagonal.
        """
        if read:
            self._read.add(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def start(self, name: str) -> Numbers:
        """A state at time 0."""
        symbol, options = self.article.symbols[name], self.options
        given = self._starts.get(name)
        shape = self.shape(symbol)
        if given is None:
            return draw_value(symbol, shape, options.seed, scale=options.scale)
        number = symbol.scalar and not given.endswith(".npy")
        if number:
            value = number_of("--init", name, given)
            check_sign(plain(name), value, symbol.sign)
            return np.full(shape, value)
        return read_value(given, symbol, (shape,), options.dtype, self.sizes_text)

    def full(self, name: str) -> Numbers:
        """The value with its rows and columns, whatever is kept of it."""
        value = self.value(name)
        kind, symbol = self.structure.get(name), self.article.symbols[name]
        if kind == STRUCTURES[0]:
            return np.asarray(value * np.eye(self.sizes[symbol.shape[0]]))
        return np.diag(value) if kind == STRUCTURES[1] and not symbol.scalar else value

    def shape(self, symbol: Symbol) -> tuple[int, ...]:
        """The shape of the array that holds a symbol; no axes for a scalar."""
        space = self.article.space_of(symbol.index)
        members = (self.sizes.get(space, SIZE),) if symbol.index else ()
        if symbol.scalar:
            return members
        if members:  # of a family of vectors, a column each
            return (self.sizes[symbol.shape[0]], *members)
        return self.sizes[symbol.shape[0]], self.sizes[symbol.shape[1]]

    @cached_property
    def sizes_text(self) -> str:
        """The sizes as the user may set them."""
        return ", ".join(f"{s} = {k}" for s, k in self.sizes.items() if s != SINGLE) or "none"

    def _make(self, name: str) -> Numbers:
        symbol, options = self.article.symbols[name], self.options
        shape = self.shape(symbol)
        if name in self._values:
            value = number_of("--set", name, self._values[name])
            check_sign(plain(name), value, symbol.sign)
            return np.full(shape, value)
        given = self._data.get(name, "")
        if given and given not in STRUCTURES:
            square = not symbol.scalar and shape[0] == shape[-1]
            shapes = (
                (shape, shape[:1]) if square and symbol.shape[0] == symbol.shape[1] else (shape,)
            )
            found = read_value(given, symbol, shapes, options.dtype, self.sizes_text)
            if not symbol.scalar and found.ndim == 1:
                self.structure[name] = "diagonal"
            return self._stored(symbol, found)
        kind = given or ("diagonal" if "diagonal" in symbol.properties else "")
        if kind and not symbol.scalar and symbol.shape[0] == symbol.shape[1]:
            self.structure[name] = _structure(kind)
        self.drawn.add(name)
        return draw_value(symbol, shape, options.seed, self.structure.get(name, ""))

    def _stored(self, symbol: Symbol, value: Numbers) -> Numbers:
        """Of a matrix that is declared diagonal the diagonal alone is kept."""
        if "diagonal" in symbol.properties and value.ndim > 1:
            self.structure[symbol.name] = "diagonal"
            return np.diag(value).copy()
        return value

    def _check_square(self, name: str, kind: str) -> None:
        rows, columns = self.article.symbols[name].shape
        if rows != columns or self.article.symbols[name].scalar:
            raise InvalidOption(
                f"`--data {name}={kind}` asks for a square matrix, and `{name}` is declared as"
                f" {rows} x {columns}; give an .npy file of it, or leave it out"
            )


def _structure(kind: str) -> Structure:
    if kind == STRUCTURES[0]:
        return "isotropic"
    return "diagonal" if kind == STRUCTURES[1] else "dense"


def is_input(article: Article, name: str, symbol: Symbol) -> bool:
    """Whether a symbol has a value of its own in a run."""
    return symbol.role in ("parameter", "function", "state") and name not in article.definitions
