"""Symbols whose products are numbers: matrices, vectors and scalars; Oja's rule in them."""

from __future__ import annotations

from sslcheck.derive.setting import Symbol

SPACES = ("n", "d")
SYMBOLS = {
    s.name: s
    for s in (
        Symbol("A", ("n", "n")),
        Symbol("B", ("n", "n")),
        Symbol("L", ("n", "n"), role="state"),
        Symbol("C", ("d", "d"), frozenset({"symmetric"})),
        Symbol("V", ("d", "n"), frozenset({"orthonormal"})),
        Symbol("w", ("d", "1"), role="state"),
        Symbol("W", ("n", "d"), role="state"),
        Symbol("v", ("d", "1")),
        Symbol("a", sign="positive"),
        Symbol("u", properties=frozenset({"orthonormal"})),
        Symbol("f", role="function"),
    )
}
OJA = r"C w - (w^T C w) w"
