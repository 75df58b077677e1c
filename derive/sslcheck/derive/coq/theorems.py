"""One theorem: variables, hypotheses, abbreviations, an equation, and the proof by `Words.v`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sslcheck.derive.coq.depths import Runs, of_layers
from sslcheck.derive.coq.met import met
from sslcheck.derive.coq.orders import Bound, of_order
from sslcheck.derive.coq.parts import Parts
from sslcheck.derive.coq.pieces import NO_CODE, Piece
from sslcheck.derive.coq.proofs import proof
from sslcheck.derive.coq.rates import written_out
from sslcheck.derive.coq.stacked import Stacked, act, of_linear, of_quadratic
from sslcheck.derive.coq.symbols import Symbols
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.expr import Expr, Power, Prod, Relation, Sym, difference
from sslcheck.derive.setting import Setting
from sslcheck.derive.traverse import walk

__all__ = ["Goal", "theorem"]

Signs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Goal:
    """``relation`` under ``setting``, and under ``supposed`` equations of which ``rest``, what the
    two sides differ by, is a combination; ``values`` are further abbreviations. With ``runs`` it
    is about every depth. A ``bound`` follows from it where what is right of it is not negative,
    and what is ``stacked`` from its equations.
    """

    relation: Relation
    setting: Setting
    supposed: tuple[Relation, ...] = ()
    rest: Expr | None = None
    values: Mapping[str, Expr] | None = None
    runs: Runs | None = None
    bound: Relation | None = None
    stacked: Stacked | None = None


def theorem(name: str, goal: Goal) -> str:
    """The module ``name`` with the theorem of the same name.

    Raises `Uncovered` where a formula has what `Words.v` does not know.
    """
    return _Theorem(name, goal).text()


class _Theorem:
    def __init__(self, name: str, goal: Goal) -> None:
        self.name, self.goal, self.setting = name, goal, goal.setting
        self.symbols = Symbols(goal.setting, goal.values or {})
        self.translate = self.symbols.translate

    def text(self) -> str:
        """The module."""
        goal, setting, symbols = self.goal, self.setting, self.symbols
        pairs: list[tuple[Piece, Piece]] = []
        gaps: list[Expr] = []
        for relation in goal.supposed:
            pairs.append(self._sides(self._written(relation)))
            gap = written_out(difference(relation.lhs, relation.rhs), setting)
            gaps.append(symbols.prepared(gap))
            self.translate.gaps[gaps[-1]] = _minus(*pairs[-1])
        lhs, rhs = self._sides(self._written(goal.relation))
        bound = None if goal.bound is None else self._sides(self._written(goal.bound))
        rest = None
        if goal.rest is not None:
            rest = self.translate(symbols.prepared(written_out(goal.rest, setting)))
        stacked = None if goal.stacked is None else self._stacked(goal.stacked)
        given, divisors = self._divisors()
        roots = {symbols.names(key): self.translate(base) for key, base in symbols.squares.items()}
        parts = Parts(
            {symbols.names(key): letter for key, letter in symbols.matrices.items()},
            {own: symbols.notes.get(key, "") for key, own in symbols.numbers.items()},
            {space: symbols.size(space) for space in self.translate.spaces},
            list(symbols.lets.values()),
            {own: of for of, own in self.translate.traces.items()},
            divisors,
            [(piece.text, piece.code) for _, piece in given],
            roots,
            lhs,
            rhs,
            rest,
            pairs if rest is not None else (),
        )
        ordered = bound is not None or (goal.stacked is not None and bool(goal.stacked.any))
        signs = [*self._signs()] if ordered else []
        if stacked is not None:
            lines = [f"Module {self.name}.", *stacked(parts, signs)]
        else:
            lines = [f"Module {self.name}.", *self._lines(parts, bound, signs)]
        lines += met(symbols, parts, gaps, [node for node, _ in given], signs, ordered)
        lines += [f"End {self.name}.", f"Print Assumptions {self.name}.{self.name}."]
        return "\n".join(lines)

    def _lines(
        self, parts: Parts, bound: tuple[Piece, Piece] | None, signs: Signs
    ) -> Iterator[str]:
        runs, names = self.goal.runs, self.symbols.names
        if NO_CODE in parts.lhs.code + parts.rhs.code:
            raise Uncovered("stacked matrices and Kronecker products in a formula")
        if bound is not None:
            if runs is not None:
                raise Uncovered("an inequality about every depth")
            yield from proof("letters_", parts)
            yield from of_order(self.name, parts, Bound(*bound, signs))
        elif runs is None:
            yield from proof(self.name, parts)
        else:
            members = {names(key): key for key in self.symbols.matrices if key in runs.matrices}
            values = {
                own: runs.product(self.setting.definitions.get(key))
                for key, (own, _) in self.symbols.lets.items()
            }
            yield from proof("letters_", parts)
            yield from of_layers(self.name, parts, runs, members, values)

    def _stacked(self, goal: Stacked) -> Callable[[Parts, Signs], Iterator[str]]:
        """The lines of a theorem about stacked columns, from its parts."""
        said = self.translate(self._written(goal.relation).lhs).text
        if not goal.any:
            other = self.translate(self._written(goal.relation).rhs).text
            return lambda parts, _: of_linear(self.name, parts, f"{said} = {other}")
        pairs = [self._sides(self._written(equation)) for equation in goal.equations]
        first, second = (self.symbols.names(name) for name in goal.any)
        acted = self.translate(act(self.symbols.expanded(goal.relation.lhs), Sym(goal.any[1])))

        def lines(parts: Parts, signs: Signs) -> Iterator[str]:
            each = [replace(parts, lhs=lhs, rhs=rhs) for lhs, rhs in pairs]
            yield from of_quadratic(self.name, each, signs, said, (first, second), acted.text)

        return lines

    def _signs(self) -> Iterator[tuple[str, str]]:
        """What is declared of the numbers that are no rates and no exponentials."""
        for name, own in self.symbols.numbers.items():
            symbol = self.setting.symbols.get(name)
            if symbol is not None and symbol.sign != "real" and self.setting.holds_here(name):
                yield own, f"0 < {own}" if symbol.sign == "positive" else f"0 <= {own}"

    def _written(self, relation: Relation) -> Relation:
        """A relation with derivatives written out, and exponentials as symbols."""
        sides = (written_out(side, self.setting) for side in (relation.lhs, relation.rhs))
        lhs, rhs = map(self.symbols.prepared, sides)
        return Relation(lhs, relation.op, rhs)

    def _sides(self, relation: Relation) -> tuple[Piece, Piece]:
        lhs, rhs = self.translate(relation.lhs), self.translate(relation.rhs)
        if lhs.zero or rhs.zero:
            other = rhs if lhs.zero else lhs
            code = "S0" if other.kind == "number" else "M0"
            nothing = Piece(other.kind, other.shape, "0", code)
            lhs, rhs = (nothing, rhs) if lhs.zero else (lhs, nothing)
        return lhs, rhs

    def _divisors(self) -> tuple[list[tuple[Expr, Piece]], list[str]]:
        """What may be 0 and is divided by, without abbreviations; all divisors as data."""
        given: dict[str, tuple[Expr, Piece]] = {}
        for node in [*self.translate.divisors.values()]:
            for factor in _factors(self.symbols.expanded(node)):
                if any(isinstance(part, Sym) for part in walk(factor)):
                    piece = self.translate(factor)
                    given.setdefault(piece.code, (factor, piece))
        return list(given.values()), list(self.translate.divisors)


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
