"""The text of a proof."""

from __future__ import annotations

from sslcheck.derive.coq.pieces import Piece
from sslcheck.derive.coq.proofs import proof

X = Piece("matrix", ("d", "d"), "X", "(MV 0)")
ZERO = Piece("matrix", ("d", "d"), "0", "M0")


def lines(rest: Piece | None, supposed: list[tuple[Piece, Piece]]) -> str:
    return "\n".join(
        proof(
            "it",
            matrices={"X": (("d", "d"), False)},
            numbers={},
            spaces=("d",),
            lets=[],
            divisors=[],
            given=[],
            lhs=X,
            rhs=ZERO,
            rest=rest,
            supposed=supposed,
        )
    )


def test_what_is_supposed_is_in_the_theorem_and_not_in_the_equation() -> None:
    text = lines(X, [(X, ZERO)])
    assert "Lemma equation_ :\n  X\n  = 0 + X." in text
    assert "Theorem it :\n  X = 0 ->\n  X\n  = 0." in text


def test_without_it_the_equation_is_the_theorem() -> None:
    text = lines(None, [])
    assert "equation_" not in text
    assert "Theorem it :\n  X\n  = 0." in text
    assert "Axiom" not in text.replace("Print Assumptions", "")
    assert "Admitted" not in text
