"""Names of Coq for the symbols of an article."""

from __future__ import annotations

import re

__all__ = ["Names", "spelled"]

_TAKEN = frozenset([
    "as", "at", "cofix", "do", "else", "end", "exists", "exists2", "fix", "for", "forall", "fun",
    "if", "in", "is", "let", "match", "mod", "of", "return", "then", "using", "where", "with",
    "by", "field", "ring", "nat", "bool", "seq", "true", "false", "SV", "S0", "S1", "SA", "SM",
    "SN", "SI", "MV", "MI", "M0", "MA", "MN", "MS", "MT", "MM", "LI", "LV", "W1", "WC", "TT",
    "TA", "TN", "TS",
])  # fmt: skip
_WORDS = {"'": "_prime", "+": "_plus", "-": "_minus", "*": "_star", ":": "_to_"}


def spelled(key: str) -> str:
    """A name of Coq for a symbol's LaTeX name, or a space's."""
    words = "".join(_WORDS.get(c, c) for c in key)
    plain = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_") or "x"
    return f"v{plain}" if not plain[0].isalpha() or plain in _TAKEN else plain


class Names:
    """One name for each key, readable and distinct; generated names end in ``_``."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __call__(self, key: str) -> str:
        """The name for a symbol's LaTeX name, the same each time."""
        if key not in self._of:
            plain = spelled(key)
            found, count = plain, 2
            while found in self._of.values():
                found, count = f"{plain}_{count}", count + 1
            self._of[key] = found
        return self._of[key]
