"""``sslcheck derive --numeric``: a column of numbers, and exit code 4 where they object."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sslcheck.cli.main import run
from sslcheck.derive import verify
from sslcheck.derive.article.article import Article
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.looking import KINDS

Captured = pytest.CaptureFixture[str]

FALSE = r"""
[article]
name = "false"
format = 2
[spaces]
n = "rows"
[symbols]
A = { shape = ["n", "n"], role = "state" }
[flows.f]
text = "f"
equations = ['\dot{A} = A']
[[equation]]
number = "1"
latex = '\dot{A} = A^T'
[[claim]]
id = "1"
equation = "1"
line = 1
kind = "identity"
flow = "f"
"""


def test_a_column_of_numbers(capsys: Captured) -> None:
    assert run(["derive", "--numeric", "--article", "two-layer"]) == 0
    out = capsys.readouterr().out
    assert "numbers" in out.splitlines()[0]
    assert "agree: " in out


def test_no_numbers_unasked(capsys: Captured) -> None:
    run(["derive", "--article", "two-layer"])
    assert "numbers" not in capsys.readouterr().out


def test_an_objection_is_a_disagreement(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    path = tmp_path / "false.toml"
    path.write_text(FALSE)

    def credulous(article: Article, **given: Any) -> Report:
        report = verify(article, **given)
        (claim,) = report.claims
        assert claim.verdict is Verdict.REFUTED
        return replace(report, claims=(replace(claim, verdict=Verdict.PROVED, witness=None),))

    monkeypatch.setattr("sslcheck.derive.verify", credulous)
    assert run(["derive", "--numeric", "--article", str(path), "--format", "json"]) == 4
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert claim["verdict"] == "disagreement"
    assert "proved by both routes, but the numbers object at n = " in claim["why"]
    (row,) = [route for route in claim["routes"] if route["name"] == "numbers"]
    assert row["result"] == "object"
    assert claim["witness"]["lhs"] != claim["witness"]["rhs"]
    assert claim["witness"]["sizes"]["n"] > 1
    numbers = claim["numbers"]
    assert (numbers["result"], numbers["points"] > 0, numbers["sizes"] > 0) == (
        "object",
        True,
        True,
    )
    assert numbers["place"] == claim["witness"]["sizes"]
    assert numbers["error"] > 1e-6
    assert [f"{x:.6g}" for x in numbers["lhs"][0]] == claim["witness"]["lhs"][0]


def test_a_fault_of_the_look_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setitem(KINDS, "integral", fails)
    assert run(["derive", "--numeric", "--article", "two-layer", "--format", "json"]) == 0
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert claim["verdict"] == "proved"
    assert (claim["numbers"]["result"], claim["numbers"]["points"]) == ("silent", 0)
    assert "the look in numbers failed: ZeroDivisionError: by nothing" in claim["numbers"]["note"]


def test_a_counterexample_that_is_none_is_a_disagreement(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "false.toml"
    path.write_text(FALSE)

    def careless(article: Article, **given: Any) -> Report:
        report = verify(article, **given)
        (claim,) = report.claims
        assert claim.witness is not None
        values = {
            name: [["0"] * len(row) for row in rows] for name, rows in claim.witness.values.items()
        }
        wrong = replace(claim, witness=replace(claim.witness, values=values))
        return replace(report, claims=(wrong,))

    assert run(["derive", "--numeric", "--article", str(path)]) == 1
    monkeypatch.setattr("sslcheck.derive.verify", careless)
    assert run(["derive", "--numeric", "--article", str(path)]) == 4
