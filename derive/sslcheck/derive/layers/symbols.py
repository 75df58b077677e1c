r"""Formulas without sums and products over layers: symbols of layers, and products with dots."""

from __future__ import annotations

import re
from functools import cached_property

from sslcheck.derive.layers.exponents import exponent
from sslcheck.derive.layers.indices import BELOW, Index, LayerError, index_of
from sslcheck.derive.layers.operators import closing
from sslcheck.derive.layers.ranges import Free, Ranges, Values

__all__ = ["Symbols", "has_dots"]

TRANSPOSED = (
    r"\s*\^\s*(?:T|\\top|\\intercal|\{\s*(?:T|\\top|\\intercal|\\(?:mathsf|mathrm)\s*"
    r"(?:T|\{\s*T\s*\}))\s*\})(?![A-Za-z])"
)
_TURNED = re.compile(TRANSPOSED, re.ASCII)
_DOTS = re.compile(
    r"\s*(?:\\(?:cdots|dotsm|dotsb|ldots|dots)(?![A-Za-z])|(?:\\cdot(?![A-Za-z])\s*){3})\s*",
    re.ASCII,
)
_LISTED = re.compile(r",\s*\\[lc]?dots(?![A-Za-z])", re.ASCII)
_RAISED = re.compile(r"\^\s*\{", re.ASCII)
_EXTREME = re.compile(r"(?P<name>\\(?:min|max|sup|inf))(?:\s*\\limits)?\s*_\s*", re.ASCII)
_GROUP = re.compile(r"(?P<above>\^\s*)?\{(?P<inner>[^{}]*)\}", re.ASCII)
_TOKEN = re.compile(
    r"\\(?:text|label|tag|begin|end|mbox|operatorname|math[a-z]+|hat|bar|tilde|boldsymbol|bm)"
    r"(?:\s*\{[^{}]*\}|\s+[A-Za-z])"
    r"|(?P<above>\^\s*)?(?P<letter>\\[A-Za-z]+|[A-Za-z])|\\.|.",
    re.ASCII | re.DOTALL,
)


def has_dots(text: str) -> bool:
    """Whether dots stand in a formula."""
    return bool(_DOTS.search(text))


def _bare(name: str) -> str:
    return re.sub(r"[\s{}]", "", name)


class Symbols(Ranges):
    """Writes out what stands between sums and products."""

    @cached_property
    def family(self) -> re.Pattern[str]:
        """A symbol of a layer, or its rate."""
        base = "|".join(map(re.escape, sorted(self.layers.families, key=len, reverse=True)))
        rate = rf"\\d{{1,2}}ot\s*\{{\s*(?:{base})\s*\}}|\\d{{1,2}}ot\s+(?:{base})"
        return re.compile(rf"(?P<stem>{rate}|{base or '(?!)'}){BELOW}", re.ASCII)

    @cached_property
    def _plain(self) -> set[str]:
        return set(map(_bare, self.layers.plain))

    def base(self, match: re.Match[str]) -> str:
        """The family of a symbol, without a dot above it."""
        stem = re.sub(r"\\d{1,2}ot(?![A-Za-z])\s*", "", match["stem"]).strip()
        return stem if stem in self.layers.families else stem.removeprefix("{")[:-1].strip()

    def names_index(self, text: str, index: str) -> bool:
        """Whether a symbol of a layer has an index below it."""
        found = (index_of(m["long"] or m["short"] or "") for m in self.family.finditer(text))
        return any(one is not None and one.base == index for one in found)

    def single(self, text: str, values: Values, bound: frozenset[str]) -> str:
        """A formula without sums and products over layers, written out."""
        written: list[str] = []
        position = 0
        while position < len(text):
            match = self.family.match(text, position)
            if match and _bare(match[0]) not in self._plain:
                said, position = self._symbol(text, match, values, bound)
                written.append(said)
            elif listed := _LISTED.match(text, position):
                written.append(listed[0])
                position = listed.end()
            elif (dots := _DOTS.match(text, position)) and dots[0].strip():
                raise LayerError(
                    "dots that are between no two symbols of layers: write a product as"
                    r" `W_L \cdots W_1`, a sum as `\sum_{k=1}^{L}`"
                )
            elif (extreme := _EXTREME.match(text, position)) and self._is_index(
                text[extreme.end() :]
            ):
                raise LayerError(
                    f"`{extreme['name']}` over layers: say what is meant of each layer, as in"
                    f" `\\|W_{self.layers.index}\\| \\le c` with a `c` of [symbols]"
                )
            elif (raised := _RAISED.match(text, position)) and (
                power := self._power(text, raised.end(), values)
            ):
                written.append(power)
                position = closing(text, raised.end())
            elif (group := _GROUP.match(text, position)) and self._counts(group["inner"], values):
                index = index_of(group["inner"]) or Index("", 0)
                above = "^" if group["above"] else ""
                written.append(f"{above}{{{self.number(index, values)}}}")
                position = group.end()
            else:
                token = _TOKEN.match(text, position)
                assert token is not None  # a formula has no line ends of its own
                written.append(self._token(token, values))
                position = token.end()
        return "".join(written)

    def _power(self, text: str, start: int, values: Values) -> str:
        r"""An exponent in numbers of layers, ``(L-j)/L``, as one number; empty where it is none."""
        inner = text[start : closing(text, start) - 1]
        counted: list[str] = []

        def known(letter: str) -> int | None:
            if letter == self.layers.index and letter not in values:
                raise Free(f"`{letter}` stands for no layer here")
            number = self.number(Index(letter, 0), values) if letter in values else ""
            counted.append(letter)
            return int(number) if number.isdigit() else None

        value = exponent(inner, known)
        return f"^{{{value}}}" if counted and value is not None else ""

    def _is_index(self, text: str) -> bool:
        """Whether the index stands first in a formula, alone or in braces."""
        token = _TOKEN.match(text.lstrip(" {"))
        return token is not None and token["letter"] == self.layers.index

    def _counts(self, inner: str, values: Values) -> bool:
        """Whether braces hold a number of layers."""
        index = index_of(inner)
        return index is not None and index.base in values

    def _token(self, token: re.Match[str], values: Values) -> str:
        """One token: the letters of the depth and of indices are numbers."""
        letter = token["letter"] or ""
        if letter == self.layers.index and letter not in values:
            raise Free(f"`{letter}` stands for no layer here")
        if letter not in values:
            return token[0]
        number = self.number(Index(letter, 0), values)
        if token["above"]:
            return f"^{{{number}}}"
        # behind a symbol a number in parentheses alone would be a time
        return number if number == letter else f"({{{number}}})"

    def _symbol(
        self, text: str, match: re.Match[str], values: Values, bound: frozenset[str]
    ) -> tuple[str, int]:
        """A symbol of a layer, or a product of such, and where that ends."""
        base, index = self.base(match), self._index(match)
        turned = _TURNED.match(text, match.end())
        dots = _DOTS.match(text, turned.end() if turned else match.end())
        if dots is None or not dots[0].strip():
            return self.member(match["stem"], base, index, values, bound), match.end()
        other = self.family.match(text, dots.end())
        if other is None or not other["stem"] == match["stem"] == base:
            shown = text[match.start() : dots.end()].strip()
            raise LayerError(f"`{shown}`: dots lead to another layer of `{base}`, as factors")
        again = _TURNED.match(text, other.end())
        if bool(again) != bool(turned):
            raise LayerError(
                f"`{text[match.start() : other.end()]}`: of the two ends one is transposed; to"
                " transpose the whole product, write parentheses around it"
            )
        ends = (index, self._index(other))
        written = self.product(base, ends, bool(turned), values, bound)
        return written, again.end() if again else other.end()

    def _index(self, match: re.Match[str]) -> Index:
        index = index_of(match["long"] or match["short"] or "")
        if index is None:
            here, end = self.layers.index, self.layers.depth
            known = f"`{here}`, `{here}+1`, `{end}` or a number up to 9"
            raise LayerError(f"`{match[0]}`: below it stands a layer: {known}")
        return index
