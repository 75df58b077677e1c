"""Linear maps on matrices in Kronecker form: ``vec(A W B) = (B^T kron A) vec(W)``."""

from __future__ import annotations

from dataclasses import dataclass

from sslcheck.derive.algebra.words import Element, Word
from sslcheck.derive.errors import Unsupported

__all__ = ["KroneckerTerm", "kronecker_form"]


@dataclass(frozen=True, slots=True)
class KroneckerTerm:
    """``right^T kron left``: the map ``W -> left W right`` with ``right`` a single word."""

    left: Element
    right: Element


def kronecker_form(element: Element, name: str) -> tuple[KroneckerTerm, ...]:
    """Write ``element`` as ``sum_k left_k W right_k``, one term per distinct right factor.

    Raises `Unsupported` where a term does not have the letter ``name`` exactly once, untransposed.
    """
    alphabet = element.alphabet
    if name not in alphabet.shapes:
        raise Unsupported(f"`{name}` does not move by itself, so the flow is not linear in it")
    rows, cols = alphabet.shapes[name]
    one = alphabet.scalars.number(1)
    by_right: dict[Word, Element] = {}
    for word, coeff in element.terms.items():
        at = [k for k, (letter, _) in enumerate(word) if letter == name]
        if len(at) != 1 or word[at[0]][1]:
            raise Unsupported(f"a term is not linear in `{name}`, so it has no Kronecker form")
        left, right = word[: at[0]], word[at[0] + 1 :]
        piece = Element(alphabet, (element.shape[0], rows), {left: coeff})
        by_right[right] = by_right[right] + piece if right in by_right else piece
    return tuple(
        KroneckerTerm(left, Element(alphabet, (cols, element.shape[1]), {right: one}))
        for right, left in by_right.items()
    )
