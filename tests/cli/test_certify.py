"""``sslcheck derive --certify``: the files, what is said of them, and wrong uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.cli.main import run

CALL = ["derive", "--article", "two-layer", "--certify", "coq", "--out"]


def test_the_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*CALL, str(tmp_path / "new" / "folder")]) == 0
    out, err = capsys.readouterr()
    names = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert names == ["Orders.v", "Words.v", "claim_two_layer_2.v"]
    assert "1 proved claim written" in err
    assert "vouched by" not in out


def test_what_has_no_theorem_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--certify", "coq", "--out", str(tmp_path)]
    assert run(["derive", "--article", "oja", "-e", "6.limit", *options]) == 0
    assert "6.limit: claims of kind `stability`" in capsys.readouterr().err


def test_a_file_in_place_of_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert run([*CALL, str(tmp_path / "file")]) == 3
    assert "cannot make the folder" in capsys.readouterr().err


def test_options_without_certify_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["derive", "--article", "two-layer", "--check"]) == 3
    assert "--certify" in capsys.readouterr().err


def test_without_coqc_nothing_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run([*CALL, str(tmp_path / "t"), "--check"]) == 3
    assert "apt-get install coq" in capsys.readouterr().err
