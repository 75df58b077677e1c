"""Every command line on a stand-in for CuPy: nothing that it refuses, and the numbers of NumPy."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.every_kind import SIMULATIONS, TRAININGS, command_line

from sslcheck.cli.main import run
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

Captured = pytest.CaptureFixture[str]
KINDS = [
    pytest.param(command, kind, options, id=f"{command} {kind}")
    for command, kinds in (("simulate", SIMULATIONS), ("train", TRAININGS))
    for kind, options in kinds.items()
]
CLOSE = {"float64": 1e-9, "float32": 1e-4}
OTHER = {"eigenvectors by", "eigenvectors", "seconds"}
"""What a result says of how it was found."""


@pytest.mark.parametrize(("command", "kind", "options"), KINDS)
def test_run(
    standin: CupyStandin,
    capsys: Captured,
    tmp_path: Path,
    command: str,
    kind: str,
    options: dict[str, Any],
) -> None:
    if "modal" in kind and shutil.which("cc") is None:
        pytest.skip("no C compiler `cc` on this machine")
    dtype = options.get("dtype", "float64")
    line = [*command_line(command, options, tmp_path), "--dtype", dtype, "--no-plots"]
    found, expected = tmp_path / "cupy", tmp_path / "numpy"
    assert run([*line, "--backend", "numpy", "--out", str(expected)]) == 0
    assert not standin.calls
    capsys.readouterr()
    assert run([*line, "--backend", "cupy", "--out", str(found)]) == 0
    assert re.search(rf"^device +stand-in, {dtype}$", capsys.readouterr().out, re.MULTILINE)
    said = result(expected)
    calls = "launch" if "modal" in kind else "matmul"
    assert (
        standin.calls[calls]
        > said["result"]["matrix products" if command == "train" else "evaluations"]
    )
    agree(result(found), said, CLOSE[dtype])
    agree(arrays(found), arrays(expected), CLOSE[dtype])


def result(folder: Path) -> Any:
    """What a run found, without what is said of the machine."""
    said = json.loads((folder / "run.json").read_text())
    return {key: said[key] for key in ("gauges", "metrics", "result", "theory") if key in said}


def arrays(folder: Path) -> Any:
    (path,) = folder.glob("*.npz")
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def agree(found: Any, expected: Any, close: float) -> None:
    """Whether the same is said, and numbers are the same to rounding."""
    assert type(found) is type(expected)
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key in expected.keys() - OTHER:
            agree(found[key], expected[key], close)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            agree(one, other, close)
    elif isinstance(expected, float) or (
        isinstance(expected, np.ndarray) and expected.dtype.kind == "f"
    ):
        size = max(float(np.nanmax(np.abs(expected), initial=0.0)), 1.0)
        np.testing.assert_allclose(found, expected, rtol=0, atol=close * size)
    else:
        assert np.array_equal(found, expected)


FLOWS = ("byol", "no-stop-gradient", "simsiam-symmetrised")
FORMS = (
    ["--structure", "isotropic"],
    ["--structure", "diagonal"],
    ["--structure", "dense"],
    ["--structure", "isotropic", "--model", "gram"],
    ["--model", "modal"],
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: "-".join(form[1::2]))
@pytest.mark.parametrize("flow", FLOWS)
def test_kernel(standin: CupyStandin, capsys: Captured, flow: str, form: list[str]) -> None:
    """The printed text for CuPy, as it stands."""
    line = ["kernels", "--target", "cupy", "--n", "3", "--d", "4", "--flow", flow, *form]
    assert run(line) == 0
    text = capsys.readouterr().out
    module: dict[str, Any] = {}
    exec(text, module)
    assert module["cp"] is standin.module
    found = evaluated(module["cp"], module, text)
    assert standin.calls["multiply"] + standin.calls["mul"] >= 2
    for one, other in zip(found, evaluated(np, module, text), strict=True):
        np.testing.assert_array_equal(standin.module.asnumpy(one), other)


def evaluated(xp: Any, module: dict[str, Any], text: str) -> Any:
    """The outputs of a printed module with numbers that are drawn."""
    rng = np.random.default_rng(5)

    def drawn(part: str) -> Any:
        return tuple(xp.asarray(rng.normal(size=shape)) for shape in shapes(text, part))

    states, out, data, work = map(drawn, ("states", "outputs", "data", "work"))
    scalars = tuple(rng.uniform(size=len(names(text, "scalars"))).tolist())
    module["evaluate"](xp, states, out, module["prepare"](xp, data, scalars), scalars, work)
    assert len(out) == len(states) >= 2
    return out


def names(text: str, part: str) -> list[str]:
    """The names in a line of the head of a printed module."""
    (line,) = re.findall(rf"^# {part} +(.*)$", text, re.MULTILINE) or ["none"]
    return [] if line == "none" else re.sub(r": .*", "", line).split(", ")


def shapes(text: str, part: str) -> list[tuple[int, ...]]:
    """The shapes of the arrays in such a line; modes are 3."""
    sizes = [re.findall(r"\d+", name.partition(" ")[2]) for name in names(text, part)]
    return [tuple(map(int, size)) or (3,) for size in sizes]


@pytest.mark.parametrize("draws", ["device", "host"])
def test_comparison(standin: CupyStandin, capsys: Captured, tmp_path: Path, draws: str) -> None:
    """With the draws of the host the table is that of NumPy."""
    options = {"d": 5, "n": 3, "steps": 5, "lr": 0.02, "batch": 8, "classes": 0, "dtype": "float64"}
    options |= {"compare": True, "seeds": 1, "targets": "simsiam"}
    line = command_line("train", options, tmp_path)
    tables = []
    for backend in ("numpy", "cupy"):
        assert run([*line, "--draws", draws, "--backend", backend]) == 0
        tables.append(capsys.readouterr().out)
    assert tables[1].count("\nsimsiam ") == 4
    assert (tables[0] == tables[1]) == (draws == "host")
    assert standin.calls["matmul"] > 4 * 5 * 4


def test_draws_of_the_device_go_on_where_they_were(
    standin: CupyStandin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of the command, stopped between two reseedings and resumed: the same bits."""
    monkeypatch.setattr("sslcheck.numeric.training.draws._EPOCH", 4)
    options = TrainOptions(d=5, n=3, batch=8, classes=2, probe=10, steps=10, backend="cupy")
    whole = Training(options).run()
    left = iter([False] * 6 + [True])
    first = Training(options).run(stopped=lambda: next(left), checkpoint=tmp_path / "kept.npz")
    assert first.outcome == "interrupted"
    second = Training(options).run(checkpoint=tmp_path / "kept.npz", resume=True)
    for name, values in whole.last.items():
        np.testing.assert_array_equal(second.last[name], values)
