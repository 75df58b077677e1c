"""A figure that a notebook shows."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure

from sslcheck.reports.plots.style import house

__all__ = ["ShownFigure"]

_DPI = 150


class ShownFigure(Figure):
    """A `matplotlib.figure.Figure` that Jupyter shows, whether or not matplotlib has a backend.

    A plain one is a line of text there until ``%matplotlib inline``, for pyplot has not made it.
    """

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """The picture, and its size on the page in pixels."""
        stream = BytesIO()
        with house():
            self.savefig(stream, format="png", dpi=_DPI)
        width, height = (round(inches * _DPI * 2 / 3) for inches in self.get_size_inches())
        return stream.getvalue(), {"width": width, "height": height}
