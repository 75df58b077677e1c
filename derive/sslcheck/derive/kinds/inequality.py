"""`inequality`: one side is at least the other."""

from __future__ import annotations

from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.order import order_finding
from sslcheck.derive.verdicts.finding import Finding

__all__ = ["Inequality"]


class Inequality(Kind, frozen=True, kw_only=True, tag="inequality"):
    """At every admissible point one side is at least the other, or greater.

    Scalars are compared as numbers, symmetric matrices in the Loewner order; derivatives are those
    of the flow. It is shown by a sum of squares, and refuted by an exact point.
    """

    signs = ("<=", ">=", "<", ">", "psd", "pd")
    needs_flow = "for derivatives"
    shows_flow = True
    any_motion = True
    reads = "`a \\le b`, `a \\ge b`, `a < b`, `a > b`, `A \\succeq B` or `A \\succ B`"

    def decide(self, case: Case) -> Finding:
        """The difference of the sides is a sum of squares."""
        return order_finding(case.normal, case.relation, case.setting)
