"""An article with hypotheses about its data written into it: isotropic, diagonal, commuting."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import tomlkit
from tomlkit.exceptions import TOMLKitError

from sslcheck.derive.article.article import Article
from sslcheck.derive.discover.claims import free_letter
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import parse_article

__all__ = ["KINDS", "data_of", "with_data"]

KINDS = ("isotropic", "diagonal", "commuting")
"""A multiple of the identity; diagonal; commuting with all others of which it is said."""


def with_data(text: str, place: str, given: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text of an article with a hypothesis for what is said of its data, and their names.

    Raises `ArticleError` for what is no square data matrix, for a single one that commutes, and
    where the file is laid out so that nothing can be added to it.
    """
    article = parse_article(text, place)
    known = data_of(article)
    if wrong := [name for name in given if name not in known]:
        listed = ", ".join(f"`{n}`" for n in known) or "none"
        raise ArticleError(f"`{wrong[0]}` is no square data matrix; these are: {listed}")
    try:
        document = tomlkit.parse(text)
        names = _written(document, article, given)
        rewritten = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, AttributeError) as error:
        raise ArticleError(f"{place}: nothing can be added as it is laid out: {error}") from error
    parse_article(rewritten, place)
    return rewritten, names


def data_of(article: Article) -> tuple[str, ...]:
    """The square matrices that are given."""
    return tuple(
        name
        for name, symbol in article.symbols.items()
        if symbol.role == "parameter" and symbol.shape[0] == symbol.shape[1] != "1"
        if name not in article.definitions
    )


def _written(
    document: tomlkit.TOMLDocument, article: Article, given: Mapping[str, str]
) -> tuple[str, ...]:
    """Write the hypotheses; their names."""
    hypotheses = document.setdefault("hypotheses", tomlkit.table(is_super_table=True))
    symbols, names = document["symbols"], list[str]()
    taken = [*article.symbols]
    for name, kind in given.items():
        if kind == "commuting":
            continue
        table = tomlkit.table()
        table["text"] = f"{name} is {kind}"
        if kind == "isotropic":
            scale = free_letter(taken, "xyzscrkm")
            taken.append(scale)
            psd = "psd" in article.symbols[name].properties
            told = tomlkit.inline_table()
            told["sign"] = "nonnegative" if psd else "real"
            told["text"] = f"size of {name}"
            symbols[scale] = told
            table["text"] = f"{name} is isotropic: ${name} = {scale} I$"
            table["let"] = [f"{name} = {scale} I"]
        else:
            table["properties"] = {name: ["diagonal"]}
        names.append(_add(hypotheses, f"{kind} {name}", table))
    commuting = [name for name, kind in given.items() if kind == "commuting"]
    if len(commuting) == 1:
        raise ArticleError(f"`{commuting[0]}` commutes with what? name another one as well")
    if commuting:
        table = tomlkit.table()
        table["text"] = f"{', '.join(commuting)} commute"
        table["relations"] = [f"{a} {b} = {b} {a}" for a, b in combinations(commuting, 2)]
        names.append(_add(hypotheses, f"commuting {' '.join(commuting)}", table))
    return tuple(names)


def _add(hypotheses: tomlkit.items.Table, name: str, table: tomlkit.items.Table) -> str:
    while name in hypotheses:
        name += "'"
    hypotheses[name] = table
    return name
