"""LaTeX formulas, as articles print them, to expression nodes.

Text goes through `lexer` (needs the declared symbols) and an LALR parser over `grammar.lark` that
calls `build` as it reduces. Nothing in the text is evaluated or imported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from sslcheck.derive.errors import LatexError
from sslcheck.derive.expr import Expr, Relation, children
from sslcheck.derive.latex.build import Builder
from sslcheck.derive.latex.caret import Misread, located
from sslcheck.derive.latex.delimiters import DEEPEST
from sslcheck.derive.latex.lexer import Scanner
from sslcheck.derive.latex.names import Names
from sslcheck.derive.setting import Symbol

__all__ = [
    "LONGEST",
    "Statement",
    "read_expression",
    "read_rows",
    "read_statement",
    "split_rows",
]

LONGEST = 4000
"""Longest text that is read, in characters."""
_DEEPEST_NODES = 3 * DEEPEST

_LEAD = re.compile(r"\s*\\forall\s*(?:t\s*(?:(?:>|\\geq?(?:slant)?)\s*0\s*)?|[a-z]\s*):", re.ASCII)
_TRAIL = re.compile(r"(?:[\s.,;~]|\\[,;:! ]|\\q?quad)+", re.ASCII)
_GOAL = re.compile(r"\\(?:rightarrow|to)\s*\\min", re.ASCII)
_TAG = re.compile(r"(?:\\quad\s*\([0-9]+\)|\\tag\s*\{[^{}]*\})\s*", re.ASCII)
_CASES = re.compile(r"\\begin\s*\{cases\}(.*)\\end\s*\{cases\}", re.ASCII | re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\b\s*(?:\{([^{}]*)\})?", re.ASCII)


@dataclass(frozen=True)
class Statement:
    """The relations of one line; spans are offsets into ``source``, the line as printed."""

    relations: tuple[Relation, ...]
    source: str


def read_statement(
    text: str, symbols: Mapping[str, Symbol], spaces: Collection[str], where: str = ""
) -> Statement:
    r"""Read one line: relations separated by ``,``, ``;`` or ``\text{ where }``.

    Dropped are a leading ``\forall t > 0:``, a trailing ``\rightarrow \min``, final punctuation and
    an equation number. ``where`` names the place in error messages. Raises `LatexError`.
    """
    source = _source(text, where)
    relations = _read(source, "statement", symbols, spaces, where)
    return Statement(tuple(cast(list[Relation], relations)), source)


def read_rows(
    text: str, symbols: Mapping[str, Symbol], spaces: Collection[str], where: str = ""
) -> tuple[Statement, ...]:
    r"""Read a displayed formula: each row of ``\begin{cases} ... \\ ... \end{cases}``, or one row.

    With several rows, messages say ``where, line k``. Raises `LatexError`.
    """
    return tuple(
        read_statement(row, symbols, spaces, label) for row, label in split_rows(text, where)
    )


def split_rows(text: str, where: str = "") -> tuple[tuple[str, str], ...]:
    """The rows of a displayed formula, not read yet, and what to call each in messages."""
    rows = _rows(_source(text, where), where)
    if len(rows) == 1:
        return ((rows[0], where),)
    return tuple(
        (row, f"{where}, line {k}" if where else f"line {k}") for k, row in enumerate(rows, 1)
    )


def read_expression(
    text: str, symbols: Mapping[str, Symbol], spaces: Collection[str], where: str = ""
) -> Expr:
    """Read one expression; spans are offsets into ``text``. Raises `LatexError`."""
    _check_length(text, where)
    return cast(Expr, _read(text, "sum", symbols, spaces, where))


def _check_length(text: str, where: str) -> None:
    if len(text) > LONGEST:
        headline = f"the formula has {len(text)} characters, more than {LONGEST}"
        raise LatexError(located(headline, "Split it.", where=where))


def _source(text: str, where: str) -> str:
    """``text`` on one line, without the equation number and the punctuation at its end."""
    _check_length(text, where)
    line = re.sub(r"\s", " ", text, flags=re.ASCII).strip()
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


def _rows(source: str, where: str) -> list[str]:
    marks = list(_ENVIRONMENT.finditer(source))
    if not marks:
        return [source]
    match = _CASES.fullmatch(source)
    odd = next((mark for mark in marks if mark[2] != "cases"), None)
    if odd is not None:
        headline, advice = f"unreadable environment `{odd[2] or ''}`", "Only `cases` can be read."
    elif len(marks) != 2 or match is None:
        headline = "unbalanced `cases`"
        advice = "Write exactly one `\\begin{cases} ... \\\\ ... \\end{cases}`, nothing around it."
    else:
        rows = match[1].split("\\\\")
        # A final `\\` ends the last row, it does not start another.
        return rows[:-1] if len(rows) > 1 and not rows[-1].strip() else rows
    span = (odd or marks[0]).span()
    raise LatexError(located(headline, advice, source=source, span=span, where=where))


class _Given(Lexer):
    """Hands lark the tokens that `Scanner` has made."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, tokens: list[Token]) -> Iterator[Token]:  # type: ignore[override]
        return iter(tokens)


@cache
def _parser() -> Lark:
    # Not importlib.resources: its import alone takes as long as a dozen formulas.
    grammar = Path(__file__).with_name("grammar.lark").read_text("ascii")
    return Lark(
        grammar,
        parser="lalr",
        lexer=_Given,
        start=["statement", "sum"],
        transformer=Builder(),
        maybe_placeholders=False,
    )


def _read(
    source: str, start: str, symbols: Mapping[str, Symbol], spaces: Collection[str], where: str
) -> object:
    try:
        return _parse(source, start, Names(symbols, spaces))
    except Misread as error:
        message = located(error.headline, error.advice, source=source, span=error.span, where=where)
    raise LatexError(message)


def _parse(source: str, start: str, names: Names) -> object:
    if not source.strip():
        raise Misread("the formula is empty", (0, 0), "Write a formula in LaTeX.")
    first, last = 0, _end(source, len(source))
    if start == "statement":
        lead = _LEAD.match(source)
        first = lead.end() if lead else 0
        last = _end(source, _last(_GOAL, source[:last]))
    tokens = Scanner(source, names).scan(first, last)
    if not tokens:
        raise Misread("the formula is empty", (0, len(source)), "Write a formula in LaTeX.")
    try:
        result = cast(list[Relation] | Expr, _parser().parse(cast(str, tokens), start=start))
    except UnexpectedToken as error:
        raise _unexpected(error, tokens, source) from None
    _check_depth(
        [result]
        if isinstance(result, Expr)
        else [side for relation in result for side in (relation.lhs, relation.rhs)]
    )
    return result


def _check_depth(roots: list[Expr]) -> None:
    """Prefix operators nest without delimiters; what walks the tree later is recursive."""
    level, depth = roots, 0
    while level:
        depth += 1
        if depth > _DEEPEST_NODES:
            headline = f"nested deeper than {_DEEPEST_NODES} operations"
            raise Misread(headline, roots[0].span or (0, 0), "Split the formula.")
        level = [child for node in level for child in children(node)]


def _unexpected(error: UnexpectedToken, tokens: list[Token], source: str) -> Misread:
    """What the parser's refusal of one token means to the author."""
    token = error.token
    last = tokens[-1]
    if token.type == "$END":
        whole = tokens[0].start_pos or 0, last.end_pos or 0
        if "RELATION" in error.expected:
            advice = "Expected a relation: `=`, `\\ge`, `\\succeq`, `\\rightarrow`, ..."
            return Misread("not a statement", whole, advice)
        span = last.start_pos or 0, last.end_pos or 0
        return Misread("the formula ends too early", span, "An expression must follow.")
    span = token.start_pos or 0, token.end_pos or 0
    headline = f"`{source[slice(*span)].strip()}` cannot stand here"
    if token.type == "RELATION":
        return Misread(headline, span, "A relation can only stand between two expressions.")
    return Misread(headline, span, "An expression is missing before it.")
