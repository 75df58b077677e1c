"""Trajectories that stay where hypotheses want them at all times: is one seen, and does the claim
fail on one?

The flow may keep what is wanted of a state. Where it does not, points from which nothing moves do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.moving import sides_of
from sslcheck.derive.decide.keeping import told
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.errors import ShapeMismatch, Unsupported
from sslcheck.derive.expr import ZERO, At, Dot, Expr, Integral, Relation, Sym, names_time
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.kept import lasting
from sslcheck.derive.text.reason import Reason, joined, reason
from sslcheck.derive.traverse import at_rest, map_children, symbols_in, within
from sslcheck.derive.verdicts.condition import While
from sslcheck.derive.verdicts.finding import Check

__all__ = ["about_points", "fails_at_rest", "left", "rests", "still", "unsure"]

_NOTE = reason("a point from which nothing moves")


def left(claim: Claim, setting: Setting, scalars: Scalars) -> tuple[While, ...]:
    """What is wanted of states on whole trajectories and their flow does not keep.

    That is what hypotheses say of all times; of a claim `about_points`, also what is declared.
    """
    wanted: dict[str, Symbol] = {
        name: replace(setting.symbols[name], sign="real", properties=marks)
        for name, marks in setting.wanted.items()
    }
    if about_points(claim, setting):
        wanted |= setting.symbols
    asked = {n: s for n, s in wanted.items() if n in setting.flow and told(s)}
    if not asked:
        return ()
    whole, weaker = lasting(setting, scalars)
    return tuple(
        While(name, told(symbol))
        for name, symbol in asked.items()
        if name not in whole
        and not (symbol.sign == "real" and symbol.properties <= weaker.get(name, frozenset()))
    )


def about_points(claim: Claim, setting: Setting) -> bool:
    """Whether a claim that is to hold along trajectories is one about each point of them: all of a
    trajectory has what is declared of its states.
    """
    parts = within(sides_of(claim), setting.lets, setting.definitions)
    return claim.holds == "along" != claim.form.holds and not any(map(names_time, parts))


def unsure(setting: Setting, lost: Sequence[While]) -> Reason:
    """Why a point at which a claim is false need not lie on a trajectory that stays."""
    if setting.leftover:
        only = joined([reason(law) for law in setting.leftover], " and ")
        stays = "a trajectory stays where the hypotheses want it only if "
        return reason(stays, only, ", which is not used; was an instant meant?")
    return reason(
        Sym(lost[0].name),
        f" stays {lost[0].what} on a trajectory only if more holds, which is not used; to mean one"
        ' instant, write `holds = "at an instant"`',
    )


def rests(judge: Judge, setting: Setting) -> bool:
    """Whether an exact point is found from which nothing moves."""
    return judge.model(still(setting)) is not None


def fails_at_rest(
    judge: Judge, claim: Claim, setting: Setting, timed: bool = False
) -> Check | None:
    """A relation that is false at a point from which nothing moves, or a limit that is not there;
    None where none is found, or the claim is of another form.

    If ``timed`` also of statements that name times after the start, but no integral over them.
    """
    for relation in judge.resolved(claim, setting):
        limit = relation.op == "->"
        if (claim.statement.timed and not timed) or not (limit or claim.form.over_time):
            continue
        there, rests = relation, still(setting)
        if claim.statement.timed:
            sides = (relation.lhs, relation.rhs)
            parts = [*within(sides, setting.lets, setting.definitions)]
            if setting.initial or any(isinstance(part, Integral) for part in parts):
                continue
            there = replace(relation, lhs=_unmoved(relation.lhs), rhs=_unmoved(relation.rhs))
            time = Symbol("t", sign="positive")
            rests = still(_about(setting, parts))
            rests = replace(rests, symbols={**rests.symbols, "t": time}, began=False)
        check = Check(replace(there, op="=" if limit else relation.op), rests, note=_NOTE)
        try:
            if judge.witness(check) is not None:
                return check
        except (Unsupported, ShapeMismatch):
            continue
    return None


def still(setting: Setting) -> Setting:
    """A setting where nothing moves, functions of time neither."""
    rest = (Relation(rate, "=", ZERO) for rate in setting.flow.values())
    laws = (replace(law, lhs=at_rest(law.lhs), rhs=at_rest(law.rhs)) for law in setting.leftover)
    symbols = {name: _fixed(symbol) for name, symbol in setting.symbols.items()}
    relations = (*setting.relations, *laws, *rest)
    return replace(setting, symbols=symbols, relations=relations, leftover=(), kept=None)


def _fixed(symbol: Symbol) -> Symbol:
    return replace(symbol, role="parameter") if symbol.role == "function" else symbol


def _about(setting: Setting, parts: Sequence[Expr]) -> Setting:
    """A setting with the flow of the states in a statement, and of those that move them, alone."""
    known = (setting.lets, setting.definitions, setting.flow)
    names = symbols_in(within(parts, *known))
    return replace(setting, flow={n: r for n, r in setting.flow.items() if n in names})


def _unmoved(node: Expr) -> Expr:
    """A node where nothing moves: there what is is what was."""
    if isinstance(node, At):
        return _unmoved(node.arg)
    return ZERO if isinstance(node, Dot) else map_children(node, _unmoved)
