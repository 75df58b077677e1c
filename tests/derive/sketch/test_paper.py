"""Papers of each format: what is no text is left out, and what is no paper refused."""

from __future__ import annotations

import json

import pytest

from sslcheck.derive.sketch.paper import MAX_BYTES, SourceError, read_paper

EQUATION = r"$$a = b \tag{1}$$"


def formulas(text: str, name: str) -> list[str]:
    return [display.latex for display in read_paper(text.encode(), name).displays]


def test_comments_of_tex() -> None:
    text = "% $$c \\tag{2}$$\n\\[ a = 5 \\% % b\n \\tag{1}\\]"
    assert formulas(text, "p.tex") == [r"a = 5 \%"]


def test_code_of_markdown() -> None:
    text = f"```python\n$$c \\tag{{2}}$$\n```\n{EQUATION}\n~~~\n$$d \\tag{{3}}$$\n~~~\n"
    assert formulas(text, "p.md") == ["a = b"]


def test_a_block_of_mathematics() -> None:
    assert formulas("```math\na = b \\tag{1}\n```\n```\nx\n```", "p.md") == ["a = b"]


def test_a_notebook() -> None:
    cells = [
        {"cell_type": "code", "source": [r"$$c \tag{2}$$"]},
        {"cell_type": "markdown", "source": ["# Title\n", EQUATION]},
        {"cell_type": "markdown", "source": r"$$d \tag{3}$$"},
    ]
    paper = read_paper(json.dumps({"cells": cells}).encode(), "p.ipynb")
    assert [d.latex for d in paper.displays] == ["a = b", "d"]
    assert paper.title == "Title"


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (r"\title[short]{A \textbf{bold} title\\ here} \[ a \]", "p.tex", "A bold title here"),
        ("# A *title*\n## Not this\n" + EQUATION, "p.md", "A title"),
        (EQUATION, "p.md", ""),
    ],
)
def test_titles(text: str, name: str, title: str) -> None:
    assert read_paper(text.encode(), name).title == title


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "p.pdf", "ends in one of .tex, .md"),
        (b"no equation", "p.md", "no displayed equation"),
        (b"{", "p.ipynb", "is no notebook"),
        (b"[]", "p.ipynb", "is no notebook"),
        (b'{"cells": [{"cell_type": "markdown", "source": 3}]}', "p.ipynb", "is no notebook"),
        (b"[" * 100_000, "p.ipynb", "is no notebook"),
        (b" " * (MAX_BYTES + 1), "p.md", "larger than"),
        (b"$$a$$ " * 1001, "p.md", "1001 displayed equations"),
    ],
)
def test_refused(data: bytes, name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_paper(data, name)


def test_odd_characters() -> None:
    data = b"\xef\xbb\xbf$$a \xff\x00\x1b[2J = b \\tag{1}$$\r\n\r$$c \\tag{2}$$"
    one, two = read_paper(data, "p.md").displays
    assert one.latex.isprintable()
    assert two.line == 3
