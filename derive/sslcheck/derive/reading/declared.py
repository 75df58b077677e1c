"""What is declared so far, and the reading of formulas with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sslcheck.derive.article.article import Claim, Equation, Flow, Hypothesis
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import AFTER, Expect, Expr, Relation, Sym
from sslcheck.derive.latex import Statement, of_whole_matrices, read_expression, read_statement
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, Rests, Source
from sslcheck.derive.reading.records import OPEN, Tell, shown, unknown
from sslcheck.derive.setting import Shape, Symbol, Views
from sslcheck.derive.shapes import resolve, resolve_relation
from sslcheck.derive.text.words import did_you_mean
from sslcheck.derive.traverse import walk

__all__ = ["Declared"]

_NOUNS = {"equations": "equation", "hypotheses": "hypothesis", "flows": "flow"}


class Declared:
    """Named parts of an article; ``broken`` says what to call each that cannot be read.

    ``fatal`` are mistakes for which nothing can be read, ``ill`` those of claims, ``problems`` all
    others.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.fatal, self.problems, self.ill = (Mistakes(source) for _ in range(3))
        self.broken: dict[tuple[str, str], str] = {}
        self.old = "format" not in self.table("article", self.fatal)
        self.spaces = self.strings("spaces", self.fatal)
        self.symbols: dict[str, Symbol] = {}
        self.definitions: dict[str, Expr] = {}
        self.equations: dict[str, Equation] = {}
        self.hypotheses: dict[str, Hypothesis] = {}
        self.flows: dict[str, Flow] = {}
        self.views: tuple[Views, ...] = ()
        self._given: dict[str, tuple[str, ...]] = {}
        """The arguments that a symbol is printed with."""

    # -- tables -----------------------------------------------------------------------------------

    def table(self, name: str, mistakes: Mistakes) -> dict[str, object]:
        """A table of the file; an empty one where there is none."""
        data = self.source.data.get(name, {})
        if isinstance(data, dict):
            return data
        mistakes.tell((name,), f"must be a table; got {shown(data)}")
        return {}

    def strings(self, name: str, mistakes: Mistakes) -> dict[str, str]:
        """A table of strings; what is none in it counts as broken."""
        found = {}
        for key, value in self.table(name, mistakes).items():
            if isinstance(value, str):
                found[key] = value
            else:
                mistakes.tell((name, key), f"must be a string; got {shown(value)}")
                self.broken[name, key] = self.called((name, key))
        return found

    def called(self, path: Key) -> str:
        """How a part is named to those that need it."""
        return f"{self.source.label(path)} (line {self.source.line(path)})"

    # -- formulas; all raise `SslcheckError` with the place, or `Rests` ---------------------------

    def statement(self, latex: str, path: Key) -> Statement:
        """Relations whose shapes are not checked."""
        found = read_statement(latex, self.symbols, self.spaces, self.source.at(path))
        sides = [side for r in found.relations for side in (r.lhs, r.rhs)]
        self.check_rests(sides)
        self.check_views(sides, self.source.at(path))
        self.check_given(sides, self.source.at(path))
        return found

    def relation(self, latex: str, path: Key) -> Relation:
        """One relation with conforming shapes."""
        relations = self.statement(latex, path).relations
        where = self.source.at(path)
        if len(relations) != 1:
            raise ArticleError(f"{where}: one equation is expected; got `{latex}`")
        whole = of_whole_matrices(relations[0], latex, where)
        return resolve_relation(whole, self.symbols, source=latex, where=where)

    def expression(self, latex: str, path: Key, shape: Shape) -> Expr:
        """An expression of the shape of what it is to stand for."""
        where = self.source.at(path)
        if latex.strip() == OPEN:
            raise ArticleError(f"{where}: `{OPEN}` is to be filled in: a formula")
        found = read_expression(latex, self.symbols, self.spaces, where)
        self.check_rests([found])
        self.check_views([found], where)
        self.check_given([found], where)
        return resolve(found, self.symbols, source=latex, where=where, expected=shape)[0]

    def values(self, latex: Iterable[str], path: Key, mistakes: Mistakes) -> dict[str, Expr]:
        """``symbol = expression``, each symbol once; mistakes are told."""
        return self.valued(self.equations_of(latex, path, mistakes), path, mistakes)

    def valued(
        self, equations: Iterable[tuple[str, Relation]], path: Key, mistakes: Mistakes
    ) -> dict[str, Expr]:
        """The symbols on the left of equations with what stands on the right."""
        found: dict[str, Expr] = {}
        for text, relation in equations:
            if not isinstance(relation.lhs, Sym):
                other = "; other equations are `relations`" if path[0] == "hypotheses" else ""
                mistakes.tell(path, f"`{text}` must have the form `symbol = expression`{other}")
            elif relation.lhs.name in found:
                mistakes.tell(path, f"`{relation.lhs.name}` is given two values; drop one")
            elif any(relation.lhs.name in views.random for views in self.views):
                law = "suppose something of its moments"
                mistakes.tell(
                    path, f"`{relation.lhs.name}` is random, and is given no value; {law}"
                )
            else:
                found[relation.lhs.name] = relation.rhs
        return found

    def relations(
        self, latex: Iterable[str], path: Key, mistakes: Mistakes
    ) -> tuple[Relation, ...]:
        """Equations; mistakes are told."""
        return tuple(relation for _, relation in self.equations_of(latex, path, mistakes))

    def equations_of(
        self, latex: Iterable[str], path: Key, mistakes: Mistakes
    ) -> list[tuple[str, Relation]]:
        """Equations with what is written; mistakes are told."""
        found = []
        for k, text, relation in self.relations_of(latex, path, mistakes):
            if relation.op != "=":
                mistakes.tell((*path, k), f"must be an equation; got `{text}`")
            else:
                found.append((text, relation))
        return found

    def relations_of(
        self, latex: Iterable[str], path: Key, mistakes: Mistakes
    ) -> list[tuple[int, str, Relation]]:
        """Relations with their places and what is written; mistakes are told."""
        found = []
        for k, text in enumerate(latex):
            with mistakes.trying((*path, k)):
                found.append((k, text, self.relation(text, (*path, k))))
        return found

    def check_rests(self, nodes: Iterable[Expr]) -> None:
        """Raise `Rests` where an expression needs a part that cannot be read."""
        for part in (part for node in nodes for part in walk(node)):
            uses = ("definitions", part.name) if isinstance(part, Sym) else ("", "")
            uses = ("expectation", "") if isinstance(part, Expect) else uses
            if uses in self.broken:
                raise Rests(self.broken[uses])

    def check_views(self, nodes: Iterable[Expr], where: str) -> None:
        """Raise `ArticleError` for an expectation over fewer views than stand in it, and for one
        after another over views of one input, which need not be independent."""
        for part in (part for node in nodes for part in walk(node)):
            if not (self.views and isinstance(part, Expect) and part.over):
                continue
            each = [{*one.split("\n")} - {""} for one in part.over.split(AFTER)]
            inside = self._names_in(part.arg)
            for views in self.views:
                used = views.random & inside
                # what is taken first has all of an input, or what names no view takes the rest
                first = next((one for one in reversed(each) if one & used), set[str]())
                if {*views.names} <= first or used <= first or (not first and set() in each):
                    continue
                shown = (", ".join(f"`{name}`" for name in sorted(one)) for one in each if one)
                said = f"an expectation over {' and then over '.join(shown)} alone is unknown"
                remedy = "over all that is random it is `\\mathbb{E}[...]`"
                raise ArticleError(f"{where}: {said}; {remedy}")

    def check_given(self, nodes: Iterable[Expr], where: str) -> None:
        """Raise `ArticleError` where a symbol has other arguments than before, or some that its
        definition does not name: values elsewhere cannot be read."""
        for part in (part for node in nodes for part in walk(node)):
            if not isinstance(part, Sym) or not part.given:
                continue
            shown = f"`{part.name}({', '.join(part.given)})`"
            first = self._given.setdefault(part.name, part.given)
            shorter, longer = sorted((first, part.given), key=len)
            rest = iter(longer)
            if not all(one in rest for one in shorter):
                said = f"{shown}, where it is `{part.name}({', '.join(first)})` before"
                remedy = "values elsewhere cannot be read: write the same arguments, or none"
                raise ArticleError(f"{where}: {said}; {remedy}")
            value = self.definitions.get(part.name)
            inside = self._names_in(value) if value is not None else set[str]()
            for key in (key for key in self.symbols if value and canonical(key) in part.given):
                if not inside & self._names_in(Sym(key)):
                    said = f"{shown}, which is defined without `{key}`"
                    raise ArticleError(f"{where}: {said}; write `{part.name}` alone")

    def supposes(self, claim: Claim) -> bool:
        """Whether anything is supposed of states beside a claim, and not said how it is meant."""
        names, given = [*claim.hypotheses], set[str]()
        flow = self.flows.get(claim.flow)
        while flow is not None:
            names += flow.on
            given |= flow.lets.keys()
            flow = self.flows.get(flow.base)
        for hypothesis in (self.hypotheses[name] for name in names if name in self.hypotheses):
            if not hypothesis.holds:
                given |= hypothesis.lets.keys() | hypothesis.properties.keys()
                for relation in hypothesis.relations:
                    given |= self._names_in(relation.lhs) | self._names_in(relation.rhs)
        if any(self.symbols[name].role == "state" for name in given & self.symbols.keys()):
            return True
        sides = (side for r in claim.statement.relations for side in (r.lhs, r.rhs))
        used = (self.symbols.get(name) for side in sides for name in self._names_in(side))
        return any(s and s.role == "state" and (s.properties or s.sign != "real") for s in used)

    def _names_in(self, node: Expr) -> set[str]:
        """The symbols in an expression, and in the definitions of these."""
        found: set[str] = set()
        pending = [node]
        while pending:
            for part in walk(pending.pop()):
                if isinstance(part, Sym) and part.name not in found:
                    found.add(part.name)
                    if part.name in self.definitions:
                        pending.append(self.definitions[part.name])
        return found

    # -- names ------------------------------------------------------------------------------------

    def known(self, table: str, names: Iterable[str], path: Key, mistakes: Mistakes) -> None:
        """Tell which of the names are no equations, hypotheses or flows that can be read."""
        for name in names:
            if (table, name) in self.broken:
                mistakes.cause = mistakes.cause or self.broken[table, name]
            elif name not in (there := self.names(table)):
                mistakes.tell(path, unknown(_NOUNS[table], name, there))

    def names(self, table: str) -> list[str]:
        """The equations, hypotheses or flows that there are, those that cannot be read too."""
        parts: Mapping[str, object] = getattr(self, table)
        return [*parts, *(name for other, name in self.broken if other == table)]

    def declared(self, names: Iterable[str], path: Key, tell: Tell) -> None:
        """Tell which of the names are not declared as symbols."""
        for name in names:
            if name not in self.symbols:
                hint = did_you_mean(name, self.symbols)
                tell(path, f"the symbol `{name}` is not declared in [symbols]{hint}")

    def check_state(self, name: str, path: Key, mistakes: Mistakes, other: str = "") -> None:
        """Tell if a name is not declared as a state, and what ``other`` it may be."""
        self.declared([name], path, mistakes.tell)
        if cause := self.broken.get(("definitions", name)):
            mistakes.cause = mistakes.cause or cause
        elif name in self.symbols and self.symbols[name].role != "state":
            role = self.symbols[name].role
            mistakes.tell(path, f"`{name}` is declared as a {role}; it must be a state{other}")
