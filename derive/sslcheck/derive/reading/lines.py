"""Where in a TOML text each key stands, and that the text is no deeper than an article."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

from sslcheck.derive.errors import ArticleError, Spot

__all__ = ["Key", "key_spots"]

Key = tuple[str | int, ...]
"""The path to a value: names of keys, and places in arrays from 0."""

_DEEPEST = 8  # parts of a key, brackets: tomllib takes the square of the one, recurses on the other
_TOKEN = re.compile(
    r"""
    (?P<skip>[\ \t\r]+|\#[^\n]*)
    |(?P<text>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|'{3}(?:[^']|'{1,2}(?!'))*+'{3,5}
             |"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')
    |(?P<mark>[][{}=,.\n])
    |(?P<bare>[^\s][^\s\][{}=,.\#]*+)
    """,
    re.DOTALL | re.VERBOSE,
)


def key_spots(text: str, place: str) -> dict[Key, Spot]:
    """Where every key, array and array element of a TOML text stands.

    Mistakes are left to the parser; refused, by `ArticleError`, is only what would cost that more
    time and memory than an article is worth.
    """
    scan = _Scan(text, place)
    scan.statements()
    return scan.spots


def _tokens(text: str) -> Iterator[tuple[str, str, Spot]]:
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match[0]
        if kind != "skip":
            yield kind, token, Spot(line, match.start() - start + 1)
        line += token.count("\n")
        start = match.start() + token.rindex("\n") + 1 if "\n" in token else start
    yield "mark", "", Spot(line, len(text) - start + 1)


class _Scan:
    def __init__(self, text: str, place: str) -> None:
        self.spots: dict[Key, Spot] = {}
        self._place = place
        self._tokens = _tokens(text)
        self._kind = self._token = ""
        self._spot = Spot(1, 1)
        self._advance()

    def _advance(self) -> None:
        self._kind, self._token, self._spot = next(self._tokens, ("mark", "", self._spot))

    def _is(self, *marks: str) -> bool:
        return self._kind == "mark" and self._token in marks

    def statements(self) -> None:
        arrays: Counter[Key] = Counter()
        table: Key = ()
        while not self._is(""):
            if self._is("["):
                table = self._header(arrays)
            elif self._kind != "mark":
                self._pair(table, 0)
            while not self._is("\n", ""):
                self._advance()
            self._advance()

    def _header(self, arrays: Counter[Key]) -> Key:
        """The table of ``[key]`` or ``[[key]]``; the elements of an array are numbered."""
        spot = self._spot
        self._advance()
        array = self._is("[")
        if array:
            self._advance()
        table: Key = ()
        parts = self._key()
        for k, part in enumerate(parts, 1):
            table = (*table, part)
            self.spots.setdefault(table, spot)
            arrays[table] += array and k == len(parts)
            if arrays[table]:
                table = (*table, arrays[table] - 1)
                self.spots.setdefault(table, spot)
        return table

    def _key(self) -> list[str]:
        parts: list[str] = []
        while self._kind != "mark":
            self._check(len(parts) + 1)
            parts.append(_name(self._token))
            self._advance()
            if not self._is("."):
                break
            self._advance()
        return parts

    def _pair(self, table: Key, depth: int) -> None:
        spot, key = self._spot, table
        for part in self._key():
            key = (*key, part)
            self.spots.setdefault(key, spot)
        if self._is("="):
            self._advance()
            self._value(key, depth)

    def _value(self, key: Key, depth: int) -> None:
        self._check(depth)
        if self._is("[", "{"):
            closing = {"[": "]", "{": "}"}[self._token]
            self._advance()
            count = 0
            while not self._is(closing, ""):
                if self._is("\n", ",", "=", "]", "}"):
                    self._advance()
                elif closing == "}":
                    if self._kind == "mark":
                        self._advance()
                    self._pair(key, depth + 1)
                else:
                    self.spots[*key, count] = self._spot
                    self._value((*key, count), depth + 1)
                    count += 1
            self._advance()
            return
        while self._kind != "mark" or self._is("."):
            self._advance()

    def _check(self, depth: int) -> None:
        if depth > _DEEPEST:
            message = (
                f"line {self._spot.line}: nested too deeply for an article: no key has more than"
                f" {_DEEPEST} parts, and no value more than {_DEEPEST} brackets"
            )
            raise ArticleError(f"{self._place} {message}", ((self._spot, message),))


def _name(token: str) -> str:
    """What a key is called: quotes and escapes undone."""
    if token[0] in "'\"":
        try:
            return str(tomllib.loads(f"key = {token}")["key"])
        except tomllib.TOMLDecodeError:
            return token
    return token
