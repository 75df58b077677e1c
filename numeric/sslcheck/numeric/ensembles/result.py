"""What came out of an ensemble: arrays with a number for each trajectory, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.derive.models.model import Model
from sslcheck.derive.text.columns import as_csv, as_frame
from sslcheck.derive.text.markup import escape
from sslcheck.numeric.article import array_name
from sslcheck.numeric.ensembles.held import Held
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.work import CODES, Work
from sslcheck.numeric.outcome import Outcome

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EnsembleRun"]

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, repr=False)
class EnsembleRun:
    """What came out; ``work`` has the arrays, states and parameters in the order of their names."""

    options: EnsembleOptions
    flow: str
    model: Model
    why: str
    plan: ElementwisePlan
    states: tuple[str, ...]
    parameters: tuple[str, ...]
    drawn: tuple[str, ...]
    work: Work
    held: tuple[Held, ...]
    device: str
    threads: int
    memory: int
    seconds: float
    """Of the integration; the kernel was compiled before."""

    @property
    def count(self) -> int:
        """How many trajectories there are."""
        return int(self.work.start.shape[1])

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How many trajectories ended in each way."""
        counts = np.bincount(self.work.status, minlength=len(CODES))
        return {code: int(n) for code, n in zip(CODES, counts, strict=True) if n}

    @property
    def contradicted(self) -> bool:
        """Whether a trajectory exceeds a limit that is proved."""
        return any(row.exceed for row in self.held)

    @property
    def start(self) -> dict[str, Numbers]:
        """Where each trajectory started (N), by the names of states as kernels have them."""
        return self._by_name(self.states, self.work.start)

    @property
    def end(self) -> dict[str, Numbers]:
        """Where each trajectory ended (N); nan where it did not come to the end."""
        return self._by_name(self.states, self.work.end)

    @property
    def given(self) -> dict[str, Numbers]:
        """The parameters of each trajectory (N)."""
        return self._by_name(self.parameters, self.work.parameters)

    @property
    def samples(self) -> dict[str, Numbers]:
        """The states at ``work.times`` (T x N), where they were kept on the way."""
        if not self.work.times.size:
            return {}
        return self._by_name(self.states, self.work.samples.swapaxes(0, 1))

    @property
    def columns(self) -> dict[str, Numbers]:
        """All that has one number for each trajectory, by the names that `ensemble.npz` has."""
        work = self.work
        found = {"status": work.status, "reached": work.reached}
        found |= {"accepted": work.accepted, "rejected": work.rejected}
        groups = {"start": self.start, "end": self.end, "parameter": self.given}
        return found | {f"{g}/{n}": v for g, values in groups.items() for n, v in values.items()}

    def to_csv(self, path: str | Path | None = None) -> str:
        """`columns` as CSV, which is also written to ``path`` where one is given."""
        return as_csv(self.columns, path)

    def to_pandas(self) -> pd.DataFrame:
        """`columns` as a table of pandas. Raises `MissingLibrary` without pandas."""
        return as_frame(self.columns)

    @staticmethod
    def _by_name(names: tuple[str, ...], values: Numbers) -> dict[str, Numbers]:
        return dict(zip(map(array_name, names), values, strict=True))

    def __repr__(self) -> str:
        ended = ", ".join(f"{n} {code}" for code, n in self.outcomes.items())
        return f"<EnsembleRun: {self.flow}, {self.model.name} model, {ended}>"

    def _repr_markdown_(self) -> str:
        """What is proved, and on how many trajectories it holds, as Jupyter shows it."""
        lines = [f"`{self!r}`"]
        if self.held:
            head = ("eq.", "law", "worst", "limit", "keep it", "exceed it")
            lines += ["", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
        for row in self.held:
            numbers = (f"{row.worst:.3g}", f"{row.limit:.3g}", str(row.keep), str(row.exceed))
            lines.append(f"| {' | '.join((escape(row.equation), escape(row.name), *numbers))} |")
        return "\n".join(lines)
