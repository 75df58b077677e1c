"""What is demanded of sizes, and the errors that point to where a formula does not meet it."""

from __future__ import annotations

from sslcheck.derive.errors import LatexError, ShapeMismatch
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.latex.caret import located
from sslcheck.derive.shapes.spaces import SCALAR, Sides, Space, Spaces, join
from sslcheck.derive.text.reason import Reason, Tex, plainly, raised, reason

__all__ = ["Demands"]


class Demands:
    """Demands on the parts of one formula; ``source`` and ``where`` are for their messages."""

    def __init__(self, spaces: Spaces, source: str, where: str) -> None:
        self.spaces = spaces
        self._source = source
        self._where = where

    def same(self, node: Expr, size: Sides, goal: Sides, headline: str, place: str) -> None:
        """Demand that ``node`` has the size ``goal``."""
        for have, want in zip(size, goal, strict=True):
            if not self.spaces.unify(have, want):
                advice = reason(self.said(node, size), f", but {place}.")
                raise self.mismatch(headline, advice, (have, want), node, node)

    def alike(self, parts: list[tuple[Expr, Sides]], headline: str) -> Sides:
        """Demand one size of all parts; the size."""
        first, goal = parts[0]
        for node, size in parts[1:]:
            for have, want in zip(goal, size, strict=True):
                if not self.spaces.unify(have, want):
                    hint = "\nMultiply the scalar by a matrix of that shape, such as `I`."
                    more = hint if SCALAR in (goal, size) else ""
                    both = self.said(first, goal), " but ", self.said(node, size)
                    advice = reason(*both, f".{more}")
                    raise self.mismatch(headline, advice, (have, want), first, node)
        return goal

    def square(self, node: Expr, size: Sides, why: str) -> Sides:
        """Demand a square matrix or a scalar."""
        if not self.spaces.unify(*size):
            advice = reason(self.said(node, size), ".")
            raise self.mismatch(why, advice, size, node, node)
        return size

    def scalar(self, node: Expr, size: Sides, why: str) -> Sides:
        """Demand a scalar."""
        for space in size:
            if self.spaces.settle(space):
                advice = reason(self.said(node, size), ", not a scalar.")
                raise self.mismatch(why, advice, (space, ()), node, node)
        return size

    def ordered(self, node: Expr, size: Sides, op: str) -> None:
        """Demand a side that the order of numbers compares."""
        if any(self.spaces.settle(space) for space in size):
            loewner = ("\\succ" if op in "<>" else "\\succeq") + " 0"
            advice = (
                f"{self.told(node, size)}. For the order of symmetric matrices write"
                f" `A {loewner}`, with what is greater on the left; for numbers take a trace."
            )
            raise self.error(f"`{op}` compares numbers, not matrices", advice, node)

    # Messages

    def text(self, node: Expr) -> str:
        """The part as it is written; empty where that is not known."""
        text = self._source[slice(*node.span)].strip() if node.span else ""
        return text or (node.name if isinstance(node, Sym) else "")

    def said(self, node: Expr, size: Sides) -> Reason:
        """Of what size a part is, with the part as a formula."""
        text = self.text(node)
        return reason(
            Tex(text, quoted=True) if text else "one part", f" is {self.spaces.show(size)}"
        )

    def told(self, node: Expr, size: Sides) -> str:
        """The same in plain characters."""
        return plainly(self.said(node, size))

    def _located(self, headline: str, advice: str, first: Expr, last: Expr) -> Reason:
        span = (first.span[0], last.span[1]) if first.span and last.span else None
        return located(headline, advice, source=self._source, span=span, where=self._where)

    def error(self, headline: str, advice: str, node: Expr) -> LatexError:
        """An error that points to a part."""
        return raised(LatexError, self._located(headline, advice, node, node))

    def mismatch(
        self, headline: str, core: Reason, spaces: tuple[Space, Space], first: Expr, last: Expr
    ) -> ShapeMismatch:
        """An error that two spaces differ; it points to all from the first part to the last."""
        names = join(self.spaces.settle(spaces[0])), join(self.spaces.settle(spaces[1]))
        said = self._located(headline, plainly(core), first, last)
        return raised(ShapeMismatch, said, spaces=names, core=core)
