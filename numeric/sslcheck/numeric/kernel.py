"""Emitted text as functions on the arrays of one library."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sslcheck.derive.emit import (
    ElementwisePlan,
    Plan,
    array_text,
    cuda_text,
    elementwise_text,
)
from sslcheck.numeric.arrays import Array, Arrays

__all__ = ["Kernel", "Values"]

Values = Mapping[str, Any]
"""Data (arrays on the device) and scalars (floats) by the names of their symbols."""

_THREADS = 256


class Kernel:
    """A plan that can be called: ``kernel(states, outputs)`` fills the outputs.

    States and outputs are views in the order of the plan. Outputs that are scalars (traces) are
    returned as 0-dimensional arrays on the device.
    """

    def __init__(self, plan: Plan | ElementwisePlan, arrays: Arrays, values: Values) -> None:
        self.plan = plan
        self.text = _text(plan)
        scalars = tuple(values[name] for name in plan.scalars)
        symbol = plan.names.symbol
        if isinstance(plan, ElementwisePlan):
            data = tuple(values[symbol(name)] for name in plan.data)
            work: tuple[Array, ...] = ()
        else:
            data = tuple(values[symbol(buffer.name)] for buffer in plan.data)
            work = tuple(arrays.zeros((b.rows, b.cols)) for b in plan.work)
        if isinstance(plan, ElementwisePlan) and arrays.name == "cupy":
            self._call = _raw_kernel(plan, arrays, data, scalars)
            return
        module: dict[str, Any] = {}
        # the text is our own: an emitter made it from a plan, names in it are identifiers
        exec(compile(self.text, f"<kernel of {plan.title}>", "exec"), module)
        constants = module["prepare"](arrays.xp, data, scalars)
        evaluate = module["evaluate"]
        self._call = lambda states, outputs: evaluate(
            arrays.xp, states, outputs, constants, scalars, work
        )

    def __call__(self, states: tuple[Array, ...], outputs: tuple[Array, ...]) -> tuple[Array, ...]:
        return tuple(self._call(states, outputs))


def _text(plan: Plan | ElementwisePlan) -> str:
    return elementwise_text(plan) if isinstance(plan, ElementwisePlan) else array_text(plan)


def _raw_kernel(
    plan: ElementwisePlan, arrays: Arrays, data: tuple[Array, ...], scalars: tuple[float, ...]
) -> Callable[[tuple[Array, ...], tuple[Array, ...]], tuple[Array, ...]]:
    """The same plan as one CUDA kernel, so that every number is read and written once."""
    single = arrays.dtype == "float32"
    compiled = arrays.xp.RawKernel(cuda_text(plan, "float" if single else "double"), "evaluate")
    real = arrays.xp.float32 if single else arrays.xp.float64
    numbers = tuple(real(value) for value in scalars)
    blocks = (math.ceil(plan.modes / _THREADS),)
    modes = arrays.xp.int64(plan.modes)

    def call(states: tuple[Array, ...], outputs: tuple[Array, ...]) -> tuple[Array, ...]:
        compiled(blocks, (_THREADS,), (modes, *states, *data, *outputs, *numbers))
        return ()

    return call
