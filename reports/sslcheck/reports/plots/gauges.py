"""The gauges of a run as panels: each law with what is proved, then what is only measured."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Sym
from sslcheck.derive.models.laws import BoundLaw, ExactLaw
from sslcheck.derive.text.printing import to_latex, to_text
from sslcheck.numeric.simulation import Run
from sslcheck.numeric.watched.finding import Finding
from sslcheck.numeric.watched.findings import bound_of, norm_of, over_bound
from sslcheck.numeric.watched.places import places_of
from sslcheck.numeric.watched.series import Kind
from sslcheck.reports.plots.panels import Curve, Panel
from sslcheck.reports.plots.style import formula, literal

__all__ = ["gauge_panels"]

Numbers = np.ndarray[Any, Any]

_DECADES = 2  # of a positive quantity, from which on it is shown on a logarithmic axis


def gauge_panels(run: Run) -> tuple[Panel, ...]:
    """The panels in the order of the summary; one whose series the run lacks is left out."""
    return tuple(_all(run))


def _all(run: Run) -> Iterator[Panel]:
    for law in run.laws:
        if isinstance(law, ExactLaw):
            yield from _exact(run, law)
        else:
            yield from _bounded(run, law)
    yield from _symmetry(run)
    if "loss" in run.series:
        loss = run.series["loss"]
        places = places_of(run.choice.subject.article, run.choice.subject.roles)
        title, J = f"Objective, eq. ({literal(places.objective)})", formula(Sym(places.loss))
        yield Panel(title, f"objective {J}", (Curve(J, loss),), _spans(loss))
    if "modes alive" in run.series:
        curve = Curve("modes alive", run.series["modes alive"])
        modes = min(run.options.n, run.options.d)
        yield Panel("Modes alive", f"number (of {modes})", (curve,))
    if "effective rank" in run.series:
        curve = Curve("effective rank", run.series["effective rank"])
        F = formula(Sym(run.choice.subject.roles.correlation))
        yield Panel(f"Effective rank of {F}", f"effective rank (n = {run.options.n})", (curve,))


def _exact(run: Run, law: ExactLaw) -> Iterator[Panel]:
    drift, size = (run.series.get(kind.of(law.claim)) for kind in (Kind.DRIFT, Kind.SIZE))
    what = ", worst mode" if run.choice.model.elementwise else ""
    found = _about(run, Kind.DRIFT.of(law.claim))
    if drift is not None:
        label = "drift of " + formula(law.quantity)
        limit = found.limit if found else None
        yield Panel(
            f"Drift from the law of eq. ({literal(law.equation)})",
            f"relative drift{what}",
            (Curve(label, drift),),
            log=True,
            limit=limit,
        )
    if size is not None:
        expected = size[0] * np.exp(-scalar_value(law.rate, _rates(run)) * run.times)
        exponent = to_latex(law.rate)
        lost = found is not None and found.holds and np.any(abs(size - expected) > size[0])
        yield Panel(
            f"Size and law of eq. ({literal(law.equation)})",
            "largest |entry|" if run.choice.model.elementwise else "Frobenius norm",
            (
                Curve("measured", size),
                Curve(
                    formula(Sym(exponent), r"e^{-{} t} \times", "e^(-{} t) ×") + " start",
                    expected,
                    "law",
                ),
            ),
            log=True,
            note="starts at 0: only the integration error is seen" if lost else "",
        )


def _bounded(run: Run, law: BoundLaw) -> Iterator[Panel]:
    size, gap = (run.series.get(kind.of(law.claim)) for kind in (Kind.SIZE, Kind.GAP))
    if size is None or gap is None:
        return
    matrix, factor = law.matrix, "2" if law.factor == 2 else ""
    curves = [Curve(formula(law.quantity, r"\|{}\|", "‖{}‖"), size)]
    note = ""
    if _finding(run, over_bound(law)) is not None:
        exponent = rf"e^{{-{factor}\int\lambda_\mathrm{{min}}({matrix})\,dt}}"
        label = rf"bound: ${exponent} \times$ start"
        with np.errstate(over="ignore", invalid="ignore"):  # of a run that has blown up
            curves.append(Curve(label, bound_of(law, run.times, size, gap), "bound"))
    elif (plain_one := _finding(run, norm_of(law))) is not None:
        note = literal(plain_one.note)  # why nothing is proved here
    equation = literal(law.equation)
    drawn = len(curves) > 1 and np.isfinite(curves[1].values).any()
    title = f"Decay and bound of eq. ({equation})" if drawn else f"Decay, eq. ({equation})"
    yield Panel(title, "Frobenius norm", tuple(curves), log=True, note=note)
    least = rf"$\lambda_\mathrm{{min}}({matrix})$"
    yield Panel(
        f"Smallest eigenvalue of {formula(Sym(matrix))}, eq. ({equation})",
        f"{least} [1/time]",
        (Curve(least, gap),),
    )


def _symmetry(run: Run) -> Iterator[Panel]:
    curves: list[Curve] = []
    limits: list[float] = []
    for name in run.choice.model.states:
        if (values := run.series.get(key := Kind.ASYMMETRY.of(name))) is not None:
            state = Sym(name)
            label = formula(state, r"\|{} - {}^T\| / \max \|{}\|", "‖{} - {}ᵀ‖ / max ‖{}‖")
            curves.append(Curve(label, values, "measured" if not curves else "second"))
            found = _about(run, key)
            limits += [found.limit] if found and found.limit is not None else []
    asymmetric = bool(curves)
    # where a law bounds it, the commutator has a panel of its own
    about = run.choice.subject
    quantity = about.article.definitions.get(about.roles.commutator, Sym(about.roles.commutator))
    if "commutator" in run.series and _finding(run, f"‖{to_text(quantity)}‖") is not None:
        label = formula(quantity, r"\|{}\|", "‖{}‖")
        curves.append(Curve(label, run.series["commutator"], "second"))
    if curves:
        alone = "Asymmetry" if asymmetric else "Commutator"
        title = "Asymmetry and commutator" if asymmetric and len(curves) > 1 else alone
        limit = min(limits, default=None)
        ylabel = "norm" if asymmetric and len(curves) > 1 else "relative norm"
        yield Panel(
            title, ylabel if asymmetric else "Frobenius norm", tuple(curves), log=True, limit=limit
        )


def _finding(run: Run, name: str) -> Finding | None:
    return next((f for f in run.findings if f.name == name), None)


def _about(run: Run, series: str) -> Finding | None:
    return next((f for f in run.findings if f.series == series), None)


def _rates(run: Run) -> dict[str, float]:
    """The scalars of which the rate of a law can consist."""
    return run.choice.subject.numbers(run.options)


def _spans(values: Numbers) -> bool:
    """Whether positive values span so much that a linear axis would hide the small ones."""
    shown = values[np.isfinite(values)]
    if not shown.size or shown.min() <= 0:
        return False
    return math.log10(float(shown.max() / shown.min())) > _DECADES
