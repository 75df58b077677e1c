"""Nodes stand apart, in their columns, and edges end where their nodes are."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sslcheck.reports.page.graph.drawing import Drawing, Edge, Node
from sslcheck.reports.page.graph.layered import HEIGHT, LETTER, placed, shown


def drawing(hypotheses: int, claims: int, uses: list[tuple[int, int]], fixed: set[int]) -> Drawing:
    nodes = [Node(f"h{k}", "x" * (k % 40 + 1), 0) for k in range(hypotheses)]
    nodes += [Node(f"c{k}", f"{k}.y", 1, tone="proved") for k in range(claims)]
    nodes += [Node(f"r{k}", "corrected", 2, beside=f"c{k}") for k in sorted(fixed)]
    edges = [Edge(f"c{k}", f"r{k}") for k in sorted(fixed)]
    edges += [Edge(f"h{a}", f"{'r' if b in fixed and a % 2 else 'c'}{b}") for a, b in uses]
    edges += [Edge("c0", f"c{claims - 1}")] * (claims > 1)
    return Drawing(("hypotheses", "claims", "what is right"), tuple(nodes), tuple(edges))


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    hypotheses, claims = draw(st.integers(0, 30)), draw(st.integers(1, 40))
    pair = st.tuples(st.integers(0, max(hypotheses - 1, 0)), st.integers(0, claims - 1))
    uses = draw(st.lists(pair, max_size=60)) if hypotheses else []
    return drawing(hypotheses, claims, uses, draw(st.sets(st.integers(0, claims - 1))))


@given(drawings(), st.sampled_from([26.0, 150.0]))
def test_nothing_overlaps(made: Drawing, gap: float) -> None:
    at = placed(made, gap)
    wide, high = at.size
    for layer, (left, width) in enumerate(zip(at.lefts, at.widths, strict=True)):
        column = [node for node in made.nodes if node.layer == layer]
        heights = sorted(at.heights[node.name] for node in column)
        assert all(b - a >= HEIGHT + 2 for a, b in pairwise(heights))
        for node in column:
            assert LETTER * len(shown(node)) < width
            assert left + width <= wide
            assert HEIGHT <= at.heights[node.name] <= high - HEIGHT / 2


@given(drawings())
def test_edges_lead_from_side_to_side(made: Drawing) -> None:
    at = placed(made, 150.0)
    layer = {node.name: node.layer for node in made.nodes}
    assert [edge for edge, _ in at.paths] == [*made.edges]
    for edge, path in at.paths:
        numbers = [float(x) for x in re.findall(r"-?[\d.]+", path)]
        a, b = layer[edge.start], layer[edge.end]
        assert numbers[0] == pytest.approx(at.lefts[a] + at.widths[a], abs=0.1)
        ends = at.lefts[b] + (at.widths[b] if a == b else 0)
        assert numbers[-2] == pytest.approx(ends, abs=0.1)
        assert abs(numbers[1] - at.heights[edge.start]) <= HEIGHT / 2
        assert abs(numbers[-1] - at.heights[edge.end]) <= HEIGHT / 2


def test_an_edge_that_passes_a_column_runs_between_its_rows() -> None:
    made = drawing(2, 3, [(1, 1)], {1})
    at = placed(made, 150.0)
    (path,) = (path for edge, path in at.paths if edge.start == "h1")
    lane = float(path.split("H")[0].split()[-1])
    heights = sorted(at.heights[f"c{k}"] for k in range(3))
    assert heights[1] + HEIGHT / 2 < lane < heights[2] - HEIGHT / 2


def test_an_edge_below_the_last_row_is_seen() -> None:
    at = placed(drawing(2, 3, [(1, 2)], {2}), 150.0)
    (path,) = (path for edge, path in at.paths if edge.start == "h1")
    assert float(path.split("H")[0].split()[-1]) < at.size[1] - 1


def test_neighbours_stand_close() -> None:
    made = drawing(3, 9, [(2, 0), (0, 4), (1, 8)], set())
    at = placed(made, 150.0)
    assert at.heights["h2"] < at.heights["h0"] < at.heights["h1"]
    assert at.heights["h0"] == at.heights["c4"]


def test_long_names_are_cut() -> None:
    assert shown(Node("a", "y" * 30, 0)) == "y" * 23 + "…"
    assert shown(Node("a", "y" * 24, 0)) == "y" * 24
