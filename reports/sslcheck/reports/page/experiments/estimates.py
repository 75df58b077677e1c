"""The recursion (9) on sampled views, against what the article and its correction say."""

from __future__ import annotations

import numpy as np

from sslcheck.derive.kinds.fixed_point import FixedPoint
from sslcheck.derive.text.printing import to_latex
from sslcheck.numeric.device.threads import blas_threads
from sslcheck.reports.page.blocks import rich, words
from sslcheck.reports.page.experiments.evaluate import matrix_value
from sslcheck.reports.page.experiments.setting import Experiments, Plot, Values, found
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.plots.estimate import Candidate, draw_estimate

__all__ = ["estimate"]

_RHO, _BATCH, _ITERATIONS, _SIGMA2 = 0.98, 256, 400, 0.5


@blas_threads(0)  # thin products, many of them
def estimate(given: Experiments, place: str) -> Plot:
    """F-hat from views that are drawn, and its distance to both candidates."""
    n, d = min(given.d, 16), given.d
    rng = np.random.default_rng(given.seed)
    spectrum = 1.0 / np.arange(1, d + 1)
    x = spectrum / spectrum.mean()
    W = rng.standard_normal((n, d)) / d**0.5
    roles = given.roles
    values = Values({roles.online: W, roles.mean: np.diag(x), roles.spread: _SIGMA2 * np.eye(d)})
    said, right = given.value(FixedPoint), given.corrected(FixedPoint)
    candidates = {
        f"${to_latex(said)}$, printed": matrix_value(said, values),
        f"${to_latex(right)}$, derived": matrix_value(right, values),
    }
    distances: dict[str, list[float]] = {name: [] for name in candidates}
    hat = np.zeros((n, n))
    for _ in range(_ITERATIONS):
        mean = rng.standard_normal((_BATCH, d)) * np.sqrt(x)
        view = mean + rng.standard_normal((_BATCH, d)) * np.sqrt(_SIGMA2)
        f = view @ W.T
        hat = _RHO * hat + (1 - _RHO) * (f.T @ f) / _BATCH
        for name, matrix in candidates.items():
            distances[name].append(float(np.linalg.norm(hat - matrix) / np.linalg.norm(matrix)))
    drawn = [
        Candidate(name, np.array(distances[name]), np.linalg.eigvalsh(matrix)[::-1])
        for name, matrix in candidates.items()
    ]
    close = bool(drawn[1].distance[-1] < 0.1 < drawn[0].distance[-1])
    caption = rich(
        f"The recursion ({place}) with $ρ = {_RHO:g}$ and batches of {_BATCH} sampled views, $d"
        f" = {d}$, $n = {n}$, $σ² = {_SIGMA2:g}$, from 0. (a) The estimate"
        f" {found(close, 'approaches', 'does not approach')} ${to_latex(right)}$ up to the noise"
        f" of the batches, and stays away from ${to_latex(said)}$. (b) So do its eigenvalues."
    )
    alt = (
        "Left: relative distance of the estimate to both candidates over the iterations; that to"
        " the derived one falls to the noise, that to the printed one stays. Right: eigenvalues of"
        " the estimate lie on those of the derived candidate."
    )
    options = {"rho": _RHO, "batch": _BATCH, "iterations": _ITERATIONS, "sigma2": _SIGMA2, "d": d,
               "n": n, "data": "power-law", "seed": given.seed}  # fmt: skip
    figure = draw_estimate(np.linalg.eigvalsh(hat)[::-1], drawn, place)
    return Plot(
        "estimate",
        place,
        alt,
        caption,
        figure,
        (Source(words("estimate"), "the CPU, float64", options),),
    )
