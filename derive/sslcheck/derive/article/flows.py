"""How flows come about: from training rules, from equations, or on a family of states."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import DiagOf, closure, entry_of, inner
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.article import Article, Flow
from sslcheck.derive.article.implicit import refuse_circle, solved
from sslcheck.derive.errors import ArticleError, RouteDisagreement, Unsupported
from sslcheck.derive.exact import derive_flow_matches
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.invertible import is_number, refuse_singular
from sslcheck.derive.text.reason import raised, reason
from sslcheck.derive.traverse import children, symbols_in, walk
from sslcheck.derive.verdicts.finding import ProofStep, identity_step

if TYPE_CHECKING:
    from sslcheck.derive.article.derivation import Derivation

__all__ = ["DerivedFlow", "derive_flow", "rate_alone", "set_instead"]


@dataclass(frozen=True, slots=True)
class DerivedFlow:
    """Time derivatives of the states, the steps that led to them, and what was assumed."""

    rates: Mapping[str, e.Expr] = field(default_factory=dict)
    lets: Mapping[str, e.Expr] = field(default_factory=dict)
    stop_gradient: bool = True
    steps: tuple[ProofStep, ...] = ()


def derive_flow(derivation: Derivation, flow: Flow) -> DerivedFlow:
    """The time derivatives of a flow's states.

    Raises `ArticleError` where the flow cannot be derived as the article has it.
    """
    if flow.on:
        return _restricted(derivation, flow)
    if flow.equations or flow.base:
        return _from_equations(derivation, flow)
    return _from_rules(derivation, flow)


def set_instead(article: Article, name: str) -> Article | None:
    """The article in which what the flow inserts into the objective is inserted after the gradient.

    None where that makes no difference: nothing that moves is brought into the objective outside a
    stop-gradient, or the flow is meant without stop-gradients.
    """
    at = article.flows.get(name)
    while at is not None and at.base:
        at = article.flows.get(at.base)
    if at is None or article.objective is None or at.equations or not at.stop_gradient:
        return None
    differentiated = set(_outside(article.objective))
    moved = [n for n, v in at.lets.items() if n in differentiated and _moves(article, v)]
    if not moved:
        return None
    lets = {n: v for n, v in at.lets.items() if n not in moved}
    sets = {**at.sets, **{n: at.lets[n] for n in moved}}
    return replace(article, flows={**article.flows, at.name: replace(at, lets=lets, sets=sets)})


def _outside(node: e.Expr) -> Iterator[str]:
    """The symbols outside stop-gradients."""
    if isinstance(node, e.StopGrad):
        return
    if isinstance(node, e.Sym):
        yield node.name
    for child in children(node):
        yield from _outside(child)


def _moves(article: Article, value: e.Expr) -> bool:
    """Whether a state stands in a value, also behind definitions."""
    names = symbols_in(walk(value))
    return any(
        (n in article.symbols and article.symbols[n].role == "state")
        or (n in article.definitions and _moves(article, article.definitions[n]))
        for n in names
    )


def _from_rules(derivation: Derivation, flow: Flow) -> DerivedFlow:
    """First order of the training rules in the step: the limit of small learning rates."""
    article = derivation.article
    if not article.rules:
        raise ArticleError(f"the flow `{flow.name}` needs [rules] or `equations`")
    setting = Setting(
        symbols=article.symbols,
        definitions=article.definitions,
        lets=flow.lets,
        views=article.views,
        indices=derivation.indices,
        stop_gradient=flow.stop_gradient,
    )
    normal = derivation.normal(setting)
    rates: dict[str, e.Expr] = {}
    steps: list[ProofStep] = []
    if article.objective is not None:
        moments = e.Relation(article.objective, "=", normal.expr(normal.whole(article.objective)))
        steps.append(
            identity_step(
                moments,
                "the squared norm multiplied out; given the input the views are independent",
                setting,
            )
        )
    for state, rule in article.rules.items():
        if state in flow.lets or state in flow.sets:
            continue
        for node in walk(rule):
            if isinstance(node, e.Gradient):
                gradient = normal.whole(node)
                _refuse_step(gradient, article.step, state)
                relation = e.Relation(node, "=", normal.expr(gradient))
                steps.append(
                    identity_step(relation, "one term per occurrence of the letter", setting)
                )
        rates[state] = normal.expr(_first_order(derivation, normal, state, rule))
        rate = e.Relation(e.Dot(e.Sym(state)), "=", rates[state])
        steps.append(
            identity_step(
                rate,
                reason(
                    "first order in ",
                    e.Sym(article.step),
                    " of the training rule of ",
                    e.Sym(state),
                ),
                replace(setting, flow=dict(rates)),
            )
        )
    updates = {state: article.rules[state] for state in rates}
    difference = derive_flow_matches(setting, updates, article.step, rates)
    if difference is not None:
        raise RouteDisagreement(
            f"the flow `{flow.name}` derived symbolically is not the one found by exact"
            f" differentiation: {difference}"
        )
    lets = {**flow.lets, **flow.sets}
    return DerivedFlow(rates, lets, flow.stop_gradient, tuple(steps))


def _refuse_step(gradient: Element, step: str, state: str) -> None:
    """Small steps would make another objective of one that the step stands in."""
    if any(step in coeff.deep() for coeff in gradient.terms.values()):
        raise ArticleError(
            f"[rules] {state}: the step `{step}` stands in what is differentiated, too: the limit"
            " of small steps would set it to 0 there; give one of the two another letter"
        )


def _first_order(derivation: Derivation, normal: NormalForm, state: str, rule: e.Expr) -> Element:
    """The derivative of a training rule by its step, at step size 0."""
    step = derivation.article.step
    element = normal.whole(rule)
    _refuse_inside(element, step, state)
    none = {step: normal.scalars.number(0)}
    try:
        start = element.scalar_map(lambda coeff: coeff.cancelled().substitute(none))
        rate = element.scalar_map(lambda coeff: coeff.cancelled().diff(step).substitute(none))
    except Unsupported:
        raise ArticleError(f"[rules] {state}: the rule has no value at step size 0") from None
    if not (start - normal.element(e.Sym(state))).is_zero():
        raise ArticleError(f"[rules] {state}: at step size 0 the rule must give `{state}` itself")
    return rate


def _refuse_inside(element: Element, step: str, state: str) -> None:
    """Of a root or an exponential of the step no first order is taken."""
    letters = {letter for word in element.terms for letter, _ in word}
    letters.update(*(coeff.free() for coeff in element.terms.values()))
    if step in closure(part for letter in letters for part in inner(letter)):
        raise ArticleError(
            f"[rules] {state}: the step `{step}` stands in a root, an exponential or the like;"
            " write the rule with sums, products and quotients of the step"
        )


def _from_equations(derivation: Derivation, flow: Flow) -> DerivedFlow:
    """Equations solved for the derivatives, one after the other."""
    base = derivation.flow(flow.base)
    rates = dict(base.rates)
    steps = list(base.steps)
    stop_gradient = flow.stop_gradient and base.stop_gradient
    for relation in flow.equations:
        state, factor = derivative_of(relation)
        setting = Setting(
            symbols=derivation.article.symbols,
            definitions=derivation.article.definitions,
            lets={**base.lets, **flow.lets},
            flow=dict(rates),
            views=derivation.article.views,
            indices=derivation.indices,
            stop_gradient=stop_gradient,
        )
        normal = derivation.normal(setting)
        value = normal.whole(_alone(normal, factor, relation.rhs))
        rates[state] = normal.expr(solved(normal, state, value, flow.name))
        steps.append(
            identity_step(
                e.Relation(e.Dot(e.Sym(state)), "=", rates[state]),
                reason(f"the flow called {flow.name}: ", flow.text),
                replace(setting, flow=dict(rates)),
            )
        )
    refuse_circle(rates, flow.name)
    lets = {**base.lets, **flow.lets, **flow.sets}
    return DerivedFlow(rates, lets, stop_gradient, tuple(steps))


def _alone(normal: NormalForm, factor: e.Expr | None, value: e.Expr) -> e.Expr:
    """What a rate is that stands behind a factor, a number or a matrix, in front of the value.

    Raises `ArticleError` for a matrix that may be singular, and for a number that may be 0 with the
    value: there the equation says nothing of the rate.
    """
    if factor is None:
        return value
    if is_number(normal, factor):
        alone = e.Quotient(value, factor)
        number = normal.whole(factor).value()
        left = (
            number / coeff.cancelled().denominator for coeff in normal.whole(alone).terms.values()
        )
        nonzero = normal.functions.nonzero
        if not nonzero(number) and not any(nonzero(each.cancelled()) for each in left):
            raise raised(
                ArticleError,
                *(
                    "the factor ",
                    factor,
                    " of a rate may be 0, and both sides with it: then nothing",
                ),
                " is said of the rate; divide by it where you mean that it is not 0",
            )
        return alone
    inverse = e.Power(factor, Fraction(-1))
    refuse_singular(normal, (inverse,))
    return e.Prod((inverse, value))


def _restricted(derivation: Derivation, flow: Flow) -> DerivedFlow:
    """A flow on an invariant family ``S = L diag(q) R`` of states, as equations for each q."""
    base = derivation.flow(flow.base)
    full = derivation.setting(flow.on, flow.base, holds="along")
    normal = derivation.normal(full)
    rates: dict[str, e.Expr] = {}
    steps = list(base.steps)
    for state, rate in base.rates.items():
        if state not in full.lets:
            raise ArticleError(
                f"the flow `{flow.name}` restricts `{flow.base}`, but its hypotheses say"
                f" nothing about the state `{state}`"
            )
        terms = normal.element(full.lets[state]).terms
        word, coeff = next(iter(terms.items()), ((), derivation.scalars.number(0)))
        at = [k for k, (letter, _) in enumerate(word) if isinstance(letter, DiagOf)]
        one = derivation.scalars.number(1)
        if len(terms) != 1 or len(at) != 1 or not coeff.is_one():
            raise ArticleError(
                f"the flow `{flow.name}` needs `{state}` in the form L diag(q_1, ..) R"
            )
        left, right = word[: at[0]], word[at[0] + 1 :]
        name = str(entry_of(word[at[0]][0]))
        if name not in flow.states:
            raise ArticleError(f"the flow `{flow.name}` does not list the state `{name}`")
        moved = normal.whole(rate)
        inner = moved
        if left:
            shape = (inner.shape[0], normal.alphabet.shape(left[-1])[1])
            inner = Element(normal.alphabet, shape, {left: one}).T * inner
        if right:
            shape = (normal.alphabet.shape(right[0])[0], inner.shape[1])
            inner = inner * Element(normal.alphabet, shape, {right: one}).T
        rates[name] = ratio_expr(_entry(derivation, inner, flow.name))
        steps.append(
            identity_step(
                e.Relation(e.Dot(e.Sym(name)), "=", rates[name]),
                reason(
                    "the flow of ", e.Sym(state), " on aligned states, seen in the common basis"
                ),
                replace(full, flow=dict(rates)),
            )
        )
    _check_invariant(derivation, flow, base, full, rates)
    lets = {n: v for n, v in full.lets.items() if n not in base.rates}
    return DerivedFlow(rates, {**base.lets, **lets}, base.stop_gradient, tuple(steps))


def _entry(derivation: Derivation, element: Element, flow: str) -> Ratio:
    """The scalar polynomial of a polynomial in diagonal letters."""
    total = derivation.scalars.number(0)
    for word, coeff in element.terms.items():
        term = coeff
        for letter, _ in word:
            if not isinstance(letter, DiagOf):
                raise ArticleError(
                    f"the flow `{flow}` does not stay on the family: `{letter}` is left over"
                )
            term = term * derivation.scalars.letter(letter.entry)
        total = total + term
    return total


def _check_invariant(
    derivation: Derivation,
    flow: Flow,
    base: DerivedFlow,
    full: Setting,
    rates: Mapping[str, e.Expr],
) -> None:
    normal = derivation.normal(replace(full, flow=dict(rates)))
    for state, rate in base.rates.items():
        if not normal.holds(e.Relation(e.Dot(e.Sym(state)), "=", rate)):
            raise ArticleError(
                f"the flow `{flow.name}`: the family of states is not invariant under"
                f" `{flow.base}` (line of `{state}`)"
            )


def rate_alone(relation: e.Relation, given: Collection[str] = ()) -> e.Relation:
    """An equation of motion with what is added to its one rate moved to the right.

    Rates of states that are ``given`` by other equations may be added, too.
    """
    if not isinstance(relation.lhs, e.Sum):
        return relation
    terms = relation.lhs.terms
    rates = [t for t in terms if any(isinstance(part, e.Dot) for part in walk(t))]
    named = [derivative_of(e.Relation(rate, "=", relation.rhs))[0] for rate in rates]
    if len(rates) > 1:
        rates = [rate for rate, name in zip(rates, named, strict=True) if name not in given]
    if len(rates) != 1 or not all(named):
        return relation
    others = [e.negative(t) for t in terms if t is not rates[0]]
    right = others if relation.rhs == e.ZERO else [relation.rhs, *others]
    return e.Relation(rates[0], relation.op, e.summed(right))


def derivative_of(relation: e.Relation) -> tuple[str, e.Expr | None]:
    """The symbol whose rate an equation gives, and the factor in front of it.

    Empty where its left side is no rate of one symbol.
    """
    match relation.lhs:
        case e.Dot(arg=e.Sym(name=name)):
            return name, None
        case e.Prod(factors=(*factors, e.Dot(arg=e.Sym(name=name)))):
            return name, e.multiplied(factors)
    return "", None
