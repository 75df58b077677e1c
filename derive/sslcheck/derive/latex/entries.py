r"""Entries of matrices, ``A_{ij}``, and the letters below them.

A letter that no sum binds is free: a statement holds for all its values. Sums are always written,
so that a letter which stands twice without one is refused. What is no claim about numbers, such as
an equation of motion, is read of the whole matrix: ``W_{ij} = r`` is ``W = \sum_{ij} r e_i e_j^T``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar, cast

from sslcheck.derive import expr as e
from sslcheck.derive.errors import LatexError
from sslcheck.derive.latex.bound import BUT
from sslcheck.derive.latex.caret import Misread, located
from sslcheck.derive.latex.names import AT_INDEX, canonical, family_of
from sslcheck.derive.latex.nodes import negated
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.reason import raised
from sslcheck.derive.traverse import children, free_indices, map_children, renamed_index, walk

__all__ = ["bound_letters", "letters_below", "of_whole_matrices", "with_entries"]

T = TypeVar("T")
_SUMS = re.compile(r"\\sum(?![A-Za-z])\s*(?:\\limits)?\s*_\s*(?:([a-z])|\{([^{}]*)\})", re.ASCII)
_LETTERS = re.compile(r"(?<![\\A-Za-z])[a-z]+(?![A-Za-z])", re.ASCII)
_BELOW = re.compile(r"([a-z])(?:\s*(,)?\s*([a-z]))?", re.ASCII)
_USUAL = frozenset("ijklmn")
"""The letters of an index that no sum or comma says to be one."""


def bound_letters(text: str) -> frozenset[str]:
    """The letters over which sums in a formula may run."""
    below = (match[1] or match[2].partition("=")[0] for match in _SUMS.finditer(text))
    return frozenset(letter for part in below for run in _LETTERS.findall(part) for letter in run)


def letters_below(label: str, bound: Collection[str]) -> tuple[str, ...]:
    r"""The letters of a subscript such as ``ij`` or ``i, j``; none if it may be a word."""
    match = _BELOW.fullmatch(label.strip())
    if match is None or (label.strip() == "in" and not {*"in"} & {*bound}):
        return ()
    letters = (match[1], match[3]) if match[3] else (match[1],)
    usual = match[2] or all(letter in _USUAL or letter in bound for letter in letters)
    return letters if usual else ()


def with_entries(found: T, symbols: Mapping[str, Symbol], family: Mapping[str, str]) -> T:
    """Relations, or an expression, in which sums over letters below entries are such.

    ``family``: the declared symbol of which another is the member at a letter. Raises `Misread`,
    also for an expression with free letters, which is no number.
    """
    work = _Entries(symbols, family)
    if isinstance(found, e.Expr):
        number = work.settled(e.Relation(found, "=", e.ZERO)).lhs
        for part in walk(number) if free_indices(number) else ():
            if isinstance(part, e.Entry):
                advice = "Say it of the whole matrix, or write the sum over its letters."
                raise Misread("an entry where none is meant", part.span or (0, 0), advice)
        return cast("T", number)
    assert isinstance(found, list)
    return cast("T", [work.settled(relation) for relation in found])


class _Entries:
    """The entries of one statement after another."""

    def __init__(self, symbols: Mapping[str, Symbol], family: Mapping[str, str]) -> None:
        self._symbols = symbols
        self._family = family

    def settled(self, relation: e.Relation) -> e.Relation:
        """A relation with its sums; raises `Misread` where its letters may be meant otherwise."""
        sides = relation.lhs, relation.rhs
        for part in (part for side in sides for part in walk(side)):
            if isinstance(part, e.Entry) and isinstance(part.arg, e.Sym):
                self._refuse_members(part, part.arg.name)
        lhs, rhs = (self._summed(side, frozenset(), sides) for side in sides)
        free = free_indices(lhs, rhs)
        for letter in sorted(free):
            lhs, rhs = self._members(lhs, letter), self._members(rhs, letter)
        for part in (part for side in (lhs, rhs) for part in walk(side)):
            if isinstance(part, e.IndexSum) and part.index in free:
                advice = "Write another letter in the sum, or parentheses around what it is of."
                headline = f"`{part.index}` runs in a sum and stands outside of it as well"
                raise Misread(headline, part.span or (0, 0), advice)
        for letter in sorted(free):
            _refuse_unsummed(letter, lhs, rhs)
        return replace(relation, lhs=lhs, rhs=rhs)

    def _refuse_members(self, entry: e.Entry, name: str) -> None:
        """Raises `Misread` where an entry of a vector may be a member of a family of that name."""
        letter = f"{entry.row}{entry.column}"
        meant = canonical(f"{name}_{letter}")
        for key, symbol in self._symbols.items():
            like = family_of(canonical(key), symbol.index)
            if like and canonical(like.replace(AT_INDEX, letter)) == meant:
                advice = "Give one of the two symbols another name."
                headline = f"an entry of `{name}`, or one of the `{key}`"
                raise Misread(headline, entry.span or (0, 0), advice)

    def _summed(self, node: e.Expr, bound: frozenset[str], around: tuple[e.Expr, ...]) -> e.Expr:
        """An expression with the sums over letters below entries as such."""
        if not isinstance(node, e.Total):
            return map_children(node, lambda part: self._summed(part, bound, around))
        letter, _, out = node.index.partition(BUT)
        span = node.span or (0, 0)
        arg = self._summed(node.arg, bound | {letter}, around)
        if letter not in free_indices(arg):
            if all(symbol.index != letter for symbol in self._symbols.values()):
                advice = (
                    f"What is summed has no `{letter}`: write how often it is taken as a factor."
                )
                raise Misread(f"a sum over `{letter}` of what is always the same", span, advice)
            return replace(node, arg=arg)
        if letter in bound:
            advice = "Write another letter in the inner sum."
            raise Misread(f"a sum over `{letter}` inside of one over `{letter}`", span, advice)
        arg = self._members(arg, letter)
        found = e.IndexSum(arg, letter, node.size, span=span)
        if not out:
            return found
        if out == letter or out not in bound | free_indices(arg):
            advice = f"No entry there has the index `{out}`."
            raise Misread(f"all but `{out}` of `{letter}`", span, advice)
        outside = any(_is_at(part, out, span) for side in around for part in walk(side))
        if out not in bound and not outside:
            advice = (
                f"Of pairs write `\\sum_{out} \\sum_{{{letter} \\ne {out}}}`; else `{out}` is to"
                " stand outside of the sum as well."
            )
            headline = f"`\\sum_{{{letter} \\ne {out}}}` may be read in two ways"
            raise Misread(headline, span, advice)
        return e.Sum((found, negated(renamed_index(arg, letter, out), span)), span=span)

    def _members(self, node: e.Expr, letter: str) -> e.Expr:
        """An expression with the members of families at a letter as entries, or columns, of all."""
        if isinstance(node, (e.Columns, e.Diag, e.Maximum, e.Total)) and node.index == letter:
            return node
        if isinstance(node, (e.Gradient, e.Partial)) and self._is_at(node.symbol, letter):
            advice = "Write another letter below entries, or a gradient by a vector."
            headline = f"a derivative by `{node.symbol}` beside entries at `{letter}`"
            raise Misread(headline, node.span or (0, 0), advice)
        if not isinstance(node, e.Sym) or not self._is_at(node.name, letter):
            return map_children(node, lambda part: self._members(part, letter))
        declared = self._family.get(node.name, node.name)
        symbol, span = self._symbols[declared], node.span
        whole = e.Columns(replace(node, name=declared), symbol.index, "", span=span)
        return e.Entry(
            whole, letter if symbol.scalar else "", "" if symbol.scalar else letter, span=span
        )

    def _is_at(self, name: str, letter: str) -> bool:
        return name in self._symbols and self._symbols[name].index == letter


def _is_at(node: e.Expr, letter: str, span: e.Span) -> bool:
    """Whether a node is an entry at a letter that stands outside of a part of the formula."""
    at = node.span or span
    inside = span[0] <= at[0] and at[1] <= span[1]
    return isinstance(node, e.Entry) and letter in (node.row, node.column) and not inside


def _refuse_unsummed(letter: str, lhs: e.Expr, rhs: e.Expr) -> None:
    """Raises `Misread` where a letter may be meant to be summed over, as Einstein wrote sums."""
    terms = [term for side in (lhs, rhs) for term in _terms(side) if term != e.ZERO]
    counts = [[*_places(term, letter)] for term in terms]
    if all(map(len, counts)) and any(len(found) == 1 for found in counts):
        return
    for found in counts:
        if len(found) > 1:
            span = (found[0].span or (0, 0))[0], (found[-1].span or (0, 0))[1]
            advice = f"Write the sum, `\\sum_{letter}`; if all values are meant, use matrices."
            raise Misread(f"`{letter}` stands twice without a sum", span, advice)


def _terms(node: e.Expr) -> Iterator[e.Expr]:
    if isinstance(node, e.Sum):
        for term in node.terms:
            yield from _terms(term)
    else:
        yield node


def _places(node: e.Expr, letter: str) -> Iterator[e.Expr]:
    """The factors of a term that are entries at a letter."""
    if isinstance(node, e.Entry) and letter in (node.row, node.column):
        yield node
    elif isinstance(node, (e.Prod, e.Quotient)):
        for part in children(node):
            yield from _places(part, letter)
    elif letter in free_indices(node):
        yield node


def of_whole_matrices(relation: e.Relation, source: str, where: str) -> e.Relation:
    """A relation between entries for all values of their letters as one between matrices.

    Raises `LatexError` where there is none: of more letters, and of the order of numbers.
    """
    sides = relation.lhs, relation.rhs
    free = free_indices(*sides)
    if not free:
        return relation
    letters = next((ends for side in sides for ends in _ends(side) if free == {*ends}), ())
    letters = letters or tuple(sorted(free))
    if len(letters) > 2 or relation.op not in ("=", "->"):
        advice = "Here it can be read of two letters, and of an equation; else use matrices."
        headline = "a statement about entries where one about matrices is meant"
        span = relation.lhs.span
        raise raised(LatexError, located(headline, advice, source=source, span=span, where=where))
    lhs, rhs = (_matrix(side, letters) for side in sides)
    return replace(relation, lhs=lhs, rhs=rhs)


def _ends(node: e.Expr) -> Iterator[tuple[str, ...]]:
    """The letters of entries, in their order: of each, the row before the column."""
    for part in walk(node):
        if isinstance(part, e.Entry) and part.row:
            yield tuple(str(at) for at in (part.row, part.column) if at)


def _matrix(node: e.Expr, letters: tuple[str, ...]) -> e.Expr:
    """The matrix, or column, of which a number is the entry at letters."""
    if node == e.ZERO:
        return node
    match node:
        case e.Entry(arg, str(row), str(column)) if row:
            ends = (row, column) if column else (row,)
            if ends == letters and len({*ends}) == len(ends):
                return arg
            if ends == letters[::-1] and len({*ends}) == 2:
                return e.Transpose(arg, span=node.span)
        case e.Dot(arg) | e.At(arg):
            return replace(node, arg=_matrix(arg, letters))
        case e.Sum(terms):
            return replace(node, terms=tuple(_matrix(term, letters) for term in terms))
        case e.Prod(factors):
            at = [k for k, factor in enumerate(factors) if free_indices(factor)]
            if len(at) == 1:
                (k,) = at
                changed = (*factors[:k], _matrix(factors[k], letters), *factors[k + 1 :])
                return replace(node, factors=changed)
    span = node.span
    units: list[e.Expr] = [e.Entry(e.Ident(span=span), "", letter, span=span) for letter in letters]
    units[1:] = [e.Transpose(unit, span=span) for unit in units[1:]]
    found: e.Expr = e.Prod((node, *units), span=span)
    for letter in letters:
        found = e.IndexSum(found, letter, span=span)
    return found
