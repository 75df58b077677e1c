r"""Which layer is meant by what stands below a symbol: ``j``, ``j+1``, ``L-1``, ``\ell``, ``2``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sslcheck.derive.errors import SslcheckError

__all__ = ["BELOW", "Index", "LayerError", "Outside", "Unseparated", "index_of"]

BELOW = r"\s*_\s*(?:\{(?P<long>[^{}]*)\}|(?P<short>\\[A-Za-z]+|[A-Za-z0-9]))"
"""A subscript."""

_INDEX = re.compile(
    r"\s*(?:(?P<base>\\[A-Za-z]+|[A-Za-z])\s*(?:(?P<sign>[-+])\s*(?P<shift>[0-9])\s*)?|(?P<number>[0-9]))\s*",
    re.ASCII,
)


class LayerError(SslcheckError, ValueError):
    """A formula about layers cannot be read."""


class Outside(LayerError):
    """At this depth a formula names a layer that there is not."""


class Unseparated(LayerError):
    """A formula names a layer for which, with its neighbours, one letter stands."""


@dataclass(frozen=True, slots=True)
class Index:
    """``base + shift``; without a base, a number."""

    base: str
    shift: int

    def value(self, letters: Mapping[str, int]) -> int:
        """The number of the layer, with the values of the letters."""
        return (letters[self.base] if self.base else 0) + self.shift

    def moved(self, by: int) -> Index:
        """So many layers further up."""
        return Index(self.base, self.shift + by)


def index_of(text: str) -> Index | None:
    """The index that a subscript is, or None."""
    match = _INDEX.fullmatch(text)
    if match is None:
        return None
    if match["number"]:
        return Index("", int(match["number"]))
    shift = int(match["shift"] or 0)
    return Index(match["base"], -shift if match["sign"] == "-" else shift)
