"""Reasons as data: sentences whose formulas are expressions, to be rendered once for each medium.

Nothing reads a rendered reason back: what a verdict, a step, a remark or a condition says is kept
as fragments, and a terminal, a page or a notebook writes each of them in its own way. Sentences of
an article's author have formulas between dollars (`written`), which are shown and never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr, Num, Relation, Size, Span, Sym
from sslcheck.derive.text.printing import in_ascii, plain, relation_latex, to_latex, to_text

__all__ = [
    "Fragment",
    "Math",
    "Place",
    "Reason",
    "Ref",
    "Tex",
    "Text",
    "alone",
    "assigned",
    "joined",
    "of_error",
    "of_sizes",
    "placeless",
    "plainly",
    "raised",
    "reason",
    "set_in",
    "sized",
    "written",
]


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
        return f"{to_text(self.value)} {plain(self.mark)}".rstrip()


@dataclass(frozen=True, slots=True)
class Tex:
    """A formula as somebody writes it, in LaTeX or with signs of Unicode: shown, never read.

    What is ``quoted`` is to be found in a file: in plain characters it stands letter by letter.
    """

    source: str
    quoted: bool = False

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return in_ascii(self.source)

    @property
    def text(self) -> str:
        """The formula in plain characters."""
        return f"`{self.source}`" if self.quoted else plain(self.source)


@dataclass(frozen=True, slots=True)
class Ref:
    """Something of the article by its name: a claim, an equation, a hypothesis, a flow."""

    kind: Literal["claim", "equation", "hypothesis", "flow"]
    name: str

    @property
    def text(self) -> str:
        """The name as a sentence quotes it."""
        return f"({self.name})" if self.kind == "equation" else f"`{self.name}`"


_WIDEST = 96
"""Formulas longer than this are shown as a window around the carets."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a formula: that on a line of its own, and below it carets under ``span``."""

    source: str
    span: Span

    @property
    def text(self) -> str:
        """Both lines, indented; a window of the formula if it is long."""
        source = self.source
        start = max(0, min(self.span[0], len(source)))
        end = max(start + 1, min(self.span[1], len(source)))
        left, right = 0, len(source)
        if right > _WIDEST:
            left = max(0, min(start - _WIDEST // 3, right - _WIDEST))
            right = left + _WIDEST
        shown = source[left:right]
        margin = len(shown) - len(shown.lstrip())
        head = "... " if left else ""
        tail = " ..." if right < len(source) else ""
        carets = " " * (len(head) + start - left - margin) + "^" * (min(end, right) - start)
        # Control characters and the like would shift or hide the carets.
        shown = "".join(char if char.isprintable() else " " for char in shown)
        return f"\n  {head}{shown[margin:].rstrip()}{tail}\n  {carets}"


E = TypeVar("E", bound=SslcheckError)
Fragment = Text | Math | Tex | Ref | Place
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


def written(words: str) -> Reason:
    """A sentence as its author writes it, formulas between dollars; a dollar alone is a word.

    >>> written("the views agree: $N = 0$")
    (Text(text='the views agree: '), Tex(source='N = 0', quoted=False))
    """
    parts = re.split(r"\$([^$]+)\$", words)
    return tuple(
        Tex(part) if k % 2 else Text(part) for k, part in enumerate(parts) if k % 2 or part
    )


def alone(said: Reason) -> str:
    """The LaTeX of a formula that stands alone, without words; empty where there are words."""
    match said:
        case (Math() | Tex() as only,):
            return only.latex
    return ""


def sized(space: str, size: int | str) -> Reason:
    """``n = 2``, ``d = n``: a formula, unless a space is called by words."""
    if any(len(name) > 1 and name.replace(" ", "").isalpha() for name in (space, str(size))):
        return reason(f"{space} = {size}")
    value = Size(size) if isinstance(size, str) else Num(Fraction(size))
    return reason(Relation(Size(space), "=", value))


def of_sizes(sizes: Mapping[str, int]) -> Reason:
    """``n = 2, d = 3``: the dimensions of spaces."""
    return joined([sized(space, size) for space, size in sizes.items()], ", ")


def raised(kind: type[E], *parts: str | Expr | Relation | Fragment | Reason, **fields: object) -> E:
    """An error that has its message as data, too; ``fields`` are what else it is made of."""
    said = reason(*parts)
    error = kind(plainly(said), **fields)
    error.said = said
    return error


def of_error(error: SslcheckError) -> Reason:
    """What an error says."""
    return error.said or reason(str(error))


def assigned(values: Mapping[str, Expr]) -> Reason:
    """``a = 0, x = 1``: values of symbols."""
    return joined([reason(Relation(Sym(n), "=", v)) for n, v in values.items()], ", ")


def joined(reasons: Sequence[Reason], between: str) -> Reason:
    """Several reasons as one, with words between them."""
    found: list[Fragment] = []
    for k, part in enumerate(reasons):
        found += [Text(between)] if k else []
        found += part
    return tuple(found)


def placeless(said: Reason) -> Reason:
    """A message without the formulas that its places are in."""
    found: list[Fragment] = []
    for part in said:
        if not isinstance(part, Place):
            found.append(part)
        elif found and not found[-1].text.endswith((".", "?", ";", ":")):
            found.append(Text(":"))
    return tuple(found)


def plainly(said: Reason) -> str:
    """The reason in plain characters."""
    return "".join(part.text for part in said)


def set_in(said: Reason) -> str:
    """The reason as one LaTeX formula, its words as text in it."""
    parts = (
        p.latex if isinstance(p, Math | Tex) else f"\\quad \\text{{{p.text.lstrip()}}}"
        for p in said
    )
    return " ".join(parts).removeprefix("\\quad ")
