"""A third look at every claim, in float64 numbers: it shares no code with either route.

From the parsed article alone it draws admissible points and initial states at unequal sizes,
integrates the printed flow, and evaluates what is claimed. It can only object.
"""

from sslcheck.numeric.look.looking import Sight, look
from sslcheck.numeric.look.report import look_over
from sslcheck.numeric.look.session import Objection

__all__ = ["Objection", "Sight", "look", "look_over"]
