"""Laws of a flow, found and proved: what is conserved, or grows and decays exponentially."""

from sslcheck.derive.discover.losses import AnyLoss
from sslcheck.derive.discover.lyapunov import Falling
from sslcheck.derive.discover.orbits import Counts
from sslcheck.derive.discover.search import Discovery, discover
from sslcheck.derive.discover.smaller import Smaller

__all__ = ["AnyLoss", "Counts", "Discovery", "Falling", "Smaller", "discover"]
