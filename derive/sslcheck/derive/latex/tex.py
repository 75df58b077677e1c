"""How TeX itself cuts a formula: arguments, and what belongs to one name."""

from __future__ import annotations

import re
from collections.abc import Collection

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.delimiters import pair_braces
from sslcheck.derive.latex.names import ACCENTS, FONTS, canonical

__all__ = ["Tex"]

_TOKEN = re.compile(r"\\[A-Za-z]+|[-A-Za-z0-9+*]", re.ASCII)

_TURNED = re.compile(
    r"(.*?)(?:\s|\\[,;:! ])*(?:T|\\(?:top|intercal)|\\math(?:sf|rm)\s*(?:\{\s*T\s*\}|T))", re.ASCII
)


class Tex:
    """A formula whose braces balance; raises `Misread` if they do not.

    Positions are offsets into ``text``. ``raised`` are the names that have something above them:
    no method looks at what is declared else.
    """

    def __init__(self, text: str, raised: Collection[str] = ()) -> None:
        self.text = text
        self.braces = pair_braces(text)
        self.raised = raised

    def name(self, span: Span) -> str:
        """The characters of ``span`` as a canonical name."""
        return canonical(self.text[slice(*span)])

    def skip(self, position: int) -> int:
        """The first position from there on that is not a space."""
        text = self.text
        while position < len(text) and text[position].isspace():
            position += 1
        return position

    def argument(self, position: int) -> Span | None:
        """What TeX takes as an argument at ``position``: a group in braces or a single token."""
        start = self.skip(position)
        if start in self.braces:
            return start, self.braces[start] + 1
        match = _TOKEN.match(self.text, start)
        after = self.skip(match.end()) if match and match[0] in (*ACCENTS, *FONTS) else -1
        if match and after in self.braces:  # as in `_\mathbf{W}`
            return start, self.braces[after] + 1
        return match.span() if match else None

    def inner(self, argument: Span) -> Span:
        """An argument without its braces and the spaces inside."""
        start, end = argument
        if start in self.braces:
            start, end = start + 1, end - 1
        inner = self.text[start:end]
        return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())

    def word(self, argument: Span) -> str:
        """The characters of `inner`."""
        return self.text[slice(*self.inner(argument))]

    def below(self, position: int) -> Span | None:
        """The subscript at ``position``, if there is one."""
        position = self.skip(position)
        return self.argument(position + 1) if self.text.startswith("_", position) else None

    def name_end(self, start: int) -> int | None:
        """End of the name that starts there: a letter or command, then `tail_end`."""
        match = _TOKEN.match(self.text, start)
        if match is None:
            return None
        takes = match[0] in (*ACCENTS, *FONTS)
        argument = self.argument(match.end()) if takes else match.span()
        return self.tail_end(argument[1], self.text[start : argument[1]]) if argument else None

    def turned(self, start: int) -> tuple[str, int] | None:
        """The name that starts there with a transpose in what stands above it, and its end."""
        match = _TOKEN.match(self.text, start)
        if match is None or not self.raised:
            return None
        takes = match[0] in (*ACCENTS, *FONTS)
        argument = self.argument(match.end()) if takes else match.span()
        above = self.skip(argument[1]) if argument else -1
        braced = self.argument(above + 1) if self.text[above : above + 1] == "^" else None
        turned = _TURNED.fullmatch(self.word(braced)) if braced else None
        if argument is None or braced is None or turned is None:
            return None
        name = canonical(f"{self.text[start : argument[1]]}^{{{turned[1]}}}")
        return (name, braced[1]) if name in self.raised else None

    def names(self, span: Span) -> set[str]:
        """All that could be names in a part of the formula."""
        found: set[str] = set()
        position, last = span
        while position < last:
            end = self.name_end(position)
            if end is not None:
                found.add(self.name((position, end)))
            position = end or position + 1
        return found

    def tail_end(self, position: int, stem: str) -> int:
        """End of the primes and the one subscript that follow a letter, the ``stem``; and of what
        stands above it, where that is a part of its name.
        """
        start = position
        position = self._primes(position)
        below = self.below(position)
        found = end = self._primes(below[1]) if below else position
        for first in {position, end} if self.raised else ():
            after = first
            while self.text[self.skip(after) :][:1] in ("_", "^"):
                argument = self.argument(self.skip(after) + 1)
                if argument is None:
                    break
                after = self._primes(argument[1])
                if canonical(stem + self.text[start:after]) in self.raised:
                    found = max(found, after)
        return found

    def _primes(self, position: int) -> int:
        end = self.skip(position)
        while self.text.startswith("'", end):
            position = end = end + 1
        return position
