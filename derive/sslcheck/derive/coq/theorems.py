"""One theorem: variables, hypotheses, abbreviations, an equation, and the proof by `Words.v`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sslcheck.derive.coq.names import Names
from sslcheck.derive.coq.pieces import Piece, Translator
from sslcheck.derive.coq.proofs import proof
from sslcheck.derive.coq.rates import rate, written_out
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import (
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

__all__ = ["Goal", "theorem"]


@dataclass(frozen=True, slots=True)
class Goal:
    """``relation`` under ``setting``, and under ``supposed`` equations of which ``rest``, what the
    two sides differ by, is a combination; ``values`` are further abbreviations.
    """

    relation: Relation
    setting: Setting
    supposed: tuple[Relation, ...] = ()
    rest: Expr | None = None
    values: Mapping[str, Expr] | None = None


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
        self.matrices: dict[str, Symbol] = {}
        self.numbers: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.open: list[str] = []
        self.translate = Translator(self._symbol, self.setting.space)

    # -- symbols --------------------------------------------------------------------------------

    def _symbol(self, name: str) -> Piece:
        if name in self.lets:
            own, piece = self.lets[name]
            code = f"r_{own}_" if piece.kind == "matrix" else piece.code
            return replace(piece, text=own, code=code)
        value = self._value(name)
        if value is not None:
            if name in self.open:
                raise Uncovered(f"`{name}`, which leads back to itself")
            self.open.append(name)
            piece = self._sized(self._prepared(value), name)
            self.open.pop()
            self.lets[name] = self.names(name), piece
            return self._symbol(name)
        symbol = self._declared(name)
        if symbol.scalar:
            at = list(self.numbers).index(name) if name in self.numbers else len(self.numbers)
            self.numbers[name] = self.names(name)
            return Piece("number", ("1", "1"), self.names(name), f"(SV {at})")
        if "orthonormal" in symbol.properties or "diagonal" in symbol.properties:
            raise Uncovered(f"`{name}` is declared orthonormal or diagonal")
        at = list(self.matrices).index(name) if name in self.matrices else len(self.matrices)
        self.matrices[name] = symbol
        for space in self._shape(symbol):
            self.translate.number_of(space)
        return Piece("matrix", self._shape(symbol), self.names(name), f"(MV {at})")

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
        """Exponentials as symbols."""
        if isinstance(node, Exp):
            key = f"exp({to_text(node.arg)})"
            self.notes.setdefault(key, f"e^({to_text(node.arg)})")
            return Sym(key)
        return map_children(node, self._prepared)

    def _sized(self, node: Expr, name: str) -> Piece:
        """A value in the shape of its symbol: the number 0 is a matrix of zeros there."""
        piece = self.translate(node)
        shape = self._shape(self.setting.symbols[_state(name) or name])
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
        rest = None
        if goal.rest is not None:
            rest = self.translate(self._prepared(written_out(goal.rest, setting)))
        return "\n".join(self._lines(lhs, rhs, rest, pairs))

    def _written(self, relation: Relation) -> Relation:
        """A relation with derivatives written out, and exponentials as symbols."""
        sides = (written_out(side, self.setting) for side in (relation.lhs, relation.rhs))
        lhs, rhs = map(self._prepared, sides)
        return Relation(lhs, relation.op, rhs)

    def _sides(self, relation: Relation) -> tuple[Piece, Piece]:
        lhs, rhs = self.translate(relation.lhs), self.translate(relation.rhs)
        if lhs.zero or rhs.zero:
            other = rhs if lhs.zero else lhs
            code = {"number": "S0", "trace": "(TS S0 " + other.code + ")", "matrix": "M0"}
            nothing = Piece(other.kind, other.shape, "0", code[other.kind])
            lhs, rhs = (nothing, rhs) if lhs.zero else (lhs, nothing)
        if lhs.kind != rhs.kind:
            raise Uncovered("a number equated with a trace")
        return lhs, rhs

    def _lines(
        self, lhs: Piece, rhs: Piece, rest: Piece | None, pairs: list[tuple[Piece, Piece]]
    ) -> list[str]:
        given, divisors = self._divisors()
        return proof(
            self.name,
            matrices={
                self.names(n): (self._shape(s), self._symmetric(n))
                for n, s in self.matrices.items()
            },
            numbers={own: self.notes.get(key, "") for key, own in self.numbers.items()},
            spaces=self.translate.spaces,
            lets=list(self.lets.values()),
            divisors=divisors,
            given=given,
            lhs=lhs,
            rhs=rhs,
            rest=rest,
            supposed=pairs,
        )

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

    def _symmetric(self, name: str) -> bool:
        symbol = self.setting.symbols.get(name)
        marks = symbol.properties & {"symmetric", "psd"} if symbol is not None else frozenset()
        return bool(marks) and self.setting.holds_here(name)


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
    add, turn = {"number": ("SA", "SN"), "trace": ("TA", "TN"), "matrix": ("MA", "MN")}[left.kind]
    code = f"({add} {left.code} ({turn} {right.code}))"
    return Piece(left.kind, left.shape, f"({left.text} - {right.text})", code)


def _state(name: str) -> str | None:
    """The symbol whose rate a symbol stands for."""
    start, end = "\\dot{", "}"
    return name[len(start) : -1] if name.startswith(start) and name.endswith(end) else None
