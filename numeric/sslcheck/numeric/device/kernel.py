"""Emitted text as functions on the arrays of one library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan, Plan, array_text, elementwise_text
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.words import gist
from sslcheck.numeric.device.arrays import Array, Arrays

__all__ = ["Kernel", "NoValue", "Program", "Values", "run_text"]

_BLOCK = 2**14  # modes: so many numbers of a dozen arrays fit into the cache of a core

Values = Mapping[str, Any]
"""Data (arrays on the device) and scalars (floats) by the names of their symbols."""


class NoValue(SslcheckError, ArithmeticError):
    """A rate or a quantity that the values of a run do not have."""

    def __init__(self, what: str, error: Exception) -> None:
        super().__init__(
            f"no value of the {what}, for what is given: {gist(error)}; give other values by"
            " `--set`, `--data` and `--init`"
        )


@dataclass(frozen=True, slots=True)
class Program:
    """The emitted text of a plan, read once however often it is called on new values."""

    plan: Plan | ElementwisePlan
    text: str
    scalars: tuple[str, ...]
    data: tuple[str, ...]
    prepare: Callable[..., Any]
    evaluate: Callable[..., Any]

    @classmethod
    def of(cls, plan: Plan | ElementwisePlan) -> Program:
        """Emit and compile the text of a plan; runs that share the plan share it."""
        return _program_of(plan)


@lru_cache(256)
def _program_of(plan: Plan | ElementwisePlan) -> Program:
    if isinstance(plan, ElementwisePlan):
        text, names = elementwise_text(plan), tuple(plan.data)
    else:
        text, names = array_text(plan), tuple(b.name for b in plan.data)
    module = run_text(text, plan.title)
    data = tuple(map(plan.names.symbol, names))
    return Program(plan, text, tuple(plan.scalars), data, module["prepare"], module["evaluate"])


def run_text(text: str, title: str) -> dict[str, Any]:
    """The functions of an emitted text, by name."""
    module: dict[str, Any] = {}
    # the text is our own: an emitter made it from a plan, names in it are identifiers
    exec(compile(text, f"<kernel of {title}>", "exec"), module)
    return module


class Kernel:
    """A program that can be called: ``kernel(states, outputs)`` fills the outputs.

    ``work`` are buffers as the plan has them, where they are not to be made here. States and
    outputs are views in the order of the plan. Outputs that are scalars (traces) are
    returned as 0-dimensional arrays on the device. ``scalars`` and ``constants`` are what the text
    is given besides.
    """

    def __init__(
        self,
        program: Program,
        arrays: Arrays,
        values: Values,
        work: tuple[Array, ...] | None = None,
    ) -> None:
        plan = program.plan
        self.text, self._title, self._numbers = program.text, plan.title, 0
        self.scalars = scalars = tuple(values[name] for name in program.scalars)
        self.constants: tuple[Array, ...] = ()
        data = tuple(values[name] for name in program.data)
        if isinstance(plan, ElementwisePlan):
            compiled = None if plan.joint else arrays.modes_kernel(plan, data, scalars)
            if compiled is not None:
                self._call = compiled
                return
        elif work is None:
            work = tuple(arrays.zeros(b.shape) for b in plan.work)
        if isinstance(plan, Plan):
            self._numbers = _numbers(plan)
        try:
            self.constants = constants = program.prepare(arrays.xp, data, scalars)
        except (ArithmeticError, ValueError) as error:
            raise NoValue(plan.title, error) from error
        self._call = lambda states, outputs: program.evaluate(
            arrays.xp, states, outputs, constants, scalars, work or ()
        )
        if isinstance(plan, ElementwisePlan) and arrays.on_host and not plan.joint:
            self._call = _in_blocks(program, plan.modes, constants, scalars)

    def __call__(self, states: tuple[Array, ...], outputs: tuple[Array, ...]) -> tuple[Array, ...]:
        """Fill the outputs; all are nan where a matrix on the way has no inverse.

        Raises `NoValue` where the scalars of the run are not in the domain of a function.
        """
        try:
            return tuple(self._call(states, outputs))
        except np.linalg.LinAlgError:
            for output in outputs:
                output[...] = float("nan")
            return (float("nan"),) * self._numbers
        except ArithmeticError as error:
            raise NoValue(self._title, error) from error


def _in_blocks(
    program: Program, modes: int, constants: tuple[Array, ...], scalars: tuple[Any, ...]
) -> Callable[..., tuple[Array, ...]]:
    """``evaluate`` on some modes at a time, so that what is made on the way stays in the cache."""
    blocks = [slice(first, first + _BLOCK) for first in range(0, modes, _BLOCK)]

    def part(arrays: tuple[Array, ...], block: slice) -> tuple[Array, ...]:
        return tuple(a[block] if np.shape(a) == (modes,) else a for a in arrays)

    # a scalar, too, may be one for each mode, as in a plane of parameters
    known = [(part(constants, block), part(scalars, block)) for block in blocks]

    def call(states: tuple[Array, ...], outputs: tuple[Array, ...]) -> tuple[Array, ...]:
        for block, (made, numbers) in zip(blocks, known, strict=True):
            program.evaluate(np, part(states, block), part(outputs, block), made, numbers, ())
        return ()

    return call


def _numbers(plan: Plan) -> int:
    return sum(not buffer.rows for buffer in plan.outputs)
