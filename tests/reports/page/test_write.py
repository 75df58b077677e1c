"""A report from the article to the folder, and what becomes of a figure that cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.numeric.other_letters import ARTICLE

from sslcheck.reports.page import write
from sslcheck.reports.page.write import Request, write_report


def test_a_figure_that_cannot_be_made_is_told_in_its_place(tmp_path: Path) -> None:
    """The one of the article's own flow without stop-gradient asks for a copied target, too."""
    without = ARTICLE.replace('simsiam = { flow = "copied" }\n', "")
    assert without != ARTICLE
    article = tmp_path / "mine.toml"
    article.write_text(without, encoding="utf-8")
    write_report(Request(article=str(article), out=tmp_path / "r", d=4))
    text = (tmp_path / "r" / "report.md").read_text(encoding="utf-8")
    assert "The figure `decay` cannot be made for this article: " in text.replace("\\", "")
    assert text.count("cannot be made") == 1
    assert "no flow for the target `simsiam`" in text.replace("\\", "")
    drawn = sorted(file.name for file in (tmp_path / "r" / "figures").iterdir())
    assert drawn == ["balance.png", "balance.svg"]


def test_a_failed_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no fault of the article stops the page."""

    def fails(*_: object) -> None:
        raise RuntimeError("stop")

    monkeypatch.setattr(write, "PLOTS", (("balance", lambda _: "3", fails),))
    with pytest.raises(RuntimeError, match="stop"):
        write_report(Request(out=tmp_path / "r", equations=("3",)))
    assert not list(tmp_path.iterdir())
