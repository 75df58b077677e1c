"""Files that are articles, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive import load_article, shipped_articles
from sslcheck.derive.errors import ArticleError, ArticleNotFound
from sslcheck.derive.reading.loading import parse_article


def test_a_missing_file_names_what_there_is() -> None:
    with pytest.raises(ArticleNotFound, match="directpred") as caught:
        load_article("no-such-article")
    assert "no regular file" in str(caught.value)
    assert isinstance(caught.value, FileNotFoundError)


def test_a_folder_is_not_an_article(tmp_path: Path) -> None:
    with pytest.raises(ArticleNotFound, match="no regular file of that name"):
        load_article(str(tmp_path))


def test_text_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(GOOD.replace("tiny", "t\u00efny").encode("latin-1"))
    with pytest.raises(ArticleError, match=r"latin\.toml: not UTF-8.*save it as UTF-8"):
        load_article(str(path))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(GOOD, "utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ArticleError, match=r"tiny\.toml: cannot be read: Permission denied"):
        load_article(str(path))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    path.write_text(GOOD + "# padding\n" * 120_000, "utf-8")
    with pytest.raises(ArticleError, match=r"huge\.toml: larger than 1000000 bytes"):
        load_article(str(path))


def test_deeply_nested_toml(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text("x = " + "[" * 20_000 + "]" * 20_000, "utf-8")
    with pytest.raises(ArticleError, match=r"deep\.toml line 1: nested too deeply"):
        load_article(str(path))


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("", "utf-8")
    with pytest.raises(ArticleError, match=r"empty\.toml \[article\]: there is no such table"):
        load_article(str(path))


def test_the_shipped_article_is_listed_and_loads_by_name() -> None:
    assert "directpred" in shipped_articles()
    assert load_article("directpred").numbers == tuple(str(k) for k in range(1, 12))


def test_more_symbols_than_an_article_has() -> None:
    symbols = "".join(f'"x_{{{k}}}" = {{}}\n' for k in range(1001))
    text = f'[article]\nname = "x"\n[symbols]\n{symbols}[[claim]]\nid = "1"\n'
    with pytest.raises(
        ArticleError, match=r"line 3: \[symbols\]: has 1001 symbols, more than 1000"
    ):
        parse_article(text, "many.toml")
