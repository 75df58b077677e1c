"""Maps of products of spaces."""

from __future__ import annotations

import pytest
from tests.derive.certificates.written import (
    a_setting,
    a_symbol,
)

from sslcheck.derive.certificates import verify
from sslcheck.derive.certificates.verify.kronecker import applied


def test_maps_of_a_product_of_spaces() -> None:
    theory = verify.Theory(a_setting({"W": a_symbol(shape=["n", "k"])}))
    assert applied(theory, ["Ident", "k*n"], "W") == "W"
    with pytest.raises(verify.Nonconforming):
        applied(theory, ["Ident", "n*k"], "W")
