"""What a reduction rests on is proved by both routes."""

from __future__ import annotations

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.errors import RouteDisagreement
from sslcheck.derive.expr import Relation
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.verdicts.finding import Check

__all__ = ["prove"]


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
