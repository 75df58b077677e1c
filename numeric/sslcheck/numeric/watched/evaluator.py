"""Quantities of the article, evaluated on states of a model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sslcheck.derive.emit import ElementwisePlan, Plan
from sslcheck.derive.expr import Expr
from sslcheck.derive.models.model import Model
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Kernel, Program, Values
from sslcheck.numeric.system import plan_of

__all__ = ["Evaluator"]


class Evaluator:
    """Quantities of the article on states of a model; memory is held only while it works."""

    def __init__(
        self, model: Model, sizes: Mapping[str, int], outputs: Mapping[str, Expr], arrays: Arrays
    ) -> None:
        self.model = model
        self.arrays = arrays
        self.plan: Plan | ElementwisePlan = plan_of(model, sizes, outputs)
        if isinstance(self.plan, ElementwisePlan):
            shapes: dict[str, tuple[int, ...]] = dict.fromkeys(outputs, (self.plan.modes,))
        else:
            made = zip(outputs, self.plan.outputs, strict=True)
            shapes = {name: (b.rows, b.cols) for name, b in made if b.rows}
        self._shapes = shapes
        self.numbers = [name for name in outputs if name not in shapes]

    @property
    def memory(self) -> int:
        """Bytes while it works, data not counted."""
        size = self.arrays.itemsize
        if isinstance(self.plan, ElementwisePlan):
            return size * self.plan.modes * len(self._shapes)
        buffers = (*self.plan.outputs, *self.plan.work, *(c.buffer for c in self.plan.constants))
        return size * sum(b.size for b in buffers)

    @property
    def largest(self) -> int:
        """Bytes of the largest quantity."""
        size = self.arrays.itemsize
        if isinstance(self.plan, ElementwisePlan):
            return size * self.plan.modes
        return size * max(b.size for b in self.plan.outputs)

    @cached_property
    def _program(self) -> Program:
        return Program.of(self.plan)

    def __call__(self, states: tuple[Array, ...], values: Values) -> dict[str, Array]:
        """The quantities by name; of modes, one entry each."""
        kernel = Kernel(self._program, self.arrays, values)
        found = {name: self.arrays.zeros(shape) for name, shape in self._shapes.items()}
        numbers = kernel(states, tuple(found.values()))
        for name, number in zip(self.numbers, numbers, strict=True):
            # of a number that no array has a part in the text makes one of the host
            made = number if hasattr(number, "dtype") else self.arrays.zeros(()) + number
            found[name] = made
        return found
