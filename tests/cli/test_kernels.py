"""``sslcheck kernels``: what it prints runs, and says what it costs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.derive.emit import twins

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]
STRUCTURES = ("isotropic", "diagonal", "dense")


def printed(capsys: Captured, *arguments: str) -> str:
    assert run(["kernels", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: Captured, *arguments: str) -> str:
    assert run(["kernels", *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("flow", ["byol", "no-stop-gradient", "symmetrised"])
def test_printed_module_is_the_twin(capsys: Captured, flow: str, structure: str) -> None:
    n, d = 4, 6
    text = printed(capsys, "--flow", flow, "--structure", structure, "--n", "4", "--d", "6")
    module: dict[str, Any] = {}
    exec(text, module)
    values = twins.draw(structure, n, d)
    expected = twins.flow(flow, values)
    state = tuple(values[k.removeprefix("d")] for k in expected)
    out = tuple(np.full_like(s, np.nan) for s in state)
    work = tuple(
        np.full((int(r), int(c)), np.nan) for r, c in re.findall(r"T\d+ \((\d+) x (\d+)\)", text)
    )
    data = () if structure == "isotropic" else (values["X"], values["X_prime"])
    names = re.search(r"^# scalars +(.*)$", text, re.MULTILINE)
    assert names is not None
    scalars = tuple(values[name] for name in names[1].split(", "))
    constants = module["prepare"](np, data, scalars)
    module["evaluate"](np, state, out, constants, scalars, work)
    for found, array in zip(out, expected.values(), strict=True):
        np.testing.assert_allclose(found, array, rtol=1e-12, atol=1e-12)


def test_plan_stands_above_the_text(capsys: Captured) -> None:
    text = printed(capsys, "--structure", "diagonal", "--n", "8", "--d", "8")
    head = text[: text.index("import numpy")]
    assert all(line.startswith("#") for line in head.splitlines() if line)
    for line in (
        "# states     W_p (8 x 8), W (8 x 8), W_a (8 x 8)",
        "# constant   K0 (8) = X + X_prime",
        "# matrix products 3",
        "# work       none",
    ):
        assert line in head.splitlines()
    assert re.search(r"^# .+ = W_p W  +1,024 ", head, re.MULTILINE)


def test_targets_print_the_same_functions(capsys: Captured) -> None:
    numpy, cupy = (printed(capsys, "--target", t, "--n", "4") for t in ("numpy", "cupy"))
    assert "import cupy as cp" in cupy

    def functions(text: str) -> str:
        return text[text.index("def prepare") : text.rindex("# With")]

    assert functions(numpy) == functions(cupy)
    assert "# constants = prepare(cp, " in cupy
    assert "# constants = prepare(np, " in numpy


@pytest.mark.parametrize("options", [["gram", "--structure", "isotropic"], ["modal"]])
def test_reduced_models_run(capsys: Captured, options: list[str]) -> None:
    text = printed(capsys, "--n", "4", "--d", "9", "--model", *options)
    compile(text, "kernel.py", "exec")
    assert not re.search(r"\b9\b", text[: text.index("import")])  # no array of the inputs
    assert ("W_W_T (4 x 4)" in text) == (options[0] == "gram")


def test_cuda_is_for_modes(capsys: Captured, tmp_path: Path) -> None:
    text = printed(capsys, "--target", "cuda", "--n", "4")
    assert "KERNEL void evaluate(" in text
    compiler = shutil.which("cc")
    if compiler is not None:
        source = tmp_path / "kernel.c"
        source.write_text(text)
        subprocess.run(
            [compiler, "-std=c99", "-Wall", "-Werror", "-c", str(source), "-o", "kernel.o"],
            cwd=tmp_path,
            check=True,
            timeout=60,
        )
    message = refused(capsys, "--target", "cuda", "--model", "full")
    assert "take `--model modal` or `--target cupy`" in message
    assert message.count("\n") == 1


def test_another_article(capsys: Captured) -> None:
    text = printed(capsys, "--article", "two-layer", "--n", "3", "--d", "5")
    assert "# states     A (3 x 5), B (3 x 3)" in text.splitlines()
    modes = printed(capsys, "--article", "two-layer", "--model", "modal", "--n", "3")
    assert "A_j, B_j: 3 modes each" in modes
    few = printed(capsys, "--article", "exact-modes", "--flow", "aligned-layers", "--model", "gram")
    assert "# states     a_j_2, a_j_b_j, b_j_2" in few


def test_refusals_name_what_there_is(capsys: Captured) -> None:
    message = refused(capsys, "--flow", "nope")
    assert "no flow `nope`; its flows are: `byol`, `no-stop-gradient`" in message
    assert message.count("\n") == 1
    assert "did you mean `byol`?" in refused(capsys, "--flow", "bylo")
    scalars = ("--flow", "system-6")
    assert "no closed set of products" in refused(capsys, *scalars, "--model", "gram")
    assert "reads no matrices" in refused(capsys, *scalars, "--structure", "dense")
    gram = refused(capsys, "--model", "gram", "--structure", "dense")
    assert "no exact gram model of the flow `byol` is found where `X` is dense" in gram
    assert "'isotropic', 'diagonal', 'dense'" in refused(capsys, "--structure", "round")
    assert "no article `nowhere`" in refused(capsys, "--article", "nowhere")
    assert "--n" in refused(capsys, "--n", "-1")
    assert "--structure has no effect" in refused(
        capsys, "--model", "modal", "--structure", "dense"
    )


def test_without_n_there_are_as_many_outputs_as_inputs(capsys: Captured) -> None:
    square = printed(capsys, "--n", "6", "--d", "6")
    assert printed(capsys, "--d", "6") == square == printed(capsys, "--n", "0", "--d", "6")


def test_an_article_cannot_end_the_comment(capsys: Captured, tmp_path: Path) -> None:
    """What an article is called stands in docstrings and comments of text that is run."""
    from sslcheck.derive.emit import comment

    nasty = 'a\n"""\nimport os\n"""\\N{BULLET} */ int x; /*\x1b'
    shown = comment(nasty)
    assert not {'"', "\\", "\n", "\x1b"} & set(shown)
    assert "*/" not in shown
    assert "/*" not in shown


def test_each_space_has_its_size(capsys: Captured) -> None:
    sizes = ("--size", "h=3", "--size", "m = 2", "--d", "5", "--n", "9")
    text = printed(capsys, "--article", "two-layer", *sizes)
    assert "# states     A (3 x 5), B (2 x 3)" in text.splitlines()
    modes = printed(capsys, "--article", "two-layer", "--model", "modal", *sizes)
    assert "A_j, B_j: 3 modes each" in modes  # as many as the space h has dimensions
    assert "no space `mm`; did you mean `m`?" in refused(
        capsys, "--article", "two-layer", "--size", "mm=2"
    )
    assert "spaces are: `n`, `d`" in refused(capsys, "--size", "q=2")
    for wrong in ("n", "n=", "n=0", "n=-1", "n=2.5", "n=1e3", "n=" + "9" * 5000):
        assert "SPACE=SIZE" in refused(capsys, "--size", wrong)
    assert "no space ``" in refused(capsys, "--size", "=3")
    assert "twice" in refused(capsys, "--size", "n=2", "--size", "n=3")


def test_nothing_is_isotropic_unasked(capsys: Captured) -> None:
    """The default is what the article declares; what is declared diagonal stays so."""
    assert "# flow `byol` of directpred, X dense, X' dense" in printed(capsys, "--n", "3")


LAX = r"""
[article]
name = "lax"
[spaces]
n = "n"
[symbols]
"L" = { shape = ["n", "n"], role = "state" }
"W" = { shape = ["n", "n"] }
"D" = { shape = ["n", "n"], properties = ["diagonal"] }
[flows.f]
equations = ['\dot{L} = L (W - W^T) - (W - W^T) L + D L - L D']
[[equation]]
number = "1"
latex = '\dot{L} = L (W - W^T) - (W - W^T) L + D L - L D'
[[claim]]
id = "1"
equation = "1"
line = 1
kind = "identity"
flow = "f"
"""


@pytest.mark.parametrize("target", ["numpy", "cupy"])
@pytest.mark.parametrize("structure", ["", "dense", "diagonal", "isotropic"])
def test_data_that_are_not_symmetric(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, structure: str, target: str
) -> None:
    """A Lax pair: zero where the data are multiples of the identity, and only there."""
    monkeypatch.setitem(sys.modules, "cupy", np)
    article = tmp_path / "lax.toml"
    article.write_text(LAX)
    asked = ("--structure", structure) if structure else ()
    text = printed(capsys, "--article", str(article), "--n", "3", "--target", target, *asked)
    module: dict[str, Any] = {}
    exec(text, module)
    rng = np.random.default_rng(3)
    L, W, D = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), np.diag(rng.normal(size=3))
    data: dict[str, Any] = {"W": W, "D": np.diagonal(D).copy()}
    if structure in ("diagonal", "isotropic"):
        data["W"] = np.diagonal(W).copy()
        W = np.diag(data["W"])
    if structure == "isotropic":
        data, W, D = {}, 0.5 * np.eye(3), 0.2 * np.eye(3)
    found = np.full((3, 3), np.nan)
    work = tuple(np.full((3, 3), np.nan) for _ in range(len(set(re.findall(r"\bT\d+\b", text)))))
    constants = module["prepare"](np, tuple(data.values()), ())
    module["evaluate"](np, (L,), (found,), constants, (), work)
    K = W - W.T
    np.testing.assert_allclose(found, L @ K - K @ L + D @ L - L @ D, rtol=1e-12, atol=1e-12)
    if structure in ("", "dense"):
        assert re.search(r"^# constant   K0 \(3 x 3\) = .*W\.T", text, re.MULTILINE)
        assert "D (3)" in text


def test_scalars_and_modes_have_kernels(capsys: Captured) -> None:
    """Modes with the numbers of each, one space for them; scalars without an index alone."""
    modes = printed(capsys, "--article", "exact-modes", "--flow", "strengths", "--size", "h=7")
    space: dict[str, Any] = {}
    exec(modes, space)
    u, s, du = np.linspace(0.1, 0.7, 7), np.linspace(1, 2, 7), np.zeros(7)
    theta = 0.5
    constants = space["prepare"](np, (s,), (theta,))
    space["evaluate"](np, (u,), (du,), constants, (theta,), ())
    np.testing.assert_allclose(du, 2 * u * (s - u) / theta, rtol=1e-14)
    alone = printed(capsys, "--article", "oja", "--flow", "length")
    assert "flow `length` of oja, scalars" in alone
    cuda = printed(capsys, "--article", "exact-modes", "--flow", "strengths", "--target", "cuda")
    assert "KERNEL void evaluate" in cuda


def test_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["kernels", "--n", "4", "--d", "6"]) == 0
    text = capsys.readouterr().out
    assert run(["kernels", "--n", "4", "--d", "6", "-o", str(tmp_path / "k.py")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "k.py").read_text(encoding="utf-8") == text
    assert run(["kernels", "-o", str(tmp_path / "no" / "k.py")]) == 3
