"""Eigenvalues: of zeros and of what has none, the same from every library."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.training.runs import options as small

from sslcheck.numeric.device.arrays import Arrays, open_arrays
from sslcheck.numeric.device.spectrum import effective_rank, eigenvalues, eigenvectors
from sslcheck.numeric.options import Options
from sslcheck.numeric.outcome import NotFinite
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.training.estimate import Estimate
from sslcheck.numeric.training.findings import agrees, happened
from sslcheck.numeric.training.root import NoEigenvalues, matrix_function
from sslcheck.numeric.training.training import Training

DTYPES = pytest.mark.parametrize("dtype", ["float64", "float32"])
BACKENDS = pytest.mark.parametrize("backend", ["numpy", "cupy"])


@pytest.fixture
def arrays(standin: CupyStandin, backend: str, dtype: str) -> Arrays:
    return open_arrays(backend, dtype)


def values_of(arrays: Arrays, matrix: Any) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """By both functions."""
    device = arrays.put(matrix)
    return (
        arrays.to_host(eigenvalues(arrays, device)),
        arrays.to_host(eigenvectors(arrays, device)[0]),
    )


@BACKENDS
@DTYPES
@pytest.mark.parametrize("n", [1, 2, 5])
def test_zeros_have_zeros(arrays: Arrays, n: int) -> None:
    for values in values_of(arrays, np.zeros((n, n))):
        np.testing.assert_array_equal(values, np.zeros(n))
    vectors = arrays.to_host(eigenvectors(arrays, arrays.zeros((n, n)))[1])
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(n), atol=1e-6)


@BACKENDS
@DTYPES
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (2, 2)])
def test_what_is_not_finite_has_none(arrays: Arrays, bad: float, place: tuple[int, int]) -> None:
    """Also where LAPACK would not look: it reads one triangle."""
    matrix = np.eye(3)
    matrix[place] = matrix[place[::-1]] = bad
    for values in values_of(arrays, matrix):
        assert np.isnan(values).all()
    matrix[place[::-1]] = 0.0 if place[0] != place[1] else bad
    for values in values_of(arrays, matrix):
        assert np.isnan(values).all()
    with pytest.raises(NotFinite):
        matrix_function(arrays, arrays.put(matrix), lambda s: s)


@BACKENDS
@DTYPES
@pytest.mark.parametrize("scale", [1e-30, 1e-3, 1.0, 1e30])
@pytest.mark.parametrize("n", [1, 2, 6])
def test_any_other_matrix_has_its_own(arrays: Arrays, n: int, scale: float) -> None:
    rng = np.random.default_rng(1)
    root = rng.normal(size=(n, n))
    matrix = np.asarray(scale * root @ root.T, arrays.dtype)
    expected = np.linalg.eigvalsh(matrix.astype("float64"))
    close = 50 * arrays.epsilon * expected[-1]
    for values in values_of(arrays, matrix):
        np.testing.assert_allclose(values, expected, rtol=0, atol=close)
    values, vectors = map(arrays.to_host, eigenvectors(arrays, arrays.put(matrix)))
    np.testing.assert_allclose((vectors * values) @ vectors.T, matrix, rtol=0, atol=4 * close)


@BACKENDS
@DTYPES
def test_none_that_are_found_of_a_finite_matrix(
    arrays: Arrays, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NumPy raises, CuPy returns nan: the outcome is the same, and names no cause that is none."""
    matrix = arrays.put(np.diag([1.0, 2.0]))

    def none(a: Any) -> Any:
        if arrays.name == "numpy":
            raise np.linalg.LinAlgError("Eigenvalues did not converge")
        return a[0, :] * float("nan"), a

    monkeypatch.setattr(type(arrays), "eigh", lambda _, a: none(a))
    monkeypatch.setattr(arrays.xp.linalg, "eigvalsh", lambda a: none(a)[0])
    for values in values_of(arrays, np.diag([1.0, 2.0])):
        assert np.isnan(values).all()
    with pytest.raises(NoEigenvalues, match="its entries are finite; take `--dtype float64`"):
        matrix_function(arrays, matrix, lambda s: s)


@BACKENDS
@DTYPES
@pytest.mark.parametrize(
    ("spectrum_", "rank"),
    [([0.0, 0.0], 0.0), ([1.0, 1.0, 1.0], 3.0), ([-1e-9, 0.0, 2.0], 1.0), ([3.0, 1.0], 1.7548)],
)
def test_effective_rank(arrays: Arrays, spectrum_: list[float], rank: float) -> None:
    found = arrays.number(effective_rank(arrays.xp, arrays.put(spectrum_)))
    assert found == pytest.approx(rank, rel=1e-4)
    nothing = arrays.put([float("nan")] * 3)
    assert np.isnan(arrays.number(effective_rank(arrays.xp, nothing)))


@BACKENDS
@DTYPES
@pytest.mark.parametrize("root", ["eigh", "products"])
@pytest.mark.parametrize("convention", ["paper", "reference"])
def test_the_predictor_of_zeros(arrays: Arrays, root: str, convention: str) -> None:
    """Nothing in the paper's convention, eps times the identity in that of the code."""
    chosen = small(root=root, convention=convention, eps=0.3, dtype=arrays.dtype)
    estimate = Estimate(chosen, arrays)
    W_p = arrays.put(np.ones((4, 4)))
    estimate.refresh(W_p)
    expected = np.zeros((4, 4)) if convention == "paper" else 0.3 * np.eye(4)
    np.testing.assert_allclose(arrays.to_host(W_p), expected, atol=1e-7)


@pytest.mark.parametrize("target", ["ema", "simsiam", "no-stop-gradient"])
@pytest.mark.parametrize("predictor", ["directpred", "directcopy", "learned", "identity"])
def test_a_collapse_to_exact_zeros(standin: CupyStandin, target: str, predictor: str) -> None:
    """A step that leaves nothing of W, again and again: F is exactly 0 long before the end."""
    chosen = small(
        target=target, predictor=predictor, eta=18.0, beta=10.0, steps=200, log_every=100,
        backend="cupy", dtype="float32", draws="host",
    )  # fmt: skip
    run = Training(chosen).run()
    assert run.outcome == "completed"
    assert not run.last["W"].any()
    assert happened(run) == "collapse"
    assert agrees(run) is True
    assert run.series["effective rank"][-1] == 0
    assert run.series["modes alive"][-1] == 0


@BACKENDS
@pytest.mark.parametrize("target", ["ema", "simsiam", "no-stop-gradient"])
def test_a_simulation_from_zeros(
    standin: CupyStandin, tmp_path: Any, backend: str, target: str
) -> None:
    np.savez(tmp_path / "zeros.npz", W_p=np.zeros((3, 3)), W=np.zeros((3, 4)))
    chosen = Options(
        d=4, n=3, init=str(tmp_path / "zeros.npz"), target=target, t_end=1.0, saves=3,
        backend=backend, model="full",
    )  # fmt: skip
    run = Simulation(chosen).run()
    assert run.outcome == "completed"
    assert not run.last["W"].any()
    assert (run.series["effective rank"] == 0).all()


@BACKENDS
def test_a_start_of_the_largest_size(standin: CupyStandin, tmp_path: Any, backend: str) -> None:
    """It ends with an outcome; what is measured before is there."""
    np.savez(tmp_path / "big.npz", W_p=np.full((3, 3), 1e50), W=np.full((3, 4), 1e50))
    chosen = Options(d=4, n=3, init=str(tmp_path / "big.npz"), backend=backend)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = Simulation(chosen).run()
    assert run.outcome == "step below floor"
    assert run.series["effective rank"][0] == pytest.approx(1.0)


def test_modes_of_no_spectrum_are_not_dead(
    standin: CupyStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were nan compared with a number, each mode would count as one that has collapsed."""
    real = standin.module.linalg.eigvalsh
    monkeypatch.setattr(standin.module.linalg, "eigvalsh", lambda a: real(a) + float("nan"))
    run = Training(small(backend="cupy", predictor="learned", target="simsiam")).run()
    assert np.isnan(run.series["modes alive"]).all()
    assert happened(run) == "not measured"
    assert agrees(run) is None
