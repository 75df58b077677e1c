"""Kinds of claims about flows of one scalar: what shows that one holds, and that it fails."""

from __future__ import annotations

from typing import Any

from .attraction import attracts, strays
from .meeting import meets, parts

SCALAR: Any = {"stability": (attracts, strays), "threshold": (meets, parts)}
SCALAR["vanishes"] = SCALAR["stability"]  # if the evidence names a scalar
