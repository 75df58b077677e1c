"""`vanishes`: a quantity tends to 0, by a linear law for it and Grönwall's inequality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article import Claim
from sslcheck.derive.decide.finding import (
    Check,
    Condition,
    Finding,
    argued_step,
    identity_step,
    with_lets,
)
from sslcheck.derive.decide.linear import is_symmetric, kronecker_expr, system_matrix
from sslcheck.derive.decide.lyapunov import solve_lyapunov
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Num,
    Prod,
    Relation,
    SquaredNorm,
    Sum,
    Sym,
    Trace,
    Transpose,
    Vec,
    negative,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import plain, relation_latex, to_latex
from sslcheck.derive.setting import Setting

__all__ = ["multiple", "vanishes"]

_ORDER = 2
_DRIVE = Fraction(16)
_BOUND = "a bound for all times, not an equation at a point"


def vanishes(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """``G -> 0``: the derivative of G is ``-r G``, ``-(K G + G K)`` or ``-H vec(G)``; each law is
    derived, and G decays where r, the smallest eigenvalue of K or that of H is bounded below.
    """
    if len(relations) != 1 or relations[0].op != "->" or relations[0].rhs != Num(Fraction(0)):
        raise ArticleError(f"claim `{claim.id}`: a claim of kind `vanishes` reads `G \\to 0`")
    quantity = relations[0].lhs
    normal = scene.normal(setting)
    element = normal.element(quantity)
    rate = normal.rate(element)
    if rate.is_zero():
        nothing = Relation(quantity, "=", Num(Fraction(0)))
        constant = identity_step(
            Relation(Dot(quantity), "=", Num(Fraction(0))), "it does not move", setting
        )
        holds = normal.holds(nothing)
        why = "" if holds else "it is constant"
        return Finding(holds, (Check(nothing, setting),), (constant,), why)
    factor = multiple(rate, element)
    if factor is not None:
        return _scalar_law(normal, quantity, factor, setting)
    unknown = claim.options.get("unknown")
    if isinstance(unknown, str):
        return _lyapunov_law(normal, claim, quantity, unknown, setting)
    if isinstance(quantity, Sym):
        return _linear_law(scene, claim, normal, quantity, setting)
    return Finding(None, (), (), "no linear law for this quantity was found")


def multiple(rate: Element, element: Element) -> Ratio | None:
    """c with ``rate = c element``, if there is one."""
    if not element.terms or rate.is_zero():
        return None
    word = next(iter(element.terms))
    if word not in rate.terms:
        return None
    factor = (rate.terms[word] / element.terms[word]).cancelled()
    return factor if (rate - element.scaled(factor)).is_zero() else None


def _scalar_law(normal: NormalForm, quantity: Expr, factor: Ratio, setting: Setting) -> Finding:
    decay = normal.expr(normal.alphabet.scalar(-factor))
    law = Relation(Dot(quantity), "=", negative(Prod((decay, quantity))))
    check = Check(law, setting, _ORDER)
    steps = (
        identity_step(law, "product rule along the flow", setting),
        argued_step(
            f"{to_latex(quantity)} = e^{{-{to_latex(decay)} t}} C",
            "the solution of this equation",
            "it holds for all times, not at a point",
        ),
    )
    if normal.functions.sign(-factor) == 1:
        return Finding(True, (check,), steps)
    loose = [n for n in sorted(factor.free()) if not normal.functions.positive(n)]
    vanishing = {n: normal.scalars.number(0) for n in loose}
    if not loose or (-factor).sign() != 1 or not factor.substitute(vanishing).is_zero():
        return Finding(None, (), steps, f"the sign of the rate {plain(to_latex(decay))} is open")
    needs = f"{loose[0] if len(loose) == 1 else to_latex(decay)} > 0"
    conditions = (Condition(needs, _all_positive(loose), plain(needs)),)
    zero = with_lets(setting, {name: Num(Fraction(0)) for name in loose})
    still = Check(Relation(quantity, "=", Num(Fraction(0))), zero, note=_frozen(loose))
    return Finding(
        False,
        (still,),
        steps,
        f"it decays like e^(-{plain(to_latex(decay))} t), which needs a positive rate",
        conditions,
        sufficient=True,
    )


def _frozen(loose: list[str]) -> str:
    return f"with {plain(', '.join(loose))} = 0 the quantity keeps its initial value for all t"


def _all_positive(names: list[str]) -> Callable[[Setting], Setting]:
    def apply(setting: Setting) -> Setting:
        symbols = dict(setting.symbols)
        for name in names:
            symbols[name] = replace(symbols[name], sign="positive")
        return replace(setting, symbols=symbols)

    return apply


def _lyapunov_law(
    normal: NormalForm, claim: Claim, quantity: Expr, unknown: str, setting: Setting
) -> Finding:
    matrix = Sym(unknown)
    law = Relation(
        Dot(quantity), "=", negative(Sum((Prod((matrix, quantity)), Prod((quantity, matrix)))))
    )
    basis = claim.options.get("basis", ())
    found = solve_lyapunov(normal, law, unknown, tuple(basis))
    if found is None:
        return Finding(None, (), (), f"no equation dQ/dt = -({unknown} Q + Q {unknown}) was found")
    solved = with_lets(setting, {unknown: found.value})
    inner = Sum(
        (
            Trace(Prod((Transpose(quantity), matrix, quantity))),
            Trace(Prod((quantity, matrix, Transpose(quantity)))),
        )
    )
    size = Relation(Dot(SquaredNorm(quantity)), "=", negative(Prod((Num(Fraction(2)), inner))))
    steps = (
        *found.steps,
        identity_step(size, "the squared Frobenius norm along the flow", solved),
        argued_step(
            f"\\|{to_latex(quantity)}\\| \\leq e^{{-2 \\kappa_0 t}} \\|{to_latex(quantity)}(0)\\|"
            f" \\text{{ where }} \\lambda_{{\\min}}({unknown}) \\geq \\kappa_0",
            "each trace is at least the smallest eigenvalue times the squared norm; Grönwall",
            _BOUND,
        ),
    )
    driven, with_what = _driven(solved)
    grows = Check(
        Relation(Dot(SquaredNorm(quantity)), "<=", Num(Fraction(0))),
        driven,
        note=f"it grows here{with_what}: its squared norm has a positive derivative",
    )
    latex = f"\\lambda_{{\\min}}({unknown}(t)) \\geq \\kappa_0 > 0 \\text{{ for all }} t"
    condition = Condition(latex, lambda s: s, f"λ_min({unknown}(t)) ≥ κ₀ > 0 for all t")
    return Finding(
        False,
        (grows,),
        steps,
        "an asymptotic statement: the commutator decays like e^(-2κ₀t) where "
        f"{plain(relation_latex(Relation(matrix, '=', found.value)))} is bounded below by κ₀",
        (condition,),
        sufficient=True,
    )


def _driven(setting: Setting) -> tuple[Setting, str]:
    """Free scalar functions of time at a large constant value, where a bound is most strained."""
    names = [
        name
        for name, symbol in setting.symbols.items()
        if symbol.role == "function" and symbol.scalar and name not in setting.lets
    ]
    note = "".join(f", with {plain(name)} = {_DRIVE}" for name in names)
    return with_lets(setting, {name: Num(_DRIVE) for name in names}), note


def _linear_law(
    scene: Scene, claim: Claim, normal: NormalForm, quantity: Sym, setting: Setting
) -> Finding:
    try:
        terms = system_matrix(normal, quantity.name, Fraction(-1))
    except Unsupported as error:
        return Finding(None, (), (), str(error))
    value = kronecker_expr(normal, terms)
    stacked = Vec(quantity)
    size = Relation(
        Dot(SquaredNorm(quantity)),
        "=",
        negative(Prod((Num(Fraction(2)), Transpose(stacked), value, stacked))),
    )
    symmetric = is_symmetric(terms)
    gap = symmetric and any(scene.article.hypotheses[n].gap for n in claim.hypotheses)
    matrix = "H(t)" if symmetric else "H(t) + H(t)^T"
    bound = (
        f"\\|{quantity.name}(t)\\| \\leq e^{{-\\lambda_0 t}} \\|{quantity.name}(0)\\|"
        f" \\text{{ where }} \\lambda_{{\\min}}({matrix}) \\geq"
        f" {'' if symmetric else '2 '}\\lambda_0"
    )
    steps = (
        identity_step(
            Relation(Vec(Dot(quantity)), "=", negative(Prod((value, stacked)))),
            "the flow in Kronecker form",
            setting,
        ),
        identity_step(size, "the squared norm along the flow", setting),
        argued_step(bound, "Rayleigh quotient, then Grönwall's inequality", _BOUND),
    )
    if gap:
        return Finding(
            True,
            (Check(size, setting, _ORDER),),
            steps,
            remarks=(f"bound: {plain(bound)}",),
        )
    text = "the smallest eigenvalue of H(t)" + ("" if symmetric else " + H(t)ᵀ")
    latex = f"\\lambda_{{\\min}}({matrix}) \\geq \\lambda_0 > 0 \\text{{ for all }} t"
    decays = Check(
        Relation(Dot(SquaredNorm(quantity)), "<", Num(Fraction(0))),
        setting,
        note="the norm does not decrease here",
    )
    condition = Condition(latex, lambda s: s, f"{text} is at least λ₀ > 0 for all t")
    return Finding(
        False, (decays,), steps, "the decay rate may be 0", (condition,), sufficient=True
    )
