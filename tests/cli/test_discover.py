"""``sslcheck discover``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from tests.derive.flowing import LAYERS, flow_text

from sslcheck.cli.main import run

EQUATIONS = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(flow_text(LAYERS, EQUATIONS), encoding="utf-8")
    return str(path)


def test_each_flow_is_searched(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["discover", "--article", article, "--degree", "2"]) == 0
    assert "V^T V - U U^T = e^(-2 h t) C_1" in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["json", "markdown", "latex"])
def test_formats(article: str, format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["discover", "--article", article, "--degree", "2", "--format", format_]
    assert run([*arguments, "--flow", "f"]) == 0
    out = capsys.readouterr().out
    shown = json.loads(out)["flows"][0]["laws"][0]["latex"] if format_ == "json" else out
    assert "e^{-2 h t} C_1" in shown.replace("- 2", "-2")


def test_proofs(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["discover", "--article", article, "--degree", "2", "--explain"]) == 0
    assert "every word cancels" in capsys.readouterr().out


def test_sizes(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = ["--size", "k=1", "--size", "n=1", "--size", "d=1"]
    assert run(["discover", "--article", article, "--flow", "f", "--degree", "2", *sizes]) == 0
    assert "at n = 1, d = 1, k = 1: complete" in capsys.readouterr().out


def test_the_article_with_its_laws_is_one_for_all_commands(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "laws.toml")
    given = ["--article", article, "--flow", "f", "--degree", "2", "--save", out]
    assert run(["discover", *given]) == 0
    capsys.readouterr()
    assert run(["derive", "--article", out]) == 0
    assert "f.law.1" in capsys.readouterr().out


def test_the_drift_of_each_law_in_a_run(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--article", article, "--flow", "f", "--degree", "2", "--simulate"]
    assert run(["discover", *given]) == 0
    out = capsys.readouterr().out
    assert re.search(r"drift of V\^T V - U U\^T .*≤ .* holds", out)
    assert "1 proved statement holds along the run" in out


def test_certificates(article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, folder = str(tmp_path / "laws.toml"), str(tmp_path / "certificates")
    given = ["--article", article, "--flow", "f", "--degree", "2", "--save", out]
    assert run(["discover", *given, "--certificates", folder]) == 0
    assert run(["verify", folder, "--article", out]) == 0
    assert "1 of 1 certificates are about" in capsys.readouterr().out


def test_data_of_one_sort(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "laws.toml")
    given = ["--article", "dimensional-collapse", "--flow", "one-layer", "--data", "X=isotropic"]
    assert run(["discover", *given, "--degree", "1", "--save", out, "--simulate"]) == 0
    told = capsys.readouterr().out
    assert "under isotropic X" in told
    assert "1 proved statement holds along the run" in told
    assert "W = e^(" in told
    assert run(["derive", "--article", out, "-e", "one-layer.law.1"]) == 0


def test_lyapunov_functions(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("clarabel")
    given = ["--article", article, "--flow", "f", "--degree", "4", "--lyapunov"]
    assert run(["discover", *given]) == 0
    assert "d/dt (‖U U^T - V^T V‖^2) ≤ 0" in capsys.readouterr().out


def test_without_the_solver(
    article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "clarabel", None)
    assert run(["discover", "--article", article, "--flow", "f", "--lyapunov"]) == 3
    assert "pip install 'sslcheck-dynamics[sdp]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--flow", "nix"], "no flow `nix`"),
        (["--under", "x"], "--flow"),
        (["--save", "x.toml"], "--flow"),
        (["--simulate"], "--flow"),
        (["--flow", "f", "--data", "U=isotropic"], "`U` is not one of the square data matrices"),
        (["--flow", "f", "--data", "U=round"], "square data matrices"),
        (["--format", "latex"], "--flow"),
        (["--flow", "f", "--under", "nix"], "no hypothesis `nix`"),
        (["--flow", "f", "--size", "z=3"], "no space `z`"),
        (["--format", "json", "--explain"], "--explain has no effect"),
    ],
)
def test_wrong_use(
    article: str, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["discover", "--article", article, *arguments]) == 3
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["discover", "kernels", "simulate"])
@pytest.mark.parametrize("flow", [["--flow", "f"], []])
def test_a_flow_that_cannot_be_read_says_why(
    article: str, command: str, flow: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(article)
    path.write_text(path.read_text().replace("V^T R", "V^T Z"), encoding="utf-8")
    assert run([command, "--article", article, *flow]) == 3
    assert capsys.readouterr().err.count("undeclared symbol `Z`") == 1


def test_an_article_without_a_flow(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(article)
    path.write_text(re.sub(r"(?s)\[flows.f\].*?(?=\n\[)", "", path.read_text()), encoding="utf-8")
    assert run(["discover", "--article", article]) == 3
    assert "has no flow: declare one" in capsys.readouterr().err


def test_a_flow_that_cannot_be_searched_costs_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "two.toml"
    odd = ["\\dot{U} = U + 2 \\dot{U}", "\\dot{V} = V \\dot{V}^T V"]
    flow = f"[flows.g]\ntext = 'odd'\nequations = {json.dumps(odd)}\n"
    more = flow_text(LAYERS, EQUATIONS).replace("[[claim]]", f"{flow}[[claim]]")
    path.write_text(more, encoding="utf-8")
    assert run(["discover", "--article", str(path), "--degree", "2"]) == 0
    told = capsys.readouterr()
    assert "flow f of small" in told.out
    assert "`g`" in told.err
