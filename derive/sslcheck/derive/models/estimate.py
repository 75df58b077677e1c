"""The recursion of an estimate that a predictor is set from, on a batch and in the long run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.roles import MissingRole, Roles
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ONE, Expect, Expr, Prod, Relation, Sum, Sym, Transpose, negative
from sslcheck.derive.kinds.fixed_point import weight_of
from sslcheck.derive.models.batch import Batch, setting_of
from sslcheck.derive.models.model import Model
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import map_children

__all__ = ["Recursion", "recursion_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Recursion:
    """What the rules make of the estimate after a step.

    ``after`` is written in the weights, the estimate and the ``averages`` over a batch that stand
    in place of expectations: the states of ``model``. ``memory`` is the factor of the old value,
    ``fixed`` the value that the recursion leaves in place, of the exact moments.
    """

    symbol: str
    model: Model
    after: Expr
    averages: Mapping[str, Expr]
    memory: Expr
    fixed: Expr
    plain: bool
    """Whether it is ``r S + (1 - r) E[f f^T]``, r the memory that the roles name and f the outputs
    of the online network on the first view."""


def recursion_of(derivation: Derivation, roles: Roles, flow: str, batch: Batch) -> Recursion:
    """That of the article, for one of its flows and a batch of its views.

    Raises `MissingRole` where it does not say how the estimate moves, and `Unsupported` for a
    recursion that is not linear in it, has no fixed point, or reads the predictor.
    """
    article, symbol = derivation.article, roles.estimate
    if not symbol or not roles.memory:
        raise MissingRole(
            f"`{article.name}` cannot be trained with a predictor that is set: [roles] names no"
            " `estimate` of the correlation with its `memory`, and no `rule`; name them, or take"
            " another predictor, such as `learned`"
        )
    rule = article.estimates[symbol]
    setting = setting_of(derivation, flow)
    averages: dict[str, Expr] = {}
    symbols = dict(setting.symbols)
    symbols[symbol] = replace(symbols[symbol], role="state", properties=frozenset())

    def averaged(node: Expr) -> Expr:
        if not isinstance(node, Expect):
            return map_children(node, averaged)
        name = next((n for n, e in averages.items() if e == node), f"average {len(averages)}")
        averages[name] = node
        shape = derivation.normal(setting).element(node).shape
        symbols[name] = Symbol(name, shape, role="state")
        return Sym(name)

    after = averaged(rule)
    if not averages or any(symbols[name].scalar for name in averages):
        raise Unsupported(
            f"[rules] {symbol}: an estimate takes the average over a batch of a matrix, such as"
            " `\\mathbb{E} [f f^T]`"
        )
    kept = (*(w for w in roles.weights if w not in setting.lets), symbol, *averages)
    model = Model(
        "full",
        f"estimate of {article.name}, `{flow}`",
        replace(setting, symbols=symbols),
        {state: Sym(state) for state in kept},
        {},
        (),
        {},
    )
    normal = derivation.normal(setting)
    right = normal.whole(rule)
    weight = weight_of(normal, right, symbol)
    one = normal.scalars.number(1)
    if weight is None or (one - weight).is_zero():
        raise Unsupported(
            f"[rules] {symbol}: the recursion is not linear in `{symbol}` with a factor that may be"
            " other than 1, so no fixed point is derived for it"
        )
    if roles.predictor in right.letters():
        raise Unsupported(
            f"[rules] {symbol}: `{roles.predictor}` stands in it, which is set from it"
        )
    rest = right - normal.element(Sym(symbol)).scaled(weight)
    memory = Sym(roles.memory)
    f = Prod((Sym(roles.online), Sym(article.views[0].names[0])))
    plainly = Sum(
        (
            Prod((memory, Sym(symbol))),
            Prod((Sum((ONE, negative(memory))), Expect(Prod((f, Transpose(f)))))),
        )
    )
    return Recursion(
        symbol,
        model,
        after,
        averages,
        ratio_expr(weight),
        normal.expr(rest.scaled(one / (one - weight))),
        derivation.normal(batch.model.setting).holds(Relation(rule, "=", plainly)),
    )
