"""A proof shows how the flow of its states was derived, and of no others."""

from __future__ import annotations

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.flow_steps import flow_steps
from sslcheck.derive.expr import Gradient, Sym
from sslcheck.derive.reading.loading import load_article


def test_the_steps_are_those_of_the_states_that_move() -> None:
    article = load_article("directpred")
    derivation = Derivation(article)
    claims = {claim.id: claim for claim in article.claims}
    steps = flow_steps(derivation, claims["2.2"])
    lefts = [step.check.relation.lhs for step in steps if step.check is not None]
    gradients = {left.symbol for left in lefts if isinstance(left, Gradient)}
    assert gradients == {"W"}
    assert flow_steps(derivation, claims["3"]) == ()
    assert Sym("W_p") not in lefts
