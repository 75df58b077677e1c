r"""Sums, maxima, products over a letter of their own: ``\sum_k p_k`` of what is called ``p_j``.

While a formula is read ``p_k`` is a symbol by itself. Afterwards ``k`` is called ``j`` as well,
once each factor that has the ``j`` from around the sum stands outside of it: ``\sum_k p_k p_j`` is
``p_j \sum_j p_j``. All but one, ``\sum_{k \ne j}``, is the sum over all less that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.names import AT_INDEX, INDEX, canonical, family_of
from sslcheck.derive.latex.nodes import negated
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import children, map_children, walk

__all__ = ["BUT", "Bound", "letters_of"]

BUT = "\0"
"""In the index of a sum, before the one that is left out."""
_SUM = re.compile(
    rf"\\(?:sum|max|prod)(?![A-Za-z])\s*(?:\\limits)?\s*_\s*(?:(?P<short>{INDEX})"
    rf"|\{{\s*(?P<long>{INDEX})\s*(?:=[^{{}}]*|(?P<out>\\(?:neq?(?![A-Za-z])|not\s*=)[^{{}}]*))?\}}"
    rf"|\{{\s*(?P<many>{INDEX}(?:\s*,?\s*{INDEX})+)\s*(?:=[^{{}}]*)?\}})",
    re.ASCII,
)
_EACH = re.compile(INDEX, re.ASCII)
_MOST = 64
"""Terms into which a summand falls."""
_BINDERS = (e.Columns, e.Diag, e.Maximum, e.Total)
_Term = tuple[list[e.Expr], list[e.Expr], list[e.Expr]]
"""The factors of a term that stand before a sum, in it, and behind it."""
_Parted = list[_Term]


def letters_of(text: str, symbols: Mapping[str, Symbol], spaces: Iterable[str]) -> Bound | None:
    """The letters over which sums in a formula run, but those that are symbols; None if none."""
    indices = {symbol.index for symbol in symbols.values() if symbol.index}
    taken = {*map(canonical, symbols), *spaces, "t"}
    sums = [*_SUM.finditer(text)]
    below = " ".join(match["short"] or match["long"] or match["many"] for match in sums)
    found = {*_EACH.findall(below)} - taken
    needed = indices and (found or any(match["out"] for match in sums))
    return Bound.of(symbols, sorted(found)) if needed else None


@dataclass(frozen=True, slots=True)
class Bound:
    """The symbols with those of letters that are bound; ``family`` says whose member one is."""

    symbols: Mapping[str, Symbol]
    family: Mapping[str, str]

    @classmethod
    def of(cls, symbols: Mapping[str, Symbol], letters: Iterable[str]) -> Bound:
        """Of each family of an index a member for each letter, where no symbol is called so."""
        declared, members, family = {*map(canonical, symbols)}, dict[str, Symbol](), {}
        for letter in letters:
            for key, symbol in symbols.items():
                like = family_of(canonical(key), symbol.index)
                member = canonical(like.replace(AT_INDEX, letter))
                if member and member not in declared:
                    members[member] = replace(symbol, name=member, index=letter)
                    family[member] = key
        return cls({**symbols, **members}, family)

    def relations(self, relations: Iterable[e.Relation]) -> list[e.Relation]:
        """Relations with the letters called as they are declared. Raises `Misread`."""
        found = [*relations]
        around = [side for relation in found for side in (relation.lhs, relation.rhs)]
        return [
            replace(
                relation, lhs=self.named(relation.lhs, around), rhs=self.named(relation.rhs, around)
            )
            for relation in found
        ]

    def named(self, node: e.Expr, around: Iterable[e.Expr] = ()) -> e.Expr:
        """An expression likewise; ``around`` is all of the statement that it stands in."""
        found = self._renamed(node, frozenset(), [*around] or [node])
        for part in walk(found):
            if isinstance(part, e.Sym) and part.name in self.family:
                index = self.symbols[part.name].index
                advice = f"`{index}` is the index of a sum, and this stands outside of it."
                raise Misread(f"`{part.name}` without a sum", part.span or (0, 0), advice)
        return found

    def _renamed(self, node: e.Expr, bound: frozenset[str], around: list[e.Expr]) -> e.Expr:
        if not isinstance(node, _BINDERS):
            return map_children(node, lambda child: self._renamed(child, bound, around))
        letter, _, out = node.index.partition(BUT)
        inner = bound | {letter}
        node = map_children(node, lambda child: self._renamed(child, inner, around))
        assert isinstance(node, _BINDERS)
        index = self._index(node, letter, out)
        mixed = any(True for child in children(node) for _ in self._others(child, letter, index))
        if index == letter and not out and not mixed:
            return node
        if not isinstance(node, e.Total):
            self._refuse_mixed(node, letter, index)
            changed = map_children(node, lambda child: self._moved(child, letter))
            assert isinstance(changed, _BINDERS)
            return replace(changed, index=index)
        found = self._total(node, letter, index)
        if not out:
            return found
        self._check_left_out(node, letter, out, index, bound, around)
        left = self._moved(node.arg, letter, "" if out == index else out)
        return e.Sum((found, negated(left, node.span or (0, 0))), span=node.span)

    def _index(self, node: e.Expr, letter: str, out: str) -> str:
        """The declared index that a letter stands for, as that which is left ``out`` does."""
        indices = {
            s.index for name, s in self.symbols.items() if s.index and name not in self.family
        }
        at = {p.name for p in walk(node) if isinstance(p, e.Sym) and self._has(p, letter)}
        own = {self.symbols[self.family.get(name, name)].index for name in at}
        if letter in indices and not own - {letter}:
            return letter
        own = own or ({out} & indices)
        span = node.span or (0, 0)
        if not own and isinstance(node, e.Total):
            advice = f"What is summed has no `{letter}`: write how often it is taken as a factor."
            raise Misread(f"a sum over `{letter}` of what is always the same", span, advice)
        if not own:
            advice = f"Nothing in it has the index `{letter}`; write that of a declared symbol."
            raise Misread(f"`{letter}` runs over what is always the same", span, advice)
        if len(own) > 1:
            shown = " and ".join(f"`{index}`" for index in sorted(own))
            advice = f"Declare families that run together with one index: {shown} are two."
            raise Misread(f"`{letter}` stands for more than one index", span, advice)
        return own.pop()

    def _check_left_out(
        self,
        node: e.Total,
        letter: str,
        out: str,
        index: str,
        bound: frozenset[str],
        around: list[e.Expr],
    ) -> None:
        """Raises `Misread` where ``k \\ne j`` may be meant of pairs."""
        span = node.span or (0, 0)
        if (out != index and out not in bound) or letter == index:
            advice = f"Write `\\sum_{{k \\ne {index}}}`, with `{index}` as it is declared."
            raise Misread(f"all but `{out}` of `{letter}`", span, advice)
        named = (
            part.span or (-1, -1)
            for side in around
            for part in walk(side)
            if isinstance(part, e.Sym)
            and part.name in self.symbols
            and self.symbols[part.name].index == out
        )
        if out not in bound and all(span[0] <= first and last <= span[1] for first, last in named):
            advice = (
                f"Of pairs write `\\sum_{out} \\sum_{{{letter} \\ne {out}}}`; else `{out}` is to"
                " stand outside of the sum as well."
            )
            raise Misread(f"`\\sum_{{{letter} \\ne {out}}}` may be read in two ways", span, advice)

    def _moved(self, node: e.Expr, letter: str, to: str = "") -> e.Expr:
        """What has a letter, with another, or the declared index, in its place."""
        if isinstance(node, e.Sym) and node.name in self.family and self._has(node, letter):
            family = self.family[node.name]
            of = (
                n for n, key in self.family.items() if key == family and self.symbols[n].index == to
            )
            return replace(node, name=next(of, family))
        return map_children(node, lambda child: self._moved(child, letter, to))

    def _has(self, node: e.Sym, letter: str) -> bool:
        return node.name in self.symbols and self.symbols[node.name].index == letter

    def _others(self, node: e.Expr, letter: str, index: str) -> Iterator[e.Sym]:
        """What has another letter for the same index, outside of sums that bind it."""
        if isinstance(node, e.Sym):
            symbol = self.symbols.get(node.name)
            family = self.symbols[self.family[node.name]] if node.name in self.family else symbol
            if symbol and family and family.index == index and symbol.index != letter:
                yield node
        elif not (isinstance(node, _BINDERS) and node.index == index):
            for child in children(node):
                yield from self._others(child, letter, index)

    def _refuse_mixed(self, node: e.Expr, letter: str, index: str) -> None:
        for other in (
            part for child in children(node) for part in self._others(child, letter, index)
        ):
            own = self.symbols[other.name].index
            advice = f"Write it with sums of products in which `{letter}` and `{own}` stand apart."
            raise Misread(f"`{other.name}` where `{letter}` runs", other.span or (0, 0), advice)

    def _total(self, node: e.Total, letter: str, index: str) -> e.Expr:
        """A sum with what does not run before it."""
        span = node.span
        if not [*self._others(node.arg, letter, index)]:
            return e.Total(self._moved(node.arg, letter), index, node.size, span=span)
        terms: list[e.Expr] = []
        for outer, inner, behind in self._parted(node.arg, letter, index):
            summand = [self._moved(factor, letter) for factor in inner]
            arg = e.multiplied(summand or [e.Num(Fraction(1), span=span)], span)
            factors = (*outer, e.Total(arg, index, node.size, span=span), *behind)
            terms.append(e.multiplied(factors, span))
        return e.summed(terms, span)

    def _parted(self, node: e.Expr, letter: str, index: str) -> _Parted:
        """A summand as terms. Raises `Misread` where it is no polynomial in what does not run."""
        others = [*self._others(node, letter, index)]
        if not others:
            return [([], [node], [])]
        if not self._runs([node], letter):
            return [([node], [], [])]
        found: _Parted = []
        match node:
            case e.Sum(terms=terms):
                for term in terms:
                    found += self._parted(term, letter, index)
            case e.Prod(factors=factors):
                found = [([], [], [])]
                for factor in factors:
                    parts = self._parted(factor, letter, index)
                    found = [self._beside(a, b, letter, index) for a in found for b in parts]
            case e.SquaredNorm(arg=arg) if self._is_column(arg):
                square = e.Prod((e.Transpose(arg, span=node.span), arg), span=node.span)
                return self._parted(square, letter, index)
            case e.Transpose(arg=arg) if (turned := self._turned(arg)) != node:
                return self._parted(turned, letter, index)
            case e.Power(base=base, exponent=Fraction(numerator=2, denominator=1)) if (
                self._matrices([base])
            ):  # of a number, which is its own transpose
                square = e.Prod((base, e.Transpose(base, span=node.span)), span=node.span)
                return self._parted(square, letter, index)
            case e.Power(base=base, exponent=exponent) if (
                exponent.denominator == 1 and 1 < exponent < 7
            ):
                return self._parted(e.Prod((base,) * int(exponent), span=node.span), letter, index)
            case e.Quotient(numerator=above, denominator=below):
                under = e.Quotient(e.Num(Fraction(1), span=node.span), below, span=node.span)
                if not [*self._others(below, letter, index)]:
                    found = [(a, [*b, under], c) for a, b, c in self._parted(above, letter, index)]
                elif not self._runs([below], letter):
                    found = [([under, *a], b, c) for a, b, c in self._parted(above, letter, index)]
        if not found or len(found) > _MOST:
            self._refuse_mixed(e.Sum((node,)), letter, index)
        return found

    def _turned(self, node: e.Expr) -> e.Expr:
        """The transpose of a sum or product of which the parts are transposed."""
        match node:
            case e.Sum(terms=terms):
                return replace(node, terms=tuple(map(self._turned, terms)))
            case e.Prod(factors=factors):
                return replace(node, factors=tuple(map(self._turned, reversed(factors))))
            case e.Transpose(arg=arg):
                return arg
        return e.Transpose(node, span=node.span) if self._matrices([node]) else node

    def _is_column(self, node: e.Expr) -> bool:
        """Whether something is seen to be a column."""
        match node:
            case e.Sum(terms=terms):
                return all(map(self._is_column, terms))
            case e.Prod(factors=factors):
                made = [factor for factor in factors if self._matrices([factor])]
                return bool(made) and self._is_column(made[-1])
            case e.Sym(name=name):
                symbol = self.symbols.get(name)
                return symbol is not None and symbol.shape[1] == "1" and not symbol.scalar
        return False

    def _beside(self, one: _Term, two: _Term, letter: str, index: str) -> _Term:
        """A product of two terms, in which the order of matrices is kept. Raises `Misread`."""
        (before, inner, behind), (first, then, last) = one, two
        if not self._matrices(first, then, last):
            return [*before, *first], [*inner, *then], [*behind, *last]
        if not last and bool(first) != bool(then) and not self._runs([*first, *then], letter):
            alone = [*first, *then]  # which may stand on either side of the sum
            if not self._matrices(inner):
                return [*before, *alone], inner, behind
            if first or behind:
                return before, inner, [*behind, *alone]
        if self._matrices(first) and self._matrices(inner, behind):
            self._refuse_mixed(e.Sum(tuple(first)), letter, index)
        if self._matrices(then) and self._matrices(behind):
            self._refuse_mixed(e.Sum(tuple(behind)), letter, index)
        return [*before, *first], [*inner, *then], [*behind, *last]

    def _runs(self, nodes: Iterable[e.Expr], letter: str) -> bool:
        parts = (part for node in nodes for part in walk(node))
        return any(isinstance(part, e.Sym) and self._has(part, letter) for part in parts)

    def _matrices(self, *nodes: Iterable[e.Expr]) -> bool:
        """Whether something is made of more than numbers, so that its place may count."""
        for part in (part for some in nodes for node in some for part in walk(node)):
            if isinstance(part, (e.Columns, e.Diag, e.Ident, e.Ones)):
                return True
            symbol = self.symbols.get(part.name) if isinstance(part, e.Sym) else None
            if symbol is not None and not symbol.scalar:
                return True
        return False
