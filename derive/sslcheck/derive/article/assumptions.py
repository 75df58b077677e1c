"""The setting of a claim: its flow, and its hypotheses as they are meant to hold.

A hypothesis about a state that the flow moves can be meant at an instant (differentiate first,
restrict afterwards), along (the restriction and the state's own equation of motion hold at all
times) or at the start. Substituting a state never deletes its equation of motion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.article.article import Article, Bound, Hypothesis
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import (
    ZERO,
    At,
    Dot,
    Expr,
    Gradient,
    Integral,
    Partial,
    Power,
    Relation,
    Sym,
    difference,
    names_time,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Holds, Setting, Symbol
from sslcheck.derive.signs.kept import lasting
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.traverse import map_children, symbols_in, unfolded, walk, within

if TYPE_CHECKING:
    from sslcheck.derive.article.derivation import Derivation

__all__ = ["meant", "names_of", "restricted", "setting_of"]


def setting_of(
    derivation: Derivation,
    hypotheses: tuple[str, ...],
    flow: str,
    merged: Mapping[str, str],
    holds: Holds,
) -> Setting:
    """The setting of a flow and named hypotheses.

    Raises `ArticleError` where they contradict each other, a declaration or the flow.
    """
    article = derivation.article
    chosen = [article.hypotheses[name] for name in hypotheses]
    holds = meant(article, chosen, holds)
    derived = derivation.flow(flow)
    lets: dict[str, Expr] = dict(derived.lets)
    origin = dict.fromkeys(lets, f"the flow `{flow}`")
    instant: dict[str, Expr] = {}
    along: dict[str, Expr] = {n: v for n, v in derived.lets.items() if n in derived.rates}
    symbols = dict(article.symbols)
    first = dict(article.symbols)  # as they are at the start
    at_least: list[tuple[str, str]] = []
    relations: list[Relation] = []
    wanted: dict[str, frozenset[str]] = {}
    for hypothesis in chosen:
        _add_properties(symbols, hypothesis)
        if (hypothesis.holds or holds) != "at an instant":
            _add_properties(first, hypothesis)
        if (hypothesis.holds or holds) == "along":
            for name, marks in hypothesis.properties.items():
                wanted[name] = wanted.get(name, frozenset()) | marks
        at_least.extend(hypothesis.at_least)
        relations.extend(hypothesis.relations)
    for hypothesis in chosen:
        for name, value in hypothesis.lets.items():
            known = lets.get(name, instant.get(name))
            if known is not None and known != value:
                raise ArticleError(
                    f"contradictory hypotheses: {origin[name]} and `{hypothesis.name}` give"
                    f" `{name}` two different values; drop one of them"
                )
            origin[name] = f"`{hypothesis.name}`"
            moved = name in derived.rates and symbols[name].role == "state"
            if _is_passing(symbols[name], moved, hypothesis.holds, holds):
                instant[name] = value
            else:
                lets[name] = value
                along.update({name: value} if moved else {})
    definitions = {n: e for n, e in article.definitions.items() if n not in lets}
    for hypothesis, bound in ((h, bound) for h in chosen for bound in h.bounds):
        equation, given = bound.equation, {**definitions, **lets, **instant}
        passing = _is_passing_bound(article, bound, hypothesis, hypothesis.holds or holds)
        side = equation.lhs if isinstance(equation.lhs, Sym) and not passing else None
        if side and side.name not in given and side not in within((equation.rhs,), given):
            lets[side.name] = equation.rhs
        else:
            relations.append(equation)
    _refuse_circle({**definitions, **lets, **instant})
    setting = Setting(
        symbols=symbols,
        definitions=definitions,
        lets=lets,
        initial={name: unfolded(value, instant) for name, value in instant.items()},
        flow={
            name: rate
            for name, rate in derived.rates.items()
            if name not in lets and symbols[name].role == "state"
        },
        merged=merged,
        relations=tuple(relations),
        at_least=tuple(at_least),
        views=article.views,
        indices=derivation.indices,
        stop_gradient=derived.stop_gradient,
        began=holds == "at the start",
        passing={
            name: marks
            for name, symbol in symbols.items()
            if symbol.role == "state" and (marks := symbol.properties - first[name].properties)
        },
        wanted=wanted,
    )
    for name in along:
        setting = _both(derivation, setting, name, derived.rates[name], origin[name])
    for hypothesis in chosen:
        if (hypothesis.holds or holds) == "along":
            setting = _lasting(derivation, setting, hypothesis.relations)
    if holds == "along" or setting.began:
        whole, weaker = lasting(setting, derivation.scalars)
        setting = replace(setting, kept=whole, weaker=weaker)
    _refuse_contradiction(derivation.normal(setting), origin)
    return setting


def meant(article: Article, chosen: Iterable[Hypothesis], holds: Holds) -> Holds:
    """How a claim and what is supposed without a word are meant: as the others say.

    Raises `ArticleError` where one hypothesis is about an instant and another, or the claim, is
    not, or where one says what a function of time is at the start alone.
    """
    said = {h.holds: h for h in chosen if h.holds and _is_about_moving(article, h)}
    start, instant = said.get("at the start"), said.get("at an instant")
    if instant is not None and holds == "along":
        raise ArticleError(
            f"`{instant.name}` is meant at an instant, but the claim is about whole trajectories;"
            " drop `holds` there"
        )
    if start is None:
        return "at an instant" if instant is not None else holds
    if instant is not None:
        raise ArticleError(
            f"`{start.name}` is meant at the start and `{instant.name}` at an instant, but a"
            " claim is about one of them; give both the same `holds`"
        )
    for name in start.properties:
        if article.symbols[name].role == "function":
            raise ArticleError(
                f"`{start.name}` gives `{name}` a property at the start, but what a function of"
                " time is it is at all times; declare it as a state"
            )
    return "at the start" if holds == "at an instant" else holds


def _is_passing(symbol: Symbol, moved: bool, said: Holds | None, holds: Holds) -> bool:
    """Whether a value that a symbol is supposed to have is one of an instant or of the start.

    Of what no flow moves it is one of all times, unless something else is ``said``.
    """
    if moved:
        return (said or holds) != "along"
    if symbol.role == "state" and holds == "at the start":
        return said != "along"
    return symbol.moves and said in ("at an instant", "at the start")


def _is_passing_bound(article: Article, bound: Bound, hypothesis: Hypothesis, holds: Holds) -> bool:
    """Whether an inequality is one of states, which holds at an instant or at the start.

    Raises `ArticleError` for one of states at all times, and one of functions that is not.
    """
    sides = (bound.printed.lhs, bound.printed.rhs)
    names = {part.name for part in within(sides, article.definitions) if isinstance(part, Sym)}
    symbols = [article.symbols[name] for name in sorted(names & article.symbols.keys())]
    said = relation_latex(bound.printed)
    if state := next((symbol.name for symbol in symbols if symbol.role == "state"), ""):
        if holds == "along":
            raise ArticleError(
                f"`{hypothesis.name}`: `{said}` is an inequality about `{state}`, which can be"
                " supposed at an instant or at the start: write `holds`, or declare a `sign`"
            )
        return True
    if hypothesis.holds not in (None, "along") and any(symbol.moves for symbol in symbols):
        raise ArticleError(
            f"`{hypothesis.name}`: `{said}` is about functions of time, which are what they are at"
            " all times; drop `holds` there, or declare them as states"
        )
    return False


def _is_about_moving(article: Article, hypothesis: Hypothesis) -> bool:
    """Whether something is supposed of what moves."""
    return any(article.symbols[name].moves for name in names_of(article, hypothesis))


def names_of(article: Article, hypothesis: Hypothesis) -> set[str]:
    """The symbols of which something is supposed, those that definitions stand for among them."""
    said = (*hypothesis.relations, *(bound.printed for bound in hypothesis.bounds))
    parts = within([side for r in said for side in (r.lhs, r.rhs)], article.definitions)
    names = symbols_in(parts)
    return names.union(hypothesis.lets, hypothesis.properties) & article.symbols.keys()


def restricted(relation: Relation, setting: Setting) -> Relation:
    """A statement about one instant, with what states are then inserted wherever nothing is
    differentiated: a root of a matrix may be known only there.

    What is supposed at the start, or asked of other times, is left as it is: there the states move.
    """
    sides = (relation.lhs, relation.rhs)
    if not setting.initial or not any(_is_root(setting, side) for side in sides):
        return relation
    parts = within(sides, setting.lets, setting.definitions)
    if setting.kept is not None or setting.began or any(map(names_time, parts)):
        return relation
    return replace(
        relation, lhs=_inserted(relation.lhs, setting), rhs=_inserted(relation.rhs, setting)
    )


def _is_root(setting: Setting, node: Expr) -> bool:
    return any(
        (isinstance(part, Power) and part.exponent.denominator != 1)
        or (
            isinstance(part, Sym)
            and part.name in setting.definitions
            and _is_root(setting, setting.definitions[part.name])
        )
        for part in walk(node)
    )


def _inserted(node: Expr, setting: Setting) -> Expr:
    if isinstance(node, (Dot, Gradient, Partial, At, Integral)):
        return node
    if isinstance(node, Sym):
        value = setting.initial.get(node.name)
        value = value or setting.lets.get(node.name) or setting.definitions.get(node.name)
        return node if value is None else _inserted(value, setting)
    return map_children(node, lambda part: _inserted(part, setting))


def _add_properties(symbols: dict[str, Symbol], hypothesis: Hypothesis) -> None:
    for name, marks in hypothesis.properties.items():
        symbol = symbols[name]
        symbols[name] = replace(symbol, properties=symbol.properties | marks)
        if "orthonormal" in symbols[name].properties and len(symbols[name].properties) > 1:
            raise ArticleError(
                f"`{hypothesis.name}` makes `{name}` orthonormal and more at once; only"
                " orthonormal columns alone are supported: drop one of the properties"
            )
    for name in hypothesis.frozen:
        symbols[name] = replace(symbols[name], role="parameter")


def _refuse_circle(values: Mapping[str, Expr]) -> None:
    """Raise `ArticleError` where a value leads back to its own symbol."""
    inside = {name: sorted(symbols_in(walk(value))) for name, value in values.items()}
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as error:
        circle = error.args[1][::-1]
        raise ArticleError(
            f"`{circle[0]}` is defined through itself: {' -> '.join(circle)}"
        ) from error


def _both(derivation: Derivation, setting: Setting, name: str, rate: Expr, origin: str) -> Setting:
    """A state that a hypothesis replaces at all times still moves as its flow says.

    Where that is no identity it may fix the rate of a free function of time; what is then left is
    an equation that the trajectories satisfy. Raises `ArticleError` where none can.
    """
    value = setting.lets[name]
    normal = derivation.normal(setting)
    law = Relation(Dot(value), "=", rate)
    try:
        left = normal.residual(law)
    except Unsupported:
        return replace(setting, leftover=(*setting.leftover, law))
    if left.is_zero():
        return setting
    for free in _free_functions(setting, value):
        solved = _solved(normal, left, free)
        if solved is not None:
            return replace(setting, flow={**setting.flow, free: solved})
    rest = Relation(normal.expr(left), "=", ZERO)
    if _never_zero(normal, left):
        raise ArticleError(
            f"contradictory hypotheses: {origin} gives `{name}` a value at all times that its flow"
            f" leaves everywhere (`{relation_latex(rest)}` would have to hold); to mean one"
            ' instant, write `holds = "at an instant"`'
        )
    return replace(setting, leftover=(*setting.leftover, rest))


def _lasting(derivation: Derivation, setting: Setting, relations: Iterable[Relation]) -> Setting:
    """Equations that hold at all times: what is left of their rates is 0 on each trajectory."""
    normal, left = derivation.normal(setting), list(setting.leftover)
    for relation in relations:
        rate = Dot(difference(relation.lhs, relation.rhs))
        try:
            rests = normal.remainders(Relation(rate, "=", ZERO))
            left += [Relation(normal.expr(r), "=", ZERO) for r in rests if not r.is_zero()]
        except Unsupported:
            left.append(Relation(rate, "=", ZERO))
    return replace(setting, leftover=tuple(left))


def _free_functions(setting: Setting, value: Expr) -> list[str]:
    """Functions of time in a value whose rate nothing fixes yet."""
    names = dict.fromkeys(part.name for part in walk(value) if isinstance(part, Sym))
    return [
        name
        for name in names
        if name in setting.symbols
        and setting.symbols[name].scalar
        and setting.symbols[name].moves
        and not {name} & {*setting.lets, *setting.definitions, *setting.flow}
    ]


def _solved(normal: NormalForm, left: Element, free: str) -> Expr | None:
    """The rate of a function of time with which an equation that is linear in it holds."""
    (dotted,) = normal.element(Dot(Sym(free))).as_scalar().free()
    slope = left.scalar_map(lambda c: c.diff(dotted))
    if not slope.terms or dotted in _letters(slope):
        return None
    word = next(iter(slope.terms))
    fixed = left.scalar_map(lambda c: c.substitute({dotted: normal.scalars.number(0)}))
    zero = normal.scalars.number(0)
    ratio = (-(fixed.terms.get(word, zero) / slope.terms[word])).cancelled()
    if ratio.traces() or not (fixed + slope.scaled(ratio)).is_zero():
        return None
    own = normal.setting.symbols[free].index
    others = {s.index for s in normal.setting.symbols.values()} - {"", own}
    if any(normal.functions.indexed(name, index) for name in ratio.free() for index in others):
        return None  # one function cannot move as each mode would have it
    return normal.expr(normal.alphabet.scalar(ratio))


def _letters(element: Element) -> frozenset[str]:
    return frozenset().union(*(coeff.free() for coeff in element.terms.values()))


def _never_zero(normal: NormalForm, left: Element) -> bool:
    """Whether what is left is a multiple of an identity by a scalar of known sign."""
    if left.terms.keys() != {()}:
        return False
    return normal.functions.nonzero(left.terms[()])


def _refuse_contradiction(normal: NormalForm, origin: Mapping[str, str]) -> None:
    """Nothing may give a symbol a value that its declared nature excludes everywhere."""
    setting = normal.setting
    for name, value in (*setting.lets.items(), *setting.initial.items(), *_defined(setting)):
        symbol = setting.symbols[name]
        try:
            clash = _clash(normal, symbol, normal.element(value))
        except Unsupported:
            continue  # the claim that needs this value will say so itself
        if clash:
            whose = origin.get(name, "its definition")
            what = clash.format(name=name)
            raise ArticleError(f"contradictory hypotheses: {whose} {what}; change one of the two")


def _defined(setting: Setting) -> Iterator[tuple[str, Expr]]:
    for name, value in setting.definitions.items():
        symbol = setting.symbols[name]
        if symbol.sign != "real" or symbol.properties & {"psd", "orthonormal"}:
            yield name, value


def _clash(normal: NormalForm, symbol: Symbol, element: Element) -> str:
    """In what way a value is never what its symbol is declared to be; empty where it may be."""
    functions, declared = normal.functions, "but [symbols] declares it"
    if symbol.scalar and symbol.sign != "real" and not element.letters():
        value = element.as_scalar()
        sign = functions.sign(value)
        if sign == -1 or (symbol.sign == "positive" and functions.known_nonnegative(-value)):
            what = "zero" if sign == 0 else "negative" if sign else "never positive"
            return f"makes `{{name}}` {what}, {declared} {symbol.sign}"
    scale = element.terms[()] if element.terms.keys() == {()} else None
    if "psd" in symbol.properties and scale is not None and functions.sign(scale) == -1:
        return f"makes `{{name}}` a negative multiple of the identity, {declared} psd"
    if "orthonormal" in symbol.properties:
        gram = element.T * element
        off = gram - normal.alphabet.identity(gram.shape[0])
        if off.terms.keys() == {()} and functions.nonzero(off.terms[()]):
            return f"gives `{{name}}` a value V with V^T V not I, {declared} orthonormal"
    mirrored = symbol.properties & {"symmetric", "psd", "diagonal"}
    skew = normal.finished(element - element.T) if mirrored else None
    if skew is not None and symbol.role != "state" and not skew.is_zero():
        return f"gives `{{name}}` a value that is not symmetric, {declared} so"
    return ""
