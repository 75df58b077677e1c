"""What a proof rests on: the hypotheses of claim and flow, and what divisions need."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.assumptions import meant, names_of
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import sides_of
from sslcheck.derive.expr import Dot, Quotient, Sym, names_time
from sslcheck.derive.kinds.residuals.divisors import divided
from sslcheck.derive.setting import Setting
from sslcheck.derive.traverse import walk, within
from sslcheck.derive.verdicts.condition import Condition, Positive, Supposed

__all__ = ["meant_as", "premises"]


def premises(derivation: Derivation, claim: Claim, setting: Setting) -> tuple[Condition, ...]:
    """The hypotheses of claim and flow, and signs that divisions need."""
    article = derivation.article
    names = derivation.hypotheses(claim.hypotheses, claim.flow)
    supposed = [
        Supposed(article.hypotheses[name].text, meant_as(derivation, claim, name)) for name in names
    ]
    return (*supposed, *_divisors(derivation, claim, setting))


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
    sides = (*sides_of(claim), *setting.lets.values(), *setting.initial.values())
    definitions = derivation.article.definitions
    moving = claim.form.needs_flow == "always" or any(
        isinstance(part, Dot) or names_time(part) for part in within(sides, definitions)
    )
    said = (definitions, *((setting.flow,) if moving else ()))
    for part in (part for side in sides for part in walk(side)):
        if isinstance(part, Quotient) and isinstance(part.denominator, Sym):
            symbol = setting.symbols.get(part.denominator.name)
            if symbol is not None and symbol.sign == "positive":
                yield Positive(part.denominator)
    named = {p.name for p in within(sides, *said) if isinstance(p, Sym)}
    hidden = [value for known in said for name, value in known.items() if name in named]
    normal, symbols = derivation.normal(setting), setting.symbols
    never = {c.value for c in divided(normal, setting.flow.values())}  # on no trajectory
    for condition in divided(normal, (*sides, *hidden)):
        value = condition.value
        begins = isinstance(value, Sym) and symbols[value.name].sign == "positive"
        if not (begins and value in never):
            yield condition
