"""The notation of a page: symbols, flows and hypotheses in tables, each with where it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.setting import MEANINGS, Role, Symbol
from sslcheck.derive.verdicts.report import Report
from sslcheck.reports.page.blocks import (
    Block,
    Bullets,
    Heading,
    Link,
    Math,
    Rich,
    Strong,
    Table,
    Text,
    called,
    rich,
    words,
)
from sslcheck.reports.page.graph.dependencies import supposing
from sslcheck.reports.page.used import (
    PROPERTIES,
    SIGNS,
    Used,
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

_ROLES: tuple[Role, ...] = ("state", "function", "parameter", "constant")


def notation(article: Article, report: Report) -> Iterator[Block]:
    """What the letters and names of the claims shown stand for, in the article's own words."""
    shown = {found.id for found in report.claims}
    claims = [claim for claim in article.claims if claim.id in shown]
    met = used(article, claims)
    yield Heading(2, "Notation")
    yield Text(("All matrices are real.", *sizes_said(article, met.symbols)))
    yield _symbols(article, met)
    yield from _views(article, met)
    roles = {symbol.role for symbol in met.symbols if symbol.name not in article.definitions}
    told = [role for role in _ROLES if role in roles]
    yield Bullets(tuple((Strong(role), f": {MEANINGS[role]}.") for role in told))
    if met.flows:
        yield Heading(3, "Flows")
        yield _flows(article, met, claims)
    if met.hypotheses:
        yield Heading(3, "Hypotheses")
        yield _hypotheses(article, met, report)


def _symbols(article: Article, met: Used) -> Table:
    rows = [
        (
            (Math(symbol.name),),
            _shape(symbol),
            words("abbreviation" if symbol.name in article.definitions else symbol.role),
            _meaning(article, symbol),
        )
        for symbol in met.symbols
    ]
    return Table(("symbol", "shape", "kind", "what it is"), tuple(rows))


def _shape(symbol: Symbol) -> Rich:
    if symbol.scalar:
        return ("one for each ", Math(symbol.index)) if symbol.index else ("number",)
    rows, columns = (" ".join(map(space, side.split("*"))) for side in symbol.shape)
    return (Math(rf"{rows} \times {columns}"),)


def _meaning(article: Article, symbol: Symbol) -> Rich:
    """Its text, its definition, and what is declared of it."""
    said: list[Rich] = [rich(symbol.text)] if symbol.text else []
    if symbol.name in article.definitions:
        said.append(equals(symbol.name, article.definitions[symbol.name]))
    said += [(word,) for name, word in PROPERTIES.items() if name in symbol.properties]
    if SIGNS[symbol.sign]:
        said.append((Math(symbol.name + SIGNS[symbol.sign]),))
    return listed(said)


def _views(article: Article, met: Used) -> Iterator[Block]:
    names = {symbol.name for symbol in met.symbols}
    for views in article.views:
        if names & views.random:
            yield Text(views_said(views))


def _flows(article: Article, met: Used, claims: Sequence[Claim]) -> Table:
    rows = []
    for flow in met.flows:
        about = [claim.id for claim in claims if claim.flow == flow.name]
        rows.append((words(flow.name), flow_said(article, flow), _links(about)))
    names = tuple(called("flow", flow.name) for flow in met.flows)
    return Table(("flow", "what it is", "claims about it"), tuple(rows), names)


def _hypotheses(article: Article, met: Used, report: Report) -> Table:
    claims = supposing(article, report)
    rows = tuple(
        (words(h.name), hypothesis_said(h), _links(claims[h.name])) for h in met.hypotheses
    )
    names = tuple(called("hypothesis", hypothesis.name) for hypothesis in met.hypotheses)
    return Table(("hypothesis", "what it says", "claims that suppose it"), rows, names)


def _links(claims: Sequence[str]) -> Rich:
    return listed([(Link(claim, called("claim", claim)),) for claim in claims], ", ")
