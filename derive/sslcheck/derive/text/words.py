"""Numbers with their nouns, and names that may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["counted", "did_you_mean", "gist"]


def counted(number: int, noun: str, plural: str = "") -> str:
    """How many there are of something.

    >>> counted(1, "seed"), counted(0, "seed"), counted(2, "class", "classes")
    ('1 seed', '0 seeds', '2 classes')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean ...?`` for a word that is close to a known one, and nothing otherwise.

    >>> did_you_mean("inptus", ["inputs", "outputs"]), did_you_mean("x", ["inputs"])
    ('; did you mean `inputs`?', '')
    >>> did_you_mean("PSD", ["symmetric", "psd"])
    '; did you mean `psd`?'
    """
    names = list(known)
    same = [name for name in names if name.lower() == word.lower()]
    near = same or get_close_matches(word, names, 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def gist(error: BaseException) -> str:
    """The first line of what an error says, or its type where it says nothing."""
    lines = (line.strip() for line in str(error).splitlines())
    return next((line for line in lines if any(map(str.isalnum, line))), type(error).__name__)
