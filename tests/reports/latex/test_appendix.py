"""Theorems, proofs and counterexamples of all articles, as LaTeX that compiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.decided import decided
from tests.reports.conftest import Compile
from tests.reports.latex.attacks import ATTACKS, commands

from sslcheck.derive import load_article, shipped_articles, verify
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports import render_latex

_PAPER = r"""\documentclass[twocolumn]{article}
\usepackage{amsmath, amsthm}
\newtheorem{theorem}{Theorem}
\begin{document}
\input{alone}
\end{document}
"""


def written(*select: str, article: str = "directpred") -> str:
    return render_latex(load_article(article), decided(article, *select))


def test_a_theorem_has_its_proof() -> None:
    text = written("3")
    assert r"\begin{sslcheckclaim}{Theorem 3}[{Conserved: $W W^T" in text
    assert r"along the flow \texttt{byol}. Suppose: $\alpha_p > 0$." in text
    start, end = text.index(r"\begin{proof}[Proof]"), text.index(r"\end{proof}")
    assert start < text.index("Product rule along the flow; every word cancels:") < end
    assert "Routes: normal form: holds" in text[start:end]
    assert text.isascii()


def test_a_condition_is_part_of_the_theorem() -> None:
    text = written("3")
    found = text[text.index("{Theorem 3.balanced}") :]
    assert found.index(r"If $\eta > 0$, then") < found.index(r"\to 0")
    assert found.index(r"\textbf{CONDITIONAL}") < found.index("{Counterexample 3.balanced}")


def test_what_is_false_is_no_theorem() -> None:
    text = written("2")
    found = text[text.index("{Claim 2.1}") :]
    parts = (r"\textbf{REFUTED}", "[Why it is false]", "{Counterexample 2.1}")
    places = [found.index(part) for part in (*parts, "{Theorem 2.1, corrected}")]
    assert places == sorted(places)
    assert "{Theorem 2.1}" not in text


def test_what_is_open_is_listed() -> None:
    article, report = load_article("directpred"), decided("directpred", "2")
    first, second, *rest = report.claims
    given = (
        replace(first, verdict=Verdict.UNDECIDED, because=reason("it is hard"), correction=None),
        replace(second, verdict=Verdict.REFUSED, because=reason("not readable"), steps=()),
    )
    text = render_latex(article, replace(report, claims=(*given, *rest)))
    assert "Not decided, and so listed without a proof: 2.1, 2.2." in text
    assert r"\textbf{UNDECIDED} it is hard" in text
    assert r"\textbf{REFUSED} not readable" in text
    assert "{Theorem 2.1}" not in text
    assert "{Theorem 2.2}" not in text


_HOSTILE = """
[article]
name = "evil"
format = 2
title = '''{attack}'''
source = '''{attack}'''

[spaces]
d = '''{attack}'''

[symbols]
A = {{ shape = ["d", "d"], role = "state", text = '''{attack}''' }}

[hypotheses.h]
text = '''{attack}'''
relations = ['A^T = A']

[flows.descent]
text = '''{attack}'''
equations = ['\\dot{{A}} = -A']

[[claim]]
id = "1"
kind = "identity"
flow = "descent"
hypotheses = ["h"]
sentence = '''so {attack} follows'''
summary = '''{attack}'''
reading = '\\dot{{A}} = -A'

[[claim]]
id = '''{line}'''
kind = "identity"
flow = "descent"
sentence = "not readable"
reading = '''{attack} = A'''
"""


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_of_an_article_is_shown(attack: str, tmp_path: Path) -> None:
    attack = "".join(char for char in attack if char.isprintable() or char == "\n")
    file = tmp_path / "evil.toml"
    line = " ".join(attack.split())
    file.write_text(_HOSTILE.format(attack=attack, line=line), encoding="utf-8")
    article = load_article(str(file))
    text = render_latex(article, verify(article))
    body = text[text.index("\\sloppy") :]
    assert text.isascii()
    assert not commands(body.replace("\\par\\texttt", "").replace("}\\par", "}"))
    title = text[text.index("\\title") : text.index("\\author")]
    assert not commands(title)


@pytest.mark.slow
@pytest.mark.parametrize("article", shipped_articles())
def test_it_compiles(article: str, tmp_path: Path, compiled: Compile) -> None:
    (tmp_path / "alone.tex").write_text(written(article=article), encoding="ascii")
    (tmp_path / "paper.tex").write_text(_PAPER, encoding="ascii")
    assert max([*compiled("alone"), *compiled("paper")], default=0) < 10
