"""``sslcheck simulate``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.numeric.other_letters import write_article

from sslcheck.cli.main import run
from sslcheck.cli.simulate import _USES
from sslcheck.numeric.choices import allowed
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import Options
from sslcheck.numeric.system import System

if TYPE_CHECKING:
    from .conftest import Script


Captured = pytest.CaptureFixture[str]


SMALL = ["simulate", "--d", "5", "--n", "3", "--t-end", "2", "--saves", "5"]


def printed(capsys: Captured, *arguments: str, code: int = 0) -> str:
    assert run([*SMALL, *arguments]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: Captured, *arguments: str) -> str:
    assert run([*SMALL, *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


def written(path: Path) -> Any:
    """``run.json`` as strict JSON: NaN and Infinity are no words of it."""

    def fail(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    text = (path / "run.json").read_text(encoding="utf-8")
    document = json.loads(text, parse_constant=fail)
    assert text == json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return document


def test_summary(capsys: Captured) -> None:
    out = printed(capsys)
    head = dict(re.split(r"  +", line, maxsplit=1) for line in out.split("\n\n")[0].splitlines())
    assert head["flow"] == "byol, n = 3, d = 5, isotropic data"
    assert head["model"].startswith(("full: ", "gram: "))
    assert (
        re.match(r"\d+ matrix products, .*FLOP per evaluation; .* (KiB|bytes) in all", out) is None
    )
    assert re.match(r"\d+ matrix products, .* per evaluation; .+ in all", head["kernel"])
    assert head["device"] == "the CPU, float64"
    work = re.match(
        r"(\d+) steps of tsit5, (\d+) rejected, (\d+) evaluations, (\d+) matrix products, .*s",
        head["work"],
    )
    assert work is not None
    steps, rejected, evaluations, products = map(int, work.groups())
    assert evaluations == 2 + 6 * (steps + rejected)
    assert products == evaluations * int(head["kernel"].split()[0])
    assert head["result"] == "completed at t = 2: the end time was reached"
    assert re.search(r"^3 +drift of W W\^T - 1/α_p W_p\^T W_p .* ≤ \S+ +holds ", out, re.MULTILINE)
    assert out.endswith("1 proved statement holds along the run\n")


def test_width(capsys: Captured) -> None:
    out = printed(capsys, "--target", "simsiam", "--symmetrised")
    assert max(map(len, out.splitlines())) <= 120
    assert "2 proved statements hold along the run" in out


def test_nothing_proved(capsys: Captured) -> None:
    out = printed(capsys, "--method", "rk4")
    assert "≤" not in out
    assert out.endswith("no proved statement can be held against this run\n")


def test_same_text_for_the_same_run(capsys: Captured) -> None:
    texts = [re.sub(r"\S+ m?s, \S+ \S*FLOP/s", "", printed(capsys)) for _ in range(2)]
    assert texts[0] == texts[1]


def test_a_false_flow_is_exit_1(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    true = System.rate

    def false(self: System, state: Any, out: Any) -> None:
        true(self, state, out)
        out[:9] *= 1.01

    monkeypatch.setattr(System, "rate", false)
    out = printed(capsys, "--model", "full", "--out", str(tmp_path), "--no-plots", code=1)
    assert "EXCEEDED" in out
    assert "1 of 1 proved statement exceeded: drift of W W^T - 1/α_p W_p^T W_p" in out
    document = written(tmp_path)
    assert document["result"]["code"] == "completed"
    assert [g["holds"] for g in document["findings"] if g["limit"] is not None] == [False]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--max-steps", "3"], "too many steps at t = "),
        (["--method", "rk4", "--step", "2", "--alpha-p", "1e9"], "not finite at t = 0"),
    ],
)
def test_early_end_is_exit_2(
    capsys: Captured, arguments: list[str], words: str, tmp_path: Path
) -> None:
    out = printed(capsys, *arguments, "--out", str(tmp_path), "--no-plots", code=2)
    assert words in out
    result = written(tmp_path)["result"]
    assert words.startswith(result["code"])
    with np.load(tmp_path / "record.npz") as saved:
        assert saved["times"][0] == 0.0
        assert len(saved["times"]) < 5
        assert all(np.isfinite(saved[name]).all() for name in saved.files)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "modal"], "the model `modal` is not exact here"),
        (["--model", "gram", "--data", "power-law"], "not both multiples of the identity"),
        (["--eta", "-1"], "`eta` must be a nonnegative, finite number; got -1.0"),
        (["--eta", "nan"], "`eta` must be a nonnegative, finite number"),
        (["--t-end", "0"], "`t_end` must be a positive, finite number"),
        (["--rtol", "0"], "rtol = 0 is finer than float64 can resolve"),
        (["--rtol", "1e-9", "--dtype", "float32"], "finer than float32 can resolve"),
        (["--method", "rk4", "--step", "3"], "a fixed step must be positive and at most t_end"),
        (["--data", "gaussian"], "`data` must be one of isotropic, power-law or the path"),
        (["--data", "missing.npz"], "cannot read `missing.npz`: No such file or directory"),
        (["--init", "missing.npz"], "cannot read `missing.npz`"),
        (["--init", "aligned", "--n", "9"], "needs d >= n; got d = 5, n = 9"),
        (["--target", "no-stop-gradient", "--symmetrised"], "`symmetrised` is for the targets"),
    ],
)
def test_unusable_input_is_one_line(capsys: Captured, arguments: list[str], words: str) -> None:
    err = refused(capsys, *arguments)
    assert err.startswith("sslcheck: ")
    assert words in err
    assert err.count("\n") == 1


def test_run_json(capsys: Captured, tmp_path: Path) -> None:
    printed(capsys, "--out", str(tmp_path / "a" / "b"), "--no-plots", "--eta", "0")
    document = written(tmp_path / "a" / "b")
    options = document["options"]
    assert options.keys() == {f.name for f in fields(Options)}
    assert (options["d"], options["n"], options["eta"], options["model"]) == (5, 3, 0.0, "auto")
    assert {"sslcheck", "python", "numpy", "sympy", "platform"} <= document["versions"].keys()
    assert document["versions"]["numpy"] == np.__version__
    assert document["device"] == "the CPU"
    assert document["model"].keys() == {"name", "why", "title"}
    plan, result = document["plan"], document["result"]
    assert plan["states"]["W_p"] == [3, 3]
    assert all(plan[k] > 0 for k in ("matrix products", "flops", "bytes moved", "bytes in memory"))
    assert (result["code"], result["t"]) == ("completed", 2.0)
    assert result["matrix products"] == plan["matrix products"] * result["evaluations"]
    names = {g["name"] for g in document["findings"]}
    assert {"objective J", "effective rank of F"} < names


def test_trajectory(capsys: Captured, tmp_path: Path) -> None:
    printed(capsys, "--out", str(tmp_path), "--no-plots", "--model", "full")
    with np.load(tmp_path / "record.npz", allow_pickle=False) as saved:
        assert list(saved["times"]) == [0.0, 0.5, 1.0, 1.5, 2.0]
        assert saved["state/W"].shape == (5, 3, 5)
        assert saved["series/loss"].shape == (5,)
        np.testing.assert_array_equal(saved["last/W_a"], saved["state/W_a"][-1])
    assert sorted(f.name for f in tmp_path.iterdir()) == ["record.npz", "run.json"]


def test_gauges_that_are_not_numbers_are_null(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sslcheck.numeric.watched.gauges.LARGEST_SPECTRUM", 1)
    printed(capsys, "--out", str(tmp_path), "--no-plots", "--max-steps", "15", code=2)
    (rank,) = [g for g in written(tmp_path)["findings"] if g["name"].startswith("effective")]
    assert rank["start"] > 1
    assert rank["end"] is None


def test_help_names_units_defaults_and_codes(script: Script) -> None:
    done = script("simulate", "--help")
    assert done.returncode == 0
    # how a type is written depends on the version of typer
    text = re.sub(r" (<float>|FLOAT) ", " ", re.sub(r"\s+", " ", done.stdout))
    for words in (
        "--eta Weight decay [1/time]. [default: 0.05]",
        "--beta Rate of the moving average [1/time]; 0: the target stays as it is. [default: 1.0]",
        "--t-end End time, in units of the gradient flow. [default: 20.0]",
        "--step Step of rk4 [time]. [default: 0.01]",
        "Between checkpoints [seconds]. [default: 30.0; x>=0.0]",
        "--rtol Relative tolerance of a step. [default: 1e-06]",
        "130 interrupted; with --out the run can be resumed",
        "2 the run ended early; what it had saved is kept",
    ):
        assert words in text


def test_defaults_of_the_command_are_those_of_the_options() -> None:
    import inspect

    from sslcheck.cli.simulate import simulate

    declared = inspect.signature(simulate).parameters
    for field in fields(Options):
        default = declared[field.name].default
        if field.name in ("data", "init"):  # which are lists beside --flow
            assert default is None
            continue
        assert default == field.default, field.name
    for one in fields(FlowOptions):
        if one.name in declared and one.name not in ("article", "flow", "data"):
            assert declared[one.name].default == one.default, one.name


@pytest.mark.parametrize("target", allowed("target"))
@pytest.mark.parametrize("method", allowed("method"))
def test_choices_say_what_is_used(target: str, method: str) -> None:
    given = {"data": "", "init": "", "out": None, "plots": True, "target": target, "method": method}
    found = {use.options: use.when(given) for use in _USES}
    assert found["beta", "tau0"] == (target == "ema")
    assert found["step",] == (method == "rk4")


def test_an_article_of_ones_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Its letters in what is read and said; without roles its flows run by their names."""
    article = write_article(tmp_path)
    np.savez(tmp_path / "data.npz", S=np.ones(4), N=0.25)
    small = ["--d", "4", "--n", "3", "--t-end", "1", "--saves", "3", "--article", article]
    out = tmp_path / "run"
    data = ["--data", str(tmp_path / "data.npz")]
    assert run(["simulate", *small, *data, "--out", str(out), "--no-plots"]) == 0
    shown = capsys.readouterr().out
    assert "flow    lagging, n = 3, d = 4" in shown
    assert "drift of A A^T - 1/μ B^T B" in shown
    assert run(["simulate", *small, *data, "--sigma2", "1"]) == 3
    assert "--sigma2 has no effect here" in capsys.readouterr().err
    assert json.loads((out / "run.json").read_text())["options"]["method"] == "tsit5"
    assert run(["simulate", "--resume", str(out), "--no-plots"]) == 0
    assert run(["simulate", "--article", "two-layer", "--d", "5"]) == 3
    told = capsys.readouterr().err
    assert "--d has no effect here: it needs an article with a table [roles]" in told
    assert "--size SPACE=SIZE" in told
