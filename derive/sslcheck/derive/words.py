"""Numbers with their nouns."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str, plural: str = "") -> str:
    """How many there are of something.

    >>> counted(1, "seed"), counted(0, "seed"), counted(2, "class", "classes")
    ('1 seed', '0 seeds', '2 classes')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
