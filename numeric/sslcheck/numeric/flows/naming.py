"""What a user writes as NAME=VALUE: spaces with their sizes, symbols as they are printed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

from sslcheck.derive.article.article import Article
from sslcheck.derive.emit import Names
from sslcheck.derive.models.flow_model import space_called
from sslcheck.derive.text.printing import plain
from sslcheck.derive.text.words import did_you_mean
from sslcheck.numeric.bounds import InvalidOption, shown

__all__ = [
    "by_symbol",
    "check_sign",
    "number_of",
    "pairs_given",
    "sizes_given",
    "spellings",
    "symbol_named",
]

_DIGITS = 10
"""Of a size: no array has more rows."""


def pairs_given(option: str, given: Iterable[str], example: str) -> dict[str, str]:
    """``NAME=VALUE`` as a name with its value. Raises `InvalidOption`, also for a name twice."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (sign and name and value):
            raise InvalidOption(f"`{option} {text}` is not NAME=VALUE; write `{option} {example}`")
        if name in found:
            raise InvalidOption(f"`{option}` gives `{name}` twice; drop one of the two")
        found[name] = value
    return found


def sizes_given(given: Iterable[str], spaces: Collection[str]) -> dict[str, int]:
    """The sizes of spaces that are named one by one.

    Raises `InvalidOption` for what is no size, and for a space that there is not.
    """
    found: dict[str, int] = {}
    for text in given:
        space, _, number = (part.strip() for part in text.partition("="))
        counts = number.isascii() and number.isdigit() and len(number) < _DIGITS
        if not (counts and int(number)):
            raise InvalidOption(
                f"`--size {text}` is not a space and its size; write SPACE=SIZE with a whole number"
                " from 1 on, such as `--size d=64`"
            )
        space = space_called(space, spaces)
        if space not in spaces:
            known = ", ".join(f"`{name}`" for name in spaces) or "none"
            hint = did_you_mean(space, spaces)
            raise InvalidOption(f"no space `{space}`{hint}; the article's spaces are: {known}")
        if space in found:
            raise InvalidOption(f"`--size` gives the space `{space}` twice; drop one of the two")
        found[space] = int(number)
    return found


def spellings(names: Collection[str]) -> dict[str, str]:
    r"""Symbols by all their spellings: as in the article, as printed, as in kernels.

    A word that Python keeps for itself, as kernels have it and bare: ``\lambda``, ``λ``,
    ``lambda_``, ``lambda``.
    """
    found = {name: name for name in names}
    for name in names:
        identifier = Names().of(name)
        for spelling in (plain(name).strip(), identifier, identifier.rstrip("_")):
            found.setdefault(spelling, name)
    return found


def symbol_named(article: Article, word: str, among: Collection[str], what: str) -> str:
    r"""The symbol that a word means: as the article writes it, as it is printed, or as a file has
    it.

    ``\eta``, ``η`` and ``eta`` are the same; ``among`` are the symbols that may be meant here,
    ``what`` says what they are. Raises `InvalidOption` with those that there are.
    """
    if word in among:
        return word
    spelt = spellings(among)
    if word in spelt:
        return spelt[word]
    listed = ", ".join(f"`{name}`" for name in among) or "none"
    if word in article.symbols:
        state = article.symbols[word].role == "state" and not what.startswith("states")
        remedy = f"; where a state starts is said by `--init {word}=...`" if state else ""
        raise InvalidOption(f"`{word}` is not one of the {what}; these are: {listed}{remedy}")
    if word in article.spaces:
        raise InvalidOption(f"`{word}` is a space; its size is set by `--size {word}=...`")
    hint = did_you_mean(word, [*among, *spelt])
    raise InvalidOption(f"`{article.name}` has no `{word}`{hint}; the {what} are: {listed}")


def number_of(option: str, name: str, value: str) -> float:
    """A finite number. Raises `InvalidOption`."""
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        cut = value if len(value) <= 40 else f"{value[:8]}..."
        raise InvalidOption(
            f"`{option} {name}={cut}` is not a finite number; write `{option} {name}=0.1`"
        )
    return found


def check_sign(name: str, value: float, sign: str) -> None:
    """Raise `InvalidOption` for a number that is not of the sign that is declared."""
    if (sign == "positive" and value <= 0) or (sign == "nonnegative" and value < 0):
        raise InvalidOption(f"`{name}` is declared {sign}; got {shown(value)}")


def by_symbol(
    article: Article, option: str, given: Mapping[str, str], among: Collection[str], what: str
) -> dict[str, str]:
    """Values by symbols in place of words. Raises `InvalidOption` also for one symbol twice."""
    found: dict[str, str] = {}
    for word, value in given.items():
        name = symbol_named(article, word, among, what)
        if name in found:
            raise InvalidOption(f"`{option}` gives `{name}` twice; drop one of the two")
        found[name] = value
    return found
