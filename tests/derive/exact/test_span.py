"""Matrices that are no combination of others, shown by one exact point."""

from __future__ import annotations

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import outside_span
from sslcheck.derive.expr import Prod, Sum, Sym, Trace, Transpose
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.reason import reason

A, B = Sym("A"), Sym("B")
SETTING = Setting(
    {"A": Symbol("A", ("n", "n")), "B": Symbol("B", ("n", "n")), "W": Symbol("W", ("n", "d"))}
)


def test_a_combination_has_no_point() -> None:
    assert outside_span(SETTING, Sum((A, Prod((Trace(A), B)))), [A, B]) is None
    assert outside_span(SETTING, A, [B, A, A]) is None


def test_the_smallest_point_shows_that_there_is_none() -> None:
    found = outside_span(SETTING, Transpose(A), [A], note=reason("why"))
    assert found is not None
    assert found.sizes["n"] == 2  # numbers are multiples of each other
    assert found.note == "why"
    wide = outside_span(SETTING, Prod((A, B)), [A, B, Prod((B, A))])
    assert wide is not None
    assert wide.sizes["n"] == 2


def test_nothing_spans_zero_alone() -> None:
    assert outside_span(SETTING, A, []) is not None


def test_matrices_of_other_shapes_are_refused() -> None:
    with pytest.raises(Unsupported, match="shapes"):
        outside_span(SETTING, A, [Trace(A)])
