"""Why a claim has no theorem, or nobody to check it."""

from __future__ import annotations

from sslcheck.derive.errors import SslcheckError

__all__ = ["CoqMissing", "Uncovered"]


class Uncovered(SslcheckError):
    """A claim, or a notation in it, for which no theorem of Coq is written."""


class CoqMissing(SslcheckError):
    """Coq, or its library of matrices, is not installed."""
