"""What claims are about: the symbols, flows and hypotheses that they use, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sslcheck.derive.article.article import Article, Claim, Flow, Hypothesis
from sslcheck.derive.expr import Expr, Relation, Sym
from sslcheck.derive.setting import Symbol, Views
from sslcheck.derive.text.printing import relation_latex, to_latex
from sslcheck.derive.text.reason import plainly
from sslcheck.derive.traverse import within
from sslcheck.reports.page.blocks import Link, Math, Piece, Rich, Strong, called, line, rich

__all__ = [
    "PROPERTIES",
    "SIGNS",
    "Used",
    "equals",
    "flow_said",
    "hypothesis_said",
    "listed",
    "sizes_said",
    "space",
    "used",
    "views_said",
]

SIGNS = {"positive": " > 0", "nonnegative": r" \geq 0", "real": ""}
PROPERTIES = {
    "symmetric": "symmetric",
    "psd": "positive semi-definite",
    "diagonal": "diagonal",
    "orthonormal": "with orthonormal columns",
    "invertible": "invertible",
}


@dataclass(frozen=True, slots=True)
class Used:
    """What of an article its claims use, in the order of the article."""

    symbols: tuple[Symbol, ...]
    flows: tuple[Flow, ...]
    hypotheses: tuple[Hypothesis, ...]


def used(article: Article, claims: Sequence[Claim]) -> Used:
    """All that a reader of the claims must know."""
    every = [*claims, *(claim.repaired for claim in claims if claim.repaired is not None)]
    flows = _flows(article, every)
    hypotheses = _hypotheses(article, every, flows)
    names = _names(article, every, flows, hypotheses)
    symbols = tuple(symbol for name, symbol in article.symbols.items() if name in names)
    return Used(symbols, tuple(flows), tuple(hypotheses))


def _flows(article: Article, claims: Iterable[Claim]) -> list[Flow]:
    wanted = {claim.flow for claim in claims}
    wanted |= {article.hypotheses[name].flow for claim in claims for name in claim.hypotheses}
    # a flow is declared behind those it is made of
    for flow in reversed([*article.flows.values()]):
        if flow.name in wanted:
            wanted.add(flow.base)
    return [flow for flow in article.flows.values() if flow.name in wanted]


def _hypotheses(
    article: Article, claims: Iterable[Claim], flows: Iterable[Flow]
) -> list[Hypothesis]:
    wanted = {name for claim in claims for name in claim.hypotheses}
    wanted |= {name for flow in flows for name in flow.on}
    return [hypothesis for name, hypothesis in article.hypotheses.items() if name in wanted]


def _names(
    article: Article,
    claims: Iterable[Claim],
    flows: Sequence[Flow],
    hypotheses: Iterable[Hypothesis],
) -> set[str]:
    """The symbols in all of that, and in what is defined."""
    formulas: list[Expr] = []
    for claim in claims:
        statements = (claim.statement, *claim.formulas.values())
        formulas += _sides(r for s in statements for r in s.relations)
        for option in (*claim.form.names, *claim.form.constants):
            named = getattr(claim.form, option)
            formulas += map(Sym, (named,) if isinstance(named, str) else named)
    for hypothesis in hypotheses:
        formulas += _sides(hypothesis.relations) + _lets(hypothesis.lets.items())
        formulas += _sides(bound.equation for bound in hypothesis.bounds)
        formulas += map(Sym, (*hypothesis.properties, *hypothesis.frozen, hypothesis.gap))
    for flow in flows:
        formulas += _sides(flow.equations) + _lets((*flow.lets.items(), *flow.sets.items()))
    if any(map(_trained, flows)):
        formulas += [*_lets(article.rules.items()), Sym(article.step)]
        formulas += [article.objective] if article.objective is not None else []
    names = {p.name for p in within(formulas, article.definitions) if isinstance(p, Sym)}
    for views in article.views:
        if names & views.random:
            moments = within(views.moments, article.definitions)
            names |= views.random | {p.name for p in moments if isinstance(p, Sym)}
    return names


def _sides(relations: Iterable[Relation]) -> list[Expr]:
    return [side for relation in relations for side in (relation.lhs, relation.rhs)]


def _lets(lets: Iterable[tuple[str, Expr]]) -> list[Expr]:
    return [part for name, value in lets for part in (Sym(name), value)]


def _trained(flow: Flow) -> bool:
    return not flow.base and not flow.equations


def sizes_said(article: Article, symbols: Iterable[Symbol]) -> Rich:
    """The spaces that the shapes are made of, each with what it counts."""
    met = {side for symbol in symbols for shape in symbol.shape for side in shape.split("*")}
    alike: dict[str, list[Rich]] = {}
    for name, text in article.spaces.items():
        if name in met:
            alike.setdefault(text, []).append((Math(space(name)),))
    counted: list[Rich] = [
        (*listed(names, ", "), " (", *rich(text), ")") for text, names in alike.items()
    ]
    return (
        (" Sizes are any whole numbers from 1 on: ", *listed(counted, ", "), ".") if alike else ()
    )


def space(name: str) -> str:
    return rf"\text{{{name}}}" if len(name) > 1 and name.isalpha() else name


def views_said(views: Views) -> Rich:
    """The law of an input, as `[expectation]` has it."""
    names = listed([(Math(name),) for name in views.names], " and ")
    many = "views of one input, independent given it" if len(views.names) > 1 else "random"
    said: list[Rich] = [(*names, f" {'are' if len(views.names) > 1 else 'is'} {many}")]
    mean = views.mean or views.names[0]
    if views.mean:
        said.append(("their mean given it is ", Math(mean)))
    if views.expected is None:
        said.append((Math(rf"\mathbb{{E}}[{mean} {mean}^T] = {to_latex(views.second)}"),))
    else:
        said.append((Math(rf"\mathbb{{E}}[{mean}] = {to_latex(views.expected)}"),))
        said.append((Math(rf"\text{{Cov}}[{mean}] = {to_latex(views.second)}"),))
    if views.noise is not None:
        said.append(("the mean covariance of a view given it is ", Math(to_latex(views.noise))))
    if views.gaussian:
        said.append(("all of it is Gaussian",))
    return (Strong("Expectation"), ": ", *listed(said), ".")


def flow_said(article: Article, flow: Flow) -> Rich:
    """A flow as it is declared."""
    said: list[Rich] = [line(flow.text)] if plainly(flow.text) != flow.name else []
    if flow.base:
        said.append((_name("flow", flow.base), " with what follows instead"))
    if flow.equations:
        named = [
            r for r in flow.equations if to_latex(r.lhs) != to_latex(r.rhs)
        ]  # a rate by its symbol
        said.append(listed([(Math(relation_latex(relation)),) for relation in named]))
    if flow.on:
        names = listed([(_name("hypothesis", name),) for name in flow.on], ", ")
        states = listed([(Math(name),) for name in flow.states], ", ")
        said.append(("on states that satisfy ", *names, ", in ", *states))
    if _trained(flow):
        moved = [(n, v) for n, v in article.rules.items() if n not in {*flow.lets, *flow.sets}]
        steps = [(Math(rf"{name} \leftarrow {to_latex(value)}"),) for name, value in moved]
        said.append(("the limit of small ", Math(article.step), " of the steps ", *listed(steps)))
    if flow.lets:
        lets = listed([equals(*let) for let in flow.lets.items()])
        where = "the rates" if flow.base else "the objective"
        said.append((*lets, f" inserted into {where}"))
    if flow.sets:
        sets = listed([equals(*let) for let in flow.sets.items()])
        said.append((*sets, " inserted after the gradient is taken"))
    if not flow.stop_gradient:
        said.append(("stop-gradients do not count",))
    return (*listed(said), ".")


def hypothesis_said(hypothesis: Hypothesis) -> Rich:
    """The words of its author, and what it says in formulas as far as these do not say it."""
    said: list[Rich] = [equals(*let) for let in hypothesis.lets.items()]
    said += [(Math(relation_latex(relation)),) for relation in hypothesis.relations]
    said += [(Math(relation_latex(bound.printed)),) for bound in hypothesis.bounds]
    said += [
        (Math(name), " is ", " and ".join(PROPERTIES[p] for p in PROPERTIES if p in properties))
        for name, properties in hypothesis.properties.items()
    ]
    said += [(Math(rf"{space(a)} \geq {space(b)}"),) for a, b in hypothesis.at_least]
    said += [(Math(name), " does not move") for name in hypothesis.frozen]
    if hypothesis.flow:
        said.append(("the flow is ", _name("flow", hypothesis.flow)))
    if hypothesis.gap:
        said.append(("the spectrum of ", Math(hypothesis.gap), " is bounded below"))
    if hypothesis.holds:
        said.append((f"meant {hypothesis.holds}",))
    words = line(hypothesis.text)
    said = [part for part in said if _plain(part) not in _plain(words)]
    formal = (" [", *listed(said), "]") if said else ()
    return (*words, *formal, ".")


def _plain(said: Rich) -> str:
    """A line without spaces, to be looked for in another."""
    parts = (piece.latex if isinstance(piece, Math) else str(piece) for piece in said)
    return "".join("".join(parts).split())


def equals(name: str, value: Expr) -> Rich:
    return (Math(relation_latex(Relation(Sym(name), "=", value))),)


def _name(kind: str, name: str) -> Link:
    return Link(name, called(kind, name), "name")


def listed(parts: Sequence[Rich], between: str = "; ") -> Rich:
    """One after the other, with semicolons between them."""
    found: list[Piece] = []
    for k, part in enumerate(parts):
        found += ([between] if k else []) + [*part]
    return tuple(found)
