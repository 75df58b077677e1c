"""Points at which square roots are rational."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import (
    Diag,
    Ident,
    Maximum,
    Num,
    Power,
    Quotient,
    Relation,
    Sym,
    Transpose,
    negative,
)

HALF = Fraction(1, 2)
ZERO = Num(Fraction(0))


def test_square_roots_of_modes(byol: SimpleNamespace) -> None:
    """Eq. (11) is a matrix function of F."""
    prod, add, eps = byol.prod, byol.add, Sym(r"\varepsilon")
    U, F, s = Sym("U"), Sym("F"), Sym("s_j")
    definitions = {"F": prod(U, Diag(s, "j", "n"), Transpose(U))}
    setting = replace(byol.setting, definitions=definitions, flow={})
    entry = add(Power(s, HALF), prod(eps, Maximum(s, "j")))
    printed = prod(U, Diag(entry, "j", "n"), Transpose(U))
    function = add(Power(F, HALF), prod(eps, Maximum(s, "j"), Ident()))
    trials = Trials(setting)
    assert trials.failing(Relation(function, "=", printed)) is None
    wrong = Relation(Power(F, HALF), "=", F)
    assert trials.failing(wrong) is not None
    assert trials.counterexample(wrong) is not None


def test_square_roots_of_matrices(byol: SimpleNamespace) -> None:
    W, _, _, X, _ = byol.names
    F = Sym("F")
    square = Relation(byol.prod(Power(F, HALF), Power(F, HALF)), "=", F)
    assert Trials(byol.setting).failing(square) is None
    defined = replace(byol.setting, definitions={"F": byol.prod(W, X, Transpose(W))})
    assert Trials(defined).failing(square) is None
    assert Trials(defined).failing(Relation(Power(F, HALF), "psd", ZERO)) is None


def test_a_discriminant_is_made_a_square(byol: SimpleNamespace) -> None:
    """The fixed points on the invariant parabola."""
    prod, add, num = byol.prod, byol.add, byol.num
    tau, sigma, p = Sym(r"\tau"), Sym(r"\sigma"), Sym("p_j")
    alpha, _, eta = byol.rates
    spread = add(num(1), prod(sigma, sigma))
    disc = add(Power(tau, Fraction(2)), negative(prod(num(4), eta, spread)))
    lets = {
        "p_j": Quotient(add(tau, Power(disc, HALF)), prod(num(2), spread)),
        "s_j": Quotient(Power(p, Fraction(2)), alpha),
    }
    trials = Trials(replace(byol.setting, lets=lets, flow={}))
    assert trials.failing(Relation(byol.flow["p_j"], "=", ZERO)) is None
    assert trials.failing(Relation(byol.flow["p_j"], "=", p)) is not None
