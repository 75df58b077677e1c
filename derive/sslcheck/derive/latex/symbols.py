"""Symbols as leaves, and what belongs to them: arguments, derivatives with a slash."""

from __future__ import annotations

import re
from dataclasses import replace

from sslcheck.derive.expr import Expr, Ones, Size, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.derivatives import Derivative, Derivatives
from sslcheck.derive.latex.integrals import END
from sslcheck.derive.latex.names import Names, canonical
from sslcheck.derive.latex.nodes import AT, derivative
from sslcheck.derive.latex.subscripts import Subscripts
from sslcheck.derive.latex.superscripts import TRANSPOSE
from sslcheck.derive.latex.tokens import AT_TIME, CLOSES, OPENS
from sslcheck.derive.latex.vocabulary import EXTREME, OPERATORS, SPOKEN, unread
from sslcheck.derive.traverse import map_children, walk

__all__ = ["Symbols"]

_OF = re.compile(r"\s*(?:\\left\s*)?\(", re.ASCII)
_CLOSES = re.compile(r"(?:\s*\(\s*t\s*\))?\s*(?:\\right\s*)?\)", re.ASCII)
_STARTED = re.compile(r"\s*\(\s*(?:t\s*=\s*)?0\s*\)\s*(?:\\right\s*)?\)", re.ASCII)
_DEFINES = re.compile(r"[\s&]*(?:=|:=|\\(?:equiv|coloneqq|triangleq)(?![A-Za-z]))", re.ASCII)
_RUN = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}", re.ASCII)
_AT_NUMBER = re.compile(rf"{OPENS}\s*[0-9.]+{CLOSES}", re.ASCII)
_DOTS = re.compile(r"\\[lc]?dots", re.ASCII)
_ARGUMENTS = re.compile(r"\s*\(([^()]*,[^()]*)\)", re.ASCII)


class Symbols(Subscripts):
    """The tokens of a formula so far, among them symbols. Raises `Misread`."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text, names)
        self._derivatives = Derivatives(self._tex, self._scope)
        self._timed: set[int] = set()
        """The tokens behind which a time stands."""

    def _name(self, start: int) -> int:
        if turned := self._tex.turned(start):
            whole = start, turned[1]
            self._leaf(Sym(self._scope.key(turned[0], whole), span=whole))
            return self._put("POSTFIX", TRANSPOSE, whole)
        end = self._tex.name_end(start)
        if end is None:
            raise Misread("an accent without a letter", (start, start + 1))
        span = start, end
        name = self._tex.name(span)
        if name == "t" and self._pairs.within("integral"):
            return self._leaf(replace(END, span=span))
        if name in ("t", "t'"):
            self._scope.check_time(name, span)
            return self._leaf(Sym("t", span=span))
        if (entry := self._scope.entry(name, span)) is not None:
            self._leaf(entry)
            return self._applied(end)
        if (unit := self._scope.identity(name, span)) is not None:
            return self._leaf(unit)
        if (space := self._scope.ones(name, span)) is not None:
            return self._leaf(Ones(space, span=span))
        if slashed := self._derivatives.slashed(start):
            return self._derived(start, slashed)
        if self._scope.is_space(name):
            return self._leaf(Size(name, span=span))
        try:
            key = self._scope.key(name, span)
        except Misread as error:
            if known := unread(name, self._text[end:]):
                raise Misread(known.headline, span, known.advice) from None
            raise self._spelt(start) or error from None
        if EXTREME.search(name) and _OF.match(self._text, end):
            advice = (
                "Eigenvalues of a matrix cannot be read; for a product write the number last, or"
                r" `\cdot`."
            )
            raise Misread(f"`{name}` may be a function or a product", span, advice)
        first = self._before()[0] in ("", "SEPARATOR")
        self._leaf(Sym(key, span=span))
        if self._scope.symbol(key).scalar and (found := self._function_of(end)):
            return self._called(span, found, first)
        if self._scope.symbol(key).scalar and (found := self._function_of(end, _STARTED)):
            raise self._argued_alone(span, found[1])
        return self._applied(end)

    def _spelt(self, position: int) -> Misread | None:
        """The error for an operator in plain letters, which are a product of symbols."""
        for run in _RUN.finditer(self._text):
            known = [*OPERATORS.items(), *((w, to) for w, to in SPOKEN.items() if w == run[0])]
            word, to = next((pair for pair in known if run[0].startswith(pair[0])), ("", ""))
            span = run.start(), run.start() + len(word)
            if span[0] <= position < span[1]:
                return Misread(f"`{word}` in single letters", span, f"Write `{to}`.")
        return None

    def _function_of(
        self, position: int, closes: re.Pattern[str] = _CLOSES
    ) -> tuple[str, int] | None:
        """The symbol alone in the parentheses that open at ``position``, and where these end."""
        match = _OF.match(self._text, position)
        inner = self._tex.skip(match.end()) if match else 0
        last = self._tex.name_end(inner) if match else None
        close = closes.match(self._text, last) if last else None
        name = self._tex.name((inner, last)) if last else ""
        if close is None or last is None or not self._scope.declares(name):
            return None
        return self._scope.key(name, (inner, last)), close.end()

    def _defines(self, span: Span, found: tuple[str, int]) -> bool:
        name = self._tex.name(span)
        symbol, of = self._scope.symbol(self._scope.key(name, span)), self._scope.symbol(found[0])
        plain = symbol.role == "parameter" and symbol.sign == "real"
        moved = not of.scalar or of.role == "state" or not self._scope.settled
        again = name in self._tex.names((found[1], len(self._text)))
        return plain and moved and not again and bool(_DEFINES.match(self._text, found[1]))

    def _called(self, span: Span, found: tuple[str, int], first: bool) -> int:
        """Skip ``(W)`` where ``L(W)`` says of what ``L`` is a function.

        So it does under a derivative by ``W``, and alone before ``=`` where a product would make no
        sense: ``L`` is a scalar of which nothing is declared and that is not used on the right,
        ``W`` a matrix or what a flow moves. Else it may be a product.
        """
        frame = self._pairs.innermost
        of = frame.value if frame and frame.kind in ("slope", "partial") else ""
        if of.split(AT)[0] == found[0] or (first and self._defines(span, found)):
            self._argue((canonical(found[0]),))
            return found[1]
        raise self._argued_alone(span, found[1])

    def _argued_alone(self, span: Span, end: int) -> Misread:
        """The error for a symbol before another one alone in parentheses."""
        name, shown = self._text[slice(*span)], self._text[span[0] : end]
        advice = (
            f"Write `{name}` for the function, `{name}(0)` for its value at the start, or the"
            " product without parentheses."
        )
        return Misread(f"`{shown}` may be a function or a product", (span[0], end), advice)

    def _applied(self, position: int) -> int:
        """Skip ``(t)``, ``(t')`` or the arguments of a symbol that ends at ``position``."""
        if match := AT_TIME.match(self._text, position):
            self._say_time()
            if match["start"]:
                return self._put("POSTFIX", "at 0", match.span())
            self._scope.check_time(canonical(match[1]), match.span(1))
            return match.end()
        if (end := self._at_variable(position)) is not None:
            self._say_time()
            return end
        if match := _AT_NUMBER.match(self._text, position):
            advice = "Values at 0 can be read, at no other time; a product has the number in front."
            raise Misread("a value at a time or a product", match.span(), advice)
        match = _ARGUMENTS.match(self._text, position)
        if match and self._are_arguments(match[1].split(","), match.span(1)):
            self._check_arguments(match)
            return match.end()
        return position

    def _check_arguments(self, match: re.Match[str]) -> None:
        """Raise `Misread` where a list says more than of what a symbol is a function."""
        given = tuple(canonical(part) for part in match[1].split(","))
        value = self._tokens[max(self._last_factor(), 0)].value
        for part in walk(value) if isinstance(value, Expr) else ():
            if not isinstance(part, Sym) or not self._scope.knows(part.name):
                continue
            symbol = self._scope.symbol(part.name)
            of = [self._scope.key(n, match.span(1)) for n in given if self._scope.declares(n)]
            moved = any(self._scope.symbol(key).moves for key in of)
            if symbol.moves or (symbol.fixed and not symbol.defined and moved):
                what = "is given" if symbol.fixed else "is a function of the time alone"
                advice = f"As declared it {what}; what depends on others has a definition."
                raise Misread(f"`{part.name}` as a function of others", match.span(), advice)
            if len({*given}) < len(given):
                advice = f"Write `{part.name}` alone: values elsewhere cannot be read."
                raise Misread(f"an argument of `{part.name}` twice", match.span(), advice)
        self._argue(given)

    def _argue(self, given: tuple[str, ...]) -> None:
        """Note the arguments of the last symbol, which are left out."""
        at = self._last_factor()
        value = self._tokens[at].value
        if isinstance(value, Expr):
            self._tokens[at] = self._tokens[at]._replace(value=_with_arguments(value, given))

    def _say_time(self) -> None:
        """Note that a time stands behind the last symbol."""
        self._timed.add(self._last_factor())

    def _last_factor(self) -> int:
        """Which token is the last without what stands above it."""
        kinds = [token.kind for token in self._tokens]
        return max((k for k, kind in enumerate(kinds) if kind != "POSTFIX"), default=-1)

    def _are_arguments(self, parts: list[str], span: Span) -> bool:
        r"""Whether a list is of declared symbols; with dots in it, of what are no columns of it."""
        names = [canonical(part) for part in parts if not _DOTS.fullmatch(part.strip())]
        if not names or not all(map(self._scope.declares, names)):
            return False
        listed = names if len(names) < len(parts) else []
        symbols = [self._scope.symbol(self._scope.key(name, span)) for name in listed]
        return not any(s.index or (self._scope.settled and s.shape[1] == "1") for s in symbols)

    def _at_variable(self, position: int) -> int | None:
        r"""Behind ``(s)``, the time inside ``\int_0^t ... ds``."""
        frame = self._pairs.within("integral")
        opened = _OF.match(self._text, position) if frame and frame.value else None
        if frame is None or opened is None:
            return None
        start = self._tex.skip(opened.end())
        end = self._tex.name_end(start)
        closed = _CLOSES.match(self._text, end) if end else None
        named = end is not None and self._tex.name((start, end)) == frame.value
        return closed.end() if closed and named else None

    def _derived(self, start: int, found: Derivative) -> int:
        """A derivative that is written with a slash, of a symbol or of what follows."""
        span = start, found.end
        if found.operand is None:
            return self._put("PREFIX", f"{found.kind} {found.variable}", span)
        symbol = self._symbol(self._tex.name(found.operand), found.operand)
        self._leaf(derivative(found.kind, found.variable, symbol, span))
        return self._applied(found.end)

    def _symbol(self, name: str, span: Span) -> Expr:
        """A symbol, or an entry of one."""
        return self._scope.entry(name, span) or Sym(self._scope.key(name, span), span=span)


def _with_arguments(node: Expr, given: tuple[str, ...]) -> Expr:
    if isinstance(node, Sym):
        return replace(node, given=given)
    return map_children(node, lambda child: _with_arguments(child, given))
