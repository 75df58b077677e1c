"""Conditions in the words of hypotheses: what one side is more than the other, for its symbol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from sslcheck.derive.article.article import Article, Hypothesis
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import At, Expr, Sym, difference
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.traverse import map_children, walk
from sslcheck.derive.verdicts.condition import Condition, Supposed

__all__ = ["worded"]


def worded(
    article: Article, names: Iterable[str], conditions: Iterable[Condition]
) -> tuple[Condition, ...]:
    """Conditions without the symbols that inequalities among hypotheses bring: ``a > 0`` for
    ``b + s > 0`` where ``a >= b`` is supposed.
    """
    values = {
        bound.more: _difference(bound.printed.lhs, bound.printed.rhs, bound.printed.op, hypothesis)
        for hypothesis in map(article.hypotheses.__getitem__, names)
        for bound in hypothesis.bounds
    }
    if not values:
        return tuple(conditions)
    normal = NormalForm(Setting(article.symbols))
    return tuple(_worded(condition, values, normal) for condition in conditions)


def _difference(one: Expr, two: Expr, op: str, hypothesis: Hypothesis) -> Expr:
    """What the larger side of an inequality is more."""
    more = difference(two, one) if op in ("<", "<=") else difference(one, two)
    return At(more) if hypothesis.holds == "at the start" else more


def _worded(part: Any, values: Mapping[str, Expr], normal: NormalForm) -> Any:
    """A condition, or a part of one, with the values of symbols inserted."""
    match part:
        case Supposed():
            return part
        case Condition():
            inside = {each.name: getattr(part, each.name) for each in fields(part)}
            return replace(part, **{k: _worded(v, values, normal) for k, v in inside.items()})
        case tuple():
            return tuple(_worded(each, values, normal) for each in part)
        case Expr() if any(isinstance(n, Sym) and n.name in values for n in walk(part)):
            return _simple(_inserted(part, values), normal)
    return part


def _inserted(node: Expr, values: Mapping[str, Expr]) -> Expr:
    if isinstance(node, Sym):
        return values.get(node.name, node)
    return map_children(node, lambda part: _inserted(part, values))


def _simple(node: Expr, normal: NormalForm) -> Expr:
    try:
        return normal.expr(normal.whole(node))
    except SslcheckError:
        return node
