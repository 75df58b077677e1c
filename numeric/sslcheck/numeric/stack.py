"""Several runs of one model in lockstep, each with steps of its own: their products are stacks.

At small sizes a run waits for Python, not for products: what a stage does is asked for once for all
runs here. Errors and steps are those of single runs, up to the rounding of sums.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from sslcheck.derive.emit import Plan, array_text, stackable
from sslcheck.numeric.device.kernel import run_text
from sslcheck.numeric.integration import Integration
from sslcheck.numeric.outcome import NotFinite, Outcome

__all__ = ["Stack", "alike", "together"]

Numbers = np.ndarray[Any, Any]

_MOST = 64  # runs
_ROOM = 2**21  # numbers in all their rows: 16 MiB
_LARGEST = 2**13  # numbers in a state: of larger ones the products themselves take the time


def alike(job: Integration[Any]) -> object | None:
    """What runs must have in common to be one stack, and None for one that has to go alone."""
    plan, integrator = job.plan, job.integrator
    if not (isinstance(plan, Plan) and job.arrays.on_host and stackable(plan)):
        return None
    method = integrator.method
    if not method.error or integrator.kept > 1 or job.size > _LARGEST:
        return None
    return plan, method.name, job.arrays.dtype


def room(job: Integration[Any]) -> int:
    """How many such runs a stack holds."""
    return min(_MOST, _ROOM // (job.integrator.method.rows * job.size))


class Stack:
    """The rows of several `Stepper`s in one array: runs x rows x numbers."""

    def __init__(self, jobs: Sequence[Integration[Any]]) -> None:
        self.jobs = [*jobs]
        first = jobs[0]
        self.method, self.layout = first.integrator.method, first.system.layout
        self.blocks = first.integrator.stepper.blocks
        plan = first.plan
        assert isinstance(plan, Plan)
        self._evaluate = run_text(array_text(plan, stacked=True), plan.title)["evaluate"]
        dtype, stages = first.arrays.dtype, self.method.stages
        self._a = [np.array(row, dtype=dtype) for row in self.method.a]
        self._error = np.array(self.method.error, dtype=dtype)
        self._rows = np.zeros((len(jobs), self.method.rows, self.layout.size), dtype=dtype)
        for job, own in zip(jobs, self._rows, strict=True):
            job.integrator.stepper.move(own)
        self._new, self._spare = stages + 1, stages + 2
        self._views = [self._split(row) for row in range(stages + 2)]
        kernels = [job.system.kernel for job in jobs]
        self._scalars = tuple(_joined(kernels, lambda k: k.scalars))
        self._constants = tuple(_joined(kernels, lambda k: k.constants))
        self._work = tuple(
            np.zeros((len(jobs), *buffer.shape), dtype=dtype) for buffer in plan.work
        )

    def _split(self, row: int) -> tuple[Numbers, ...]:
        """The states in a row of all runs, as stacks of matrices."""
        found = []
        for shape, block in zip(self.layout.shapes.values(), self.layout.blocks, strict=True):
            part = self._rows[:, row, block].reshape(-1, *shape)
            assert np.shares_memory(part, self._rows)
            found.append(part)
        return tuple(found)

    def step(self, h: Numbers) -> None:
        """A step of each run, as `Stepper.step`; ``h`` is 0 for one that waits."""
        every = self._rows
        for stage in range(1, self.method.stages):
            weights = np.ones((len(h), 1, 1 + stage), dtype=every.dtype)
            weights[:, 0, 1:] = h[:, None] * self._a[stage]
            np.matmul(weights, every[:, : 1 + stage], out=every[:, self._new : self._new + 1])
            states, rates = self._views[self._new], self._views[1 + stage]
            self._evaluate(np, states, rates, self._constants, self._scalars, self._work)

    def errors(self, h: Numbers, rtol: Numbers, atol: Numbers) -> Numbers:
        """`Stepper.error_norm` of each run."""
        every, stages = self._rows, self.method.stages
        weights = (h[:, None] * self._error)[:, None, :]
        spare = every[:, self._spare : self._spare + 1]
        np.matmul(weights, every[:, 1 : 1 + stages], out=spare)
        worst = np.zeros(len(h))
        for block in self.blocks:
            old, new, error = (
                np.sqrt(np.einsum("bi,bi->b", part, part, dtype=every.dtype))
                for part in (every[:, row, block] for row in (0, self._new, self._spare))
            )
            least = atol * float(block.stop - block.start) ** 0.5
            worst = np.maximum(worst, error / (np.maximum(old, new) * rtol + least))
        return worst  # not a number where one is: `maximum` hands it on


def together(
    jobs: Sequence[Integration[Any]], stopped: Callable[[], bool] = lambda: False
) -> Iterator[tuple[int, Any]]:
    """Make runs that are `alike` to their end, and yield each by its number as it ends.

    In place of one that fails stands its error. Nothing comes of those that are stopped. The
    ``seconds`` of a run are its share of the time.
    """
    with jobs[0].at_work():
        yield from _Course(jobs).go(stopped)


class _Course:
    """The runs that are on their way, by number, and their shares of the time."""

    def __init__(self, jobs: Sequence[Integration[Any]]) -> None:
        self.jobs = jobs
        self.spent = dict.fromkeys(range(len(jobs)), 0.0)
        self.ended: list[tuple[int, Any]] = []

    def go(self, stopped: Callable[[], bool]) -> Iterator[tuple[int, Any]]:
        began = time.perf_counter()
        going = [k for k in self.spent if self._tried(k, self._begin)]
        self._shared(began, [*self.spent])
        stack, inside = None, list[int]()
        while going and not stopped():
            yield from self._handed()
            began = time.perf_counter()
            if stack is None or 2 * len(going) <= len(inside):
                inside, stack = going, Stack([self.jobs[k] for k in going])
            at = self._steps(going)
            going = [k for k in going if k in at]
            if going:
                stood = self._advance(stack, inside, at)
                going = [k for k in going if k not in stood or self._tried(k, self._after)]
            self._shared(began, inside)
        yield from self._handed()

    def _handed(self) -> Iterator[tuple[int, Any]]:
        ended, self.ended = self.ended, []
        yield from ended

    def _shared(self, began: float, among: list[int]) -> None:
        for k in among:
            self.spent[k] += (time.perf_counter() - began) / len(among)

    def _tried(self, k: int, what: Callable[[Integration[Any]], Outcome | None]) -> bool:
        """Whether a run goes on after this."""
        try:
            outcome = what(self.jobs[k])
        except NotFinite:
            outcome = Outcome.NOT_FINITE
        except Exception as error:  # of one of many: whatever it is, the others go on
            self.ended.append((k, error))
            return False
        if outcome is not None:
            self._end(k, outcome)
        return outcome is None

    def _end(self, k: int, outcome: Outcome) -> None:
        self.ended.append((k, self.jobs[k].result(outcome, self.spent[k])))

    @staticmethod
    def _begin(job: Integration[Any]) -> Outcome | None:
        outcome = job.begin()
        job.record()
        return outcome

    @staticmethod
    def _after(job: Integration[Any]) -> Outcome | None:
        job.record()
        return Outcome.COMPLETED if job.finished else None

    def _steps(self, going: list[int]) -> dict[int, float]:
        """The next step of each run that can make one; the others end."""
        found: dict[int, float] = {}
        for k in going:
            step = self.jobs[k].integrator.ahead()
            if isinstance(step, Outcome):
                self._end(k, step)
            else:
                found[k] = step
        return found

    def _advance(self, stack: Stack, inside: list[int], at: dict[int, float]) -> set[int]:
        """Try the steps; the runs whose step stands."""
        h = np.array([at.get(k, 0.0) for k in inside], dtype=stack.jobs[0].arrays.dtype)
        integrators = [self.jobs[k].integrator for k in inside]
        stack.step(h)
        rtol, atol = (np.array(n) for n in zip(*(i.tolerance for i in integrators), strict=True))
        errors = stack.errors(h, rtol, atol)
        tried = zip(inside, integrators, errors, strict=True)
        return {k for k, it, error in tried if k in at and it.judge(at[k], float(error))}


def _joined(kernels: Sequence[Any], what: Callable[[Any], tuple[Any, ...]]) -> Iterator[Any]:
    """A number or an array that all kernels share, or theirs as a stack for broadcasting."""
    for values in zip(*map(what, kernels), strict=True):
        if all(np.array_equal(values[0], other) for other in values[1:]):
            yield values[0]
        elif np.ndim(values[0]) == 0:
            yield np.array(values)[:, None, None]
        else:
            yield np.array(values)
