"""The Jacobian of a flow of scalars, at a point."""

from __future__ import annotations

import pytest
from tests.derive.kinds.flowing import flowing

from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.kinds.scalar.coupled import coupled


def test_the_jacobian_at_a_point() -> None:
    case = flowing("a x - x^3")
    flow = coupled(case, {"x": case.normal.scalars.number(2)})
    ((slope,),) = flow.linear
    letter = case.normal.scalars.letter
    assert (slope - letter("a") + case.normal.scalars.number(12)).is_zero()
    assert not flow.affine
    assert coupled(flowing("a x"), {"x": case.normal.scalars.number(0)}).affine


def test_what_the_flow_does_not_move_is_refused() -> None:
    case = flowing("a x")
    zero = case.normal.scalars.number(0)
    with pytest.raises(ArticleError, match="not a scalar that the flow moves"):
        coupled(case, {"a": zero})
    with pytest.raises(Unsupported, match="more than"):
        coupled(case, dict.fromkeys("abcde", zero))
