"""`identity`: an equation holds for all sizes; `fixed-point`: a rule leaves a value in place."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article import Claim
from sslcheck.derive.decide.conditions import repairs
from sslcheck.derive.decide.finding import Check, Finding, ProofStep, identity_step, with_lets
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import (
    At,
    Dot,
    Exp,
    Expr,
    Integral,
    Partial,
    Relation,
    Sym,
    difference,
    walk,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import plain, relation_latex, to_latex, to_text
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation

__all__ = ["fixed_point", "identity", "identity_finding", "moves"]

_LATER = 2  # order in time


def identity(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """Both sides have the same normal form, so they agree for every size and every value."""
    return identity_finding(scene.normal(setting), relations, setting)


def identity_finding(
    normal: NormalForm, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """The finding on a set of equations."""
    residuals: list[Element] = []
    sides: list[Element] = []
    steps: list[ProofStep] = []
    for relation in relations:
        if relation.op != "=":
            raise ArticleError(
                f"a claim of kind `identity` is an equation; got {relation_latex(relation)}"
            )
        residual = normal.residual(relation)
        residuals.append(residual)
        for side in (relation.lhs, relation.rhs):
            finished = normal.finished(normal.element(side))
            sides.append(finished)
            reached = normal.expr(finished)
            if to_latex(reached) != to_latex(side):
                steps.append(
                    identity_step(Relation(side, "=", reached), _reason(side, setting), setting)
                )
        if residual.is_zero():
            steps.append(
                identity_step(
                    relation,
                    "both sides have the same normal form, hence for every size and every value",
                    setting,
                    _order(relation, setting),
                )
            )
        else:
            rest = Relation(difference(relation.lhs, relation.rhs), "=", normal.expr(residual))
            steps.append(
                identity_step(rest, "words that do not cancel: the two sides differ", setting)
            )
    holds = all(r.is_zero() for r in residuals)
    why = ""
    if not holds:
        first = next(r for r in residuals if not r.is_zero())
        why = f"the two sides differ by {_short(to_text(normal.expr(first)))}"
    return Finding(
        holds,
        tuple(Check(relation, setting, _order(relation, setting)) for relation in relations),
        tuple(steps),
        why,
        () if holds else repairs(normal, residuals, sides),
        complete=not any(normal.functions.opaque(r) for r in residuals),
    )


def _order(relation: Relation, setting: Setting) -> int:
    """To which order in time an equation is to be compared at exact points.

    One that names the time (exponentials, integrals, values at 0) says more than its start does,
    unless the setting itself speaks of the start only.
    """
    timed = (At, Exp, Integral)
    nodes = [part for side in (relation.lhs, relation.rhs) for part in walk(side)]
    at_start = setting.initial or any(
        s.role == "state" and s.properties for s in setting.symbols.values()
    )
    return 0 if at_start or not any(isinstance(part, timed) for part in nodes) else _LATER


def moves(node: Expr) -> bool:
    """Whether a time derivative occurs."""
    return any(isinstance(part, Dot) for part in walk(node))


def _reason(side: Expr, setting: Setting) -> str:
    if any(isinstance(part, Partial) for part in walk(side)):
        return "the flow differentiated by the parameter"
    if moves(side):
        return "the derived flow inserted, products multiplied out"
    if setting.lets or setting.definitions:
        return "definitions and hypotheses inserted, products multiplied out"
    return "products multiplied out"


def _short(latex: str, most: int = 120) -> str:
    return latex if len(latex) <= most else latex[:most].rsplit(" ", 1)[0] + " …"


def fixed_point(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """The fixed point of a linear recursion is derived and compared with the claimed value.

    The recursion is the printed line; the claim is ``unknown = value``.
    """
    unknown = str(claim.options.get("unknown", ""))
    if claim.row is None or len(relations) != 1 or relations[0].lhs != Sym(unknown):
        raise ArticleError(
            f"claim `{claim.id}`: a fixed-point claim needs a printed `line` with the recursion,"
            " `unknown`, and a reading `unknown = value`"
        )
    rule = resolve_relation(
        claim.row.relations[0],
        setting.symbols,
        source=claim.row.source,
        where=f"equation ({claim.equation})",
        merged=setting.merged,
    )
    normal = scene.normal(setting)
    right = normal.element(rule.rhs)
    itself = normal.element(Sym(unknown))
    (word,) = itself.terms
    weight = right.terms.get(word, scene.scalars.number(0))
    rest = right - itself.scaled(weight)
    if unknown in rest.letters():
        raise Unsupported(f"the recursion is not linear in `{unknown}`")
    one = scene.scalars.number(1)
    fixed = rest.scaled(one / (one - weight))
    value = normal.expr(fixed)
    steps = (
        identity_step(
            Relation(rule.rhs, "=", normal.expr(right)),
            "the expectation over the views, with f the output on a view",
            setting,
        ),
        identity_step(
            Relation(rule.rhs, "=", Sym(unknown)),
            f"the fixed point is {relation_latex(Relation(Sym(unknown), '=', value))};"
            f" the distance to it shrinks by the factor {to_latex(ratio_expr(weight))}"
            " each time",
            with_lets(setting, {unknown: value}),
        ),
    )
    claimed = relations[0].rhs
    found = identity_finding(normal, (Relation(value, "=", claimed),), setting)
    check = Check(Relation(Sym(unknown), "=", rule.rhs), with_lets(setting, {unknown: claimed}))
    why = found.why and f"the fixed point is {to_text(value)}"
    regular = f"where {plain(to_latex(ratio_expr(one - weight)))} ≠ 0"
    return replace(
        found, checks=(check,), steps=(*steps, *found.steps), why=why, remarks=(regular,)
    )
