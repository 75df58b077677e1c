"""Certificates of shipped articles, written once for all tests that look at them; and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.decided import loaded, once

from sslcheck.derive import verify as verify_all
from sslcheck.derive.article.article import Article
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.write import Certificates
from sslcheck.derive.reading.loading import shipped_text

__all__ = [
    "a_block",
    "a_setting",
    "a_symbol",
    "certificates",
    "changed",
    "leaves",
    "rejects",
    "sealed",
    "written",
]


@once
def written(name: str, *select: str) -> dict[str, Any]:
    """The certificates of an article by claim, of all claims if none is selected."""
    return certificates(loaded(name), shipped_text(name), *select)


def certificates(article: Article, text: str, *select: str) -> dict[str, Any]:
    """The certificates of an article that is read from a text."""
    vouch = Certificates(article, text)
    return {**verify_all(article, select or None, ledger=False, vouch=vouch).certificates}


def a_symbol(*properties: str, **said: Any) -> dict[str, Any]:
    """A symbol as it is declared: a number that is a parameter, if nothing else is ``said``."""
    plain: dict[str, Any] = {"shape": ["1", "1"], "role": "parameter", "sign": "real", "index": ""}
    return plain | {"properties": [*properties]} | said


def a_setting(symbols: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A setting in which nothing is supposed, if nothing else is ``said``."""
    found: dict[str, Any] = {
        k: {} for k in ("values", "instant", "here", "flow", "merged", "indices")
    }
    found |= {k: [] for k in ("relations", "always", "stays", "views", "at_least")}
    return found | {"along": False, "lasts": False, "symbols": symbols} | said


def a_block(kind: str, *relations: Any, unknown: str = "", **options: Any) -> dict[str, Any]:
    """What a claim says."""
    block = {"statement": [*relations], "kind": kind, "unknown": unknown, "options": options}
    return block | {"means": [], "after": False, "theorems": []}


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all that is neither a list nor an object."""
    if isinstance(content, dict | list):
        places = content if isinstance(content, dict) else range(len(content))
        for place in places:
            yield from leaves(content[place], (*path, place))
    else:
        yield path


def changed(certificate: Any, path: tuple[Any, ...]) -> Any:
    """A certificate with another value at a place."""
    found = deepcopy(certificate)
    *before, last = path
    at = found
    for place in before:
        at = at[place]
    old = at[last]
    at[last] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}x"
    return found


def sealed(certificate: Any) -> Any:
    """A certificate with the hash of what is in it now."""
    body = {key: value for key, value in certificate.items() if key != "sha256"}
    return body | {"sha256": verifier.digest(body)}


def rejects(certificate: Any) -> bool:
    """Whether a certificate is rejected."""
    try:
        verifier.verify(certificate)
    except verifier.WRONG:
        return True
    return False
