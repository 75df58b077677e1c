"""From a proved claim to the goals whose theorems are the claim, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sslcheck.derive import expr as e
from sslcheck.derive.article.article import Claim, Depths
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.coq.depths import Runs
from sslcheck.derive.coq.stacked import Stacked, act, by_squares, number
from sslcheck.derive.coq.symbols import exponential
from sslcheck.derive.coq.theorems import Goal
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.kinds.definite import DefiniteMatrix
from sslcheck.derive.kinds.identity import Identity
from sslcheck.derive.kinds.inequality import Inequality
from sslcheck.derive.kinds.integral import Integral, isolate
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.linear import Linear
from sslcheck.derive.kinds.lyapunov import LyapunovLaw
from sslcheck.derive.kinds.preserved import Preserved
from sslcheck.derive.kinds.residuals.cofactors import certificate
from sslcheck.derive.kinds.residuals.divisors import vanishing_factors
from sslcheck.derive.kinds.residuals.multiples import combined
from sslcheck.derive.kinds.solution import Solution
from sslcheck.derive.kinds.stationary import Stationary
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.traverse import inserted, map_children, walk

__all__ = ["COVERED", "goals"]

COVERED: Mapping[str, str] = {
    "identity": "both sides are equal",
    "integral": "the relation solved for its constant: the rate of that is 0",
    "preserved": "where the constraint holds, its rate is 0",
    "lyapunov": "the law, with the matrix that was found written out",
    "stationary": "where the rates of all states are 0, the equation holds",
    "linear": "the rate, its columns stacked, is the matrix times the state",
    "inequality": "the inequality, over a real field: the difference is made of squares",
    "definite": "the matrix is positive semi-definite, over a real field: it is made of squares",
    "solution": "the closed form moves as the flow says, and starts where it should",
}
"""The kinds that have theorems, and what the theorem of one says."""


def goals(statements: Statements, claim: Claim) -> Iterator[Goal]:
    """The goals of a proved claim. Raises `Uncovered` where it has none."""
    if claim.kind not in COVERED:
        raise Uncovered(f"claims of kind `{claim.kind}`")
    if claim.depths is not None:
        yield from _of_every_depth(claim.depths)
        return
    setting = statements.setting(claim)
    relations = statements.judge.resolved(claim, setting)
    case = Case(statements.derivation, claim, relations, setting, repairs=False)
    match claim.form:
        case Identity():
            for relation in relations:
                yield _equation(case, relation, setting, setting.relations)
        case Integral(constant=constant):
            symbol = setting.symbols[constant]
            if symbol.properties or symbol.sign != "real":
                raise Uncovered("what is declared of the constant")
            bracket = isolate(case.relation, constant)
            yield Goal(e.Relation(e.Dot(bracket), "=", e.ZERO), setting)
        case Preserved(free=free):
            if free:
                raise Uncovered("a constraint with a free function")
            gap = e.difference(case.relation.lhs, case.relation.rhs)
            rest = certificate(case.derivation.normal(setting), case.relation)
            if rest is None:
                raise Uncovered("a rate that is no sum of multiples of the constraint")
            supposed = () if rest == e.ZERO else (case.relation,)
            yield Goal(
                e.Relation(e.Dot(gap), "=", e.ZERO), setting, supposed, rest if supposed else None
            )
        case LyapunovLaw():
            values = claim.form.decide(case).solved
            yield Goal(case.relation, setting, values=values)
        case Inequality() | DefiniteMatrix():
            yield _bounded(case)
        case Linear():
            yield _linear(case)
        case Stationary(of=""):
            rates = tuple(e.Relation(rate, "=", e.ZERO) for rate in setting.flow.values())
            still = replace(setting, flow={})
            yield _equation(case, case.relation, still, rates)
        case Solution():
            yield from _solved(case)
        case _:
            raise Uncovered("stationary points of a scalar")


def _of_every_depth(depths: Depths) -> Iterator[Goal]:
    """The goals of instances that cover every depth."""
    if not depths.covering:
        raise Uncovered("layers that are named beside the index, or cannot be told apart")
    for instance in depths.covering:
        statements = Statements(Derivation(instance.article), needs=False)
        runs = Runs.of(depths, instance) if instance.general else None
        for goal in goals(statements, instance.claim):
            yield replace(goal, runs=runs)


def _solved(case: Case) -> Iterator[Goal]:
    """That closed forms solve the equations of their states, and what they are at the start."""
    relations, symbols = case.relations, dict(case.setting.symbols)
    starts = {
        node.arg.name: f"{node.arg.name}(0)"
        for relation in relations
        for node in walk(relation.rhs)
        if isinstance(node, e.At) and isinstance(node.arg, e.Sym)
    }
    symbols.update({s: replace(symbols[n], name=s, role="parameter") for n, s in starts.items()})
    setting = replace(case.setting, symbols=symbols)
    closed = {relation.lhs: _with_starts(relation.rhs, starts) for relation in relations}
    normal = case.derivation.normal(setting)
    for state, form in closed.items():
        if not isinstance(state, e.Sym) or state.name not in setting.flow:
            raise Uncovered("a closed form of what is no state")
        flow = setting.flow[state.name]
        for other, value in closed.items():
            flow = inserted(flow, other, value)
        moves = e.Relation(e.Dot(form), "=", flow)
        if not normal.holds(moves):
            raise Uncovered("a closed form of a state that others move")
        yield Goal(moves, setting)
        at_0: dict[str, e.Expr] = {"t": e.ZERO}
        for node in walk(form):
            if isinstance(node, e.Exp):
                if not normal.whole(inserted(node.arg, e.Sym("t"), e.ZERO)).is_zero():
                    raise Uncovered("an exponential that is not 1 at the start")
                at_0[exponential(node)] = e.ONE
        start = e.Sym(starts.get(state.name, state.name))
        yield Goal(e.Relation(form, "=", start), setting, values=at_0)


def _bounded(case: Case) -> Goal:
    """An inequality by the squares that the first route finds."""
    relation = case.relation
    if relation.op in (">", "<", "pd"):
        raise Uncovered("a strict inequality")
    small, large = relation.rhs, relation.lhs
    if relation.op == "<=":
        small, large = large, small
    gap = e.difference(large, small)
    found = case.claim.form.decide(case)
    found = found if found.later is None else found.later()
    for step in found.steps if found.holds else ():
        shown = step.check.relation if step.check is not None else None
        if step.check is None or shown is None or shown.op != "=" or shown.lhs != gap:
            continue
        setting = step.check.setting
        if any(isinstance(part, e.Kron) for part in walk(shown.rhs)):
            return _quadratic(setting, gap, shown.rhs)
        return Goal(shown, setting, bound=e.Relation(small, "<=", large))
    raise Uncovered("an inequality that is not by a sum of squares")


def _quadratic(setting: Setting, form: e.Expr, squares: e.Expr) -> Goal:
    """That a sum of Kronecker products is psd: what it does to any matrix."""
    names = ("U any", "V any")
    node = form
    while isinstance(node, e.Sym) and (value := setting.lets.get(node.name)) is not None:
        node = value
    one = next(part for part in walk(squares) if isinstance(part, e.Kron))
    shape = _columns(one.right, setting), _columns(one.left, setting)
    free = {name: Symbol(name, shape) for name in names}
    setting = replace(setting, symbols={**setting.symbols, **free})
    first, second = map(e.Sym, names)
    once, twice = (
        e.Trace(e.Prod(pair))
        for pair in (
            (e.Transpose(first), act(node, second)),
            (e.Transpose(act(node, first)), second),
        )
    )
    own = e.Trace(e.Prod((e.Transpose(second), act(node, second))))
    equations = (e.Relation(once, "=", twice), e.Relation(own, "=", by_squares(squares, second)))
    stated = e.Relation(form, "psd", e.ZERO)
    return Goal(equations[0], setting, stacked=Stacked(stated, equations, names))


def _columns(node: e.Expr, setting: Setting) -> str:
    """The space of the columns of a factor of a Kronecker product."""
    match node:
        case e.Ident(space=space) if space:
            return space
        case e.Sym(name=name):
            return setting.symbols[name].shape[1]
        case e.Prod(factors=(*_, last)):
            return _columns(last, setting)
        case e.Sum(terms=(first, *_)):
            return _columns(first, setting)
    raise Uncovered("a Kronecker product of sizes that are not plain")


def _linear(case: Case) -> Goal:
    """That a rate is linear: what the matrix does to the state."""
    form = case.claim.form
    assert isinstance(form, Linear)
    state, factor, given = form.parts(case.claim, case.relation)
    values = form.decide(case).solved
    value = values.get(given.name, given) if isinstance(given, e.Sym) else given
    times = number(factor)
    moves = e.Relation(e.Dot(e.Sym(state)), "=", e.Prod((*times, act(value, e.Sym(state)))))
    stated = e.Relation(
        e.Vec(e.Dot(e.Sym(state))), "=", e.Prod((*times, e.Prod((given, e.Vec(e.Sym(state))))))
    )
    return Goal(moves, case.setting, values=values, stacked=Stacked(stated, (moves,)))


def _with_starts(node: e.Expr, starts: Mapping[str, str]) -> e.Expr:
    if isinstance(node, e.At) and isinstance(node.arg, e.Sym):
        return e.Sym(starts[node.arg.name])
    if isinstance(node, e.At):
        raise Uncovered("the value of a formula at the start")
    return map_children(node, lambda part: _with_starts(part, starts))


def _equation(
    case: Case, relation: e.Relation, setting: Setting, supposed: tuple[e.Relation, ...]
) -> Goal:
    """An equation, where others hold: a combination of them is what the sides differ by."""
    if not supposed:
        return Goal(relation, setting)
    normal = case.derivation.normal(replace(setting, relations=()))
    gap = e.difference(relation.lhs, relation.rhs)
    gaps = [e.difference(r.lhs, r.rhs) if r.rhs != e.ZERO else r.lhs for r in supposed]
    if normal.whole(gap).is_zero():
        return Goal(relation, setting)
    rest = _multiple(normal, gap, gaps)
    if rest is None:
        raise Uncovered("sides that differ by no sum of multiples of the hypotheses")
    return Goal(relation, setting, supposed, rest)


def _multiple(normal: NormalForm, gap: e.Expr, gaps: Sequence[e.Expr]) -> e.Expr | None:
    """A combination of gaps that is another; of numbers, with traces as letters, a multiple."""
    target = normal.whole(gap)
    if target.shape == ("1", "1"):
        for each in gaps:
            part = normal.whole(each)
            if part.shape == target.shape and not part.is_zero():
                factor = (target.value() / part.value()).root_reduced().cancelled()
                if not vanishing_factors(normal, factor.denominator):
                    return e.Prod((normal.expr(normal.alphabet.scalar(factor)), each))
    known = [(each, normal.finished(normal.element(each))) for each in gaps]
    return combined(normal, normal.finished(normal.element(gap)), known)
