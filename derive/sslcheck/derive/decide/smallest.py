"""A claim and its article where a space has one dimension: what is false there is false."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sslcheck.derive import expr as e
from sslcheck.derive.article.article import Article, Claim, Flow, Hypothesis
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.moving import sides_of
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import map_children, symbols_in, within

__all__ = ["at_one"]


def at_one(derivation: Derivation, claim: Claim) -> Iterator[tuple[str, Article, Claim]]:
    """The claim for one dimension of each space that may have only one, with its article.

    There a matrix may be a number, of which more can be differentiated. Only spaces of symbols
    without properties, and over which no index runs.
    """
    article = derivation.article
    flow = derivation.flow_name(claim.hypotheses, claim.flow)
    names = derivation.hypotheses(claim.hypotheses, flow)
    chosen = [article.hypotheses[name] for name in names]
    about = [*_about(article, claim, flow, chosen)]
    used = symbols_in(about)
    tied = {space for h in chosen for pair in h.at_least for space in pair}
    tied.update(article.symbols[n].shape[0] for h in chosen for n in h.properties)
    tied.update(article.symbols[n].shape[1] for h in chosen for n in h.properties)
    tied.update(p.size for p in about if isinstance(p, (e.Diag, e.Columns, e.Total)))
    if claim.formulas or any(isinstance(part, (e.Entry, e.Maximum, e.Vec)) for part in about):
        return
    for space in article.spaces:
        of = [n for n in used if n in article.symbols and space in article.symbols[n].shape]
        plain = not any(article.symbols[n].properties or article.symbols[n].index for n in of)
        if of and plain and space not in tied:
            yield space, _article(article, space), _claim(claim, space)


def _about(article: Article, claim: Claim, flow: str, chosen: list[Hypothesis]) -> Iterator[e.Expr]:
    """All that a claim rests on, and what stands for the symbols in it."""
    nodes = [*sides_of(claim), *article.rules.values()]
    nodes += [article.objective] if article.objective is not None else []
    nodes += [m for views in article.views for m in views.moments]
    lets: dict[str, e.Expr] = {}
    equations = [r for h in chosen for r in h.relations]
    while flow:
        lets = {**article.flows[flow].lets, **article.flows[flow].sets, **lets}
        equations += article.flows[flow].equations
        flow = article.flows[flow].base
    for hypothesis in chosen:
        lets.update(hypothesis.lets)
    nodes += [side for r in equations for side in (r.lhs, r.rhs)]
    nodes += [part for name, value in lets.items() for part in (e.Sym(name), value)]
    yield from within(nodes, lets, article.definitions)


def _at_one(node: e.Expr, space: str) -> e.Expr:
    """An expression in which a space has one dimension."""
    if isinstance(node, (e.Ident, e.Ones, e.Size)):
        return e.ONE if node.space == space else node
    return map_children(node, lambda part: _at_one(part, space))


def _values(values: Mapping[str, e.Expr], space: str) -> dict[str, e.Expr]:
    return {name: _at_one(value, space) for name, value in values.items()}


def _relations(relations: tuple[e.Relation, ...], space: str) -> tuple[e.Relation, ...]:
    return tuple(
        replace(r, lhs=_at_one(r.lhs, space), rhs=_at_one(r.rhs, space)) for r in relations
    )


def _symbol(symbol: Symbol, space: str) -> Symbol:
    if symbol.properties or symbol.index:
        return symbol
    rows, cols = ("1" if side == space else side for side in symbol.shape)
    return replace(symbol, shape=(rows, cols))


def _article(article: Article, space: str) -> Article:
    def of_flow(flow: Flow) -> Flow:
        return replace(
            flow,
            lets=_values(flow.lets, space),
            sets=_values(flow.sets, space),
            equations=_relations(flow.equations, space),
        )

    def of_hypothesis(one: Hypothesis) -> Hypothesis:
        relations = _relations(one.relations, space)
        return replace(one, lets=_values(one.lets, space), relations=relations)

    objective = article.objective
    return replace(
        article,
        symbols={n: _symbol(s, space) for n, s in article.symbols.items()},
        definitions=_values(article.definitions, space),
        objective=None if objective is None else _at_one(objective, space),
        rules=_values(article.rules, space),
        flows={n: of_flow(f) for n, f in article.flows.items()},
        hypotheses={n: of_hypothesis(h) for n, h in article.hypotheses.items()},
    )


def _claim(claim: Claim, space: str) -> Claim:
    statement = claim.statement
    relations = _relations(statement.relations, space)
    return replace(claim, statement=replace(statement, relations=relations))
