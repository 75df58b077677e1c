"""Letters replaced by values, all at once."""

from __future__ import annotations

from sslcheck.derive.algebra import Alphabet, Scalars
from sslcheck.derive.algebra.words import Word


def alphabet() -> Alphabet:
    """Square letters with each property, a tall orthonormal one, and rectangles."""
    square, wide, tall = ("n", "n"), ("n", "d"), ("d", "n")
    return Alphabet(
        Scalars(["a"]),
        {"A": square, "B": square, "S": square, "T": square, "D": square, "E": square,
         "U": square, "V": tall, "W": wide},
        {"S": frozenset({"symmetric"}), "T": frozenset({"symmetric"}),
         "D": frozenset({"diagonal"}), "E": frozenset({"diagonal"}),
         "U": frozenset({"orthonormal"}), "V": frozenset({"orthonormal"})},
    )  # fmt: skip


def word(text: str) -> Word:
    """``A S' B`` as a word, the prime for a transpose."""
    return tuple((name.rstrip("'"), name.endswith("'")) for name in text.split())


def test_substitution_replaces_all_letters_at_once() -> None:
    a = alphabet()
    A, B = a.letter("A"), a.letter("B")
    swapped = (A * B.T).substitute({"A": B, "B": A})
    assert swapped.terms.keys() == {word("B A'")}
    traced = (A * B.T).trace().substitute({"A": B + A})
    assert (traced - (B * B.T).trace() - (A * B.T).trace()).is_zero()
    assert (A * A).substitute({"A": a.identity("n")}).terms.keys() == {()}
