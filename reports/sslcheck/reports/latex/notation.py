"""What the theorems are about: the symbols, flows and hypotheses of the article that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sslcheck.derive.article.article import Article, Claim, Flow, Hypothesis
from sslcheck.derive.expr import Expr, Relation, Sym, within
from sslcheck.derive.setting import MEANINGS, Role, Symbol, Views
from sslcheck.derive.text.printing import relation_latex, to_latex
from sslcheck.reports.report.blocks import Bullets, Math, Piece, Rich, Strong, Text, line, rich

__all__ = ["listed", "notation"]

_ROLES: tuple[Role, ...] = ("state", "function", "parameter", "constant", "view")
_SIGNS = {"positive": " > 0", "nonnegative": r" \geq 0", "real": ""}
_PROPERTIES = {
    "symmetric": "symmetric",
    "psd": "positive semi-definite",
    "diagonal": "diagonal",
    "orthonormal": "with orthonormal columns",
    "invertible": "invertible",
}


def notation(article: Article, claims: Sequence[Claim]) -> Iterator[Text | Bullets]:
    """Lists of all that a reader of the claims must know, in the article's own letters."""
    every = [*claims, *(claim.repaired for claim in claims if claim.repaired is not None)]
    flows = _flows(article, every)
    hypotheses = _hypotheses(article, every, flows)
    names = _names(article, every, flows, hypotheses)
    symbols = [symbol for name, symbol in article.symbols.items() if name in names]
    yield Text(("All matrices are real.", *_sizes(article, symbols)))
    yield Bullets(tuple(_symbols(article, symbols)))
    if flows:
        yield Text(("Flows:",))
        yield Bullets(tuple(_flow(article, flow) for flow in flows))
    if hypotheses:
        yield Text(("Hypotheses, of which each statement names those that it supposes:",))
        yield Bullets(tuple(map(_hypothesis, hypotheses)))


def _flows(article: Article, claims: Iterable[Claim]) -> list[Flow]:
    wanted = {claim.flow for claim in claims}
    wanted |= {article.hypotheses[name].flow for claim in claims for name in claim.hypotheses}
    for flow in reversed(
        [*article.flows.values()]
    ):  # a flow is declared behind those it is made of
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


def _sizes(article: Article, symbols: Iterable[Symbol]) -> Rich:
    """The spaces that the shapes are made of, each with what it counts."""
    used = {space for symbol in symbols for side in symbol.shape for space in side.split("*")}
    spaces = [space for space in article.spaces if space in used]
    if not spaces:
        return ()
    counted = [(Math(_space(s)), " is the number of ", *rich(article.spaces[s])) for s in spaces]
    return (" Sizes are any whole numbers from 1 on: ", *listed(counted), ".")


def _symbols(article: Article, symbols: Iterable[Symbol]) -> Iterator[Rich]:
    """A line for each role, and one for what is defined."""
    declared = [symbol for symbol in symbols if symbol.name not in article.definitions]
    for role in _ROLES:
        if shown := [_symbol(symbol) for symbol in declared if symbol.role == role]:
            yield (Strong(role.capitalize()), f" ({MEANINGS[role]}): ", *listed(shown), ".")
    for views in article.views:
        if {symbol.name for symbol in symbols} & views.random:
            yield _views(views)
    defined = [symbol for symbol in symbols if symbol.name in article.definitions]
    if defined:
        meant = [
            (*_equals(symbol.name, article.definitions[symbol.name]), *_text(symbol))
            for symbol in defined
        ]
        yield (Strong("Abbreviations"), ": ", *listed(meant), ".")


def _symbol(symbol: Symbol) -> Rich:
    rows, columns = (" ".join(map(_space, side.split("*"))) for side in symbol.shape)
    name = symbol.name
    if symbol.scalar:
        shown = name + _SIGNS[symbol.sign]
    elif symbol.shape[1] == "1":
        shown = rf"{name} \in \mathbb{{R}}^{{{rows}}}"
    else:
        shown = rf"{name} \in \mathbb{{R}}^{{{rows} \times {columns}}}"
    what = [word for name, word in _PROPERTIES.items() if name in symbol.properties]
    return (Math(shown), f" {' and '.join(what)}".rstrip(), *_text(symbol))


def _text(symbol: Symbol) -> Rich:
    return (" (", *rich(symbol.text), ")") if symbol.text else ()


def _space(name: str) -> str:
    return rf"\text{{{name}}}" if len(name) > 1 and name.isalpha() else name


def _views(views: Views) -> Rich:
    """The law of an input, as `[expectation]` has it."""
    names: list[Piece] = [*listed([(Math(name),) for name in views.names])]
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


def _flow(article: Article, flow: Flow) -> Rich:
    """A flow as it is declared."""
    said: list[Rich] = [(f"`{flow.name}`", *((": ", *line(flow.text)) if flow.text else ()))]
    if flow.base:
        said.append((f"`{flow.base}` with what follows instead",))
    if flow.equations:
        named = [
            r for r in flow.equations if to_latex(r.lhs) != to_latex(r.rhs)
        ]  # a rate by its symbol
        said.append(listed([(Math(relation_latex(relation)),) for relation in named]))
    if flow.on:
        names = ", ".join(f"`{name}`" for name in flow.on)
        states = listed([(Math(name),) for name in flow.states])
        said.append((f"on states that satisfy {names}, in ", *states))
    if _trained(flow):
        moved = [(n, v) for n, v in article.rules.items() if n not in {*flow.lets, *flow.sets}]
        steps = [(Math(rf"{name} \leftarrow {to_latex(value)}"),) for name, value in moved]
        said.append(("the limit of small ", Math(article.step), " of the steps ", *listed(steps)))
    if flow.lets:
        lets = listed([_equals(*let) for let in flow.lets.items()])
        where = "the rates" if flow.base else "the objective"
        said.append((*lets, f" inserted into {where}"))
    if flow.sets:
        sets = listed([_equals(*let) for let in flow.sets.items()])
        said.append((*sets, " inserted after the gradient is taken"))
    if not flow.stop_gradient:
        said.append(("stop-gradients do not count",))
    return (*listed(said), ".")


def _hypothesis(hypothesis: Hypothesis) -> Rich:
    """The words of its author, and what it says in formulas."""
    said: list[Rich] = [_equals(*let) for let in hypothesis.lets.items()]
    said += [(Math(relation_latex(relation)),) for relation in hypothesis.relations]
    said += [
        (Math(name), " ", " and ".join(_PROPERTIES[p] for p in _PROPERTIES if p in properties))
        for name, properties in hypothesis.properties.items()
    ]
    said += [(Math(rf"{_space(a)} \geq {_space(b)}"),) for a, b in hypothesis.at_least]
    said += [(Math(name), " does not move") for name in hypothesis.frozen]
    if hypothesis.flow:
        said.append((f"the flow is `{hypothesis.flow}`",))
    if hypothesis.gap:
        said.append(("the spectrum of ", Math(hypothesis.gap), " is bounded below"))
    if hypothesis.holds:
        said.append((f"meant {hypothesis.holds}",))
    formal = (" [", *listed(said), "]") if said else ()
    return (f"`{hypothesis.name}`: ", *line(hypothesis.text), *formal, ".")


def _equals(name: str, value: Expr) -> Rich:
    return (Math(relation_latex(Relation(Sym(name), "=", value))),)


def listed(parts: Sequence[Rich]) -> Rich:
    """One after the other, with semicolons between them."""
    found: list[Piece] = []
    for k, part in enumerate(parts):
        found += (["; "] if k else []) + [*part]
    return tuple(found)
