"""Sums over an index as products of matrices, against explicit sums."""

from __future__ import annotations

import pytest

from sslcheck.derive.algebra.letters import ColumnsOf
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Columns,
    Diag,
    Entry,
    Expr,
    Ident,
    Prod,
    Relation,
    Size,
    Sum,
    Sym,
    Total,
    Trace,
    Transpose,
    own_space,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol

A, x, y, w, p, q, z = map(Sym, ("A", "x_i", "y_i", "w", "p_i", "q_i", "z_i"))
X, Y, D = Columns(x, "i", "N"), Columns(y, "i", "N"), Diag(p, "i", "N")
ONE = Total(x, "i")


def normal() -> NormalForm:
    symbols = {
        "A": Symbol("A", ("d", "d")),
        "w": Symbol("w", ("d", "1")),
        **{n: Symbol(n, ("d", "1"), index="i") for n in ("x_i", "y_i")},
        **{n: Symbol(n, index="i") for n in ("p_i", "q_i")},
        "z_i": Symbol("z_i", ("d", "1"), role="state", index="i"),
    }
    return NormalForm(Setting(symbols, indices={"i": "N", "k": ""}))


def total(*factors: Expr) -> Expr:
    return Total(Prod(factors), "i") if len(factors) > 1 else Total(factors[0], "i")


def product(*factors: Expr) -> Expr:
    return Prod(factors)


T = Transpose


@pytest.mark.parametrize(
    ("sum_", "value"),
    [
        (total(x, T(y)), product(X, T(Y))),
        (total(p, x, T(y)), product(X, D, T(Y))),
        (total(p), Trace(D)),
        (total(p, q), Trace(product(D, Diag(q, "i", "N")))),
        (total(T(x), A, y), Trace(product(A, Y, T(X)))),
        (total(T(w), x, T(y), w), product(T(w), X, T(Y), w)),
        (total(T(w), x, p, y), product(Y, D, T(X), w)),
        (total(T(x), w, T(x)), product(T(w), X, T(X))),
        (total(A), product(Size("N"), A)),
        (total(w, T(x)), product(w, T(ONE))),
        (Total(Sum((x, y)), "i"), Sum((ONE, Total(y, "i")))),
        (product(X, T(X)), total(x, T(x))),
        (Trace(product(X, T(X))), Trace(product(T(X), X))),
        (product(Columns(p, "i", "N"), T(Columns(q, "i", "N"))), total(p, q)),
        (Columns(product(p, A, x), "i", "N"), product(A, X, D)),
        (total(p, Entry(A, "k", "l")), product(Trace(D), Entry(A, "k", "l"))),
        (total(p, Entry(w, "k")), product(Trace(D), Entry(w, "k"))),
    ],
)  # fmt: skip
def test_sums(sum_: Expr, value: Expr) -> None:
    assert normal().holds(Relation(sum_, "=", value))


@pytest.mark.parametrize(
    ("sum_", "value"),
    [
        (total(x, T(y)), product(Y, T(X))),
        (total(p, x, T(y)), product(X, T(Y))),
        (total(p, x, T(y)), product(Trace(D), X, T(Y))),
        (total(p, q), product(Trace(D), total(q))),
        (total(T(x), A, y), Trace(product(T(A), Y, T(X)))),
        (total(x), x),
        (product(T(X), X), Ident("N")),
        (total(A), A),
    ],
)
def test_what_is_another_sum(sum_: Expr, value: Expr) -> None:
    assert not normal().holds(Relation(sum_, "=", value))


@pytest.mark.parametrize(
    ("sum_", "message"),
    [
        (total(x, T(x), x), "three or more"),
        (total(T(x), x, T(x), x), "three or more"),
        (total(z), "vectors `z_i`, which move"),
        (Total(p, "k"), r"over which space the index `k` runs: .* say it under \[modes\]"),
        (Total(p, "i", "d"), "a sum over `d`, but its index runs over `N`"),
    ],
)
def test_what_has_no_normal_form(sum_: Expr, message: str) -> None:
    with pytest.raises(Unsupported, match=message):
        normal().whole(sum_)


def test_an_index_without_a_space_has_one_of_its_own() -> None:
    words = normal()
    assert words.holds(Relation(Total(p, "j"), "=", product(Size(own_space("j")), p)))
    assert not words.holds(Relation(Total(p, "j"), "=", Total(p, "l")))
    assert not words.holds(Relation(Total(p, "j"), "=", product(Size("N"), p)))


def test_sums_are_written_as_such() -> None:
    words = normal()
    for node in (total(x, T(y)), total(p, x, T(x)), total(p, x), product(A, total(x, T(x)), A)):
        assert words.expr(words.whole(node)) == _sized(node)
    assert words.expr(words.whole(X)) == X
    assert ColumnsOf("x_i", "i", "N") in words.whole(total(x, T(y))).letters()


def _sized(node: Expr) -> Expr:
    if isinstance(node, Total):
        return Total(node.arg, node.index, "N")
    return Prod(tuple(map(_sized, node.factors))) if isinstance(node, Prod) else node
