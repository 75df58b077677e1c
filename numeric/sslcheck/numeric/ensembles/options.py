"""What an ensemble is asked to be: plain values, kept in ``ensemble.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sslcheck.numeric.bounds import check_counts
from sslcheck.numeric.declared import again, check, option
from sslcheck.numeric.flows.options import FlowOptions

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
    flow: str = again(FlowOptions, "flow")
    trajectories: int = 0
    file: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    starts: Mapping[str, float] = field(default_factory=dict)
    scale: float = again(FlowOptions, "scale")
    model: str = again(FlowOptions, "model")
    t_end: float = again(FlowOptions, "t_end")
    rtol: float = again(FlowOptions, "rtol")
    atol: float = again(FlowOptions, "atol")
    max_steps: int = again(FlowOptions, "max_steps")
    every: float = option(
        0.0,
        "With --ensemble: time between two states that are kept; 0: the end only.",
        "nonnegative",
    )
    seed: int = again(FlowOptions, "seed")
    backend: str = again(FlowOptions, "backend")

    def __post_init__(self) -> None:
        check_counts(self, {"trajectories": 0 if self.file else 1})
        check(self)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)
