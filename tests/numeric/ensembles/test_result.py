"""What came out of an ensemble: columns by name, and how the trajectories ended."""

from __future__ import annotations

import numpy as np

from sslcheck.derive.emit import ElementwisePlan
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.article import derivation
from sslcheck.numeric.ensembles.held import Held
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.ensembles.result import EnsembleRun
from sslcheck.numeric.ensembles.work import CODES, Work
from sslcheck.numeric.integrate import Outcome
from sslcheck.numeric.system import plan_of


def made(exceed: int = 0) -> EnsembleRun:
    model = modal_model(derivation("directpred"), "byol", ("X", "X'"))
    assert model is not None
    plan = plan_of(model, {model.space: 1})
    assert isinstance(plan, ElementwisePlan)
    work = Work.of(np.arange(9.0).reshape(3, 3), np.ones((1, 3)), np.zeros(0))
    work.end[...] = work.start + 1
    work.status[...] = [CODES.index(Outcome.COMPLETED)] * 2 + [CODES.index(Outcome.NOT_FINITE)]
    held = (Held("drift", "3, 7", "a note", 2 - exceed, exceed, 1e-9, 1e-6),)
    return EnsembleRun(
        EnsembleOptions("directpred", trajectories=3), "byol", model, "aligned", plan,
        ("p_j", "w_j", "a_j"), ("X'_j",), (), work, held, "the CPU", 1, 1000, 0.5,
    )  # fmt: skip


def test_each_trajectory_has_a_row() -> None:
    run = made()
    assert run.count == 3
    assert run.outcomes == {Outcome.COMPLETED: 2, Outcome.NOT_FINITE: 1}
    assert run.end["w_j"].tolist() == [4.0, 5.0, 6.0]
    assert run.given["X_prime_j"].tolist() == [1.0] * 3
    assert run.samples == {}
    head, *lines = run.to_csv().splitlines()
    assert head.split(",")[:5] == ["status", "reached", "accepted", "rejected", "start/p_j"]
    assert len(lines) == 3


def test_it_says_what_is_not_as_proved() -> None:
    assert not made().contradicted
    assert made(exceed=1).contradicted
    assert "<EnsembleRun: byol, modal model, 2 completed" in repr(made())
    assert "| 3, 7 | drift | 1e-09 | 1e-06 | 2 | 0 |" in made()._repr_markdown_()
