"""Theorems about order."""

from __future__ import annotations

from sslcheck.derive.coq.orders import Bound, of_order
from sslcheck.derive.coq.parts import Letter, Parts
from sslcheck.derive.coq.pieces import Piece

X = Piece("matrix", ("d", "d"), "X", "(MV 0)")
NOTHING = Piece("matrix", ("d", "d"), "0", "M0")
a, b = (Piece("number", ("1", "1"), name, "(SV 0)") for name in "ab")


def test_statements() -> None:
    assert Bound(a, b, []).text == "a <= b"
    assert Bound(NOTHING, X, []).text == "psd X"
    assert Bound(X, X, []).text == "psd (X - X)"


def test_psd_is_more_than_symmetric_there() -> None:
    parts = Parts(
        {"X": Letter(("d", "d"), "psd")}, {"a": ""}, {"d": "size_d_"}, [], {}, [], [], {}, X, X
    )
    text = "\n".join(of_order("it", parts, Bound(NOTHING, X, [("a", "0 < a")])))
    assert "Variable K_ : realFieldType." in text
    assert "Hypothesis psd_X_ : psd X." in text
    assert "Hypothesis sign_a_ : 0 < a." in text
    assert "@letters_ K_ (char_num K_) size_d_ X a (proj1 psd_X_);" in text
    assert "Theorem it :\n  psd X." in text
