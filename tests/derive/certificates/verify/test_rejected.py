"""A certificate is rejected unless something is true."""

from __future__ import annotations

import pytest

from sslcheck.derive.certificates.verify.rejected import Nonconforming, Rejected, need


def test_what_is_needed() -> None:
    need([1], "nothing")
    with pytest.raises(Rejected, match="a reason"):
        need((), "a reason")
    with pytest.raises(Nonconforming):
        need(0, "a shape", Nonconforming)
