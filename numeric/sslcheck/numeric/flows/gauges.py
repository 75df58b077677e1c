"""What is measured along a run of any flow: proved constants and inequalities, objective, sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.emit import ElementwisePlan, Plan
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr, Sum
from sslcheck.derive.models.model import scale_symbol
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Values
from sslcheck.numeric.flows.chosen import Chosen
from sslcheck.numeric.flows.conserved import Conserved
from sslcheck.numeric.flows.margins import Margin, Margins
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.watched.evaluator import Evaluator
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.findings import measured, tolerance
from sslcheck.numeric.watched.series import Kind, Series

__all__ = ["FlowGauges"]

Numbers = np.ndarray[Any, Any]


class FlowGauges:
    """Measures a run at its save times.

    Drifts are relative to the largest terms so far. A law that the states of the model do not fix
    has no gauge; ``laws`` are those that have one.
    """

    def __init__(
        self,
        article: Article,
        chosen: Chosen,
        sizes: Mapping[str, int],
        arrays: Arrays,
        laws: tuple[Conserved, ...],
        margins: tuple[Margin, ...] = (),
    ) -> None:
        self.article, self.arrays, self.chosen = article, arrays, chosen
        self.modal = chosen.model.elementwise
        self._sizes = sizes
        self._terms: dict[str, list[Evaluator]] = {}
        self._quantity: dict[str, Evaluator] = {}
        for law in laws:
            whole = self._evaluator(law.quantity)
            terms = law.quantity.terms if isinstance(law.quantity, Sum) else (law.quantity,)
            parts = [self._evaluator(term) for term in terms]
            if whole is not None and None not in parts:
                self._quantity[law.claim] = whole
                self._terms[law.claim] = [p for p in parts if p is not None]
        self.laws = tuple(law for law in laws if law.claim in self._quantity)
        self.margins = Margins(article, chosen, arrays, margins, self._evaluator)
        moved = not chosen.model.elementwise or bool(chosen.model.entries)
        self._loss = self._evaluator(article.objective) if moved and article.objective else None
        self._start: dict[str, Array] = {}
        self._scale: dict[str, float] = {}

    @property
    def needed(self) -> tuple[str, ...]:
        """The symbols of which an evaluation reads values, in the names of the article."""
        evaluators = [
            *self._quantity.values(),
            *(t for group in self._terms.values() for t in group),
            *(t for whole, terms in self.margins.parts.values() for t in (whole, *terms)),
        ]
        plans = [self.chosen.plan, *(e.plan for e in evaluators)]
        plans += [self._loss.plan] if self._loss else []
        found: dict[str, None] = {}
        for plan in plans:
            found |= dict.fromkeys(plan.scalars)
            found |= dict.fromkeys(_data_of(plan))
        full = self.chosen.full
        if self.chosen.model is not full and not self.modal:
            found |= {scale_symbol(n): None for n in full.data}
        return tuple(n for n in found if n not in self.chosen.model.states)

    def _evaluator(self, quantity: Expr) -> Evaluator | None:
        try:
            found = Evaluator(self.chosen.model, self._sizes, {"G": quantity}, self.arrays)
        except (SslcheckError, ValueError, KeyError):
            return None  # the states of the model do not fix it
        known = {*self.article.symbols, *self.chosen.model.setting.symbols}
        states = {*self.article.symbols} - {*self.chosen.model.states}
        moves = {n for n in states if self.article.symbols[n].role == "state"}
        read = {*found.plan.scalars, *_data_of(found.plan)}
        return None if read & moves or read - known else found

    @property
    def known(self) -> dict[str, Series]:
        """All that may be measured, by name."""
        found = {"loss": Series("objective", "value")}
        for name in self.chosen.model.states:
            found |= Kind.SIZE.of_state(name, plain(name))
        for law in self.laws:
            for kind in (Kind.SCALE, Kind.QUANTITY, Kind.LAW, Kind.DRIFT):
                found |= kind.of_law(law.claim)
        return found | self.margins.known

    def remember(self, series: Mapping[str, Numbers]) -> None:
        """What goes on from before, of a run that is resumed: how large the terms have been."""
        for claim in self._terms:
            self._scale[claim] = float(series[Kind.SCALE.of(claim)][-1])
        self.margins.remember(series)

    def measure(self, t: float, states: tuple[Array, ...], values: Values) -> dict[str, float]:
        """All gauges at one time by name."""
        found: dict[str, float] = {}
        for name, state in zip(self.chosen.model.states, states, strict=True):
            if name in self.chosen.model.moved:
                found[Kind.SIZE.of(name)] = self._size(state)
        for law in self.laws:
            claim = law.claim
            now = self._quantity[claim](states, values)["G"]
            large = sum(self._size(term(states, values)["G"]) for term in self._terms[claim])
            scale = self._scale[claim] = max(self._scale.get(claim, 0.0), large)
            found[Kind.SCALE.of(claim)] = scale
            found[Kind.QUANTITY.of(claim)] = self._size(now)
            if law.limit:
                continue
            if claim not in self._start:
                self._start[claim] = now
            ratio = law.factor(t) / law.factor(0.0)
            factor = self.arrays.put(ratio) if ratio.size > 1 else float(ratio[0])
            found[Kind.LAW.of(claim)] = self._size(self._start[claim] * factor)
            apart = self._size(now - self._start[claim] * factor)
            found[Kind.DRIFT.of(claim)] = apart / (scale or 1.0)
        found |= self.margins.measure(states, values)
        if self._loss is not None:
            loss = self._loss(states, values)["G"]
            found["loss"] = self.arrays.number(self.arrays.xp.sum(loss) if self.modal else loss)
        return found

    def _size(self, array: Array) -> float:
        """The Frobenius norm; of scalars and modes, the largest number."""
        if not self.modal and getattr(array, "ndim", 0) > 1:
            return self.arrays.norm(array)
        return self.arrays.number(self.arrays.xp.max(self.arrays.xp.abs(array)))

    def findings(
        self,
        options: FlowOptions,
        times: Numbers,
        series: Mapping[str, Numbers],
        accepted: int,
        size: int,
    ) -> tuple[Finding, ...]:
        """All rows, the proved ones first; ``size`` is how many numbers make a state."""
        sizes = [float(np.max(series[Kind.SIZE.of(n)])) for n in self.chosen.model.moved]
        sizes = [s for s in sizes if s > 0]
        allowed = float("nan")
        if sizes and len(times) > 1:
            absolute = options.atol * float(size) ** 0.5 / min(sizes)
            allowed = tolerance(options, accepted, self.arrays.epsilon, absolute)
        margins = self.margins.findings(series)
        return (*self._drifts(series, allowed), *margins, *self._plain(series))

    def _drifts(self, series: Mapping[str, Numbers], allowed: float) -> Iterator[Finding]:
        for law in self.laws:
            if law.limit:
                continue
            key = Kind.DRIFT.of(law.claim)
            worst = float(np.max(series[key]))
            known = not np.isnan(allowed) and np.isfinite(worst)
            yield Finding(
                f"drift of {plain(to_text(law.quantity)).strip()}",
                law.equation,
                float(series[key][0]),
                float(series[key][-1]),
                worst,
                allowed if known else None,
                bool(worst <= allowed) if known else None,
                f"claim {law.claim}: constant up to its factor, relative to its terms",
                key,
            )

    def _plain(self, series: Mapping[str, Numbers]) -> Iterator[Finding]:
        for law in self.laws:
            if law.limit:
                text = plain(to_text(law.quantity)).strip()
                number = self.modal or bool(self._quantity[law.claim].numbers)
                text = f"|{text}|" if number else f"‖{text}‖"
                note = f"claim {law.claim}: tends to 0"
                key = Kind.QUANTITY.of(law.claim)
                yield measured(text, law.equation, series[key], note, key)
        if "loss" in series:
            yield measured("objective", "", series["loss"], "", "loss")
        for name in self.chosen.model.moved:
            bars = f"largest |{plain(name)}|" if self._indexed(name) else f"|{plain(name)}|"
            text = bars if self.modal or self._scalar(name) else f"‖{plain(name)}‖"
            key = Kind.SIZE.of(name)
            yield measured(text, "", series[key], "", key)

    def _indexed(self, name: str) -> bool:
        return bool(self.chosen.model.setting.symbols[name].index)

    def _scalar(self, name: str) -> bool:
        return self.chosen.model.setting.symbols[name].scalar


def _data_of(plan: Plan | ElementwisePlan) -> list[str]:
    """The arrays that a kernel reads, in the names of the article."""
    if isinstance(plan, ElementwisePlan):
        return [plan.names.symbol(name) for name in plan.data]
    return [plan.names.symbol(buffer.name) for buffer in plan.data]
