"""An article file with the laws that were found written into it as claims."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from sslcheck.derive.discover.layered import layer_of, of_each_layer
from sslcheck.derive.discover.search import Discovery
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.kinds.inequality import Inequality
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.layers.families import base_of
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import relation_latex

__all__ = ["with_laws"]


def with_laws(text: str, place: str, found: Discovery) -> str:
    """The text of an article, all that it says kept, with a claim for each law behind its own.

    Laws of an article about layers become claims about each layer. Raises `ArticleError` where
    they are none, and where the file is laid out so that nothing can be added to it.
    """
    try:
        document = tomlkit.parse(text)
        symbols, claims = document["symbols"], document["claim"]
        stated = _stated(document, found)
        taken = {str(claim["id"]) for claim in claims}
        for _, _, symbol in stated:
            if symbol is not None:
                symbols[symbol.name] = _told(symbol)
        for known, reading, symbol in stated:
            table = tomlkit.table()
            name = f"{found.flow}.{known}"
            while name in taken:
                name += "'"
            table["id"] = name
            kind = Inequality() if symbol is None else Integral(constant=symbol.name)
            table["kind"] = kind.tag
            table["flow"] = found.flow
            if found.hypotheses:
                table["hypotheses"] = [*found.hypotheses]
            if symbol is not None:
                table["constant"] = symbol.name
            table["reading"] = tomlkit.string(reading, literal="'" not in reading)
            claims.append(table)
        rewritten = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError, AttributeError) as error:
        raise ArticleError(f"{place}: laws cannot be added as it is laid out: {error}") from error
    parse_article(rewritten, place)
    return rewritten


def _stated(document: Any, found: Discovery) -> list[tuple[str, str, Symbol | None]]:
    """The claims: what each is called, its statement, its constant."""
    if "layers" in document:
        if found.falling:
            raise ArticleError(
                "functions that never rise are found at one depth; they cannot be written as claims"
                " about layers: leave `--lyapunov` out"
            )
        index = str(document["layers"]["index"])
        names = [*document["symbols"], *document["spaces"]]
        bases = {base for name in names if (base := base_of(str(name), index))}
        laws = of_each_layer(found.laws, index, bases, [*map(str, names)], _depth(found, bases))
        return [(f"law.{k}", relation_latex(r), c) for k, (r, c) in enumerate(laws, 1)]
    constants = [*(law.constant for law in found.laws), *(None for _ in found.falling)]
    pairs = zip(found.article.claims, constants, strict=True)
    return [(claim.id, claim.reading, constant) for claim, constant in pairs]


def _depth(found: Discovery, bases: Collection[str]) -> int:
    """How many layers move."""
    states = (n for n, symbol in found.article.symbols.items() if symbol.role == "state")
    return max(at for name in states if (at := layer_of(name, bases)) is not None)


def _told(symbol: Symbol) -> Any:
    """The declaration of a constant."""
    told = tomlkit.inline_table()
    if not symbol.scalar:
        told["shape"] = [*symbol.shape]
    told["role"] = symbol.role
    if symbol.index:
        told["index"] = symbol.index
    return told
