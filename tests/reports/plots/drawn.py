"""Each figure of the report from a few numbers, and what holds of every one of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from matplotlib.figure import Figure

from sslcheck.numeric.watched.series import Scale, Series
from sslcheck.reports.plots.alignment import Alignment, Departure, draw_alignment
from sslcheck.reports.plots.balance import Balance, draw_balance
from sslcheck.reports.plots.collapse import Collapse, draw_collapse
from sslcheck.reports.plots.cost import Cost, draw_cost
from sslcheck.reports.plots.decay import Decay, draw_decay
from sslcheck.reports.plots.estimate import Candidate, draw_estimate
from sslcheck.reports.plots.factor import Factor, draw_factor
from sslcheck.reports.plots.letters import Letters
from sslcheck.reports.plots.phase import Phase, draw_phase
from sslcheck.reports.plots.stored import draw_stored
from sslcheck.reports.plots.style import house
from sslcheck.reports.plots.variants import Trained, draw_training

T = np.linspace(0.0, 2.0, 9)
FALL = np.exp(-T)


LETTERS = Letters("A", "B", r"\mu", r"\gamma", "G", "M")
"""Of a network in other letters than the shipped one."""


def balance() -> Figure:
    return draw_balance([Balance(0.5, T, FALL, FALL, 1e-9 * T, 1e-6)], "3", LETTERS)


def decay() -> Figure:
    return draw_decay([Decay("a", T, FALL, 2 * FALL, T), Decay("b", T, 1 + T, None, None)], LETTERS)


def alignment() -> Figure:
    runs, departures = [Alignment("a", T, FALL, 2 * FALL)], [Departure("b", T, 1e-3 * FALL)]
    return draw_alignment(runs, departures, LETTERS)


def phase() -> Figure:
    p, s = np.linspace(0, 1, 6), np.linspace(0, 1, 5)
    grid_p, grid_s = np.meshgrid(p, s)
    dead = grid_p < 0.3
    paths = (np.stack([FALL, FALL / 2], axis=1), np.stack([FALL, FALL], axis=1))
    fixed = ((0.0, 0.0, True), (0.3, 0.1, False))
    return draw_phase([Phase(0.1, p, s, grid_p - 0.5, grid_s - 0.5, dead, paths, p**2, fixed)])


def factor() -> Figure:
    return draw_factor([Factor("a", T, FALL, T, FALL)], "y", "(8) as printed")


def collapse() -> Figure:
    eta, sigma2 = np.linspace(0.1, 0.3, 4), np.linspace(0, 1, 3)
    edge = np.array([0.25, 0.2, 0.15])
    ends = np.ones(4)
    return draw_collapse(
        Collapse(eta, sigma2, np.ones((3, 4)), edge, 0.25, eta, ends, ends, eta, ends, ends)
    )


def estimate() -> Figure:
    return draw_estimate(T[1:], [Candidate("a", FALL, T[1:]), Candidate("b", FALL, T[1:])], "9")


def cost() -> Figure:
    return draw_cost([Cost("a", np.array([1, 2]), np.array([8, 64]), np.array([4, 16]), 3)])


def training() -> Figure:
    return draw_training([Trained("a", T, FALL, 4 - T, 0.5 + 0 * T, 4)], 0.125)


def stored() -> Figure:
    about = {
        "drift of 3": Series("drift from the law", "relative drift", Scale.LOG, "3", 1e-6),
        "loss": Series("objective $J$", "value", Scale.LOG),
        "scale of 3": Series("largest size so far", "norm", Scale.HIDDEN, "3"),
    }
    series = {"drift of 3": 1e-9 * FALL, "loss": FALL, "scale of 3": FALL}
    return draw_stored(T, series, about, "a $b$")


EVERY = (balance, decay, alignment, phase, factor, collapse, estimate, cost, training, stored)


def pixels(figure: Figure) -> bytes:
    stream = BytesIO()
    with house():
        figure.savefig(stream, format="png", dpi=60, metadata={"Software": None})
    return stream.getvalue()


def lines(figure: Figure, panel: int) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    return [np.asarray(line.get_ydata()) for line in figure.axes[panel].lines]


def is_the_same_to_the_pixel(draw: Callable[[], Figure]) -> bool:
    """Whether it is drawn alike twice."""
    return pixels(draw()) == pixels(draw())


def is_lettered_and_white(figure: Figure) -> bool:
    """Whether its panels are (a), (b), ... on white."""
    titles = [a.get_title(loc="left") for a in figure.axes if a.get_title(loc="left")]
    letters = [title[:3] for title in titles]
    white = figure.get_facecolor() == (1.0, 1.0, 1.0, 1.0)
    return letters == [f"({c})" for c in "abcdef"[: len(titles)]] and white
