"""All of an article file but its claims: each part is read even where another cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sslcheck.derive.article.article import Equation
from sslcheck.derive.article.roles import Roles
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.latex import Statement, presented, read_statement, split_rows
from sslcheck.derive.latex.asides import minimised
from sslcheck.derive.reading.declared import Declared
from sslcheck.derive.reading.flows import read_flow, read_velocities
from sslcheck.derive.reading.hypotheses import read_hypothesis
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, Source
from sslcheck.derive.reading.old_norms import frobenius, rewritten
from sslcheck.derive.reading.records import record, shown, unknown
from sslcheck.derive.reading.roles import read_roles
from sslcheck.derive.reading.symbols import read_symbol
from sslcheck.derive.reading.tables import EquationTable, ObjectiveTable
from sslcheck.derive.reading.views import read_views
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["Parts"]


class Parts(Declared):
    """Reads all parts of a file, later ones with the earlier."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.rules: dict[str, Expr] = {}
        self.estimates: dict[str, Expr] = {}
        self.step = ""
        self.objective: Expr | None = None
        self.modes: dict[str, str] = {}
        self._printed: dict[str, Key] = {}
        self.velocities: dict[str, str] = {}
        self.roles: Roles | None = None
        for name, data in self.table("symbols", self.fatal).items():
            read_symbol(self, name, data)
        if self.old and (changes := frobenius(source.data, self.symbols, self.spaces)):
            self.source = source = replace(source, data=rewritten(source.data, changes))
        self._part("expectation", "", partial(read_views, self))
        equations = source.data.get("equation", [])
        if not isinstance(equations, list):
            self.problems.tell(("equation",), f"must be [[equation]]; got {shown(equations)}")
            equations = []
        for k, data in enumerate(equations):
            self._equation(k, data)
        for name, latex in self.strings("definitions", self.problems).items():
            self._part("definitions", name, partial(self._definition, name, latex))
        self._part("objective", "", self._objective)
        if cause := self.broken.get(("objective", "")):
            symbol = self.table("objective", Mistakes(source)).get("symbol")
            self.broken["definitions", str(symbol)] = cause
        read_velocities(self)
        for name, data in self.table("hypotheses", self.problems).items():
            self._part("hypotheses", name, partial(read_hypothesis, self, name, data))
        self._part("rules", "", self._rules)
        for name, data in self.table("flows", self.problems).items():
            self._part("flows", name, partial(read_flow, self, name, data))
        self._part("modes", "", self._modes)
        self._part("roles", "", self._roles)

    def _part(self, table: str, name: str, read: Callable[[Key, Mistakes], None]) -> None:
        """Read a part, or keep what is wrong with it for those who need it."""
        if table not in self.source.data:
            return
        path: Key = (table, name) if name else (table,)
        mistakes = Mistakes(self.source)
        read(path, mistakes)
        self.problems.told += mistakes.told
        if mistakes:
            self.broken[table, name] = mistakes.cause or self.called(path)

    def _equation(self, k: int, data: object) -> None:
        path, mistakes = ("equation", k), Mistakes(self.source)
        table = record(data, EquationTable, path, mistakes.tell)
        if table is None and isinstance(data, dict) and "number" in data:
            self.broken["equations", str(data["number"])] = self.called(path)
        if table is not None and table.number in self.equations:
            mistakes.tell(path, f"two equations have the number {table.number}; it names one")
        elif table is not None:
            rows: list[Statement] = []
            with mistakes.trying((*path, "latex")):
                for row, label in split_rows(table.latex, self.source.at(path)):
                    row = minimised(row) if self._is_objective(table.number, rows) else row
                    rows.append(Statement((), row))  # what cannot be read says nothing
                    with mistakes.trying((*path, "latex")):
                        read = read_statement(row, self.symbols, self.spaces, label)
                        self.check_given([s for r in read.relations for s in (r.lhs, r.rhs)], label)
                        rows[-1] = read
            latex = presented(table.latex)
            self._printed[table.number] = path
            self.equations[table.number] = Equation(table.number, latex, tuple(rows))
            if not rows:
                self.broken["equations", table.number] = self.called(path)
        self.problems.told += mistakes.told

    def _is_objective(self, number: str, before: list[Statement]) -> bool:
        """Whether the first row of an equation is to say what is minimised."""
        table = self.source.data.get("objective")
        return not before and isinstance(table, dict) and table.get("equation") == number

    def _definition(self, name: str, latex: str, path: Key, mistakes: Mistakes) -> None:
        self.declared([name], path, mistakes.tell)
        if not mistakes:
            with mistakes.trying(path):
                value = self.expression(latex, path, self.symbols[name].shape)
                if circle := self._leads_to(value, name):
                    chain = " -> ".join([name, *circle])
                    mistakes.tell(path, f"`{name}` is defined through itself: {chain}")
                else:
                    self.definitions[name] = value

    def _leads_to(self, value: Expr, name: str) -> list[str]:
        """The symbols from a value to one in it, or in what defines its symbols so far."""
        pending, seen = [(value, list[str]())], set[str]()
        for at, way in pending:
            inside = symbols_in(walk(at))
            if name in inside:
                return [*way, name]
            further = sorted((inside & self.definitions.keys()) - seen)
            seen.update(further)
            pending += [(self.definitions[other], [*way, other]) for other in further]
        return []

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
        found = next((r for r in row.relations if r.lhs == Sym(symbol)), None)
        if not row.relations:
            mistakes.cause = f"equation ({number})"
        elif found is None:
            must = f"does not define `{symbol}`: write `{symbol} = ...` there"
            mistakes.tell((*path, "equation"), f"equation ({number}) {must}")
        else:
            with mistakes.trying((*self._printed[number], "latex")):
                where = f"{self.source.at(path)}, equation ({number})"
                self.check_rests([found.lhs, found.rhs])
                self.check_views([found.lhs, found.rhs], where)
                resolved = resolve_relation(found, self.symbols, source=row.source, where=where)
                self.definitions[symbol] = self.objective = resolved.rhs

    def _rules(self, path: Key, mistakes: Mistakes) -> None:
        rules = self.strings("rules", mistakes)
        step = rules.pop("step", "")
        roles = self.source.data.get("roles")
        estimate = roles.get("estimate") if isinstance(roles, dict) else None
        for name, latex in rules.items():
            if name == estimate:
                self.declared([name], (*path, name), mistakes.tell)
            else:
                other = ", or the `estimate` of [roles]"
                self.check_state(name, (*path, name), mistakes, other)
            if name in self.symbols:
                into = self.estimates if name == estimate else self.rules
                with mistakes.trying((*path, name)):
                    shape = self.symbols[name].shape
                    into[name] = self.expression(latex, (*path, name), shape)
        if step not in self.symbols:
            got = f"; got `{step}`, which is not declared" if step else ""
            mistakes.tell((*path, "step"), f"must name the symbol of the step size{got}")
        self.step, self.rules = ("", {}) if mistakes else (step, self.rules)

    def _modes(self, path: Key, mistakes: Mistakes) -> None:
        indices = {symbol.index for symbol in self.symbols.values()} - {""}
        modes = self.strings("modes", mistakes)
        for index, space in modes.items():
            if index not in indices:
                mistakes.tell((*path, index), unknown("index", index, sorted(indices)))
            if space not in self.spaces:
                mistakes.tell((*path, index), unknown("space", space, self.spaces))
        self.modes = {} if mistakes else modes

    def _roles(self, path: Key, mistakes: Mistakes) -> None:
        self.roles = read_roles(self, path, mistakes)
