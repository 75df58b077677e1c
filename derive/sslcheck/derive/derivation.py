"""What is derived from one article: flows, and the settings of claims, each checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sslcheck.derive.algebra.rebuild import DIAG, ratio_expr
from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article import Article, Flow
from sslcheck.derive.assumptions import setting_of
from sslcheck.derive.errors import ArticleError, RouteDisagreement
from sslcheck.derive.exact import derive_flow_matches
from sslcheck.derive.expr import Dot, Expr, Gradient, Prod, Relation, Sym, walk
from sslcheck.derive.finding import ProofStep, identity_step
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import plain
from sslcheck.derive.setting import Holds, Setting

__all__ = ["Derivation", "DerivedFlow"]


@dataclass(frozen=True, slots=True)
class DerivedFlow:
    """Time derivatives of the states, the steps that led to them, and what was assumed."""

    rates: Mapping[str, Expr] = field(default_factory=dict)
    lets: Mapping[str, Expr] = field(default_factory=dict)
    stop_gradient: bool = True
    steps: tuple[ProofStep, ...] = ()


class Derivation:
    """Builds settings for the claims of one article; flows and the scalar ring are shared."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.indices = article.indices
        names = [n for n, s in article.symbols.items() if s.scalar and s.role != "view"]
        self.scalars = Scalars(["t", *names])
        self._flows: dict[str, DerivedFlow] = {"": DerivedFlow()}
        self._settings: dict[tuple[object, ...], Setting] = {}
        self._normals: dict[Setting, NormalForm] = {}
        self._building: list[str] = []

    def normal(self, setting: Setting) -> NormalForm:
        """The first route under ``setting``; what it has worked out is kept."""
        if setting not in self._normals:
            self._normals[setting] = NormalForm(setting, self.scalars)
        return self._normals[setting]

    def flow_name(self, hypotheses: tuple[str, ...], flow: str) -> str:
        """The flow that a claim is about: its own, or that of a hypothesis."""
        for name in hypotheses:
            flow = self.article.hypotheses[name].flow or flow
        return flow

    def hypotheses(self, names: tuple[str, ...], flow: str) -> tuple[str, ...]:
        """The hypotheses of a claim: its flow's, those of the flow's parents, its own."""
        inherited: list[str] = []
        at = self.flow_name(names, flow)
        while at:
            inherited = [*self.article.flows[at].on, *inherited]
            at = self.article.flows[at].base
        return tuple(dict.fromkeys([*inherited, *names]))

    def setting(
        self,
        hypotheses: tuple[str, ...] = (),
        flow: str = "",
        merged: Mapping[str, str] | None = None,
        holds: Holds = "at an instant",
    ) -> Setting:
        """The setting of a flow and named hypotheses; ``holds`` says how those about states that
        the flow moves are meant.

        Raises `ArticleError` where two hypotheses contradict each other or a declared property.
        """
        key = (hypotheses, flow, tuple(sorted((merged or {}).items())), holds)
        if key not in self._settings:
            self._settings[key] = setting_of(
                self, hypotheses, self.flow_name(hypotheses, flow), merged or {}, holds
            )
        return self._settings[key]

    # -- flows ----------------------------------------------------------------------------------

    def flow(self, name: str) -> DerivedFlow:
        """A flow by name, derived the first time that it is asked for."""
        if name not in self._flows:
            if name in self._building:
                raise ArticleError(f"the flow `{name}` is derived from itself")
            self._building.append(name)
            try:
                self._flows[name] = self._derived(self.article.flows[name])
            finally:
                self._building.pop()
        return self._flows[name]

    def _derived(self, flow: Flow) -> DerivedFlow:
        if flow.on:
            return self._restricted(flow)
        if flow.equations:
            return self._from_equations(flow)
        return self._from_rules(flow)

    def _from_rules(self, flow: Flow) -> DerivedFlow:
        """First order of the training rules in the step: the limit of small learning rates."""
        article = self.article
        if not article.rules:
            raise ArticleError(f"the flow `{flow.name}` needs [rules] or `equations`")
        setting = Setting(
            symbols=article.symbols,
            definitions=article.definitions,
            lets=flow.lets,
            views=article.views,
            indices=self.indices,
            stop_gradient=flow.stop_gradient,
        )
        normal = self.normal(setting)
        rates: dict[str, Expr] = {}
        steps: list[ProofStep] = []
        if article.objective is not None:
            moments = Relation(
                article.objective, "=", normal.expr(normal.element(article.objective))
            )
            steps.append(
                identity_step(
                    moments,
                    "the squared norm multiplied out; given the input the views are independent",
                    setting,
                )
            )
        for state, rule in article.rules.items():
            if state in flow.lets:
                continue
            for node in walk(rule):
                if isinstance(node, Gradient):
                    relation = Relation(node, "=", normal.expr(normal.element(node)))
                    steps.append(
                        identity_step(relation, "one term per occurrence of the letter", setting)
                    )
            rates[state] = normal.expr(self._first_order(normal, state, rule))
            rate = Relation(Dot(Sym(state)), "=", rates[state])
            steps.append(
                identity_step(
                    rate,
                    f"first order in {plain(article.step)} of the training rule of {plain(state)}",
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
        return DerivedFlow(rates, flow.lets, flow.stop_gradient, tuple(steps))

    def _first_order(self, normal: NormalForm, state: str, rule: Expr) -> Element:
        step = self.article.step
        element = normal.element(rule)
        orders: dict[int, Element] = {}
        for word, coeff in element.terms.items():
            for power, part in coeff.coefficients(step).items():
                piece = Element(normal.alphabet, element.shape, {word: part})
                orders[power] = orders[power] + piece if power in orders else piece
        now = normal.element(Sym(state))
        if 0 not in orders or not (orders[0] - now).is_zero():
            raise ArticleError(
                f"[rules] {state}: at step size 0 the rule must give `{state}` itself"
            )
        return orders.get(1, normal.alphabet.zero(element.shape))

    def _from_equations(self, flow: Flow) -> DerivedFlow:
        """Equations solved for the derivatives, one after the other."""
        base = self.flow(flow.base)
        rates = dict(base.rates)
        steps = list(base.steps)
        for relation in flow.equations:
            state, factor = _derivative_of(relation, flow.name)
            setting = Setting(
                symbols=self.article.symbols,
                definitions=self.article.definitions,
                lets={**base.lets, **flow.lets},
                flow=dict(rates),
                indices=self.indices,
                stop_gradient=base.stop_gradient,
            )
            normal = self.normal(setting)
            value = normal.element(relation.rhs)
            if factor is not None:
                value = value.scaled(self.scalars.number(1) / normal.scalar(factor))
            rates[state] = normal.expr(value)
            steps.append(
                identity_step(
                    Relation(Dot(Sym(state)), "=", rates[state]),
                    f"the flow called {flow.name}: {flow.text}",
                    replace(setting, flow=dict(rates)),
                )
            )
        return DerivedFlow(rates, {**base.lets, **flow.lets}, base.stop_gradient, tuple(steps))

    def _restricted(self, flow: Flow) -> DerivedFlow:
        """A flow on an invariant family ``S = L diag(q) R`` of states, as equations for each q."""
        base = self.flow(flow.base)
        full = self.setting(flow.on, flow.base, holds="along")
        normal = self.normal(full)
        rates: dict[str, Expr] = {}
        steps = list(base.steps)
        for state, rate in base.rates.items():
            if state not in full.lets:
                raise ArticleError(
                    f"the flow `{flow.name}` restricts `{flow.base}`, but its hypotheses say"
                    f" nothing about the state `{state}`"
                )
            (word, coeff), *more = normal.element(full.lets[state]).terms.items()
            at = [k for k, (letter, _) in enumerate(word) if letter.startswith(DIAG)]
            if more or len(at) != 1 or not (coeff - self.scalars.number(1)).is_zero():
                raise ArticleError(
                    f"the flow `{flow.name}` needs `{state}` in the form L diag(q_1, ..) R"
                )
            left, right = word[: at[0]], word[at[0] + 1 :]
            name = word[at[0]][0].removeprefix(DIAG)
            if name not in flow.states:
                raise ArticleError(f"the flow `{flow.name}` does not list the state `{name}`")
            moved = normal.element(rate)
            inner = moved
            one = self.scalars.number(1)
            if left:
                shape = (inner.shape[0], normal.alphabet.shape(left[-1])[1])
                inner = Element(normal.alphabet, shape, {left: one}).T * inner
            if right:
                shape = (normal.alphabet.shape(right[0])[0], inner.shape[1])
                inner = inner * Element(normal.alphabet, shape, {right: one}).T
            rates[name] = ratio_expr(self._entry(inner, flow.name))
            steps.append(
                identity_step(
                    Relation(Dot(Sym(name)), "=", rates[name]),
                    f"the flow of {plain(state)} on aligned states, seen in the common basis",
                    replace(full, flow=dict(rates)),
                )
            )
        self._check_invariant(flow, base, full, rates)
        lets = {n: v for n, v in full.lets.items() if n not in base.rates}
        return DerivedFlow(rates, {**base.lets, **lets}, base.stop_gradient, tuple(steps))

    def _entry(self, element: Element, flow: str) -> Ratio:
        """The scalar polynomial of a polynomial in diagonal letters."""
        total = self.scalars.number(0)
        for word, coeff in element.terms.items():
            term = coeff
            for letter, _ in word:
                if not letter.startswith(DIAG):
                    raise ArticleError(
                        f"the flow `{flow}` does not stay on the family: `{letter}` is left over"
                    )
                term = term * self.scalars.letter(letter.removeprefix(DIAG))
            total = total + term
        return total

    def _check_invariant(
        self, flow: Flow, base: DerivedFlow, full: Setting, rates: Mapping[str, Expr]
    ) -> None:
        normal = self.normal(replace(full, flow=dict(rates)))
        for state, rate in base.rates.items():
            if not normal.holds(Relation(Dot(Sym(state)), "=", rate)):
                raise ArticleError(
                    f"the flow `{flow.name}`: the family of states is not invariant under"
                    f" `{flow.base}` (line of `{state}`)"
                )


def _derivative_of(relation: Relation, flow: str) -> tuple[str, Expr | None]:
    """The state whose derivative an equation gives, and the scalar factor in front of it."""
    match relation.lhs:
        case Dot(arg=Sym(name=name)):
            return name, None
        case Prod(factors=(*factors, Dot(arg=Sym(name=name)))):
            return name, factors[0] if len(factors) == 1 else Prod(tuple(factors))
    raise ArticleError(
        f"the flow `{flow}`: the left side of each equation must be a derivative, possibly with a"
        " scalar factor"
    )
