"""Drafts of papers about layers: the table, the family, shapes as the equations want them."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.sketch.draft import draft
from sslcheck.derive.sketch.forms import Row
from sslcheck.derive.sketch.layered import has_layers, layered
from sslcheck.derive.sketch.paper import read_paper

LOSS = r"\ell(W_1, \dots, W_N) = \frac{1}{2} \| W_N \cdots W_1 X - Y \|_F^2"
FLOW = (
    r"\dot{W}_j = - W_{j+1}^T \cdots W_N^T (W_N \cdots W_1 X - Y) X^T"
    r" W_1^T \cdots W_{j-1}^T - \eta W_j"
)
LAW = r"W_{j+1}^T W_{j+1} - W_j W_j^T = e^{-2 \eta t} C_j, \quad j = 1, \dots, N-1"


def drafted(*displays: str) -> dict[str, Any]:
    text = "".join(f"\\begin{{equation}}{one}\\end{{equation}}\n" for one in displays)
    return tomllib.loads(text_of(text))


def text_of(text: str) -> str:
    return draft(read_paper(text.encode(), "p.tex"), "deep", "p.tex").text


def test_a_paper_about_layers_is_one_article_at_every_depth() -> None:
    text = "".join(f"\\begin{{equation}}{one}\\end{{equation}}\n" for one in (LOSS, FLOW, LAW))
    found = text_of(text)
    data = tomllib.loads(found)
    assert data["layers"] == {"index": "j", "depth": "N"}
    symbols = data["symbols"]
    assert symbols["W_j"] == {"shape": ["n_j", "n_{j-1}"], "role": "state"}
    assert symbols["C_j"] == {"shape": ["n_j", "n_j"]}
    assert symbols["X"]["shape"][0] == "n_0"
    assert symbols["Y"]["shape"] == ["n_N", symbols["X"]["shape"][1]]
    assert data["flows"]["printed-2"]["equations"] == [FLOW]
    said = found.replace('kind = "?"', 'kind = "integral"\nconstant = "C_j"\nflow = "printed-2"')
    said = said.replace(
        'C_j = { shape = ["n_j", "n_j"]', 'C_j = { shape = ["n_j", "n_j"], role = "constant"'
    )
    said = said.replace("'\\eta' = {}", "'\\eta' = { sign = \"positive\" }")
    report = verify(parse_article(said, "deep.toml"), ["3"])
    assert report["3"].verdict == "proved"


def test_what_is_defined_by_a_product_is_as_printed() -> None:
    rows = (r"W_e = W_L W_{L-1} \cdots W_1", r"\dot{W}_j = -W_j")
    text = "".join(f"\\begin{{equation}}{row}\\end{{equation}}" for row in rows)
    assert "# W_e = 'W_L W_{L-1} \\cdots W_1'  # equation (1)" in text_of(text)


def test_a_misprint_among_layers_is_found() -> None:
    wrong = FLOW.replace(r"W_{j+1}^T \cdots W_N^T", r"W_N^T \cdots W_{j+1}^T", 1)
    text = "".join(f"\\begin{{equation}}{one}\\end{{equation}}\n" for one in (LOSS, wrong, LAW))
    found = draft(read_paper(text.encode(), "p.tex"), "deep", "p.tex")
    assert len(found.misprints) == 1
    assert "equation (2)" in found.misprints[0]


@pytest.mark.parametrize(
    "row",
    [
        r"L = \| W_L \cdots W_1 - A \|_F^2",  # a depth and a loss
        r"W_L \cdots W_1 = V_N \cdots V_1",
        r"W_L \cdots W_1 = W_N",
    ],
)
def test_what_is_not_clear_is_left_open(row: str) -> None:
    data, rows = drafted(row), [Row("1", 1, row, "")]
    assert "layers" not in data
    assert layered(rows) is None
    assert has_layers(rows[0])
    assert '# depth = "?"' in text_of(f"\\begin{{equation}}{row}\\end{{equation}}")


def test_dots_of_a_list_are_no_layers() -> None:
    assert "[layers]" not in text_of(r"$$P = \text{diag}(p_1, \dots, p_d) \tag{1}$$")
