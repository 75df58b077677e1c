"""Words over letters with each property, as text."""

from __future__ import annotations

from hypothesis import strategies as st

from sslcheck.derive.algebra import Alphabet, Scalars
from sslcheck.derive.algebra.letters import Word

__all__ = ["SQUARE", "alphabet", "word"]


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


SQUARE = st.lists(
    st.tuples(st.sampled_from(["A", "B", "S", "T", "D", "E", "U"]), st.booleans()),
    min_size=1,
    max_size=7,
).map(tuple)
