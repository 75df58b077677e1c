"""Reasons as data: sentences whose formulas are expressions, to be rendered once for each medium.

Nothing reads a rendered reason back: what a verdict, a step, a remark or a condition says is kept
as fragments, and a terminal, a page or a notebook writes each of them in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sslcheck.derive.expr import Expr, Relation
from sslcheck.derive.printing import plain, relation_latex, to_latex, to_text

__all__ = ["Fragment", "Math", "Reason", "Ref", "Text", "joined", "plainly", "reason", "set_in"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words, without formulas in them."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula; ``mark`` follows it within the formula (``> 0``, ``\\neq 0``), in LaTeX."""

    value: Expr | Relation
    mark: str = ""

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        value = self.value
        shown = relation_latex(value) if isinstance(value, Relation) else to_latex(value)
        return f"{shown} {self.mark}".rstrip()

    @property
    def text(self) -> str:
        """The formula in plain characters."""
        value = self.value
        shown = plain(relation_latex(value)) if isinstance(value, Relation) else to_text(value)
        return f"{shown} {plain(self.mark)}".rstrip()


@dataclass(frozen=True, slots=True)
class Ref:
    """Something of the article by its name: a claim, an equation, a hypothesis, a flow."""

    kind: Literal["claim", "equation", "hypothesis", "flow"]
    name: str

    @property
    def text(self) -> str:
        """The name as a sentence quotes it."""
        return f"({self.name})" if self.kind == "equation" else f"`{self.name}`"


Fragment = Text | Math | Ref
Reason = tuple[Fragment, ...]
"""A sentence, or several."""


def reason(*parts: str | Expr | Relation | Fragment | Reason) -> Reason:
    """A reason from words and expressions, in order; empty words are left out.

    >>> from sslcheck.derive.expr import Sym
    >>> plainly(reason("where ", Sym("\\\\eta"), " is positive"))
    'where η is positive'
    """
    found: list[Fragment] = []
    for part in parts:
        if isinstance(part, str):
            found += [Text(part)] if part else []
        elif isinstance(part, (Expr, Relation)):
            found.append(Math(part))
        elif isinstance(part, tuple):
            found += part
        else:
            found.append(part)
    return tuple(found)


def joined(reasons: Sequence[Reason], between: str) -> Reason:
    """Several reasons as one, with words between them."""
    found: list[Fragment] = []
    for k, part in enumerate(reasons):
        found += [Text(between)] if k else []
        found += part
    return tuple(found)


def plainly(said: Reason) -> str:
    """The reason in plain characters."""
    return "".join(part.text for part in said)


def set_in(said: Reason) -> str:
    """The reason as one LaTeX formula, its words as text in it."""
    parts = (
        p.latex if isinstance(p, Math) else f"\\quad \\text{{{p.text.lstrip()}}}" for p in said
    )
    return " ".join(parts).removeprefix("\\quad ")
