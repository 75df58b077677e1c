"""Starts: what each is said to be, the same from the same seed, and files that hold none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.data import make_moments
from sslcheck.numeric.disk.archive import DamagedArchive, UnreadableFile
from sslcheck.numeric.options import InvalidOption, Options
from sslcheck.numeric.simulation import Simulation
from sslcheck.numeric.start import InvalidStart, Start, make_start

N, D = 4, 6


def start(**changes: Any) -> Start:
    options = Options(**{"n": N, "d": D, "alpha_p": 1.7, "tau0": 0.6, **changes})
    return make_start(options, make_moments(options))


@pytest.mark.parametrize("symmetrised", [False, True])
def test_balanced_start_has_no_imbalance(symmetrised: bool) -> None:
    found = start(init="balanced", symmetrised=symmetrised).matrices
    W_p, W = found["W_p"], found["W"]
    np.testing.assert_allclose(W @ W.T, W_p.T @ W_p / 1.7, atol=1e-14)
    assert np.linalg.norm(W) > 0.5
    run = Simulation(Options(n=N, d=D, init="balanced", t_end=2.0, saves=3)).run()
    assert run.series["size of 3.balanced"] == pytest.approx([0.0] * 3, abs=1e-6)


@pytest.mark.parametrize("init", ["random", "balanced", "aligned"])
@pytest.mark.parametrize("symmetrised", [False, True])
def test_common_properties(init: str, symmetrised: bool) -> None:
    found = start(init=init, symmetrised=symmetrised)
    W_p, W, W_a = (found.matrices[name] for name in ("W_p", "W", "W_a"))
    assert (W_p.shape, W.shape) == ((N, N), (N, D))
    np.testing.assert_allclose(W_a, 0.6 * W, rtol=1e-14)
    symmetric = symmetrised or init == "aligned"
    assert found.symmetric is symmetric
    assert np.allclose(W_p, W_p.T, atol=1e-14) is symmetric
    assert found.aligned is (init == "aligned")


def test_random_start_has_the_variances_that_are_said() -> None:
    found = start(n=200, d=400).matrices
    assert found["W_p"].var() == pytest.approx(1 / 200, rel=0.05)
    assert found["W"].var() == pytest.approx(1 / 400, rel=0.05)


@pytest.mark.parametrize("data", ["isotropic", "power-law", "dense"])
def test_aligned_start_is_aligned_with_the_data(data: str, tmp_path: Path) -> None:
    root = np.random.default_rng(2).normal(size=(D, D))
    X: Any = {"isotropic": np.eye(D), "dense": root @ root.T}.get(data)
    if data == "dense":
        np.savez(tmp_path / "X.npz", X=X)
        data = str(tmp_path / "X.npz")
    options = Options(n=N, d=D, init="aligned", data=data, tau0=0.6)
    moments = make_moments(options)
    if X is None:
        X = np.diag(moments.by_name["X"].value)
    found = make_start(options, moments)
    U = np.asarray(found.basis)
    W_p, W, W_a = (found.matrices[name] for name in ("W_p", "W", "W_a"))
    p, w, a = (found.entries[name] for name in ("W_p", "W", "W_a"))
    np.testing.assert_allclose(U.T @ U, np.eye(N), atol=1e-14)
    np.testing.assert_allclose(U.T @ W_p @ U, np.diag(p), atol=1e-14)
    V = (U.T @ W / w[:, None]).T
    np.testing.assert_allclose(V.T @ V, np.eye(N), atol=1e-13)
    np.testing.assert_allclose(U.T @ W_a @ V, np.diag(a), atol=1e-14)
    # the rows of V^T are eigenvectors of X with the eigenvalues that the modes get
    np.testing.assert_allclose(X @ V, V * found.eigenvalues["X"], atol=1e-12)
    np.testing.assert_allclose(found.eigenvalues["X'"], 0.25)
    assert np.all((p > 0) & (w > 0))


@pytest.mark.parametrize("init", ["random", "balanced", "aligned"])
def test_the_seed_decides(init: str) -> None:
    first, again, other = (start(init=init, seed=s).matrices for s in (3, 3, 4))
    for name, value in first.items():
        np.testing.assert_array_equal(value, again[name])
        assert not np.array_equal(value, other[name])


def test_matrices_of_an_aligned_start_do_not_depend_on_when_they_are_drawn() -> None:
    early, late = start(init="aligned"), start(init="aligned")
    entries = early.entries["W"].copy()
    np.testing.assert_array_equal(early.matrices["W"], late.matrices["W"])
    np.testing.assert_array_equal(early.entries["W"], entries)
    assert early.matrices["W"] is early.matrices["W"]


@pytest.fixture
def from_file(tmp_path: Path) -> Any:
    """The start of a file with these arrays."""

    def made(**arrays: Any) -> Start:
        np.savez(tmp_path / "start.npz", **arrays)
        return start(init=str(tmp_path / "start.npz"))

    return made


def test_file(from_file: Any) -> None:
    rng = np.random.default_rng(0)
    W_p, W, W_a = rng.normal(size=(N, N)), rng.normal(size=(N, D)), rng.normal(size=(N, D))
    found = from_file(W_p=W_p, W=W, W_a=W_a)
    np.testing.assert_array_equal(found.matrices["W_a"], W_a)
    assert not found.symmetric
    without = from_file(W_p=W_p + W_p.T, W=W.astype(np.float32))
    assert without.symmetric
    assert without.matrices["W"].dtype == np.float64
    np.testing.assert_array_equal(without.matrices["W_a"], 0.6 * W.astype(np.float32).astype(float))
    assert "start.npz" in without.text


ONE, WIDE = np.eye(N), np.ones((N, D))


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"W": WIDE}, "must hold `W_p` and `W`, and may hold `W_a`; it holds W"),
        ({"W_p": ONE, "W": WIDE, "V": ONE}, "it holds V, W, W_p"),
        ({"W_p": ONE, "W": WIDE.T}, r"`W` of .* shape \(4, 6\); got float64 of shape \(6, 4\)"),
        ({"W_p": WIDE, "W": WIDE}, r"`W_p` .* shape \(4, 4\).* Set --n and --d to match"),
        ({"W_p": ONE, "W": WIDE, "W_a": ONE}, r"`W_a`"),
        ({"W_p": ONE * 1j, "W": WIDE}, "real numbers .* got complex128"),
        ({"W_p": ONE, "W": WIDE * np.nan}, r"`W` of .* finite .* got nan at \[0, 0\]"),
        ({"W_p": ONE + np.inf, "W": WIDE}, r"`W_p` of .* finite .* got inf at \[0, 0\]"),
        ({"W_p": ONE, "W": 1e160 * WIDE}, r"of size 1e\+50 at most; got 1e\+160 at \[0, 0\]"),
        ({"W_p": np.full((N, N), "x"), "W": WIDE}, "real numbers"),
    ],
)
def test_files_that_hold_no_start(from_file: Any, arrays: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidStart, match=words) as caught:
        from_file(**arrays)
    assert "\n" not in str(caught.value)


def test_other_files(from_file: Any, tmp_path: Path) -> None:
    with pytest.raises(DamagedArchive, match="Object arrays"):
        from_file(W_p=np.array([None]), W=WIDE)
    with pytest.raises(UnreadableFile, match="No such file"):
        start(init=str(tmp_path / "none.npz"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"init": "nope"},
            "`init` must be one of random, aligned, balanced or the path of an .npz",
        ),
        ({"data": "nope"}, "`data` must be one of isotropic, power-law or the path"),
        ({"d": 0}, "`d` must be at least 1; got 0"),
        ({"n": -1}, "`n` must be at least 1; got -1"),
        ({"saves": 1}, "`saves` must be at least 2"),
        ({"alpha_p": 0.0}, "`alpha_p` must be a positive, finite number; got 0.0"),
        ({"beta": float("inf")}, "`beta` must be a nonnegative"),
        ({"t_end": float("nan")}, "`t_end` must be a positive"),
        ({"eta": -0.1}, "`eta` must be a nonnegative, finite number; got -0.1"),
        ({"sigma2": float("nan")}, "`sigma2`"),
        ({"target": "x"}, "`target` must be one of ema, simsiam, no-stop-gradient; got `x`"),
        ({"method": "euler"}, "`method` must be one of auto, tsit5, adams, rk4"),
        ({"dtype": "float16"}, "`dtype` must be one of float64, float32"),
    ],
)
def test_options_that_make_no_sense(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidOption, match=words):
        Options(**changes)


def test_options_of_a_file() -> None:
    options = Options(d=7, n=3, eta=0)
    assert Options.from_dict(options.as_dict()) == options
    for change, words in (
        ({"d": "7"}, "option `d` must be of type int; got '7'"),
        ({"symmetrised": 1}, "`symmetrised` must be of type bool"),
        ({"d": True}, "`d` must be of type int; got True"),
        ({"colour": 1}, "missing or unknown: colour"),
        ({"d": -1}, "`d` must be at least 1"),
    ):
        with pytest.raises(InvalidOption, match=words):
            Options.from_dict({**options.as_dict(), **change})
    short = options.as_dict()
    del short["eta"]
    with pytest.raises(InvalidOption, match="missing or unknown: eta"):
        Options.from_dict(short)
