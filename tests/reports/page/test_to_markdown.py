"""Blocks as Markdown: anchors, tables, steps, and formulas that GitHub leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sslcheck.derive.text.markup import display, inline, portable
from sslcheck.reports.page.blocks import (
    Bullets,
    Heading,
    Link,
    Listing,
    Math,
    Picture,
    Provenance,
    StepList,
    Strong,
    Table,
    Text,
)
from sslcheck.reports.page.to_markdown import PROVENANCE, to_markdown


def test_links_lead_to_headings() -> None:
    blocks = [Text((Link("see", "Claim 2.eta"), Link("lost", "no such heading")))]
    text = to_markdown([*blocks, Heading(3, "Claim 2.eta")])
    assert text == "[see](#claim-2eta)lost\n\n### Claim 2.eta\n"


def test_line() -> None:
    line = ("for ", Math("a | b"), ", ", Strong("so"), " it is")
    assert to_markdown([Bullets((line,))]) == "- for $a \\vert b$, **so** it is\n"


def test_a_table_keeps_its_columns() -> None:
    cells = (("a|b",), (Math(r"\|x\| | y"),), ("`c`",))
    lines = to_markdown([Table(("x", "y", "z"), (cells,))]).splitlines()
    assert {line.replace(r"\|", "").count("|") for line in lines} == {4}
    assert r"$\Vert x\Vert \vert y$" in lines[2]


def test_steps_go_on_counting() -> None:
    text = to_markdown([StepList(((("why",), "x = 1"), (("then",), "")), first=9)])
    assert text == "9. why\n\n   $$x = 1$$\n\n10. then\n"


def test_picture_is_relative_and_has_alt_text() -> None:
    text = to_markdown([Picture("a b", "what | is", ("Seen",))])
    assert text == "![what \\| is](figures/a%20b.svg)\n\n*Figure.* Seen\n"


def test_carets_stay_where_they_are() -> None:
    assert to_markdown([Listing("a b\n  ^\x1b")]) == "    a b\n      ^\ufffd\n"


def test_provenance_stands_between_its_marks() -> None:
    text = to_markdown([Provenance((Listing("sslcheck report"),))])
    assert text == f"{PROVENANCE[0]}\n\n    sslcheck report\n\n{PROVENANCE[1]}\n"


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a \\ b", r"a \cr b"),
        (r"\{x\}", r"\lbrace x\rbrace"),
        (r"a\,b", r"a\thinspace b"),
        (r"\left. x \right|_{t=0}", r"\left. x \right\vert _{t=0}"),
        (r"\mathbf{x}_1 + W_{p}", r"\mathbf{x} _1 + W _{p}"),
        ("x \\", "x"),
        ("$`~%#", ""),
    ],
)
def test_portable(latex: str, expected: str) -> None:
    assert portable(latex) == expected


def test_a_formula_cannot_be_left() -> None:
    for made in (display("a$$ <b> `c` \\"), inline("a$ <b> `c` \\")):
        inner = made.strip("$")
        assert not re.search(r"[$<>`]", inner)
        assert not inner.endswith("\\")


def test_no_formula_has_what_github_takes_for_an_escape(written: Path) -> None:
    text = (written / "report.md").read_text(encoding="utf-8")
    formulas = re.findall(r"\$\$(.+?)\$\$", text)
    assert len(formulas) > 200
    odd = {f for f in formulas if re.search(r"\\[^A-Za-z ]|[|<>*`]", f)}
    assert not odd
    assert all(line.strip().startswith("$$") for line in text.splitlines() if "$$" in line)
