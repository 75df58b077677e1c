"""What a notation wants of a shape besides that it conforms, such as `diag` of a square matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sslcheck.derive.expr import Expr, Prod, Trace, Transpose
from sslcheck.derive.shapes.spaces import Sides

if TYPE_CHECKING:
    from sslcheck.derive.shapes.inference import Inference

__all__ = ["check_notation"]


def check_notation(work: Inference, node: Expr, size: Sides) -> None:
    """What the notation that a node was read from wants of its shape."""
    rows, columns = work.spaces.settle(size[0]), work.spaces.settle(size[1])
    match node.demand, node:
        case "vector", _ if columns:
            advice = f"{work.demand.told(node, size)}; a covariance is of columns or numbers."
            raise work.demand.error("the covariance of a matrix", advice, node)
        case "2-norm", _ if rows and columns:
            headline = "the 2-norm of a matrix is its largest singular value"
            advice = (
                f"{work.demand.told(node, size)}; only its Frobenius norm, `\\|...\\|_F`, is known."
            )
            raise work.demand.error(headline, advice, node)
        case "bars", _ if rows and columns:
            advice = (
                f"{work.demand.told(node, size)}; write its determinant as `\\det(A)`, its norm as"
                r" `\|A\|_F`."
            )
            raise work.demand.error("bars around a matrix", advice, node)
        case "matrix", _ if not rows and not columns:
            advice = f"{work.demand.told(node, size)}; a commutator is of two square matrices."
            raise work.demand.error("a bracket of scalars", advice, node)
        case "diagonal", _ if not rows:
            advice = (
                f"{work.demand.told(node, size)}; `diag` is of a square matrix, or of a column."
                r" Of indexed numbers, `\text{diag}(p_1, \dots, p_n)` is the matrix."
            )
            raise work.demand.error("`diag` of a row or a number", advice, node)
        case "single", Prod(factors):
            sizes = [work.size(factor) for factor in factors]
            if sum(any(map(work.spaces.settle, each)) for each in sizes) > 1:
                advice = "It may be read in two ways: write parentheses around the product."
                headline = r"`\odot` beside a product of matrices"
                raise work.demand.error(headline, advice, node)
        case "pair", Trace(Prod((Transpose(left), right))):
            one, two = work.size(left), work.size(right)
            if not all(map(work.spaces.unify, one, two)):
                advice = f"{work.demand.told(left, one)} but {work.demand.told(right, two)}."
                raise work.demand.error("an inner product of unlike shapes", advice, node)
