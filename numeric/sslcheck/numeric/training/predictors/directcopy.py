"""DirectCopy: the correlation itself; in the published trainer ``F + eps I``, not scaled."""

from __future__ import annotations

from sslcheck.numeric.training.direct import Direct
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["PREDICTOR"]


class _DirectCopy(Direct):
    name = "directcopy"
    power = 1.0

    def copies(self, options: TrainOptions) -> bool:
        return options.convention == "reference"


PREDICTOR = _DirectCopy()
