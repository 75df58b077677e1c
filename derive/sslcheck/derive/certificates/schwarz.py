"""The inequality of Cauchy and Schwarz as a sum of squares (Lagrange's identity)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product
from typing import Any

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.proofs import term_tree
from sslcheck.derive.errors import Unsupported

__all__ = ["parallel"]


def parallel(setting: dict[str, Any], gap: Any) -> Any:
    """``c (tr(A^T A) tr(B^T B) - tr(A^T B)^2)`` as a multiple of ``tr(D^T D)``.

    There D is ``A kron B - B kron A``, of columns ``a b^T - b a^T``. Raises `Unsupported` for what
    is nothing of that.
    """
    theory = verifier.Theory(setting)
    for (scalars, word), c in theory.value(gap).terms.items():
        factors = [a for a, e in sorted(scalars, key=verifier.order) for _ in range(int(e))]
        if word or c <= 0 or len(factors) != 2:
            continue
        for one, two in product(*map(_halves, factors)):
            for apart in _apart(one, two):
                square = ["Trace", ["Prod", ["Transpose", apart], apart]]
                shown = ["Prod", ["Num", str(Fraction(c) / 2)], square]
                with suppress(*verifier.WRONG):
                    if theory.same(gap, shown):
                        return shown
    raise Unsupported("no sum of squares, and no inequality of Cauchy and Schwarz")


def _halves(atom: Any) -> Iterator[Any]:
    """The A of which a number is ``tr(A^T A)``."""
    if verifier.form(atom) == "size":
        yield ["Ident", atom[1]]
    for k in range(len(atom[1])) if verifier.form(atom) == "tr" else ():
        turn = atom[1][k:] + atom[1][:k]
        half = turn[len(turn) // 2 :]
        if turn == verifier.flip(half) + half:
            yield term_tree((), half, 1)


def _apart(one: Any, two: Any) -> Iterator[Any]:
    """What is 0 where two matrices, or two columns, are multiples of each other."""
    turned = ["Prod", two, ["Transpose", one]]
    yield ["Sum", ["Prod", one, ["Transpose", two]], ["Prod", -1, turned]]
    yield ["Sum", ["Kron", one, two], ["Prod", -1, ["Kron", two, one]]]
