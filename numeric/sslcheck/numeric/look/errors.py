"""What the look in numbers cannot see."""

from __future__ import annotations

from sslcheck.derive.errors import SslcheckError

__all__ = ["Spent", "Unseen"]


class Unseen(SslcheckError, ValueError):
    """Something that the evaluation in float64 does not know; the look then says nothing."""


class Spent(Unseen):
    """The time for one claim is over."""
