"""Laws that are polynomials in scalars and traces."""

from __future__ import annotations

import pytest
from tests.derive.flowing import LAYERS, STATE, flow_article, normal_of

from sslcheck.derive.algebra.letters import TraceOf
from sslcheck.derive.article.article import Article
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.scalars import ScalarLaws
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.latex import read_expression
from sslcheck.derive.text.printing import to_text


def laws(article: Article, degree: int) -> list[tuple[str, str]]:
    normal = normal_of(article)
    search = ScalarLaws(normal, letters_of(normal), Residues(normal))
    found = [each for k in range(1, degree + 1) for each in search.step(k)]
    made = [(search.element(*each), normal.alphabet.scalar(each[1].rate)) for each in found]
    return [(to_text(normal.expr(q)), to_text(normal.expr(r))) for q, r in made]


@pytest.mark.parametrize(
    ("rates", "degree", "law"),
    [
        # Euler's rigid body; the energy of an oscillator; a chain that keeps its sum
        (("y z", "-2 x z", "x y"), 2, ("z^2 - x^2", "0")),
        (("y", "-a x", "0"), 2, ("y^2 + a x^2", "0")),
        (("-a x y", "a x y - h y", "h y"), 1, ("z + y + x", "0")),
        (("-h x", "-2 h y", "0"), 2, ("x^2", "-2 h")),
    ],
)
def test_scalar_flows(rates: tuple[str, ...], degree: int, law: tuple[str, str]) -> None:
    symbols = {**dict.fromkeys("xyz", STATE), "a": 'sign = "positive"', "h": 'sign = "positive"'}
    equations = [rf"\dot{{{n}}} = {rate}" for n, rate in zip("xyz", rates, strict=True)]
    found = laws(flow_article(symbols, equations), degree)
    assert law in found or any(sorted(law[0]) == sorted(each) for each, _ in found)


def test_traces() -> None:
    article = flow_article(LAYERS, [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"])
    assert laws(article, 2) == [("-tr(U U^T) + tr(V V^T)", "-2 h")]


def test_the_rate_of_a_trace_is_that_of_the_normal_form() -> None:
    """By words, without the ring: also beside numbers that move, and of data alone."""
    symbols = {**LAYERS, "B": 'shape = ["k", "k"]', "x": STATE}
    equations = [r"\dot{U} = B U + x V^T R + x U", r"\dot{V} = R U^T - h V B", r"\dot{x} = -x"]
    normal = normal_of(flow_article(symbols, equations))
    residues = Residues(normal)
    search = ScalarLaws(normal, letters_of(normal), residues)
    for text in ("U U^T B", "V^T V U U^T", "V^T R U^T"):
        read = read_expression(text, normal.setting.symbols, ())
        (word,) = normal.whole(read).terms
        ((((at, _),), _),) = residues.trace(word, "k").items()
        letter = residues.letters[at]
        assert isinstance(letter, TraceOf)
        rate, own = search._trace_rate(letter.word, at)
        expected = normal.scalar_rate(normal.scalars.letter(letter))
        assert rate == residues.split(expected)
        zero = normal.scalars.number(0)
        assert (own - residues.exactly(expected).get(((at, 1),), zero)).is_zero()


def test_a_multiple_that_moves_is_no_rate() -> None:
    symbols = {"x": STATE, "g": 'role = "function"'}
    assert laws(flow_article(symbols, [r"\dot{x} = g x"]), 2) == []
