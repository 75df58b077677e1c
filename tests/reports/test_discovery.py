"""Laws that were found, written for a terminal, for programs and as a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.derive.discover.test_lyapunov import wishful
from tests.derive.flowing import LAYERS, flow_article
from tests.reports.conftest import Compile

from sslcheck.derive.discover import AnyLoss, Counts, Discovery, discover
from sslcheck.derive.expr import Sym
from sslcheck.derive.text.reason import reason
from sslcheck.reports.discovery import (
    discovery_json,
    discovery_latex,
    discovery_markdown,
    render_discovery,
)


@cache
def found() -> Discovery:
    equations = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]
    return discover(flow_article(LAYERS, equations), "f", (), 4)


def test_a_terminal_shows_laws_what_follows_and_how_many_there_can_be() -> None:
    text = render_discovery(found(), 100)
    assert text.startswith("flow f of small\n")
    assert "V^T V - U U^T = e^(-2 h t) C_1" in text
    assert "PROVED" in text
    assert "and what follows from these, up to degree 4:\n- " in text
    assert max(map(len, text.splitlines())) <= 100


def test_counts_in_words() -> None:
    sizes = {"k": 2}
    for counts, said in (
        (Counts(sizes, 3, 3), "at k = 2: complete: 3 of 3 independent functions"),
        (Counts(sizes, 1, 3), "not known to be complete: between 1 and 3"),
        (Counts({}, 0, 0), "there is none: no function"),
    ):
        assert said in render_discovery(replace(found(), counts=counts), 300)


def test_nothing_found_is_said() -> None:
    said = reason("nobody knows")
    none = replace(found(), laws=(), following=(), counts=None, notes=(said,))
    text = render_discovery(replace(none, report=replace(none.report, claims=())))
    assert "no law up to degree 4" in text
    assert "note: nobody knows" in text


def test_many_consequences_are_cut_short() -> None:
    many = replace(found(), following=found().following * 20)
    assert "more\n" in render_discovery(many, 300)


def test_for_every_loss() -> None:
    """R is the gradient here: of the two laws one holds whatever it does."""
    text = render_discovery(found(), 300)
    assert "for every loss, any function G(t) in place of R: " in text
    for holds, said in (((True,), "all of these"), ((False,), "none of these")):
        loss = AnyLoss("G", Sym("R"), holds * len(found().laws))
        assert said in render_discovery(replace(found(), any_loss=loss), 300)
    (flow,) = json.loads(discovery_json([found()], {}))["flows"]
    assert flow["any_loss"]["gradient"] == "R"
    assert "For every loss, any function" in discovery_markdown([found()])


def test_smaller_systems_are_given_as_a_run_takes_them() -> None:
    text = render_discovery(found(), 300)
    assert "for `sslcheck simulate --flow f` with\n- --model gram: U^T U, V V^T, U^T V^T\n" in text
    (flow,) = json.loads(discovery_json([found()], {}))["flows"]
    assert flow["smaller"][0]["rates"]["U^T U"].startswith("R^T")


def test_data() -> None:
    (flow,) = json.loads(discovery_json([found()], {"python": "3"}))["flows"]
    law = flow["laws"][0]
    assert law["latex"] == "V^T V - U U^T = e^{-2 h t} C_1"
    assert law["claim"]["verdict"] == "proved"
    assert law["rate"] == "-2 h"
    assert flow["counts"]["complete"] is (flow["counts"]["found"] == flow["counts"]["most"])
    assert len(flow["following"]) == len(found().following)


def test_a_page() -> None:
    page = discovery_markdown([found()])
    assert "## f of small" in page
    assert "V^T V - U U^T = e^{-2 h t} C_1" in page
    assert r"- $\text{tr}(V V^T) - \text{tr}(U U^T)$, $e^{-2 h t}$" in page
    assert "model gram: $U^T U" in page


def test_theorems(tmp_path: Path, compiled: Compile) -> None:
    text = discovery_latex(falling())
    assert text.isascii()
    assert "Theorem law.1" in text
    assert "Theorem falls.1" in text
    assert r"\item -{}-model gram: $U^T U" in text
    (tmp_path / "laws.tex").write_text(text, encoding="ascii")
    assert all(much < 20 for much in compiled("laws"))


def test_functions_that_fall() -> None:
    text = render_discovery(falling(), 300)
    assert re.search(r"d/dt \(‖V‖\^2\) ≤ 0 +PROVED", text)
    (flow,) = json.loads(discovery_json([falling()], {}))["flows"]
    assert flow["falling"][0]["latex"] == r"\frac{d}{dt} (\|V\|^2) \leq 0"
    assert flow["falling"][0]["claim"]["verdict"] == "proved"
    assert len(flow["laws"]) == len(falling().laws)


@cache
def falling() -> Discovery:
    """Of a flow of which one half falls, as a solver might say."""
    equations = [r"\dot{U} = V^T R", r"\dot{V} = -h V"]
    return discover(flow_article(LAYERS, equations), "f", (), 2, solve=wishful)
