"""What a reduction rests on is proved by both routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.errors import RouteDisagreement
from sslcheck.derive.expr import Dot, Expr, Relation
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.verdicts.finding import Check

__all__ = ["prove", "proved"]


def prove(scene: Derivation, relation: Relation, setting: Setting) -> None:
    """An identity that a reduction rests on; raises `RouteDisagreement` where a route refutes it.

    The normal form decides it for all sizes, the exact route at rational points.
    """
    if not NormalForm(setting, scene.scalars).holds(relation):
        raise RouteDisagreement(
            f"a reduction does not close: {relation_latex(relation)}; this is a bug of the checker"
        )
    if not Judge(scene).holds(Check(relation, setting)):
        raise RouteDisagreement(
            f"a reduction is false at an exact point: {relation_latex(relation)}; this is a bug of"
            " the checker"
        )


def proved(
    scene: Derivation,
    full: Model,
    symbols: Mapping[str, Symbol],
    products: Mapping[str, Expr],
    rates: Mapping[str, Expr],
) -> tuple[Relation, ...]:
    """The rates of products of the states of a model, each by its name, as proved identities."""
    made = {n: p for n, p in products.items() if n not in full.states}
    named = {n: replace(symbols[n], role="parameter") for n in made}
    expanded = replace(full.setting, definitions=made, symbols={**full.setting.symbols, **named})
    proof = tuple(Relation(Dot(product), "=", rates[name]) for name, product in products.items())
    for relation in proof:
        prove(scene, relation, expanded)
    return proof
