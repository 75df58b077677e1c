"""Anybody's words as LaTeX that shows them: nothing in them is a command. The output is ASCII."""

from __future__ import annotations

import re
import unicodedata

from sslcheck.derive.text.markup import clean
from sslcheck.derive.text.printing import in_ascii

__all__ = ["escaped"]

_SIGNS = {
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    # old fonts have other signs in these places, and babel may give a meaning to the quote
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\symbol{34}",
    "`": r"\textasciigrave{}",
    "\u00a0": "~",
    "\u00b7": r"\textperiodcentered{}",
    "\u00a7": r"\S{}",
    "\u2013": "--",
    "\u2014": "---",
    "\u2018": "`",
    "\u2019": "'",
    "\u201c": "``",
    "\u201d": "''",
    "\u2026": r"\dots{}",
    "\u2016": r"\ensuremath{\|}",
    "\u221a": r"\ensuremath{\surd}",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
}

_MARKS = {
    "\u0300": (r"\`", r"\grave"),
    "\u0301": (r"\'", r"\acute"),
    "\u0302": (r"\^", r"\hat"),
    "\u0303": (r"\~", r"\tilde"),
    "\u0304": (r"\=", r"\bar"),
    "\u0306": (r"\u", r"\breve"),
    "\u0307": (r"\.", r"\dot"),
    "\u0308": (r"\"", r"\ddot"),
    "\u030a": (r"\r", r"\mathring"),
    "\u030b": (r"\H", ""),
    "\u030c": (r"\v", r"\check"),
    "\u0323": (r"\d", ""),
    "\u0327": (r"\c", ""),
    "\u0331": (r"\b", ""),
}
"""Marks on letters: how they are written in text, and in formulas."""

_WORD = 24
"""Letters of a word after which a line may break if need be."""
_LETTER = re.compile(r"(?P<space>\s+)|(?P<base>.)(?P<marks>[\u0300-\u036f]*)", re.DOTALL)
_TIED = frozenset("-',")
"""Signs of which two make another one."""


def escaped(text: str) -> str:
    r"""Words as LaTeX text; what stands between backquotes as in a program.

    A letter that the old fonts do not have is shown as its number in Unicode.

    >>> print(escaped(r"5 % of \input{x} & `W_p`, Schrödinger's η"))
    5 \% of \textbackslash{}input\{x\} \& \texttt{W\_p}, Schr\"{o}dinger's \ensuremath{\eta}
    >>> print(escaped("中"))
    \texttt{U+4E2D}
    """
    parts = re.split(r"`([^`]+)`", unicodedata.normalize("NFC", clean(text)))
    return "".join(rf"\texttt{{{_words(p)}}}" if k % 2 else _words(p) for k, p in enumerate(parts))


def _words(text: str) -> str:
    shown: list[str] = []
    length, before = 0, ""
    for letter in _LETTER.finditer(text):
        length = 0 if letter["space"] else length + 1
        if length > _WORD:
            shown.append(r"\hspace{0pt}")
            length = 1
        if letter["base"] == before and before in _TIED:
            shown.append("{}")
        before = letter["base"]
        shown.append(letter["space"] or _shown(before, letter["marks"]))
    return "".join(shown)


def _shown(base: str, marks: str) -> str:
    """A letter with its marks."""
    if not marks:
        known = _SIGNS.get(base) or _sign(base)
        if known:
            return known
    apart = unicodedata.normalize("NFD", base + marks)
    letter, found = apart[0], apart[1:]
    shown, math = _SIGNS.get(letter, letter), False
    if not shown.isascii():
        shown, math = in_ascii(letter), True
    for mark in found:
        in_text, in_math = _MARKS.get(mark, ("", ""))
        command = in_math if math else in_text
        shown = f"{command}{{{shown}}}" if command else "\ufffd"
    if not shown.isascii():
        numbers = " ".join(f"U+{ord(char):04X}" for char in base + marks)
        return rf"\texttt{{{numbers}}}"
    return rf"\ensuremath{{{shown}}}" if math else shown


def _sign(char: str) -> str:
    """A character of ASCII, or a sign of mathematics."""
    shown = in_ascii(char)
    if not shown.isascii():
        return ""
    return shown if char.isascii() else rf"\ensuremath{{{shown}}}"
