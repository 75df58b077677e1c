"""`inequality`: one side is at least the other."""

from __future__ import annotations

from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.orders.after import ordered_when_said
from sslcheck.derive.verdicts.finding import Finding

__all__ = ["Inequality"]


class Inequality(Kind, frozen=True, kw_only=True, tag="inequality"):
    """At every admissible point one side is at least the other, or greater.

    Scalars are compared as numbers, symmetric matrices in the Loewner order; derivatives are those
    of the flow. It is shown by a sum of squares, by sums over the eigenvalues of one matrix, by
    bounds on exponentials, logarithms, roots, determinants and dimensions, or refuted by an exact
    point. A statement that names the time is one for all times
    from 0 on, or after 0 where it says so: along a flow it is shown by what holds at the start and
    by the rate of the difference, up to a multiple of it.
    """

    signs = ("<=", ">=", "<", ">", "psd", "pd")
    needs_flow = "for derivatives"
    shows_flow = True
    over_time = True
    any_motion = True
    summed = True
    entries = True
    reads = "`a \\le b`, `a \\ge b`, `a < b`, `a > b`, `A \\succeq B` or `A \\succ B`"

    def decide(self, case: Case) -> Finding:
        """The difference of the sides is a sum of squares, or grows from one at the start."""
        return ordered_when_said(case)
