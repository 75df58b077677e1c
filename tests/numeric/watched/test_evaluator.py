"""Quantities of an article on states: against NumPy, of matrices and mode by mode."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Prod, Sym, Trace, Transpose
from sslcheck.derive.models.model import full_model
from sslcheck.derive.reduce import gram_model, modal_model
from sslcheck.numeric.article import derivation
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.watched.evaluator import Evaluator

ARRAYS = open_arrays("numpy")
W_p, W = Sym("W_p"), Sym("W")
GRAM = Prod((W, Transpose(W)))


def test_matrices_and_traces() -> None:
    model = full_model(derivation("directpred"), "byol", {"X": "dense", "X'": "dense"})
    outputs = {"G": GRAM, "t": Trace(GRAM), "F": Sym("F")}
    evaluator = Evaluator(model, {"n": 2, "d": 3}, outputs, ARRAYS)
    rng = np.random.default_rng(0)
    p, w, a, x = (rng.standard_normal(s) for s in ((2, 2), (2, 3), (2, 3), (3, 3)))
    found = evaluator((p, w, a), {"X": x, "X'": x})
    np.testing.assert_allclose(found["G"], w @ w.T)
    np.testing.assert_allclose(found["t"], np.sum(w * w))
    np.testing.assert_allclose(found["F"], w @ x @ w.T)
    assert evaluator.largest == 8 * 4
    assert evaluator.memory >= 2 * evaluator.largest


def test_one_entry_for_each_mode() -> None:
    model = modal_model(derivation("directpred"), "byol", ("X", "X'"))
    assert model is not None
    evaluator = Evaluator(model, {model.space: 3}, {"G": GRAM, "t": Trace(GRAM)}, ARRAYS)
    p, w, a = np.random.default_rng(1).standard_normal((3, 3))
    values = {model.entries["X"]: np.ones(3), model.entries["X'"]: np.ones(3)}
    states = dict(zip((model.entries[n] for n in ("W_p", "W", "W_a")), (p, w, a), strict=True))
    found = evaluator(tuple(states[name] for name in model.states), values)
    np.testing.assert_allclose(found["G"], w**2)
    np.testing.assert_allclose(found["t"], w**2)  # the summand of each mode
    assert (evaluator.memory, evaluator.largest) == (8 * 6, 8 * 3)


def test_what_the_states_do_not_fix_is_refused() -> None:
    white = {"X": "isotropic", "X'": "isotropic"}
    model = gram_model(derivation("directpred"), "byol", white)  # type: ignore[arg-type]
    assert model is not None
    Evaluator(model, {"n": 2, "d": 3}, {"G": GRAM}, ARRAYS)
    with pytest.raises(Unsupported):
        Evaluator(model, {"n": 2, "d": 3}, {"W": W}, ARRAYS)
