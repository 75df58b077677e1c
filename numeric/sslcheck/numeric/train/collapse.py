"""When the online network collapses, whatever its predictor does: derived from the flow, proved.

`mode_growth` reads the modal flow: the growth of a mode is a polynomial in the predictor's p_j, so
its largest value, the weight decay at which that is 0, and the roots are computed. `decay_laws` are
identities of the matrix flow, for all sizes, states and data, that bound the norm of W without a
word about how W_p moves: they cover predictors that are set, learned, or left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Ident,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Trace,
    Transpose,
    difference,
    negative,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce import modal_model
from sslcheck.derive.reduce.proof import prove
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["DecayLaw", "ModeGrowth", "decay_laws", "mode_growth"]

_W, _W_P, _W_A = Sym("W"), Sym("W_p"), Sym("W_a")
_X, _NOISE = Sym("X"), Sym("X'")
_ETA, _BETA = Sym("\\eta"), Sym("\\beta")
_HALF = Num(Fraction(1, 2))
_S, _R = Sym("S"), Sym("R")


@dataclass(frozen=True, slots=True)
class ModeGrowth:
    """``g(p) = (dw_j/dt) / w_j`` of an aligned mode with the target W_a = W behind stop-gradient.

    ``coefficients`` are those of 1, p, p^2, expressions in eta and the ``data`` of the mode.
    ``best`` is the p of the largest growth, ``threshold`` the eta at which that growth is 0,
    ``roots`` are p_- and p_+ (below the threshold), and ``without`` is ``g(1)``: no predictor.
    """

    rate: Expr
    coefficients: tuple[Expr, Expr, Expr]
    data: tuple[str, str]
    best: Expr
    threshold: Expr
    roots: tuple[Expr, Expr]
    without: Expr


@dataclass(frozen=True, slots=True)
class DecayLaw:
    """An identity ``dV/dt = -(sum of squares) - ...`` of a flow, proved by both routes.

    It holds for every W_p(t) (``predictor`` is ``any``) or for W_p = I (``identity``). V bounds the
    squared norm of W. V tends to 0 where ``eta > factor * lambda_max(X (X + X')^-1 X)``; a
    ``factor`` of 0 asks for eta > 0 or, since V then decays by X' too, X' > 0.
    """

    flow: str
    predictor: str
    relation: Relation
    factor: Fraction


def mode_growth(scene: Derivation) -> ModeGrowth:
    """The growth of a mode as a polynomial in p_j, and what follows from it.

    Raises `Unsupported` where the flow of the article has no such modes: a growth that depends on
    w_j, is not quadratic in p_j with a negative leading coefficient, or not linear in eta.
    """
    data, (c0, c1, c2) = _growth(scene)
    best, threshold = _largest(c0, c1, c2)
    two, four = scene.scalars.number(2), scene.scalars.number(4)
    p = scene.scalars.letter("p_j")
    return ModeGrowth(
        ratio_expr(c0 + c1 * p + c2 * p * p),
        (ratio_expr(c0), ratio_expr(c1), ratio_expr(c2)),
        data,
        ratio_expr(best),
        ratio_expr(threshold),
        _roots(best, c1 * c1 - four * c2 * c0, -two * c2),
        ratio_expr(c0 + c1 + c2),
    )


def _growth(scene: Derivation) -> tuple[tuple[str, str], tuple[Ratio, Ratio, Ratio]]:
    """The names of the data of a mode, and the coefficients of its growth."""
    model = modal_model(scene, "simsiam", ("X", "X'"))
    if model is None or not {"p_j", "w_j"} <= model.rates.keys():
        raise Unsupported("the flow `simsiam` has no aligned modes p_j, w_j")
    normal = NormalForm(model.setting, scene.scalars)
    growth = (normal.scalar(model.rates["w_j"]) / scene.scalars.letter("w_j")).cancelled()
    powers = growth.coefficients("p_j")
    if "w_j" in growth.free() or set(powers) != {0, 1, 2} or powers[2].sign() != -1:
        raise Unsupported("the growth of a mode is no concave quadratic in p_j")
    first, second = model.data
    return (first, second), (powers[0], powers[1], powers[2])


def _largest(c0: Ratio, c1: Ratio, c2: Ratio) -> tuple[Ratio, Ratio]:
    """The p at which ``c0 + c1 p + c2 p^2`` is largest, and the eta at which that value is 0."""
    number = c0.scalars.number
    best = -c1 / (number(2) * c2)
    by_eta = (c0 + c1 * best + c2 * best * best).coefficients("\\eta")
    if set(by_eta) != {0, 1}:
        raise Unsupported("the largest growth is not linear in the weight decay")
    return best, -by_eta[0] / by_eta[1]


def _roots(middle: Ratio, discriminant: Ratio, width: Ratio) -> tuple[Expr, Expr]:
    half = Quotient(Power(ratio_expr(discriminant), Fraction(1, 2)), ratio_expr(width))
    centre = ratio_expr(middle)
    return difference(centre, half), Sum((centre, half))


def decay_laws(scene: Derivation) -> tuple[DecayLaw, ...]:
    """The laws of `ema` (flow `byol`), `simsiam` and `no-stop-gradient`; each is proved anew.

    With ``S = X + X'`` and ``X = R^T S`` the square in ``W_p`` is completed: as in a mode, the
    best that W_p can do is bounded by ``X S^-1 X / 4``. Raises `RouteDisagreement` if one fails.
    """
    found = [*_any_predictor(scene), *_no_predictor(scene), _no_stop_gradient(scene)]
    for law, setting in found:
        prove(scene, law.relation, setting)
    return tuple(law for law, _ in found)


def _square(factor: Expr, weight: Expr | None = None) -> Expr:
    """``tr(A M A^T)``."""
    inner = (factor, Transpose(factor)) if weight is None else (factor, weight, Transpose(factor))
    return Trace(Prod(inner))


def _times(*factors: Expr) -> Expr:
    return Prod(factors)


def _any_predictor(scene: Derivation) -> list[tuple[DecayLaw, Setting]]:
    # R = S^-1 X is R_j = X_j / S_j in a mode: the best p is `share` of R_j, and the threshold
    # `factor` of X_j R_j
    (mean, noise), powers = _growth(scene)
    letter = scene.scalars.letter
    ratio = letter(mean) / (letter(mean) + letter(noise))
    best, threshold = _largest(*powers)
    share, factor = _number(best / ratio), _number(threshold / (letter(mean) * ratio))
    found = []
    for flow, target in (("simsiam", _W), ("byol", _W_A)):
        S, R = _S, _R
        square = Sum((_times(_W_P, _W), _times(Num(-share), target, Transpose(R))))
        rate: list[Expr] = [
            negative(_square(square, S)),
            _times(Num(factor), _square(_times(target, Transpose(R)), S)),
            _times(Num(Fraction(-1)), _ETA, _square(target)),
        ]
        V: Expr = _times(_HALF, _square(_W))
        if flow == "byol":
            V = Sum((V, _times(Quotient(_ETA, _BETA), _square(_W_A))))
            rate.append(_times(Num(Fraction(-1)), _ETA, _square(difference(_W, _W_A))))
        law = DecayLaw(flow, "any", Relation(Dot(V), "=", Sum(tuple(rate))), factor)
        found.append((law, _with_ratio(_without_predictor(scene, flow))))
    return found


def _number(value: Ratio) -> Fraction:
    found = ratio_expr(value)
    if not isinstance(found, Num):
        raise Unsupported("the best predictor of a mode is no multiple of X_j / (X_j + X'_j)")
    return found.value


def _no_predictor(scene: Derivation) -> list[tuple[DecayLaw, Setting]]:
    found = []
    decay = _times(Num(Fraction(-1)), _ETA, _square(_W))
    for flow in ("simsiam", "byol"):
        V: Expr = _times(_HALF, _square(_W))
        rate: list[Expr] = [negative(_square(_W, _NOISE)), decay]
        if flow == "byol":
            V = Sum((V, _times(_HALF, Quotient(Num(Fraction(1)), _BETA), _square(_W_A, _X))))
            rate.append(negative(_square(difference(_W, _W_A), _X)))
        law = DecayLaw(flow, "identity", Relation(Dot(V), "=", Sum(tuple(rate))), Fraction(0))
        found.append((law, _without_predictor(scene, flow, {"W_p": Ident("n")})))
    return found


def _no_stop_gradient(scene: Derivation) -> tuple[DecayLaw, Setting]:
    flow = "no-stop-gradient"
    rate = (
        negative(_square(difference(_times(_W_P, _W), _W), _X)),
        negative(_square(_times(_W_P, _W), _NOISE)),
        negative(_square(_W, _NOISE)),
        _times(Num(Fraction(-1)), _ETA, _square(_W)),
    )
    relation = Relation(Dot(_times(_HALF, _square(_W))), "=", Sum(rate))
    return DecayLaw(flow, "any", relation, Fraction(0)), _without_predictor(scene, flow)


def _without_predictor(
    scene: Derivation, flow: str, lets: Mapping[str, Expr] | None = None
) -> Setting:
    """The flow with the line of W_p left out: nothing may depend on how it moves."""
    base = scene.setting((), flow)
    rates = {name: rate for name, rate in base.flow.items() if name != "W_p"}
    return replace(base, flow=rates, lets={**base.lets, **(lets or {})})


def _with_ratio(setting: Setting) -> Setting:
    """``X = R^T S`` and ``X' = S - X``: R stands for ``S^-1 X``, of which only this is used."""
    symbols = {
        **setting.symbols,
        "S": Symbol("S", ("d", "d"), frozenset({"psd"}), text="X + X'"),
        "R": Symbol("R", ("d", "d"), text="S^-1 X"),
    }
    mean = Prod((Transpose(_R), _S))
    return replace(
        setting, symbols=symbols, lets={**setting.lets, "X": mean, "X'": difference(_S, mean)}
    )
