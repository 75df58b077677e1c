"""The figures of a run of ``sslcheck simulate``."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sslcheck.derive.models.laws import ExactLaw
from sslcheck.numeric.data import make_moments
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.simulation import Run
from sslcheck.numeric.watched.places import places_of
from sslcheck.reports.plots.gauges import gauge_panels
from sslcheck.reports.plots.modes import draw_modes
from sslcheck.reports.plots.panels import draw_panels
from sslcheck.reports.plots.style import literal

__all__ = ["simulation_figures"]

_LINE = 90  # characters that a line of the title has room for
_LONGEST = 24  # characters of a file's name in a title


def simulation_figures(run: Run) -> dict[str, Figure]:
    """By file stem: ``gauges``, and ``modes`` for a modal run that has kept its states."""
    title = _title(run)
    figures = {"gauges": draw_panels(run.times, gauge_panels(run), title)}
    if "modes" in run.figures:
        about = run.choice.subject
        # the equation whose bracket is w_j^2 - p_j^2 / alpha_p in a mode
        balance = places_of(about.article, about.roles).balance
        balanced = any(isinstance(w, ExactLaw) and w.equation == balance for w in run.laws)
        figures["modes"] = draw_modes(
            run.times,
            run.state(about.roles.predictor),
            run.state(about.roles.online),
            _eigenvalues(run),
            run.options.alpha_p if balanced else None,
            title,
        )
    return figures


def _eigenvalues(run: Run) -> np.ndarray[Any, Any]:
    """x_j, the eigenvalues of X in the order of the modes."""
    moments = make_moments(run.options)
    basis = moments.basis()
    if basis is None:
        raise ValueError("a modal run has moments with a common eigenbasis")
    return np.asarray(basis[1][moments.names[0]][: run.options.n])


def _title(run: Run) -> str:
    options = run.options
    parts = [
        run.choice.subject.title,
        f"n = {options.n}, d = {options.d}",
        f"{_name(options.data)} data",
        f"{_name(options.init)} start",
        f"{run.choice.model.name} model",
    ]
    if run.outcome is not Outcome.COMPLETED:
        parts.append(f"{run.outcome} at t = {run.t:.3g}")
    return "\n".join(literal(line) for line in textwrap.wrap(", ".join(parts), _LINE))


def _name(option: str) -> str:
    """A named choice, or the name of a file without its folders, shortened."""
    name = Path(option).name
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
