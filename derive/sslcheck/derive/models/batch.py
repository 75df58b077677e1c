"""Training rules on a batch: the average over its rows stands in place of the expectation.

``E[u v^T]`` of two views becomes ``U^T V / rows`` with a row of ``U`` and ``V`` for each input. So
the gradients of the objective, and what else is quadratic in the views, are emitted as those of a
flow are; the rules are emitted with the gradients as data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.models.model import Model
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.traverse import map_children, walk

__all__ = ["ROWS", "SIZE", "Batch", "Step", "batch_of", "rules_of", "setting_of", "step_of"]


ROWS = "rows of the batch"
"""The space of the inputs of a batch."""

SIZE = "size of the batch"
"""The scalar by which a sum over the rows is divided."""


def _descent(state: str) -> str:
    """What `Batch.descents` calls what it has for a state."""
    return f"descent of {state}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Gradients on a batch: a model with the batches of the views as its last states.

    ``descents`` are those that the rules take, times minus the size of the batch: where the
    objective is an expectation they are sums over the rows.
    """

    model: Model
    views: tuple[str, ...]
    """What the batches are called, in the order of the views."""
    descents: Mapping[str, e.Expr]


@dataclass(frozen=True, slots=True)
class Step:
    """What the rules make of each state, with the descents of a `Batch` as the last states."""

    model: Model
    after: Mapping[str, e.Expr] = field(repr=False)
    slopes: tuple[str, ...]
    """What the descents are called."""
    descending: frozenset[str]
    """The states of which the rule takes a gradient."""

    @property
    def moves(self) -> dict[str, e.Expr]:
        """What is added to each state."""
        return {state: e.difference(rule, e.Sym(state)) for state, rule in self.after.items()}


def batch_of(
    derivation: Derivation,
    flow: str,
    weights: Collection[str],
    moved: Collection[str],
    given: Mapping[str, e.Expr],
) -> Batch:
    """The gradients by which the rules of a flow move some of the ``weights``, on a batch.

    What is ``given`` is inserted besides what the flow lets. Raises `ArticleError` for a flow that
    is not made of rules, or for views that are not of one input.
    """
    article, setting = derivation.article, setting_of(derivation, flow, given)
    if len(article.views) != 1:
        raise ArticleError(
            f"`{article.name}`: a batch has the views of one input, and [expectation] has those of"
            f" {len(article.views)}"
        )
    (views,) = article.views
    rules = rules_of(derivation, flow)
    names = {view: f"batch of {view}" for view in views.names}
    symbols = {**setting.symbols, SIZE: Symbol(SIZE, sign="positive")}
    for view, name in names.items():
        symbols[name] = Symbol(name, (ROWS, symbols[view].shape[0]), role="state")
    share = e.Power(e.Sym(SIZE), Fraction(-1))
    pairs = tuple(
        (one, two, e.Prod((share, e.Transpose(e.Sym(names[one])), e.Sym(names[two]))))
        for one in views.names
        for two in views.names
    )
    # a batch is not Gaussian: of its rows averages of two factors are known, no others
    law = replace(views, pairs=pairs, expected=None, gaussian=False)
    sampled = replace(setting, symbols=symbols, views=(law,))
    found = [n for s in moved for n in walk(rules[s]) if isinstance(n, e.Gradient)]
    descents = {_descent(n.symbol): e.Prod((e.MINUS_ONE, e.Sym(SIZE), n)) for n in found}
    title = f"gradients of {article.name} on a batch, `{flow}`"
    batches = tuple(names.values())
    return Batch(_model(title, sampled, (*weights, *batches)), batches, descents)


def step_of(
    derivation: Derivation,
    flow: str,
    weights: Collection[str],
    moved: Collection[str],
    given: Mapping[str, e.Expr],
) -> Step:
    """What the rules of a flow make of some of the ``weights`` in a step, from their gradients.

    Raises `ArticleError` for a flow that is not made of rules.
    """
    setting, rules = setting_of(derivation, flow, given), rules_of(derivation, flow)
    symbols = {**setting.symbols, SIZE: Symbol(SIZE, sign="positive")}
    slopes: dict[str, None] = {}

    def named(node: e.Expr) -> e.Expr:
        if not isinstance(node, e.Gradient):
            return map_children(node, named)
        name = _descent(node.symbol)
        symbols[name] = Symbol(name, symbols[node.symbol].shape, role="state")
        slopes[name] = None
        return e.negative(e.Quotient(e.Sym(name), e.Sym(SIZE)))

    after = {state: named(rules[state]) for state in moved}
    title = f"rules of {derivation.article.name}, `{flow}`"
    model = _model(title, replace(setting, symbols=symbols), (*weights, *slopes))
    descending = (s for s in moved if any(isinstance(n, e.Gradient) for n in walk(rules[s])))
    return Step(model, after, tuple(slopes), frozenset(descending))


def rules_of(derivation: Derivation, flow: str) -> dict[str, e.Expr]:
    """The rules of a flow, of the states that it moves. Raises `ArticleError` where it has none."""
    article = derivation.article
    found = article.flows[flow]
    if not article.rules or found.on or found.equations or found.base:
        raise ArticleError(
            f"the flow `{flow}` of `{article.name}` is not that of its [rules], so there is no step"
            " to train by; name a flow without `equations`, `from` and `on` in [roles.targets]"
        )
    gone = found.lets.keys() | found.sets.keys()
    return {state: rule for state, rule in article.rules.items() if state not in gone}


def setting_of(
    derivation: Derivation, flow: str, given: Mapping[str, e.Expr] | None = None
) -> Setting:
    """What the rules of a flow are read in: before they are rates."""
    article, found = derivation.article, derivation.article.flows[flow]
    return Setting(
        symbols=article.symbols,
        definitions=article.definitions,
        lets={**found.lets, **(given or {})},
        views=article.views,
        indices=derivation.indices,
        stop_gradient=found.stop_gradient,
    )


def _model(title: str, setting: Setting, states: tuple[str, ...]) -> Model:
    kept = {state: e.Sym(state) for state in states if state not in setting.lets}
    return Model("full", title, setting, kept, {}, (), {})
