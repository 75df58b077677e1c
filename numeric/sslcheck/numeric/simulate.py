"""Integrate the derived flow and measure what is proved about it."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.derive.text.words import counted
from sslcheck.numeric.arrays import Array, Arrays, open_arrays
from sslcheck.numeric.checkpoint import (
    Checkpoint,
    ForeignCheckpoint,
    Keeper,
    fingerprint,
    read_checkpoint,
)
from sslcheck.numeric.choose import Choice, choose_model, initial_state, model_values
from sslcheck.numeric.data import make_moments
from sslcheck.numeric.faults import device_faults
from sslcheck.numeric.findings import Finding, find
from sslcheck.numeric.gauges import Gauges
from sslcheck.numeric.integrate import METHODS, Outcome
from sslcheck.numeric.integrate.stepper import rows
from sslcheck.numeric.options import Options
from sslcheck.numeric.recorder import KEPT, Recorder
from sslcheck.numeric.remembered import number, whole
from sslcheck.numeric.rules import find_rules
from sslcheck.numeric.saved import check_saved
from sslcheck.numeric.series import Group
from sslcheck.numeric.start import make_start
from sslcheck.numeric.system import System, largest_product, layout_of
from sslcheck.numeric.threads import blas_threads, threads_for

__all__ = ["Progress", "Run", "Simulation"]

_BESIDE = 8
"""Numbers for each save time that are made and dropped while the record is judged and drawn."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: time of the flow, matrix products done, seconds since it began.

    ``name`` says which run, where there are several.
    """

    t: float
    t_end: float
    products: int
    steps: int
    seconds: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What came out. Series have one entry for each save time that was reached."""

    options: Options
    choice: Choice
    outcome: Outcome
    times: np.ndarray[Any, Any]
    gauges: dict[str, np.ndarray[Any, Any]]
    states: dict[str, np.ndarray[Any, Any]]
    last: dict[str, np.ndarray[Any, Any]]
    laws: tuple[ExactLaw | BoundLaw, ...]
    findings: tuple[Finding, ...]
    t: float
    accepted: int
    rejected: int
    evaluations: int
    products: int
    memory: int
    seconds: float
    device: str

    def __repr__(self) -> str:
        size = f"n = {self.options.n}, d = {self.options.d}"
        flow, model = self.choice.subject.flow, self.choice.model.name
        return (
            f"<Run: {flow}, {size}, {model} model, {self.outcome} at"
            f" t = {self.t:g}, {counted(len(self.times), 'time')}, gauges {', '.join(self.gauges)}>"
        )

    @property
    def figures(self) -> tuple[str, ...]:
        """The stems of the figures that show it; modes where their states were kept."""
        modes = self.choice.model.elementwise and self.states
        return ("gauges", "modes") if modes else ("gauges",)

    def state(self, weight: str) -> np.ndarray[Any, Any]:
        """A weight at the save times by its name in the article; of modes, their entries."""
        entries, names = self.choice.model.entries, self.choice.plan.names
        return self.states[names.of(entries.get(weight, weight))]


def _drawn_first(options: Options) -> int:
    """Bytes of what is made before the plan: a spectrum, and the entries of aligned states."""
    spectrum = 0 if options.data == "isotropic" else 3 * options.d
    entries = 5 * options.n if options.init == "aligned" else 0
    return 8 * (spectrum + entries + 2 * options.saves)


class Simulation:
    """A run, ready to start: everything that can be wrong with the options is found here.

    ``memory`` are the bytes that it will hold at a time, by the plan. Raises the errors of
    `subject`, `make_moments`, `make_start`, `choose_model`, `open_arrays`, and `NotEnoughMemory`;
    `run`, too, may raise this one, and `DeviceFailed`.
    """

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
        method = METHODS[options.method]
        itemsize = self.arrays.itemsize
        self.size = layout_of(plan).size
        self.whole = options.saves * self.size * itemsize <= KEPT
        rules = find_rules(self.choice.subject, self.choice.full, model)
        extremes = {name: moments.extremes(name) for name in moments.names}
        # memory first: values, rows and the record are made only if they fit
        self.gauges = Gauges(rules, model, self.choice.sizes, self.arrays, extremes)
        state = itemsize * self.size
        record = options.saves * (8 * (1 + self.gauges.most + _BESIDE) + state * self.whole)
        # the start and a checkpoint take two states more, on the device and as they are drawn
        drawn = 0 if model.elementwise else self.start.memory
        passing = max(2 * state, self.gauges.memory)
        held = rows(method) * state + plan.memory(itemsize)
        self.memory = held + max(passing, drawn) + record
        host = max(drawn - passing, 0) + record
        self.arrays.check_memory(held + passing, f"this run (model `{model.name}`)", host)
        self.values = model_values(self.choice, options, moments, self.start, self.arrays)
        self.system = System(model, plan, self.arrays, self.values)
        self.fingerprint = fingerprint(
            options.as_dict(), self.system.kernel.text, map(Path, options.files)
        )
        self.integrator = self.system.integrator(options)
        times = np.linspace(0.0, options.t_end, options.saves)
        self.recorder = Recorder(times, self.whole)

    @property
    def threads(self) -> int:
        """The most threads that a product of this run gets from BLAS."""
        largest = 2 * max(self.options.n, self.options.d) ** 3
        return threads_for(max(largest, largest_product(self.choice.plan)))

    def run(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
        checkpoint: Path | None = None,
        every: float = 30.0,
        resume: bool = False,
        warn: Callable[[str], None] = warnings.warn,
    ) -> Run:
        """Integrate to the end time, or until ``stopped()`` or a failure.

        With ``checkpoint`` the run is written there every ``every`` seconds and when it stops;
        ``resume`` goes on from that file, to the same numbers bit by bit. Of a checkpoint that
        cannot be written ``warn`` is told.
        """
        # a state that grows beyond all bounds ends the run with a code; NumPy need not say it, too
        quiet, threads = np.errstate(all="ignore"), blas_threads(largest_product(self.choice.plan))
        with quiet, threads, device_faults(self.arrays):
            source = checkpoint if resume else None
            return self._run(progress, stopped, Keeper(checkpoint, every, warn), source)

    def _run(
        self,
        progress: Callable[[Progress], None],
        stopped: Callable[[], bool],
        keeper: Keeper,
        source: Path | None,
    ) -> Run:
        began = time.perf_counter()
        before = 0.0
        integrator = self.integrator
        outcome = self._begin()
        if source is not None:
            before = self._restore(source)
            outcome = None

        def elapsed() -> float:
            return before + time.perf_counter() - began

        while outcome is None and integrator.t < self.options.t_end:
            outcome = integrator.advance()
            if outcome is None:
                for t, state in integrator.states(self.recorder.due(integrator.t)):
                    self._save(t, state)
                if stopped():
                    outcome = Outcome.INTERRUPTED
            progress(self._progress(elapsed()))
            keeper.keep(lambda: self._kept(elapsed()), outcome is Outcome.INTERRUPTED)
        self.arrays.synchronize()
        return self._finished(outcome or Outcome.COMPLETED, elapsed())

    def _begin(self) -> Outcome | None:
        state = initial_state(self.choice, self.start, self.arrays, self.values)
        del self.start  # at large sizes its matrices are worth freeing
        views = self.system.layout.views(self.arrays.xp, state)
        self.gauges.begin(views, self.values)
        outcome = self.integrator.begin(state)
        self._save(0.0, state)
        return outcome

    def _save(self, t: float, state: Array) -> None:
        ends = t in (0.0, self.options.t_end)
        named = self.system.layout.named(self.arrays.xp, state)
        measured = self.gauges.measure(t, tuple(named.values()), self.values, spectra=ends)
        self.recorder.add(measured, self.arrays.copied(named) if self.whole else {})

    def _progress(self, seconds: float) -> Progress:
        at = self.integrator
        products = at.evaluations * self.choice.plan.products
        return Progress(at.t, self.options.t_end, products, at.accepted, seconds)

    def _kept(self, seconds: float) -> Checkpoint:
        state, derivative = (np.array(self.arrays.to_host(r)) for r in self.integrator.rows())
        memory = {**self.integrator.memory(), "seconds": seconds}
        return Checkpoint(self.fingerprint, memory, state, derivative, self.recorder.as_arrays())

    def _restore(self, path: Path) -> float:
        """Go on from a checkpoint, which replaces the start; the seconds that were spent on it."""
        like, times = self.recorder.as_arrays(), self.recorder.times
        size, dtype = self.size, self.options.dtype
        found = read_checkpoint(path, self.fingerprint, size, dtype, like, len(times))
        try:
            rows_ = self.arrays.put(found.state), self.arrays.put(found.derivative)
            self.integrator.restore(found.memory, *rows_)
            self._remember(found.saved, self.integrator.t)
            return number(found.memory, "seconds")
        except (KeyError, ValueError) as error:
            raise ForeignCheckpoint(f"`{path}` is incomplete: {error}") from error

    def _remember(self, saved: Mapping[str, np.ndarray[Any, Any]], t: float) -> None:
        """Take what was recorded up to ``t`` in place of the start, which `_begin` has saved."""
        check_saved(saved, self.recorder.as_arrays(), self.recorder.times, t)
        self.recorder = Recorder(self.recorder.times, self.whole)
        self.recorder.restore(saved)
        self.gauges.remember(self.recorder.series())

    def recall(
        self, recorded: Mapping[str, np.ndarray[Any, Any]], result: Mapping[str, Any]
    ) -> Run:
        """A run that has ended, from what was kept of it: its arrays and its result.

        Raises KeyError, TypeError or ValueError if they are not those of such a run.
        """
        quiet, threads = np.errstate(all="ignore"), blas_threads(largest_product(self.choice.plan))
        with quiet, threads, device_faults(self.arrays):
            self._begin()
            saved = {"times": recorded["times"]}
            for group in (Group.GAUGE, Group.STATE):
                saved |= group.named(group.found(recorded))
            at = self.integrator
            at.t = number(result, "t", self.options.t_end)
            at.accepted = whole(result, "steps accepted")
            at.taken = at.accepted + whole(result, "steps rejected")
            at.evaluations = whole(result, "evaluations")
            self._remember(saved, at.t)
            found = self._finished(Outcome(result["code"]), number(result, "seconds"))
        return replace(found, last={name: Group.LAST.found(recorded)[name] for name in found.last})

    def _finished(self, outcome: Outcome, seconds: float) -> Run:
        at, series = self.integrator, self.recorder.series()
        last = self.system.layout.named(self.arrays.xp, at.rows()[0])
        times = self.recorder.times[: self.recorder.count]
        return Run(
            options=self.options,
            choice=self.choice,
            outcome=outcome,
            times=times,
            gauges=series,
            states=self.recorder.states(),
            last=self.arrays.copied(last),
            laws=self.gauges.rules.laws,
            findings=find(self.gauges, self.options, times, series, at.accepted, self.size),
            t=at.t,
            accepted=at.accepted,
            rejected=at.taken - at.accepted,
            evaluations=at.evaluations,
            products=at.evaluations * self.choice.plan.products,
            memory=self.memory,
            seconds=seconds,
            device=self.arrays.description,
        )
