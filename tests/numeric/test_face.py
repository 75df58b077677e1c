"""Runs by keywords and arrays are those of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck import numeric
from sslcheck.cli.main import run as command
from sslcheck.derive import SslcheckError
from sslcheck.numeric import FlowRun, InvalidOption, Progress, Run, ensemble, simulate, sweep, train
from sslcheck.numeric.folder import Folder, UnusableFolder, read_record
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Simulation

SHORT: dict[str, Any] = {"t_end": 1.0, "saves": 3}
X = np.diag([3.0, 2.0, 1.0, 0.5]) + 0.1


def test_options_by_keyword() -> None:
    run = simulate(d=6, n=4, target="simsiam", eta=np.float64(0.1), seed=np.int64(3), **SHORT)
    same = Simulation(Options(d=6, n=4, target="simsiam", eta=0.1, seed=3, **SHORT)).run()
    assert run.options == same.options
    np.testing.assert_array_equal(run.series["loss"], same.series["loss"])


def test_arrays_say_the_sizes(tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", X=X, X_prime=np.asarray(0.25))
    filed = simulate(d=4, n=3, data=str(tmp_path / "data.npz"), **SHORT)
    np.save(tmp_path / "X.npy", X)
    for given in (X, X.tolist(), tmp_path / "X.npy"):
        run = simulate(X=given, X_prime=0.25 * np.eye(4), n=3, **SHORT)
        assert isinstance(run, Run)
        assert (run.options.d, run.options.n) == (4, 3)
        np.testing.assert_allclose(run.series["loss"], filed.series["loss"], rtol=1e-9)


def test_a_start_and_noise_alone() -> None:
    W = np.linspace(0.1, 1.0, 12).reshape(3, 4)
    run = simulate(W=W, W_p=np.eye(3), X_prime=np.full(4, 0.5), **SHORT)
    assert isinstance(run, Run)
    assert (run.options.d, run.options.n) == (4, 3)
    np.testing.assert_allclose(run.state("W")[0], W)


def test_a_flow_by_its_symbols() -> None:
    A = np.ones((3, 4))
    run = simulate("two-layer", "descent", S=X, A=A, m=2, t_end=np.float64(1.0))
    assert isinstance(run, FlowRun)
    assert run.sizes == {"d": 4, "h": 3, "m": 2}
    np.testing.assert_array_equal(run.states["A"][0], A)
    assert run.findings[0].holds


def test_training_with_arrays_and_progress() -> None:
    told: list[Progress] = []
    run = train(X=X, n=3, steps=10, log_every=5, batch=8, classes=0, progress=told.append)
    assert run.last["W"].shape == (3, 4)
    assert [at.steps for at in told] == [*range(1, 11)]
    with pytest.raises(InvalidOption, match="did you mean `steps`"):
        train(step=3)


@pytest.mark.parametrize("name", numeric.__all__)
def test_what_is_public_is_no_module(name: str) -> None:
    """One of the same name would take its place as soon as it is imported."""
    assert not isinstance(getattr(numeric, name), type(numeric))
    folder = Path(str(numeric.__file__)).parent
    assert not (folder / name).exists()
    assert not (folder / f"{name}.py").exists()


@pytest.mark.parametrize(
    ("line", "made"),
    [
        (
            "simulate --d 4 --n 3 --eta 0.1 --t-end 1 --saves 3",
            lambda out: simulate(d=4, n=3, eta=0.1, out=out, **SHORT),
        ),
        (
            "simulate --article two-layer --size d=3 --size h=3 --size m=3 --t-end 1 --saves 3",
            lambda out: simulate("two-layer", d=3, h=3, m=3, out=out, **SHORT),
        ),
        (
            "train --d 8 --n 3 --steps 6 --log-every 3 --batch 8 --classes 0",
            lambda out: train(d=8, n=3, steps=6, log_every=3, batch=8, classes=0, out=out),
        ),
    ],
)
def test_a_folder_is_that_of_the_command(line: str, made: Any, tmp_path: Path) -> None:
    typed, called = tmp_path / "typed", tmp_path / "called"
    assert command([*line.split(), "--no-plots", "--out", str(typed), "-q"]) == 0
    run = made(called)
    folders = [Folder.open(path) for path in (typed, called)]
    first, second = (dict(f.document) for f in folders)
    assert first.keys() == second.keys()
    result = first.pop("result"), second.pop("result")
    assert {k: v for k, v in result[0].items() if k != "seconds"} == {
        k: v for k, v in result[1].items() if k != "seconds"
    }
    assert {k: v for k, v in first.items() if k != "digest"} == {
        k: v for k, v in second.items() if k != "digest"
    }
    np.testing.assert_array_equal(folders[1].read()["series/loss"], run.series["loss"])
    assert sorted(p.name for p in called.iterdir()) == ["record.npz", "run.json"]


@pytest.mark.slow
def test_arrays_are_kept_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is resumed must find them, from wherever that is asked for."""
    monkeypatch.chdir(tmp_path)
    simulate(X=X, n=3, out="role", **SHORT)
    simulate("two-layer", S=X, h=2, m=2, out="flow", **SHORT)
    for name in ("role", "flow"):
        document = Folder.open(tmp_path / name).document
        (given,) = (tmp_path / name).glob("given-*")
        assert str(given) in str(document["options"])
        read_record(tmp_path / name / "record.npz", document)
        monkeypatch.chdir("/")
        assert command(["simulate", "--resume", str(tmp_path / name), "-q"]) == 0  # its figures
        monkeypatch.chdir(tmp_path)
        assert (tmp_path / name / "gauges.svg").exists()


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    def stop(at: Progress) -> None:
        if at.steps == 5:
            raise KeyboardInterrupt

    options: dict[str, Any] = {"X": X, "n": 3, "t_end": 1.0, "saves": 3}
    with pytest.raises(KeyboardInterrupt):
        simulate(out=tmp_path / "r", progress=stop, **options)
    assert command(["simulate", "--resume", str(tmp_path / "r"), "--no-plots", "-q"]) == 0
    found = Folder.open(tmp_path / "r").read()
    np.testing.assert_array_equal(found["series/loss"], simulate(**options).series["loss"])


def test_nothing_is_left_of_what_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(SslcheckError):
        simulate(X=X, d=5, out=tmp_path / "new" / "one")
    assert not (tmp_path / "new" / "one").exists()
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(SslcheckError):
        train(X=X, d=5, out=tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.txt", "new"]
    simulate(d=3, out=tmp_path / "run", **SHORT)
    with pytest.raises(UnusableFolder, match="holds a run already"):
        simulate(d=3, out=tmp_path / "run", **SHORT)
    assert (tmp_path / "run" / "run.json").exists()


def test_a_sweep_is_that_of_the_command(tmp_path: Path) -> None:
    line = "sweep simulate --d 3 --t-end 1 --saves 3 --over eta=0:0.2:3 --over target=ema,simsiam"
    assert command([*line.split(), "--seeds", "2", "--out", str(tmp_path / "typed"), "-q"]) == 0
    told: list[Progress] = []
    over = {"eta": np.linspace(0, 0.2, 3), "target": ["ema", "simsiam"]}
    called = tmp_path / "called"
    found = sweep("simulate", over=over, seeds=2, d=3, out=called, progress=told.append, **SHORT)
    assert found["J"].shape == (3, 2, 2)
    assert found.axes["eta"] == pytest.approx((0.0, 0.1, 0.2))
    assert (found.failed, found.contradicted) == ({}, False)
    assert [(at.steps, at.t_end, at.name) for at in told][-1] == (12, 12.0, "runs")
    with np.load(tmp_path / "typed" / "sweep.npz") as typed:
        np.testing.assert_array_equal(found["loss"], typed["loss"])
    documents = ((tmp_path / n / "sweep.json").read_text() for n in ("typed", "called"))
    assert len({*documents}) == 1
    assert found.to_csv().splitlines()[0] == (called / "sweep.csv").read_text().splitlines()[0]


def test_sizes_that_are_swept_take_the_others_along() -> None:
    found = sweep("simulate", over={"d": [2, 3]}, t_end=0.5, saves=2)
    assert found["modes alive"].tolist() == [[2.0], [3.0]]
    fixed = sweep("train", over={"lr": [0.01]}, X=X, n=3, steps=2, batch=4, classes=0)
    assert fixed.failed == {}


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("verify", {"over": {"eta": [1]}}, "must be `simulate` or `train`"),
        ("simulate", {"over": {}}, "nothing is swept"),
        ("simulate", {"over": {"et": [1]}}, "did you mean `eta`"),
        ("simulate", {"over": {"eta": ["a"]}}, "is not a number"),
        ("simulate", {"over": {"eta": [0.1, 0.1]}}, "gives a value twice"),
        ("train", {"over": {"eta": [1]}, "flow": "byol"}, "training follows its `target`"),
        ("train", {"over": {"eta": [1]}, "workers": 1, "scheduler": "x"}, "not both"),
    ],
)
def test_what_cannot_be_swept(what: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidOption, match=said):
        sweep(what, **given)


@pytest.mark.slow
def test_an_ensemble_of_arrays(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the extra `numba` is not installed")
    starts = np.linspace(0.5, 1.0, 5)
    out = tmp_path / "many"
    many = ensemble("exact-modes", "strengths", u_j=starts, s_j=1.0, theta=0.5, t_end=1.0, out=out)
    assert many.count == 5
    np.testing.assert_array_equal(many.start["u_j"], starts)
    np.testing.assert_array_equal(many.given["theta"], np.full(5, 0.5))
    with np.load(out / "ensemble.npz") as kept:
        np.testing.assert_array_equal(kept["end/u_j"], many.end["u_j"])
    assert len([*out.glob("given-*.npz")]) == 1
