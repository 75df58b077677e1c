"""DirectPred: the root of the correlation, eq. (11)."""

from __future__ import annotations

from sslcheck.numeric.training.direct import Direct

__all__ = ["PREDICTOR"]


class _DirectPred(Direct):
    name = "directpred"
    power = 0.5


PREDICTOR = _DirectPred()
