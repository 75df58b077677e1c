"""`vanishes`: a quantity tends to 0, by a linear law for it and Grönwall's inequality."""

from __future__ import annotations

from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.condition import BoundedBelow, Positive, with_lets
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    At,
    Dot,
    Exp,
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
from sslcheck.derive.finding import (
    Check,
    Finding,
    argued_step,
    identity_step,
)
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.linear import is_symmetric, kronecker_expr, system_matrix
from sslcheck.derive.kinds.lyapunov import solve_lyapunov
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reason import Reason, joined, reason
from sslcheck.derive.setting import Setting

__all__ = ["Vanishes", "multiple"]

_ORDER = 2
_DRIVE = Fraction(16)
_BOUND = "a bound for all times, not an equation at a point"


class Vanishes(Kind, frozen=True, kw_only=True, tag="vanishes"):
    """On each trajectory time goes to infinity, and the quantity tends to its limit."""

    unknown: str = ""
    basis: tuple[str, ...] = ()

    names = ("unknown", "basis")
    signs = ("->",)
    reads = "`G \\to 0`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """``G -> 0``: the derivative of G is ``-r G``, ``-(K G + G K)`` or ``-H vec(G)``; each law
        is derived; G decays where r or the smallest eigenvalue of K or H is bounded below.
        """
        setting = case.setting
        if case.relation.rhs != Num(Fraction(0)):
            return Finding(None, (), (), reason("only a limit of 0 is decided"))
        quantity = case.relation.lhs
        normal = case.normal
        element = normal.element(quantity)
        rate = normal.rate(element)
        if rate.is_zero():
            nothing = Relation(quantity, "=", Num(Fraction(0)))
            constant = identity_step(
                Relation(Dot(quantity), "=", Num(Fraction(0))), "it does not move", setting
            )
            holds = normal.holds(nothing)
            why = reason("" if holds else "it is constant")
            return Finding(holds, (Check(nothing, setting),), (constant,), why)
        factor = multiple(rate, element)
        if factor is not None:
            return _scalar_law(normal, quantity, factor, setting)
        if self.unknown:
            return _lyapunov_law(normal, quantity, self.unknown, self.basis, setting)
        if isinstance(quantity, Sym):
            return _linear_law(case, quantity)
        return Finding(None, (), (), reason("no linear law for this quantity was found"))


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
            Relation(quantity, "=", Prod((Exp(negative(Prod((decay, Sym("t"))))), At(quantity)))),
            "the solution of this equation",
            "it holds for all times, not at a point",
        ),
    )
    if normal.functions.sign(-factor) == 1:
        return Finding(True, (check,), steps)
    loose = [n for n in sorted(factor.free()) if not normal.functions.positive(n)]
    vanishing = {n: normal.scalars.number(0) for n in loose}
    if not loose or (-factor).sign() != 1 or not factor.substitute(vanishing).is_zero():
        return Finding(None, (), steps, reason("the sign of the rate ", decay, " is open"))
    conditions = (Positive(Sym(loose[0]) if len(loose) == 1 else decay, tuple(loose)),)
    zero = with_lets(setting, {name: Num(Fraction(0)) for name in loose})
    still = Check(Relation(quantity, "=", Num(Fraction(0))), zero, note=_frozen(loose))
    return Finding(
        False,
        (still,),
        steps,
        reason(
            "it decays like ",
            Exp(negative(Prod((decay, Sym("t"))))),
            ", which needs a positive rate",
        ),
        conditions,
        sufficient=True,
    )


def _frozen(loose: list[str]) -> Reason:
    zeros = [reason(Relation(Sym(name), "=", Num(Fraction(0)))) for name in loose]
    return reason("with ", joined(zeros, ", "), " the quantity keeps its initial value for all t")


def _lyapunov_law(
    normal: NormalForm, quantity: Expr, unknown: str, basis: tuple[str, ...], setting: Setting
) -> Finding:
    matrix = Sym(unknown)
    law = Relation(
        Dot(quantity), "=", negative(Sum((Prod((matrix, quantity)), Prod((quantity, matrix)))))
    )
    found = solve_lyapunov(normal, law, unknown, basis)
    if found is None:
        return Finding(None, (), (), reason("no equation ", law, " was found"))
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
            _bound(quantity, Fraction(4), "\\kappa_0"),
            "each trace is at least the smallest eigenvalue times the squared norm; Grönwall",
            _BOUND,
        ),
    )
    driven, with_what = _driven(solved)
    grows = Check(
        Relation(Dot(SquaredNorm(quantity)), "<=", Num(Fraction(0))),
        driven,
        note=reason("it grows here", with_what, ": its squared norm has a positive derivative"),
    )
    return Finding(
        False,
        (grows,),
        steps,
        reason(
            "an asymptotic statement: it decays where ",
            Relation(matrix, "=", found.value),
            " is bounded below",
        ),
        (BoundedBelow(matrix, "κ₀"),),
        sufficient=True,
    )


def _driven(setting: Setting) -> tuple[Setting, Reason]:
    """Free scalar functions of time at a large constant value, where a bound is most strained."""
    names = [
        name
        for name, symbol in setting.symbols.items()
        if symbol.role == "function" and symbol.scalar and name not in setting.lets
    ]
    driven = [reason(", with ", Relation(Sym(name), "=", Num(_DRIVE))) for name in names]
    return with_lets(setting, {name: Num(_DRIVE) for name in names}), joined(driven, "")


def _linear_law(case: Case, quantity: Sym) -> Finding:
    normal, setting = case.normal, case.setting
    try:
        terms = system_matrix(normal, quantity.name, Fraction(-1))
    except Unsupported as error:
        return Finding(None, (), (), reason(str(error)))
    value = kronecker_expr(normal, terms)
    stacked = Vec(quantity)
    size = Relation(
        Dot(SquaredNorm(quantity)),
        "=",
        negative(Prod((Num(Fraction(2)), Transpose(stacked), value, stacked))),
    )
    symmetric = is_symmetric(terms)
    chosen = (case.derivation.article.hypotheses[n] for n in case.claim.hypotheses)
    gap = symmetric and any(hypothesis.gap for hypothesis in chosen)
    whole = value if symmetric else Sum((value, Transpose(value)))
    bound = _bound(quantity, Fraction(2), "\\lambda_0")
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
            remarks=(reason("bound: ", bound),),
        )
    decays = Check(
        Relation(Dot(SquaredNorm(quantity)), "<", Num(Fraction(0))),
        setting,
        note=reason("the norm does not decrease here"),
    )
    return Finding(
        False,
        (decays,),
        steps,
        reason("the decay rate may be 0"),
        (BoundedBelow(whole, "λ₀"),),
        sufficient=True,
    )


def _bound(quantity: Expr, factor: Fraction, rate: str) -> Relation:
    """The squared norm falls at least at a rate: by Grönwall it falls exponentially."""
    size = SquaredNorm(quantity)
    return Relation(Dot(size), "<=", negative(Prod((Num(factor), Sym(rate), size))))
