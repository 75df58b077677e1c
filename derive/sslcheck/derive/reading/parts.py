"""All of an article file but its claims: each part is read even where another cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from sslcheck.derive.article import Equation, Flow, Hypothesis
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Expect, Expr, Relation, Sym, walk
from sslcheck.derive.latex import Statement, read_expression, read_statement, split_rows
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, Rests, Source
from sslcheck.derive.reading.records import did_you_mean, record, shown
from sslcheck.derive.reading.roles import read_roles
from sslcheck.derive.reading.tables import (
    EquationTable,
    ExpectationTable,
    FlowTable,
    HypothesisTable,
    ObjectiveTable,
    SymbolTable,
)
from sslcheck.derive.roles import Roles
from sslcheck.derive.setting import Property, Shape, Symbol, Views
from sslcheck.derive.shapes import resolve, resolve_relation

__all__ = ["Parts"]

_NOUNS = {"equations": "equation", "hypotheses": "hypothesis", "flows": "flow"}


class Parts:
    """The parts of an article by name, and the mistakes in them.

    ``fatal`` are mistakes for which nothing can be read, ``ill`` those of claims, ``problems`` all
    others; ``broken`` says of each part that cannot be read what to call it.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.fatal = Mistakes(source)
        self.problems = Mistakes(source)
        self.ill = Mistakes(source)
        self.broken: dict[tuple[str, str], str] = {}
        self.old = "format" not in self._table("article", self.fatal)
        self.spaces = self._strings("spaces", self.fatal)
        self.symbols: dict[str, Symbol] = {}
        self.definitions: dict[str, Expr] = {}
        self.equations: dict[str, Equation] = {}
        self.hypotheses: dict[str, Hypothesis] = {}
        self.flows: dict[str, Flow] = {}
        self.rules: dict[str, Expr] = {}
        self.step = ""
        self.views: Views | None = None
        self.objective: Expr | None = None
        self.modes: dict[str, str] = {}
        self.roles: Roles | None = None
        for name, data in self._table("symbols", self.fatal).items():
            self._symbol(name, data)
        self._part("expectation", "", self._views)
        for k, data in enumerate(self._array("equation")):
            self._equation(k, data)
        for name, latex in self._strings("definitions", self.problems).items():
            self._part("definitions", name, partial(self._definition, name, latex))
        self._part("objective", "", self._objective)
        if cause := self.broken.get(("objective", "")):
            symbol = self._table("objective", Mistakes(source)).get("symbol")
            self.broken["definitions", str(symbol)] = cause
        for name, data in self._table("hypotheses", self.problems).items():
            self._part("hypotheses", name, partial(self._hypothesis, name, data))
        self._part("rules", "", self._rules)
        for name, data in self._table("flows", self.problems).items():
            self._part("flows", name, partial(self._flow, name, data))
        self._part("modes", "", self._modes)
        self._part("roles", "", self._roles)

    # -- what other parts and the claims read with ------------------------------------------------

    def statement(self, latex: str, path: Key) -> Statement:
        """Relations whose shapes are not checked."""
        found = read_statement(latex, self.symbols, self.spaces, self.source.at(path))
        self.check_rests(found)
        return found

    def check_rests(self, statement: Statement) -> None:
        """Raise `Rests` where a statement needs a part that cannot be read."""
        self._check_rests(side for r in statement.relations for side in (r.lhs, r.rhs))

    def relation(self, latex: str, path: Key) -> Relation:
        """One relation with conforming shapes."""
        relations = self.statement(latex, path).relations
        where = self.source.at(path)
        if len(relations) != 1:
            raise ArticleError(f"{where}: one equation is expected; got `{latex}`")
        return resolve_relation(relations[0], self.symbols, source=latex, where=where)

    def expression(self, latex: str, path: Key, shape: Shape) -> Expr:
        """An expression of the shape of what it is to stand for."""
        where = self.source.at(path)
        found = read_expression(latex, self.symbols, self.spaces, where)
        self._check_rests([found])
        return resolve(found, self.symbols, source=latex, where=where, expected=shape)[0]

    def known(self, table: str, names: Iterable[str], path: Key, mistakes: Mistakes) -> None:
        """Tell which of the names are no equations, hypotheses or flows that can be read."""
        parts: Mapping[str, object] = getattr(self, table)
        for name in names:
            if (table, name) in self.broken:
                mistakes.cause = mistakes.cause or self.broken[table, name]
            elif name not in parts:
                noun, hint = _NOUNS[table], did_you_mean(name, parts)
                declared = f"; declared: {', '.join(parts)}" if parts else "; none is declared"
                mistakes.tell(path, f"unknown {noun} `{name}`{hint or declared}")

    def declared(self, names: Iterable[str], path: Key, tell: Callable[[Key, str], None]) -> None:
        """Tell which of the names are not declared as symbols."""
        for name in names:
            if name not in self.symbols:
                hint = did_you_mean(name, self.symbols)
                tell(path, f"the symbol `{name}` is not declared in [symbols]{hint}")

    def _check_rests(self, nodes: Iterable[Expr]) -> None:
        for node in nodes:
            for part in walk(node):
                uses = ("definitions", part.name) if isinstance(part, Sym) else ("", "")
                if isinstance(part, Expect):
                    uses = "expectation", ""
                if uses in self.broken:
                    raise Rests(self.broken[uses])

    # -- tables -----------------------------------------------------------------------------------

    def _table(self, name: str, mistakes: Mistakes) -> dict[str, object]:
        data = self.source.data.get(name, {})
        if isinstance(data, dict):
            return data
        mistakes.tell((name,), f"must be a table; got {shown(data)}")
        return {}

    def _strings(self, name: str, mistakes: Mistakes) -> dict[str, str]:
        found = {}
        for key, value in self._table(name, mistakes).items():
            if isinstance(value, str):
                found[key] = value
            else:
                found.update({key: ""} if mistakes is self.fatal else {})
                mistakes.tell((name, key), f"must be a string; got {shown(value)}")
                self.broken[name, key] = self.called((name, key))
        return found

    def _array(self, name: str) -> list[object]:
        data = self.source.data.get(name, [])
        if isinstance(data, list):
            return data
        self.problems.tell((name,), f"must be an array of tables, [[{name}]]; got {shown(data)}")
        return []

    def _part(self, table: str, name: str, read: Callable[[Key, Mistakes], None]) -> None:
        """Read a part, or keep what is wrong with it for those who need it."""
        path: Key = (table, name) if name else (table,)
        if path[0] not in self.source.data:
            return
        mistakes = Mistakes(self.source)
        read(path, mistakes)
        self.problems.told += mistakes.told
        if mistakes:
            self.broken[table, name] = mistakes.cause or self.called(path)

    def called(self, path: Key) -> str:
        """How a part is named to those that need it."""
        label, line = self.source.at(path).split(": ", 1)[-1], self.source.line(path)
        return f"{label} (line {line})"

    def _symbol(self, name: str, data: object) -> None:
        path, told = ("symbols", name), len(self.fatal.told)
        table = record(data, SymbolTable, path, self.fatal.tell)
        if table is None:
            self.symbols[name] = Symbol(name)
            self.broken["definitions", name] = self.called(path)
            return
        shape, marks = table.shape, table.properties
        known = {*self.spaces, "1"}
        if len(shape) != 2 or any(part not in known for s in shape for part in s.split("*")):
            self.fatal.tell(
                (*path, "shape"),
                f"must be two spaces out of {', '.join(sorted(known))} (or products such as `d*n`);"
                f" got {list(shape)}",
            )
        rows, columns = shape if len(self.fatal.told) == told else ("1", "1")
        _check_marks((rows, columns), marks, (*path, "properties"), self.fatal)
        if len(self.fatal.told) > told:
            self.broken["definitions", name] = self.called(path)
        self.symbols[name] = Symbol(
            name, (rows, columns), frozenset(marks), table.sign, table.role, table.index, table.text
        )

    # -- parts ------------------------------------------------------------------------------------

    def _views(self, path: Key, mistakes: Mistakes) -> None:
        table = record(self.source.data["expectation"], ExpectationTable, path, mistakes.tell)
        if table is None:
            return
        views = Views(table.views, table.mean, table.second_moment, table.noise)
        names = (*views.names, views.mean, views.second_moment, views.noise)
        self.declared(names, path, mistakes.tell)
        if not mistakes:
            self.views = views

    def _equation(self, k: int, data: object) -> None:
        path: Key = ("equation", k)
        mistakes = Mistakes(self.source)
        table = record(data, EquationTable, path, mistakes.tell)
        if table is not None and table.number in self.equations:
            mistakes.tell(path, f"two equations have the number {table.number}; it names one")
        elif table is not None:
            rows: list[Statement] = []
            with mistakes.trying((*path, "latex")):
                for row, label in split_rows(table.latex, self.source.at(path)):
                    rows.append(Statement((), row))  # what cannot be read says nothing
                    with mistakes.trying((*path, "latex")):
                        rows[-1] = read_statement(row, self.symbols, self.spaces, label)
            self.equations[table.number] = Equation(table.number, table.latex, tuple(rows))
            if not rows:
                self.broken["equations", table.number] = self.called(path)
        self.problems.told += mistakes.told

    def _objective(self, path: Key, mistakes: Mistakes) -> None:
        table = record(self.source.data["objective"], ObjectiveTable, path, mistakes.tell)
        if table is None:
            return
        symbol, number = table.symbol, table.equation
        self.known("equations", [number], (*path, "equation"), mistakes)
        self.declared([symbol], (*path, "symbol"), mistakes.tell)
        if mistakes:
            return
        row = self.equations[number].rows[0]
        if not row.relations:
            mistakes.cause = f"equation ({number})"
            return
        found = next((r for r in row.relations if r.lhs == Sym(symbol)), None)
        if found is None:
            message = (
                f"equation ({number}) does not define `{symbol}`: write `{symbol} = ...` there"
            )
            mistakes.tell((*path, "equation"), message)
            return
        with mistakes.trying(path):
            where = f"{self.source.at(path)}, equation ({number})"
            resolved = resolve_relation(found, self.symbols, source=row.source, where=where)
            self.definitions[symbol] = self.objective = resolved.rhs

    def _definition(self, name: str, latex: str, path: Key, mistakes: Mistakes) -> None:
        self.declared([name], path, mistakes.tell)
        if not mistakes:
            with mistakes.trying(path):
                self.definitions[name] = self.expression(latex, path, self.symbols[name].shape)

    def _values(self, table: tuple[str, ...], path: Key, mistakes: Mistakes) -> dict[str, Expr]:
        """``symbol = expression``, each symbol once."""
        found: dict[str, Expr] = {}
        for k, latex in enumerate(table):
            with mistakes.trying((*path, k)):
                relation = self.relation(latex, (*path, k))
                if not isinstance(relation.lhs, Sym) or relation.op != "=":
                    raise ArticleError(
                        f"{self.source.at((*path, k))}: `{latex}` must have the form `symbol ="
                        " expression`"
                        + ("; other equations are `relations`" if path[0] == "hypotheses" else "")
                    )
                name = relation.lhs.name
                if name in found:
                    raise ArticleError(
                        f"{self.source.at((*path, k))}: `{name}` is given two values; drop one"
                    )
                found[name] = relation.rhs
        return found

    def _relations(
        self, table: tuple[str, ...], path: Key, mistakes: Mistakes
    ) -> tuple[Relation, ...]:
        found: list[Relation] = []
        for k, latex in enumerate(table):
            with mistakes.trying((*path, k)):
                found.append(self.relation(latex, (*path, k)))
                if found[-1].op != "=":
                    where = self.source.at((*path, k))
                    raise ArticleError(f"{where}: must be an equation; got `{latex}`")
        return tuple(found)

    def _hypothesis(self, name: str, data: object, path: Key, mistakes: Mistakes) -> None:
        meant = {"latex": "unknown key; did you mean `let`?"}
        table = record(data, HypothesisTable, path, mistakes.tell, meant=meant)
        if table is None:
            return
        gap = [table.gap] if table.gap else []
        for key, names in (
            ("properties", table.properties),
            ("frozen", table.frozen),
            ("gap", gap),
        ):
            self.declared(names, (*path, key), mistakes.tell)
        for symbol in (s for s in gap if s in self.symbols):
            rows, columns = self.symbols[symbol].shape
            if rows != columns or rows == "1":
                message = (
                    f"`{symbol}` is {rows} x {columns}; a gap is of a square matrix's spectrum"
                )
                mistakes.tell((*path, "gap"), message)
        for space in (s for pair in table.at_least for s in pair):
            if space not in self.spaces and space != "1":
                hint = did_you_mean(space, self.spaces) or f"; known: {', '.join(self.spaces)}"
                mistakes.tell((*path, "at_least"), f"unknown space `{space}`{hint}")
        if table.flow and table.flow not in (flows := self._table("flows", Mistakes(self.source))):
            hint = did_you_mean(table.flow, flows) or f"; declared: {', '.join(flows)}"
            mistakes.tell((*path, "flow"), f"unknown flow `{table.flow}`{hint}")
        for symbol, marks in table.properties.items():
            if symbol in self.symbols:
                shape = self.symbols[symbol].shape
                _check_marks(shape, marks, (*path, "properties", symbol), mistakes)
        lets = self._values(table.let, (*path, "let"), mistakes)
        relations = self._relations(table.relations, (*path, "relations"), mistakes)
        if not mistakes:
            self.hypotheses[name] = Hypothesis(
                name,
                table.text or name,
                lets,
                {symbol: frozenset(marks) for symbol, marks in table.properties.items()},
                table.at_least,
                table.flow,
                table.gap,
                table.frozen,
                relations,
                table.holds,
            )

    def _rules(self, path: Key, mistakes: Mistakes) -> None:
        rules = self._strings("rules", mistakes)
        step = rules.pop("step", "")
        found: dict[str, Expr] = {}
        for name, latex in rules.items():
            self.check_state(name, (*path, name), mistakes)
            if name in self.symbols:
                with mistakes.trying((*path, name)):
                    shape = self.symbols[name].shape
                    found[name] = self.expression(latex, (*path, name), shape)
        if step not in self.symbols:
            mistakes.tell((*path, "step"), "must name the symbol of the step size")
        if not mistakes:
            self.step, self.rules = step, found

    def _flow(self, name: str, data: object, path: Key, mistakes: Mistakes) -> None:
        meant = {"latex": "unknown key; did you mean `equations`?"}
        table = record(data, FlowTable, path, mistakes.tell, meant=meant)
        if table is None:
            return
        self.known("hypotheses", table.on, (*path, "on"), mistakes)
        if table.from_ and (table.from_ not in self.flows):
            cause = self.broken.get(("flows", table.from_))
            mistakes.cause = mistakes.cause or cause or ""
            if cause is None:
                message = f"`{table.from_}` is not a flow declared above this one"
                mistakes.tell((*path, "from"), message)
        if not table.from_ and not table.equations:
            mistakes.cause = mistakes.cause or self.broken.get(("rules", ""), "")
        for state in table.states:
            self.check_state(state, (*path, "states"), mistakes)
        lets = self._values(table.let, (*path, "let"), mistakes)
        sets = self._values(table.set, (*path, "set"), mistakes)
        for both in lets.keys() & sets.keys():
            message = f"`{both}` is set, and let as well; `set` inserts it into the gradient only"
            mistakes.tell((*path, "set"), message)
        equations = self._relations(table.equations, (*path, "equations"), mistakes)
        if not mistakes:
            self.flows[name] = Flow(
                name,
                table.text or name,
                table.from_,
                table.on,
                table.states,
                lets,
                equations,
                table.stop_gradient,
                sets,
            )

    def _modes(self, path: Key, mistakes: Mistakes) -> None:
        indices = {symbol.index for symbol in self.symbols.values()} - {""}
        for index, space in self._strings("modes", mistakes).items():
            if index not in indices:
                hint = did_you_mean(index, indices) or f"; indices: {', '.join(sorted(indices))}"
                mistakes.tell((*path, index), f"no symbol has the index `{index}`{hint}")
            if space not in self.spaces:
                hint = did_you_mean(space, self.spaces) or f"; known: {', '.join(self.spaces)}"
                mistakes.tell((*path, index), f"unknown space `{space}`{hint}")
            self.modes[index] = space
        if mistakes:
            self.modes = {}

    def _roles(self, path: Key, mistakes: Mistakes) -> None:
        self.roles = read_roles(self, path, mistakes)

    def check_state(self, name: str, path: Key, mistakes: Mistakes) -> None:
        """Tell if a name is not declared as a state."""
        self.declared([name], path, mistakes.tell)
        if name in self.symbols and self.symbols[name].role != "state":
            role = self.symbols[name].role
            mistakes.tell(path, f"`{name}` is declared as a {role}; it must be a state")


def _check_marks(shape: Shape, marks: tuple[Property, ...], path: Key, mistakes: Mistakes) -> None:
    for mark in marks:
        if mark == "orthonormal" and len(marks) > 1:
            mistakes.tell(path, "an orthonormal matrix cannot be declared something else as well")
        if mark != "orthonormal" and shape[0] != shape[1]:
            message = f"a {shape[0]} x {shape[1]} matrix cannot be {mark}: it is not square"
            mistakes.tell(path, message)
