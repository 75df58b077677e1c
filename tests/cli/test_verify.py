"""``sslcheck verify``: certificates that `derive --certificates` has written."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from tests.derive.certificates.written import sealed, written

from sslcheck.cli.main import run

Captured = pytest.CaptureFixture[str]


def test_what_derive_writes_is_verified(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "certificates"
    call = ["derive", "--article", "two-layer", "--certificates", str(folder)]
    assert run(call) == 0
    header, row, *_ = capsys.readouterr().out.splitlines()
    assert row[header.index("vouched by") :].startswith("certificate")
    assert run(["verify", str(folder), "--article", "two-layer"]) == 0
    said = capsys.readouterr().out
    assert said == "1 proved\n1 of 1 certificates are about `two-layer` as it is read\n"
    assert run(["verify", str(folder), "--article", "oja"]) == 1
    assert "not about `oja`" in capsys.readouterr().out
    file = folder / "2.json"
    file.write_text(file.read_text("utf-8").replace('"2"', '"3"', 1), encoding="utf-8")
    assert run(["verify", str(folder)]) == 1
    assert "rejected" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["no", "\0", "x" * 5000])
def test_no_folder(name: str, capsys: Captured) -> None:
    assert run(["verify", name]) == 3
    assert "no folder" in capsys.readouterr().err


def test_a_statement_of_another_claim_is_told(tmp_path: Path, capsys: Captured) -> None:
    """It is verified for what it is; that it is not of this claim is seen in the article."""
    found = written("deep-linear-2", "2", "3")
    one, other = deepcopy(found["2"]), found["3"]
    one["claim"] = deepcopy(other["claim"])
    (tmp_path / "2.json").write_text(json.dumps(sealed(one)), encoding="utf-8")
    (tmp_path / "3.json").write_text(json.dumps(other), encoding="utf-8")
    assert run(["verify", str(tmp_path)]) == 0
    capsys.readouterr()
    assert run(["verify", str(tmp_path), "--article", "deep-linear-2"]) == 1
    said = capsys.readouterr().out
    assert "2.json" in said
    assert "claim: statement" in said
    assert "1 of 2 certificates are about" in said
