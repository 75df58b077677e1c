r"""What a draft suggests stands behind ``#``, unless the text says it in so many words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from tests.derive.sketch.test_draft import drafted

from sslcheck.derive.reading.loading import mistakes_in

LORA = r"""
Let $S \succeq 0$ and $D = Y$; the weight decay is $\eta > 0$, later on $\eta \ge 0$.
\begin{equation} J(A, B) = \frac{1}{2} \text{tr}((B A - D) S (B A - D)^\top) \end{equation}
\begin{align}
  \dot{A} &= B^\top (D - B A) S - \eta A, & \dot{B} &= (D - B A) S A^\top - \eta B.
\end{align}
We assume that $B(0) = 0$ and that $S = I$. With $F = A A^\top$,
\begin{equation} \dot{F} = - 2 \eta F + A Y^\top B \end{equation}
\begin{equation} Q := A A^\top - B^\top B \end{equation}
\begin{equation} \frac{d}{dt} J = - \|\dot{A}\|^2 \le 0, \qquad \nu > 0. \end{equation}
"""


@pytest.fixture(scope="module")
def text() -> str:
    return drafted(LORA, "lora.tex").text


@pytest.fixture(scope="module")
def data(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def test_no_guess_is_in_force(data: dict[str, Any]) -> None:
    assert not {"hypotheses", "rules"} & data.keys()
    assert all("sign" not in s and "properties" not in s for s in data["symbols"].values())
    assert data["definitions"] == {"Q": "A A^T - B^T B"}


def test_what_the_text_says_is_in_force(data: dict[str, Any]) -> None:
    """A loss that is called as a function, and what stands before ``:=``, are no claims."""
    assert data["objective"] == {"symbol": "J", "equation": "1"}
    assert {"Q", "J"} <= {name for name, entry in data["symbols"].items() if "role" not in entry}
    assert not {"1", "4"} & {claim["equation"] for claim in data["claim"]}


def test_what_may_be_an_abbreviation_is_left_open(data: dict[str, Any]) -> None:
    assert data["symbols"]["F"]["role"] == "?"
    assert data["flows"]["printed-2"]["equations"] == [
        r"\dot{A} = B^T (D - B A) S - \eta A",
        r"\dot{B} = (D - B A) S A^T - \eta B",
    ]


def test_suggestions(text: str) -> None:
    for line in (
        'S = { shape = ["d", "d"], properties = ["psd"] }  # line 2',
        r"'\eta' = { " + 'sign = "nonnegative" }  # line 2',
        r"'\nu' = { " + 'sign = "positive" }  # an equation',
        'D = "Y"  # line 2',
        'F = "A A^T"  # line 7',
        "[hypotheses.line-7]",
        'relations = ["B(0) = 0"]',
        'let = ["S = I"]',
        r"A = 'A - \delta \nabla_A J'",
        "[flows.descent]",
    ):
        assert f"\n# {line}\n" in text, line


def test_equations_and_inequalities_are_claims_of_their_own(data: dict[str, Any]) -> None:
    found = [(c["id"], c.get("reading")) for c in data["claim"] if c["equation"] == "5"]
    assert found == [("5a", r"\dot{J} = -\|\dot{A}\|^2"), ("5b", r"-\|\dot{A}\|^2 \leq 0")]


def test_the_signs_taken_away_it_is_an_article(text: str) -> None:
    """Each suggestion can be read; what replaces a line is put in its place."""
    lines = [line.removeprefix("# ") for line in text.split("\n")]
    entries = {line.split(" = ")[0]: k for k, line in enumerate(lines) if line.count(" = {") == 1}
    kept = [
        line
        for k, line in enumerate(lines)
        if entries.get(line.split(" = ")[0], k) == k
        and re.match(r"[\w'\"\[]\S* ?=|[\[\]]|  ", line)
    ]
    filled = "\n".join(kept).replace('kind = "?"', 'kind = "identity"').replace(', role = "?"', "")
    told = [message for _, message in mistakes_in(filled, "x.toml")]
    assert len(told) == 1  # a claim of another kind
    assert "is it of kind `inequality`" in told[0]


def test_a_name_of_the_step_that_is_free() -> None:
    text = drafted(r"$$J = \delta \|A\|^2 \tag{1}$$ $$\dot{A} = -A \tag{2}$$").text
    assert "# step = '\\delta_0'" in text


def test_two_meanings_of_one_symbol() -> None:
    text = r"With $F := A B$ or $F := A^T A$. $$F = B A \tag{1}$$ $$\dot{F} = A + A^T \tag{2}$$"
    found = drafted(text)
    data = tomllib.loads(found.text)
    assert data["definitions"] == {}
    assert "# Two things have one name" in found.text
    assert data["symbols"]["F"]["role"] == "?"
    assert {claim["equation"] for claim in data["claim"]} == {"1", "2"}


def test_two_functions_of_one_name() -> None:
    losses = r"$$L(U, V) = \|U V^T - Y\|_F^2 \tag{1}$$ $$L(W) = \|W - Y\|_F^2 \tag{2}$$"
    text = drafted(losses).text
    data = tomllib.loads(text)
    assert (data["objective"]["equation"], data["definitions"]) == ("1", {})
    assert "# Two things have one name" in text


def test_a_definition_beside_its_rate() -> None:
    both = r"\begin{equation} Q(t) := A^T A - B B^T, \quad \dot{Q} = 0 \end{equation}"
    moved = r"\begin{equation} \dot{A} = -B^T, \quad A(t) = A_0 e^{-t} \end{equation}"
    data = tomllib.loads(drafted(f"{both} {moved}", "p.tex").text)
    assert data["definitions"] == {"Q": "A^T A - B B^T"}
    assert "role" not in data["symbols"]["Q"]
    assert [flow["equations"] for flow in data["flows"].values()] == [[r"\dot{A} = -B^T"]]
    readings = [claim.get("reading") for claim in data["claim"]]
    assert readings[0] == r"\dot{Q} = 0"


def test_a_relation_of_a_chain_defines_nothing() -> None:
    chain = r"\begin{equation} \dot{A} = F = A B, \quad B = C A \end{equation}"
    text = drafted(chain, "p.tex").text
    assert "# B = 'C A'" in text.replace('"', "'")
    assert "F =" in text
    assert "# F" not in text
