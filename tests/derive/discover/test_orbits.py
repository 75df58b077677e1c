"""How many conserved functions there are, where this is known."""

from __future__ import annotations

import random
from itertools import combinations_with_replacement, islice

import pytest
from tests.benchmarks.conservation import compared, drawn
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive import load_article
from sslcheck.derive.article.article import Article
from sslcheck.derive.discover import discover
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


def test_products_by_entries() -> None:
    """Hyperbolic rotations of entries, by multiples that hang together: R has two numbers."""
    more = {"W": LOSS["U"], "R": 'shape = ["n", "d"], role = "function"'}
    rates = [r"\dot{U} = (V^T R) \odot W", r"\dot{W} = (V^T R) \odot U", r"\dot{V} = 0 V"]
    flow = flow_article({**LOSS, **more}, rates)
    found = counts(flow, (r"U \odot U - W \odot W",), n=1, d=2, k=2)
    assert (found.found, found.most) == (4, 8)


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


LINEAR = [[2, 3, 2], *(widths for widths, _ in islice(drawn(50, (2, 5), (2, 6)), 6))]
RELU = [*islice(drawn(50, (2, 5), (2, 10), coin=True), 8), ([2, 3, 2, 2], True), ([2, 4, 1], False)]


@pytest.mark.parametrize("widths", LINEAR)
def test_the_linear_networks_of_a_published_notebook(widths: list[int]) -> None:
    """As many as are known, and no more (Marcotte, Gribonval, Peyré 2023, section 4)."""
    right, found, most, _ = compared(widths)
    assert right == found == most


@pytest.mark.parametrize(("widths", "bias"), [each for each in RELU if sum(each[0]) < 18])
def test_the_networks_with_relu_of_that_notebook(widths: list[int], bias: bool) -> None:
    """One for each unit that is ReLU, and no more, with biases and without."""
    units, found, most, _ = compared(widths, relu=True, bias=bias)
    assert units == found == most == sum(widths[1:-1])


@pytest.mark.parametrize(("names", "degree"), [("xyz", 4), ("xyzu", 3)])
def test_a_random_flow_of_that_notebook(names: str, degree: int) -> None:
    """Numbers that move by random polynomials of degree 3 have no polynomial law."""
    draw = random.Random(0)
    terms = [*combinations_with_replacement(names, 3), *combinations_with_replacement(names, 2)]
    rates = [
        rf"\dot{{{n}}} = " + " + ".join(f"{draw.randrange(1, 9)} {' '.join(t)}" for t in terms)
        for n in names
    ]
    found = discover(flow_article(dict.fromkeys(names, STATE), rates), "f", (), degree)
    assert not found.laws
    assert found.counts == Counts({}, 0, len(names))


@pytest.mark.parametrize("numbers", ["xy", "xyz", "xyzu"])
def test_a_product_of_numbers(numbers: str) -> None:
    """One law less than numbers."""
    symbols = {**dict.fromkeys(numbers, STATE), "g": 'role = "function"'}
    rates = [rf"\dot{{{n}}} = -g {' '.join(m for m in numbers if m != n)}" for n in numbers]
    found = discover(flow_article(symbols, rates), "f", (), 2)
    assert len(found.laws) == len(numbers) - 1
    assert found.counts == Counts({}, len(numbers) - 1, len(numbers) - 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("article", "flow", "number"),
    [
        ("deep-linear-2", "with-decay", 6),
        ("deep-linear-3", "with-decay", 9),
        ("directpred", "byol", 3),
        ("directpred", "simsiam", 3),
        ("directpred", "no-stop-gradient", 0),
        ("non-contrastive", "trained", 0),
        ("non-contrastive", "unstopped", 0),
        ("directset", "given-predictor", 0),
        ("directset", "copied", 0),
        ("isoloss", "stopped", 0),
        ("stepwise", "descent", 0),
        ("linear-autoencoder", "descent", 6),
    ],
)
def test_the_numbers_on_the_page(article: str, flow: str, number: int) -> None:
    found = discover(load_article(article), flow, (), 2).counts
    assert found is not None
    assert found.found == found.most == number
