"""Integrate any flow of an article, and hold it against what the article's claims prove of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.models.flow_model import SINGLE, check_flow, first_flow, flow_model, spaces_of
from sslcheck.numeric.article import derivation
from sslcheck.numeric.device.arrays import Array, Arrays, open_arrays
from sslcheck.numeric.device.faults import device_faults
from sslcheck.numeric.device.threads import threads_for
from sslcheck.numeric.disk.checkpoint import fingerprint, host_bytes
from sslcheck.numeric.flows.chosen import Chosen, choose, start_of, values_of
from sslcheck.numeric.flows.conserved import INTEGRALS, Conserved, conserved, proved_of
from sslcheck.numeric.flows.gauges import FlowGauges
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.flows.margins import ORDERS, Margin, margin_of
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.integrate import Method, Outcome
from sslcheck.numeric.integration import Integrated, Integration
from sslcheck.numeric.system import System, layout_of
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.recorder import KEPT, Recorder

__all__ = ["FlowRun", "FlowSimulation"]

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class FlowRun(Integrated):
    """What came out of the run of a flow by its name."""

    options: FlowOptions
    flow: str
    sizes: dict[str, int]
    scalars: dict[str, float]
    chosen: Chosen
    laws: tuple[Conserved, ...]
    margins: tuple[Margin, ...]

    def __repr__(self) -> str:
        sizes = "".join(f", {space} = {size}" for space, size in self.sizes.items())
        return self._told(self.flow, sizes, self.chosen.model.name)

    @property
    def figures(self) -> tuple[str, ...]:
        """The stems of the figures that show it."""
        return ("gauges",)


class FlowSimulation(Integration[FlowRun]):
    """A run, ready to start: everything that can be wrong with the options is found here.

    Raises the errors of `load_article`, `Inputs`, `choose`, `open_arrays`; `NotEnoughMemory`.
    """

    kind = "flow"
    options: FlowOptions

    def __init__(
        self,
        options: FlowOptions,
        arrays: Arrays | None = None,
        proved: frozenset[str] | None = None,
        scene: Derivation | None = None,
    ) -> None:
        """``proved`` are ids of claims that are proved; None: those needed are decided here.

        ``scene`` is an article that is in no file, in place of the one that is named.
        """
        self.options, self._proved = options, proved
        self.arrays = arrays or open_arrays(options.backend, options.dtype)
        scene = scene or derivation(options.article)
        self.flow = options.flow or first_flow(scene)
        check_flow(scene, self.flow)
        self._scene, self.article = scene, scene.article
        shown = flow_model(scene, self.flow, {})
        with np.errstate(all="ignore"), device_faults(self.arrays):
            states = tuple(s for s in shown.states if s in scene.article.symbols)
            self.inputs = Inputs(scene.article, options, states, spaces_of(scene, shown))
            self.chosen = choose(scene, self.flow, self.inputs, options.model)
            self._prepare()
        self.inputs.check_read()

    def _prepare(self) -> None:
        options, chosen = self.options, self.chosen
        self.plan = chosen.plan
        itemsize = self.arrays.itemsize
        self.size = layout_of(chosen.plan).size
        whole = options.saves * self.size * itemsize <= KEPT
        state = self.size * itemsize

        def needed(method: Method) -> tuple[int, int]:
            rows = method.rows + 2 + options.saves * whole
            held, host = rows * state + chosen.plan.memory(itemsize), host_bytes(method.kept, state)
            self.memory = held + host
            return held, host

        self.fitting(needed, f"this run (model `{chosen.model.name}`)")
        options = self.options
        kinds = (*INTEGRALS, *ORDERS)
        claims = proved_of(self._scene, self.flow, self.inputs, kinds, self._proved)
        laws = conserved(self.article, claims, self.inputs)
        found = (margin_of(self.article, c) for c in claims)
        margins = tuple(m for m in found if m is not None)
        sizes = self.inputs.sizes
        self.gauges = FlowGauges(self.article, chosen, sizes, self.arrays, laws, margins)
        self.values = values_of(chosen, self.inputs, self.gauges.needed, self.arrays)
        self.system = System(chosen.model, chosen.plan, self.arrays, self.values)
        text, files = self.system.kernel.text, map(Path, options.files)
        self.fingerprint = fingerprint(options.as_dict(), text, files)
        self.integrator = self.system.integrator(options)
        times = np.linspace(0.0, options.t_end, options.saves)
        self.recorder = Recorder(times, whole, self.gauges.known)

    @property
    def threads(self) -> int:
        """The most threads that a product of this run gets from BLAS."""
        return threads_for(self.largest)

    def initial(self) -> Array:
        """The start, flat, on the device."""
        return start_of(self.chosen, self.inputs, self.arrays, self.values)

    def measured(self, t: float, states: tuple[Array, ...]) -> dict[str, float]:
        """All gauges by name."""
        return self.gauges.measure(t, states, self.values)

    def remembered(self) -> None:
        """The gauges take the largest sizes so far, and what is no longer as declared."""
        self.gauges.remember(self.recorder.series())

    def about(self) -> dict[str, Any]:
        """The flow, the model and its plan, and the values of the run."""
        return {
            "flow": self.flow,
            **self.planned(self.chosen.model, self.chosen.why),
            "sizes": self.sizes,
            "scalars": self.scalars,
        }

    @property
    def sizes(self) -> dict[str, int]:
        """The sizes of the spaces that this flow has to do with."""
        return {s: k for s, k in self.inputs.sizes.items() if s in self._sized()}

    @property
    def scalars(self) -> dict[str, float]:
        """The numbers in the rates of the flow."""
        plain = [n for n in self.plan.scalars if n in self.article.symbols]
        return {n: float(self.inputs.value(n)) for n in plain}

    def found(self, times: Numbers, series: dict[str, Numbers]) -> tuple[Finding, ...]:
        """Each gauge beside its limit."""
        accepted = self.integrator.accepted
        return self.gauges.findings(self.options, times, series, accepted, self.size)

    def result(self, outcome: Outcome, seconds: float) -> FlowRun:
        """What came out so far."""
        return FlowRun(
            options=self.options,
            flow=self.flow,
            sizes=self.sizes,
            scalars=self.scalars,
            chosen=self.chosen,
            laws=self.gauges.laws,
            margins=self.gauges.margins.margins,
            **self.ended(outcome, seconds),
        )

    def _sized(self) -> set[str]:
        """The spaces that this flow has to do with."""
        article = self.article
        names = [*self.chosen.full.states, *self.chosen.full.data]
        symbols = [article.symbols[n] for n in names if n in article.symbols]
        found = {space for s in symbols for space in s.shape}
        found |= {article.space_of(s.index) for s in symbols}
        return (found | {self.chosen.model.space}) & (self.inputs.sizes.keys() - {SINGLE})
