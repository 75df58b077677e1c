"""Emitted kernels of whole articles against the exact values of the equations as they were read."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tests.derive.emit.drawn import Case, draw
from tests.derive.emit.running import evaluate

from sslcheck.derive.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, Names, Plan, array_text, make_plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Prod, Sum, Sym, Transpose
from sslcheck.derive.model import Model, full_model
from sslcheck.derive.reduce import gram_model
from sslcheck.derive.setting import Setting, Symbol

SEEDS = (0, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 17, 18, 19, 20, 21, 23, 24)  # quick ones


def model_of(case: Case) -> Model:
    declared = case.article.symbols
    matrices = [n for n, s in declared.items() if not s.scalar and s.role == "parameter"]
    data = [n for n in matrices if n not in case.article.definitions]
    return full_model(
        Derivation(case.article), "f", {n: case.structure.get(n, "dense") for n in data}
    )


def run(plan: Plan | ElementwisePlan, by_symbol: dict[str, Any]) -> list[Any]:
    """The outputs in the order of the plan."""
    values = {plan.names.of(name): value for name, value in by_symbol.items()}
    assert len(values) == len(by_symbol)  # no two symbols have one identifier
    found = evaluate(plan, values)
    assert isinstance(plan, Plan)
    return [found[buffer.name] for buffer in plan.outputs]


def same(found: Any, expected: Any) -> None:
    shape = np.shape(found)
    if not expected.any():  # an exact zero has lost its shape
        expected = np.zeros(shape)
    np.testing.assert_allclose(found, np.reshape(expected, shape or ()), rtol=1e-9, atol=1e-9)


def written(symbols: dict[str, str], sizes: dict[str, int], *equations: str) -> Case:
    """A case of given symbols and equations."""
    lines = ["[article]", 'name = "given"', "[spaces]", *(f"{s} = '{s}'" for s in sizes)]
    lines += ["[symbols]", *(f"{json.dumps(n)} = {{ {e} }}" for n, e in symbols.items())]
    lines += ["[flows.f]", f"equations = {json.dumps(equations)}", "[[equation]]"]
    lines += ['number = "1"', f"latex = {json.dumps(equations[0])}", "[[claim]]", 'id = "1"']
    lines += ['equation = "1"', "line = 1", 'kind = "identity"', 'flow = "f"']
    return Case(1, "\n".join(lines) + "\n", sizes, {})


def check_rates(case: Case) -> Plan:
    plan = make_plan(model_of(case), case.sizes)
    exact = case.exact(case.rates)
    for name, found in zip(case.rates, run(plan, case.stored()), strict=True):
        same(found, exact[name])
    return plan


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


def test_names_that_make_one_identifier_stay_apart() -> None:
    names = [r"X'", r"X_{prime}", r"X_{prime_2}", "T_0", "K_0", "W_{xp}"]
    symbols = {"X": "shape = ['n', 'n'], role = 'state'"}
    symbols |= dict.fromkeys(names, "shape = ['n', 'n']")
    symbols |= dict.fromkeys([r"\alpha'", r"\alpha_{prime}", r"p_+", r"p_{plus}", "c_0"], "")
    symbols[r"\lambda"] = "sign = 'positive'"
    case = written(
        symbols,
        {"n": 3},
        r"\dot{X} = \alpha' X' X + \alpha_{prime} X_{prime} X^T + p_+ X (X_{prime_2} - T_0)"
        r" + p_{plus} \lambda K_0 X + (\lambda + c_0) (W_{xp} X' + T_0) X",
    )
    plan = check_rates(case)
    assert {b.name for b in plan.data} >= {"X_prime", "X_prime_2"}


def test_nothing_is_called_as_what_the_text_uses() -> None:
    """Arrays, temporaries, coefficients, rates, parameters and words of the languages."""
    strange = ["np", "xp", "state", "out", "data", "work", "lambda", "int", "T0", "T1", "K0", "c0"]
    strange += ["dA", "A", "dnp", "evaluate", "real", "j", "α", "β", "1", "?shared 0", "a_2", "a"]
    symbols = {n: Symbol(n, ("n", "n"), role="state") for n in strange}
    symbols |= {n: Symbol(n, ("n", "n")) for n in ("S", "constants", "prepare")}
    symbols |= {"scalars": Symbol("scalars"), "a'": Symbol("a'")}
    factor = Sum((Sym("scalars"), Sym("a'")))
    data = Sum((Sym("S"), Sym("constants"), Prod((Sym("prepare"), Sym("S")))))
    rates: dict[str, Expr] = {
        n: Sum((Prod((factor, Sym(n), data, Transpose(Sym(m)))), Sym(m)))
        for n, m in zip(strange, strange[1:] + strange[:1], strict=True)
    }
    kept = ("S", "constants", "prepare")
    model = Model(
        "test",
        "strange names",
        Setting(symbols=symbols),
        {n: Sym(n) for n in strange},
        rates,
        kept,
        dict.fromkeys(kept, "dense"),
    )
    plan = make_plan(model, {"n": 2})
    rng = np.random.default_rng(0)
    values: dict[str, Any] = {n: rng.normal(size=(2, 2)) for n in (*strange, *kept)}
    values |= {"scalars": 0.3, "a'": 1.7}
    v = values
    D = v["S"] + v["constants"] + v["prepare"] @ v["S"]
    for (n, m), found in zip(
        zip(strange, strange[1:] + strange[:1], strict=True), run(plan, values), strict=True
    ):
        expected = 2.0 * v[n] @ D @ v[m].T + v[m]
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-11)
    compile(array_text(plan), "kernel", "exec")


def test_names_are_given_once() -> None:
    names = Names()
    wanted = ["X'", "X_{prime}", "X_prime_2", "x", "lambda", "while", "auto", "_", ""]
    found = [names.of(n) for n in wanted] + [names.fresh(n) for n in wanted]
    assert len(set(found)) == len(found)
    assert all(n.isidentifier() for n in found)
    assert [names.symbol(names.of(n)) for n in wanted] == wanted


def test_gram_matrices_of_states_that_end_in_the_hidden_space() -> None:
    states = {"X": "shape = ['d', 'n'], role = 'state'", "Y": "shape = ['n', 'd'], role = 'state'"}
    case = written(states, {"n": 2, "d": 4}, r"\dot{X} = X X^T Y^T", r"\dot{Y} = Y X Y - Y")
    model = gram_model(Derivation(case.article), "f", {}, "d")
    assert model is not None
    values = case.exact(model.states)
    exact = case.exact(model.states, order=1)
    for name, found in zip(model.states, run(make_plan(model, {"n": 2}), values), strict=True):
        same(found, exact[name])
    for shape in ("['d', 'd']", "['d', '1']"):  # no product of them is without the inputs
        alone = written({"W": f"shape = {shape}, role = 'state'"}, {"d": 3}, r"\dot{W} = 2 W")
        assert gram_model(Derivation(alone.article), "f", {}, "d") is None


def test_a_scalar_that_moves_beside_matrices() -> None:
    case = written(
        {"X": "shape = ['n', 'n'], role = 'state'", "a": "role = 'state'"},
        {"n": 2},
        r"\dot{X} = a X^T",
        r"\dot{a} = \text{tr}(X X^T) - a",
    )
    check_rates(case)


def test_what_no_coefficient_can_be() -> None:
    case = written(
        {"X": "shape = ['n', 'n'], role = 'state'", "a": "sign = 'positive'"},
        {"n": 2},
        r"\dot{X} = \sqrt{a} X",
    )
    with pytest.raises(Unsupported, match="in a coefficient; a kernel takes sums"):
        make_plan(model_of(case), case.sizes)
