"""What all runs have in common for people: columns, files of other programs, notebooks."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sslcheck.derive.text.columns import as_csv, as_frame
from sslcheck.derive.text.markup import escape
from sslcheck.numeric.lookup import SeriesDict
from sslcheck.numeric.watched.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Recorded"]


class Recorded:
    """A run with ``times``, ``series`` and ``findings``; what its dataclass is made from.

    Its series are found by the words that one would say for them (`SeriesDict`).
    """

    __slots__ = ()
    if TYPE_CHECKING:
        times: np.ndarray[Any, Any]
        series: dict[str, np.ndarray[Any, Any]]

        @property
        def findings(self) -> tuple[Finding, ...]: ...

    def __post_init__(self) -> None:
        named = [(f.name, f.series) for f in self.findings if f.series]
        numbers = [
            (place.strip(), f.series)
            for f in self.findings
            for place in f.equation.split(",")
            if f.series and place
        ]
        object.__setattr__(self, "series", SeriesDict(self.series, [*named, *numbers]))

    @property
    def columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """The times as ``t``, and each series."""
        return {"t": self.times, **self.series}

    def to_csv(self, path: str | Path | None = None) -> str:
        """`columns` as CSV, which is also written to ``path`` where one is given."""
        return as_csv(self.columns, path)

    def to_pandas(self) -> pd.DataFrame:
        """`columns` as a table of pandas. Raises `MissingLibrary` without pandas."""
        return as_frame(self.columns)

    def _repr_markdown_(self) -> str:
        """The summary that the command line prints, as Jupyter shows it."""
        head = ("eq.", "gauge", "start", "end", "theory", "worst", "limit", "")
        lines = [f"`{self!r}`", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
        for f in self.findings:
            names = (escape(f.equation), escape(f.name))
            numbers = map(_number, (f.start, f.end, f.theory, f.worst, f.limit))
            lines.append(f"| {' | '.join((*names, *numbers, _HOLDS[f.holds]))} |")
        return "\n".join(lines)


_HOLDS = {None: "", True: "holds", False: "**does not hold**"}


def _number(value: float | None) -> str:
    return "" if value is None or isnan(value) else f"{value:.3g}"
