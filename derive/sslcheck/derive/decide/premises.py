"""What a proof rests on: the hypotheses of claim and flow, and what divisions and roots need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.assumptions import meant, names_of
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import sides_of
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Expr, Power, Quotient, Sym, names_time
from sslcheck.derive.kinds.residuals.divisors import divided
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.traverse import symbols_in, walk, within
from sslcheck.derive.verdicts.condition import Condition, Nonnegative, Positive, Supposed

__all__ = ["meant_as", "premises"]


def premises(derivation: Derivation, claim: Claim, setting: Setting) -> tuple[Condition, ...]:
    """The hypotheses of claim and flow, and what divisions and roots need."""
    article = derivation.article
    names = derivation.hypotheses(claim.hypotheses, claim.flow)
    supposed = [
        Supposed(article.hypotheses[name].text, meant_as(derivation, claim, name)) for name in names
    ]
    needed = (*_divisors(derivation, claim, setting), *_radicands(derivation, claim, setting))
    return (*supposed, *needed)


def meant_as(derivation: Derivation, claim: Claim, name: str) -> str:
    """How a hypothesis about states that move is meant."""
    article = derivation.article
    hypothesis = article.hypotheses[name]
    flow = derivation.flow_name(claim.hypotheses, claim.flow)
    about = names_of(article, hypothesis)
    moving = {n for n in about if article.symbols[n].moves}
    if not (moving if hypothesis.holds else about & derivation.flow(flow).rates.keys()):
        return ""
    names = derivation.hypotheses(claim.hypotheses, claim.flow)
    others = [article.hypotheses[each] for each in names]
    holds = hypothesis.holds or meant(article, others, claim.form.meant(claim))
    return "at all times" if holds == "along" else holds


def _divisors(derivation: Derivation, claim: Claim, setting: Setting) -> Iterator[Condition]:
    """What is divided by: the signs that keep it from being 0, or that it is not 0.

    Also in what is defined, and in the rates of what is named.
    """
    sides, hidden = _said(derivation, claim, setting)
    for part in (part for side in sides for part in walk(side)):
        if isinstance(part, Quotient) and isinstance(part.denominator, Sym):
            symbol = setting.symbols.get(part.denominator.name)
            if symbol is not None and symbol.sign == "positive":
                yield Positive(part.denominator)
    normal, symbols = derivation.normal(setting), setting.symbols
    never = {c.value for c in divided(normal, setting.flow.values())}  # on no trajectory
    for condition in divided(normal, (*sides, *hidden)):
        value = condition.value
        begins = isinstance(value, Sym) and symbols[value.name].sign == "positive"
        if not (begins and value in never):
            yield condition


def _radicands(derivation: Derivation, claim: Claim, setting: Setting) -> Iterator[Nonnegative]:
    """That what roots are of is not negative, where nothing says it: else they have no value.

    What moves is so on each trajectory where the flow takes the root of it as well.
    """
    normal = derivation.normal(setting)
    never = {base for base in _of_roots(setting.flow.values()) if _moves(normal, base)}
    for base in _of_roots(chain(*_said(derivation, claim, setting))):
        with suppress(Unsupported):  # of what the claim that it stands in says itself
            if base not in never and not _is_nonnegative(normal, base):
                yield Nonnegative(base)


def _of_roots(nodes: Iterable[Expr]) -> Iterator[Expr]:
    """What square roots, and others of an even degree, are of."""
    for part in (part for node in nodes for part in walk(node)):
        if isinstance(part, Power) and part.exponent.denominator % 2 == 0:
            yield part.base


def _moves(normal: NormalForm, node: Expr) -> bool:
    return any(isinstance(part, Sym) and normal.functions.moves(part.name) for part in walk(node))


def _is_nonnegative(normal: NormalForm, node: Expr) -> bool:
    """Whether a number, or a matrix, is known to be nonnegative: signs, or a sum of squares."""
    whole = normal.finished(normal.whole(node))
    if whole.shape != ("1", "1"):
        return True  # a matrix that may not be psd is refused
    signs = Signs(normal.functions)
    if Bounds(normal.functions, signs).ways(whole.value()) is not None:
        return True
    with suppress(Unsupported):
        form = read_form(normal, node)
        sum_of_squares(form, signs_of(form))
        return True
    return False


def _said(
    derivation: Derivation, claim: Claim, setting: Setting
) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """The sides of a claim with what is supposed, and what stands behind their names: definitions,
    and the flow where the claim is about what moves.
    """
    sides = (*sides_of(claim), *setting.lets.values(), *setting.initial.values())
    definitions = derivation.article.definitions
    moving = claim.form.needs_flow == "always" or any(
        isinstance(part, Dot) or names_time(part) for part in within(sides, definitions)
    )
    said = (definitions, *((setting.flow,) if moving else ()))
    named = symbols_in(within(sides, *said))
    hidden = (value for known in said for name, value in known.items() if name in named)
    return sides, tuple(hidden)
