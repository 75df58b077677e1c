"""`sslcheck upgrade`: articles of 0.1 say the same in the current format, comments and all."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from sslcheck.cli.main import run
from sslcheck.derive import verify
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.reading.upgrade import upgraded

OLD_FILES = sorted((Path(__file__).parent / "old").glob("*.toml"))
OLD = r"""# an article of 0.1

[article] # the head
title = "a title"
name = "old" # its name

# spaces come next
[spaces]
n = "n"

[symbols]
"A" = { shape = ["n", "n"] } # any matrix
"a" = {}

[[equation]]
number = "1"
latex = 'A = A'

[[claim]]
id = "1"
equation = "1"
line = 1
kind = "identity"

# the next one has an option of another kind
[[claim]]
id = "2"
equation = "1"
kind = "identity"
reading = '(A + A)^T = 2 A'
    basis = [
  "A",
] # why not
corrected = '(A + A)^T = 2 A^T'
# the end
"""


def old(name: str) -> str:
    """A shipped article as it was in 0.1."""
    file = resources.files("sslcheck.derive") / "articles" / f"{name}.toml"
    return file.read_text(encoding="utf-8").replace("format = 2\n", "", 1)


def test_comments_and_layout_stay() -> None:
    text, changes = upgraded(OLD, "old.toml")
    assert changes == ("format = 2", "claim `2`: without `basis`, which had no effect")
    assert text == OLD.replace(
        'name = "old" # its name\n', 'name = "old" # its name\nformat = 2\n'
    ).replace(
        '    basis = [\n  "A",\n] # why not\n',
        "    # `basis` is gone: it had no effect on this kind of claim; why not\n",
    )


@pytest.mark.parametrize("name", ["directpred", "two-layer"])
def test_a_shipped_article_comes_out_as_it_is_shipped(name: str) -> None:
    file = resources.files("sslcheck.derive") / "articles" / f"{name}.toml"
    assert upgraded(old(name), name)[0] == file.read_text(encoding="utf-8")
    before, after = (
        parse_article(old(name), name),
        parse_article(upgraded(old(name), name)[0], name),
    )
    assert (before.format, after.format) == (0, 2)
    assert before.claims == after.claims
    assert before.flows == after.flows
    assert before.hypotheses == after.hypotheses


@pytest.mark.parametrize("file", OLD_FILES, ids=lambda file: file.stem)
def test_an_article_of_users_says_the_same(file: Path) -> None:
    text = file.read_text("utf-8")
    rewritten, changes = upgraded(text, file.name)
    before, after = parse_article(text, file.name), parse_article(rewritten, file.name)
    left = [(c.form, c.statement, c.row, c.flow, c.hypotheses, c.repaired) for c in before.claims]
    assert left == [
        (c.form, c.statement, c.row, c.flow, c.hypotheses, c.repaired) for c in after.claims
    ]
    for part in ("symbols", "definitions", "rules", "flows", "hypotheses", "equations"):
        assert getattr(before, part) == getattr(after, part)
    lines = rewritten.splitlines()
    assert lines.pop(next(k for k, line in enumerate(lines) if line == "format = 2")) == changes[0]
    kinds = sum("of kind" in change for change in changes)
    assert sum(a != b for a, b in zip(lines, text.splitlines(), strict=True)) == kinds


def test_verdicts_are_the_same() -> None:
    text = OLD.replace('    basis = [\n  "A",\n] # why not\n', "")
    before = verify(parse_article(text, "x")).claims
    after = verify(parse_article(upgraded(text, "x")[0], "x")).claims
    assert [(c.id, c.verdict) for c in before] == [("1", "proved"), ("2", "refuted")]
    assert [(c.id, c.verdict) for c in after] == [(c.id, c.verdict) for c in before]


@pytest.mark.parametrize(
    "head",
    [
        'article = { title = "t", name = "old" }',
        'article.name = "old"\narticle.title = "t"',
        '[article]\r\nname = "old"\r\n\r\n# next\r',
        "[article]\nname = '''old'''",
    ],
)
def test_every_layout_of_the_head(head: str) -> None:
    text = head + "\n" + OLD.split("# spaces come next")[1]
    rewritten, _ = upgraded(text, "x.toml")
    data, plain = tomllib.loads(rewritten), tomllib.loads(text)
    assert data["article"] == {**plain["article"], "format": 2}
    assert rewritten.count("\r") == text.count("\r") + ("\r" in text)
    assert "# the end" in rewritten


def test_claims_in_one_array() -> None:
    head, claims = OLD.split("[[claim]]", 1)
    entry = "{ id = '1', equation = '1', line = 1, kind = 'identity', probe = 'A' }"
    text = f"claim = [\n  {entry}, # one\n]\n" + head
    rewritten, changes = upgraded(text, "x.toml")
    assert "claim `1`: without `probe`, which had no effect" in changes
    assert "probe" not in tomllib.loads(rewritten)["claim"][0]
    assert claims


def test_the_current_format_is_said_to_be_current() -> None:
    with pytest.raises(ArticleError, match=r"x.toml: is of format 2, the current one"):
        upgraded(upgraded(OLD, "x.toml")[0], "x.toml")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, new = tmp_path / "old.toml", tmp_path / "new.toml"
    file.write_text(OLD, "utf-8")
    assert (
        run(["derive", "--article", str(file), "-e", "1"]) == 3
    )  # of claim 2 on the same equation
    out, err = capsys.readouterr()
    assert "drop it, as `sslcheck" in " ".join(out.split())
    assert err == f"sslcheck: `{file}` is of format 0.1: `sslcheck upgrade {file} NEW`\n"
    assert run(["upgrade", str(file), str(new)]) == 0
    assert capsys.readouterr().out.startswith(f"{new}: format = 2; claim `2`: without `basis`")
    assert new.read_text("utf-8") == upgraded(OLD, "x")[0]
    assert run(["derive", "--article", str(new)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("old.toml", "old.toml", "it exists"),
        ("old.toml", "there.toml", "it exists"),
        ("none.toml", "new.toml", "not a regular file"),
        ("old.toml", "no/new.toml", "there is no folder"),
        ("torn.toml", "new.toml", "not valid TOML"),
    ],
)
def test_nothing_is_overwritten_and_nothing_half_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, target: str, said: str
) -> None:
    (tmp_path / "old.toml").write_text(OLD, "utf-8")
    (tmp_path / "torn.toml").write_text(OLD[:-200] + '"', "utf-8")
    (tmp_path / "there.toml").write_text("mine", "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert run(["upgrade", str(tmp_path / source), str(tmp_path / target)]) == 3
    assert said in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
