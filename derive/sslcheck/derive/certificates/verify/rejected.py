"""When a certificate does not show what it says."""

from __future__ import annotations

MOST = 1000  # the size of a space, an exponent, factors in a product of matrices
BITS = 10_000  # of a number
BYTES = 1_000_000  # of a file
STEPS = 100_000  # of one calculation: parts of expressions, and terms of a product


class Rejected(Exception):
    """A certificate does not show what it says."""


class Nonconforming(Rejected):
    """Shapes of a formula do not conform."""


def need(truth: object, what: str, error: type[Rejected] = Rejected) -> None:
    """Reject a certificate unless something is true."""
    if not truth:
        raise error(what)
