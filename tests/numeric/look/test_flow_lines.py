"""Lines of flows: rules at first order in the step, equations, families, and what is tied."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from tests.numeric.look.articles import A, G, S, W, X, Y, article, kind

from sslcheck.derive.article.article import Article
from sslcheck.derive.expr import Sym
from sslcheck.derive.reading.loading import load_article
from sslcheck.numeric.look.errors import Unseen
from sslcheck.numeric.look.flow_lines import expressions_of, parts_of


def flow(*equations: str) -> Article:
    return article(kind("vanishes", r"x \to 0"), X + Y + S + W + A + G, *equations)


def test_each_line_moves_its_states() -> None:
    found = parts_of(flow(r"'\dot{x} = -y x', '\dot{W} = -a S W'"), "f")
    assert [sorted(line.names) for line in found.lines] == [["x"], ["W"]]
    reads = {part.name for part in expressions_of(found.lines[0]) if isinstance(part, Sym)}
    assert not reads  # a product, in which the letters stand
    shipped = load_article("directpred")
    assert [set(line.names) for line in parts_of(shipped, "byol").lines] == [
        {"W_p"}, {"W"}, {"W_a"}
    ]  # fmt: skip
    assert not any(line.names & {"W_a"} for line in parts_of(shipped, "simsiam").lines)
    (family,) = parts_of(shipped, "modal").lines
    assert family.names == {"p_j", "w_j", "a_j"}
    assert len([*expressions_of(family)]) == 6  # three states by their modes, and three rules


def test_what_is_no_flow() -> None:
    shipped = load_article("directpred")
    circle = replace(shipped.flows["symmetrised"], base="symmetrised")
    with pytest.raises(Unseen, match="derived from itself"):
        parts_of(replace(shipped, flows={**shipped.flows, "symmetrised": circle}), "symmetrised")
    with pytest.raises(Unseen, match="neither rules nor equations"):
        parts_of(replace(shipped, rules=MappingProxyType({})), "byol")
    bare = replace(shipped.flows["modal"], on=("modes",))
    with pytest.raises(Unseen, match="says nothing about some state"):
        parts_of(replace(shipped, flows={**shipped.flows, "modal": bare}), "modal")
