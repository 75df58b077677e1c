"""The look that all figures share, and text of articles and users made safe for matplotlib."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.mathtext import MathTextParser

from sslcheck.derive.expr import Expr
from sslcheck.derive.text.printing import to_latex, to_text
from sslcheck.reports.text import clean

__all__ = [
    "BLACK",
    "BLUE",
    "GREEN",
    "STYLES",
    "VERMILION",
    "WIDTH",
    "formula",
    "house",
    "literal",
    "scientific",
    "settle",
]

WIDTH = 7.0
"""Inches: the text width of a page."""

# M. Okabe, K. Ito, "Color Universal Design", 2008
BLUE, VERMILION, GREEN, BLACK = "#0072B2", "#D55E00", "#009E73", "#000000"

STYLES: dict[str, dict[str, Any]] = {
    "measured": {"color": BLUE, "linestyle": "-", "linewidth": 2.2},
    "second": {"color": GREEN, "linestyle": "-.", "linewidth": 1.8},
    "law": {"color": VERMILION, "linestyle": (0, (4, 2)), "linewidth": 1.2},
    "bound": {"color": VERMILION, "linestyle": (0, (5, 1.5, 1, 1.5)), "linewidth": 1.4},
    "limit": {"color": BLACK, "linestyle": "--", "linewidth": 1.0},
}
"""By the role of a curve; a law is drawn over what is measured, which shows at its sides."""

_LOOK = {
    "axes.grid": True,
    "axes.labelsize": 8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "figure.facecolor": "white",
    "figure.titlesize": 10,
    "font.size": 8,
    "grid.alpha": 0.3,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "savefig.facecolor": "white",
    "svg.fonttype": "path",  # the same on every machine: a page that embeds it has no fonts
    "svg.hashsalt": "sslcheck",  # ids inside the file depend on the drawing alone
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
}


@contextlib.contextmanager
def house() -> Iterator[None]:
    """matplotlib's own defaults with the project's look, whatever the user has set; then as before.

    The backend is not touched.
    """
    with matplotlib.style.context(["default", _LOOK]):
        yield


def settle(figure: Figure) -> None:
    """Lay a figure out now, for good: constrained layout moves a little with every drawing.

    Called inside `house` when all is drawn; the files of a figure are then always the same.
    """
    engine = figure.get_layout_engine()
    if figure.axes and engine is not None:
        for _ in range(2):  # the first moves axes, by which labels may come or go
            engine.execute(figure)
        figure.set_layout_engine("none")


def scientific(number: float) -> str:
    r"""Two digits, a power of ten set as a formula.

    >>> print(scientific(0.000182), scientific(0.5))
    $1.8 \times 10^{-4}$ 0.5
    """
    if number == 0 or 0.01 <= abs(number) < 1000:
        return f"{number:.2g}"
    mantissa, exponent = f"{number:.1e}".split("e")
    return rf"${mantissa} \times 10^{{{int(exponent)}}}$"


def literal(text: str) -> str:
    r"""Text that matplotlib shows as it stands: no formula begins at a dollar sign.

    >>> print(literal("cost_$x$.npz"))
    cost_\$x\$.npz
    """
    return clean(text).replace("$", r"\$")


def formula(node: Expr, pattern: str = "{}", otherwise: str = "{}") -> str:
    r"""An expression set as a formula inside ``pattern``, or as text where mathtext cannot set it.

    In ``pattern`` and ``otherwise`` the expression stands for ``{}``.

    >>> from sslcheck.derive.expr import Sym
    >>> print(formula(Sym("W_p"), r"\|{}\|"), formula(Sym(r"\slashed{D}"), "{}^2", "({})²"))
    $\|W_p\|$ (\slashed{D})²
    """
    latex = clean(pattern.replace("{}", to_latex(node)))
    try:
        if "$" in latex:
            raise ValueError("a dollar sign would end the formula")
        MathTextParser("path").parse(f"${latex}$")  # type: ignore[no-untyped-call, unused-ignore]
    except ValueError:
        return literal(otherwise.replace("{}", to_text(node)))
    return f"${latex}$"
