"""LaTeX as MathML: every formula of the shipped article, and nothing that is none."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.reports.page.mathml import mathml


def formulas() -> list[str]:
    found = [e.latex for e in load_article("directpred").equations.values()]
    for claim in decided("directpred").claims:
        proofs = [*claim.steps, *(claim.correction.steps if claim.correction else ())]
        found += [step.latex for step in proofs]
        found += [claim.correction.latex] if claim.correction else []
        found += [claim.witness.statement] if claim.witness and claim.witness.statement else []
    return found


@pytest.mark.slow
def test_every_formula_becomes_mathematics() -> None:
    every = formulas()
    assert len(every) > 150
    assert not [latex for latex in every if not mathml(latex).startswith("<math")]


def test_matrix() -> None:
    made = mathml(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}")
    assert made.count("<mtr>") == 2
    assert made.count("<mtd>") == 4


def test_signs_and_capitals_are_as_in_tex() -> None:
    assert '<mo form="prefix">−</mo>' in mathml("x = -W")
    assert "form" not in mathml("x - W")
    assert "form" not in mathml(r"\|x\| - 1")
    assert '<mi mathvariant="normal">Λ</mi>' in mathml(r"\Lambda_F")
    assert '<mo lspace="0.28em" rspace="0.28em">:</mo>' in mathml(r"\forall t: x")
    assert '<mo lspace="0" rspace="0">:</mo>' in mathml("W_{2:1}")


def test_long_products_and_numbers_may_end_with_the_line() -> None:
    product = mathml(" ".join(f"W_{k}^T" for k in range(9)))
    assert product.count("<wbr>") >= 1
    digits = "1234567890" * 7
    shown = mathml(f"x = {digits}")
    assert shown.count("<wbr>") >= 5
    assert "".join(Page(shown).said) == f"x={digits}"
    assert "<wbr>" not in mathml("x = 1234567890")


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\class{proved}{x}",
        r"\text{<script>alert(1)</script>}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\unknowncommand{x}",
        "{",
        r"\frac{1}",
        "",
    ],
)
def test_nothing_but_mathematics(latex: str) -> None:
    page = Page(mathml(latex))
    assert page.tags[0] in ("math", "code")
    assert not {"script", "img", "a"} & set(page.tags)
    assert not {"href", "style", "class", "onerror"} & {name for name, _ in page.attributes}


class Page(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
