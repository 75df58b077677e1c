"""The second decision route: exact rational evaluation at small sizes.

It shares no code with the first route: an expression is not rewritten but evaluated, as a lazy
power series in time, at points drawn under the assumptions.
"""

from sslcheck.derive.exact import change, entries, evaluate  # noqa: F401  (they register rules)
from sslcheck.derive.exact.matrix import Matrix, is_pd, is_psd
from sslcheck.derive.exact.meeting import meeting
from sslcheck.derive.exact.point import Point
from sslcheck.derive.exact.rules import derive_flow_matches, flow_from_rule
from sslcheck.derive.exact.search import Trials
from sslcheck.derive.exact.series import Series
from sslcheck.derive.exact.span import outside_span

__all__ = [
    "Matrix",
    "Point",
    "Series",
    "Trials",
    "derive_flow_matches",
    "flow_from_rule",
    "is_pd",
    "is_psd",
    "meeting",
    "outside_span",
]
