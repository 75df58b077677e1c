"""`integral`: a relation holds along the flow for some constant."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.derivation import Derivation
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import (
    At,
    Dot,
    Expr,
    Num,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Transpose,
    negative,
    walk,
)
from sslcheck.derive.finding import Check, Finding, ProofStep, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.reason import Reason, reason
from sslcheck.derive.repairs import repairs
from sslcheck.derive.setting import Setting

__all__ = ["Integral", "isolate"]

_ORDER = 3  # Taylor order to which the second route follows the exact flow


class Integral(Kind, frozen=True, kw_only=True, tag="integral"):
    """There is a constant, as declared, such that on each trajectory equality holds for all t."""

    constant: str

    constants = ("constant",)
    reads = "one equation with one constant in it"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """The relation is solved for its constant, whose time derivative must vanish."""
        claim, setting, constant = case.claim, case.setting, self.constant
        if constant not in setting.symbols:
            raise ArticleError(
                f"claim `{claim.id}`: a claim of kind `integral` is one equation, and names its"
                " `constant`"
            )
        bracket = isolate(case.relation, constant, claim.id)
        normal = case.normal
        element = normal.element(bracket)
        rate = normal.rate(element)
        steps: list[ProofStep] = [
            argued_step(
                Relation(Sym(constant), "=", bracket),
                "the relation solved for its constant, which is therefore the right side at t = 0",
                "it defines the constant, whose derivative is evaluated below",
            )
        ]
        for state in _states(bracket, setting):
            steps.append(
                identity_step(
                    Relation(Dot(Sym(state)), "=", normal.expr(normal.element(Dot(Sym(state))))),
                    "the derived flow",
                    setting,
                )
            )
        steps.append(
            identity_step(
                Relation(Dot(bracket), "=", normal.expr(rate)),
                "product rule along the flow; every word cancels"
                if rate.is_zero()
                else "product rule along the flow; these words are left",
                setting,
            )
        )
        shape = setting.symbols[constant].shape
        if shape != ("1", "1") and (element - element.T).is_zero():
            steps.append(
                identity_step(
                    Relation(Transpose(bracket), "=", bracket), "it is symmetric", setting
                )
            )
        check = Check(Relation(bracket, "=", At(bracket)), setting, _ORDER)
        holds = rate.is_zero()
        remarks = tuple(_unused(case.derivation, setting, bracket)) if holds else ()
        why = () if holds else reason("its time derivative is not 0 but ", normal.expr(rate))
        return Finding(
            holds,
            (check,),
            tuple(steps),
            why,
            () if holds else repairs(normal, [rate], [element]),
            remarks=remarks,
        )


def _states(node: Expr, setting: Setting) -> list[str]:
    seen = [part.name for part in walk(node) if isinstance(part, Sym) and part.name in setting.flow]
    return list(dict.fromkeys(seen))


def _unused(derivation: Derivation, setting: Setting, bracket: Expr) -> list[Reason]:
    """States whose own flow the proof does not use: they may be any function of time."""
    found = []
    for state in setting.flow:
        others = {name: rate for name, rate in setting.flow.items() if name != state}
        normal = derivation.normal(replace(setting, flow=others))
        if normal.rate(normal.element(bracket)).is_zero():
            found.append(reason("holds for every ", Sym(state), "(t): its own flow is not used"))
    return found


def isolate(relation: Relation, name: str, claim: str) -> Expr:
    """``name`` as an expression in all else, for a relation in which it stands once, linearly."""
    sides = [_terms(relation.lhs), _terms(relation.rhs)]
    hits = [
        (side, k)
        for side, terms in enumerate(sides)
        for k, term in enumerate(terms)
        if any(part == Sym(name) for part in walk(term))
    ]
    if len(hits) != 1:
        raise ArticleError(f"claim `{claim}`: the constant `{name}` must stand in one term")
    side, k = hits[0]
    term = sides[side].pop(k)
    factors = term.factors if isinstance(term, Prod) else (term,)
    if factors.count(Sym(name)) != 1:
        raise ArticleError(f"claim `{claim}`: the constant `{name}` must stand as a plain factor")
    coefficient = tuple(f for f in factors if f != Sym(name))
    if any(part == Sym(name) for f in coefficient for part in walk(f)):
        raise ArticleError(f"claim `{claim}`: the constant `{name}` must stand linearly")
    terms = [*sides[1 - side], *(negative(t) for t in sides[side])]
    bracket: Expr = Sum(tuple(terms)) if len(terms) > 1 else terms[0]
    if coefficient:
        bracket = Quotient(bracket, coefficient[0] if len(coefficient) == 1 else Prod(coefficient))
    return bracket


def _terms(node: Expr) -> list[Expr]:
    if isinstance(node, Sum):
        return list(node.terms)
    return [] if isinstance(node, Num) and node.value == 0 else [node]
