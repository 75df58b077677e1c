"""The emitted kernels of the article's flows against their slow twins, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.derive.emit import twins

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import MissingSize, make_plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Sym
from sslcheck.derive.models.model import full_model

Run = Callable[..., dict[str, Any]]
FLOWS = ("byol", "no-stop-gradient", "symmetrised")
STRUCTURES = ("isotropic", "diagonal", "dense")


def model(scene: Derivation, flow: str, structure: str) -> Any:
    return full_model(scene, flow, {"X": structure, "X'": structure})  # type: ignore[dict-item]


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize(("n", "d"), [(5, 7), (7, 5), (6, 6)])
def test_kernel_is_its_twin(
    scene: Derivation, run: Run, flow: str, structure: str, n: int, d: int
) -> None:
    values = twins.draw(structure, n, d)
    found = run(make_plan(model(scene, flow, structure), {"n": n, "d": d}), values)
    expected = twins.flow(flow, values)
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array, rtol=1e-12, atol=1e-12)


def test_loss_takes_traces(scene: Derivation, run: Run) -> None:
    article = scene.article
    objective = article.objective
    assert objective is not None
    for structure in STRUCTURES:
        values = twins.draw(structure)
        plan = make_plan(model(scene, "byol", structure), {"n": 5, "d": 7}, {"J": objective})
        assert run(plan, values)["J"] == pytest.approx(twins.loss(values), rel=1e-12)


def test_definitions_are_put_in(scene: Derivation, run: Run) -> None:
    values = twins.draw("dense")
    plan = make_plan(model(scene, "byol", "dense"), {"n": 5, "d": 7}, {"Q": Sym("Q")})
    F = values["W"] @ values["X"] @ values["W"].T
    expected = F @ values["W_p"] - values["W_p"] @ F
    np.testing.assert_allclose(run(plan, values)["Q"], expected, rtol=1e-12, atol=1e-12)


def test_errors(scene: Derivation) -> None:
    with pytest.raises(MissingSize, match="no size for the spaces"):
        make_plan(model(scene, "byol", "dense"), {"n": 4})
    with pytest.raises(Unsupported, match="a scalar for each mode"):
        full_model(scene, "system-6", {})
