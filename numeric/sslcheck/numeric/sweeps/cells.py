"""A sweep as data: the options of each of its runs, by number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sslcheck.numeric.bounds import InvalidOption, check_counts
from sslcheck.numeric.sweeps.axes import Axis

__all__ = ["Sweep"]

_MOST_SEEDS = 100_000


@dataclass(frozen=True, slots=True)
class Sweep:
    """Runs of one ``kind`` with the plain ``options``, over all values of ``axes`` and seeds.

    Cells are numbered with the seed first, then the last axis, and so on.
    """

    kind: str
    options: Mapping[str, Any]
    axes: tuple[Axis, ...]
    seeds: int = 1

    def __post_init__(self) -> None:
        check_counts(self, {"seeds": 1}, most=_MOST_SEEDS)

    @property
    def shape(self) -> tuple[int, ...]:
        """The values of each axis, and the seeds."""
        return (*(len(axis.values) for axis in self.axes), self.seeds)

    def __len__(self) -> int:
        return math.prod(self.shape)

    def at(self, cell: int) -> tuple[Any, ...]:
        """The values of the axes in a cell, and its seed."""
        cell, seed = divmod(cell, self.seeds)
        found: list[Any] = [self.options["seed"] + seed]
        for axis in reversed(self.axes):
            cell, place = divmod(cell, len(axis.values))
            found.insert(0, axis.values[place])
        return tuple(found)

    def plain(self, cell: int) -> dict[str, Any]:
        """The plain options of a cell."""
        found, (*values, seed) = dict(self.options), self.at(cell)
        for axis, value in zip(self.axes, values, strict=True):
            axis.put(found, value)
        found["seed"] = seed
        return found

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "kind": self.kind,
            "options": dict(self.options),
            "axes": [{**asdict(axis), "values": list(axis.values)} for axis in self.axes],
            "seeds": self.seeds,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Sweep:
        """A sweep from `as_dict`. Raises `InvalidOption` for anything else."""
        try:
            axes = tuple(
                Axis(str(a["name"]), tuple(a["values"]), bool(a["parameter"])) for a in data["axes"]
            )
            options = dict(data["options"])
            found = cls(str(data["kind"]), options, axes, int(data["seeds"]))
            if not axes or not all(axis.values for axis in axes):
                raise ValueError("nothing is swept")
            found.plain(len(found) - 1)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise InvalidOption(f"this is no sweep: {error!r}") from error
        return found
