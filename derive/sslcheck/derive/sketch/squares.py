"""What an author leaves to be understood: eigenvectors are as many as the matrix has rows."""

from __future__ import annotations

from collections.abc import Iterable

from sslcheck.derive.expr import Diag, Prod, Relation, Sym, Transpose
from sslcheck.derive.sketch.unify import Spaces

__all__ = ["with_square_bases"]


def with_square_bases(spaces: Spaces, relations: Iterable[Relation]) -> Spaces:
    """The spaces, where ``U`` of each ``A = U D U^T`` with a diagonal ``D`` is made square."""
    relations = tuple(relations)
    diagonal = {r.lhs.name for r in relations if isinstance(r.lhs, Sym) and isinstance(r.rhs, Diag)}
    for relation in relations:
        match relation.rhs:
            case Prod((Sym(one), middle, Transpose(Sym(two)))) if one == two:
                known = isinstance(middle, Sym) and middle.name in diagonal
                if known or isinstance(middle, Diag):
                    spaces = spaces.equal(*spaces.shape(one)) or spaces
    return spaces
