"""Series of a run, found by their names or by the words that a person would say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from sslcheck.derive.errors import UnknownName
from sslcheck.derive.text.words import did_you_mean
from sslcheck.numeric.watched.series import Kind

__all__ = ["SeriesDict"]

_MEANT = {
    "objective": "loss",
    "cost": "loss",
    "j": "loss",
    "balance": "drift",
    "imbalance": "drift",
    "conservation": "drift",
    "law": "drift",
    "symmetry": "asymmetry",
    "rank": "effective rank",
    "alive": "modes alive",
    "modes": "modes alive",
    "accuracy": "probe accuracy",
    "probe": "probe accuracy",
    "commutator": "alignment",
    "alignment": "commutator",
}
"""What one may say, and a word of the series that is meant, where it has another name."""

_FILLING = {"of", "the", "over", "to", "eq", "equation", "claim"}
_TELLING = 3  # letters of a word that is no symbol


class SeriesDict(dict[str, np.ndarray[Any, Any]]):
    """Series by their names; other words find the only one that they can mean.

    ``said`` are pairs of what the summary calls a series, and its name. An underscore is as good as
    a blank.

    >>> names = "loss", "drift of 3", "norm of W"
    >>> series = SeriesDict({name: np.ones(2) for name in names}, [("objective J", "loss")])
    >>> series.named("balance"), series.named("J"), series.named("norm_W"), series.named("‖W‖")
    ('drift of 3', 'loss', 'norm of W', 'norm of W')
    """

    def __init__(
        self, series: Mapping[str, np.ndarray[Any, Any]], said: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(series)
        self._said = [(_whole(text), name) for text, name in (*zip(self, self, strict=True), *said)]

    def __missing__(self, words: str) -> np.ndarray[Any, Any]:
        return self[self.named(words)]

    def named(self, words: str) -> str:
        """The name of the series that is meant. Raises `UnknownName`, with those that there are."""
        if words in self:
            return words
        found = self._meant(words)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownName(f"`{words}` may be {_listed(found)}; give the name")
        hint = did_you_mean(words, [*self, *(w for w in _MEANT if len(self._meant(w)) == 1)])
        raise UnknownName(f"the run has no series `{words}`{hint}; there are {_listed(self)}")

    def _meant(self, words: str) -> list[str]:
        """What the words can mean, by the first way of reading them that finds anything."""
        whole = _whole(words)
        ways = (
            (name for said, name in self._said if whole and whole == said),
            self._with(words),
            self._with(_MEANT.get(words.casefold(), words)),
            self._with(words, begun=True),
        )
        return next((found for way in ways if (found := [*dict.fromkeys(way)])), [])

    def _with(self, words: str, begun: bool = False) -> Iterator[str]:
        """The names that have all the words in them, upper case or not; or what they begin with.

        A symbol alone says nothing of what was measured; what only judges others is not meant.
        """
        wanted = re.findall(r"[^\s,;:/]+", words.casefold())
        if not any(word.isalpha() and len(word) >= _TELLING for word in wanted):
            return
        for name in self:
            has = name.casefold().split()
            if Kind.SCALE in has and Kind.SCALE not in wanted:
                continue
            if all(
                word in has or (begun and any(part.startswith(word) for part in has))
                for word in wanted
            ):
                yield name


def _whole(text: str) -> list[str]:
    """The words that matter, in any order; ``‖W‖`` and ``|W|`` are the norm of W."""
    text = re.sub(r"‖([^‖]+)‖|\|([^|]+)\|", r"norm \1\2", text.casefold())
    words = (word.strip(".") for word in re.findall(r"[^\s,;:/_()]+", text))
    return sorted(word for word in words if word and word not in _FILLING)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
