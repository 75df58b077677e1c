"""The laws of a flow, degree after degree: which are new, and which follow from others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Article
from sslcheck.derive.discover.claims import Found, found
from sslcheck.derive.discover.diagonals import DiagonalLaws
from sslcheck.derive.discover.follow import Known
from sslcheck.derive.discover.matrices import MatrixLaws
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.scalars import ScalarLaws
from sslcheck.derive.discover.tries import Tries
from sslcheck.derive.discover.words import Letters
from sslcheck.derive.normal import NormalForm

__all__ = ["Degrees", "Progress"]

Progress = Callable[[int, int, str], None]


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
        self._matrices = MatrixLaws(normal, letters, residues, self._at)
        self._diagonals = DiagonalLaws(normal, letters, residues, self._at)
        self._scalars = ScalarLaws(normal, letters, residues, self._at)
        self._left = {
            "matrices": self._matrix_laws,
            "diagonals": self._diagonal_laws,
            "scalars": self._scalar_laws,
        }
        """What is searched still."""
        self._now = ""

    def step(self, degree: int) -> None:
        """The laws of one degree, as far as the time goes."""
        for what, search in [*self._left.items()]:
            self._now = f"degree {degree}, {what}"
            self._tell(degree - 1, self._now)
            missing = f"laws that are {what}, of degree {degree} and more, are not searched: "
            if not self._tries.of(missing, partial(search, degree)):
                del self._left[what]

    def _matrix_laws(self, degree: int) -> bool:
        known, of = self._known, self._residues.of
        for shape, law in self._matrices.step(degree):
            element = self._matrices.element(shape, law)
            key = shape, of(law.rate), degree, law.residues
            if self._is_new(element, law.rate, degree, known.implies_matrix(*key)):
                known.add_matrix(*key)
        return True

    def _diagonal_laws(self, degree: int) -> bool:
        known, of = self._known, self._residues.of
        for space, law in self._diagonals.step(degree):
            element = self._diagonals.element(space, law)
            key = space, of(law.rate), degree, law.residues
            if self._is_new(element, law.rate, degree, known.implies_diagonal(*key)):
                known.add_diagonal(*key)
        return True

    def _scalar_laws(self, degree: int) -> bool:
        known, of = self._known, self._residues.of
        for law in self._scalars.step(degree):
            element = self._normal.alphabet.scalar(self._scalars.value(law))
            key = of(law.rate), degree, law.residues
            if self._is_new(element, law.rate, degree, known.implies_scalar(*key)):
                known.add_scalar(*key)
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
