"""Which equations of an article a run is about: found from the kinds of its claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.article.roles import Roles
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.fixed_point import FixedPoint
from sslcheck.derive.kinds.identity import Identity
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.kinds.kind import Kind
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.derive.text.printing import plain

__all__ = ["Places", "claim_of", "correlation", "places_of"]


@dataclass(frozen=True, slots=True)
class Places:
    """Numbers of equations by what they say, and two symbols; empty where there is no such.

    ``balance`` is the integral of the matrices and ``parabola`` that of a mode.
    """

    objective: str
    loss: str
    """The symbol of the objective."""
    flow: str
    """The first claim about the flow itself."""
    balance: str
    parabola: str
    constant: str
    """The symbol of the constant of the latter."""
    commutator: str
    estimate: str
    running: str
    """The symbol of that estimate."""
    rule: str


def claim_of(
    article: Article, kind: type[Kind], where: Callable[[Claim], bool] = lambda _: True
) -> Claim | None:
    """The first claim of a kind that can be decided."""
    found = (c for c in article.claims if isinstance(c.form, kind) and not c.refused)
    return next((claim for claim in found if where(claim)), None)


def places_of(article: Article, roles: Roles) -> Places:
    """The equations of an article."""
    loss = next((n for n, value in article.definitions.items() if value == article.objective), "")
    lines = {
        number: [relation.lhs for row in equation.rows for relation in row.relations]
        for number, equation in article.equations.items()
    }

    flow = next((target.flow for target in roles.targets.values()), "")

    def integral(indexed: bool) -> Callable[[Claim], bool]:
        def fits(claim: Claim) -> bool:
            assert isinstance(claim.form, Integral)
            return bool(article.symbols[claim.form.constant].index) == indexed

        return fits

    def of_commutator(claim: Claim) -> bool:
        return claim.statement.relations[0].lhs == Sym(roles.commutator)

    def by_rule(claim: Claim) -> bool:
        return bool(roles.rule) and {*roles.rule} <= {*claim.hypotheses}

    parabola = claim_of(article, Integral, integral(True))
    return Places(
        objective=next((n for n, sides in lines.items() if Sym(loss) in sides), ""),
        loss=loss,
        flow=_equation(claim_of(article, Identity, lambda claim: claim.flow == flow)),
        balance=_equation(claim_of(article, Integral, integral(False))),
        parabola=_equation(parabola),
        constant=_option(parabola, "constant"),
        commutator=_equation(claim_of(article, Vanishes, of_commutator)),
        estimate=_equation(claim_of(article, FixedPoint)),
        running=_option(claim_of(article, FixedPoint), "unknown"),
        rule=_equation(next(filter(by_rule, article.claims), None)),
    )


def correlation(roles: Roles) -> str:
    """What the correlation of the outputs is called in a text."""
    W = plain(roles.online)
    return plain(roles.correlation) or f"{W} {plain(roles.mean)} {W}ᵀ"


def _option(claim: Claim | None, name: str) -> str:
    """A symbol that a claim names."""
    return str(getattr(claim.form, name)) if claim is not None else ""


def _equation(claim: Claim | None) -> str:
    return claim.equation if claim is not None else ""
