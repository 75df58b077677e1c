"""How an emitted text is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan, Plan, array_text, elementwise_text

__all__ = ["Values", "evaluate"]

Values = Mapping[str, Any]


def evaluate(plan: Plan | ElementwisePlan, values: Values) -> dict[str, Any]:
    """Executes a plan's text: values by identifier in, outputs by name out."""
    space: dict[str, Any] = {}
    scalars = tuple(values[plan.names.of(s)] for s in plan.scalars)
    if isinstance(plan, ElementwisePlan):
        exec(elementwise_text(plan), space)
        names = [n for n, _ in plan.rates]
        out = tuple(np.full(plan.modes, np.nan) for _ in names)
        state = tuple(np.asarray(values[s]) for s in plan.states)
        data = tuple(np.asarray(values[m]) for m in plan.data)
        space["evaluate"](np, state, out, space["prepare"](np, data, scalars), scalars, ())
        return dict(zip(names, out, strict=True))
    exec(array_text(plan), space)
    matrices = [b for b in plan.outputs if b.rows]
    out = tuple(np.full((b.rows, b.cols), np.nan) for b in matrices)
    work = tuple(np.full(b.shape, np.nan) for b in plan.work)
    state = tuple(np.asarray(values[b.name]) for b in plan.states)
    data = tuple(np.asarray(values[b.name]) for b in plan.data)
    kept = [s.copy() for s in (*state, *data)]
    constants = space["prepare"](np, data, scalars)
    numbers = space["evaluate"](np, state, out, constants, scalars, work)
    for before, after in zip(kept, (*state, *data), strict=True):
        np.testing.assert_array_equal(before, after)  # a kernel leaves its inputs alone
    results = dict(zip([b.name for b in matrices], out, strict=True))
    return results | dict(zip([b.name for b in plan.outputs if not b.rows], numbers, strict=True))
