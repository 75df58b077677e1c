"""What a theorem is made of, in the words of Coq, and how that is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sslcheck.derive.coq.names import spelled
from sslcheck.derive.coq.pieces import NO_CODE, Piece
from sslcheck.derive.setting import Shape

__all__ = ["Letter", "Mark", "Parts", "size_of", "type_of"]

Mark = Literal["", "symmetric", "psd", "diagonal", "orthonormal"]

_SUPPOSED = {
    "symmetric": "sym_{0} : {0}^T = {0}",
    "psd": "sym_{0} : {0}^T = {0}",
    "orthonormal": "orth_{0} : {0}^T *m {0} = 1%:M",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A matrix that a theorem is about, and what is known of it; a diagonal one is a row.

    Of one that is psd the equation knows no more than that it is symmetric.
    """

    shape: Shape
    mark: Mark = ""

    @property
    def type(self) -> str:
        """Its type: a square diagonal matrix is given by the row of its entries."""
        return (
            f"'rV[K_]_{size_of(self.shape[0])}" if self.mark == "diagonal" else type_of(self.shape)
        )

    def text(self, own: str) -> str:
        """The matrix in a formula."""
        return f"(diag_mx {own})" if self.mark == "diagonal" else own


@dataclass(frozen=True, slots=True)
class Parts:
    """``lhs = rhs`` about ``matrices`` and ``numbers``, which have a remark; ``spaces`` are sizes.

    ``lets`` are abbreviations, ``traces`` have a space and data, ``divisors`` are data, those in
    ``given`` are supposed not to be 0 and have a text, ``roots`` are numbers with their squares.
    With a ``rest`` the theorem is ``lhs = rhs`` where the ``supposed`` equations hold, for ``lhs =
    rhs + rest`` in any case, and ``rest`` is made of their differences.
    """

    matrices: Mapping[str, Letter]
    numbers: Mapping[str, str]
    spaces: Sequence[str]
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
        """The spaces whose size is a variable."""
        return [space for space in self.spaces if space != "1"]

    @property
    def hypotheses(self) -> Iterator[tuple[str, str]]:
        """What is supposed of the variables: a name and a statement each, in order."""
        for own, letter in self.matrices.items():
            if letter.mark in _SUPPOSED:
                name, said = _SUPPOSED[letter.mark].format(own).split(" : ")
                yield name, said
        for at, (text, _) in enumerate(self.given):
            yield f"nz{at}", f"{text} != 0"
        for own, square in self.roots.items():
            yield f"square_{own}", f"{own} * {own} = {square.text}"

    @property
    def coded(self) -> Iterator[tuple[str, Piece]]:
        """The abbreviations of matrices that have data."""
        for own, piece in self.lets:
            if piece.kind == "matrix" and NO_CODE not in piece.code:
                yield own, piece

    def abbreviations(self) -> Iterator[str]:
        """The abbreviations before a statement."""
        for own, piece in self.lets:
            kind = type_of(piece.shape) if piece.kind == "matrix" else "K_"
            yield f"  let {own} : {kind} := {piece.text} in"

    def claimed(self, supposed: bool) -> Iterator[str]:
        """The statement, with its abbreviations and perhaps with what is supposed."""
        yield from self.abbreviations()
        for left, right in self.supposed if supposed else ():
            yield f"  {left.text} = {right.text} ->"
        yield f"  {self.lhs.text}\n  = {self.rhs.text}."


def size_of(space: str) -> str:
    """The variable for the size of a space."""
    if "*" in space:
        return f"({' * '.join(map(size_of, space.split('*')))})%N"
    return "1%N" if space == "1" else f"size_{spelled(space)}"


def type_of(shape: Shape) -> str:
    """The type of matrices of a shape."""
    rows, columns = map(size_of, shape)
    return f"'M[K_]_({rows}, {columns})"
