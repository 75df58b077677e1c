"""The text of a proof."""

from __future__ import annotations

from sslcheck.derive.coq.parts import Letter, Parts
from sslcheck.derive.coq.pieces import Piece
from sslcheck.derive.coq.proofs import proof

X = Piece("matrix", ("d", "d"), "X", "(MV 0)")
ZERO = Piece("matrix", ("d", "d"), "0", "M0")


def lines(rest: Piece | None, supposed: list[tuple[Piece, Piece]]) -> str:
    matrices = {"X": Letter(("d", "d"), "orthonormal")}
    parts = Parts(matrices, {}, {"d": "size_d_"}, [], {}, [], [], {}, X, ZERO, rest, supposed)
    return "\n".join(proof("it", parts))


def test_what_is_supposed_is_in_the_theorem_and_not_in_the_equation() -> None:
    text = lines(X, [(X, ZERO)])
    assert "Lemma equation_ :\n  X\n  = 0 + X." in text
    assert "Theorem it :\n  X = 0 ->\n  X\n  = 0." in text


def test_without_it_the_equation_is_the_theorem() -> None:
    text = lines(None, [])
    assert "equation_" not in text
    assert "Theorem it :\n  X\n  = 0." in text
    assert "Hypothesis orth_X_ : X^T *m X = 1%:M." in text
    assert "match k_ with 0 => Orth 0 0 | _ => Any end" in text
    assert "Axiom" not in text
    assert "Admitted" not in text
