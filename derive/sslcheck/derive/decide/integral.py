"""`integral`: a relation holds along the flow for some constant; `solution`: a closed form."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article import Claim
from sslcheck.derive.decide.conditions import repairs
from sslcheck.derive.decide.finding import Check, Finding, ProofStep, argued_step, identity_step
from sslcheck.derive.decide.scene import Scene
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
    difference,
    negative,
    walk,
)
from sslcheck.derive.printing import plain, relation_latex, to_text
from sslcheck.derive.setting import Setting

__all__ = ["integral", "isolate", "solution"]

_READABLE = 1000  # characters of LaTeX; a longer step would tell a reader nothing
_ORDER = 3  # Taylor order to which the second route follows the exact flow
_AS_SERIES = "the closed form is evaluated with the claim itself, as a series in time"


def integral(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """The relation is solved for its constant, whose time derivative must vanish."""
    constant = str(claim.options.get("constant", ""))
    if len(relations) != 1 or constant not in setting.symbols:
        raise ArticleError(
            f"claim `{claim.id}`: a claim of kind `integral` is one equation, and names its"
            " `constant`"
        )
    bracket = isolate(relations[0], constant, claim.id)
    normal = scene.normal(setting)
    element = normal.element(bracket)
    rate = normal.rate(element)
    steps: list[ProofStep] = [
        argued_step(
            relation_latex(Relation(Sym(constant), "=", bracket)),
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
            identity_step(Relation(Transpose(bracket), "=", bracket), "it is symmetric", setting)
        )
    check = Check(Relation(bracket, "=", At(bracket)), setting, _ORDER)
    holds = rate.is_zero()
    remarks = tuple(_unused(scene, setting, bracket)) if holds else ()
    why = "" if holds else f"its time derivative is not 0 but {to_text(normal.expr(rate))}"
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


def _unused(scene: Scene, setting: Setting, bracket: Expr) -> list[str]:
    """States whose own flow the proof does not use: they may be any function of time."""
    found = []
    for state in setting.flow:
        others = {name: rate for name, rate in setting.flow.items() if name != state}
        normal = scene.normal(replace(setting, flow=others))
        if normal.rate(normal.element(bracket)).is_zero():
            found.append(f"holds for every {plain(state)}(t): its own flow is not used")
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


def solution(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """A closed form ``y = candidate`` follows the flow of y, and starts where y starts.

    The set ``y = candidate`` is invariant when the derivative of ``candidate - y`` vanishes on it;
    with equal initial values, uniqueness of the flow gives equality for all t.
    """
    unknown = str(claim.options.get("unknown", ""))
    if len(relations) != 1 or unknown not in setting.flow:
        raise ArticleError(
            f"claim `{claim.id}`: a claim of kind `solution` is `unknown = closed form`, with a"
            " flow for the unknown"
        )
    relation = relations[0]
    normal = scene.normal(setting)
    left, candidate = normal.element(relation.lhs), normal.scalar(relation.rhs)
    if not (left - normal.element(Sym(unknown))).is_zero():
        raise ArticleError(f"claim `{claim.id}`: the left side must be the unknown `{unknown}`")
    gap = normal.rate(normal.alphabet.scalar(candidate) - left)
    inside = gap.scalar_map(lambda c: c.substitute({unknown: candidate}).root_reduced())
    start = normal.element(difference(At(relation.rhs), At(Sym(unknown))))
    apart = difference(relation.rhs, Sym(unknown))
    moved = Relation(Dot(apart), "=", normal.expr(gap))
    left_over = Relation(Dot(apart), "=", normal.expr(inside))
    at_start = Relation(difference(At(relation.rhs), At(Sym(unknown))), "=", normal.expr(start))
    steps = [
        identity_step(
            Relation(Dot(Sym(unknown)), "=", normal.expr(normal.rate(left))),
            "the flow of the unknown",
            setting,
        )
    ]
    if len(relation_latex(moved)) < _READABLE:
        steps.append(
            identity_step(
                moved,
                "the closed form differentiated (the integral by its upper limit), less the flow",
                setting,
            )
        )
    steps += [
        argued_step(
            f"{relation_latex(left_over)} \\quad \\text{{on }} {relation_latex(relation)}",
            "the closed form differentiated and inserted: it follows the same equation"
            if inside.is_zero()
            else "the closed form differentiated and inserted: what is left, so it leaves the flow",
            _AS_SERIES,
        ),
        argued_step(
            relation_latex(at_start),
            "initial values agree; the flow is locally Lipschitz, so the two are equal for all t"
            if start.is_zero()
            else "the initial values differ",
            _AS_SERIES,
        ),
    ]
    holds = inside.is_zero() and start.is_zero()
    residuals: list[Element] = [r for r in (inside, start) if not r.is_zero()]
    return Finding(
        holds,
        (Check(relation, setting, _ORDER),),
        tuple(steps),
        "" if holds else "it solves the equation only from special initial values",
        () if holds else repairs(normal, residuals, [normal.alphabet.scalar(candidate), left]),
    )
