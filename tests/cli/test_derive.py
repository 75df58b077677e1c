"""``sslcheck derive`` with a stand-in engine: options, formats, exit codes, errors."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.main import run
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from .conftest import Engine


Captured = pytest.CaptureFixture[str]


def test_table_on_stdout(engine: Engine, capsys: Captured) -> None:
    assert run(["derive", "--verify-all"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("2 equations, 3 claims: ")
    assert "\x1b" not in out
    assert err == ""
    assert (engine.article, engine.select) == ("directpred", None)


@pytest.mark.parametrize("arguments", [[], ["--explain"]])
def test_alone_it_decides_the_article(engine: Engine, arguments: list[str]) -> None:
    assert run(["derive", *arguments]) == 0
    assert (engine.article, engine.select) == ("directpred", None)


def test_equation_narrows(engine: Engine) -> None:
    run(["derive", "--equation", "2", "-e", "4.1", "--article", "mine.toml"])
    assert (engine.article, engine.select) == ("mine.toml", ["2", "4.1"])


def test_explain_comes_before_the_table(engine: Engine, capsys: Captured) -> None:
    run(["derive", "--verify-all", "--explain"])
    out = capsys.readouterr().out
    assert out.index("counterexample") < out.index("eq.")
    assert out.splitlines()[-1].startswith("2 equations")


@pytest.mark.parametrize("extra", [[], ["--explain"]])
def test_stdout_is_only_json(engine: Engine, capsys: Captured, extra: list[str]) -> None:
    assert run(["derive", "--verify-all", "--format", "json", *extra]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["article"] == "directpred"
    assert len(document["claims"]) == 3


def test_markdown(engine: Engine, capsys: Captured) -> None:
    run(["derive", "--verify-all", "--format", "markdown"])
    assert capsys.readouterr().out.startswith("# Understanding SSL\n")


def test_output_goes_to_the_file(engine: Engine, capsys: Captured, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    assert run(["derive", "--verify-all", "--format", "json", "--output", str(target)]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(target.read_text())["article"] == "directpred"


def test_output_is_checked_before_the_work(
    engine: Engine, capsys: Captured, tmp_path: Path
) -> None:
    assert run(["derive", "--verify-all", "-o", str(tmp_path / "no" / "report.txt")]) == 3
    assert "sslcheck: cannot write" in capsys.readouterr().err
    assert engine.article == ""


def test_failed_run_leaves_the_output(engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    engine.error = ArticleError("no")
    assert run(["derive", "--verify-all", "-o", str(target)]) == 3
    assert target.read_text() == "old"
    assert [*tmp_path.iterdir()] == [target]


def test_refuted_without_correction_is_1(engine: Engine, capsys: Captured) -> None:
    claim = replace(engine.report.claims[0], correction=None)
    engine.report = replace(engine.report, claims=(claim,))
    assert run(["derive", "--verify-all"]) == 1
    assert "REFUTED" in capsys.readouterr().out


def test_undecided_is_2(engine: Engine, capsys: Captured) -> None:
    claim = replace(engine.report.claims[1], verdict=Verdict.UNDECIDED)
    engine.report = replace(engine.report, claims=(claim,))
    assert run(["derive", "--verify-all"]) == 2
    assert "UNDECIDED" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "ledger"), [([], False), (["--explain"], True), (["--format", "json"], True)]
)
def test_ledger_is_worked_out_where_it_is_shown(
    engine: Engine, arguments: list[str], ledger: bool
) -> None:
    run(["derive", "--verify-all", *arguments])
    assert engine.ledger is ledger


def test_what_a_server_reads(engine: Engine, capsys: Captured) -> None:
    """A refuted claim with a correction fails there and here alike, where that is asked for."""
    command = ["derive", "--equation", "2.1", "--format", "junit"]
    for fail_on, code in ({"refuted": 0, "corrected": 1}).items():
        assert run([*command, "--fail-on", fail_on]) == code
        out = capsys.readouterr().out
        assert out.startswith("<?xml")
        assert f'failures="{code}"' in out
