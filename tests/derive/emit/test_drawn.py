"""Emitted kernels of whole articles against the exact values of the equations as they were read."""

from __future__ import annotations

import pytest
from tests.derive.emit.drawn import check_rates, draw, model_of, run, same, written

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import make_plan
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.reduce import gram_model

SEEDS = (0, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 17, 18, 19, 20, 21, 23, 24)  # quick ones


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_flows(seed: int) -> None:
    case = draw(seed)
    check_rates(case)
    for name in ("Q", "J"):
        wanted: dict[str, Expr] = {name: Sym(name)}
        plan = make_plan(model_of(case), case.sizes, wanted)
        same(run(plan, case.stored())[0], case.exact(wanted)[name])


MATRICES = {
    "X": "shape = ['n', 'd'], role = 'state'",
    "Z": "shape = ['d', 'd'], role = 'state'",
    "P": "shape = ['n', 'n'], role = 'state'",
    "G": "shape = ['d', 'd']",
    "F": "shape = ['n', 'n']",
    "R": "shape = ['d', 'n']",
}
SIZES = {"n": 3, "d": 2}
EQUATIONS = [
    r"\dot{X} = X G^T",
    r"\dot{X} = F^T X",
    r"\dot{X} = R^T - X",
    r"\dot{X} = R^T",
    r"\dot{X} = F X G - F^T X G^T",
    r"\dot{Z} = G^T Z - Z G",
    r"\dot{Z} = G^T Z G - Z",
    r"\dot{Z} = Z (G - G^T) + (G - G^T) Z^T",
    r"\dot{Z} = Z (Z - Z^T)^T - (Z - Z^T) Z^T",
    r"\dot{P} = P (P - P^T) P + (P - P^T) P^T P^T",
    r"\dot{P} = 0",
    r"\dot{P} = -2 I",
]


@pytest.mark.parametrize("equation", EQUATIONS)
def test_what_is_met_transposed_first(equation: str) -> None:
    check_rates(written(MATRICES, SIZES, equation))


def test_a_skew_sum_is_not_symmetric() -> None:
    """``A K`` and ``K A^T`` are transposes of one another but for the sign."""
    case = written(
        dict.fromkeys("XWB", "shape = ['n', 'n'], role = 'state'"),
        {"n": 3},
        r"\dot{X} = X (W - W^T) + B",
        r"\dot{W} = (W - W^T) X^T + B^T B",
        r"\dot{B} = B (W - W^T)^T B^T",
    )
    check_rates(case)


def test_gram_matrices_of_states_that_end_in_the_hidden_space() -> None:
    states = {"X": "shape = ['d', 'n'], role = 'state'", "Y": "shape = ['n', 'd'], role = 'state'"}
    case = written(states, {"n": 2, "d": 4}, r"\dot{X} = X X^T Y^T", r"\dot{Y} = Y X Y - Y")
    model = gram_model(Derivation(case.article), "f", {}, ("d",))
    assert model is not None
    values = case.exact(model.states)
    exact = case.exact(model.states, order=1)
    for name, found in zip(model.states, run(make_plan(model, {"n": 2}), values), strict=True):
        same(found, exact[name])
    for shape in ("['d', 'd']", "['d', '1']"):  # of them a trace is without the inputs
        alone = written({"W": f"shape = {shape}, role = 'state'"}, {"d": 3}, r"\dot{W} = 2 W")
        number = gram_model(Derivation(alone.article), "f", {}, ("d",))
        assert number is not None
        assert [number.setting.symbols[n].scalar for n in number.states] == [True]


def test_a_scalar_that_moves_beside_matrices() -> None:
    case = written(
        {"X": "shape = ['n', 'n'], role = 'state'", "a": "role = 'state'"},
        {"n": 2},
        r"\dot{X} = a X^T",
        r"\dot{a} = \text{tr}(X X^T) - a",
    )
    check_rates(case)
