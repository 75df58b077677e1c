"""The rule of DirectPred with any power of the correlation."""

from __future__ import annotations

from sslcheck.numeric.training.direct import Direct

__all__ = ["PREDICTOR"]


class _DirectSet(Direct):
    name = "directset"
    takes_power = True


PREDICTOR = _DirectSet()
