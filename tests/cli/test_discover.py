"""``sslcheck discover``."""

from __future__ import annotations

import json
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


@pytest.mark.parametrize("format_", ["json", "markdown"])
def test_formats(article: str, format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["discover", "--article", article, "--degree", "2", "--format", format_]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    shown = json.loads(out)["flows"][0]["laws"][0]["latex"] if format_ == "json" else out
    assert "e^{-2 h t} C_1" in shown


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--flow", "nix"], "no flow `nix`"),
        (["--under", "x"], "--flow"),
        (["--save", "x.toml"], "--flow"),
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
