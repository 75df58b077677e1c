"""All of an article file but its claims: each part is read even where another cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import msgspec

from sslcheck.derive.article.article import Equation, Flow, Hypothesis
from sslcheck.derive.article.flows import derivative_of
from sslcheck.derive.article.roles import Roles
from sslcheck.derive.expr import At, Dot, Expect, Expr, Relation, Sym
from sslcheck.derive.latex import Statement, presented, read_statement, split_rows
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.reading.declared import Declared
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, Source
from sslcheck.derive.reading.motions import motions, moved_alone, twice, velocities, with_velocities
from sslcheck.derive.reading.old_norms import frobenius, rewritten
from sslcheck.derive.reading.records import OPEN, record, shown, unknown
from sslcheck.derive.reading.roles import read_roles
from sslcheck.derive.reading.tables import (
    EquationTable,
    ExpectationTable,
    FlowTable,
    HypothesisTable,
    ObjectiveTable,
    SymbolTable,
)
from sslcheck.derive.setting import Property, Shape, Symbol, Views
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import written
from sslcheck.derive.traverse import children, map_children, walk, within

__all__ = ["Parts"]

_LETTERS = re.compile(r"[A-Za-z]{2,}", re.ASCII)


class Parts(Declared):
    """Reads all parts of a file, later ones with the earlier."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.rules: dict[str, Expr] = {}
        self.step = ""
        self.objective: Expr | None = None
        self.modes: dict[str, str] = {}
        self.velocities: dict[str, str] = {}
        self.roles: Roles | None = None
        for name, data in self.table("symbols", self.fatal).items():
            self._symbol(name, data)
        if self.old and (changes := frobenius(source.data, self.symbols, self.spaces)):
            self.source = source = replace(source, data=rewritten(source.data, changes))
        self._part("expectation", "", self._views)
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
        self._velocities()
        for name, data in self.table("hypotheses", self.problems).items():
            self._part("hypotheses", name, partial(self._hypothesis, name, data))
        self._part("rules", "", self._rules)
        for name, data in self.table("flows", self.problems).items():
            self._part("flows", name, partial(self._flow, name, data))
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

    def _symbol(self, name: str, data: object) -> None:
        path, mistakes = ("symbols", name), Mistakes(self.source)
        table = record(data, SymbolTable, path, mistakes.tell) or _rest(data)
        spaces = self.source.data.get("spaces", {})
        known, shape = {*spaces, "1"} if isinstance(spaces, dict) else None, table.shape
        if known is not None and {p for s in shape for p in s.split("*")} - known:
            wanted = f"two spaces out of {', '.join(sorted(known))} (or products such as `d*n`)"
            left = "`?` is to be filled in: rows and columns are" if OPEN in shape else ""
            mistakes.tell(
                (*path, "shape"),
                f"{left} {wanted}" if left else f"must be {wanted}; got {[*shape]}",
            )
            shape = "1", "1"
        else:
            _check_marks(shape, table.properties, (*path, "properties"), mistakes)
        if canonical(name) in ("t", "t'"):
            mistakes.tell(path, "is the time in every formula; give what is meant another letter")
        if letters := _LETTERS.match(name):
            how = (
                f"name it `{letters[0][0]}`, `{letters[0][0]}_{letters[0][1]}` or by a Greek letter"
            )
            mistakes.tell(path, f"in a formula this is a product of letters; {how}")
        size = f"and `{name}` is {shape[0]} x {shape[1]}"
        if table.sign != "real" and shape != ("1", "1"):
            other = "of a matrix `properties` say more"
            mistakes.tell((*path, "sign"), f"only a number has one, {size}; {other}")
        if table.index and shape[1] != "1":
            mistakes.tell((*path, "index"), f"only a number or a column has one, {size}")
        self.symbols[name] = Symbol(
            name,
            shape,
            frozenset(table.properties),
            table.sign,
            table.role,
            table.index,
            table.text,
        )
        if mistakes:  # what is known of it is for the messages about formulas
            self.symbols[name] = Symbol(name, shape, role=table.role, index=table.index)
            self.broken["definitions", name] = self.called(path)
            self.fatal.told += mistakes.told

    def _views(self, path: Key, mistakes: Mistakes) -> None:
        data = self.source.data["expectation"]
        inputs = data if isinstance(data, list) else [data]
        found: list[Views] = []
        for k, one in enumerate(inputs):
            place = (*path, k) if isinstance(data, list) else path
            views = self._input(one, place, mistakes)
            for name in views.random if views else ():
                if any(name in other.random for other in found):
                    mistakes.tell(place, f"`{name}` belongs to two inputs; they are independent")
            found += [views] if views else []
        self.views = () if mistakes else tuple(found)

    def _input(self, data: object, path: Key, mistakes: Mistakes) -> Views | None:
        table = record(data, ExpectationTable, path, mistakes.tell)
        if table is None:
            return None
        known, zero = len(mistakes.told), table.expected.strip() == "0"
        random = [*table.views, *filter(None, [table.mean])]
        if not table.views:
            mistakes.tell((*path, "views"), "names no view; give one at least")
        self.declared(random, path, mistakes.tell)
        given = [self.symbols[name] for name in random if name in self.symbols]
        for symbol in given:
            if symbol.role != "view":
                mistakes.tell(path, f"`{symbol.name}` is random: give it the role `view`")
            elif symbol.shape != (given[0].shape[0], "1"):
                other = f"as `{given[0].name}` has rows" if symbol.shape[1] == "1" else ""
                need = f"views of an input are columns {other}".rstrip()
                mistakes.tell(path, f"`{symbol.name}` is {' x '.join(symbol.shape)}; {need}")
        if bool(table.second_moment) == bool(table.covariance):
            mistakes.tell(path, "give one of `second_moment` and `covariance`")
        elif table.second_moment and table.expected and not zero:
            mistakes.tell(path, "where `expected` is not 0, give `covariance`: of what is left")
        if (table.covariance or table.gaussian) and not table.expected:
            mistakes.tell(path, "`expected` is missing: `E[view]`, such as `expected = '0'`")
        if len(table.views) > 1 and not table.noise:
            mistakes.tell(path, "`noise` is missing: by it the views of an input differ")
        if len(mistakes.told) > known:
            return None
        rows = given[0].shape[0]

        def moment(key: str, latex: str, columns: str) -> Expr | None:
            with mistakes.trying((*path, key)):
                found = self.expression(latex, (*path, key), (rows, columns)) if latex else None
                for node in walk(found) if found else ():
                    if isinstance(node, Expect) or (
                        isinstance(node, Sym) and self.symbols[node.name].role == "view"
                    ):
                        mistakes.tell((*path, key), "is not random itself; name it by a symbol")
                        break
                return found
            return None

        key = "covariance" if table.covariance else "second_moment"
        second = moment(key, table.covariance or table.second_moment, rows)
        noise = moment("noise", table.noise, rows)
        expected = moment("expected", table.expected, "1")
        if second is None:
            return None
        return Views(table.views, table.mean, second, noise, expected, table.gaussian)

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
                    rows.append(Statement((), row))  # what cannot be read says nothing
                    with mistakes.trying((*path, "latex")):
                        rows[-1] = read_statement(row, self.symbols, self.spaces, label)
            latex = presented(table.latex)
            self.equations[table.number] = Equation(table.number, latex, tuple(rows))
            if not rows:
                self.broken["equations", table.number] = self.called(path)
        self.problems.told += mistakes.told

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
            inside = {part.name for part in walk(at) if isinstance(part, Sym)}
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
            with mistakes.trying(path):
                where = f"{self.source.at(path)}, equation ({number})"
                self.check_rests([found.lhs, found.rhs])
                self.check_views([found.lhs, found.rhs], where)
                resolved = resolve_relation(found, self.symbols, source=row.source, where=where)
                self.definitions[symbol] = self.objective = resolved.rhs

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
                size = f"`{symbol}` is {rows} x {columns}"
                mistakes.tell((*path, "gap"), f"{size}; a gap is of a square matrix's spectrum")
        for space in (s for pair in table.at_least for s in pair):
            if space not in self.spaces and space != "1":
                mistakes.tell((*path, "at_least"), unknown("space", space, self.spaces))
        flows = self.table("flows", Mistakes(self.source))  # not read yet
        if table.flow and table.flow not in flows:
            mistakes.tell((*path, "flow"), unknown("flow", table.flow, flows))
        properties = {s: marks for s, marks in table.properties.items() if s in self.symbols}
        for symbol, marks in properties.items():
            at = (*path, "properties", symbol)
            _check_marks(self.symbols[symbol].shape, marks, at, mistakes)
        lets = self.equations_of(table.let, (*path, "let"), mistakes)
        relations = self.equations_of(table.relations, (*path, "relations"), mistakes)
        holds = table.holds
        if holds in (None, "at the start") and not any(map(self._moves, table.properties)):
            said = [*lets, *relations]
            values = [one for one in said if self._is_of_the_start(one[1])]
            said = [one for one in said if one not in values]
            started = [(text, new) for text, one in said if (new := self._started(one))]
            if started != said and len(started) == len(said):
                holds = "at the start"
                lets = [(text, new) for text, new in started if self._is_given(new)]
                relations = [one for one in started if one not in lets]
            else:
                lets = [one for one in lets if one not in values]
                relations = [one for one in relations if one not in values]
            lets = [*values, *lets]
        # a definition goes on to hold beside the value: it says something of what is defined by
        relations += [one for one in lets if self._is_defined(one[1].lhs)]
        lets = [one for one in lets if not self._is_defined(one[1].lhs)]
        hypothesis = Hypothesis(
            name,
            written(table.text or name),
            self.valued(lets, (*path, "let"), mistakes),
            {symbol: frozenset(marks) for symbol, marks in properties.items()},
            table.at_least,
            table.flow,
            table.gap,
            table.frozen,
            tuple(relation for _, relation in relations),
            holds,
        )
        if not mistakes:
            self.hypotheses[name] = hypothesis

    def _started(self, relation: Relation) -> Relation | None:
        """A statement about values at 0 as one about the start; None of one that is about more."""
        relation = with_velocities(relation, self.velocities)
        sides = relation.lhs, relation.rhs
        if any(isinstance(part, Dot) for side in sides for part in walk(side)):
            return None
        outside = (part for side in sides for part in _outside(side))
        if any(isinstance(part, Sym) and self._moves(part.name) for part in outside):
            return None
        return Relation(_begun(relation.lhs), relation.op, _begun(relation.rhs))

    def _is_of_the_start(self, relation: Relation) -> bool:
        """Whether an equation gives something that rests its value by states at time 0."""
        name = relation.lhs.name if isinstance(relation.lhs, Sym) else ""
        outside = {part.name for part in _outside(relation.rhs) if isinstance(part, Sym)}
        begun = any(isinstance(part, At) for part in walk(relation.rhs))
        return begun and self._is_given(relation) and not any(map(self._moves, {name} | outside))

    def _is_defined(self, node: Expr) -> bool:
        return isinstance(node, Sym) and node.name in self.definitions

    def _is_given(self, relation: Relation) -> bool:
        """Whether an equation gives one symbol its value, which then can be inserted."""
        name = relation.lhs.name if isinstance(relation.lhs, Sym) else ""
        inside = {part.name for part in walk(relation.rhs) if isinstance(part, Sym)}
        return bool(name) and name not in inside and name not in self.definitions

    def _moves(self, name: str) -> bool:
        """Whether a symbol depends on the time, also by what it stands for."""
        inside = within([Sym(name)], self.definitions)
        names = {part.name for part in inside if isinstance(part, Sym)} & self.symbols.keys()
        return name == "t" or any(self.symbols[n].moves for n in names)

    def _rules(self, path: Key, mistakes: Mistakes) -> None:
        rules = self.strings("rules", mistakes)
        step = rules.pop("step", "")
        for name, latex in rules.items():
            self.check_state(name, (*path, name), mistakes)
            if name in self.symbols:
                with mistakes.trying((*path, name)):
                    shape = self.symbols[name].shape
                    self.rules[name] = self.expression(latex, (*path, name), shape)
        if step not in self.symbols:
            got = f"; got `{step}`, which is not declared" if step else ""
            mistakes.tell((*path, "step"), f"must name the symbol of the step size{got}")
        self.step, self.rules = ("", {}) if mistakes else (step, self.rules)

    def _flow(self, name: str, data: object, path: Key, mistakes: Mistakes) -> None:
        meant = {"latex": "unknown key; did you mean `equations`?"}
        table = record(data, FlowTable, path, mistakes.tell, meant=meant)
        if table is None:
            return
        self.known("hypotheses", table.on, (*path, "on"), mistakes)
        if table.from_ and ("flows", table.from_) in self.broken:
            mistakes.cause = mistakes.cause or self.broken["flows", table.from_]
        elif table.from_ and table.from_ not in self.flows:
            mistakes.tell((*path, "from"), f"`{table.from_}` is not a flow declared above this one")
        elif not table.from_ and not table.equations:
            mistakes.cause = mistakes.cause or self.broken.get(("rules", ""), "")
        for state in table.states:
            self.check_state(state, (*path, "states"), mistakes)
        lets = self.values(table.let, (*path, "let"), mistakes)
        sets = self.values(table.set, (*path, "set"), mistakes)
        for key, given in (("let", lets), ("set", sets)):
            for symbol in given.keys() & self.definitions.keys():
                instead = (
                    "give the letters in its definition their values, or put it into a hypothesis"
                )
                mistakes.tell((*path, key), f"`{symbol}` is defined, so it has a value; {instead}")
        for both in lets.keys() & sets.keys():
            message = f"`{both}` is set, and let as well; `set` inserts it into the gradient only"
            mistakes.tell((*path, "set"), message)
        printed = self.relations(table.equations, (*path, "equations"), mistakes)
        equations, new = motions(printed, self.symbols)
        self.symbols |= new
        _check_effect(table, path, mistakes)
        self._check_motions(equations, (*path, "equations"), mistakes)
        still = table.stop_gradient
        if not mistakes:
            text = written(table.text or name)
            self.flows[name] = Flow(
                name, text, table.from_, table.on, table.states, lets, equations, still, sets
            )

    def _velocities(self) -> None:
        """Velocities that flows bring with them, where no flow moves the state otherwise: what is
        supposed of a rate is then supposed of the velocity.
        """
        first = {*self.table("rules", Mistakes(self.source))}
        found: dict[str, str] = {}
        for name, data in self.table("flows", Mistakes(self.source)).items():
            latex = data.get("equations") if isinstance(data, dict) else None
            path, unheard = ("flows", name, "equations"), Mistakes(self.source)  # told later
            texts = [t for t in latex if isinstance(t, str)] if isinstance(latex, list) else []
            printed = self.relations(texts, path, unheard)
            found |= velocities(printed)
            first |= {*moved_alone(printed)} - velocities(printed).keys()
            self.symbols |= motions(printed, self.symbols)[1]
        self.velocities = {name: v for name, v in found.items() if name not in first}

    def _check_motions(
        self, equations: tuple[Relation, ...], path: Key, mistakes: Mistakes
    ) -> None:
        """Each gives the rate of one state, and each state has one."""
        moved: set[str] = set()
        for relation in equations:
            name, _ = derivative_of(relation)
            printed = relation_latex(relation)
            if both := [*twice(relation.lhs)]:
                also = "there is one for its first derivative as well; keep one of them"
                mistakes.tell(
                    path, f"`{printed}` gives the second derivative of `{both[0]}`; {also}"
                )
            elif not name:
                wanted = "one rate stands on the left, maybe with a factor: `\\dot{W} = ...`"
                mistakes.tell(path, f"{wanted}; got `{printed}`")
            elif name in self.definitions:
                mistakes.tell(path, f"`{name}` is defined, so it has no equation of its own")
            elif name in moved:
                mistakes.tell(path, f"there are two equations for `{name}`; keep one")
            else:
                self.check_state(name, path, mistakes)
            moved.add(name)

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


def _check_effect(table: FlowTable, path: Key, mistakes: Mistakes) -> None:
    """Keys that say nothing beside the others are refused: they would be read as if they did."""
    if table.on and not table.from_:
        mistakes.tell((*path, "on"), "needs `from`: the flow that is looked at on these states")
    for key in ("let", "set", "equations"):
        if table.on and getattr(table, key):
            why = "has no effect beside `on`; give it to the flow that `from` names"
            mistakes.tell((*path, key), why)
    if table.states and not table.on:
        why = "names the scalars that move on a family of states (`on`); here all states move"
        mistakes.tell((*path, "states"), why)
    if table.from_ and not table.stop_gradient:
        why = f"has no effect: the rates come from `{table.from_}`; say it in a flow without `from`"
        mistakes.tell((*path, "stop_gradient"), why)


def _outside(node: Expr) -> Iterator[Expr]:
    """The parts of an expression that are not taken at time 0."""
    if not isinstance(node, At):
        yield node
        for child in children(node):
            yield from _outside(child)


def _begun(node: Expr) -> Expr:
    """An expression without the marks that it is taken at time 0."""
    return _begun(node.arg) if isinstance(node, At) else map_children(node, _begun)


def _rest(data: object) -> SymbolTable:
    """What counts of a symbol's entry that cannot be read as a whole."""
    some = SymbolTable()
    for key in ("shape", "role", "index") if isinstance(data, dict) else ():
        one = {key: data[key]} if key in data else {}  # type: ignore[index,operator]
        if found := record(one, SymbolTable, (), lambda *_: None):
            some = msgspec.structs.replace(some, **{key: getattr(found, key)}) if one else some
    return some


def _check_marks(shape: Shape, marks: tuple[Property, ...], path: Key, mistakes: Mistakes) -> None:
    for mark in marks:
        if mark == "orthonormal" and len(marks) > 1:
            mistakes.tell(path, "an orthonormal matrix cannot be declared something else as well")
        if mark != "orthonormal" and shape[0] != shape[1]:
            message = f"a {shape[0]} x {shape[1]} matrix cannot be {mark}: it is not square"
            mistakes.tell(path, message)
        if mark == "invertible" and shape == ("1", "1"):
            mistakes.tell(path, 'a number is not declared invertible; give it a sign, "positive"')
