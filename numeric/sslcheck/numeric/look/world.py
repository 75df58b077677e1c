"""What a claim is about, from the article alone: symbols, values by expression, a flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.expr import Expr, Gradient, Relation, Sym
from sslcheck.derive.setting import Symbol, Views
from sslcheck.derive.traverse import walk, within
from sslcheck.numeric.look.flow_lines import FlowParts, Line, TiedLine, expressions_of, parts_of

if TYPE_CHECKING:
    pass

__all__ = ["World", "world_of"]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """``expressions`` hold at all times, ``instants`` where a moment is drawn, ``lines`` move.

    ``held`` are inserted after a gradient is taken, and fixed where it is: what a rule sets, and
    what a claim assumes.
    """

    symbols: Mapping[str, Symbol]
    expressions: Mapping[str, Expr]
    instants: Mapping[str, Expr] = field(default_factory=dict)
    lasting: frozenset[str] = frozenset()
    """Those of them that are meant to hold along a trajectory."""
    relations: tuple[Relation, ...] = ()
    lines: tuple[Line, ...] = ()
    held: frozenset[str] = frozenset()
    assumed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Properties that hypotheses add."""
    along: bool = False
    """Whether what is assumed of states has to hold at all times of their trajectory."""
    at_start: bool = False
    """Whether it holds at the start alone."""
    at_least: tuple[tuple[str, str], ...] = ()
    gaps: tuple[str, ...] = ()
    views: tuple[Views, ...] = ()
    stop_gradient: bool = True
    indices: Mapping[str, str] = field(default_factory=dict)
    spaces: tuple[str, ...] = ()
    flow: str = ""
    step: str = ""

    @property
    def moved(self) -> frozenset[str]:
        """The states with an equation of motion."""
        return frozenset(name for line in self.lines for name in line.names)

    def about(self, names: frozenset[str]) -> World:
        """The part of it that concerns these symbols, a set closed under `names`."""
        return replace(
            self,
            symbols={n: s for n, s in self.symbols.items() if n in names or n == self.step},
            instants={n: v for n, v in self.instants.items() if n in names},
            lines=tuple(line for line in self.lines if line.names & names),
            assumed={n: marks for n, marks in self.assumed.items() if n in names},
        )

    @property
    def steady(self) -> bool:
        """Whether the moments of the views do not depend on time."""
        names = self.names(*(moment for views in self.views for moment in views.moments))
        return not any(self.symbols[n].moves for n in names)

    def names(self, *nodes: Expr) -> frozenset[str]:
        """All symbols that the nodes contain, what these stand for, and what moves them."""
        found: set[str] = set()
        pending = list(nodes)
        while pending:
            for part in walk(pending.pop()):
                named = [part.name] if isinstance(part, Sym) else []
                if isinstance(part, Gradient):
                    named.append(part.symbol)
                for name in named:
                    if name in found or name not in self.symbols:
                        continue
                    found.add(name)
                    for where in (self.expressions, self.instants):
                        if name in where:
                            pending.append(where[name])
                    for line in self.lines:
                        pending += expressions_of(line) if name in line.names else ()
                    pending += (m for v in self.views if name in v.random for m in v.moments)
        return frozenset(found)


def world_of(article: Article, claim: Claim) -> World:
    """Everything that is assumed where a claim is looked at. Raises `Unseen`."""
    chosen = tuple(article.hypotheses[name] for name in claim.hypotheses)
    named, meant = claim.flow, claim.form.meant(claim)
    for hypothesis in chosen:
        named = hypothesis.flow or named
    parts = parts_of(article, named) if named else FlowParts()
    symbols = dict(article.symbols)
    assumed: dict[str, frozenset[str]] = {}
    for hypothesis in (*parts.on, *chosen):
        for name, marks in hypothesis.properties.items():
            symbols[name] = replace(symbols[name], properties=symbols[name].properties | marks)
            assumed[name] = assumed.get(name, frozenset()) | marks
        for name in hypothesis.frozen:
            symbols[name] = replace(symbols[name], role="parameter")
    frozen = {name for hypothesis in chosen for name in hypothesis.frozen}
    lines = tuple(line for line in parts.lines if not line.names & frozen)
    moved = frozenset(name for line in lines for name in line.names)
    lasting = frozenset(
        n for h in chosen for n in h.lets if n in moved and (h.holds or meant) != "at the start"
    )
    about = [
        h.holds or meant for h in chosen if h.lets.keys() & moved or h.properties.keys() & moved
    ]
    always, instants = dict(parts.lets), dict[str, Expr]()
    for hypothesis in chosen:
        for name, value in hypothesis.lets.items():
            (instants if name in moved else always)[name] = value
    everything = (*parts.on, *chosen)
    relations = [r for h in everything for r in h.relations]
    for bound in (bound.equation for h in everything for bound in h.bounds):
        known = {**article.definitions, **always, **instants}
        names = {
            part.name
            for part in within((bound.lhs, bound.rhs), article.definitions)
            if isinstance(part, Sym)
        }
        moves = any(symbols[n].role == "state" for n in names & symbols.keys())
        if isinstance(bound.lhs, Sym) and not moves and _is_free(bound.lhs, bound.rhs, known):
            always[bound.lhs.name] = bound.rhs
        else:
            relations.append(bound)
    along = "along" in about or (meant == "along" and bool(everything))
    if along:
        lines = (*lines, *_tied(symbols, {**article.definitions, **always}, instants, moved))
    return World(
        symbols=symbols,
        expressions={**article.definitions, **always},
        instants=instants,
        lasting=lasting,
        along=along,
        at_start="at the start" in about,
        relations=tuple(relations),
        lines=lines,
        held=parts.held | (always.keys() - parts.lets.keys()),
        assumed=assumed,
        at_least=tuple(pair for h in everything for pair in h.at_least),
        gaps=tuple(h.gap for h in everything if h.gap),
        views=article.views,
        stop_gradient=parts.stop_gradient,
        indices=article.indices,
        spaces=tuple(article.spaces),
        flow=named,
        step=article.step,
    )


def _is_free(symbol: Sym, value: Expr, known: Mapping[str, Expr]) -> bool:
    """Whether a symbol may have a value: it has none, and the value does not rest on it."""
    return symbol.name not in known and symbol not in within((value,), known)


def _tied(
    symbols: Mapping[str, Symbol],
    expressions: Mapping[str, Expr],
    instants: Mapping[str, Expr],
    moved: frozenset[str],
) -> Iterator[Line]:
    """Free functions of time that move so that states stay where they are assumed to be."""
    for state, value in instants.items():
        names = {part.name for part in walk(value) if isinstance(part, Sym)}
        free = [n for n in sorted(names) if n in symbols and symbols[n].role == "function"]
        free = [n for n in free if n not in expressions and n not in moved and symbols[n].scalar]
        if len(free) == 1:
            yield TiedLine(state, value, free[0])
