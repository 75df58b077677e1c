"""Series of a run, found by their names or by the words that a person would say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from sslcheck.derive.errors import UnknownName
from sslcheck.derive.text.words import did_you_mean

__all__ = ["SeriesDict"]

_MEANT = {
    "objective": "loss",
    "cost": "loss",
    "j": "loss",
    "balance": "drift",
    "conservation": "drift",
    "law": "drift",
    "rank": "effective rank",
    "alive": "modes alive",
    "modes": "modes alive",
    "accuracy": "probe accuracy",
    "probe": "probe accuracy",
    "commutator": "alignment",
    "alignment": "commutator",
}
"""What one may say, and a word of the series that is meant, where it has another name."""


class SeriesDict(dict[str, np.ndarray[Any, Any]]):
    """Series by their names; other words find the only one that they can mean.

    >>> names = "loss", "drift of 3", "norm of W"
    >>> series = SeriesDict({name: np.ones(2) for name in names})
    >>> series.named("balance"), series.named("J"), series.named("W norm")
    ('drift of 3', 'loss', 'norm of W')
    """

    def __missing__(self, words: str) -> np.ndarray[Any, Any]:
        return self[self.named(words)]

    def named(self, words: str) -> str:
        """The name of the series that is meant. Raises `UnknownName`, with those that there are."""
        if words in self:
            return words
        meant = _MEANT.get(words.casefold(), words)
        found = [*self._with(words)] or [*self._with(meant)] or [*self._with(words, begun=True)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownName(f"`{words}` may be {_listed(found)}; give the name")
        hint = did_you_mean(words, [*self, *_MEANT])
        raise UnknownName(f"the run has no series `{words}`{hint}; there are {_listed(self)}")

    def _with(self, words: str, begun: bool = False) -> Iterator[str]:
        """The names that have all the words in them, upper case or not; or what they begin with."""
        wanted = re.findall(r"[^\s,;:/]+", words.casefold())
        for name in self:
            has = name.casefold().split()
            if wanted and all(
                word in has or (begun and any(part.startswith(word) for part in has))
                for word in wanted
            ):
                yield name


def _listed(names: list[str] | SeriesDict) -> str:
    return ", ".join(f"`{name}`" for name in names)
