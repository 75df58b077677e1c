"""Static facts about a setting: what replaces what, what depends on what, which sizes there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cached_property, lru_cache
from typing import NamedTuple

from sslcheck.derive import expr as e
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.reason import raised
from sslcheck.derive.traverse import free_indices, within

__all__ = ["Facts", "Scope", "parts"]

_FIELDS: dict[type[e.Expr], tuple[str, ...]] = {}


def parts(node: e.Expr) -> list[e.Expr]:
    """The direct sub-expressions; this route's own copy, with the field names remembered."""
    names = _FIELDS.get(type(node))
    if names is None:
        names = tuple(f.name for f in fields(node) if "Expr" in str(f.type))
        _FIELDS[type(node)] = names
    found: list[e.Expr] = []
    for name in names:
        value = getattr(node, name)
        if isinstance(value, e.Expr):
            found.append(value)
        elif isinstance(value, tuple):
            found.extend(value)
    return found


class Facts(NamedTuple):
    """What an expression itself mentions, without expanding any symbol."""

    names: frozenset[str]
    places: frozenset[tuple[str, frozenset[str]]]
    """Each symbol with the indices that a node over all values binds around it."""
    roots: tuple[e.Expr, ...]
    """And exponentials, outermost first."""
    expects: bool
    jumps: bool
    """Whether there is a pseudo-inverse: at a lower rank it may have another value."""


@lru_cache(maxsize=8192)
def _facts(root: e.Expr) -> Facts:
    """The facts about a node, remembered: many settings share their expressions."""
    names: set[str] = set()
    places: set[tuple[str, frozenset[str]]] = set()
    roots: list[e.Expr] = []
    expects = jumps = False
    pending = [(root, frozenset[str]())]
    while pending:
        node, bound = pending.pop()
        if type(node) is e.Sym:
            names.add(node.name)
            places.add((node.name, bound))
            continue
        if isinstance(node, e.Exp) or (isinstance(node, e.Power) and node.exponent.denominator > 1):
            if not free_indices(node):  # of entries: of a number, which may be irrational
                roots.append(node)
        elif isinstance(node, (e.Gradient, e.Partial)):
            names.add(node.symbol)
        elif isinstance(node, e.Expect):
            expects = True
        elif isinstance(node, e.PseudoInverse):
            jumps = True
        elif isinstance(node, (e.Columns, e.Diag, e.Maximum, e.Total)):
            bound |= {node.index}
        pending += [(child, bound) for child in parts(node)]
    return Facts(frozenset(names), frozenset(places), tuple(roots), expects, jumps)


class Scope:
    """A setting with its dependency questions answered once and remembered."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._reach: dict[str, frozenset[str]] = {}
        self._indices: dict[str, frozenset[str]] = {}
        self._free: dict[frozenset[tuple[str, frozenset[str]]], frozenset[str]] = {}
        self._spaces: dict[str, tuple[str, ...]] = {}
        spaces: dict[str, None] = {}
        for symbol in setting.symbols.values():
            for space in symbol.shape:
                spaces.update(dict.fromkeys(self.atoms(space)))
        indices = {symbol.index for symbol in setting.symbols.values()} - {""}
        spaces.update(dict.fromkeys(filter(None, map(setting.space_of, sorted(indices)))))
        for space in (space for pair in setting.at_least for space in pair):
            spaces.update(dict.fromkeys(self.atoms(space)))
        self.spaces = tuple(spaces)

    @cached_property
    def functions(self) -> frozenset[str]:
        """The symbols that move by no flow: arbitrary functions of time."""
        setting = self.setting
        return frozenset(
            name
            for name, symbol in setting.symbols.items()
            if symbol.moves and name not in setting.flow and self.replacement(name) is None
        )

    @cached_property
    def derived(self) -> tuple[str, ...]:
        """The symbols whose values are given by others, and of which something is declared."""
        return tuple(
            name
            for name, symbol in self.setting.symbols.items()
            if (symbol.properties or symbol.sign != "real")
            and (self.replacement(name) is not None or name in self.setting.initial)
        )

    @cached_property
    def equations(self) -> tuple[e.Relation, ...]:
        """The relations, and what properties of given symbols ask for, written as equations."""
        found = list(self.setting.relations)
        for name, value in self.setting.initial.items():
            if self.replacement(name) is not None:  # it starts where it starts all the same
                found.append(e.Relation(e.At(e.Sym(name)), "=", e.At(value)))
        for name in self.derived:
            traits, value = self.symbol(name).properties, e.Sym(name)
            if traits & {"symmetric", "psd"}:
                found.append(e.Relation(e.Transpose(value), "=", value))
            if "orthonormal" in traits:
                gram = e.Prod((e.Transpose(value), value))
                found.append(e.Relation(gram, "=", e.Ident(self.symbol(name).shape[1])))
        return tuple(found)

    @cached_property
    def related(self) -> tuple[str, ...]:
        """The independent symbols on which it depends whether a point satisfies the setting."""
        sides = [side for r in self.equations for side in (r.lhs, r.rhs)]
        names = frozenset[str]().union(*map(self.mentions, [*sides, *map(e.Sym, self.derived)]))
        return tuple(
            name
            for name in self.setting.symbols
            if name in names and self.replacement(name) is None and name not in self.setting.initial
        )

    @cached_property
    def dividing(self) -> tuple[str, ...]:
        """The states whose rates divide, also in what is defined."""
        flow, definitions = self.setting.flow, self.setting.definitions
        return tuple(n for n, v in flow.items() if any(map(_divides, within((v,), definitions))))

    def summed(self, node: e.Total | e.Columns) -> str:
        """The space that a sum runs over; Unsupported where its index runs over another one."""
        known = self.setting.indices.get(node.index)
        if not node.size:
            return self.modes(node.index)
        space = self.setting.space(node.size)
        if known is not None and self.setting.space(known) != space:
            raise Unsupported(f"a sum over {space} in the index {node.index}, which is of {known}")
        return space

    def modes(self, index: str) -> str:
        """The space that an index runs over. Raises `Unsupported` where it is not known."""
        space = self.setting.space_of(index)
        if not space:
            raise Unsupported(e.unknown_space(index))
        return space

    def atoms(self, space: str) -> tuple[str, ...]:
        """The representatives of the factors of a space; none for ``"1"``."""
        found = self._spaces.get(space)
        if found is None:
            names = [self.setting.space(part.strip()) for part in space.split("*")]
            found = self._spaces[space] = tuple(name for name in names if name != "1")
        return found

    def dimension(self, space: str, sizes: Mapping[str, int]) -> int:
        """The dimension of a space; Unsupported for one that no symbol lives in."""
        total = 1
        for atom in self.atoms(space):
            if atom not in sizes:
                raise Unsupported(f"the space {atom!r} is not one of {', '.join(sizes)}")
            total *= sizes[atom]
        return total

    def symbol(self, name: str) -> Symbol:
        """The declaration of a symbol; Unsupported where there is none."""
        try:
            return self.setting.symbols[name]
        except KeyError:
            raise raised(Unsupported, "the symbol ", e.Sym(name), " is not declared") from None

    def replacement(self, name: str) -> e.Expr | None:
        """What stands for the symbol at all times, a hypothesis before an abbreviation."""
        return self.setting.lets.get(name) or self.setting.definitions.get(name)

    def facts(self, node: e.Expr) -> Facts:
        """What the expression mentions here: the views' moments included."""
        facts = _facts(node)
        if not facts.expects:
            return facts
        moments = [_facts(m) for views in self.setting.views for m in views.moments]
        return facts._replace(
            names=facts.names.union(*(m.names for m in moments)),
            roots=(*facts.roots, *(r for m in moments for r in m.roots)),
        )

    def reach(self, name: str) -> frozenset[str]:
        """The symbol and what its value at one time is made of, by lets and definitions."""
        found = self._reach.get(name)
        if found is None:
            self._reach[name] = frozenset((name,))  # what a circular definition would see
            total = {name}
            replacement = self.replacement(name)
            if replacement is not None:
                for other in self.facts(replacement).names:
                    total |= self.reach(other)
            found = self._reach[name] = frozenset(total)
        return found

    def mentions(self, node: e.Expr) -> frozenset[str]:
        """All symbols that the value at one time is made of."""
        return frozenset().union(*(self.reach(name) for name in self.facts(node).names))

    def closure(self, nodes: Iterable[e.Expr]) -> tuple[frozenset[str], tuple[e.Expr, ...]]:
        """All symbols that the nodes depend on, flows and initial values included, and roots.

        Roots come innermost first as far as the order of expansion tells; exponentials in which a
        matrix stands are with them.
        """
        seen: set[str] = set()
        roots: dict[e.Expr, None] = {}
        pending = list(nodes)
        setting = self.setting
        while pending:
            facts = self.facts(pending.pop())
            roots.update(dict.fromkeys(facts.roots))
            for name in sorted(facts.names - seen):
                seen.add(name)
                replacement = self.replacement(name)
                if replacement is not None:
                    pending.append(replacement)
                    continue
                pending += [g[name] for g in (setting.initial, setting.flow) if name in g]
        found = [r for r in roots if not isinstance(r, e.Exp) or self._has_matrix(r)]
        return frozenset(seen), tuple(reversed(found))

    def _has_matrix(self, node: e.Expr) -> bool:
        known = (self.setting.symbols.get(name) for name in self.mentions(node))
        return any(symbol is not None and not symbol.scalar for symbol in known)

    def indices_of(self, name: str) -> frozenset[str]:
        """The indices over which a symbol has values: its own, or those of what replaces it."""
        found = self._indices.get(name)
        if found is None:
            self._indices[name] = frozenset()  # what a circular definition would see
            symbol, replacement = self.setting.symbols.get(name), self.replacement(name)
            if symbol and symbol.index:
                found = frozenset((symbol.index,))
            else:
                found = self.indices(replacement) if replacement is not None else frozenset()
            self._indices[name] = found
        return found

    def indices(self, node: e.Expr) -> frozenset[str]:
        """The indices for each value of which an expression has a value of its own."""
        places = self.facts(node).places
        found = self._free.get(places)
        if found is None:
            found = frozenset().union(*(self.indices_of(name) - bound for name, bound in places))
            self._free[places] = found
        return found

    def modal(self, name: str) -> bool:
        """Whether the symbol has one value per mode."""
        return bool(self.indices_of(name))


def _divides(node: e.Expr) -> bool:
    return isinstance(node, e.Quotient) or (isinstance(node, e.Power) and node.exponent < 0)
