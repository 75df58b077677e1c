"""Series in one pair of axes are told apart, with and without colour."""

from __future__ import annotations

import numpy as np

from sslcheck.reports.plots.series import decades, letter, row, series_style, with_zero
from sslcheck.reports.plots.style import house


def test_series_differ_without_colour() -> None:
    lines = [str(series_style(k)["linestyle"]) for k in range(6)]
    assert len(set(lines)) == 6


def test_what_is_not_positive_is_a_gap() -> None:
    found = with_zero(np.array([1.0, 0.0, -1.0, np.nan, 1e-300]))
    assert np.isfinite(found).tolist() == [True, False, False, False, True]


def test_whole_decades() -> None:
    _, (axes,) = row(1)
    decades(axes, 0.02, 300.0)
    assert axes.get_yscale() == "log"
    assert axes.get_ylim() == (0.01, 1000.0)


def test_panels_have_letters_in_their_order() -> None:
    with house():
        figure, axes = row(3)
        for place, one in enumerate(axes):
            letter(one, place, "title")
    assert [one.get_title(loc="left")[:3] for one in axes] == ["(a)", "(b)", "(c)"]
    assert figure.get_size_inches()[0] == 7.0
