"""Collapse, whatever the predictor does: derived expressions, and laws that fail when altered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from sympy import Rational, solve, sqrt, symbols

from sslcheck.derive import load_article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import RouteDisagreement
from sslcheck.derive.expr import Dot, Expr, Num, Prod, Relation, Sum
from sslcheck.derive.reduce.proof import prove
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.printing import to_text
from sslcheck.numeric.training import collapse
from sslcheck.numeric.training.collapse import ModeGrowth, decay_laws, mode_growth


@pytest.fixture(scope="module")
def scene() -> Derivation:
    return Derivation(load_article("directpred"))


@pytest.fixture(scope="module")
def growth(scene: Derivation) -> ModeGrowth:
    return mode_growth(scene)


def value(node: Expr, x: float, noise: float, eta: float, p: float = 0.0) -> float:
    return float(scalar_value(node, {"X_j": x, "X'_j": noise, "\\eta": eta, "p_j": p}))


@pytest.mark.parametrize(("x", "noise"), [(1.0, 0.25), (0.3, 2.0), (2.5, 0.0)])
def test_numbers_are_those_of_the_parabola(growth: ModeGrowth, x: float, noise: float) -> None:
    """Against SymPy's own maximum and roots of the growth, written down anew."""
    p, eta = symbols("p eta")
    g = Rational(str(x)) * p - Rational(str(x + noise)) * p**2 - eta
    best = solve(g.diff(p), p)[0]
    critical = solve(g.subs(p, best), eta)[0]
    assert value(growth.best, x, noise, 0.0) == pytest.approx(float(best), rel=1e-14)
    assert value(growth.threshold, x, noise, 0.0) == pytest.approx(float(critical), rel=1e-14)
    below = critical / 3
    expected = sorted(float(r) for r in solve(g.subs(eta, below), p))
    found = [value(root, x, noise, float(below)) for root in growth.roots]
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert float(sqrt(best**2)) > 0


def test_rate_is_its_coefficients(growth: ModeGrowth) -> None:
    x, noise, eta = 1.7, 0.4, 0.3
    c0, c1, c2 = (value(c, x, noise, eta) for c in growth.coefficients)
    for p in (-1.0, 0.2, 3.0):
        assert value(growth.rate, x, noise, eta, p) == pytest.approx(c0 + c1 * p + c2 * p * p)


def test_laws_cover_every_flow_and_predictor(scene: Derivation) -> None:
    found = {(law.target, law.predictor): law.factor for law in decay_laws(scene)}
    assert found == {
        ("simsiam", "any"): Fraction(1, 4),
        ("ema", "any"): Fraction(1, 4),
        ("simsiam", "identity"): 0,
        ("ema", "identity"): 0,
        ("no-stop-gradient", "any"): 0,
    }
    for law in decay_laws(scene):
        assert isinstance(law.relation.lhs, Dot)
        assert "W_p" not in to_text(law.relation.lhs)  # so that nothing depends on how it moves


def test_an_altered_law_is_refused(scene: Derivation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each term of each right-hand side is needed: with it doubled the proof fails."""
    proved: list[tuple[Relation, Setting]] = []

    def keep(_: Derivation, relation: Relation, setting: Setting) -> None:
        proved.append((relation, setting))

    monkeypatch.setattr(collapse, "prove", keep)
    decay_laws(Derivation(scene.article))  # of which no law is remembered
    assert len(proved) == 5
    for relation, setting in proved:
        assert isinstance(relation.rhs, Sum)
        for k, term in enumerate(relation.rhs.terms):
            twice = Prod((Num(Fraction(2)), term))
            terms = (*relation.rhs.terms[:k], twice, *relation.rhs.terms[k + 1 :])
            with pytest.raises(RouteDisagreement):
                prove(scene, replace(relation, rhs=Sum(terms)), setting)
