r"""What stands above a factor, as a number: ``(L-j)/L``, ``2 - \frac{2}{L}``, ``2(L-1)``."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

__all__ = ["exponent"]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+)|(?P<frac>\\[dt]?frac)(?![A-Za-z])|(?P<times>\\cdot(?![A-Za-z])|\*)"
    r"|(?P<letter>\\[A-Za-z]+|[A-Za-z])|(?P<sign>[-+/(){}]))\s*",
    re.ASCII,
)


def exponent(text: str, value: Callable[[str], int | None]) -> Fraction | None:
    """The number that a formula of numbers and letters is; None where it is none.

    ``value`` is that of a letter, None for one that is no number here.
    """
    try:
        return _Reading(text, value).whole()
    except (ZeroDivisionError, _Unread):
        return None


class _Unread(Exception):
    """Something else stands there."""


class _Reading:
    def __init__(self, text: str, value: Callable[[str], int | None]) -> None:
        self.text, self.at, self.value = text, 0, value

    def whole(self) -> Fraction:
        found = self._sum()
        if self.at < len(self.text):
            raise _Unread
        return found

    def _next(self, *wanted: str) -> str:
        """The next token where it is one of those, which is then read; empty otherwise."""
        match = _TOKEN.match(self.text, self.at)
        if match is None or not ({match.lastgroup, match[0].strip()} & {*wanted}):
            return ""
        self.at = match.end()
        return match[0].strip()

    def _sum(self) -> Fraction:
        total = Fraction(0)
        sign = self._next("-", "+")
        while True:
            total += -self._product() if sign == "-" else self._product()
            if not (sign := self._next("-", "+")):
                return total

    def _product(self) -> Fraction:
        found, divided = self._factor(), False
        while True:
            if self._next("/"):
                found, divided = found / self._factor(), True
            elif self._next("times") or self._begins():
                if divided:
                    raise _Unread  # `1/2 L` may be read in two ways
                found *= self._factor()
            else:
                return found

    def _begins(self) -> bool:
        """Whether a factor follows that is no bare number: digits in a row are one number."""
        match = _TOKEN.match(self.text, self.at)
        return bool(match and (match.lastgroup in ("frac", "letter") or match[0].strip() in "({"))

    def _factor(self) -> Fraction:
        if number := self._next("number"):
            return Fraction(number)
        if self._next("frac"):
            return self._factor() / self._factor()
        if self._next("(", "{"):
            found = self._sum()
            if not self._next(")", "}"):
                raise _Unread
            return found
        letter = self._next("letter")
        value = self.value(letter) if letter else None
        if value is None:
            raise _Unread
        return Fraction(value)
