"""What the proved statements say about a run: laws of quantities along a flow, derived for it.

The claims of kind `vanishes` name the quantities. Whether and how one of them moves by a law is
derived anew for the flow and the data that are integrated; nothing is taken from the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.algebra.linear_solve import multiple
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Num, Prod, Sym, Trace, Transpose
from sslcheck.derive.kinds.linear import Linear, system_form
from sslcheck.derive.kinds.lyapunov import lyapunov_law
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting

__all__ = ["BoundLaw", "ExactLaw", "exact_law", "laws", "squared_norm", "stays_symmetric"]


@dataclass(frozen=True, slots=True)
class ExactLaw:
    """``dG/dt = -rate G``, so ``G(t) = e^{-rate t} G(0)``."""

    claim: str
    equation: str
    quantity: Expr
    rate: Expr


@dataclass(frozen=True, slots=True)
class BoundLaw:
    """``|G(t)| <= e^{-factor * integral of gap} |G(0)|`` in the Frobenius norm, by Grönwall.

    ``gap`` is the smallest eigenvalue of the sum of ``matrix (x) data`` over ``terms`` (``data``
    empty: the identity). The states in ``symmetric`` must be symmetric, and ``assumed`` gives
    states that must have this value; with neither the bound holds on every run.
    """

    claim: str
    equation: str
    quantity: Expr
    terms: tuple[tuple[Expr, str], ...]
    factor: int
    symmetric: tuple[str, ...]
    assumed: tuple[tuple[str, Expr], ...]
    matrix: str
    """What the article calls that sum."""


@lru_cache(32)  # of one derivation, asked for by each of many runs
def laws(derivation: Derivation, full: Model, model: Model) -> tuple[ExactLaw | BoundLaw, ...]:
    """The laws that hold along the flow of ``model``, one at most for each limit that is claimed.

    ``full`` is the model that ``model`` reduces, or itself. The flow and the data of the models
    count, not what the claim's hypotheses say about these. A quantity that
    vanishes identically on the states of ``model`` has no law.
    """
    return tuple(
        law for c in derivation.article.claims for law in _laws_of(derivation, full, model, c)
    )


def stays_symmetric(derivation: Derivation, setting: Setting) -> tuple[str, ...]:
    """The square states that the flow keeps symmetric if all of them are so at the start."""
    square = _square(setting)
    normal = NormalForm(_with_symmetric(setting, square), derivation.scalars)
    kept: list[str] = []
    for state in square:
        rate = normal.finished(normal.element(setting.flow[state]))
        if (rate - rate.T).is_zero():
            kept.append(state)
    return tuple(kept)


def _square(setting: Setting) -> tuple[str, ...]:
    symbols = setting.symbols
    return tuple(s for s in setting.flow if symbols[s].shape[0] == symbols[s].shape[1] != "1")


def _with_symmetric(setting: Setting, states: tuple[str, ...]) -> Setting:
    symbols = dict(setting.symbols)
    for state in states:
        symbol = symbols[state]
        symbols[state] = replace(symbol, properties=symbol.properties | {"symmetric"})
    return replace(setting, symbols=symbols)


def _laws_of(
    derivation: Derivation, full: Model, model: Model, claim: Claim
) -> Iterator[ExactLaw | BoundLaw]:
    if not isinstance(claim.form, Vanishes) or claim.refused:
        return
    for relation in claim.statement.relations:
        yield from _law_of(derivation, full, model, claim, relation.lhs)


def _law_of(
    derivation: Derivation, full: Model, model: Model, claim: Claim, quantity: Expr
) -> Iterator[ExactLaw | BoundLaw]:
    try:
        exact = exact_law(model, claim, quantity)
        if exact is not None:
            yield exact
        elif not _vanishes(model, quantity):
            normal = NormalForm(full.setting, derivation.scalars)
            if isinstance(claim.form, Vanishes) and claim.form.unknown:
                yield from _lyapunov(derivation, full.setting, claim, claim.form, quantity)
            elif isinstance(quantity, Sym) and quantity.name in full.setting.flow:
                yield from _linear(derivation, normal, claim, quantity)
    except Unsupported:
        return  # the algebra has no law to offer for this flow


def exact_law(model: Model, claim: Claim, quantity: Expr) -> ExactLaw | None:
    """The law of a quantity whose rate is a fixed multiple of it, in the model's own states.

    One that vanishes identically has none, one that stays as it is the rate 0.
    """
    normal = NormalForm(model.setting)
    try:
        element = normal.element(model.express(quantity))
    except Unsupported:
        return None
    moved = normal.rate(element)
    if moved.is_zero() and not element.is_zero():
        return ExactLaw(claim.id, claim.equation, quantity, Num(Fraction(0)))
    factor = multiple(moved, element)
    if factor is None or not all(_fixed(model.setting, n) for n in factor.free()):
        return None
    rate = normal.expr(normal.alphabet.scalar(-factor))
    return ExactLaw(claim.id, claim.equation, quantity, rate)


def _vanishes(model: Model, quantity: Expr) -> bool:
    try:
        return NormalForm(model.setting).element(model.express(quantity)).is_zero()
    except Unsupported:
        return False


def squared_norm(quantity: Expr) -> Expr:
    """``|G|^2`` as a trace, for models that know ``G G^T`` but not G."""
    return Trace(Prod((quantity, Transpose(quantity))))


def _fixed(setting: Setting, name: str) -> bool:
    """Whether a scalar is one number for the whole run and all modes."""
    symbol = setting.symbols.get(name)
    return symbol is not None and symbol.role == "parameter" and not symbol.index


def _lyapunov(
    derivation: Derivation, setting: Setting, claim: Claim, form: Vanishes, quantity: Expr
) -> Iterator[ExactLaw | BoundLaw]:
    chosen = [derivation.article.hypotheses[name] for name in claim.hypotheses]
    marked = tuple(
        n
        for h in chosen
        for n, marks in h.properties.items()
        if n in setting.flow and "symmetric" in marks
    )
    assumed = tuple((n, v) for h in chosen for n, v in h.lets.items() if n in setting.flow)
    where = _with_symmetric(setting, marked)
    flow = {s: r for s, r in where.flow.items() if s not in dict(assumed)}
    where = replace(where, lets={**where.lets, **dict(assumed)}, flow=flow)
    name = form.unknown
    found = lyapunov_law(NormalForm(where, derivation.scalars), quantity, name, form.basis)
    if found is not None:
        terms = ((found.value, ""),)
        yield BoundLaw(claim.id, claim.equation, quantity, terms, 2, marked, assumed, name)


def _linear(
    derivation: Derivation, normal: NormalForm, claim: Claim, quantity: Sym
) -> Iterator[ExactLaw | BoundLaw]:
    """``d vec(W)/dt = -H vec(W)`` with a symmetric H, as a sum of Kronecker products."""
    found = system_form(normal, quantity.name, Fraction(-1))
    by_right: dict[Word, dict[Word, Ratio]] = {}
    for (right, left), coeff in found.terms.items():
        by_right.setdefault(right, {})[left] = coeff
    if any(len(word) > 1 for word in by_right):
        return
    terms = [
        (found.shown(lefts, 1), word[0][0] if word else "") for word, lefts in by_right.items()
    ]
    if found.is_symmetric:
        forms = (c.form for c in derivation.article.claims)
        name = next((form.matrix for form in forms if isinstance(form, Linear)), "M")
        yield BoundLaw(claim.id, claim.equation, quantity, tuple(terms), 1, (), (), name)
