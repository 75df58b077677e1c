"""The text of array kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.derive.emit.drawn import run

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import array_text, make_plan
from sslcheck.derive.expr import Expr, Prod, Sum, Sym
from sslcheck.derive.models.model import Model, full_model
from sslcheck.derive.setting import Setting, Symbol

STRANGE = {
    "parameters": ["xp", "state", "out", "data", "work", "np", "dnp"],
    "words": ["lambda", "int", "evaluate", "real", "j", "α", "1"],
    "temporaries": ["T0", "T1", "K0", "c0", "dA", "A", "?shared 0", "a_2", "a"],
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_nothing_is_called_as_what_the_text_uses(strange: list[str]) -> None:
    """Arrays, temporaries, coefficients, rates, parameters and words of the languages."""
    symbols = {n: Symbol(n, ("n", "n"), role="state") for n in strange}
    symbols |= {n: Symbol(n, ("n", "n")) for n in ("S", "constants", "prepare")}
    symbols |= {"scalars": Symbol("scalars"), "a'": Symbol("a'")}
    factor = Sum((Sym("scalars"), Sym("a'")))
    data = Sum((Sym("S"), Sym("constants"), Prod((Sym("prepare"), Sym("S")))))
    rates: dict[str, Expr] = {
        n: Sum((Prod((factor, Sym(n), data)), Sym(m)))
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
        expected = 2.0 * v[n] @ D + v[m]
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-11)
    compile(array_text(plan), "kernel", "exec")


def test_a_flow_reads_as_it_is_computed(scene: Derivation) -> None:
    model = full_model(scene, "no-stop-gradient", {"X": "isotropic", "X'": "isotropic"})
    prepare, evaluate = array_text(make_plan(model, {"n": 3, "d": 3})).split("\n\n\n")
    assert prepare.startswith("def prepare(xp, data, scalars):\n")
    assert evaluate.startswith("def evaluate(xp, state, out, constants, scalars, work):\n")
    assert "    W_p, W = state\n" in evaluate
    assert "    dW_p, dW = out\n" in evaluate
    assert evaluate.count("xp.matmul(") == 3
    assert ".copy()" not in evaluate
