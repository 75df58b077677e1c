"""Quantities whose time derivative is a multiple of themselves: dependences among rates.

With ``dq/dt = r q`` for a constant ``r``, ``e^{-rt} q`` is conserved. The lowest part of ``q``, by
its number of states and then of data, is moved within itself by the part of the flow that is linear
in the states and has no data in it; so ``r`` is an eigenvalue of that: a sum of those of the
letters, where the states do not mix there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sslcheck.derive.algebra.linear_solve import combination
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.discover.residues import Residues, modulo
from sslcheck.derive.discover.spans import Span

__all__ = ["Law", "Search", "Tell", "quietly"]

Tell = Callable[[int, int, int], None]
"""Is told the degree, how many products have been looked at, and how many there are."""


def quietly(degree: int, done: int, total: int) -> None:
    """Tells nobody."""


_OFTEN = 256  # products between two times that something is told

Name = TypeVar("Name", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Law(Generic[Name]):
    """``dq/dt = r q`` for ``q``, a sum of products with coefficients."""

    terms: Mapping[Name, Ratio]
    residues: Mapping[Name, int]
    rate: Ratio
    degree: int


class Search(Generic[Name, Key]):
    """Laws among products of one kind, degree after degree.

    ``rate`` gives the time derivative of a product at random parameters; ``exact`` with its
    coefficients; ``own`` the entry that stands for a product itself; ``multiple`` what its rate may
    be a multiple by. ``tell`` follows the search.
    """

    def __init__(
        self,
        rate: Callable[[Name], Mapping[Key, int]],
        exact: Callable[[Name], Mapping[Key, Ratio]],
        own: Callable[[Name], Key],
        multiple: Callable[[Name], Ratio],
        residues: Residues,
        tell: Tell = quietly,
    ) -> None:
        self._rate, self._exact, self._own, self._multiple = rate, exact, own, multiple
        self._residues, self._zero = residues, residues.zero
        self._tell = tell
        self._spans: dict[int, tuple[Span[Key, Name], int]] = {}
        self._rates: dict[Name, Mapping[Key, int]] = {}

    def laws(self, products: Iterable[Name], degree: int) -> Iterator[Law[Name]]:
        """The dependences that the products of a degree bring, for each multiple ``r``."""
        multiples: dict[int, Ratio] = {}
        for name in products:
            self._rates[name] = self._rate(name)
            multiple = self._multiple(name)
            multiples.setdefault(self._residues.of(multiple), multiple)
        names = [*self._rates]
        for residue, multiple in multiples.items():
            span, taken = self._spans.get(residue, (Span[Key, Name](), 0))
            self._spans[residue] = span, len(names)
            for k, name in enumerate(names[taken:]):
                if not k % _OFTEN:
                    self._tell(degree, k, len(names) - taken)
                found = span.add(name, self._shifted(name, residue))
                law = None if found is None else self._solved(name, found, multiple, degree)
                if law is not None:
                    yield law

    def _shifted(self, name: Name, residue: int) -> dict[Key, int]:
        """``d/dt - r`` of a product."""
        return modulo([*self._rates[name].items(), (self._own(name), -residue)])

    def _solved(
        self, last: Name, found: Mapping[Name, int], multiple: Ratio, degree: int
    ) -> Law[Name] | None:
        """The dependence with its coefficients; None if it was one of the random values only."""
        others = [name for name in found if name != last]
        columns = [self._exactly(name, multiple) for name in others]
        target = {k: -c for k, c in self._exactly(last, multiple).items()}
        values = combination(target, columns, self._zero)
        if values is None:
            return None
        one = self._zero.scalars.one
        terms = {n: v for n, v in zip(others, values, strict=True) if v.num}
        return Law({**terms, last: one}, found, multiple, degree)

    def _exactly(self, name: Name, multiple: Ratio) -> dict[Key, Ratio]:
        vector, own = dict(self._exact(name)), self._own(name)
        vector[own] = vector.get(own, self._zero) - multiple
        return {k: c for k, c in vector.items() if c.num}
