"""Runs that integrate a flow: what all of them have in common, whatever they measure."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from sslcheck.derive.emit import ElementwisePlan, Plan
from sslcheck.derive.models.model import Model
from sslcheck.derive.text.words import counted
from sslcheck.numeric.device.arrays import Array, NotEnoughMemory, gibibytes
from sslcheck.numeric.disk.remembered import number, whole
from sslcheck.numeric.integrate import TSIT5, Adams, Integrator, Method, Outcome, method_of
from sslcheck.numeric.job import Held, Job, Progress, Result
from sslcheck.numeric.recorded import Recorded
from sslcheck.numeric.system import System, largest_product
from sslcheck.numeric.watched.finding import Finding

__all__ = ["Integrated", "Integration"]

Numbers = np.ndarray[Any, Any]
Found = TypeVar("Found", bound=Result)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Integrated(Recorded):
    """What came out of an integration. Series have one entry for each save time that was reached.

    ``method`` is the name of the method, with why it is not another one.
    """

    outcome: Outcome
    times: Numbers
    series: dict[str, Numbers]
    states: dict[str, Numbers]
    last: dict[str, Numbers]
    findings: tuple[Finding, ...]
    t: float
    accepted: int
    rejected: int
    evaluations: int
    method: str
    memory: int
    seconds: float
    device: str

    @property
    def message(self) -> str:
        """How it ended, in a sentence."""
        return self.outcome.message

    @property
    def contradicted(self) -> bool:
        """Whether something is not as it is proved."""
        return any(f.holds is False for f in self.findings)

    def counts(self) -> dict[str, Any]:
        """How far it came, and in how many steps; `Integration.recount` takes it back."""
        return {
            "t": self.t,
            "steps accepted": self.accepted,
            "steps rejected": self.rejected,
            "evaluations": self.evaluations,
        }

    def _told(self, flow: str, sizes: str, model: str) -> str:
        name, times = type(self).__name__, counted(len(self.times), "time")
        return (
            f"<{name}: {flow}{sizes}, {model} model, {self.outcome} at t = {self.t:g},"
            f" {len(self.series)} series at {times}>"
        )


class Integration(Job[Found]):
    """A `Job` whose steps are those of an `Integrator` over the states of a model."""

    command = "simulate"

    plan: Plan | ElementwisePlan
    system: System
    integrator: Integrator
    beside = ""  # the method that would be taken if it fitted into memory, and what it needs

    @property
    def largest(self) -> int:
        """Operations of the largest product of an evaluation."""
        return largest_product(self.plan)

    def fitting(self, needed: Callable[[Method], tuple[int, int]], what: str) -> Method:
        """The method of the options, which say it from now on.

        ``needed`` are the bytes on the device and on the host that ``what`` needs. Where it is left
        open, the derivatives that an Adams method keeps are let go if there is no room for them.
        Raises `NotEnoughMemory`.
        """
        options, check = self.options, self.arrays.check_memory
        method = method_of(options.method, self.largest)
        device, host = needed(method)
        try:
            check(device, what, host)
        except NotEnoughMemory as error:
            if not isinstance(method, Adams):
                raise
            less, beside = needed(TSIT5)
            check(less, what, beside)
            if options.method != "auto":
                raise NotEnoughMemory(f"{error}; `--method {TSIT5.name}` fits") from None
            self.beside = f"{method.name} needs {gibibytes(device + host)}"
            method = TSIT5
        self.options = replace(options, method=method.name)
        return method

    def settled(self, options: Any) -> Any:
        """With the method, which may have hung on the memory that was free."""
        return replace(options, method=self.options.method)

    @property
    def method(self) -> str:
        """The method by its name, and why it is not another one."""
        name = self.integrator.name
        return f"{name} ({self.beside})" if self.beside else name

    @property
    def now(self) -> float:
        """The time that the integration has come to."""
        return self.integrator.t

    @property
    def finished(self) -> bool:
        """Whether the end time is reached."""
        return bool(self.integrator.t >= self.options.t_end)

    @abstractmethod
    def initial(self) -> Array:
        """The start, flat, on the device; what is measured is told of it."""

    @abstractmethod
    def measured(self, t: float, states: tuple[Array, ...]) -> dict[str, float]:
        """All that is recorded of the states at a save time, by name."""

    @property
    def held(self) -> tuple[int, ...]:
        """The shape of the derivatives that the integrator keeps."""
        kept = self.integrator.kept
        return (kept, self.size) if kept > 1 else (self.size,)

    def begin(self) -> Outcome | None:
        """Make the start and its derivative."""
        return self.integrator.begin(self.initial())

    def advance(self) -> Outcome | None:
        """One accepted step."""
        return self.integrator.advance()

    def record(self) -> None:
        """Measure at the save times of the last step."""
        if not self.recorder.count:
            self._save(0.0, self.integrator.rows()[0])
            return
        for t, state in self.integrator.states(self.recorder.due(self.integrator.t)):
            self._save(t, state)

    def _save(self, t: float, state: Array) -> None:
        named = self.system.layout.named(self.arrays.xp, state)
        kept = self.arrays.copied(named) if self.recorder.whole else {}
        self.recorder.add(self.measured(t, tuple(named.values())), kept)

    def hold(self) -> Held:
        """The numbers of the integrator, and its state and derivative."""
        state, derivative = (np.array(self.arrays.to_host(r)) for r in self.integrator.rows())
        return Held(self.integrator.memory(), state, derivative)

    def restore(self, held: Held) -> None:
        """Go on from there."""
        rows = (self.arrays.put(row) for row in (held.state, held.derivative))
        self.integrator.restore(held.memory, *rows)

    @abstractmethod
    def found(self, times: Numbers, series: dict[str, Numbers]) -> tuple[Finding, ...]:
        """What was measured, beside what is proved of it."""

    def ended(self, outcome: Outcome, seconds: float) -> dict[str, Any]:
        """What came out so far, by the fields of `Integrated`."""
        at, series = self.integrator, self.recorder.series()
        times = self.recorder.times[: self.recorder.count]
        return {
            "outcome": outcome,
            "times": times,
            "series": series,
            "states": self.recorder.states(),
            "last": self.arrays.copied(self.system.layout.named(self.arrays.xp, at.rows()[0])),
            "findings": self.found(times, series),
            "t": at.t,
            "accepted": at.accepted,
            "rejected": at.taken - at.accepted,
            "evaluations": at.evaluations,
            "method": self.method,
            "memory": self.memory,
            "seconds": seconds,
            "device": self.arrays.description,
        }

    def recount(self, counts: Mapping[str, Any]) -> None:
        """Take the time and the steps of a run that has ended."""
        at = self.integrator
        at.t = number(counts, "t", self.options.t_end)
        at.accepted = whole(counts, "steps accepted")
        at.taken = at.accepted + whole(counts, "steps rejected")
        at.evaluations = whole(counts, "evaluations")

    def progress(self, seconds: float) -> Progress:
        """Where the integration is."""
        at = self.integrator
        products = at.evaluations * self.plan.products
        return Progress(at.t, self.options.t_end, products, at.accepted, seconds)

    def planned(self, model: Model, why: str) -> dict[str, Any]:
        """The model of a run, and what its plan costs, by headings of ``run.json``."""
        return {
            "model": {"name": model.name, "why": why, "title": model.title},
            "plan": {
                "states": {n: list(s) for n, s in self.system.layout.shapes.items()},
                "matrix products": self.plan.products,
                "flops": self.plan.flops,
                "bytes moved": self.plan.traffic(self.arrays.itemsize),
                "bytes in memory": self.memory,
            },
        }
