"""LaTeX formulas, as articles print them, to expression nodes.

Text goes through `lexer` (needs the declared symbols) and `parser`. Nothing in the text is
evaluated or imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr, Num, Prod, Quotient, Relation, Span, Sum, Sym
from sslcheck.derive.latex.asides import trimmed
from sslcheck.derive.latex.bound import Bound, letters_of
from sslcheck.derive.latex.caret import Misread, located
from sslcheck.derive.latex.entries import bound_letters, with_entries
from sslcheck.derive.latex.lexer import Scanner
from sslcheck.derive.latex.names import Names
from sslcheck.derive.latex.parser import Parser
from sslcheck.derive.latex.rows import rows, uncommented, unlabelled
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.reason import raised
from sslcheck.derive.traverse import walk

__all__ = [
    "LONGEST",
    "Statement",
    "on_one_line",
    "presented",
    "read_expression",
    "read_rows",
    "read_statement",
    "split_rows",
]

LONGEST = 4000
"""Longest text that is read, in characters."""

T = TypeVar("T")

_TRAIL = re.compile(r"(?:[\s.,;~]|\\[,;:! ]|\\q?quad)+", re.ASCII)
_UNSHOWN = re.compile(r"(?<!\\)&|\$|\\(?:label|nonumber|notag)(?![A-Za-z])|\\[\[(]", re.ASCII)
_ALIGN = re.compile(r"\s*(?<!\\)&\s*")
_GOAL = re.compile(r"\\(?:rightarrow|to)\s*\\min", re.ASCII)
_TAG = re.compile(r"(?:\\quad\s*\([0-9]+\)|\\tag\s*\{[^{}]*\})\s*", re.ASCII)


@dataclass(frozen=True)
class Statement:
    """The relations of one line; spans are offsets into ``source``, the line as printed.

    ``always``: it says that they hold for all times, in so many words, and ``after``: for those
    after 0; ``timed``: they, or what stands for symbols in them, name the time.
    """

    relations: tuple[Relation, ...]
    source: str
    always: bool = False
    timed: bool = False
    after: bool = False


def read_statement(
    text: str,
    symbols: Mapping[str, Symbol],
    spaces: Collection[str],
    where: str = "",
    *,
    settled: bool = True,
) -> Statement:
    r"""Read one line: relations separated by ``,``, ``;`` or ``\text{ where }``.

    Dropped are ``\forall t > 0:`` and the like, a trailing ``\rightarrow \min``, final punctuation,
    labels and an equation number. Of an environment, the rows are read as one line. ``where`` names
    the place in error messages; ``settled`` is false while shapes are sought. Raises `LatexError`.
    """
    names = Names(symbols, spaces, settled=settled)
    source = _line(text, where)
    said = trimmed(source, names.indices)
    limit = said.limit
    span = said.first, _end(source, _last(_GOAL, source[: said.last]))
    relations = tuple(_read(source, span, (Parser.statement, Bound.relations), names, where))
    if limit and any(relation.op != "->" for relation in relations):
        advice = "It belongs to a limit, as in `W \\to 0`; other claims are about all times."
        headline = "what is said of large times alone"
        raise raised(LatexError, located(headline, advice, source=source, span=limit, where=where))
    for relation in relations:
        if _is_of_time(relation, symbols):
            advice = "Claims are about all times; a value at 0 is written `x(0)`."
            headline, at = "a statement about the time alone", relation.lhs.span
            message = located(headline, advice, source=source, span=at, where=where)
            raise raised(LatexError, message)
    return Statement(relations, source, said.always, after=said.after)


def _is_of_time(relation: Relation, symbols: Mapping[str, Symbol]) -> bool:
    """Whether it says no more than when something is: ``t = 0``, ``t > T``."""
    sides = relation.lhs, relation.rhs
    if Sym("t") not in sides:
        return False
    parts = [*walk(sides[sides[0] == Sym("t")])]
    names = (part.name for part in parts if isinstance(part, Sym))
    numbers = all(isinstance(part, (Num, Prod, Quotient, Sum, Sym)) for part in parts)
    return numbers and all(name in symbols and symbols[name].fixed for name in names)


def read_rows(
    text: str, symbols: Mapping[str, Symbol], spaces: Collection[str], where: str = ""
) -> tuple[Statement, ...]:
    r"""Read a displayed formula: each row of an environment such as ``cases``, or one row.

    With several rows, messages say ``where, line k``. Raises `LatexError`.
    """
    return tuple(
        read_statement(row, symbols, spaces, label) for row, label in split_rows(text, where)
    )


def split_rows(text: str, where: str = "") -> tuple[tuple[str, str], ...]:
    """The rows of a displayed formula, not read yet, and what to call each in messages."""
    parts = _rows(text, where)
    if len(parts) == 1:
        return ((parts[0], where),)
    return tuple(
        (row, f"{where}, line {k}" if where else f"line {k}") for k, row in enumerate(parts, 1)
    )


def read_expression(
    text: str, symbols: Mapping[str, Symbol], spaces: Collection[str], where: str = ""
) -> Expr:
    """Read one expression; spans are offsets into ``text``. Raises `LatexError`."""
    _check_length(text, where)
    text = uncommented(text)
    span = 0, _end(text, len(text))
    return _read(text, span, (Parser.expression, Bound.named), Names(symbols, spaces), where)


def presented(text: str) -> str:
    r"""A display as pages show it: without labels, and its rows in ``aligned``.

    What has none of this, or cannot be read, stays as it is.

    >>> presented(r"\begin{align} \label{eq} a &= b \\ &= c \end{align}")
    'a = b = c'
    """
    found = _shown_rows(text)
    if found is None:
        return uncommented(text)
    joined = " \\\\ ".join(found)
    return joined if len(found) == 1 else rf"\begin{{aligned}} {joined} \end{{aligned}}"


def on_one_line(text: str) -> str:
    """A statement as `presented`, with its rows behind one another."""
    found = _shown_rows(text)
    return (
        uncommented(text)
        if found is None
        else ", ".join(row[: _end(row, len(row))] for row in found)
    )


def _shown_rows(text: str) -> list[str] | None:
    """The rows of what is not written as it is shown."""
    plain = r"\begin{cases}" in text or "\\begin" not in text
    if plain and not _UNSHOWN.search(text):
        return None
    try:
        return [_ALIGN.sub(" ", _source(row)) for row in _rows(text, "")]
    except LatexError:
        return None


def _check_length(text: str, where: str) -> None:
    if len(text) > LONGEST:
        headline = f"the formula has {len(text)} characters, more than {LONGEST}"
        raise raised(LatexError, located(headline, "Split it.", where=where))


def _source(text: str, where: str = "") -> str:
    """``text`` on one line, without the equation number and the punctuation at its end."""
    _check_length(text, where)
    line = re.sub(r"\s", " ", unlabelled(uncommented(text)), flags=re.ASCII).strip()
    line = line if "\\begin" in line or "\\\\" in line else _ALIGN.sub(" ", line)
    tag = _last(_TAG, line)
    return line[: _end(line, tag)].strip()


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the match of ``pattern`` that ends ``text`` starts, or the end of ``text``."""
    return next(
        (match.start() for match in pattern.finditer(text) if match.end() == len(text)), len(text)
    )


def _end(text: str, end: int) -> int:
    """``end``, moved before any punctuation and spacing."""
    return _last(_TRAIL, text[:end])


def _rows(text: str, where: str) -> list[str]:
    source = _source(text, where)
    try:
        return rows(source)
    except Misread as error:
        said = located(error.headline, error.advice, source=source, span=error.span, where=where)
    raise raised(LatexError, said)


def _line(text: str, where: str) -> str:
    """The rows of a display on one line."""
    parts = _rows(text, where)
    if len(parts) == 1:
        return _source(parts[0], where)
    return ", ".join(source[: _end(source, len(source))] for source in map(_source, parts))


def _read(
    source: str,
    span: Span,
    methods: tuple[Callable[[Parser], T], Callable[[Bound, T], T]],
    names: Names,
    where: str,
) -> T:
    """What a part of the source says, by methods of the parser and of what is bound."""
    parse, rename = methods
    try:
        text = source[slice(*span)]
        bound = letters_of(text, names.symbols, names.spaces)
        symbols = bound.symbols if bound else names.symbols
        names = Names(symbols, names.spaces, settled=names.settled, bound=bound_letters(text))
        tokens = Scanner(source, names).scan(*span)
        if not tokens:
            raise Misread("the formula is empty", (0, len(source)), "Write a formula in LaTeX.")
        family = bound.family if bound else {}
        found = with_entries(
            parse(Parser(tokens, source, symbols if names.settled else {})), symbols, family
        )
        return rename(bound, found) if bound else found
    except Misread as error:
        said = located(error.headline, error.advice, source=source, span=error.span, where=where)
    raise raised(LatexError, said)
