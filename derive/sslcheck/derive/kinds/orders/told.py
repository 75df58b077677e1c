"""Conditions that equations which are supposed say already: ``w^T w = 1``, ``W W^T = I``."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.algebra.letters import TraceOf, transposed
from sslcheck.derive.expr import Expr
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.verdicts.condition import Condition, FullRank, Nonsingular

__all__ = ["told_nonzero", "told_regular"]


def told_nonzero(normal: NormalForm) -> Iterator[Expr]:
    """Traces that are equal to what is not 0."""
    nonzero, scalars = normal.functions.nonzero, normal.scalars
    for gap in normal.supposed:
        value = gap.value().numerator if gap.shape == ("1", "1") else scalars.number(0)
        for letter in sorted(n for n in value.free() if isinstance(n, TraceOf)):
            found = value.solved(letter)
            if found is not None and all(map(nonzero, found)):
                yield normal.expr(normal.alphabet.scalar(scalars.letter(letter)))


def told_regular(normal: NormalForm) -> Iterator[Condition]:
    """Matrices of which the square is a multiple of the identity, and not 0."""
    for gap in normal.supposed:
        word = next(filter(None, gap.terms), ())
        half = word[len(word) // 2 :]
        square = word == (*transposed(half), *half) and gap.terms.keys() == {word, ()}
        if square and all(map(normal.functions.nonzero, gap.terms.values())):
            root = normal.alphabet.word(half)
            shown = normal.expr(root)
            yield Nonsingular(shown) if root.shape[0] == root.shape[1] else FullRank(shown)
