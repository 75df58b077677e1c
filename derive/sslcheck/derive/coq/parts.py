"""What a theorem is made of, in the words of Coq, and how that is written down."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sslcheck.derive.coq.pieces import NO_CODE, Piece
from sslcheck.derive.setting import Shape

__all__ = ["Letter", "Mark", "Parts", "Supposed"]

Mark = Literal["", "symmetric", "psd", "diagonal", "orthonormal"]


@dataclass(frozen=True, slots=True)
class Supposed:
    """A hypothesis: its ``name``, what it ``said``, and how the equation is ``shown`` by it."""

    name: str
    said: str
    shown: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A matrix that a theorem is about, and what is known of it; a diagonal one is a row.

    Of one that is psd the equation knows no more than that it is symmetric.
    """

    shape: Shape
    mark: Mark = ""

    def supposed(self, own: str, ordered: bool) -> Iterator[Supposed]:
        """What is supposed of it; that it is psd where there is an order, by a name of its own."""
        if self.mark == "psd" and ordered:
            yield Supposed(f"psd_{own}_", f"psd {own}", f"(proj1 psd_{own}_)")
        elif self.mark in ("symmetric", "psd"):
            yield Supposed(f"sym_{own}_", f"{own}^T = {own}", f"sym_{own}_")
        elif self.mark == "orthonormal":
            yield Supposed(f"orth_{own}_", f"{own}^T *m {own} = 1%:M", f"orth_{own}_")

    def text(self, own: str) -> str:
        """The matrix in a formula."""
        return f"(diag_mx {own})" if self.mark == "diagonal" else own


@dataclass(frozen=True, slots=True)
class Parts:
    """``lhs = rhs`` about ``matrices`` and ``numbers``, which have a remark; ``spaces`` have sizes.

    ``lets`` are abbreviations, ``traces`` have a space and data, ``divisors`` are data, those in
    ``given`` are supposed not to be 0 and have a text, ``roots`` are numbers with their squares.
    With a ``rest`` the theorem is ``lhs = rhs`` where the ``supposed`` equations hold, for ``lhs =
    rhs + rest`` in any case, and ``rest`` is made of their differences.
    """

    matrices: Mapping[str, Letter]
    numbers: Mapping[str, str]
    spaces: Mapping[str, str]
    lets: Sequence[tuple[str, Piece]]
    traces: Mapping[str, tuple[int, str]]
    divisors: Sequence[str]
    given: Sequence[tuple[str, str]]
    roots: Mapping[str, Piece]
    lhs: Piece
    rhs: Piece
    rest: Piece | None = None
    supposed: Sequence[tuple[Piece, Piece]] = ()

    @property
    def sizes(self) -> Sequence[str]:
        """The variables for sizes."""
        return [size for space, size in self.spaces.items() if space != "1"]

    def hypotheses(self, ordered: bool = False) -> Iterator[Supposed]:
        """What is supposed of the variables, in their order; where ``ordered`` that one is psd."""
        for own, letter in self.matrices.items():
            yield from letter.supposed(own, ordered)
        for at, (text, _) in enumerate(self.given):
            yield Supposed(f"nz{at}_", f"{text} != 0", f"nz{at}_")
        for own, square in self.roots.items():
            yield Supposed(f"square_{own}_", f"{own} * {own} = {square.text}", f"square_{own}_")

    def declared(
        self,
        signs: Sequence[tuple[str, str]] = (),
        ordered: bool = False,
        without: Collection[str] = (),
    ) -> Generator[str, None, list[str]]:
        """The variables of a section and what is supposed of them; all their names, as arguments.

        Where ``ordered`` matrices may be psd; what is in ``without`` is bound elsewhere.
        """
        for size in self.sizes:
            if size not in without:
                yield f"Variable {size} : nat."
        for own, letter in self.matrices.items():
            if own not in without:
                yield f"Variable {own} : {self.kind(letter)}."
        for own, remark in self.numbers.items():
            yield f"Variable {own} : K_.{f' (* {remark} *)' if remark else ''}"
        known = [*self.hypotheses(ordered)]
        for each in known:
            yield f"Hypothesis {each.name} : {each.said}."
        for own, sign in signs:
            yield f"Hypothesis sign_{own}_ : {sign}."
        return [*self.sizes, *self.matrices, *self.numbers, *(each.shown for each in known)]

    def size(self, space: str) -> str:
        """The size of a space."""
        if "*" in space:
            return f"({' * '.join(map(self.size, space.split('*')))})%N"
        return self.spaces[space]

    def type(self, shape: Shape) -> str:
        """The type of matrices of a shape."""
        rows, columns = map(self.size, shape)
        return f"'M[K_]_({rows}, {columns})"

    def kind(self, letter: Letter) -> str:
        """The type of a variable: a square diagonal matrix is given by the row of its entries."""
        diagonal = letter.mark == "diagonal"
        return f"'rV[K_]_{self.size(letter.shape[0])}" if diagonal else self.type(letter.shape)

    @property
    def coded(self) -> Iterator[tuple[str, Piece]]:
        """The abbreviations of matrices that have data."""
        for own, piece in self.lets:
            if piece.kind == "matrix" and NO_CODE not in piece.code:
                yield own, piece

    def abbreviations(self) -> Iterator[str]:
        """The abbreviations before a statement."""
        for own, piece in self.lets:
            kind = self.type(piece.shape) if piece.kind == "matrix" else "K_"
            yield f"  let {own} : {kind} := {piece.text} in"

    def claimed(self, supposed: bool) -> Iterator[str]:
        """The statement, with its abbreviations and perhaps with what is supposed."""
        yield from self.abbreviations()
        for left, right in self.supposed if supposed else ():
            yield f"  {left.text} = {right.text} ->"
        yield f"  {self.lhs.text}\n  = {self.rhs.text}."
