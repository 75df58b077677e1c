"""An article of format 0.1 in the format of today, saying the same; comments and layout stay."""

from __future__ import annotations

import tomllib
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable, Item, Key, Table

from sslcheck.derive.article.article import Article
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.kinds import KINDS
from sslcheck.derive.reading.loading import FORMAT, parse_article
from sslcheck.derive.reading.old_norms import frobenius, rewritten
from sslcheck.derive.reading.records import fields_of

__all__ = ["upgraded"]

Body = list[tuple[Key | None, Item]]


def upgraded(text: str, place: str) -> tuple[str, tuple[str, ...]]:
    """The text of an article in today's format, and what is different in it.

    Raises `ArticleError` where it cannot be read or is of that format already.
    """
    article = parse_article(text, place)
    if article.format == FORMAT:
        raise ArticleError(f"{place}: is of format {FORMAT}, the current one: nothing to upgrade")
    text, norms = _with_norms(text, article, place)
    plain = tomllib.loads(text, parse_float=str)  # nan is not itself
    changes = [f"format = {FORMAT}", *norms]
    try:
        document = tomlkit.parse(text)
        plain["article"]["format"] = FORMAT
        _add_format(document["article"])
        for old, new, claim in zip(plain["claim"], document["claim"], article.claims, strict=True):
            for option in _foreign(old):
                del old[option]
                _drop(new, option, f"`{option}` is gone: it had no effect on this kind of claim")
                changes.append(f"claim `{claim.id}`: without `{option}`, which had no effect")
            if not claim.refused and old["kind"] != claim.kind:
                old["kind"] = new["kind"] = claim.kind
                changes.append(f"claim `{claim.id}`: of kind `{claim.kind}`")
        rewritten = tomlkit.dumps(document)
        same = tomllib.loads(rewritten, parse_float=str) == plain
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise ArticleError(f"{place}: cannot be rewritten: {error}") from error
    if not same:  # of a layout that the library does not keep
        raise ArticleError(
            f"{place}: cannot be rewritten as it is laid out; add `format = {FORMAT}` to [article]"
            " by hand"
        )
    return rewritten, tuple(changes)


def _with_norms(text: str, article: Article, place: str) -> tuple[str, list[str]]:
    """The text with the Frobenius norms of 0.1 written so, and what is different."""
    before = tomllib.loads(text, parse_float=str)
    changes = frobenius(before, article.symbols, article.spaces)
    for old, new in changes.items():
        for written in (str, lambda said: said.replace("\\", "\\\\")):
            text = text.replace(written(old), written(new))
    told = [f"`{new}`: 0.1 read `_2` as the Frobenius norm" for new in changes.values()]
    if tomllib.loads(text, parse_float=str) != rewritten(before, changes):
        by_hand = (
            f"write `_F` below norms of matrices and add `format = {FORMAT}` to [article] by hand"
        )
        raise ArticleError(f"{place}: cannot be rewritten as it is laid out; {by_hand}")
    return text, told


def _foreign(claim: Any) -> list[str]:
    """Options that only other kinds of claims have."""
    if not isinstance(claim, dict):
        return []
    named = (claim.get("kind"), claim.get("corrected_kind"))
    own = [KINDS[kind] for kind in named if isinstance(kind, str) and kind in KINDS]
    known = {name for kind in KINDS.values() for name in fields_of(kind)}
    mine = {name for kind in own for name in fields_of(kind)}
    return [name for name in claim if own and name in known - mine]


def _add_format(table: Any) -> None:
    """``format`` below ``name``; at the end it would stand below the next table's comments."""
    body: Body = table.value.body if isinstance(table, Table) else []
    at = next((k for k, (key, _) in enumerate(body, 1) if key and key.key == "name"), 0)
    if not at or not body[at - 1][1].trivia.trail:
        table["format"] = FORMAT
        return
    item = tomlkit.item(FORMAT)
    item.trivia.trail = body[at - 1][1].trivia.trail
    body.insert(at, (tomlkit.key("format"), item))


def _drop(table: AbstractTable, option: str, comment: str) -> None:
    """The option out of a table, with a comment in its place where one can stand."""
    body: Body = table.value.body if isinstance(table, Table) else []
    for k, (key, item) in enumerate(body):
        if key and key.key == option and item.trivia.trail:
            said = item.trivia.comment.lstrip("# ")
            left = tomlkit.comment(f"{comment}; {said}" if said else comment)
            left.trivia.indent, left.trivia.trail = item.trivia.indent, item.trivia.trail
            body[k] = (None, left)
            return
    table.remove(option)
