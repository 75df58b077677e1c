"""The committed example is what the program writes now, but for times and versions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sslcheck.reports.page.to_markdown import GRAPH, PROVENANCE
from sslcheck.reports.page.write import Request, write_report

ROOT = Path(__file__).parents[3]
GALLERY = ROOT / "reports" / "gallery"

pytestmark = pytest.mark.skipif(not GALLERY.is_dir(), reason="no gallery beside these tests")


def lasting(file: Path) -> str:
    """A page without its provenance."""
    text = file.read_text(encoding="utf-8")
    start, end = PROVENANCE
    assert text.count(start) == text.count(end) == 1
    return text[: text.index(start)] + text[text.index(end) :]


def names(folder: Path) -> list[str]:
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*"))


def test_directpred_is_up_to_date(written: Path) -> None:
    """If this fails: `sslcheck report --out reports/gallery/directpred`, and look at it."""
    assert lasting(GALLERY / "directpred" / "report.md") == lasting(written / "report.md")
    assert names(GALLERY / "directpred") == names(written)


@pytest.mark.slow
def test_two_layer_is_up_to_date(tmp_path: Path) -> None:
    """If this fails: `sslcheck report --article two-layer --out reports/gallery/two-layer`."""
    write_report(Request(article="two-layer", out=tmp_path / "r"))
    assert lasting(GALLERY / "two-layer" / "report.md") == lasting(tmp_path / "r" / "report.md")


@pytest.mark.slow
def test_the_same_twice(written: Path, tmp_path: Path) -> None:
    """A page of one equation has the figures and captions of the whole page, byte for byte."""
    write_report(Request(out=tmp_path / "one", equations=("6",)))
    figures = [n for n in names(tmp_path / "one" / "figures") if not n.startswith(GRAPH)]
    assert figures
    for name in figures:
        one, two = ((run / "figures" / name).read_bytes() for run in (tmp_path / "one", written))
        assert one == two, name
    pages = [lasting(run / "report.md").splitlines() for run in (tmp_path / "one", written)]
    captions, whole = ([s for s in page if s.startswith(("![", "*Figure."))] for page in pages)
    captions = [line for line in captions if GRAPH not in line]  # which is of what is shown
    assert len(captions) == len(figures) + 1  # a picture is two files, and two lines
    assert {*captions} <= {*whole}


@pytest.mark.parametrize("page", ["README.md", "directpred/report.md", "two-layer/report.md"])
def test_links_and_pictures_are_there(page: str) -> None:
    file = GALLERY / page
    targets = re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8"))
    local = [t for t in targets if not t.startswith(("http:", "https:"))]
    missing = [t for t in local if not (file.parent / t).exists()]
    assert not missing


def test_it_stays_small() -> None:
    assert sum(f.stat().st_size for f in GALLERY.rglob("*") if f.is_file()) < 3 * 2**20
