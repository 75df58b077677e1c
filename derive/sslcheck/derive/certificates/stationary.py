"""Evidence for stationary points: powers of what is to be 0, or a regular matrix times it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sslcheck.derive.certificates.trees import tree
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import difference
from sslcheck.derive.kinds import Case
from sslcheck.derive.kinds.limits.decay import linear_law
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.scalar import Signs

__all__ = ["vanishing"]

_HIGHEST = 4


def vanishing(case: Case) -> Iterator[dict[str, Any]]:
    """What may be shown in place of a difference, from the simplest on.

    Powers of it, which are numbers; or K with ``vec(rate) = -+K vec(difference)``, and ``K + K^T``
    as a sum of squares, which is to be positive definite.
    """
    yield {}
    yield from ({"power": power} for power in range(2, _HIGHEST + 1))
    setting = case.setting
    normal = case.derivation.normal(replace(setting, flow={}, kept=None))
    target = normal.finished(normal.element(difference(case.relation.lhs, case.relation.rhs)))
    equations = [r for r in setting.relations if r.op == "="]
    for k, rate in enumerate(setting.flow.values(), len(equations)):
        law = linear_law(normal, target, normal.finished(normal.element(rate)))
        for form, sign in ((law, -1), (-law, 1)) if law is not None else ():
            with suppress(Unsupported):
                shown = sum_of_squares(form + form.T, Signs(normal.functions)).shown
                multiple = ["Prod", sign, ["Vec", ["assumed", k]]]
                yield {"law": tree(form.expr), "squares": tree(shown), "multiples": [multiple]}
