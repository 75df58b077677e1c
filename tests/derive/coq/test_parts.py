"""What a theorem is made of."""

from __future__ import annotations

from sslcheck.derive.coq.parts import Letter, Parts, size_of, type_of
from sslcheck.derive.coq.pieces import Piece

X = Piece("matrix", ("d", "d"), "X", "(MV 0)")


def test_hypotheses_in_the_order_of_the_variables() -> None:
    matrices = {"X": Letter(("d", "d"), "symmetric"), "V": Letter(("d", "n"), "orthonormal")}
    root = {"r": Piece("number", ("1", "1"), "a", "(SV 0)")}
    given = [("(a + 1)", "(SA (SV 0) S1)")]
    parts = Parts(matrices, {"a": "", "r": ""}, ("d", "n"), [], {}, [], given, root, X, X)
    assert [*parts.hypotheses] == [
        ("sym_X", "X^T = X"),
        ("orth_V", "V^T *m V = 1%:M"),
        ("nz0", "(a + 1) != 0"),
        ("square_r", "r * r = a"),
    ]


def test_types() -> None:
    assert Letter(("n_{j-1}", "1")).type == "'M[K_]_(size_n_j_minus1, 1%N)"
    assert Letter(("d", "d"), "diagonal").type == "'rV[K_]_size_d"
    assert Letter(("d", "d"), "diagonal").text("s") == "(diag_mx s)"
    assert type_of(("n", "d")) == f"'M[K_]_({size_of('n')}, {size_of('d')})"
