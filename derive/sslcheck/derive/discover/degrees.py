"""The laws of a flow, degree after degree: which are new, and which follow from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Article
from sslcheck.derive.discover.claims import Found, found
from sslcheck.derive.discover.diagonals import DiagonalLaws
from sslcheck.derive.discover.follow import Known
from sslcheck.derive.discover.laws import Law
from sslcheck.derive.discover.matrices import MatrixLaws
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.scalars import ScalarLaws
from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.normal import NormalForm

__all__ = ["Degrees", "Progress"]

Progress = Callable[[int, int, str], None]


class _Laws(Protocol):
    """Laws of one kind, with the shape or the space where each is."""

    def step(self, degree: int) -> Iterator[tuple[Any, Law[Any]]]: ...

    def element(self, place: Any, law: Law[Any]) -> Element: ...


class Degrees:
    """Searches each degree for matrices, diagonals and scalars, each kind as long as the time goes.

    ``laws`` are new, with their ``elements``; those of ``following`` are implied.
    """

    def __init__(
        self,
        article: Article,
        normal: NormalForm,
        letters: Letters,
        residues: Residues,
        tries: Tries,
        tell: Callable[[int, str], None],
    ) -> None:
        self.laws: list[Found] = []
        self.following: list[Found] = []
        self.elements: list[Element] = []
        self._article, self._normal, self._residues = article, normal, residues
        self._tries, self._tell = tries, tell
        self._known = Known(normal.alphabet, residues, letters.data)
        self._left: dict[str, _Laws] = {
            "matrices": MatrixLaws(normal, letters, residues, self._at),
            "diagonals": DiagonalLaws(normal, letters, residues, self._at),
            "scalars": ScalarLaws(normal, letters, residues, self._at),
        }
        """What is searched still."""
        self._now = ""

    def step(self, degree: int) -> None:
        """The laws of one degree, as far as the time goes."""
        for what, laws in [*self._left.items()]:
            self._now = f"degree {degree}, {what}"
            self._tell(degree - 1, self._now)
            missing = f"laws that are {what}, of degree {degree} and more, are not searched: "
            if not self._tries.of(missing, partial(self._search, laws, degree)):
                del self._left[what]

    def _search(self, laws: _Laws, degree: int) -> bool:
        for place, law in laws.step(degree):
            key = place, self._residues.of(law.rate), degree, law.residues
            element = laws.element(place, law)
            if self._is_new(element, law.rate, degree, self._known.implies(*key)):
                self._known.add(*key)
        return True

    def _is_new(self, element: Element, rate: Ratio, degree: int, implied: bool) -> bool:
        """Whether a law can be stated and is implied by none; it is kept either way."""
        law = found(self._normal, self._article, element, rate, degree, len(self.laws) + 1)
        if law is None:
            return False
        (self.following if implied else self.laws).append(law)
        if not implied:
            self.elements.append(element)
        return not implied

    def _at(self, degree: int, done: int, total: int) -> None:
        self._tell(degree - 1, f"{self._now}: {done} of {total} products")
