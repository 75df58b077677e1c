"""A function of time that a claim says to exist: what its choice may rest on at all times."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Relation, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.residuals.constrained import Constrained
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.kept import kept
from sslcheck.derive.signs.lipschitz import rough
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.reason import reason
from sslcheck.derive.traverse import symbols_in, within

__all__ = ["AT_FIRST", "keeps_sign", "what_lasts"]

AT_FIRST = reason(
    "it holds at first, but only by what is declared of states at the start and the flow is not"
    " seen to keep"
)


def what_lasts(case: Case, setting: Setting, on_it: Constrained | None) -> Setting:
    """The setting without what is declared or supposed of states and is not kept on the constraint.

    What is left is kept as long as all of it is.
    """
    impose = on_it.impose if on_it is not None else replace
    while True:
        keeps = kept(impose(setting), case.derivation.scalars)
        symbols = {
            name: replace(s, sign="real", properties=frozenset[str]())
            if name in setting.flow and name not in keeps and (s.properties or s.sign != "real")
            else s
            for name, s in setting.symbols.items()
        }
        weaker = replace(setting, symbols=symbols)
        normal = case.derivation.normal(impose(weaker))
        initial = {n: v for n, v in setting.initial.items() if _stays(normal, n, v)}
        if len(initial) == len(setting.initial) and symbols == setting.symbols:
            return setting
        setting = replace(weaker, initial=initial)


def _stays(normal: NormalForm, name: str, value: Expr) -> bool:
    setting = normal.setting
    parts = within((Sym(name), value), setting.lets, setting.definitions)
    names = symbols_in(parts)
    try:
        if rough(normal, names, names):
            return False  # another solution may leave
        return normal.holds(Relation(Dot(Sym(name)), "=", Dot(value)))
    except Unsupported:
        return False


def keeps_sign(normal: NormalForm, name: str, rate: Ratio) -> bool:
    """Whether a function with this rate has at all times the sign that is declared of it."""
    if normal.setting.symbols[name].sign == "real":
        return True
    if Signs(normal.functions).known_nonnegative(rate):
        return True
    factor = (rate / normal.element(Sym(name)).as_scalar()).cancelled()
    return name not in factor.denominator.deep()  # its rate is a multiple of itself
