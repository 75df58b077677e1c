"""Integrate many trajectories of a flow, and hold all of them against what is proved about it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import numpy as np

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, alone
from sslcheck.derive.models.flow_model import (
    SINGLE,
    check_flow,
    data_of,
    first_flow,
    flow_model,
    matrix_states,
)
from sslcheck.derive.models.model import Model
from sslcheck.derive.reduce import modal_model
from sslcheck.derive.setting import Symbol
from sslcheck.numeric.article import derivation
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.choose import NotExact, proved
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.device.faults import device_faults
from sslcheck.numeric.ensembles.columns import Columns
from sslcheck.numeric.ensembles.cpu import compiled
from sslcheck.numeric.ensembles.gpu import launched
from sslcheck.numeric.ensembles.held import Held, laws_of
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.ensembles.work import CODES, Limits, Work
from sslcheck.numeric.integrate import TSIT5, InvalidStep, Outcome
from sslcheck.numeric.system import plan_of
from sslcheck.numeric.watched.findings import drift_allowed

__all__ = ["Ensemble"]

Numbers = np.ndarray[Any, Any]

_PIECE = 2**14  # trajectories that a thread takes at a time, and that are judged at a time
_PIECE_OF_DEVICE = 2**20
_PAUSE = 0.1  # seconds between two looks at whether to stop
_MOST_SAMPLES = 10**6


class Ensemble:
    """Trajectories, ready to start: everything that can be wrong with the options is found here.

    Raises the errors of `load_article`, `Columns`, `open_arrays`; `NotExact`, `Unsupported`,
    `NumbaMissing`, `NotEnoughMemory`.
    """

    def __init__(self, options: EnsembleOptions) -> None:
        self.options = options
        if not options.rtol >= 4 * 2.0**-52:
            raise InvalidStep(f"rtol = {options.rtol:g} is finer than float64 can resolve")
        self.arrays = open_arrays(options.backend, "float64")
        scene = derivation(options.article)
        self.flow = options.flow or first_flow(scene)
        check_flow(scene, self.flow)
        self.model, self.why = _model(scene, self.flow, options.model)
        spaces = (*scene.article.spaces, self.model.space)
        sizes = {SINGLE: 1, **dict.fromkeys(spaces, 1)}
        plan = plan_of(self.model, sizes)
        assert isinstance(plan, ElementwisePlan)
        self.plan = alone(plan, 1)
        self.states = tuple(map(self.plan.names.symbol, self.plan.states))
        self.parameters = tuple(map(self.plan.names.symbol, self.plan.data))
        self.times = _times(options)
        known = self.model.setting.symbols
        # what a law reads of which a run has no value cannot be held against anything
        self.laws = tuple(
            law for law in laws_of(scene, self.model, sizes) if {*law.needed} <= {*known}
        )
        beside = [n for law in self.laws for n in law.needed if n not in self.parameters]
        self._read = tuple(dict.fromkeys((*self.parameters, *beside)))
        self._columns(scene)
        self._call = self._compiled()

    @property
    def _on_host(self) -> bool:
        """Whether Numba compiles it; else the library of its arrays has to."""
        return self.arrays.name == "numpy"

    def _compiled(self) -> Callable[[Work, Limits, int, int], None]:
        if self._on_host:
            return compiled(self.plan, TSIT5)
        return launched(self.plan, TSIT5, self.arrays)

    def _columns(self, scene: Derivation) -> None:
        known, owners = self.model.setting.symbols, {e: m for m, e in self.model.entries.items()}

        def symbol(name: str) -> Symbol:
            return scene.article.symbols[owners[name]] if name in owners else known[name]

        moved = tuple(s for s in self.states if s in self.model.moved)
        self.columns = Columns(
            scene.article,
            self.options,
            {name: symbol(name) for name in moved},
            {name: symbol(name) for name in self._read},
            self._check_memory,
        )

    def _check_memory(self, count: int) -> None:
        states, read = len(self.states), len(self._read)
        self.memory = Work.memory(states, read, len(self.times), count)
        # what is kept of the columns beside, and what a piece takes while it is judged
        self.memory += 8 * count * (states + read) + 8 * _PIECE * (4 * states + 8)
        what = f"this ensemble of {count} trajectories"
        piece = 0 if self._on_host else self.memory * min(_PIECE_OF_DEVICE / max(count, 1), 1)
        self.arrays.check_memory(int(piece), what, self.memory)

    def run(
        self,
        progress: Callable[[int, int, float], None] = lambda *_: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> EnsembleRun:
        """Integrate all trajectories, or until ``stopped()``.

        ``progress`` is told how many are done, how many there are, and the seconds. What goes wrong
        with a trajectory is a status of its own.
        """
        options, count = self.options, self.columns.count
        start = np.array([self._start(name) for name in self.states]).reshape(-1, count)
        values = {name: self.columns.value(name) for name in self._read}
        given = np.array([values[name] for name in self.parameters]).reshape(-1, count)
        work = Work.of(start, given, self.times)
        atol = max(options.atol, self.arrays.smallest)
        limits = Limits(options.t_end, options.rtol, atol, options.max_steps)
        threads = len(os.sched_getaffinity(0)) if self._on_host else 1
        with np.errstate(all="ignore"), device_faults(self.arrays):
            call = self._call
            call(work, limits, 0, 0)  # compiles
            began = time.perf_counter()
            piece = _PIECE if self._on_host else _PIECE_OF_DEVICE

            def one(first: int) -> int:
                last = min(first + piece, count)
                call(work, limits, first, last)
                return last - first

            pieces = range(0, count, piece)
            _drive(one, pieces, threads, work, lambda n, s: progress(n, count, s), stopped)
            seconds = time.perf_counter() - began
            held = self._held(work, values)
        return EnsembleRun(
            options,
            self.flow,
            self.model,
            self.why,
            self.plan,
            self.states,
            self.parameters,
            self.columns.drawn,
            work,
            held,
            self.arrays.description,
            threads,
            self.memory,
            seconds,
        )

    def _start(self, name: str) -> Numbers:
        if name in self.model.moved:
            return self.columns.value(name)
        return np.zeros(self.columns.count)  # the time

    def _held(self, work: Work, values: Mapping[str, Numbers]) -> tuple[Held, ...]:
        """Each law against all trajectories that came to their end."""
        count = work.start.shape[1]
        least = np.min(np.where(work.largest > 0, work.largest, np.inf), axis=0)
        absolute = self.options.atol * float(len(self.states)) ** 0.5 / least
        limit = drift_allowed(self.options.rtol, work.accepted, self.arrays.epsilon, absolute)
        limit[work.status != CODES.index(Outcome.COMPLETED)] = np.nan
        rows = []
        for law in self.laws:
            drift = np.full(count, np.nan)
            for first in range(0, count, _PIECE):
                part = slice(first, first + _PIECE)
                there = {name: values[name][part] for name in law.needed}
                drift[part] = law.drift(there, self._moments(work, part), work.largest[:, part])
            rows.append(law.held(drift, limit))
        return tuple(rows)

    def _moments(self, work: Work, part: slice) -> Iterator[tuple[float, Numbers]]:
        yield 0.0, work.start[:, part]
        for t, states in zip(work.times[1:], work.samples[1:], strict=True):
            yield float(t), states[:, part]
        yield self.options.t_end, work.end[:, part]


def _model(scene: Derivation, flow: str, wanted: str) -> tuple[Model, str]:
    """A model of scalars or modes. Raises `NotExact`, `Unsupported`."""
    if not matrix_states(scene, flow):
        if wanted not in ("auto", "full"):
            raise NotExact(f"the flow `{flow}` moves scalars: leave `--model {wanted}` out")
        found = flow_model(scene, flow, {})
        if not found.elementwise:
            raise NotExact(
                f"the flow `{flow}` reads matrices; an ensemble is of flows of scalars or modes"
            )
        return found, "the flow itself"
    if wanted != "modal":
        raise NotExact(
            f"the flow `{flow}` moves matrices; an ensemble is of its modes, from states that are"
            " aligned with the data: give `--model modal`"
        )
    modal = modal_model(scene, flow, data_of(scene, flow))
    if modal is None:
        raise NotExact(f"aligned states of the flow `{flow}` do not stay aligned: it has no modes")
    return modal, f"aligned states stay aligned, {proved(modal)}"


def _times(options: EnsembleOptions) -> Numbers:
    """When states are kept: at the start, at multiples, and at the end; or never on the way."""
    if not options.every:
        return np.zeros(0)
    steps = options.t_end / options.every
    if steps > _MOST_SAMPLES:
        raise InvalidOption(
            f"`--every {options.every:g}` asks for {steps:.3g} times; give one above"
            f" {options.t_end / _MOST_SAMPLES:g}"
        )
    found = np.arange(int(np.floor(steps)) + 1) * options.every
    near = found >= options.t_end * (1 - 1e-12)
    return np.append(found[~near], options.t_end)


def _drive(
    one: Callable[[int], int],
    pieces: range,
    threads: int,
    work: Work,
    progress: Callable[[int, float], None],
    stopped: Callable[[], bool],
) -> None:
    """Work on all pieces, several at a time, and look at the clock meanwhile."""
    began, done = time.perf_counter(), 0
    with ThreadPoolExecutor(threads) as pool:
        waiting: set[Future[int]] = {pool.submit(one, first) for first in pieces}
        while waiting:
            ended, waiting = wait(waiting, _PAUSE)
            done += sum(future.result() for future in ended)
            progress(done, time.perf_counter() - began)
            if stopped():
                work.stop[0] = 1
