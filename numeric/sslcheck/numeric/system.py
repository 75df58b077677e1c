"""A model at given sizes, ready to integrate: a flat state, its rate, and what both cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import prod
from typing import TYPE_CHECKING, Any

from sslcheck.derive.emit import ElementwisePlan, Plan, make_elementwise_plan, make_plan
from sslcheck.derive.emit.plan import MatMul
from sslcheck.derive.expr import Expr
from sslcheck.derive.models.model import Model
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Kernel, Program, Values
from sslcheck.numeric.integrate import Integrator, Steps, integrator_by, method_of

if TYPE_CHECKING:
    from sslcheck.numeric.flows.options import FlowOptions
    from sslcheck.numeric.options import Options

__all__ = ["Layout", "System", "largest_product", "layout_of", "plan_of"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each state lies in the flat vector: names (identifiers) and shapes, in order."""

    shapes: Mapping[str, tuple[int, ...]]

    @property
    def size(self) -> int:
        """How many numbers a state of the system has."""
        return sum(prod(shape) for shape in self.shapes.values())

    @property
    def blocks(self) -> tuple[slice, ...]:
        """The part of the flat vector that each state takes."""
        ends = list(accumulate(prod(shape) for shape in self.shapes.values()))
        return tuple(slice(a, b) for a, b in zip([0, *ends], ends, strict=False))

    def views(self, xp: Any, flat: Array) -> tuple[Array, ...]:
        """The states as views into a contiguous flat vector."""
        views, at = [], 0
        for shape in self.shapes.values():
            count = prod(shape)
            views.append(xp.reshape(flat[at : at + count], shape))
            at += count
        return tuple(views)

    def named(self, xp: Any, flat: Array) -> dict[str, Array]:
        """`views` by name."""
        return dict(zip(self.shapes, self.views(xp, flat), strict=True))


def plan_of(
    model: Model, sizes: Mapping[str, int], outputs: Mapping[str, Expr] | None = None
) -> Plan | ElementwisePlan:
    """The plan of the model's rates or of ``outputs``."""
    return _plan_of(model, tuple(sizes.items()), None if outputs is None else (*outputs.items(),))


@lru_cache(256)  # many runs of a model share them
def _plan_of(
    model: Model, given: tuple[tuple[str, int], ...], wanted: tuple[tuple[str, Expr], ...] | None
) -> Plan | ElementwisePlan:
    sizes, outputs = dict(given), None if wanted is None else dict(wanted)
    if model.elementwise:
        return make_elementwise_plan(model, sizes[model.space], outputs, sizes)
    return make_plan(model, sizes, outputs)


class System:
    """The rate of a model as a function of the flat state."""

    def __init__(
        self, model: Model, plan: Plan | ElementwisePlan, arrays: Arrays, values: Values
    ) -> None:
        self.model = model
        self.plan = plan
        self.arrays = arrays
        self.layout = layout_of(plan)
        self._numbers = [k for k, shape in enumerate(self.layout.shapes.values()) if not shape]
        self.kernel = Kernel(Program.of(plan), arrays, values)

    def integrator(self, options: Options | FlowOptions) -> Integrator:
        """What takes a state through time, as the options of a run say."""
        steps = Steps(options.rtol, options.atol, options.step, options.max_steps)
        blocks = () if self.model.elementwise else self.layout.blocks
        method, size = method_of(options.method, largest_product(self.plan)), self.layout.size
        return integrator_by(method, self.arrays, size, self.rate, options.t_end, steps, blocks)

    def rate(self, state: Array, out: Array) -> None:
        """Write the time derivative of ``state`` into ``out``: ``plan.products`` products."""
        xp, states = self.arrays.xp, self.layout.views(self.arrays.xp, state)
        views = self.layout.views(xp, out)
        if not self._numbers:
            self.kernel(states, views)
            return
        arrays = tuple(view for k, view in enumerate(views) if k not in self._numbers)
        for k, number in zip(self._numbers, self.kernel(states, arrays), strict=True):
            view = views[k]
            view[...] = number


def layout_of(plan: Plan | ElementwisePlan) -> Layout:
    """The layout of a plan's states."""
    if isinstance(plan, ElementwisePlan):
        return Layout({s: (1,) if s in plan.single else (plan.modes,) for s in plan.states})
    return Layout({b.name: b.shape for b in plan.states})


def largest_product(plan: Plan | ElementwisePlan) -> int:
    """Operations of the largest matrix product of an evaluation; 0 where there is none."""
    if isinstance(plan, ElementwisePlan):
        return 0
    return max((step.flops for step in plan.steps if isinstance(step, MatMul)), default=0)
