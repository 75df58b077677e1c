"""``sslcheck kernels``: what it prints runs, and says what it costs."""

from __future__ import annotations

import re
import shutil
import subprocess
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


@pytest.mark.parametrize("model", ["gram", "modal"])
def test_reduced_models_run(capsys: Captured, model: str) -> None:
    text = printed(capsys, "--model", model, "--structure", "isotropic", "--n", "4", "--d", "9")
    compile(text, "kernel.py", "exec")
    assert not re.search(r"\b9\b", text[: text.index("import")])  # no array of the inputs
    assert ("W_W_T (4 x 4)" in text) == (model == "gram")


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


def test_refusals_name_what_there_is(capsys: Captured) -> None:
    message = refused(capsys, "--flow", "nope")
    assert "no flow `nope`; its flows are: `byol`, `no-stop-gradient`" in message
    assert message.count("\n") == 1
    assert "has no matrix states" in refused(capsys, "--flow", "system-6")
    gram = refused(capsys, "--model", "gram", "--structure", "dense")
    assert "close for isotropic data only, and `X` is dense" in gram
    assert "'isotropic', 'diagonal', 'dense'" in refused(capsys, "--structure", "round")
    assert "no article `nowhere`" in refused(capsys, "--article", "nowhere")
    assert "--n" in refused(capsys, "--n", "0")


def test_an_article_cannot_end_the_comment(capsys: Captured, tmp_path: Path) -> None:
    """What an article is called stands in docstrings and comments of text that is run."""
    from sslcheck.derive.emit import comment

    nasty = 'a\n"""\nimport os\n"""\\N{BULLET} */ int x; /*\x1b'
    shown = comment(nasty)
    assert not {'"', "\\", "\n", "\x1b"} & set(shown)
    assert "*/" not in shown
    assert "/*" not in shown
