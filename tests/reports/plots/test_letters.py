"""Figures speak in the letters that they are given, and in no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.figure import Figure
from tests.reports.plots.drawn import LETTERS, alignment, balance, decay


def test_quantities_are_written_out() -> None:
    assert LETTERS.bracket == r"\| A A^T - B^T B / \mu \|_F"
    assert LETTERS.commutator == r"\| G B - B G \|_F"


@pytest.mark.parametrize(
    ("make", "labels"),
    [
        (balance, (r"$\| A A^T - B^T B / \mu \|_F$", r"$\gamma = 0.5$")),
        (decay, (r"$\| A \|_F$", r"$\lambda_{\min}(M)$ [1/time]", "Smallest eigenvalue of $M$")),
        (alignment, (r"$\| G B - B G \|_F$", r"e^{-2\int \lambda_{\min}(M)\,dt}")),
    ],
)
def test_labels_are_in_the_letters_of_the_article(
    make: Callable[[], Figure], labels: tuple[str, ...]
) -> None:
    figure = make()
    told = [text for axes in figure.axes for text in (axes.get_xlabel(), axes.get_ylabel())]
    told += [axes.get_title(loc="left") for axes in figure.axes]
    told += [str(line.get_label()) for axes in figure.axes for line in axes.get_lines()]
    together = "\n".join(told)
    assert not [label for label in labels if label not in together]
    for letter in ("W", r"\eta", r"\alpha", "W_p", "(H)", "(K)"):
        assert letter not in together
