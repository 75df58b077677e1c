"""Integrate any flow of an article, and hold it against what the article's claims prove of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sslcheck.derive.models.flow_model import SINGLE, check_flow, first_flow, flow_model, spaces_of
from sslcheck.numeric.arrays import Arrays, open_arrays
from sslcheck.numeric.article import derivation
from sslcheck.numeric.faults import device_faults
from sslcheck.numeric.findings import Finding
from sslcheck.numeric.flows.chosen import Chosen, choose, start_of, values_of
from sslcheck.numeric.flows.conserved import INTEGRALS, Conserved, conserved, proved_of
from sslcheck.numeric.flows.gauges import FlowGauges
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.flows.margins import ORDERS, Margin, margin_of
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.integrate import METHODS, Outcome
from sslcheck.numeric.integrate.stepper import rows
from sslcheck.numeric.recorder import KEPT, Recorder
from sslcheck.numeric.system import System, largest_product, layout_of
from sslcheck.numeric.threads import blas_threads, threads_for

__all__ = ["FlowRun", "FlowSimulation"]

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class FlowRun:
    """What came out. Series have one entry for each save time that was reached."""

    options: FlowOptions
    flow: str
    sizes: dict[str, int]
    scalars: dict[str, float]
    chosen: Chosen = field(repr=False)
    outcome: Outcome
    times: Numbers
    gauges: dict[str, Numbers] = field(repr=False)
    states: dict[str, Numbers] = field(repr=False)
    last: dict[str, Numbers] = field(repr=False)
    laws: tuple[Conserved, ...] = field(repr=False)
    margins: tuple[Margin, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    t: float
    accepted: int
    rejected: int
    evaluations: int
    memory: int
    seconds: float
    device: str

    @property
    def figures(self) -> tuple[str, ...]:
        """The stems of the figures that show it."""
        return ("gauges",)


class FlowSimulation:
    """A run, ready to start: everything that can be wrong with the options is found here.

    Raises the errors of `load_article`, `Inputs`, `choose`, `open_arrays`; `NotEnoughMemory`.
    """

    def __init__(
        self,
        options: FlowOptions,
        arrays: Arrays | None = None,
        proved: frozenset[str] | None = None,
    ) -> None:
        """``proved`` are ids of claims that are proved; None: those needed are decided here."""
        self.options, self._proved = options, proved
        self.arrays = arrays or open_arrays(options.backend, options.dtype)
        scene = derivation(options.article)
        self.flow = options.flow or first_flow(scene)
        check_flow(scene, self.flow)
        self.article = scene.article
        shown = flow_model(scene, self.flow, {})
        with np.errstate(all="ignore"), device_faults(self.arrays):
            states = tuple(s for s in shown.states if s in scene.article.symbols)
            self.inputs = Inputs(scene.article, options, states, spaces_of(scene, shown))
            self.chosen = choose(scene, self.flow, self.inputs, options.model)
            self._prepare()

    def _prepare(self) -> None:
        options, chosen = self.options, self.chosen
        method, itemsize = METHODS[options.method], self.arrays.itemsize
        self.size = layout_of(chosen.plan).size
        whole = options.saves * self.size * itemsize <= KEPT
        self.memory = (rows(method) + 4 + options.saves * whole) * self.size * itemsize
        self.memory += chosen.plan.memory(itemsize)
        self.arrays.check_memory(self.memory, f"this run (model `{chosen.model.name}`)")
        kinds = (*INTEGRALS, *ORDERS)
        claims = proved_of(self.article, self.flow, self.inputs, kinds, self._proved)
        laws = conserved(self.article, claims, self.inputs)
        found = (margin_of(self.article, c) for c in claims)
        margins = tuple(m for m in found if m is not None)
        sizes = self.inputs.sizes
        self.gauges = FlowGauges(self.article, chosen, sizes, self.arrays, laws, margins)
        self.values = values_of(chosen, self.inputs, self.gauges.needed, self.arrays)
        self.system = System(chosen.model, chosen.plan, self.arrays, self.values)
        self.integrator = self.system.integrator(options)
        self.recorder = Recorder(np.linspace(0.0, options.t_end, options.saves), whole)

    @property
    def threads(self) -> int:
        """The most threads that a product of this run gets from BLAS."""
        return threads_for(largest_product(self.chosen.plan))

    def run(
        self,
        progress: Callable[[float, float, int, float], None] = lambda *_: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> FlowRun:
        """Integrate to the end time, or until ``stopped()`` or a failure.

        ``progress`` is told the time, the end time, the steps and the seconds.
        """
        quiet, threads = np.errstate(all="ignore"), blas_threads(largest_product(self.chosen.plan))
        with quiet, threads, device_faults(self.arrays):
            began, at = time.perf_counter(), self.integrator
            state = start_of(self.chosen, self.inputs, self.arrays, self.values)
            outcome = at.begin(state)
            self._save(0.0, state)
            while outcome is None and at.t < self.options.t_end:
                outcome = at.advance()
                if outcome is None:
                    for t, there in at.states(self.recorder.due(at.t)):
                        self._save(t, there)
                    if stopped():
                        outcome = Outcome.INTERRUPTED
                seconds = time.perf_counter() - began
                progress(at.t, self.options.t_end, at.accepted, seconds)
            self.arrays.synchronize()
            return self._finished(outcome or Outcome.COMPLETED, time.perf_counter() - began)

    def _save(self, t: float, state: Any) -> None:
        named = self.system.layout.named(self.arrays.xp, state)
        measured = self.gauges.measure(t, tuple(named.values()), self.values)
        self.recorder.add(measured, self.arrays.copied(named) if self.recorder.whole else {})

    def _finished(self, outcome: Outcome, seconds: float) -> FlowRun:
        at, series = self.integrator, self.recorder.series()
        times = self.recorder.times[: self.recorder.count]
        plan = self.chosen.plan
        plain = [n for n in plan.scalars if n in self.article.symbols]
        return FlowRun(
            options=self.options,
            flow=self.flow,
            sizes={s: k for s, k in self.inputs.sizes.items() if s in self._sized()},
            scalars={n: float(self.inputs.value(n)) for n in plain},
            chosen=self.chosen,
            outcome=outcome,
            times=times,
            gauges=series,
            states=self.recorder.states(),
            last=self.arrays.copied(self.system.layout.named(self.arrays.xp, at.rows()[0])),
            laws=self.gauges.laws,
            margins=self.gauges.margins.margins,
            findings=self.gauges.findings(self.options, times, series, at.accepted, self.size),
            t=at.t,
            accepted=at.accepted,
            rejected=at.taken - at.accepted,
            evaluations=at.evaluations,
            memory=self.memory,
            seconds=seconds,
            device=self.arrays.description,
        )

    def _sized(self) -> set[str]:
        """The spaces that this flow has to do with."""
        article = self.article
        names = [*self.chosen.full.states, *self.chosen.full.data]
        symbols = [article.symbols[n] for n in names if n in article.symbols]
        found = {space for s in symbols for space in s.shape}
        found |= {article.indices.get(s.index, s.index) for s in symbols}
        return (found | {self.chosen.model.space}) & (self.inputs.sizes.keys() - {SINGLE})
