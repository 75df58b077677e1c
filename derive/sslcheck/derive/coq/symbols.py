"""The symbols of a theorem: variables with what is known of them, and abbreviations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sslcheck.derive.coq.names import Names
from sslcheck.derive.coq.parts import Letter, Mark
from sslcheck.derive.coq.pieces import NO_CODE, Piece, Translator
from sslcheck.derive.coq.rates import rate, written_out
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import Diag, Exp, Expr, Power, Sym
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.traverse import map_children

__all__ = ["Symbols", "exponential"]


class Symbols:
    """Translates formulas under a setting, and collects the symbols that occur.

    ``matrices`` and ``numbers`` are variables by their keys, ``lets`` abbreviations with the names
    that they have in Coq; ``notes`` say what a number stands for, ``squares`` what that of a root
    is. ``values`` are abbreviations that come before those of the setting.
    """

    def __init__(self, setting: Setting, values: Mapping[str, Expr]) -> None:
        self.setting, self.values = setting, values
        self.names = Names()
        self._sizes = Names()
        self.lets: dict[str, tuple[str, Piece]] = {}
        self.matrices: dict[str, Letter] = {}
        self.numbers: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.squares: dict[str, Expr] = {}
        self._exponents: dict[str, Expr] = {}
        self._open: list[str] = []
        self.translate = Translator(self._symbol, setting.space, self._mode)

    def _symbol(self, name: str) -> Piece:
        value = self.value(name)
        if value is not None:
            return self._let(name, lambda: self._sized(self.prepared(value), name))
        symbol = self._declared(name)
        if symbol.scalar:
            at = list(self.numbers).index(name) if name in self.numbers else len(self.numbers)
            self.numbers[name] = self.names(name)
            return Piece("number", ("1", "1"), self.names(name), f"(SV {at})")
        return self._matrix(name, Letter(self._shape(symbol), self._mark(symbol)))

    def _let(self, key: str, made: Callable[[], Piece]) -> Piece:
        """The abbreviation of a value."""
        if key not in self.lets:
            if key in self._open:
                raise Uncovered(f"`{key}`, which leads back to itself")
            self._open.append(key)
            piece = made()
            self._open.pop()
            self.lets[key] = self.names(key), piece
        own, piece = self.lets[key]
        named = piece.kind == "matrix" and NO_CODE not in piece.code
        code = f"r_{own}_" if named else piece.code
        return replace(piece, text=own, code=code)

    def _matrix(self, key: str, letter: Letter) -> Piece:
        at = list(self.matrices).index(key) if key in self.matrices else len(self.matrices)
        self.matrices[key] = letter
        for space in letter.shape:
            self.translate.number_of(space)
        own = self.names(key)
        text = f"(diag_mx {own})" if letter.mark == "diagonal" else own
        return Piece("matrix", letter.shape, text, f"(MV {at})")

    def _mode(self, name: str, around: Diag) -> Piece | None:
        """The diagonal matrix of a number of each mode, of one space."""
        of = _state(name) or name
        known = self.setting.symbols.get(of)
        if known is None or known.index != around.index:
            return None
        value = self.value(name)
        if value is not None:
            return self._let(f"diag {name}", lambda: self.translate.diagonal(value, around))
        space = self.setting.space(around.size)
        return self._matrix(f"all {name}", Letter((space, space), "diagonal"))

    def size(self, space: str) -> str:
        """The variable for the size of a space."""
        return "1%N" if space == "1" else f"size_{self._sizes(space)}_"

    def _shape(self, symbol: Symbol) -> tuple[str, str]:
        rows, columns = map(self.setting.space, symbol.shape)
        if "*" in rows + columns:
            raise Uncovered("stacked matrices and Kronecker products")
        return rows, columns

    def value(self, name: str) -> Expr | None:
        """What a symbol abbreviates; of a rate, what the flow or the product rule gives."""
        setting = self.setting
        for known in (self.values, setting.initial, setting.lets, setting.definitions):
            if name in known:
                return known[name]
        state = _state(name)
        if state is None:
            return None
        if state in setting.flow:
            return written_out(setting.flow[state], setting)
        value = setting.lets.get(state) or setting.definitions.get(state)
        return None if value is None else rate(written_out(value, setting), setting)

    def _declared(self, name: str) -> Symbol:
        state = _state(name)
        if state is not None:
            return replace(self.setting.symbols[state], name=name, properties=frozenset())
        if name == "t" or name in self.notes:
            return Symbol(name)
        symbol = self.setting.symbols[name]
        if symbol.role == "view":
            raise Uncovered("random views and expectations")
        return symbol

    def prepared(self, node: Expr) -> Expr:
        """Exponentials and square roots as symbols."""
        match node:
            case Exp(arg=arg):
                key = exponential(node)
                if self._exponents.setdefault(key, arg) != arg:
                    raise Uncovered("two exponents that are written alike")
                self.notes.setdefault(key, f"e^({to_text(arg)})")
                return Sym(key)
            case Power(base=base, exponent=exponent) if exponent.denominator == 2:
                return Power(self._root(base), exponent * 2)
        return map_children(node, self.prepared)

    def _root(self, base: Expr) -> Expr:
        """A number whose square is another."""
        if self.translate(self.prepared(base)).kind != "number":
            raise Uncovered("the root of a matrix")
        whole = self.expanded(self.prepared(base))
        known = (key for key, square in self.squares.items() if square == whole)
        key = next(known, f"root {len(self.squares) + 1}")
        self.notes.setdefault(key, f"a square root of {to_text(whole)}")
        self.squares.setdefault(key, whole)
        return Sym(key)

    def _sized(self, node: Expr, name: str) -> Piece:
        """A value in the shape of its symbol: the number 0 is a matrix of zeros there."""
        piece = self.translate(node)
        symbol = self.setting.symbols.get(_state(name) or name)
        stacked = symbol is None or "*" in "".join(symbol.shape)
        shape = piece.shape if symbol is None or stacked else self._shape(symbol)
        if not piece.zero or shape == ("1", "1"):
            return piece
        for space in shape:
            self.translate.number_of(space)
        return Piece("matrix", shape, "0", "M0")

    def expanded(self, node: Expr) -> Expr:
        """A formula without abbreviations."""
        if isinstance(node, Sym) and node.name in self.lets:
            value = self.value(node.name)
            assert value is not None
            return self.expanded(self.prepared(value))
        return map_children(node, self.expanded)

    def _mark(self, symbol: Symbol) -> Mark:
        """What is known of a matrix where the statement is about it."""
        known = symbol.name in self.setting.symbols
        marks = self.setting.marks_here(symbol.name) if known else symbol.properties
        if "diagonal" in marks:
            raise Uncovered(f"`{symbol.name}` is declared diagonal")
        if "orthonormal" in marks:
            return "orthonormal"
        if "psd" in marks:
            return "psd"
        return "symmetric" if "symmetric" in marks else ""


def exponential(node: Exp) -> str:
    """The name of the symbol that stands for an exponential."""
    return f"exp({to_text(node.arg)})"


def _state(name: str) -> str | None:
    """The symbol whose rate a symbol stands for."""
    start, end = "\\dot{", "}"
    return name[len(start) : -1] if name.startswith(start) and name.endswith(end) else None
