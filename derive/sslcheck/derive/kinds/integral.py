"""`integral`: a relation holds along the flow for some constant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.limits.met import stays_away
from sslcheck.derive.kinds.residuals.constants import demands, refuse_supposed
from sslcheck.derive.kinds.residuals.divisors import nonzero
from sslcheck.derive.kinds.residuals.repairs import repairs
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.reason import Reason, Tex, reason, written
from sslcheck.derive.traverse import inserted, walk, within
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Integral", "isolate"]

_ORDER = 3  # Taylor order to which the second route follows the exact flow


class Integral(Kind, frozen=True, kw_only=True, tag="integral"):
    """There is a constant, as declared, such that on each trajectory equality holds for all t.

    The constant may depend on parameters and on where the trajectory starts, never on time, and on
    a mode only if it carries that index. What is declared of it (shape, sign, symmetric, diagonal,
    psd, orthonormal) is part of the claim.
    """

    constant: str

    constants = ("constant",)
    sought = ("constant",)
    meanings: ClassVar[Mapping[str, str]] = {
        "constant": "the symbol that is to exist, of the role `constant`"
    }
    any_motion = True
    reads = "one equation with one constant in it"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The relation is solved for its constant, whose time derivative must vanish.

        What is then on the other side must be what the constant is declared to be.
        """
        setting, constant = case.setting, self.constant
        if constant not in setting.symbols:
            raise ArticleError(
                "a claim of kind `integral` is one equation, and names its `constant`"
            )
        refuse_supposed(setting, constant)
        _refuse_hidden(setting, case.relation, constant)
        normal = case.normal
        bracket = _solved(normal, case.relation, constant)
        divided = nonzero(normal, [bracket], lasting=True)
        if divided and (plain := _undivided(normal, case.relation, constant, bracket)):
            bracket, divided = plain, ()
        element = normal.whole(bracket)
        rate = normal.reduced(normal.whole_rate(element))
        steps: list[ProofStep] = [
            argued_step(
                e.Relation(e.Sym(constant), "=", bracket),
                written(
                    "the relation solved for its constant, which is therefore the right side at"
                    " $t = 0$"
                ),
                "it defines the constant, whose derivative is evaluated below",
            )
        ]
        for state in _states(bracket, setting):
            steps.append(
                identity_step(
                    e.Relation(
                        e.Dot(e.Sym(state)), "=", normal.expr(normal.whole(e.Dot(e.Sym(state))))
                    ),
                    "the derived flow",
                    setting,
                )
            )
        steps.append(
            identity_step(
                e.Relation(e.Dot(bracket), "=", normal.expr(rate)),
                "product rule along the flow; every word cancels"
                if rate.is_zero()
                else "product rule along the flow; these words are left",
                setting,
            )
        )
        check = Check(e.Relation(bracket, "=", e.At(bracket)), setting, _ORDER)
        if not rate.is_zero():
            return Finding(
                False,
                (check,),
                tuple(steps),
                reason("its time derivative is not 0 but ", normal.expr(rate)),
                repairs(normal, [rate], [element]) if case.repairs else (),
                complete=not normal.functions.opaque(rate),
            )
        steps += _shown(normal, bracket, element, setting.symbols[constant], setting)
        for demand in demands(normal, bracket, element, setting.symbols[constant], setting):
            steps.append(demand.step)
            if not demand.met:
                return Finding(
                    False,
                    (check, demand.check),
                    tuple(steps),
                    demand.why,
                    demand.conditions,
                    sufficient=bool(demand.conditions),
                    possible=demand.possible,
                    complete=demand.sure,
                )
        undefined = nonzero(normal, [bracket])  # elsewhere it has a value, and may be false
        for condition in divided:
            if condition not in undefined and not stays_away(case, condition):
                said = reason("no trajectory is seen on which ", condition.value)
                return Finding(None, (), tuple(steps), reason(said, " stays away from 0"))
        return Finding(
            True,
            (check,),
            tuple(steps),
            (),
            divided,
            remarks=tuple(_unused(case.derivation, setting, bracket)),
        )


def _refuse_hidden(setting: Setting, relation: e.Relation, name: str) -> None:
    """Refuse a constant that definitions hide, or that the flow has in it as well."""
    sides = (relation.lhs, relation.rhs)
    counts = [
        list(within(sides, *said)).count(e.Sym(name))
        for said in ((), (setting.definitions,), (setting.definitions, setting.flow))
    ]
    for place, (fewer, more) in zip(("a definition", "the flow"), pairwise(counts), strict=True):
        if more > fewer:
            raise ArticleError(
                f"the constant `{name}` also stands in {place}; write it out, or give one of the"
                " two another name"
            )


def _shown(
    normal: NormalForm, bracket: e.Expr, element: Element, symbol: Symbol, setting: Setting
) -> list[ProofStep]:
    """That the constant is symmetric, which a reader likes to know."""
    square = symbol.shape[0] == symbol.shape[1] != "1"
    if not square or symbol.properties or not (element - element.T).is_zero():
        return []
    return [
        identity_step(e.Relation(e.Transpose(bracket), "=", bracket), "it is symmetric", setting)
    ]


def _solved(normal: NormalForm, relation: e.Relation, name: str) -> e.Expr:
    """The constant in all else: from where it stands, or from a linear equation in a scalar."""
    try:
        bracket = isolate(relation, name)
        if not normal.setting.symbols[name].scalar and not _inserts(
            normal, relation, name, bracket
        ):
            raise Unsupported(f"the constant `{name}` stands between matrices: solve for it first")
        return bracket
    except ArticleError:
        if not normal.setting.symbols[name].scalar:
            raise
        gap = normal.element(e.difference(relation.lhs, relation.rhs))
        slope = gap.scalar_map(lambda c: c.diff(name))
        rest = gap.scalar_map(lambda c: c.substitute({name: normal.scalars.number(0)}))
        letters = frozenset[str]().union(*(c.free() for c in slope.terms.values()))
        if slope.terms.keys() != {()} or gap.shape != ("1", "1") or name in letters:
            raise
        return e.Quotient(normal.expr(-rest), normal.expr(slope))


def _inserts(normal: NormalForm, relation: e.Relation, name: str, value: e.Expr) -> bool:
    """Whether what a constant is said to be has its shape, and satisfies the relation."""
    gap = inserted(e.difference(relation.lhs, relation.rhs), e.Sym(name), value)
    element = normal.whole(value)
    fits = element.is_zero() or element.shape == normal.whole(e.Sym(name)).shape
    return fits and normal.reduced(normal.whole(gap)).is_zero()


def _undivided(
    normal: NormalForm, relation: e.Relation, name: str, bracket: e.Expr
) -> e.Expr | None:
    """The constant without what is divided by, where it satisfies the relation also at 0 of that:
    such as 1 in ``c x = x``.
    """
    value = normal.expr(normal.whole(bracket).scalar_map(lambda c: c.root_reduced().cancelled()))
    divides = nonzero(normal, [relation.lhs, relation.rhs, value], lasting=True)
    return None if divides or not _inserts(normal, relation, name, value) else value


def _states(node: e.Expr, setting: Setting) -> list[str]:
    seen = [
        part.name for part in walk(node) if isinstance(part, e.Sym) and part.name in setting.flow
    ]
    return list(dict.fromkeys(seen))


def _unused(derivation: Derivation, setting: Setting, bracket: e.Expr) -> list[Reason]:
    """States whose own flow the proof does not use: they may be any function of time."""
    found = []
    for state in setting.flow:
        others = {name: rate for name, rate in setting.flow.items() if name != state}
        normal = derivation.normal(replace(setting, flow=others))
        if normal.whole_rate(normal.whole(bracket)).is_zero():
            found.append(
                reason("holds for every ", Tex(f"{state}(t)"), ": its own flow is not used")
            )
    return found


def isolate(relation: e.Relation, name: str) -> e.Expr:
    """``name`` as an expression in all else, for a relation in which it stands once, linearly."""
    sides = [_terms(relation.lhs), _terms(relation.rhs)]
    hits = [
        (side, k)
        for side, terms in enumerate(sides)
        for k, term in enumerate(terms)
        if any(part == e.Sym(name) for part in walk(term))
    ]
    if len(hits) != 1:
        raise ArticleError(f"the constant `{name}` must stand in one term")
    side, k = hits[0]
    term = sides[side].pop(k)
    factors = term.factors if isinstance(term, e.Prod) else (term,)
    if factors.count(e.Sym(name)) != 1:
        raise ArticleError(f"the constant `{name}` must stand as a plain factor")
    coefficient = tuple(f for f in factors if f != e.Sym(name))
    if any(part == e.Sym(name) for f in coefficient for part in walk(f)):
        raise ArticleError(f"the constant `{name}` must stand linearly")
    terms = [*sides[1 - side], *(e.negative(t) for t in sides[side])]
    bracket = e.summed(terms)
    return e.Quotient(bracket, e.multiplied(coefficient)) if coefficient else bracket


def _terms(node: e.Expr) -> list[e.Expr]:
    if isinstance(node, e.Sum):
        return list(node.terms)
    return [] if isinstance(node, e.Num) and node.value == 0 else [node]
