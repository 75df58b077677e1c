"""A training run: the loop, its record, its checkpoints; and what the theory said before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.numeric.article import subject
from sslcheck.numeric.device.arrays import Arrays, open_arrays
from sslcheck.numeric.device.faults import device_faults
from sslcheck.numeric.device.parts import parts_for
from sslcheck.numeric.device.threads import blas_threads, threads_for
from sslcheck.numeric.disk.checkpoint import fingerprint
from sslcheck.numeric.disk.remembered import number, whole
from sslcheck.numeric.job import Held, Job, Progress
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.start import Start, make_start
from sslcheck.numeric.system import Layout
from sslcheck.numeric.training.draws import open_draws
from sslcheck.numeric.training.emitted import recursion
from sslcheck.numeric.training.forecast import forecast
from sslcheck.numeric.training.memory import memory_needed
from sslcheck.numeric.training.metrics import METRICS, Metrics
from sslcheck.numeric.training.network import Network, product_shapes, step_flops, step_products
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.premise import otherwise
from sslcheck.numeric.training.problem import describe, make_problem
from sslcheck.numeric.training.quantities import quantities_of
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.stability import Curvature, chosen_step
from sslcheck.numeric.training.views import ExactViews, Views
from sslcheck.numeric.watched.recorder import Recorder

__all__ = ["Training"]

Numbers = np.ndarray[Any, Any]

_LOOP = "sslcheck train loop 4"
"""Part of the fingerprint: raised when the numbers of a run change."""


class Training(Job[TrainRun]):
    """A run, ready to start: everything that can be wrong with the options is found here.

    ``start`` takes the place of the one that the options ask for. Raises the errors of
    `make_problem`, `make_start`, `open_arrays`, and `NotEnoughMemory`; `run`, too, may
    raise this one, and `DeviceFailed`.
    """

    command = "train"
    kind = "training"
    options: TrainOptions

    def __init__(
        self, options: TrainOptions, arrays: Arrays | None = None, start: Start | None = None
    ) -> None:
        self.options = options
        self.arrays = arrays or open_arrays(options.backend, options.dtype)
        self.rows = options.batch or 2 * options.d
        # while everything is allowed: a run of NumPy leaves BLAS one thread, and has its own
        self.parts = parts_for(self.arrays, step_flops(options, self.rows))
        threads = blas_threads(2 * max(options.n, options.d) ** 3)
        # numbers that overflow lead to an outcome; NumPy need not say it, too
        with np.errstate(all="ignore"), threads, device_faults(self.arrays):
            self._prepare(options, start)

    def _prepare(self, options: TrainOptions, start: Start | None) -> None:
        dense = options.noise == "low-rank"
        self.subject = subject(options.flow)
        odd = otherwise(self.subject, options.target)
        self._check_memory(dense)  # before anything of such a size is made
        self.problem = make_problem(options)
        dense |= "dense" in self.problem.moments.structure.values()
        self.memory = self._check_memory(dense)
        start = start or make_start(options.flow, self.problem.moments)
        self.curvature = Curvature.of(options, self.problem, known=not odd)
        self.longest = self.curvature.longest(self.curvature.at_start(self.problem, start))
        self.chosen = not options.lr
        if self.chosen:
            options = self.options = replace(options, lr=chosen_step(self.longest))
            self.curvature = replace(self.curvature, options=options)
        self.forecast = forecast(self.subject.derivation, options, self.problem, start, odd)
        self.draws = open_draws(self.arrays, options.seed, options.draws)
        self.views: Views | ExactViews
        if options.batch:
            self.views = Views(
                options, self.problem, self.arrays, self.draws, options.batch, self.parts
            )
        else:
            self.views = ExactViews(self.problem, self.arrays)
        self.network = Network(options, self.arrays, start.matrices, self.rows, self.parts)
        structure = self.problem.moments.structure
        runs = recursion(options) if options.scheme.direct else None
        quantities = quantities_of(self.subject, structure, options.scheme.trained, runs)
        self.laws = quantities.laws
        self.metrics = Metrics(
            options,
            self.problem,
            self.arrays,
            self.network.estimate,
            self.curvature,
            quantities,
            self.forecast.least,
        )
        self._each = step_products(options, self.rows) + self.views.products  # of a step
        shapes = {name: tuple(state.shape) for name, state in self.network.states().items()}
        self.layout = Layout(shapes)
        self.size = self.layout.size
        kernel = f"{_LOOP}, {self.arrays.solver}\n{self.network.texts}"
        files = map(Path, options.flow.files)
        self.fingerprint = fingerprint(options.as_dict(), kernel, files)
        marks = np.append(np.arange(0, options.steps, options.log_every), options.steps)
        self.recorder = Recorder(marks * options.time_step, whole=False, known=METRICS)
        self.step = 0

    def _check_memory(self, dense: bool) -> int:
        """The bytes that the run will hold; raises `NotEnoughMemory`."""
        needed = memory_needed(self.options, self.arrays, dense, self.parts.count)
        self.arrays.check_memory(needed.device, "this run", needed.host)
        return needed.device + needed.host

    @property
    def threads(self) -> int:
        """How many threads a step is shared by, or the most that BLAS gets for a product."""
        largest = 2 * max(self.options.n, self.options.d) ** 3
        return self.network.parts.count if self.arrays.shares else threads_for(largest)

    @property
    def largest(self) -> int:
        """Operations of the largest product that BLAS may share among threads of its own."""
        if self.arrays.shares:
            return 0
        return max(2 * a * b * c for a, b, c in product_shapes(self.options, self.rows))

    @property
    def now(self) -> float:
        """The time of the flow that the steps stand for."""
        return self.step * self.options.time_step

    @property
    def finished(self) -> bool:
        """Whether all steps were made."""
        return self.step >= self.options.steps

    @property
    def planned(self) -> int:
        """Matrix products of the whole run, without those of roots and of measuring."""
        return self.options.steps * self._each

    @property
    def products(self) -> int:
        """Matrix products so far."""
        return self.step * self._each + self.network.estimate.products

    def begin(self) -> None:
        """Draw the first batch, and take from it what the first step needs."""
        self.views.draw(0)
        self.network.prime(self.views.x1, self.views.x2)
        self.metrics.begin(self.network.states())

    def advance(self) -> None:
        """One step; raises `NotFinite`."""
        if self.step:
            self.views.draw(self.step)
        self.network(self.views.x1, self.views.x2, self.step)
        self.step += 1

    def record(self) -> None:
        """Measure at the start, every ``log_every`` steps, and at the end; raises `NotFinite`."""
        ends = self.step in (0, self.options.steps)
        if ends or self.step % self.options.log_every == 0:
            self.recorder.add(self.metrics.measure(self.network.states(), self.now, ends), {})

    def hold(self) -> Held:
        """The weights with their velocities; what the draws and the estimate remember."""
        copied = self.arrays.copied
        states, moves = copied(self.network.states()), copied(self.network.moves())
        still = {name: moves.get(name, np.zeros_like(state)) for name, state in states.items()}
        memory = {
            **self.draws.state(),
            "step": float(self.step),
            "clamped": self.arrays.number(self.network.estimate.clamped),
            "fallbacks": float(self.network.estimate.fallbacks),
            "products": float(self.network.estimate.products),
        }
        row, velocity = (np.concatenate([*map(np.ravel, p.values())]) for p in (states, still))
        return Held(memory, row, velocity)

    def restore(self, held: Held) -> None:
        """Go on from there; the draws are brought to where they were."""
        memory = held.memory
        self.step = whole(memory, "step", self.options.steps)
        for row, arrays in (
            (held.state, self.network.states()),
            (held.derivative, self.network.moves()),
        ):
            named = self.layout.named(np, row)
            for name, array in arrays.items():
                array[...] = self.arrays.put(named[name])
        self._count(
            number(memory, "clamped"), whole(memory, "fallbacks"), whole(memory, "products")
        )
        again = self.draws.restore(memory, self.step)
        for step in range(self.step - again, self.step):
            self.views.draw(step)

    def recount(self, counts: Mapping[str, Any]) -> None:
        """Take the steps, and what the estimate has counted, of a run that has ended."""
        self.step = whole(counts, "steps", self.options.steps)
        products = whole(counts, "matrix products") - self.step * self._each
        clamped = whole(counts, "eigenvalues clamped")
        self._count(clamped, whole(counts, "roots not by products"), products)

    def _count(self, clamped: float, fallbacks: int, products: int) -> None:
        estimate = self.network.estimate
        estimate.clamped *= 0.0
        estimate.clamped += clamped
        estimate.fallbacks, estimate.products = fallbacks, products

    def progress(self, seconds: float) -> Progress:
        """Where the run is."""
        end = self.options.steps * self.options.time_step
        return Progress(self.now, end, self.products, self.step, seconds)

    def about(self) -> dict[str, Any]:
        """The data, what the theory says, and what the run will take."""
        said = self.forecast
        return {
            "eigenvectors by": self.arrays.solver,
            "data": dict(self.problem.moments.structure),
            "theory": {
                "verdict": str(said.verdict),
                "why": said.why,
                "critical weight decay": said.threshold,
                "modes alive": said.alive,
            },
            "plan": {
                "lr": self.options.lr,
                "steps blow up from lr": self.longest,
                "matrix products per step": self._each,
                "matrix products": self.planned,
                "bytes in memory": self.memory,
            },
        }

    def _expected(self) -> dict[str, float]:
        """The metrics of the weights that the theory says the run tends to."""
        exact: dict[str, float] = {"drift of (3)": 0.0} if self.metrics.rate is not None else {}
        options = self.options
        if self.network.direct and not options.centers and recursion(options).plain:
            exact["F_hat to F*"] = 0.0
            if not self.network.learns:  # between two refreshes
                exact["parabola"] = 0.0
        if not self.forecast.final:
            return exact
        states = {name: self.arrays.put(m) for name, m in self.forecast.final.items()}
        if self.network.direct:
            states["F_hat"] = self.metrics.fixed(states)
        found = self.metrics.measure(states, 0.0, ends=True)
        if not self.forecast.alive:  # of W = 0 only these mean something
            kept = ("loss", "norm of W", "modes alive", "probe accuracy")
            found = {name: found[name] for name in kept if name in found}
        return {**found, **exact}

    def _recorded(self, outcome: Outcome) -> tuple[Numbers, dict[str, Numbers]]:
        """Times and series; at the end of a run that blew up stands what became of it."""
        times, series = self.recorder.times[: self.recorder.count], self.recorder.series()
        if outcome is not Outcome.NOT_FINITE:
            return times, series
        last = self.metrics.wreck(self.network.states(), self.now)
        names = series or last
        return np.append(times, self.now), {n: np.append(series.get(n, []), last[n]) for n in names}

    def result(self, outcome: Outcome, seconds: float) -> TrainRun:
        """What came out so far, beside what the theory says that the run tends to."""
        estimate = self.network.estimate
        times, series = self._recorded(outcome)
        return TrainRun(
            options=self.options,
            outcome=outcome,
            forecast=self.forecast,
            subject=self.subject,
            laws=self.laws,
            moments={n: describe(self.problem.moments, n) for n in self.problem.moments.names},
            times=times,
            series=series,
            expected=self._expected(),
            last=self.arrays.copied(self.network.states()),
            steps=self.step,
            products=self.products,
            memory=self.memory,
            clamped=int(self.arrays.number(estimate.clamped)),
            fallbacks=estimate.fallbacks,
            seconds=seconds,
            device=self.arrays.description,
        )
