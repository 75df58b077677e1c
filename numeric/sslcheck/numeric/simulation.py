"""Integrate the derived flow and measure what is proved about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.numeric.choose import Choice, choose_model, initial_state, model_values
from sslcheck.numeric.data import make_moments
from sslcheck.numeric.device.arrays import Array, Arrays, open_arrays
from sslcheck.numeric.device.faults import device_faults
from sslcheck.numeric.device.threads import blas_threads, threads_for
from sslcheck.numeric.disk.checkpoint import fingerprint, host_bytes
from sslcheck.numeric.integrate import Method, Outcome
from sslcheck.numeric.integration import Integrated, Integration
from sslcheck.numeric.options import Options
from sslcheck.numeric.start import make_start
from sslcheck.numeric.system import System, layout_of
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.findings import find
from sslcheck.numeric.watched.gauges import Gauges
from sslcheck.numeric.watched.laws import find_rules
from sslcheck.numeric.watched.recorder import KEPT, Recorder

__all__ = ["Run", "Simulation"]

_BESIDE = 8
"""Numbers for each save time that are made and dropped while the record is judged and drawn."""


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Run(Integrated):
    """What came out of a simulation."""

    options: Options
    choice: Choice
    laws: tuple[ExactLaw | BoundLaw, ...]
    products: int

    def __repr__(self) -> str:
        sizes = f", n = {self.options.n}, d = {self.options.d}"
        return self._told(self.choice.subject.flow, sizes, self.choice.model.name)

    @property
    def figures(self) -> tuple[str, ...]:
        """The stems of the figures that show it; modes where their states were kept."""
        modes = self.choice.model.elementwise and self.states
        return ("gauges", "modes") if modes else ("gauges",)

    def counts(self) -> dict[str, Any]:
        """How far it came, and what that took."""
        return {**Integrated.counts(self), "matrix products": self.products}

    def state(self, weight: str) -> np.ndarray[Any, Any]:
        """A weight at the save times by its name in the article; of modes, their entries."""
        entries, names = self.choice.model.entries, self.choice.plan.names
        return self.states[names.of(entries.get(weight, weight))]


def _drawn_first(options: Options) -> int:
    """Bytes of what is made before the plan: a spectrum, and the entries of aligned states."""
    spectrum = 0 if options.data == "isotropic" else 3 * options.d
    entries = 5 * options.n if options.init == "aligned" else 0
    return 8 * (spectrum + entries + 2 * options.saves)


class Simulation(Integration[Run]):
    """A run, ready to start: everything that can be wrong with the options is found here.

    ``memory`` are the bytes that it will hold at a time, by the plan. Raises the errors of
    `subject`, `make_moments`, `make_start`, `choose_model`, `open_arrays`, and `NotEnoughMemory`;
    `run`, too, may raise this one, and `DeviceFailed`.
    """

    kind = "simulation"
    options: Options

    def __init__(self, options: Options, arrays: Arrays | None = None) -> None:
        self.options = options
        self.arrays = arrays or open_arrays(options.backend, options.dtype)
        threads = blas_threads(2 * max(options.n, options.d) ** 3)
        # numbers that overflow lead to an outcome; NumPy need not say it, too
        with np.errstate(all="ignore"), threads, device_faults(self.arrays):
            self._prepare(options)

    def _prepare(self, options: Options) -> None:
        self.arrays.check_memory(0, "this run", host=_drawn_first(options))
        moments = make_moments(options)
        self.start = make_start(options, moments)
        self.choice = choose_model(options, moments, self.start)
        model, plan = self.choice.model, self.choice.plan
        self.plan = plan
        itemsize = self.arrays.itemsize
        self.size = layout_of(plan).size
        whole = options.saves * self.size * itemsize <= KEPT
        rules = find_rules(self.choice.subject, self.choice.full, model)
        extremes = {name: moments.extremes(name) for name in moments.names}
        # memory first: values, rows and the record are made only if they fit
        self.gauges = Gauges(rules, model, self.choice.sizes, self.arrays, extremes)
        state = itemsize * self.size
        record = options.saves * (8 * (1 + self.gauges.most + _BESIDE) + state * whole)
        # the start takes two states more, on the device and as it is drawn; later a checkpoint is
        # made on the host
        drawn = 0 if model.elementwise else self.start.memory
        passing = max(2 * state, self.gauges.memory)

        def needed(method: Method) -> tuple[int, int]:
            beside = max(drawn, host_bytes(method.kept, state))
            held = method.rows * state + plan.memory(itemsize)
            self.memory = held + max(passing, beside) + record
            host = (max(beside - passing, 0) if self.arrays.on_host else beside) + record
            return held + passing, host

        self.fitting(needed, f"this run (model `{model.name}`)")
        options = self.options
        self.values = model_values(self.choice, options, moments, self.start, self.arrays)
        self.system = System(model, plan, self.arrays, self.values)
        self.fingerprint = fingerprint(
            options.as_dict(), self.system.kernel.text, map(Path, options.files)
        )
        self.integrator = self.system.integrator(options)
        times = np.linspace(0.0, options.t_end, options.saves)
        self.recorder = Recorder(times, whole, self.gauges.known)

    @property
    def threads(self) -> int:
        """The most threads that a product of this run gets from BLAS."""
        largest = 2 * max(self.options.n, self.options.d) ** 3
        return threads_for(max(largest, self.largest))

    def initial(self) -> Array:
        """The start, flat, on the device; the gauges remember it."""
        state = initial_state(self.choice, self.start, self.arrays, self.values)
        del self.start  # at large sizes its matrices are worth freeing
        self.gauges.begin(self.system.layout.views(self.arrays.xp, state), self.values)
        return state

    def measured(self, t: float, states: tuple[Array, ...]) -> dict[str, float]:
        """All gauges by name; eigenvalues of large matrices at both ends only."""
        ends = t in (0.0, self.options.t_end)
        return self.gauges.measure(t, states, self.values, spectra=ends)

    def remembered(self) -> None:
        """The gauges take the largest sizes so far."""
        self.gauges.remember(self.recorder.series())

    def about(self) -> dict[str, Any]:
        """The flow, the model and its plan."""
        flow = self.choice.subject.flow
        return {"flow": flow, **self.planned(self.choice.model, self.choice.why)}

    def found(
        self, times: np.ndarray[Any, Any], series: dict[str, np.ndarray[Any, Any]]
    ) -> tuple[Finding, ...]:
        """Each gauge beside its limit."""
        accepted = self.integrator.accepted
        return find(self.gauges, self.options, times, series, accepted, self.size)

    def result(self, outcome: Outcome, seconds: float) -> Run:
        """What came out so far."""
        return Run(
            options=self.options,
            choice=self.choice,
            laws=self.gauges.rules.laws,
            products=self.integrator.evaluations * self.plan.products,
            **self.ended(outcome, seconds),
        )
