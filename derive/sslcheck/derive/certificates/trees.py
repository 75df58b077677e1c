"""Expressions and settings as JSON, in the few forms that certificates know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sslcheck.derive import expr as e
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.setting import Setting, Views
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["relation_tree", "setting_tree", "tree"]


def tree(node: e.Expr) -> Any:
    """An expression as nested lists; raises `Unsupported` for what certificates do not know."""
    match node:
        case e.Num(value=value):
            return int(value) if value.denominator == 1 else ["Num", str(value)]
        case e.Sym(name=name):
            return name
        case e.Sum(terms=terms):
            return ["Sum", *map(tree, terms)]
        case e.Prod(factors=factors):
            return ["Prod", *map(tree, factors)]
        case e.Quotient(numerator=above, denominator=below):
            return ["Prod", ["Power", tree(below), "-1"], tree(above)]
        case e.Power(base=base, exponent=exponent):
            return ["Power", tree(base), str(exponent)]
        case e.SquaredNorm(arg=arg):
            return ["Trace", ["Prod", ["Transpose", tree(arg)], tree(arg)]]
        case e.Ident(space=space) | e.Size(space=space) if space:
            return [type(node).__name__, space]
        case (
            e.Transpose(arg=arg)
            | e.Trace(arg=arg)
            | e.Dot(arg=arg)
            | e.Exp(arg=arg)
            | e.At(arg=arg)
        ):
            return [type(node).__name__, tree(arg)]
        case e.Integral(arg=arg) | e.Expect(arg=arg) | e.Vec(arg=arg) | e.StopGrad(arg=arg):
            return [type(node).__name__, tree(arg)]
        case e.Kron(left=left, right=right):
            return ["Kron", tree(left), tree(right)]
        case e.Partial(arg=arg, symbol=symbol):
            return ["Partial", tree(arg), symbol]
        case e.Gradient(symbol=symbol, of=of):
            return ["Gradient", tree(of), symbol]
        case e.Diag(entry=entry, index=index, size=size) if size:
            return ["Diag", tree(entry), index, size]
        case e.Maximum(arg=arg, index=index) | e.Total(arg=arg, index=index, size=""):
            return [type(node).__name__, tree(arg), index]
        case e.IndexSum(arg=arg, index=letter, space=space) if space:
            return ["IndexSum", tree(arg), letter, space]
        case e.Entry(arg=arg, row=row, column=column) if row != "":
            return ["Entry", tree(arg), row, 0 if column == "" else column]
    raise Unsupported(f"certificates do not know `{type(node).__name__}`")


def relation_tree(relation: e.Relation) -> list[Any]:
    """A relation: its sign and its sides."""
    return [relation.op, tree(relation.lhs), tree(relation.rhs)]


def setting_tree(
    setting: Setting,
    roots: Iterable[e.Expr],
    rates: Mapping[str, e.Expr],
    always: Iterable[e.Relation] = (),
    here: Mapping[str, Iterable[str]] = MappingProxyType({}),
    stays: Iterable[e.Relation] = (),
) -> dict[str, Any]:
    """A setting as far as expressions, and what is supposed, are about it.

    ``rates`` are those of the flow, also of states for which a hypothesis lets something stand;
    ``always`` are relations that hold at all times of a trajectory, ``here`` is what states are
    supposed to be at the instant meant, ``stays`` what hypotheses suppose at all times.
    """
    given = {**setting.definitions, **setting.lets}
    flow = {**rates, **setting.flow}
    always, stays = [*always], [*stays]
    sides = [side for r in (*setting.relations, *always, *stays) for side in (r.lhs, r.rhs)]
    shown = [*roots, *sides, *setting.initial.values(), *setting.lets.values()]
    used = {*setting.initial, *setting.lets}.union(*map(_names, shown))
    groups = (given, setting.initial, flow)
    used = _closed(used, groups)
    views = [law for law in setting.views if law.random & used]
    moments = [_names(moment) for law in views for moment in law.moments]
    used = _closed(used.union(*(law.random for law in views), *moments), groups)
    symbols = {name: setting.symbols[name] for name in sorted(used - {"t"})}
    indices = {s.index for s in symbols.values()} - {""}
    return {
        "symbols": {
            name: {
                "shape": [*symbol.shape],
                "role": symbol.role,
                "sign": symbol.sign,
                "properties": sorted(symbol.properties),
                "index": symbol.index,
            }
            for name, symbol in symbols.items()
        },
        "values": {name: tree(given[name]) for name in symbols if name in given},
        "instant": {name: tree(value) for name, value in setting.initial.items()},
        "here": {name: sorted(here[name]) for name in symbols if name in here},
        "flow": {name: tree(flow[name]) for name in symbols if name in flow},
        "relations": [relation_tree(r) for r in setting.relations if r not in stays],
        "always": [*map(relation_tree, always)],
        "stays": [*map(relation_tree, stays)],
        "views": [_law_tree(law) for law in views],
        "merged": dict(setting.merged),
        "at_least": [[*pair] for pair in setting.at_least],
        "indices": {index: setting.space_of(index) for index in sorted(indices)},
        "along": setting.kept is not None,
        "lasts": False,
    }


def _names(node: e.Expr) -> set[str]:
    """All symbols in an expression, and those by which it is derived."""
    parts = [*walk(node)]
    named = symbols_in(parts)
    return named | {part.symbol for part in parts if isinstance(part, e.Partial | e.Gradient)}


def _closed(names: set[str], groups: Iterable[Mapping[str, e.Expr]]) -> set[str]:
    """Symbols, with those in what stands for them."""
    found, pending = set(names), [*names]
    while pending:
        name = pending.pop()
        inside = {n for group in groups if name in group for n in _names(group[name])} - found
        pending += inside
        found |= inside
    return found


def _law_tree(law: Views) -> dict[str, Any]:
    """The second moments of views."""
    if law.expected is not None:
        raise Unsupported("certificates know views only by their second moments")
    noise = 0 if law.noise is None else tree(law.noise)
    return {"names": [*law.names], "mean": law.mean, "second": tree(law.second), "noise": noise}
