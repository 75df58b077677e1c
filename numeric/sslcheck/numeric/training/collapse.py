"""When the online network collapses, whatever its predictor does: derived from the flow, proved.

`mode_growth` reads the modal flow: the growth of a mode is a polynomial in the predictor's p_j, so
its largest value, the weight decay at which that is 0, and the roots are computed. `decay_laws` are
identities of the matrix flow, for all sizes, states and data, that bound the norm of W without a
word about how W_p moves: they cover predictors that are set, learned, or left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.derivation import Derivation
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
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce import modal_model
from sslcheck.derive.reduce.proof import prove
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["DecayLaw", "ModeGrowth", "decay_laws", "mode_growth"]

_FEW = 8  # articles whose laws are kept: they are the same for all runs of a process

_HALF, _MINUS = Num(Fraction(1, 2)), Num(Fraction(-1))
_S, _R = Sym("second moment of a view"), Sym("mean over it")  # no symbols of an article


@dataclass(frozen=True, slots=True)
class ModeGrowth:
    """``g(p) = (dw_j/dt) / w_j`` of an aligned mode with the target W_a = W behind stop-gradient.

    ``coefficients`` are those of 1, p, p^2, expressions in eta and the ``data`` of the mode.
    ``best`` is the p of the largest growth, ``threshold`` the eta at which that growth is 0,
    ``roots`` are p_- and p_+ (below the threshold).
    """

    rate: Expr
    coefficients: tuple[Expr, Expr, Expr]
    data: tuple[str, str]
    best: Expr
    threshold: Expr
    roots: tuple[Expr, Expr]


@dataclass(frozen=True, slots=True)
class DecayLaw:
    """An identity ``dV/dt = -(sum of squares) - ...`` of a target's flow, proved by both routes.

    It holds for every W_p(t) (``predictor`` is ``any``) or for W_p = I (``identity``). V bounds the
    squared norm of W. V tends to 0 where ``eta > factor * lambda_max(X (X + X')^-1 X)``; a
    ``factor`` of 0 asks for eta > 0 or, since V then decays by X' too, X' > 0.
    """

    target: str
    predictor: str
    relation: Relation
    factor: Fraction


@lru_cache(_FEW)
def mode_growth(scene: Derivation) -> ModeGrowth:
    """The growth of a mode as a polynomial in p_j, and what follows from it.

    Raises `Unsupported` where the flow of the article has no such modes: a growth that depends on
    w_j, is not quadratic in p_j with a negative leading coefficient, or not linear in eta.
    """
    laws = _Laws(scene)
    data, (c0, c1, c2) = laws.growth()
    best, threshold = laws.largest(c0, c1, c2)
    two, four = scene.scalars.number(2), scene.scalars.number(4)
    p = scene.scalars.letter(laws.modes().entries[laws.roles.predictor])
    return ModeGrowth(
        ratio_expr(c0 + c1 * p + c2 * p * p),
        (ratio_expr(c0), ratio_expr(c1), ratio_expr(c2)),
        data,
        ratio_expr(best),
        ratio_expr(threshold),
        _roots(best, c1 * c1 - four * c2 * c0, -two * c2),
    )


@lru_cache(_FEW)
def decay_laws(scene: Derivation) -> tuple[DecayLaw, ...]:
    """The laws of the targets `ema`, `simsiam` and `no-stop-gradient`; each is proved anew.

    With ``S = X + X'`` and ``X = R^T S`` the square in ``W_p`` is completed: as in a mode, the
    best that W_p can do is bounded by ``X S^-1 X / 4``. A flow that has not the form that a law is
    about has no such law. Raises `RouteDisagreement` if one that the first route proves is false.
    """
    laws = _Laws(scene)
    kept = []
    for law, setting in laws.all():
        if NormalForm(setting, scene.scalars).holds(law.relation):
            prove(scene, law.relation, setting)
            kept.append(law)
    return tuple(kept)


Found = tuple[DecayLaw, Setting]


class _Laws:
    """What can be stated of the flows of an article; its symbols as they are called here."""

    def __init__(self, scene: Derivation) -> None:
        self.scene = scene
        self.roles = roles = scene.article.roles_for("training")
        self.W, self.W_p, self.W_a = (Sym(n) for n in (roles.online, roles.predictor, roles.target))
        self.X, self.noise = Sym(roles.mean), Sym(roles.spread)
        self.eta, self.beta = Sym(roles.decay), Sym(roles.average)

    def modes(self) -> Model:
        """The modes of the target W_a = W behind the stop-gradient."""
        target = self.roles.targets.get("simsiam")
        model = modal_model(self.scene, target.flow, self.roles.data) if target else None
        if model is None:
            raise Unsupported("no flow with the target W_a = W has aligned modes")
        return model

    def growth(self) -> tuple[tuple[str, str], tuple[Ratio, Ratio, Ratio]]:
        """The names of the data of a mode, and the coefficients of its growth."""
        model, scalars = self.modes(), self.scene.scalars
        p, w = model.entries[self.roles.predictor], model.entries[self.roles.online]
        normal = NormalForm(model.setting, scalars)
        growth = (normal.scalar(model.rates[w]) / scalars.letter(w)).cancelled()
        powers = growth.coefficients(p)
        concave = set(powers) == {0, 1, 2} and normal.functions.known_nonnegative(-powers[2])
        if w in growth.free() or not concave:
            raise Unsupported(f"the growth of a mode is no concave quadratic in {p}")
        first, second = model.data
        return (first, second), (powers[0], powers[1], powers[2])

    def largest(self, c0: Ratio, c1: Ratio, c2: Ratio) -> tuple[Ratio, Ratio]:
        """The p at which ``c0 + c1 p + c2 p^2`` is largest, the eta at which that value is 0."""
        number = c0.scalars.number
        best = -c1 / (number(2) * c2)
        by_eta = (c0 + c1 * best + c2 * best * best).coefficients(self.roles.decay)
        if set(by_eta) != {0, 1}:
            raise Unsupported("the largest growth is not linear in the weight decay")
        return best, -by_eta[0] / by_eta[1]

    def all(self) -> Iterator[Found]:
        """All laws, in the settings in which they are to be proved."""
        with suppress(Unsupported):  # of a flow whose modes are others
            yield from self._any_predictor()
        for target in self._targets("simsiam", "ema"):
            yield self._no_predictor(target)
        for target in self._targets("no-stop-gradient"):
            yield self._no_stop_gradient(target)

    def _targets(self, *names: str) -> tuple[str, ...]:
        return tuple(name for name in names if name in self.roles.targets)

    def _any_predictor(self) -> Iterator[Found]:
        # R = S^-1 X is R_j = X_j / S_j in a mode: the best p is `share` of R_j, and the threshold
        # `factor` of X_j R_j
        (mean, noise), powers = self.growth()
        letter = self.scene.scalars.letter
        ratio = letter(mean) / (letter(mean) + letter(noise))
        best, threshold = self.largest(*powers)
        share, factor = _number(best / ratio), _number(threshold / (letter(mean) * ratio))
        W, W_a, eta = self.W, self.W_a, self.eta
        S, R = _S, _R
        for name in self._targets("simsiam", "ema"):
            target = W_a if name == "ema" else W
            square = Sum((_times(self.W_p, W), _times(Num(-share), target, Transpose(R))))
            rate: list[Expr] = [
                negative(_square(square, S)),
                _times(Num(factor), _square(_times(target, Transpose(R)), S)),
                _times(_MINUS, eta, _square(target)),
            ]
            V: Expr = _times(_HALF, _square(W))
            if name == "ema":
                V = Sum((V, _times(Quotient(eta, self.beta), _square(W_a))))
                rate.append(_times(_MINUS, eta, _square(difference(W, W_a))))
            law = DecayLaw(name, "any", Relation(Dot(V), "=", Sum(tuple(rate))), factor)
            yield law, self._with_ratio(self._without_predictor(name))

    def _no_predictor(self, name: str) -> Found:
        W, W_a = self.W, self.W_a
        V: Expr = _times(_HALF, _square(W))
        rate = [negative(_square(W, self.noise)), _times(_MINUS, self.eta, _square(W))]
        if name == "ema":
            share = Quotient(Num(Fraction(1)), self.beta)
            V = Sum((V, _times(_HALF, share, _square(W_a, self.X))))
            rate.append(negative(_square(difference(W, W_a), self.X)))
        law = DecayLaw(name, "identity", Relation(Dot(V), "=", Sum(tuple(rate))), Fraction(0))
        nothing = {self.roles.predictor: Ident(self.roles.outputs)}
        return law, self._without_predictor(name, nothing)

    def _no_stop_gradient(self, name: str) -> Found:
        W, output = self.W, _times(self.W_p, self.W)
        rate = (
            negative(_square(difference(output, W), self.X)),
            negative(_square(output, self.noise)),
            negative(_square(W, self.noise)),
            _times(_MINUS, self.eta, _square(W)),
        )
        relation = Relation(Dot(_times(_HALF, _square(W))), "=", Sum(rate))
        return DecayLaw(name, "any", relation, Fraction(0)), self._without_predictor(name)

    def _without_predictor(self, target: str, lets: Mapping[str, Expr] | None = None) -> Setting:
        """The flow with the line of W_p left out: nothing may depend on how it moves."""
        base = self.scene.setting((), self.roles.targets[target].flow)
        rates = {name: rate for name, rate in base.flow.items() if name != self.roles.predictor}
        return replace(base, flow=rates, lets={**base.lets, **(lets or {})})

    def _with_ratio(self, setting: Setting) -> Setting:
        """``X = R^T S`` and ``X' = S - X``: R stands for ``S^-1 X``, of which only this is used."""
        shape = (self.roles.inputs, self.roles.inputs)
        symbols = {
            **setting.symbols,
            _S.name: Symbol(_S.name, shape, frozenset({"psd"}), text="X + X'"),
            _R.name: Symbol(_R.name, shape, text="S^-1 X"),
        }
        mean = Prod((Transpose(_R), _S))
        moments = {self.roles.mean: mean, self.roles.spread: difference(_S, mean)}
        return replace(setting, symbols=symbols, lets={**setting.lets, **moments})


def _roots(middle: Ratio, discriminant: Ratio, width: Ratio) -> tuple[Expr, Expr]:
    half = Quotient(Power(ratio_expr(discriminant), Fraction(1, 2)), ratio_expr(width))
    centre = ratio_expr(middle)
    return difference(centre, half), Sum((centre, half))


def _square(factor: Expr, weight: Expr | None = None) -> Expr:
    """``tr(A M A^T)``."""
    inner = (factor, Transpose(factor)) if weight is None else (factor, weight, Transpose(factor))
    return Trace(Prod(inner))


def _times(*factors: Expr) -> Expr:
    return Prod(factors)


def _number(value: Ratio) -> Fraction:
    found = ratio_expr(value)
    if not isinstance(found, Num):
        raise Unsupported("the best predictor of a mode is no multiple of X_j / (X_j + X'_j)")
    return found.value
