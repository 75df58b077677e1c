"""What the theorems are about: the symbols, flows and hypotheses of the article that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.setting import MEANINGS, Role, Symbol
from sslcheck.reports.page.blocks import Bullets, Link, Math, Rich, Strong, Text, called, rich
from sslcheck.reports.page.used import (
    PROPERTIES,
    SIGNS,
    equals,
    flow_said,
    hypothesis_said,
    listed,
    sizes_said,
    space,
    used,
    views_said,
)

__all__ = ["notation"]

_ROLES: tuple[Role, ...] = ("state", "function", "parameter", "constant", "view")


def notation(article: Article, claims: Sequence[Claim]) -> Iterator[Text | Bullets]:
    """Lists of all that a reader of the claims must know, in the article's own letters."""
    met = used(article, claims)
    yield Text(("All matrices are real.", *sizes_said(article, met.symbols)))
    yield Bullets(tuple(_symbols(article, met.symbols)))
    if met.flows:
        yield Text(("Flows:",))
        yield Bullets(tuple(_named("flow", f.name, flow_said(article, f)) for f in met.flows))
    if met.hypotheses:
        yield Text(("Hypotheses, of which each statement names those that it supposes:",))
        said = (_named("hypothesis", h.name, hypothesis_said(h)) for h in met.hypotheses)
        yield Bullets(tuple(said))


def _named(kind: str, name: str, said: Rich) -> Rich:
    return (Link(name, called(kind, name), "name"), ": ", *said)


def _symbols(article: Article, symbols: Iterable[Symbol]) -> Iterator[Rich]:
    """A line for each role, and one for what is defined."""
    declared = [symbol for symbol in symbols if symbol.name not in article.definitions]
    for role in _ROLES:
        if shown := [_symbol(symbol) for symbol in declared if symbol.role == role]:
            yield (Strong(role.capitalize()), f" ({MEANINGS[role]}): ", *listed(shown), ".")
    for views in article.views:
        if {symbol.name for symbol in symbols} & views.random:
            yield views_said(views)
    defined = [symbol for symbol in symbols if symbol.name in article.definitions]
    if defined:
        meant = [
            (*equals(symbol.name, article.definitions[symbol.name]), *_text(symbol))
            for symbol in defined
        ]
        yield (Strong("Abbreviations"), ": ", *listed(meant), ".")


def _symbol(symbol: Symbol) -> Rich:
    rows, columns = (" ".join(map(space, side.split("*"))) for side in symbol.shape)
    name = symbol.name
    if symbol.scalar:
        shown = name + SIGNS[symbol.sign]
    elif symbol.shape[1] == "1":
        shown = rf"{name} \in \mathbb{{R}}^{{{rows}}}"
    else:
        shown = rf"{name} \in \mathbb{{R}}^{{{rows} \times {columns}}}"
    what = [word for name, word in PROPERTIES.items() if name in symbol.properties]
    return (Math(shown), f" {' and '.join(what)}".rstrip(), *_text(symbol))


def _text(symbol: Symbol) -> Rich:
    return (" (", *rich(symbol.text), ")") if symbol.text else ()
