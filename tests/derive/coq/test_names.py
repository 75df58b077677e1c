"""Names of Coq for symbols."""

from __future__ import annotations

import re

from sslcheck.derive.coq.names import Names


def test_names_are_readable_distinct_and_no_words_of_coq() -> None:
    names = Names()
    symbols = ["W_p", "W", "X", "X'", r"\alpha_p", r"\hat{F}", "F", "in", "SV", "S0", "p_+", "p_-"]
    found = [names(symbol) for symbol in symbols]
    assert found[:6] == ["W_p", "W", "X", "X_prime", "alpha_p", "hat_F"]
    assert len({*found, names("W.p"), names(r"\dot{W}")}) == len(found) + 2
    assert all(re.fullmatch("[A-Za-z]([A-Za-z0-9_]*[A-Za-z0-9])?", name) for name in found)
    assert not {"in", "SV", "S0"} & {*found}
    assert names("W_p") == "W_p"
