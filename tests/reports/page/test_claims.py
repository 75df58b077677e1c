"""A verdict on the page: its witness, its correction, its steps."""

from __future__ import annotations

import re

from tests.decided import decided

from sslcheck.derive import load_article, verify
from sslcheck.derive.expr import Sym
from sslcheck.derive.reading.loading import parse_article, shipped_text
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import Step
from sslcheck.reports import render_latex
from sslcheck.reports.page.blocks import StepList
from sslcheck.reports.page.memory import Memory
from sslcheck.reports.page.page import page
from sslcheck.reports.page.to_markdown import to_markdown


def text_of(select: list[str] | None = None, article: str = "directpred") -> str:
    loaded = load_article(article)
    return to_markdown([*page(loaded, decided(article, *(select or ())), {})])


def test_a_correction_says_what_it_supposes() -> None:
    lines = text_of(["5.symmetric"]).splitlines()
    (line,) = [line for line in lines if line.startswith("- [(5.symmetric)]")]
    assert "given" in line
    assert "symmetric part of its flow" in line


def test_a_refuted_claim_shows_its_witness_and_both_sides() -> None:
    text = text_of(["2.1"])
    witness = text.split("#### Counterexample")[1].split("####")[0]
    assert "$n = 2$, $d = 2$" in witness
    assert r"W_p = \begin{pmatrix}" in witness
    assert re.search(r"\\text\{left\} = .+, \\qquad \\text\{right\} = ", witness)
    assert "normal form: fails" in text.split("#### Routes")[1]


def test_a_statement_is_not_said_twice() -> None:
    text = shipped_text("two-layer").replace('summary = "the layers stay balanced"\n', "")
    assert "balanced" not in text.split("[[claim]]")[1]
    article = parse_article(text, "x.toml")
    plain = to_markdown([*page(article, verify(article), {})])
    assert plain.split("### Claim 2\n")[1].split("**PROVED**")[0].count("A A^T") == 1
    row = next(line for line in plain.splitlines() if line.startswith("| [2]"))
    assert row.count("A A^T") == 1
    latex = render_latex(article, verify(article))
    assert latex.split("begin{sslcheckclaim}")[1].split("end{sslcheckclaim}")[0].count("A A^T") == 1
    read = "sentence = \"the layers stay balanced\"\nreading = 'A A^T - B^T B = D'"
    article = parse_article(text.replace("line = 1", read), "x.toml")
    plain = to_markdown([*page(article, verify(article), {})])
    section = plain.split("### Claim 2\n")[1].split("**PROVED**")[0]
    assert (section.count("stay balanced"), section.count("A A^T")) == (1, 1)


def step(name: str, why: str = "why") -> Step:
    return Step(reason(Sym(name)), reason(why), True)


def render(made: Step) -> tuple[tuple[str, ...], str]:
    return (made.reason,), made.latex


def test_the_last_step_is_always_shown() -> None:
    memory = Memory(refer=True)
    steps = [step("a"), step("b"), step("c")]
    list(memory.shown(steps, "1", "", render))
    *_, last = memory.shown(steps, "2", "", render)
    assert last == StepList(((("why",), "c"),), first=3)


def test_every_step_shows_its_formula() -> None:
    shown = [*Memory(refer=True).shown([step("a"), step("a", "and so")], "1", "", render)]
    assert shown == [StepList(((("why",), "a"), (("and so",), "a")))]
    article = load_article("directpred")
    for block in page(article, verify(article, ["2"]), {}):
        assert not isinstance(block, StepList) or all(latex for _, latex in block.steps)


def test_what_is_not_definite_stands_alone() -> None:
    text = text_of(["4"])
    witness = text.split("### Claim 4.spd")[1].split("#### Counterexample")[1].split("####")[0]
    assert "The left side, not positive definite there, of" in witness
    assert r"\text{left} = 0$$" in witness
    assert "right" not in witness


def test_how_a_statement_was_read() -> None:
    text = text_of(["4"])
    assert r"Read as" in text
    assert r"\frac{d}{dt} (\text{vec}(W)) = -H \text{vec}(W)" in text
