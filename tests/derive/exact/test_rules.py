"""Flows from update rules, by their first order in the step."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import Trials, derive_flow_matches, flow_from_rule
from sslcheck.derive.expr import Expr, Gradient, Sym, negative


def updates(byol: SimpleNamespace) -> dict[str, Expr]:
    W, P, A, *_ = byol.names
    alpha, beta, eta = byol.rates
    prod, add, delta = byol.prod, byol.add, Sym(r"\delta")
    return {
        "W": add(W, negative(prod(delta, add(Gradient("W", Sym("J")), prod(eta, W))))),
        "W_p": add(
            P, negative(prod(delta, add(prod(alpha, Gradient("W_p", Sym("J"))), prod(eta, P))))
        ),
        "W_a": add(A, prod(delta, beta, add(W, negative(A)))),
    }


def test_flow_from_rules(byol: SimpleNamespace) -> None:
    rules = updates(byol)
    assert derive_flow_matches(byol.setting, rules, r"\delta", byol.flow) is None
    wrong = byol.flow | {"W_p": byol.add(byol.flow["W_p"], byol.names[1])}
    found = derive_flow_matches(byol.setting, rules, r"\delta", wrong)
    assert found is not None
    assert "W_p" in found
    point = next(Trials(byol.setting).points())
    with pytest.raises(Unsupported, match="even when"):
        flow_from_rule(byol.num(0), "W", r"\delta", point)
