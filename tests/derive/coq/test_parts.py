"""What a theorem is made of."""

from __future__ import annotations

from sslcheck.derive.coq.parts import Letter, Parts, Supposed
from sslcheck.derive.coq.pieces import Piece

X = Piece("matrix", ("d", "d"), "X", "(MV 0)")


def test_hypotheses_in_the_order_of_the_variables() -> None:
    matrices = {"X": Letter(("d", "d"), "symmetric"), "V": Letter(("d", "n"), "orthonormal")}
    root = {"r": Piece("number", ("1", "1"), "a", "(SV 0)")}
    given = [("(a + 1)", "(SA (SV 0) S1)")]
    parts = Parts(
        matrices,
        {"a": "", "r": ""},
        {"d": "size_d_", "n": "size_n_"},
        [],
        {},
        [],
        given,
        root,
        X,
        X,
    )
    assert [(each.name, each.said) for each in parts.hypotheses()] == [
        ("sym_X_", "X^T = X"),
        ("orth_V_", "V^T *m V = 1%:M"),
        ("nz0_", "(a + 1) != 0"),
        ("square_r_", "r * r = a"),
    ]


def test_psd_is_more_than_symmetric_where_there_is_an_order() -> None:
    letter = Letter(("d", "d"), "psd")
    assert [*letter.supposed("X", ordered=False)] == [Supposed("sym_X_", "X^T = X", "sym_X_")]
    assert [*letter.supposed("X", ordered=True)] == [Supposed("psd_X_", "psd X", "(proj1 psd_X_)")]


def test_types() -> None:
    parts = Parts({}, {}, {"n": "m_", "d": "(k_ L)", "1": "1%N"}, [], {}, [], [], {}, X, X)
    assert parts.kind(Letter(("n", "1"))) == "'M[K_]_(m_, 1%N)"
    assert parts.kind(Letter(("d", "d"), "diagonal")) == "'rV[K_]_(k_ L)"
    assert parts.type(("n*d", "1")) == "'M[K_]_((m_ * (k_ L))%N, 1%N)"
    assert Letter(("d", "d"), "diagonal").text("s") == "(diag_mx s)"
