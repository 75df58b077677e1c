"""Flows of one scalar `x` and evidence about them, by hand."""

from __future__ import annotations

from typing import Any

from tests.derive.certificates.written import a_block, a_setting, a_symbol

from sslcheck.derive.certificates import verifier

__all__ = ["a_line", "a_model", "less", "roots_of", "shown_by", "stable"]


def a_line(x: str = "real", **more: Any) -> dict[str, Any]:
    """A setting in which `x` moves, beside parameters of all signs."""
    signs = {"a": "positive", "n": "nonnegative", "r": "real", "e": "real", "y": "real"}
    symbols = {name: a_symbol(sign=sign) for name, sign in signs.items()}
    symbols["x"] = a_symbol(sign=x, role="state")
    return a_setting(symbols, along=True) | more


def a_model(sizes: dict[str, int] | None = None, **values: Any) -> dict[str, Any]:
    """A point: numbers, or entries for each mode, order and row."""
    found = {n: x if isinstance(x, list) else [[[[x]]]] for n, x in values.items()}
    return {"sizes": sizes or {}, "values": found}


def less(one: Any, two: Any) -> Any:
    """The difference of two expressions."""
    return ["Sum", one, ["Prod", -1, two]]


def roots_of(factor: Any, *roots: Any) -> Any:
    """A factor times `x` less each of some roots."""
    return ["Prod", factor, *(less("x", root) for root in roots)]


def stable(rate: Any, limits: list[Any], shown: Any, **more: Any) -> None:
    """Looks at evidence that exactly some limits attract."""
    block = a_block("stability", *(["->", "x", limit] for limit in limits))
    setting = a_line(**more)
    setting["flow"] = {"x": rate} | setting["flow"]
    verifier.attracts(block, setting, shown)


def shown_by(factor: Any, *steps: Any, powers: list[int] | None = None) -> dict[str, Any]:
    """Fixed points as evidence: the first, and how much more each is than the one before."""
    known = {"factor": factor, "steps": [*steps], "radicals": []}
    return known | {"powers": powers or [1] * len(steps)}
