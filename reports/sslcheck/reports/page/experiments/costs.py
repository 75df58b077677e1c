"""What the models of the flow cost, from their plans: exact counts, nothing is run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sslcheck.derive.models.model import Model, Structure, full_model
from sslcheck.derive.reduce import gram_model, modal_model
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import subject
from sslcheck.numeric.system import plan_of
from sslcheck.reports.page.blocks import rich, words
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.plots.cost import Cost, draw_cost

__all__ = ["cost"]

_SIZES = tuple(2**k for k in range(6, 14))


def cost(given: Experiments, place: str) -> Plot:
    """Operations and traffic of one evaluation over d, with n = d / 8."""
    scene, roles = given.scene, given.roles
    flow = subject(given.options()).flow
    dense: Mapping[str, Structure] = dict.fromkeys(roles.data, "dense")
    white: Mapping[str, Structure] = dict.fromkeys(roles.data, "isotropic")
    X, noise = map(plain, roles.data)
    models: dict[str, Model | None] = {
        f"full, dense {X} and {noise}": full_model(scene, flow, dense),
        "full, isotropic data": full_model(scene, flow, white),
        "Gram matrices": gram_model(scene, flow, white),
        "modes": modal_model(scene, flow, roles.data),
    }
    drawn = []
    for name, model in models.items():
        if model is None:
            raise RunFailed(f"no model `{name}` of the flow `{flow}` was found")
        plans = [plan_of(model, {roles.outputs: d // 8, roles.inputs: d}) for d in _SIZES]
        flops = np.array([float(plan.flops) for plan in plans])
        traffic = np.array([float(plan.traffic()) for plan in plans])
        drawn.append(Cost(name, np.array(_SIZES), flops, traffic, plans[0].products))
    caption = rich(
        f"One evaluation of the flow ({given.places.flow}), counted from the plans of the"
        " emitted kernels, $n = d / 8$, float64. Each model below the first is proved to give"
        f" the same flow: for isotropic data ${roles.data[0]}$ is a number, and products of the"
        " states (Gram matrices, n x n) close without $d$; for aligned states a few scalars for"
        " each mode do, with no matrix product at all."
    )
    alt = (
        "Operations and bytes per evaluation against d on logarithmic axes for four models: three"
        " with matrices rise in parallel, the modal one is many orders of magnitude below."
    )
    source = Source(
        words("cost"), "counted, not run", {"flow": flow, "d": list(_SIZES), "n": "d / 8"}
    )
    return Plot("cost", place, alt, caption, draw_cost(drawn), (source,))
