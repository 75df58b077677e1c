"""One theorem: variables, hypotheses, abbreviations, an equation, and the proof by `Words.v`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sslcheck.derive.coq.depths import Runs, of_layers
from sslcheck.derive.coq.names import Names
from sslcheck.derive.coq.orders import Bound, of_order
from sslcheck.derive.coq.parts import Letter, Mark, Parts
from sslcheck.derive.coq.pieces import Piece, Translator
from sslcheck.derive.coq.proofs import proof
from sslcheck.derive.coq.rates import rate, written_out
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
    Diag,
    Exp,
    Expr,
    Power,
    Prod,
    Relation,
    Sym,
    difference,
    map_children,
    walk,
)
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import to_text

__all__ = ["Goal", "exponential", "theorem"]


@dataclass(frozen=True, slots=True)
class Goal:
    """``relation`` under ``setting``, and under ``supposed`` equations of which ``rest``, what the
    two sides differ by, is a combination; ``values`` are further abbreviations. With ``runs`` it
    is about every depth. A ``bound`` follows from it where what is right of it is not negative.
    """

    relation: Relation
    setting: Setting
    supposed: tuple[Relation, ...] = ()
    rest: Expr | None = None
    values: Mapping[str, Expr] | None = None
    runs: Runs | None = None
    bound: Relation | None = None


def theorem(name: str, goal: Goal) -> str:
    """The module ``name`` with the theorem of the same name.

    Raises `Uncovered` where a formula has what `Words.v` does not know.
    """
    return _Theorem(name, goal).text()


class _Theorem:
    def __init__(self, name: str, goal: Goal) -> None:
        self.name, self.goal, self.setting = name, goal, goal.setting
        self.names = Names()
        self.lets: dict[str, tuple[str, Piece]] = {}
        self.matrices: dict[str, Letter] = {}
        self.numbers: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.squares: dict[str, Expr] = {}
        self.open: list[str] = []
        self.translate = Translator(self._symbol, self.setting.space, self._mode)

    # -- symbols --------------------------------------------------------------------------------

    def _symbol(self, name: str) -> Piece:
        value = self._value(name)
        if value is not None:
            return self._let(name, lambda: self._sized(self._prepared(value), name))
        symbol = self._declared(name)
        if symbol.scalar:
            at = list(self.numbers).index(name) if name in self.numbers else len(self.numbers)
            self.numbers[name] = self.names(name)
            return Piece("number", ("1", "1"), self.names(name), f"(SV {at})")
        return self._matrix(name, Letter(self._shape(symbol), self._mark(symbol)))

    def _let(self, key: str, made: Callable[[], Piece]) -> Piece:
        """The abbreviation of a value."""
        if key not in self.lets:
            if key in self.open:
                raise Uncovered(f"`{key}`, which leads back to itself")
            self.open.append(key)
            piece = made()
            self.open.pop()
            self.lets[key] = self.names(key), piece
        own, piece = self.lets[key]
        code = f"r_{own}_" if piece.kind == "matrix" else piece.code
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
        value = self._value(name)
        if value is not None:
            return self._let(f"diag {name}", lambda: self.translate.diagonal(value, around))
        space = self.setting.space(around.size)
        return self._matrix(f"all {name}", Letter((space, space), "diagonal"))

    def _shape(self, symbol: Symbol) -> tuple[str, str]:
        rows, columns = map(self.setting.space, symbol.shape)
        if "*" in rows + columns:
            raise Uncovered("stacked matrices and Kronecker products")
        return rows, columns

    def _value(self, name: str) -> Expr | None:
        """What a symbol abbreviates; of a rate, what the flow or the product rule gives."""
        setting = self.setting
        for known in (self.goal.values or {}, setting.initial, setting.lets, setting.definitions):
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

    def _prepared(self, node: Expr) -> Expr:
        """Exponentials and square roots as symbols."""
        match node:
            case Exp(arg=arg):
                key = exponential(node)
                self.notes.setdefault(key, f"e^({to_text(arg)})")
                return Sym(key)
            case Power(base=base, exponent=exponent) if exponent.denominator == 2:
                return Power(self._root(base), exponent * 2)
        return map_children(node, self._prepared)

    def _root(self, base: Expr) -> Expr:
        """A number whose square is another."""
        if self.translate(self._prepared(base)).kind != "number":
            raise Uncovered("the root of a matrix")
        whole = self._expanded(self._prepared(base))
        key = f"root({to_text(whole)})"
        self.notes.setdefault(key, f"a square root of {to_text(whole)}")
        self.squares.setdefault(key, whole)
        return Sym(key)

    def _sized(self, node: Expr, name: str) -> Piece:
        """A value in the shape of its symbol: the number 0 is a matrix of zeros there."""
        piece = self.translate(node)
        symbol = self.setting.symbols.get(_state(name) or name)
        shape = piece.shape if symbol is None else self._shape(symbol)
        return Piece("matrix", shape, "0", "M0") if piece.zero and shape != ("1", "1") else piece

    # -- the text -------------------------------------------------------------------------------

    def text(self) -> str:
        """The module."""
        goal, setting = self.goal, self.setting
        pairs: list[tuple[Piece, Piece]] = []
        for relation in goal.supposed:
            left, right = self._sides(self._written(relation))
            gap = self._prepared(written_out(difference(relation.lhs, relation.rhs), setting))
            self.translate.gaps[gap] = _minus(left, right)
            pairs.append((left, right))
        lhs, rhs = self._sides(self._written(goal.relation))
        bound = None if goal.bound is None else self._sides(self._written(goal.bound))
        rest = None
        if goal.rest is not None:
            rest = self.translate(self._prepared(written_out(goal.rest, setting)))
        given, divisors = self._divisors()
        roots = {self.names(key): self.translate(base) for key, base in self.squares.items()}
        parts = Parts(
            {self.names(key): letter for key, letter in self.matrices.items()},
            {own: self.notes.get(key, "") for key, own in self.numbers.items()},
            self.translate.spaces,
            list(self.lets.values()),
            {own: of for of, own in self.translate.traces.items()},
            divisors,
            given,
            roots,
            lhs,
            rhs,
            rest,
            pairs if rest is not None else (),
        )
        return "\n".join([f"Module {self.name}.", *self._lines(parts, bound), *self._end])

    def _lines(self, parts: Parts, bound: tuple[Piece, Piece] | None) -> Iterator[str]:
        if bound is not None:
            if self.goal.runs is not None:
                raise Uncovered("an inequality about every depth")
            yield from proof("letters_", parts)
            yield from of_order(self.name, parts, Bound(*bound, [*self._signs()]))
        elif self.goal.runs is None:
            yield from proof(self.name, parts)
        else:
            members = {self.names(k): k for k in self.matrices if k in self.goal.runs.matrices}
            values = {
                own: self.goal.runs.product(self.setting.definitions.get(key))
                for key, (own, _) in self.lets.items()
            }
            yield from proof("letters_", parts)
            yield from of_layers(self.name, parts, self.goal.runs, members, values)

    def _signs(self) -> Iterator[tuple[str, str]]:
        """What is declared of the numbers that are no rates and no exponentials."""
        for name, own in self.numbers.items():
            symbol = self.setting.symbols.get(name)
            if symbol is not None and symbol.sign != "real" and self.setting.holds_here(name):
                yield own, f"0 < {own}" if symbol.sign == "positive" else f"0 <= {own}"

    @property
    def _end(self) -> tuple[str, ...]:
        return f"End {self.name}.", f"Print Assumptions {self.name}.{self.name}."

    def _written(self, relation: Relation) -> Relation:
        """A relation with derivatives written out, and exponentials as symbols."""
        sides = (written_out(side, self.setting) for side in (relation.lhs, relation.rhs))
        lhs, rhs = map(self._prepared, sides)
        return Relation(lhs, relation.op, rhs)

    def _sides(self, relation: Relation) -> tuple[Piece, Piece]:
        lhs, rhs = self.translate(relation.lhs), self.translate(relation.rhs)
        if lhs.zero or rhs.zero:
            other = rhs if lhs.zero else lhs
            code = "S0" if other.kind == "number" else "M0"
            nothing = Piece(other.kind, other.shape, "0", code)
            lhs, rhs = (nothing, rhs) if lhs.zero else (lhs, nothing)
        return lhs, rhs

    def _divisors(self) -> tuple[list[tuple[str, str]], list[str]]:
        """What may be 0 and is divided by, as text without abbreviations; all divisors as data."""
        given: dict[str, tuple[str, str]] = {}
        for node in [*self.translate.divisors.values()]:
            for factor in _factors(self._expanded(node)):
                if any(isinstance(part, Sym) for part in walk(factor)):
                    piece = self.translate(factor)
                    given.setdefault(piece.code, (piece.text, piece.code))
        return list(given.values()), list(self.translate.divisors)

    def _expanded(self, node: Expr) -> Expr:
        if isinstance(node, Sym) and node.name in self.lets:
            value = self._value(node.name)
            assert value is not None
            return self._expanded(self._prepared(value))
        return map_children(node, self._expanded)

    def _mark(self, symbol: Symbol) -> Mark:
        """What is known of a matrix where the statement is about it."""
        marks = symbol.properties if self.setting.holds_here(symbol.name) else frozenset()
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


def _factors(node: Expr) -> list[Expr]:
    """The factors of a product or power: it is not 0 where none of them is."""
    match node:
        case Prod(factors=factors):
            return [part for factor in factors for part in _factors(factor)]
        case Power(base=base):
            return _factors(base)
    return [node]


def _minus(left: Piece, right: Piece) -> Piece:
    if right.zero:
        return left
    add, turn = {"number": ("SA", "SN"), "matrix": ("MA", "MN")}[left.kind]
    code = f"({add} {left.code} ({turn} {right.code}))"
    return Piece(left.kind, left.shape, f"({left.text} - {right.text})", code)


def _state(name: str) -> str | None:
    """The symbol whose rate a symbol stands for."""
    start, end = "\\dot{", "}"
    return name[len(start) : -1] if name.startswith(start) and name.endswith(end) else None
