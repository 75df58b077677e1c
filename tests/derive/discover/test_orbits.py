"""How many conserved functions there are, where this is known."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.article.article import Article
from sslcheck.derive.discover.orbits import Counts, Orbits
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.latex import read_expression

LOSS = {**LAYERS, "R": 'shape = ["n", "d"], role = "function"'}


def counts(article: Article, laws: tuple[str, ...], **sizes: int) -> Counts:
    """The counts for laws."""
    normal = normal_of(article)
    letters = letters_of(normal)
    symbols = normal.setting.symbols
    found = [normal.whole(read_expression(text, symbols, ("n", "d", "k"))) for text in laws]
    return Orbits(normal, letters, Residues(normal), sizes).counts(found, 2.0)


@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 2, 2), (2, 1, 2), (2, 1, 4), (1, 1, 3)])
def test_two_layers(sizes: tuple[int, int, int]) -> None:
    """r (r + 1) / 2 with r hidden units; fewer where they are more than inputs and outputs
    (Marcotte, Gribonval, Peyré 2023)."""
    n, d, k = sizes
    flow = flow_article(LOSS, [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"])
    found = counts(flow, ("V^T V - U U^T",), n=n, d=d, k=k)
    rank = min(k, n + d)
    assert found.most == found.found == rank * (2 * k + 1 - rank) // 2
    assert found.complete


def test_a_law_that_is_missing() -> None:
    flow = flow_article(LOSS, [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"])
    found = counts(flow, (r"\text{tr}(V^T V) - \text{tr}(U U^T)",), n=2, d=2, k=2)
    assert (found.found, found.most) == (1, 3)


def test_laws_that_depend_on_each_other_count_once() -> None:
    flow = flow_article(LOSS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"])
    laws = ("V^T V - U U^T", "2 U U^T - 2 V^T V")
    assert counts(flow, laws, n=2, d=2, k=2).found == 3


def test_scalars_and_time() -> None:
    symbols = {"x": STATE, "y": STATE, "h": 'sign = "positive"'}
    flow = flow_article(symbols, [r"\dot{x} = y - h x", r"\dot{y} = -x - h y"])
    assert counts(flow, ("x^2 + y^2",)) == Counts({}, 1, 2)


def test_symmetric_states_have_fewer_directions() -> None:
    symbols = {
        "A": f'shape = ["n", "n"], properties = ["symmetric"], {STATE}',
        "S": 'shape = ["n", "n"], properties = ["symmetric"]',
    }
    flow = flow_article(symbols, [r"\dot{A} = S"])
    assert counts(flow, (), n=2).most == 0  # any S moves A anywhere, but time is the only other one


def test_letters_with_relations_are_not_counted() -> None:
    symbols = {
        "A": f'shape = ["n", "n"], {STATE}',
        "Q": 'shape = ["n", "n"], properties = ["orthonormal"]',
    }
    with pytest.raises(Unsupported, match="relations"):
        counts(flow_article(symbols, [r"\dot{A} = Q A"]), (), n=2)


def test_sizes_that_are_too_large() -> None:
    flow = flow_article(LOSS, [r"\dot{U} = V^T R", r"\dot{V} = R U^T"])
    with pytest.raises(Unsupported, match="smaller sizes"):
        counts(flow, (), n=20, d=20, k=20)
