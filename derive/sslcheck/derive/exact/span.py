"""Whether a matrix can be a combination of others, at one exact point."""

from __future__ import annotations

from collections.abc import Sequence

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.linear import solve
from sslcheck.derive.exact.matrix import Matrix
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.shrink import named_values
from sslcheck.derive.exact.squares import draw_point
from sslcheck.derive.expr import Expr
from sslcheck.derive.setting import Setting
from sslcheck.derive.text.reason import Reason
from sslcheck.derive.verdicts.evidence import Witness

__all__ = ["outside_span"]

_LARGEST = 5
_DRAWS = 2


def outside_span(
    setting: Setting, target: Expr, columns: Sequence[Expr], note: Reason = ()
) -> Witness | None:
    """The smallest point found at which no coefficients make the columns add up to the target.

    All spaces have the same size there. None where every point tried has coefficients; raises
    `Unsupported` where a value does not exist.
    """
    scope = Scope(setting)
    roots = scope.closure((target, *columns))[1]
    for size in range(1, _LARGEST + 1):
        for seed in range(_DRAWS):
            point = draw_point(scope, dict.fromkeys(scope.spaces, size), seed, roots)
            try:
                wanted, *parts = (point.evaluate(e).at(0) for e in (target, *columns))
            except ZeroDivisionError:
                continue
            if _inconsistent(wanted, parts):
                sizes = {space: size for space in scope.spaces if space != "1"}
                return Witness(
                    sizes=sizes,
                    values=named_values(point),
                    of=None,
                    lhs=matrix.text(wanted),
                    rhs=matrix.text(matrix.zeros(len(wanted), len(wanted[0]))),
                    noted=note,
                    op="=",
                )
    return None


def _inconsistent(wanted: Matrix, columns: Sequence[Matrix]) -> bool:
    """Whether the system for the coefficients, one equation for each entry, has no solution."""
    places = [(i, j) for i in range(len(wanted)) for j in range(len(wanted[0]))]
    try:
        rows = [[c[i][j] for c in columns] for i, j in places]
    except IndexError:
        raise Unsupported("matrices of different shapes") from None
    return solve(rows, [wanted[i][j] for i, j in places]) is None
