"""What is proved, held against all trajectories: found for the flow, kept by it, and noticed."""

from __future__ import annotations

import numpy as np
import pytest

from sslcheck.derive.models.flow_model import data_of, flow_model, matrix_states
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.article import derivation
from sslcheck.numeric.ensembles.held import Law, laws_of


def laws(article: str, flow: str) -> tuple[Law, ...]:
    scene = derivation(article)
    matrices = matrix_states(scene, flow)
    model = modal_model(scene, flow, data_of(scene, flow)) if matrices else None
    model = model or flow_model(scene, flow, {})
    return laws_of(scene, model, dict.fromkeys((*scene.article.spaces, model.space), 1))


@pytest.mark.parametrize(
    ("article", "flow", "equations"),
    [
        ("directpred", "byol", ["3"]),
        ("directpred", "no-stop-gradient", []),
        ("directpred", "system-6", ["7"]),
        ("exact-modes", "aligned-layers", ["4"]),
        ("two-layer", "descent", ["2"]),
        ("exact-modes", "strengths", []),
    ],
)
def test_laws_are_those_of_the_flow(article: str, flow: str, equations: list[str]) -> None:
    assert [law.law.equation for law in laws(article, flow)] == equations


def test_a_drift_is_seen_beside_its_limit() -> None:
    (law,) = laws("directpred", "byol")
    assert {*law.needed} == {r"\alpha_p", r"\eta", "X_j", "X'_j"}
    parameters = dict.fromkeys(law.needed, np.ones(3))
    parameters |= {r"\alpha_p": np.array([1.0, 2.0, 2.0]), r"\eta": np.array([0.0, 0.5, 0.5])}
    start = np.array([[1.0, 2.0, 2.0], [2.0, 3.0, 3.0], [0.0, 0.0, 0.0]])
    # by hand: w^2 - p^2 / alpha_p is 3, 7, 7 at the start, and 7/e at the time 1
    end = start * np.exp(-0.5 * parameters[r"\eta"] * 2)
    end[1, 2] *= 1.001
    moments = iter([(0.0, start), (1.0, end)])
    drift = law.drift(parameters, moments, np.abs(start))
    off = (1.001**2 - 1) * 9 * np.exp(-1)
    assert drift == pytest.approx([0.0, 0.0, off / (9 + 2)], abs=1e-15)
    row = law.held(drift, np.array([1e-6, np.nan, 1e-6]))
    assert (row.keep, row.exceed, row.limit) == (1, 1, 1e-6)
    assert row.worst == drift[2]
    none = law.held(drift, np.full(3, np.nan))
    assert (none.keep, none.exceed) == (0, 0)


def test_what_was_large_on_the_way_counts() -> None:
    (law,) = laws("exact-modes", "aligned-layers")
    start, largest = np.array([[1.0], [0.5]]), np.array([[10.0], [5.0]])
    moments, parameters = [(0.0, start), (1.0, start * 1.1)], dict.fromkeys(law.needed, np.ones(1))
    small = law.drift(parameters, iter(moments), np.abs(start))
    large = law.drift(parameters, iter(moments), largest)
    assert large == pytest.approx(small * (1.25 * 1.21) / 125.0)
