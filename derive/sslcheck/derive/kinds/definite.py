"""`definite`: a symmetric matrix is positive (semi-)definite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import ZERO, Relation, Sym
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.linear import Linear
from sslcheck.derive.kinds.orders.after import ordered_when_said
from sslcheck.derive.text.reason import Ref, of_error, reason
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.finding import Finding, argued_step

__all__ = ["DefiniteMatrix"]


class DefiniteMatrix(Kind, frozen=True, kw_only=True, tag="definite"):
    """At every admissible point the matrix is symmetric and positive definite, or semi-definite.

    The matrix is any expression, or with ``of`` the ``matrix`` that a claim of kind `linear`
    derives. It is shown by a sum of squares, and refuted by an exact point and a vector.
    """

    of: str = ""
    matrix: str = ""

    names = ("matrix",)
    signs = ("psd", "pd")
    needs_flow = "for derivatives"
    meanings: ClassVar[Mapping[str, str]] = {
        "of": "the claim of kind `linear` that derives the matrix",
        "matrix": "the name of that matrix",
    }
    over_time = True
    any_motion = True
    reads = "`H \\succeq 0` or `H \\succ 0`, for any symmetric matrix"

    def decide(self, case: Case) -> Finding:
        """A sum of squares; definiteness needs one that is definite by itself."""
        if not self.of:
            return ordered_when_said(case)
        source = next((c for c in case.derivation.article.claims if c.id == self.of), None)
        if source is None or not isinstance(source.form, Linear) or source.refused:
            raise ArticleError(
                "name as `of` the claim of kind `linear` that the matrix"
                " belongs to, or leave it out"
            )
        matrix = source.form.matrix
        if case.relation.lhs != Sym(matrix) or case.relation.rhs != ZERO:
            raise ArticleError(f"must read `{matrix} \\succeq 0` or `{matrix} \\succ 0`")
        try:
            value = source.form.derived(case, source)
        except Unsupported as error:
            return Finding(None, (), (), of_error(error))
        step = argued_step(
            Relation(Sym(matrix), "=", value),
            reason("claim ", Ref("claim", source.id)),
            reason("it defines ", Sym(matrix), ", with which the claim itself is evaluated"),
        )
        solved = with_lets(case.setting, {matrix: value})
        return ordered_when_said(replace(case, setting=solved), (step,))
