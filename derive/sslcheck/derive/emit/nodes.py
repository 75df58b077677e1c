"""Sub-expressions that a kernel may compute once: polynomials in words, told apart up to scale.

A node is a sum of words in a normal form in which a common scalar factor is split off and, of a
matrix and its transpose, one is chosen: the one that is met first, but of a letter always the
letter itself, for that is what an array holds. So ``alpha_p R`` and ``R^T`` are found to be the
same node.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import TRACE, Word
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.setting import Shape

__all__ = ["Node", "Nodes", "Ref"]

_Terms = tuple[tuple[Word, frozenset[tuple[object, object]], frozenset[tuple[object, object]]], ...]
_Key = tuple[Shape, _Terms]
"""The shape tells the identities of different spaces apart."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A node, or its transpose."""

    node: int
    transposed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A polynomial in words.

    ``constant``: built of data alone, so that it is computed once and for all before a run.
    ``diagonal``: stored as a vector, as a diagonal letter is, or a constant made of such.
    """

    words: Mapping[Word, Ratio]
    shape: Shape
    constant: bool
    diagonal: bool
    symmetric: bool

    @property
    def letter(self) -> str | None:
        """The name of the letter that the node is, if it is one; never of its transpose."""
        (word, *more) = self.words
        return word[0][0] if not more and len(word) == 1 else None

    @property
    def identity(self) -> bool:
        """Whether it is the identity of its space (of the space of dimension 1: the number 1)."""
        return self.words.keys() == {()}

    @property
    def leaf(self) -> bool:
        """Whether nothing has to be computed for it during a run."""
        return self.constant or self.identity or self.letter is not None


class Nodes:
    """All nodes of one plan, over the letters of an alphabet; ``data`` names the constant ones.

    ``moving`` are the scalars in coefficients that are not the same at every evaluation.
    """

    def __init__(
        self, alphabet: Alphabet, data: frozenset[str], moving: frozenset[str] = frozenset()
    ) -> None:
        self.alphabet = alphabet
        self.data = data
        self.moving = moving
        self._nodes: list[Node] = []
        self._known: dict[_Key, int] = {}

    def __getitem__(self, ref: Ref | int) -> Node:
        return self._nodes[ref.node if isinstance(ref, Ref) else ref]

    def shape(self, ref: Ref) -> Shape:
        """(row space, column space) of a node or its transpose."""
        rows, cols = self[ref].shape
        return (cols, rows) if ref.transposed else (rows, cols)

    def transpose(self, ref: Ref) -> Ref:
        """The transpose; of a symmetric node, the node itself."""
        return Ref(ref.node, not ref.transposed and not self[ref].symmetric)

    def intern(self, element: Element) -> tuple[Ratio, Ref]:
        """``element`` as a scalar times a node (or its transpose)."""
        factor, plain, key = _scaled(element)
        if key in self._known:
            return factor, Ref(self._known[key])
        other, across, turned = _scaled(element.T)
        if turned not in self._known and _is_transposed_letter(plain):
            self._add(across, turned, False)
        if turned in self._known:
            return other, Ref(self._known[turned], True)
        # a skew-symmetric element has the key of its transpose too, but another sign
        self._add(plain, key, key == turned and (factor - other).is_zero())
        return factor, Ref(self._known[key])

    def _add(self, plain: Element, key: _Key, symmetric: bool) -> None:
        letters = plain.letters()
        marks = [self.alphabet.properties.get(n, frozenset()) for n in letters]
        matrix = bool(letters) and plain.shape != ("1", "1")
        moves = self.moving and any(self.moving & c.free() for c in plain.terms.values())
        constant = matrix and letters <= self.data and not moves
        stored = constant or (len(letters) == 1 and plain.terms.keys() == {((*letters, False),)})
        self._known[key] = len(self._nodes)
        self._nodes.append(
            Node(
                dict(sorted(plain.terms.items())),
                plain.shape,
                constant,
                matrix and stored and all("diagonal" in m for m in marks),
                symmetric,
            )
        )

    def identity(self, space: str) -> Ref:
        """The identity of a space."""
        return self.intern(self.alphabet.identity(space))[1]

    def element(self, words: Mapping[Word, Ratio], shape: Shape) -> Element:
        """Words as an element of the plan's alphabet."""
        return Element(self.alphabet, shape, words)

    def word_shape(self, word: Word) -> Shape:
        """(row space, column space) of a product of letters."""
        if word[:1] == (TRACE,):
            return ("1", "1")
        return self.alphabet.shape(word[0])[0], self.alphabet.shape(word[-1])[1]


def _is_transposed_letter(element: Element) -> bool:
    (word, *more) = element.terms
    return not more and len(word) == 1 and word[0][1]


def _scaled(element: Element) -> tuple[Ratio, Element, _Key]:
    """A factor of all coefficients, what it leaves, and a key that equal remainders share.

    The factor is the whole first coefficient where the others are numbers times it, otherwise its
    number and the powers that divide all of them.
    """
    scalars = element.alphabet.scalars
    words = sorted(element.terms)
    coefficients = [element.terms[w].cancelled() for w in words]
    factor = coefficients[0]
    ratios = [scalars.one, *((c / factor).cancelled() for c in coefficients[1:])]
    if any(r.free() for r in ratios):
        ring = scalars.ring
        aligned = [scalars.align(c.num) for c in coefficients]
        powers = [min(m) for m in zip(*(k for p in aligned for k in p.itermonoms()), strict=True)]
        shared = ring.from_dict({tuple(powers): aligned[0].LC})
        same = all(scalars.align(c.den) == scalars.align(factor.den) for c in coefficients)
        factor = Ratio(scalars, shared, factor.den if same else scalars.unit)
        ratios = [(c / factor).cancelled() for c in coefficients]
    plain = Element(element.alphabet, element.shape, dict(zip(words, ratios, strict=True)))
    key = tuple(
        (w, frozenset(scalars.align(c.num).items()), frozenset(scalars.align(c.den).items()))
        for w, c in plain.terms.items()
    )
    return factor, plain, (plain.shape, key)
