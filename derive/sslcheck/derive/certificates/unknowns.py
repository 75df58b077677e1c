"""What claims of each kind say beside their relations: an unknown with its value, and options."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from sslcheck.derive.article.article import Claim
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Expr, Relation
from sslcheck.derive.kinds import Case
from sslcheck.derive.kinds.common import Common
from sslcheck.derive.kinds.definite import DefiniteMatrix
from sslcheck.derive.kinds.fixed_point import FixedPoint
from sslcheck.derive.kinds.integral import Integral, isolate
from sslcheck.derive.kinds.linear import Linear
from sslcheck.derive.kinds.lyapunov import LyapunovLaw
from sslcheck.derive.kinds.preserved import Preserved
from sslcheck.derive.kinds.solution import Solution
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation

__all__ = ["beside", "options_of", "solved", "unknown_of"]


def unknown_of(claim: Claim, given: Container[str] = ()) -> str:
    """The symbol that a claim only says to exist, or gives a value; empty where there is none.

    What is ``given`` a value by the article is no unknown.
    """
    match claim.form:
        case Linear(matrix=name) if name in given:
            return ""
        case Integral(constant=name) | Linear(matrix=name) | DefiniteMatrix(matrix=name):
            return name
        case Solution(unknown=name) | LyapunovLaw(unknown=name) | FixedPoint(unknown=name):
            return name
        case Common(unknown=name):
            return name
    return ""


def beside(statements: Statements, claim: Claim, setting: Setting) -> dict[str, Relation]:
    """Relations that say what the unknown of a claim is."""
    match claim.form:
        case DefiniteMatrix(of=of) if of:
            (relation,) = statements.judge.resolved(source_of(statements, claim), setting)
            return {"of": relation}
        case FixedPoint():
            assert claim.row is not None
            rule = resolve_relation(
                claim.row.relations[0],
                setting.symbols,
                source=claim.row.source,
                where=f"equation ({claim.equation})",
                merged=setting.merged,
            )
            return {"recursion": rule}
    return {}


def options_of(claim: Claim) -> dict[str, Any]:
    """What else a claim says beside its relations and its unknown."""
    match claim.form:
        case DefiniteMatrix(of=of) if of:
            return {}
        case LyapunovLaw(basis=basis):
            return {"basis": [*basis]}
        case Preserved(free=free) if free:
            return {"free": free}
        case Vanishes() | FixedPoint() | Linear():  # by which law is the proof's own choice
            return {}
    given = {name: getattr(claim.form, name) for name in claim.form.__struct_fields__}
    given = {name: [*v] if isinstance(v, tuple) else v for name, v in given.items()}
    return {name: value for name, value in given.items() if value and value != unknown_of(claim)}


def source_of(statements: Statements, claim: Claim) -> Claim:
    """The claim of kind `linear` that a matrix belongs to."""
    claims = statements.derivation.article.claims
    source = next((c for c in claims if c.id == getattr(claim.form, "of", "")), None)
    if source is None or not isinstance(source.form, Linear) or source.refused:
        raise ArticleError("a matrix without a claim of kind `linear` that it belongs to")
    return source


def solved(case: Case) -> Expr | None:
    """What the unknown of a claim is."""
    claim, relation = case.claim, case.relations[0]
    match claim.form:
        case Integral(constant=name):
            return isolate(relation, name)
        case Solution() | FixedPoint():
            return relation.rhs
        case Linear(matrix=name) | LyapunovLaw(unknown=name) if name:
            return claim.form.decide(case).solved.get(name)
        case DefiniteMatrix(of=of) if of:
            source = next(c for c in case.derivation.article.claims if c.id == of)
            assert isinstance(source.form, Linear)
            return source.form.derived(case, source)
    return None
