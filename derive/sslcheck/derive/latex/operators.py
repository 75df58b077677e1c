"""Operators with something below or above them: derivatives, maxima, sums, products, integrals."""

from __future__ import annotations

import re
from dataclasses import replace

from sslcheck.derive.expr import Dot, Entry, Expr, Span, Sym
from sslcheck.derive.latex.bound import BUT
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import CLOSERS
from sslcheck.derive.latex.integrals import END
from sslcheck.derive.latex.names import INDEX, canonical
from sslcheck.derive.latex.nodes import AT, derivative
from sslcheck.derive.latex.symbols import Symbols
from sslcheck.derive.latex.tokens import BRACKET, Token
from sslcheck.derive.latex.vocabulary import unknown
from sslcheck.derive.traverse import walk

__all__ = ["DIFFERENTIAL", "Operators"]

_LIMITS = re.compile(r"\s*_\s*(?:0|\{\s*0\s*\})\s*\^\s*(?:t(?!\s*')|\{\s*t\s*\})", re.ASCII)
DIFFERENTIAL = re.compile(
    r"(?<![\\A-Za-z])(?:d|\\(?:mathrm|text)(?:\s*\{\s*d\s*\}|\s+d))\s*(?P<letter>\\[A-Za-z]+|[A-Za-z])"
    r"(?![A-Za-z']|\s*['_/])",
    re.ASCII,
)
"""What an integral ends with, by a letter of its own."""
_LEADING = re.compile(rf"(?:\s|\\[,;:! ])*{DIFFERENTIAL.pattern}", re.ASCII)
_SUMMED = re.compile(
    rf"\s*(?:\\limits)?\s*(?P<below>_\s*(?:(?P<short>{INDEX})|\{{\s*(?P<long>{INDEX})\s*(?:=\s*1\s*|"
    rf"\\(?:neq?(?![A-Za-z])|not\s*=)\s*(?P<out>{INDEX})\s*)?\}}"
    rf"|\{{\s*(?P<many>{INDEX}(?:\s*,?\s*{INDEX})+)\s*(?:=\s*1\s*)?\}}))"
    r"(?P<upper>\s*\^)?",
    re.ASCII,
)
_ORDERED = re.compile(
    rf"\s*(?:\\limits)?\s*_\s*\{{\s*(?:1\s*\\leq?\s*)?(?P<one>{INDEX})\s*(?:<|\\lt(?![A-Za-z]))\s*"
    rf"(?P<two>{INDEX})[^{{}}]*\}}",
    re.ASCII,
)
_LATER = re.compile(
    rf"\s*(?:\\limits)?\s*_\s*\{{\s*(?P<index>{INDEX})\s*"
    r"(?:=(?!\s*1\s*\})|\\in|>|<|\\[gl](?:e|eq|eqslant|t)?(?![A-Za-z]))[^{}]*\}",
    re.ASCII,
)
_EACH = re.compile(INDEX, re.ASCII)


class Operators(Symbols):
    """The tokens of a formula so far, among them operators. Raises `Misread`."""

    def _partial(self, span: Span) -> int:
        r"""``\partial J / \partial W``, or ``\partial_t`` and ``\partial_W`` of one factor."""
        if slashed := self._derivatives.slashed(span[0]):
            return self._derived(span[0], slashed)
        below = self._tex.below(span[1])
        if below is None:
            advice = r"Write `\frac{\partial J}{\partial W}`, `\partial_t W` or `\nabla_{W} J`."
            raise Misread("unreadable `\\partial`", span, advice)
        inner, span = self._tex.inner(below), (span[0], below[1])
        name = self._tex.name(inner)
        if name == "t":
            return self._put("NARROW", "now ", span)
        variable = self._scope.variable(name, inner)
        kind = "partial" if self._scope.symbol(variable).scalar else "gradient"
        return self._put("NARROW", f"{kind} {variable}", span)

    def _dotted(self, span: Span, dots: int) -> int:
        argument = self._tex.argument(span[1])
        inner = self._tex.inner(argument) if argument else (0, 0)
        # without braces a subscript is the symbol's, as TeX sets it: `\dot W_p` is `\dot{W}_p`
        end = (self._tex.name_end(inner[0]) or 0) if argument else 0
        if argument is None or (end != inner[1] if argument != inner else end < inner[1]):
            advice = "It takes one symbol, as in `\\dot{W}_p`; else write `\\frac{d}{dt} (...)`."
            raise Misread(f"unreadable `{self._text[slice(*span)]}`", span, advice)
        span = span[0], self._tex.tail_end(argument[1], self._text[slice(*inner)])
        name = canonical(self._text[slice(*inner)] + self._text[argument[1] : span[1]])
        found = self._symbol(name, span)
        node = found.arg if isinstance(found, Entry) else found
        for _ in range(dots):
            node = Dot(node, span=span)
        self._leaf(replace(found, arg=node) if isinstance(found, Entry) else node)
        return self._applied(span[1])

    def _nabla(self, span: Span) -> int:
        """The gradient of the symbol of a scalar, of a bracket, or of all up to the next sign."""
        below = self._tex.below(span[1])
        if below is None:
            advice = "Write below it what it is with respect to, as in `\\nabla_{W} L`."
            raise Misread("unreadable `\\nabla`", span, advice)
        inner = self._tex.inner(below)
        variable = self._scope.variable(self._tex.name(inner), inner)
        span = span[0], below[1]
        if bracket := BRACKET.match(self._text, span[1]):
            return self._open("gradient", CLOSERS[bracket[1]], (span[0], bracket.end()), variable)
        start = self._tex.skip(span[1])
        end = self._tex.name_end(start)
        name = self._tex.name((start, end)) if end else ""
        if end is None or not self._scope.declares(name):
            return self._put("PREFIX", f"gradient {variable}", span)
        key = self._scope.key(name, (start, end))
        if not self._scope.symbol(key).scalar:
            return self._put("PREFIX", f"gradient {variable}", span)
        of = Sym(key, span=(start, end))
        self._leaf(derivative("gradient", variable, of, (span[0], end)))
        found = self._function_of(end)
        if found is None or found[0] != variable.split(AT)[0]:
            return self._applied(end)
        self._argue((canonical(found[0]),))
        return found[1]

    def _max(self, span: Span) -> int:
        below = self._tex.below(span[1])
        index = self._tex.word(below) if below else ""
        if below is None or index not in self._scope.indices:
            raise self._no_index("a maximum", index, (span[0], below[1] if below else span[1]))
        return self._put("PREFIX", f"max {index}", (span[0], below[1]))

    def _no_index(self, what: str, letter: str, span: Span) -> Misread:
        """The error for a sum, a maximum or a product over what is no index."""
        operator = self._text[slice(*span)].partition("_")[0].strip()
        other, kind = min(self._scope.indices, default="k"), ""
        example = letter or other
        if self._scope.declares(letter):
            number = self._scope.symbol(self._scope.key(letter, span)).scalar
            kind = f"declared as a {'number' if number else 'matrix'}"
        elif letter == "t" or self._scope.is_space(letter):
            kind = "the time" if letter == "t" else "a space"
        if kind:
            advice = f"What runs is a letter without another meaning: write `{operator}_{other}`"
            advice += f", or call the symbol `{letter}` otherwise." if "as" in kind else "."
            return Misread(f"{what} over `{letter}`, which is {kind}", span, advice)
        advice = (
            f"Below it stands the index of a declared symbol: `{operator}_{example} p_{example}` of"
            f' `p_{example} = {{ index = "{example}" }}`'
        )
        advice += {
            "a sum": ", or a letter below entries.",
            "a maximum": r"; of two numbers it is `\frac{1}{2} (a + b + |a - b|)`.",
        }.get(what, ".")
        return Misread(f"{what} over what is no index", span, advice)

    def _sum(self, span: Span) -> int:
        r"""``\sum_i`` or ``\sum_{i=1}^{N}``: of all that follows, up to the next sign."""
        tex = self._tex
        match = _SUMMED.match(self._text, span[1])
        over = tex.argument(match.end()) if match and match["upper"] else None
        end = over[1] if over else match.end("below") if match else span[1]
        below = (match["long"] or match["short"] or match["many"]) if match else ""
        letters = _EACH.findall(below)
        if pair := _ORDERED.match(self._text, span[1]):
            one, two = pair["one"], pair["two"]
            if two in self._scope.indices and one not in self._scope.indices:
                one, two = two, one  # the outer one as it is declared
            said = f"a sum over `{pair['one']} < {pair['two']}`"
            advice = (
                "Where the summand is the same with both exchanged, it is"
                f" `\\frac{{1}}{{2}} \\sum_{one} \\sum_{{{two} \\ne {one}}}`."
            )
            raise Misread(said, (span[0], pair.end()), advice)
        if later := _LATER.match(self._text, span[1]):
            index = later["index"]
            advice = (
                f"Sums are over all values, `\\sum_{{{index}=1}}^{{n}}`, or all but one that has a"
                f" letter, `\\sum_{{k \\ne {index}}}`; a part of them wants an index of its own."
            )
            raise Misread("a sum over some values alone", (span[0], later.end()), advice)
        size = canonical(tex.word(over)) if over else ""
        known = all(x in self._scope.indices or self._scope.bound(x) for x in letters)
        if not letters or not known:
            wrong = (x for x in letters if not (x in self._scope.indices or self._scope.bound(x)))
            raise self._no_index("a sum", next(wrong, ""), (span[0], end))
        if size and not self._scope.is_space(size):
            advice = "Above it stands the space that it runs over, as declared in [spaces]."
            raise Misread(f"a sum up to `{size}`, which is no space", (span[0], end), advice)
        but = f"{BUT}{match['out']}" if match and match["out"] else ""
        for letter in letters:
            self._put("PREFIX", f"sum {letter}{but} {size}", (span[0], end))
        return end

    def _prod(self, span: Span) -> int:
        r"""``\prod_{j=1}^{n}`` of a number for each index: the determinant of all on a diagonal."""
        match = _SUMMED.match(self._text, span[1])
        over = self._tex.argument(match.end()) if match and match["upper"] else None
        size = canonical(self._tex.word(over)) if over else ""
        index = match["long"] if match and not match["out"] else ""
        if index and index not in self._scope.indices:
            raise self._no_index("a product", index, (span[0], over[1] if over else span[1]))
        if over is None or not index or not self._scope.is_space(size):
            raise unknown("\\prod", (span[0], self._tex.tail_end(span[1], "")), ())
        return self._put("NARROW", f"prod {index} {size}", (span[0], over[1]))

    def _int(self, span: Span) -> int:
        limits = _LIMITS.match(self._text, span[1])
        if self._pairs.within("integral"):
            advice = r"Give the inner one a name: a state `z` with `\dot{z} = ...` and `z(0) = 0`."
            raise Misread("an integral inside another", span, advice)
        if limits is None:
            advice = (
                r"Write `\int_0^t ... ds`; one over all times is the limit of that,"
                r" `\int_0^t ... ds \to L`."
            )
            raise Misread("an integral that does not run from 0 to `t`", span, advice)
        marks = DIFFERENTIAL.finditer(self._text, limits.end())
        letters = (canonical(mark["letter"]) for mark in marks)
        variable = next((x for x in letters if x != "t" and not self._scope.declares(x)), "")
        leading = _LEADING.match(self._text, limits.end()) if variable else None
        if leading and canonical(leading["letter"]) == variable:
            advice = f"Write it behind what is integrated: `\\int_0^t ... d{variable}`."
            raise Misread(
                "an integral that begins with its variable", (span[0], limits.end()), advice
            )
        if not variable and "'" not in self._text[limits.end() :]:
            advice = "It ends with `ds`, of a letter that nothing else has, or with `dt'`."
            raise Misread("an integral without its variable", (span[0], limits.end()), advice)
        return self._open("integral", "dt'", (span[0], limits.end()), variable)

    def _end_integral(self, span: Span) -> int:
        """The differential. What moves has to say at which time it is meant, before ``dt'`` only
        where something else does."""
        frame = self._pairs.within("integral")
        s = (frame.value if frame else "") or "t'"
        if self._text[self._tex.skip(span[1]) :].startswith("^"):
            advice = rf"Write `(\int_0^t ... d{s})^2`, or the power before the `d`."
            raise Misread("a power behind a differential", span, advice)
        kinds = [token[:2] for token in self._tokens]
        first = len(kinds) - kinds[::-1].index(("OPEN", "integral")) if frame else len(kinds)
        inside = [k for k in range(first, len(kinds)) if self._moves(self._tokens[k])]
        open_ = [k for k in inside if k not in self._timed]
        said = [k for k in inside if k in self._timed and ("POSTFIX", "at 0") not in kinds[k:][1:3]]
        end = any(token.value == END for token in self._tokens[first:])
        if open_ and (said or end or s != "t'"):
            where = self._tokens[open_[0]].span
            shown = self._text[slice(*where)]
            advice = f"Write `{shown}({s})`; what is meant at `t` stands before the integral."
            raise Misread(f"`{shown}` inside an integral, at no time", where, advice)
        return self._close("dt'", span)

    def _moves(self, leaf: Token) -> bool:
        """Whether something that depends on time stands in a leaf."""
        parts = walk(leaf.value) if isinstance(leaf.value, Expr) else ()
        names = [part.name for part in parts if isinstance(part, Sym)]
        symbols = [self._scope.symbol(name) for name in names if self._scope.knows(name)]
        return any(symbol.moves or symbol.defined for symbol in symbols)

    def _integrated(self, position: int) -> int | None:
        r"""Behind the variable of an open integral, or its differential: ``s`` and ``ds``."""
        frame = self._pairs.within("integral")
        if frame is None or not frame.value:
            return None
        mark = DIFFERENTIAL.match(self._text, position)
        if mark and canonical(mark["letter"]) == frame.value:
            return self._end_integral(mark.span())
        end = self._tex.name_end(position)
        if end is None or self._tex.name((position, end)) != frame.value:
            return None
        return self._leaf(Sym("t", span=(position, end)))
