"""What an ensemble is asked to be: plain values, kept in ``ensemble.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sslcheck.numeric.bounds import check_below_one, check_choices, check_counts, check_reals

__all__ = ["EnsembleOptions"]


@dataclass(frozen=True, slots=True)
class EnsembleOptions:
    """Trajectories of the flow ``flow`` of an article; an empty name stands for its first.

    ``trajectories`` says how many, unless a ``file`` has them (`Columns`): then it is 0. Numbers by
    names of the article: ``values`` of parameters, ``starts`` of states, the same for all. What
    neither they nor the file name is drawn for each trajectory from the ``seed``, as declared,
    states of size ``scale``. States are kept every ``every`` units of time; 0: at the end only.
    """

    article: str
    flow: str = ""
    trajectories: int = 0
    file: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    starts: Mapping[str, float] = field(default_factory=dict)
    scale: float = 0.15
    model: str = "auto"
    t_end: float = 20.0
    rtol: float = 1e-6
    atol: float = 1e-9
    max_steps: int = 100_000
    every: float = 0.0
    seed: int = 0
    backend: str = "numpy"

    def __post_init__(self) -> None:
        check_counts(self, {"trajectories": 0 if self.file else 1, "max_steps": 1, "seed": 0})
        check_choices(self, ("model", "backend"))
        check_reals(self, ("t_end",), "float64", zero=False)
        check_reals(self, ("scale", "atol", "every"), "float64", zero=True)
        check_below_one(self, ("rtol",))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)
