"""The site is built from the pages of the repository, strictly, and asks nothing of the network."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(importlib.util.find_spec, ("mkdocs", "material", "mkdocstrings"))),
        reason="needs `pip install '.[docs]'`",
    ),
    pytest.mark.skipif(not (ROOT / "mkdocs.yml").exists(), reason="a copy without mkdocs.yml"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; a link that leads nowhere, on any page, is an error of the build."""
    folder = tmp_path_factory.mktemp("site")
    away = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, **away, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class Loaded(HTMLParser):
    """What a page loads by itself: scripts, styles, pictures."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = {"script": "src", "img": "src", "link": "href", "iframe": "src"}.get(tag)
        self.addresses += [value for key, value in attrs if key == name and value]


def test_every_page_of_the_repository_is_there(site: Path) -> None:
    for page in ("index", "derive/format", "numeric/index", "cli/index", "api/derive"):
        assert (site / f"{page}.html").exists(), page
    assert '"title":"sslcheck.derive"' in (site / "search" / "search_index.json").read_text("utf-8")


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = Loaded(page.read_text(encoding="utf-8")).addresses
        assert not [a for a in loaded if a.startswith(("http:", "https:", "//"))], page


def test_formulas_are_set(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    equations = re.search(r'<table class="equations">(.+?)</table>', text, re.DOTALL)
    assert equations is not None
    assert re.findall(r"<td>\((\d+)\)</td>", equations[1]) == [str(n) for n in range(1, 12)]
    assert "<code>" not in equations[1], "a formula that could not be set is shown as code"
    for page in site.rglob("*.html"):
        assert not re.search(r"FORMULA\d+END", page.read_text(encoding="utf-8")), page


def test_the_api_has_what_is_public(site: Path) -> None:
    import sslcheck.derive

    text = (site / "api" / "derive.html").read_text(encoding="utf-8")
    for name in sslcheck.derive.__all__:
        assert name.startswith("__") or f'id="sslcheck.derive.{name}"' in text, name


def test_bars_in_tables_are_those_of_the_formulas(site: Path) -> None:
    text = (site / "derive" / "latex.html").read_text(encoding="utf-8")
    assert r"<code>\|W\|_F^2</code>" in text
    assert r"<code>|a + b|</code>" in text
    assert "--format &lt;text|json&gt;" in (site / "cli" / "index.html").read_text("utf-8")
