"""Random expressions whose shapes conform, scalars, and the scene of the shipped article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import strategies as st
from tests.derive.letters import Scalars

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.expr import (
    At,
    Exp,
    Expr,
    Ident,
    Integral,
    Num,
    Power,
    Prod,
    Quotient,
    Sum,
    Sym,
    Transpose,
)
from sslcheck.derive.reading.loading import load_article
from sslcheck.derive.setting import Shape

LETTERS: dict[Shape, tuple[str, ...]] = {
    ("n", "d"): ("W", "W_a"),
    ("n", "n"): ("W_p",),
    ("d", "d"): ("X", "X'"),
    ("d", "n"): (),
}
NUMBERS = st.sampled_from([Fraction(p, q) for p in (-2, -1, 1, 3) for q in (1, 2)]).map(Num)
RATES = st.sampled_from([r"\alpha_p", r"\eta", r"\sigma"]).map(Sym)


@cache
def _typed(shape: Shape = ("n", "d"), depth: int = 3) -> st.SearchStrategy[Expr]:
    """Matrix expressions of a shape: sums, products, transposes, multiples and identities."""
    rows, cols = shape
    options: list[st.SearchStrategy[Expr]] = []
    if LETTERS[shape]:
        options.append(st.sampled_from(LETTERS[shape]).map(Sym))
    if rows == cols:
        options.append(st.just(Ident(rows)))
    if LETTERS[cols, rows]:
        options.append(st.sampled_from(LETTERS[cols, rows]).map(lambda n: Transpose(Sym(n))))
    if depth:
        inner = _typed(shape, depth - 1)
        options.append(_typed((cols, rows), depth - 1).map(Transpose))
        options.append(st.lists(inner, min_size=2, max_size=3).map(lambda t: Sum(tuple(t))))
        options.append(st.builds(lambda c, e: Prod((c, e)), st.one_of(NUMBERS, RATES), inner))
        options.append(st.builds(lambda e, c: Prod((e, c)), inner, RATES))
        for middle in ("n", "d"):
            options.append(
                st.builds(
                    lambda a, b: Prod((a, b)),
                    _typed((rows, middle), depth - 1),
                    _typed((middle, cols), depth - 1),
                )
            )
    return st.one_of(options)


def _scalars(
    names: Sequence[str], time: bool = True, nested: bool = True
) -> st.SearchStrategy[Expr]:
    """Scalar expressions in ``names``.

    With ``time`` also e^(rate t), integrals and values at 0; only of time-free arguments and of
    symbols, as articles write them, unless ``nested``.
    """
    leaves: list[st.SearchStrategy[Expr]] = [NUMBERS, st.sampled_from(list(names)).map(Sym)]
    if time:
        leaves.append(
            st.sampled_from([-2, -1, 1, 3]).map(
                lambda k: Exp(Prod((Num(Fraction(k)), Sym(r"\eta"), Sym("t"))))
            )
        )
    if time and not nested:
        leaves.append(st.sampled_from(list(names)).map(lambda name: At(Sym(name))))
        leaves.append(_scalars(names, time=False).map(Integral))

    def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        pairs = st.lists(inner, min_size=2, max_size=3).map(tuple)
        options: list[st.SearchStrategy[Expr]] = [
            pairs.map(Sum),
            pairs.map(Prod),
            st.builds(lambda e, k: Power(e, Fraction(k)), inner, st.integers(1, 3)),
            st.builds(Quotient, inner, st.sampled_from([Num(Fraction(2)), Sym(r"\alpha_p")])),
        ]
        if time and nested:
            options += [inner.map(At), inner.map(Integral)]
        return st.one_of(options)

    return st.recursive(st.one_of(leaves), grow, max_leaves=5)


@pytest.fixture(scope="session")
def scene() -> Derivation:
    """The shipped article's settings, flows derived when first asked for."""
    return Derivation(load_article("directpred"))


@pytest.fixture(scope="session")
def typed() -> Callable[..., st.SearchStrategy[Expr]]:
    """``typed(shape, depth)``: a strategy for matrix expressions."""
    return _typed


@pytest.fixture(scope="session")
def scalars() -> Callable[..., st.SearchStrategy[Expr]]:
    """``scalars(names)``: a strategy for scalar expressions."""
    return _scalars


@pytest.fixture
def value() -> Scalars:
    """Reads scalars in letters of declared signs."""
    return Scalars()


@pytest.fixture
def no_point_refutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first route makes of a claim alone: an exact point hides what it shows wrongly."""
    monkeypatch.setattr(Judge, "_refuting", lambda *_, **__: None)
