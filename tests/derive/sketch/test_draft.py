"""Drafts: the shipped article from its own displays, what is open, and sources that are damaged."""

from __future__ import annotations

import json
import random
import re
import tomllib
from pathlib import Path

import pytest
from tests.attack_sources import call, source

from sslcheck.derive import load_article
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.reading.loading import mistakes_in, parse_article
from sslcheck.derive.sketch.draft import Draft, draft
from sslcheck.derive.sketch.paper import read_paper

PAPER = Path(__file__).with_name("paper.md")


def drafted(text: str, name: str = "p.md") -> Draft:
    return draft(read_paper(text.encode("utf-8", "surrogatepass"), name), "mine", name)


@pytest.fixture(scope="module")
def again() -> Draft:
    return draft(read_paper(PAPER.read_bytes(), "paper.md"), "directpred", "paper.md")


def filled(text: str) -> str:
    """A draft with a kind in each place for one, and with moments."""
    text = re.sub(r'(second_moment|noise) = "\?"', r'\1 = "0"', text)
    return text.replace('kind = "?"', 'kind = "identity"\nflow = "printed-2"')


def test_equations_are_those_of_the_shipped_article(again: Draft) -> None:
    shipped, found = load_article("directpred"), parse_article(filled(again.text), "x.toml")
    assert found.title == shipped.title
    assert found.problems == ()
    assert {e.number: e.latex.strip() for e in found.equations.values()} == {
        e.number: e.latex.strip() for e in shipped.equations.values()
    }


def test_shapes_are_those_of_the_shipped_article(again: Draft) -> None:
    """Spaces have other names: one for each of theirs. All that moves is a state, and so on."""
    shipped = {canonical(n): s for n, s in load_article("directpred").symbols.items()}
    found = parse_article(filled(again.text), "x.toml").symbols
    names: dict[str, str] = {"1": "1"}
    for name, symbol in found.items():
        for ours, theirs in zip(symbol.shape, shipped[canonical(name)].shape, strict=True):
            for one, other in zip(ours.split("*"), theirs.split("*"), strict=True):
                assert names.setdefault(one, other) == other, name
    assert len({*names.values()}) == len(names) == 3
    roles = {"state": ["W", "W_p", "W_a", "p_j", "s_j"], "function": ["H"], "view": ["f"]}
    for role, symbols in roles.items():
        assert {found[name].role for name in symbols} == {role}
    assert {found[name].index for name in ("p_j", "s_j", "c_j")} == {"j"}
    left_out = {canonical(r"\bar{\mathbf{x}}"), r"\delta", r"\tau_j"}  # printed in no display
    assert left_out < shipped.keys() - {canonical(name) for name in found}


def test_its_misprint_is_found(again: Draft) -> None:
    (told,) = again.misprints
    place, formula, carets, *advice = told.split("\n")
    assert place == "equation (2), line 1: the product does not conform"
    start = carets.index("^")
    assert formula[start : start + carets.count("^")] == "WW_p"
    assert "with `W_p W` in place of `W W_p`" in advice[-1]
    assert "v1" not in told  # spaces have their names
    assert again.text.count("Probably a misprint") == 2


def test_what_is_open_is_told_line_by_line(again: Draft) -> None:
    told = mistakes_in(again.text, "x.toml")
    lines = again.text.split("\n")
    assert len(told) == again.text.count('"?"') == 18
    assert all('"?"' in lines[spot.line - 1] for spot, _ in told)
    assert all("`?` is to be filled in" in message for _, message in told)


def test_a_symbol_of_which_nothing_is_known() -> None:
    found = drafted(r"$$A = \foo(B, \mathbf{x}) \tag{1}$$ $$C = D \tag{2}$$")
    symbols = tomllib.loads(found.text)["symbols"]
    assert symbols["A"] == symbols["B"] == {"shape": ["?", "?"]}
    assert symbols[r"\mathbf{x}"] == {"shape": ["?", "1"]}
    assert symbols["C"] == symbols["D"]
    assert "?" not in symbols["C"]["shape"]
    assert "# cannot be read: equation (1): unknown command `\\foo`" in found.text
    told = [message for _, message in mistakes_in(found.text, "x.toml")]
    assert sum("rows and columns are two spaces out of" in message for message in told) == 3


def test_what_a_text_states_names_the_spaces() -> None:
    stated = r"\newcommand{\R}{\mathbb{R}} Let $W \in \R^{m \times k}$."
    found = drafted(stated + r" $$\dot{W} = -W X \tag{1}$$")
    data = tomllib.loads(found.text)
    assert data["symbols"]["W"] == {"shape": ["m", "k"], "role": "state"}
    assert data["symbols"]["X"]["shape"] == ["k", "k"]
    assert [*data["spaces"]] == ["m", "k"]
    assert data["flows"]["printed-1"]["equations"] == [r"\dot{W} = -W X"]


def test_motions_that_belong_together_are_one_flow() -> None:
    rows = (
        *(r"\dot{A} &= -B^T C", r"\dot{s}_j &= -s_j", r"\dot{B} &= -C A^T", r"\dot{A} &= -A"),
        r"\mathcal{L} &= \foo",
    )
    text = r"\begin{align}" + r" \\ ".join(rows) + r"\end{align}"
    data = tomllib.loads(drafted(text, "p.tex").text)
    flows = {name: flow["equations"] for name, flow in data["flows"].items()}
    assert flows == {
        "printed-1": [r"\dot{A} = -B^T C", r"\dot{B} = -C A^T"],
        "printed-2": [r"\dot{s}_j = -s_j"],
        "printed-4": [r"\dot{A} = -A"],
    }
    assert data["flows"]["printed-1"]["text"] == "(1), (3) as printed"
    assert data["symbols"][r"\mathcal{L}"] == {}


def test_sources_of_each_format() -> None:
    rows = r"\dot{\W} &= -\W X' \label{a}\\ F &= \W \W^T"
    tex = rf"\newcommand{{\W}}{{W_1}} \begin{{align}} {rows} \end{{align}}"
    notebook = json.dumps({"cells": [{"cell_type": "markdown", "source": [f"$${tex}$$"]}]})
    for text, name in ((tex, "p.tex"), (notebook, "p.ipynb")):
        data = tomllib.loads(drafted(text, name).text)
        assert [e["latex"] for e in data["equation"]] == [r"\dot{W_1} = -W_1 X'", "F = W_1 W_1^T"]
        assert {*data["symbols"]} == {"W_1", "X'", "F"}


def test_the_same_twice(again: Draft) -> None:
    assert draft(read_paper(PAPER.read_bytes(), "paper.md"), "directpred", "paper.md") == again


@pytest.mark.parametrize("seed", range(3))
def test_damaged_sources_end_in_a_draft_or_a_sentence(seed: int) -> None:
    """A sample of `tests/attack_sources.py`."""
    for k in range(8):
        assert call(*source(random.Random(1000 * seed + k))) in ("drafted", "refused")


def test_equations_that_make_no_sense_together_end() -> None:
    rng = random.Random(1)
    factors = [[rng.choice("ABCDWXYZfgxy") for _ in range(7)] for _ in range(40)]
    rows = (
        f"$${a} = {b} {c}^T + {d} {e} {f}^T {g} \\tag{{{k}}}$$"
        for k, (a, b, c, d, e, f, g) in enumerate(factors)
    )
    assert drafted("\n".join(rows)).equations == 40


def test_the_time_is_no_state() -> None:
    found = drafted(r"$$\frac{d}{dt} t = \dot{W} \tag{1}$$")
    assert {*tomllib.loads(found.text)["symbols"]} == {"W"}


def test_sums_over_samples_and_entries() -> None:
    text = r"""
\begin{align}
  E &= \frac{1}{2 P} \sum_{\mu=1}^P \|y^\mu - W^{32} W^{21} x^\mu\|^2 \\
  \tau \dot{W}^{21} &= \frac{1}{P} \sum_\mu {W^{32}}^T (y^\mu - W^{32} W^{21} x^\mu) x^{\mu T} \\
  \dot{G}_{ij} &= -\sum_k G_{ik} \Sigma^{yx}_{kj}
\end{align}
"""
    found = tomllib.loads(drafted(text, "p.tex").text)
    symbols = found["symbols"]
    assert "cannot be read" not in drafted(text, "p.tex").text
    assert symbols["W^{32}"]["shape"][1] == symbols["W^{21}"]["shape"][0]
    assert symbols[r"x^\mu"] == {"shape": [symbols["W^{21}"]["shape"][1], "1"], "index": r"\mu"}
    assert "P" in found["spaces"]
    assert symbols["G"]["role"] == "state"


def test_what_an_expectation_is_over_is_random() -> None:
    text = r"f(x) = a^T W x, \quad L = \mathbb{E}_x [(a^T W x - b^T x)^2]"
    data = tomllib.loads(drafted(f"$$ {text} $$").text)
    assert "role" not in data["symbols"]["b"]
    assert data["symbols"]["x"]["role"] == "view"
    assert data["symbols"]["x"]["shape"][1] == "1"


MOMENTUM = r"""
We minimise $f(w) = \frac12 w^\top A w - b^\top w$ with momentum,
\begin{equation} \ddot{w} + \mu \dot{w} = -A w + b \end{equation}
\begin{equation} E = \frac12 \|\dot{w}\|^2 + \frac12 w^\top A w - b^\top w, \end{equation}
\begin{equation} \frac{dE}{dt} = -\mu \|\dot{w}\|^2, \qquad w \to A^{-1} b. \end{equation}
"""


def test_equations_of_second_order() -> None:
    """They are flows; what is made of their rates is no objective, and no state."""
    data = tomllib.loads(filled(drafted(MOMENTUM, "p.tex").text))
    assert data["flows"]["printed-1"]["equations"] == [r"\ddot{w} + \mu \dot{w} = -A w + b"]
    assert "objective" not in data
    assert "role" not in data["symbols"]["E"]
    assert r"\|\dot{w}\|^2" in data["definitions"]["E"]
    assert [claim["equation"] for claim in data["claim"]] == ["1", "3", "3"]


def test_each_claim_about_rates_and_limits_is_offered_a_flow() -> None:
    text = drafted(MOMENTUM, "p.tex").text
    assert text.count('# flow = "printed-1"') == 3


MEANS = r"""
Let $C = \mathbb{E}[x x^\top] \succ 0$ be the covariance.
\begin{equation} L(W) = \mathbb{E}[\|x - W^\top W x\|^2] \end{equation}
\begin{equation} \dot{W} = 4 W C - 2 W W^\top W C - 2 W C W^\top W. \end{equation}
"""


def test_a_second_moment_that_a_sentence_says() -> None:
    data = tomllib.loads(filled(drafted(MEANS, "p.tex").text))
    assert data["expectation"]["second_moment"] == "C"
    assert data["symbols"]["C"]["properties"] == ["psd"]
    assert "definitions" not in data


MINIMISED = r"""
\begin{equation} \min_{W} \; L(W) = \mathbb{E} \|y - W x\|^2 \end{equation}
\[ C = 0 \]
Let $R = \mathbb{E}[y x^\top]$.
\begin{equation} \dot{W} = 2 R - 2 W S \end{equation}
"""


def test_what_is_said_to_be_minimised_is_the_objective() -> None:
    text = drafted(MINIMISED, "p.tex").text
    data = tomllib.loads(filled(text))
    assert data["objective"] == {"symbol": "L", "equation": "1"}
    assert data["equation"][0]["latex"].startswith(r"\min_{W}")
    assert [claim["equation"] for claim in data["claim"]] == ["2"]
    said = [message for _, message in mistakes_in(text, "p.toml")]
    assert not any("min" in message for message in said)
    assert "# Displays without a number are left out: on line 3." in text


def test_inputs_of_which_a_moment_is_printed_are_not_independent() -> None:
    text = drafted(MINIMISED, "p.tex").text
    assert "# `y` and `x` are not: their moment is printed." in text
    assert "# `y = 'A x + e'` with an input `e` in the place of `y`" in text
