"""Functions that never rise: guesses of a solver, rounded, and proved before they are believed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.derive.flowing import STATE, flow_article, normal_of

from sslcheck.derive.article.article import Article
from sslcheck.derive.discover import discover
from sslcheck.derive.discover.lyapunov import Entry, Gram, Program, Solver, falling
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.text.reason import plainly

POSITIVE = 'sign = "positive"'
DECAY = {"W": f'shape = ["n", "d"], {STATE}', "A": 'shape = ["n", "n"], properties = ["psd"]'}
LAYERS = {
    "U": f'shape = ["k", "d"], {STATE}',
    "V": f'shape = ["n", "k"], {STATE}',
    "R": 'shape = ["n", "d"]',
    "h": 'sign = "nonnegative"',
}
OJA = {"W": f'shape = ["d", "k"], {STATE}', "C": 'shape = ["d", "d"], properties = ["psd"]'}
MODES = {"p": STATE, "w": STATE, "a": POSITIVE, "e": POSITIVE}


def solver() -> Solver:
    pytest.importorskip("clarabel")
    from sslcheck.numeric.semidefinite import solve

    return solve


def proved(article: Article, degree: int, solve: Solver) -> list[str]:
    return [to_text(each.value) for each in discover(article, "f", (), degree, solve=solve).falling]


@pytest.mark.parametrize(
    ("symbols", "equations", "degree", "functions"),
    [
        # a linear flow; two layers with weight decay and the loss; Oja's flow; the modes of
        # DirectPred without augmentation and with a target that follows at once; none
        (DECAY, [r"\dot{W} = -A W"], 4, ["‖W‖^2", "‖W W^T‖^2"]),
        (
            LAYERS,
            [r"\dot{U} = V^T (R - V U) - h U", r"\dot{V} = (R - V U) U^T - h V"],
            4,
            ["‖U U^T - V^T V‖^2", "h ‖U‖^2 + h ‖V‖^2 + ‖U^T V^T - R^T‖^2"],
        ),
        (OJA, [r"\dot{W} = C W - W W^T C W"], 4, ["‖W W^T - I‖^2"]),
        (
            MODES,
            [r"\dot{p} = a w^2 (1 - p) - e p", r"\dot{w} = p w (1 - p) - e w"],
            4,
            ["(p^2 - w^2 a)^2"],
        ),
        (DECAY, [r"\dot{W} = A W"], 4, []),
    ],
)
def test_functions_that_never_rise(
    symbols: dict[str, str], equations: list[str], degree: int, functions: list[str]
) -> None:
    assert proved(flow_article(symbols, equations), degree, solver()) == functions


def test_weights_are_small_fractions() -> None:
    article = flow_article({"x": STATE, "y": STATE}, [r"\dot{x} = y - x", r"\dot{y} = -y"])
    assert proved(article, 2, solver()) == ["x^2 + 1/4 y^2", "y^2"]


def wishful(program: Program, fixed: Entry, seconds: float) -> list[Gram]:
    """One matrix entry is 1, and all else 0, whatever the equations say."""

    def entry(k: int, i: int, j: int) -> float:
        return float((k, i, j) == fixed)

    sizes = enumerate(program.sizes)
    return [[[entry(k, i, j) for j in range(n)] for i in range(n)] for k, n in sizes]


def test_what_a_solver_says_is_not_believed() -> None:
    article = flow_article(DECAY, [r"\dot{W} = A W"])
    normal = normal_of(article)
    guesses = [*falling(normal, letters_of(normal), 2, wishful, 1.0)]
    assert [to_text(each.value) for each in guesses] == ["‖W‖^2"]
    found = discover(article, "f", (), 2, solve=wishful)
    assert found.falling == ()
    assert found.report.claims == ()


@pytest.mark.parametrize("gram", [[[-1.0]], [[0.123456]], [[float("nan")]]])
def test_what_is_not_psd_or_no_fraction_is_dropped(gram: Sequence[Sequence[float]]) -> None:
    def odd(program: Program, fixed: Entry, seconds: float) -> list[Gram]:
        return [gram for _ in program.sizes]

    normal = normal_of(flow_article(DECAY, [r"\dot{W} = -A W"]))
    assert [*falling(normal, letters_of(normal), 2, odd, 1.0)] == []


def test_what_is_not_searched_is_said() -> None:
    names = "bpqrsuvwxyz"
    article = flow_article(dict.fromkeys(names, STATE), [rf"\dot{{{n}}} = -{n}" for n in names])
    found = discover(article, "f", (), 4, budget=5.0, solve=wishful)
    assert any("not all searched" in plainly(note) for note in found.notes)
