"""X and X': the simplest structure that the numbers have; what is no moment is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.data import InvalidData, Moments, make_moments
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.disk.archive import DamagedArchive, UnreadableFile
from sslcheck.numeric.options import Options

D = 4
DENSE = np.array([[2.0, 1, 0, 0], [1, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 3]])


@pytest.fixture
def from_file(tmp_path: Path) -> Any:
    """Moments of a file with these arrays."""

    def made(**arrays: Any) -> Moments:
        np.savez(tmp_path / "data.npz", **arrays)
        return make_moments(Options(d=D, data=str(tmp_path / "data.npz"), sigma2=0.3))

    return made


def test_isotropic() -> None:
    moments = make_moments(Options(d=D, sigma2=0.3))
    assert moments.structure == {"X": "isotropic", "X'": "isotropic"}
    assert moments.isotropic
    assert moments.values(open_arrays("numpy")) == {"scale of X": 1.0, "scale of X'": 0.3}
    assert moments.extremes("X'") == (0.3, 0.3)


def test_power_law() -> None:
    moments = make_moments(Options(d=5, data="power-law"))
    assert moments.structure == {"X": "diagonal", "X'": "isotropic"}
    X = moments.values(open_arrays("numpy"))["X"]
    assert X.mean() == pytest.approx(1.0)
    assert X / X[0] == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5])
    assert moments.extremes("X") == pytest.approx((X[-1], X[0]))


@pytest.mark.parametrize(
    ("value", "structure"),
    [
        (2, "isotropic"),
        (np.float32(0.5), "isotropic"),
        (np.full(D, 0.7), "isotropic"),
        (3 * np.eye(D), "isotropic"),
        (0.0, "isotropic"),
        (np.zeros((D, D)), "isotropic"),
        (np.arange(D), "diagonal"),
        (np.diag([1.0, 2, 3, 4]), "diagonal"),
        (DENSE, "dense"),
        (DENSE.astype(int), "dense"),
        (np.ones((D, D)), "dense"),
    ],
)
def test_simplest_structure(from_file: Any, value: Any, structure: str) -> None:
    moments = from_file(X=value, X_prime=1.0)
    assert moments.structure == {"X": structure, "X'": "isotropic"}
    matrix = np.asarray(value, dtype=float)
    matrix = matrix if matrix.ndim == 2 else np.diag(np.broadcast_to(matrix, D))
    found = moments.by_name["X"].value
    assert found.dtype == np.float64
    full = found if found.ndim == 2 else np.diag(np.broadcast_to(found, D))
    np.testing.assert_array_equal(full, matrix)
    eigenvalues = np.linalg.eigvalsh(matrix)
    assert moments.extremes("X") == pytest.approx((eigenvalues[0], eigenvalues[-1]), abs=1e-12)


def test_sigma2_stands_in_for_a_missing_x_prime(from_file: Any) -> None:
    assert from_file(X=1.0).by_name["X'"].value == 0.3
    assert from_file(X=1.0, X_prime=2.0).by_name["X'"].value == 2.0


BAD: dict[str, tuple[Any, str]] = {
    "not symmetric": (np.triu(np.ones((D, D))), r"`X` of `.*` is not symmetric; give \(M \+ M.T\)"),
    "indefinite": (DENSE - 1.5 * np.eye(D), "positive semi-definite: its smallest .* -0.5"),
    "negative diagonal": (np.array([1.0, 2, -1, 0]), "negative eigenvalue, -1"),
    "negative number": (-0.1, "negative eigenvalue, -0.1"),
    "negative diagonal matrix": (-np.eye(D), "negative eigenvalue"),
    "other sizes": (np.eye(D + 1), r"shape \(\), \(4,\) or \(4, 4\); got \(5, 5\)"),
    "not square": (np.ones((D, 2)), r"got \(4, 2\)"),
    "three axes": (np.ones((D, D, 1)), r"got \(4, 4, 1\)"),
    "empty": (np.ones(0), r"got \(0,\)"),
    "nan": (np.diag([1.0, np.nan, 1, 1]), "real, finite numbers"),
    "inf": (np.inf, "real, finite numbers"),
    "too large": (1e160, r"in float64 of size 1e\+50 at most; got 1e\+160"),
    "complex": (np.eye(D) * 1j, "got dtype complex128"),
    "text": (np.asarray("one"), "real, finite numbers; got dtype <U3"),
    "bool": (np.eye(D) > 0, "got dtype bool"),
    "dates": (np.asarray("2020-01-01", dtype="datetime64[D]"), "got dtype datetime64"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_moment(from_file: Any, kind: str) -> None:
    value, words = BAD[kind]
    with pytest.raises(InvalidData, match=words) as caught:
        from_file(X=value)
    assert "\n" not in str(caught.value)
    with pytest.raises(InvalidData, match="`X_prime` of"):
        from_file(X=1.0, X_prime=value)


def test_rounding_is_forgiven(from_file: Any) -> None:
    rng = np.random.default_rng(0)
    root = rng.normal(size=(D, 2))  # of rank 2: eigenvalues that are 0 up to rounding
    moments = from_file(X=root @ root.T + 1e-14 * rng.normal(size=(D, D)))
    X = moments.by_name["X"].value
    np.testing.assert_array_equal(X, X.T)


def test_names(from_file: Any) -> None:
    with pytest.raises(InvalidData, match=r"must hold `X` and may hold `X_prime`; it holds Y, Z"):
        from_file(Y=1.0, Z=2.0)
    with pytest.raises(InvalidData, match="it holds X, extra"):
        from_file(X=1.0, extra=2.0)


def test_objects_and_missing_files(from_file: Any, tmp_path: Path) -> None:
    with pytest.raises(DamagedArchive, match="Object arrays"):
        from_file(X=np.array([None]))
    with pytest.raises(UnreadableFile, match="No such file"):
        make_moments(Options(d=D, data=str(tmp_path / "none.npz")))


def test_common_basis(from_file: Any) -> None:
    basis, values = from_file(X=DENSE, X_prime=0.5).basis()
    V = np.asarray(basis)
    np.testing.assert_allclose(V @ np.diag(values["X"]) @ V.T, DENSE, atol=1e-14)
    assert list(values["X"]) == pytest.approx([3, 3, 1, 1])  # the largest first
    assert list(values["X'"]) == [0.5] * D
    other = from_file(X=0.5, X_prime=DENSE).basis()
    assert other is not None
    assert list(other[1]["X'"]) == pytest.approx([3, 3, 1, 1])
    assert from_file(X=DENSE, X_prime=DENSE).basis() is None
    assert from_file(X=DENSE, X_prime=np.arange(D)).basis() is None
    inputs, values = from_file(X=np.arange(D), X_prime=np.arange(D)[::-1]).basis()
    assert inputs is None
    assert list(values["X"]) == [0, 1, 2, 3]
    assert list(values["X'"]) == [3, 2, 1, 0]
