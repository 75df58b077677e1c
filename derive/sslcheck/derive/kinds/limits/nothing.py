"""Special flows: some letters are 0, or 1, so that what is left of a flow is simple to judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations

from sslcheck.derive.algebra.letters import RootOf
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Expr, Ident, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.condition import with_lets

__all__ = ["special_flows"]

_LETTERS = 8
_MOST = 3  # more than are 0 at once
_NEVER = frozenset({"orthonormal", "invertible"})


def special_flows(case: Case, but: Iterable[str] = ()) -> Iterator[tuple[dict[str, Expr], Case]]:
    """The claim where one or two parameters or states are 0, and with it their values.

    A parameter may be 0 if its declaration admits it and it is none of ``but``, a state if the flow
    keeps it so. At last other square matrices among the parameters are the identity. What is false
    of such a flow is false of the flow.
    """
    setting = case.setting
    if setting.relations or setting.leftover:
        return
    given = {*setting.lets, *setting.definitions, *setting.initial, *but}
    used = [n for n in setting.symbols if n not in given and _is_used(setting, n)]
    letters = [n for n in used if _may_vanish(setting.symbols[n])][:_LETTERS]
    ones: dict[str, Expr] = {
        n: Ident(setting.symbols[n].shape[0]) for n in used if _may_be_one(setting.symbols[n])
    }
    for base in (dict[str, Expr](), ones) if ones else (dict[str, Expr](),):
        first = 0 if base else 1
        for names in chain.from_iterable(combinations(letters, k) for k in range(first, _MOST)):
            values: dict[str, Expr] = {**base, **dict.fromkeys(names, ZERO)}
            special = replace(case, setting=with_lets(setting, values))
            try:
                if all(
                    special.normal.element(setting.flow[n]).is_zero() and not _has_root(case, n)
                    for n in names
                    if n in setting.flow
                ):
                    yield values, special
            except Unsupported:  # a divisor vanishes
                continue


def _has_root(case: Case, name: str) -> bool:
    """Whether the rate of a state has a root: what starts at its 0 may leave it as well."""
    rate = case.normal.whole(Dot(Sym(name)))
    return any(isinstance(n, RootOf) for c in rate.terms.values() for n in c.deep())


def _may_vanish(symbol: Symbol) -> bool:
    free = symbol.role in ("parameter", "state") and not symbol.index
    return free and symbol.sign != "positive" and not symbol.properties & _NEVER


def _may_be_one(symbol: Symbol) -> bool:
    square = not symbol.scalar and symbol.shape[0] == symbol.shape[1]
    return square and symbol.role == "parameter" and not symbol.index


def _is_used(setting: Setting, name: str) -> bool:
    rates = setting.flow.values()
    return name in setting.flow or any(Sym(name) in walk(rate) for rate in rates)
