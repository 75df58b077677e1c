"""`preserved`: a constraint on the state, imposed at one time, is kept by the flow; `common`: one
function of time serves all modes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article import Claim
from sslcheck.derive.decide.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Maximum,
    Num,
    Partial,
    Prod,
    Quotient,
    Relation,
    Sym,
    Trace,
    Transpose,
    difference,
    negative,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import relation_latex, to_latex
from sslcheck.derive.setting import Setting

__all__ = ["common", "preserved"]


def preserved(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """The derivative of ``lhs - rhs`` vanishes wherever the constraint ``lhs = rhs`` holds.

    With a ``free`` function of time in the constraint its derivative may be chosen.
    """
    if len(relations) != 1 or not isinstance(relations[0].lhs, Sym):
        raise ArticleError(
            f"claim `{claim.id}`: a claim of kind `preserved` reads `state = expression`"
        )
    relation = relations[0]
    assert isinstance(relation.lhs, Sym)
    mirrored = relation.rhs == Transpose(relation.lhs)
    right = scene.normal(setting).element(relation.rhs)
    if not mirrored and relation.lhs.name in right.letters():
        raise ArticleError(
            f"claim `{claim.id}`: the right side must not contain the state, except in `W = W^T`"
        )
    constrained = _constrain(setting, relation)
    gap = difference(relation.lhs, relation.rhs)
    normal = scene.normal(constrained)
    residual = normal.finished(normal.rate(normal.element(gap)))
    free = claim.options.get("free")
    if isinstance(free, str):
        return _up_to(normal, relation, residual, free, constrained)
    check = Check(Relation(Dot(gap), "=", Num(Fraction(0))), constrained)
    step = identity_step(
        Relation(Dot(gap), "=", normal.expr(residual)),
        f"derivative along the flow where {relation_latex(relation)}",
        constrained,
    )
    why = "" if residual.is_zero() else "the flow leaves it at once: its derivative is not 0 there"
    return Finding(residual.is_zero(), (check,), (step,), why)


def _constrain(setting: Setting, relation: Relation) -> Setting:
    """The constraint imposed on the initial state only."""
    assert isinstance(relation.lhs, Sym)
    name = relation.lhs.name
    if relation.rhs == Transpose(relation.lhs):
        symbol = setting.symbols[name]
        marked = replace(symbol, properties=symbol.properties | {"symmetric"})
        return replace(setting, symbols={**setting.symbols, name: marked})
    return replace(setting, initial={**setting.initial, name: relation.rhs})


def _up_to(
    normal: NormalForm, relation: Relation, residual: Element, free: str, setting: Setting
) -> Finding:
    """The residual must be a multiple of the direction that the free function moves in."""
    dotted = normal.expr(normal.element(Dot(Sym(free))))
    letter = normal.element(Dot(Sym(free))).as_scalar()
    (name,) = letter.free()
    fixed = residual.scalar_map(lambda c: c.substitute({name: normal.scalars.number(0)}))
    direction = residual.scalar_map(lambda c: c.diff(name))
    holds = fixed.is_zero() or _parallel(fixed, direction)
    steps = (
        identity_step(
            Relation(Dot(difference(relation.lhs, relation.rhs)), "=", normal.expr(residual)),
            f"derivative along the flow where {relation_latex(relation)}",
            setting,
        ),
        argued_step(
            f"{to_latex(dotted)} \\left({to_latex(normal.expr(-direction))}\\right)"
            f" = {to_latex(normal.expr(fixed))}",
            f"so the left side is to be matched by a choice of {to_latex(dotted)}: "
            + ("it can" if holds else "the words are not proportional, so no choice does it"),
            f"{to_latex(dotted)} is sought; whether one serves is evaluated with the claim itself",
        ),
    )
    symbols = {**setting.symbols, free: replace(setting.symbols[free], role="parameter")}
    still = replace(setting, symbols=symbols)
    rest: Expr = Dot(difference(relation.lhs, relation.rhs))
    along: Expr = Partial(relation.rhs, free)
    parallel = Relation(
        Prod((rest, Trace(Prod((Transpose(along), along))))),
        "=",
        Prod((along, Trace(Prod((Transpose(along), rest))))),
    )
    note = "the flow moves the state out of all multiples: left and right are not parallel"
    why = "" if holds else "the flow leaves it at once, whatever the factor does"
    return Finding(holds, (Check(parallel, still, note=note),), steps, why)


def _parallel(a: Element, b: Element) -> bool:
    if not b.terms:
        return False
    word = next(iter(b.terms))
    if word not in a.terms:
        return False
    return (a - b.scaled(a.terms[word] / b.terms[word])).is_zero()


def common(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """An equation ``factor * dy/dt = rhs`` for every mode j, with one y for all of them.

    The derivative that it gives must not depend on the mode; two modes are compared.
    """
    unknown = str(claim.options.get("unknown", ""))
    if len(relations) != 1:
        raise ArticleError(f"claim `{claim.id}`: a claim of kind `common` is one equation")
    match relations[0].lhs:
        case Dot(arg=Sym(name=name)) if name == unknown:
            rate: Expr = relations[0].rhs
        case Prod(factors=(*factors, Dot(arg=Sym(name=name)))) if name == unknown:
            rate = Quotient(relations[0].rhs, Prod(tuple(factors)))
        case _:
            raise ArticleError(
                f"claim `{claim.id}`: the left side must be a factor times the derivative of the"
                f" `unknown`"
            )
    normal = scene.normal(setting)
    value = normal.scalar(rate).cancelled()
    first, second = (_of_mode(normal, value, k) for k in ("1", "2"))
    apart = (first - second).cancelled()
    indexed = [n for n in value.free() if setting.symbols[n].index]
    holds = apart.is_zero()
    steps = (
        identity_step(
            Relation(rate, "=", normal.expr(normal.alphabet.scalar(value))),
            f"what mode j asks of the derivative of {unknown}, with the flow inserted",
            setting,
        ),
        argued_step(
            f"{to_latex(normal.expr(normal.alphabet.scalar(apart)))}"
            + (" = 0" if holds else " \\neq 0"),
            "modes 1 and 2 compared: "
            + (
                "it does not depend on the mode"
                if holds
                else f"it depends on {', '.join(sorted(indexed))}, so the system is overdetermined"
            ),
            "two modes by name; over all modes the claim itself is evaluated",
        ),
    )
    index = next((setting.symbols[n].index for n in indexed), "")
    largest = Maximum(rate, index)
    smallest = negative(Maximum(negative(rate), index))
    note = f"the largest and the smallest derivative of {unknown} that two modes ask for"
    why = "" if holds else "overdetermined: the modes ask for different derivatives"
    return Finding(
        holds, (Check(Relation(largest, "=", smallest), setting, note=note),), steps, why
    )


def _of_mode(normal: NormalForm, value: Ratio, mode: str) -> Ratio:
    names = [n for n in value.free() if normal.setting.symbols[n].index]
    return value.substitute(
        {
            n: normal.scalars.letter(_numbered(n, normal.setting.symbols[n].index, mode))
            for n in names
        }
    )


def _numbered(name: str, index: str, mode: str) -> str:
    return name.replace(f"_{index}", f"_{mode}")
