"""The equations that are supposed: which hold at the times that statements are about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.inverses import vanishes
from sslcheck.derive.calculus.relations import Relations
from sslcheck.derive.errors import Unsupported

if TYPE_CHECKING:
    from sslcheck.derive.normal.normal_form import NormalForm

__all__ = ["Supposed"]


class Supposed:
    """What the relations of a setting make zero."""

    def __init__(self, normal: NormalForm) -> None:
        self._normal = normal

    def vanishes(self, gap: Element) -> bool:
        """Whether an element is found to be zero, by inverses in it or by what is supposed."""
        if not gap.terms or vanishes(gap):
            return True
        return self._relations is not None and self._relations.vanishes(gap)

    @cached_property
    def _relations(self) -> Relations | None:
        """The equations that hold at the times that statements are about."""
        gaps: list[Element] = []
        moving: list[Element] = []
        for relation in self._normal.setting.relations:
            if relation.op != "=":
                continue
            gap = self._normal.residual(relation)
            letters = gap.letters().union(*(c.free() for c in gap.terms.values()))
            always = self._normal.setting.kept is None or not any(
                map(self._normal.functions.moves, letters)
            )
            (gaps if always else moving).append(gap)
        gaps += self._lasting(moving, gaps)
        gaps += [turned for gap in gaps for turned in self._turned(gap)]
        return Relations(self._normal.functions, gaps) if gaps else None

    def _turned(self, gap: Element) -> Iterator[Element]:
        """``Y X = c I`` where ``X Y = c I`` of square matrices, and c is not 0."""
        (word, *more) = [word for word in gap.terms if word] or [()]
        number, alphabet = gap.terms.get(()), gap.alphabet
        if more or number is None or gap.shape == ("1", "1"):
            return
        square = all(alphabet.shape(letter) == gap.shape for letter in word)
        if square and self._normal.functions.nonzero(number):
            for at in range(1, len(word)):
                turn = alphabet.word((*word[at:], *word[:at])).scaled(gap.terms[word])
                yield turn + alphabet.identity(gap.shape[0]).scaled(number)

    def _lasting(self, moving: list[Element], always: list[Element]) -> list[Element]:
        """Equations about states that hold at all times if they do at the start.

        Their rates are sums of multiples of these equations, so that all of them stay 0 (Grönwall).
        """
        while moving:
            known = Relations(self._normal.functions, [*always, *moving])
            kept = [gap for gap in moving if self._stays(gap, known)]
            if len(kept) == len(moving):
                break
            moving = kept
        return moving

    def _stays(self, gap: Element, known: Relations) -> bool:
        try:
            rate = self._normal.whole_rate(gap)
        except Unsupported:
            return False
        return not rate.terms or known.combine(rate)
