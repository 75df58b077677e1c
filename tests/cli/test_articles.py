"""``sslcheck articles`` and ``show``: what is listed, and that a file is printed as it is."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from sslcheck.cli.main import run
from sslcheck.derive import load_article
from sslcheck.derive.reading.loading import shipped_articles

Captured = pytest.CaptureFixture[str]


def test_a_line_for_each_with_title_and_claims(capsys: Captured) -> None:
    assert run(["articles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [*shipped_articles()]
    article = load_article("two-layer")
    (line,) = (line for line in lines if line.startswith("two-layer"))
    assert article.title in line
    assert int(line.split()[-1]) == len(article.claims)


def test_shown_as_it_is(capsys: Captured) -> None:
    assert run(["show", "two-layer"]) == 0
    file = resources.files("sslcheck.derive") / "articles" / "two-layer.toml"
    assert capsys.readouterr().out == file.read_text("utf-8")


def test_an_unknown_name_is_nearly_known(capsys: Captured) -> None:
    assert run(["show", "two-lyer"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sslcheck: no shipped article `two-lyer`; there are `")
    assert err.endswith("; did you mean `two-layer`?\n")


def test_a_path_is_no_name(capsys: Captured) -> None:
    assert run(["show", "../articles/two-layer"]) == 3
    assert "no shipped article `../articles/two-layer`" in capsys.readouterr().err


def test_the_schema_is_json_alone(capsys: Captured) -> None:
    assert run(["show", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["required"] == ["article", "symbols", "claim"]


@pytest.mark.parametrize("arguments", [[], ["two-layer", "--schema"]])
def test_a_name_or_the_schema(capsys: Captured, arguments: list[str]) -> None:
    assert run(["show", *arguments]) == 3
    assert "NAME of a shipped article" in capsys.readouterr().err
