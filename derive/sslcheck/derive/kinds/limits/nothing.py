"""Special flows: some letters are 0, so that what is left of a flow is simple enough to judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations

from sslcheck.derive.algebra.letters import RootOf
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, Dot, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.condition import with_lets

__all__ = ["special_flows"]

_LETTERS = 8
_AT_ONCE = 2
_NEVER = frozenset({"orthonormal", "invertible"})


def special_flows(case: Case, but: Iterable[str] = ()) -> Iterator[tuple[tuple[str, ...], Case]]:
    """The claim where one or two parameters or states are 0, and with it their names.

    A parameter may be 0 if its declaration admits it and it is none of ``but``, a state if the flow
    keeps it so. What is false of such a flow is false of the flow.
    """
    setting = case.setting
    if setting.relations or setting.leftover:
        return
    given = {*setting.lets, *setting.definitions, *setting.initial, *but}
    letters = [n for n, s in setting.symbols.items() if n not in given and _may_vanish(s)]
    used = [n for n in letters if _is_used(setting, n)][:_LETTERS]
    for names in chain.from_iterable(combinations(used, k) for k in range(1, _AT_ONCE + 1)):
        special = replace(case, setting=with_lets(setting, dict.fromkeys(names, ZERO)))
        try:
            if all(
                special.normal.element(setting.flow[n]).is_zero() and not _has_root(case, n)
                for n in names
                if n in setting.flow
            ):
                yield names, special
        except Unsupported:  # a divisor vanishes
            continue


def _has_root(case: Case, name: str) -> bool:
    """Whether the rate of a state has a root: what starts at its 0 may leave it as well."""
    rate = case.normal.whole(Dot(Sym(name)))
    return any(isinstance(n, RootOf) for c in rate.terms.values() for n in c.deep())


def _may_vanish(symbol: Symbol) -> bool:
    free = symbol.role in ("parameter", "state") and not symbol.index
    return free and symbol.sign != "positive" and not symbol.properties & _NEVER


def _is_used(setting: Setting, name: str) -> bool:
    rates = setting.flow.values()
    return name in setting.flow or any(Sym(name) in walk(rate) for rate in rates)
