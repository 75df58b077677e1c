"""Each figure of the shipped article with its runs, made once, and what holds of every one."""

from __future__ import annotations

from functools import cache

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.reports.page.experiments import PLOTS, Experiments, Plot

__all__ = ["GIVEN", "is_complete", "plot"]

GIVEN = Experiments(DEFAULT_ARTICLE, d=16, seed=1)


@cache
def plot(stem: str) -> Plot:
    """A figure at a small size."""
    place, make = next((place, make) for name, place, make in PLOTS if name == stem)
    return make(GIVEN, place(GIVEN))


def is_complete(stem: str, equation: str) -> bool:
    """Whether a figure stands beside its equation, with axes that are named, a caption that says
    what the runs show (a statement that one does not show is marked: see `found`), and sources.
    """
    found = plot(stem)
    text = "".join(piece for piece in found.caption if isinstance(piece, str))
    panels = [a for a in found.figure.axes if a.get_title(loc="left")]
    assert (found.stem, found.equation) == (stem, equation)
    assert "(unexpected)" not in text
    assert len(found.alt) > 60
    assert found.sources
    assert panels
    assert all(a.get_xlabel() for a in panels)
    return bool(panels[0].get_ylabel())
