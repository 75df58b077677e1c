"""How the flow that a statement is about was derived."""

from __future__ import annotations

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import parts_of
from sslcheck.derive.expr import Dot, Expect, Gradient, Sym
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.finding import ProofStep

__all__ = ["flow_steps"]


def flow_steps(derivation: Derivation, claim: Claim) -> tuple[ProofStep, ...]:
    """The steps of the flow's derivation that say how the states of a claim move."""
    definitions = derivation.article.definitions
    rates = [part for part in parts_of(claim, definitions) if isinstance(part, Dot)]
    states = {rate.arg.name for rate in rates if isinstance(rate.arg, Sym)}
    if not claim.form.shows_flow or not rates:
        return ()
    kept = []
    for step in derivation.flow(derivation.flow_name(claim.hypotheses, claim.flow)).steps:
        assert step.check is not None
        left = step.check.relation.lhs
        about = any(
            (isinstance(part, Gradient) and part.symbol in states)
            or (isinstance(part, Dot) and part.arg in {Sym(s) for s in states})
            for part in walk(left)
        )
        if about or any(isinstance(part, Expect) for part in walk(left)):
            kept.append(step)
    return tuple(kept)
