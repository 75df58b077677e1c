"""How large the numbers of a sum were: what a residual has to be compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sslcheck.numeric.look.jets import Jet

__all__ = ["Scale"]


@dataclass(slots=True)
class Scale:
    """The largest number that entered a sum: what a residual has to be compared with."""

    most: float = 0.0
    on: bool = True

    def see(self, jet: Jet) -> None:
        for part in jet if self.on else ():
            if part.size:
                largest = float(np.abs(part.real).max())
                if largest > self.most:
                    self.most = largest
