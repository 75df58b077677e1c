"""Symbols of every sort, for points that are drawn, built and searched."""

from __future__ import annotations

from sslcheck.derive.setting import Symbol

SPACES = {"n": "", "d": "", "m": ""}
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "d"), role="state"),
        Symbol("B", ("m", "n"), role="state"),
        Symbol("P", ("n", "n"), frozenset({"symmetric"})),
        Symbol("C", ("n", "n"), frozenset({"symmetric"})),
        Symbol("S", ("n", "n"), frozenset({"psd"})),
        Symbol("N", ("n", "n")),
        Symbol("W", ("n", "d")),
        Symbol("w", ("n", "1")),
        Symbol("u", ("n", "1")),
        Symbol("a"),
        Symbol("b"),
        Symbol(r"\lambda"),
        Symbol("v", sign="positive"),
        Symbol("q", sign="positive"),
    )
}
