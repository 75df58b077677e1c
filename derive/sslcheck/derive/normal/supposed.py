"""The equations that are supposed: which hold at the times that statements are about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sslcheck.derive.algebra.determinants import determinant
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.inverses import element_key, vanishes
from sslcheck.derive.algebra.letters import PseudoOf, RootOf, closure
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.calculus.relations import Relations
from sslcheck.derive.errors import Unsupported

if TYPE_CHECKING:
    from sslcheck.derive.normal.normal_form import NormalForm

__all__ = ["Supposed"]


class Supposed:
    """What the relations of a setting make zero."""

    def __init__(self, normal: NormalForm) -> None:
        self._normal = normal
        self._seen: dict[tuple[Any, ...], bool] = {}

    def vanishes(self, gap: Element) -> bool:
        """Whether an element is found to be zero, by inverses in it or by what is supposed."""
        if not gap.terms or vanishes(gap):
            return True
        if self._relations is None:
            return False
        key = (gap.shape, element_key(gap))
        if key not in self._seen:
            self._seen[key] = self._relations.vanishes(gap)
        return self._seen[key]

    def zero_with(self, value: Ratio) -> list[Ratio]:
        """Numbers that are 0 where the equations hold and a value is 0 as well."""
        return self._relations.zero_with(value) if self._relations else []

    def keeps(self, gap: Element) -> bool:
        """Whether an element that is zero at the start stays so, with what is supposed there.

        Its rate is a sum of multiples of itself and of equations that stay as long as it does.
        """
        fixed, moving = self._gaps
        kept = self._lasting(moving, [*fixed, gap])
        return self._stays(gap, self._known([*fixed, *kept, gap]))

    @cached_property
    def gaps(self) -> list[Element]:
        """What is zero at the times that statements are about."""
        fixed, moving = self._gaps
        if self._normal.setting.kept is None:
            return [*fixed, *moving]
        begun = map(self._normal.at_start, moving if self._normal.setting.began else ())
        return [*fixed, *self._lasting(moving, fixed), *begun]

    def numbers(self, value: Ratio) -> list[Ratio]:
        """Numbers that are 0 by what is supposed, as far as they have to do with one."""
        return self._relations.numbers(value) if self._relations is not None else []

    @cached_property
    def _relations(self) -> Relations | None:
        more = (number for gap in self.gaps for number in self._spectral(gap))
        return self._known([*self.gaps, *more]) if self.gaps else None

    @cached_property
    def _gaps(self) -> tuple[list[Element], list[Element]]:
        """What the equations say to be zero: of what does not move, and of what does."""
        fixed: list[Element] = []
        moving: list[Element] = []
        for relation in self._normal.setting.relations:
            if relation.op == "=":
                gap = self._normal.residual(relation)
                moves = any(map(self._normal.functions.moves, _letters(gap)))
                (moving if moves else fixed).append(gap)
        return fixed, moving

    def _known(self, gaps: list[Element]) -> Relations:
        turned = [turned for gap in gaps for turned in self._turned(gap)]
        return Relations(self._normal.functions, [*gaps, *turned])

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

    def _spectral(self, gap: Element) -> Iterator[Element]:
        """What an equation between products of square matrices says of traces and determinants.

        Where a power is 0, so are the determinant and the traces of all powers. Nothing follows
        where the number before the products may be 0.
        """
        alphabet, (word, *others) = gap.alphabet, gap.terms or [()]
        if gap.shape == ("1", "1") or not word or len(others) > 1:
            return
        if any(alphabet.shape(letter) != gap.shape for w in gap.terms for letter in w):
            return
        functions = self._normal.functions
        if not functions.nonzero(gap.terms[word]):
            return
        plain = [alphabet.word(w) if w else alphabet.identity(gap.shape[0]) for w in gap.terms]
        if others and (gap.terms[word] + gap.terms[others[0]]).is_zero():
            one, two = (determinant(side, functions) for side in plain)
            yield alphabet.scalar(one - two)
        if not others:
            base = next(k for k in range(1, len(word) + 1) if word == word[:k] * (len(word) // k))
            yield alphabet.scalar(determinant(alphabet.word(word[:base]), functions))
            for count in range(1, len(word) // base):
                yield alphabet.word(word[:base] * count).trace()

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
        if self._bends(gap):
            return False
        whole = all(self._normal.functions.nonzero(c.denominator) for c in gap.terms.values())
        return not rate.terms or (whole and known.combine(rate))

    def _bends(self, gap: Element) -> bool:
        """Whether it may have no rate: roots or pseudo-inverses of what moves stand in it."""
        bent = [n for n in closure(_letters(gap)) if isinstance(n, PseudoOf | RootOf)]
        return any(map(self._normal.functions.moves, bent))


def _letters(gap: Element) -> frozenset[Any]:
    return gap.letters().union(*(c.free() for c in gap.terms.values()))
