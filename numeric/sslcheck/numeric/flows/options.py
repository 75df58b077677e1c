"""What a run of a flow by its name is asked to do: plain values, kept in ``run.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sslcheck.numeric.declared import check, option
from sslcheck.numeric.options import Integrating, from_plain

__all__ = ["SIZE", "STRUCTURES", "FlowOptions"]

SIZE = 64
"""Of a space that is given none."""

STRUCTURES = ("isotropic", "diagonal", "dense")
"""What may be asked of a matrix in place of a file."""


@dataclass(frozen=True, slots=True)
class FlowOptions(Integrating):
    """One run of the flow ``flow`` of an article; an empty name stands for its first.

    By names of the article: ``sizes`` of spaces, ``values`` of scalars, ``data`` (one of
    `STRUCTURES`, or the path of an ``.npy`` file), ``starts`` of states (a path, or a number for a
    scalar). What is not named is drawn from the ``seed``, as it is declared; ``scale`` is about the
    largest singular value of a state that is drawn, or its largest number.
    """

    article: str
    flow: str = option("", "A flow of the article by its name: of matrices, modes or scalars.")
    sizes: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    products: str = option(
        "", "With --model gram: the closed set of these products, as discover lists it."
    )
    scale: float = option(
        0.15, "With --flow: size of the states that are drawn, about their norm.", "nonnegative"
    )

    def __post_init__(self) -> None:
        check(self)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths among the options."""
        from sslcheck.derive import shipped_articles

        article = () if self.article in shipped_articles() else (self.article,)
        data = [value for value in self.data.values() if value not in STRUCTURES]
        return (*article, *data, *(v for v in self.starts.values() if not _is_number(v)))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FlowOptions:
        """Options from `as_dict`; raises `InvalidOption` for foreign keys or types."""
        return from_plain(cls, data)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
