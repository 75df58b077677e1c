"""Sentences with formulas in them: what is written in plain characters is set as mathematics.

Verdicts, conditions and hypotheses are sentences such as ``"decays like e^(-2 η t) where K = F"``.
A formula is found in one by its notation alone (see `notation`): single letters with their
subscripts, numbers, operators, brackets. What is read as a formula is written plainly again and
compared: if any character differs, it stays text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sslcheck.derive import reason
from sslcheck.derive.notation import ASIDE, LOWERED, RAISED, NoFormulaError, Notation
from sslcheck.derive.printing import plain
from sslcheck.derive.reason import Reason

__all__ = ["Math", "prose", "told"]


@dataclass(frozen=True, slots=True)
class Math:
    """A formula within a line."""

    latex: str


def prose(text: str) -> tuple[str | Math, ...]:
    """``text`` as a line, its formulas as `Math`.

    >>> prose("n = d; the sides differ by -α_p W_p X' of (2)")
    (Math(latex='n = d'), '; the sides differ by ', Math(latex="-\\\\alpha_p W_p X'"), ' of (2)')
    >>> prose("A mode is a number, e.g. 2.5; see I.")
    ('A mode is a number, e.g. 2.5; see ', Math(latex='I'), '.')
    """
    if "\\" in text:
        text = plain(text)
    pieces: list[str | Math] = []
    begun = at = 0
    while at < len(text):
        if text[at] == "`" and "`" in text[at + 1 :]:
            end = text.index("`", at + 1) + 1
            found = _quoted(text, at, end)
            if found is None:  # what a file must say, letter by letter
                at = end
                continue
        else:
            found = _formula(text, at)
        if found is None:
            at += 1
            continue
        latex, end = found
        if text[begun:at]:
            pieces.append(text[begun:at])
        pieces.append(Math(latex))
        begun = at = end
    if text[begun:] or not pieces:
        pieces.append(text[begun:])
    return tuple(pieces)


def told(said: Reason) -> tuple[str | Math, ...]:
    """A reason as a line: its formulas are expressions, its words may quote an article's text."""
    line: list[str | Math] = []
    for part in said:
        if isinstance(part, reason.Math):
            line.append(Math(part.latex))
        else:
            line += prose(part.text)
    return tuple(line)


def _quoted(text: str, at: int, end: int) -> tuple[str, int] | None:
    """What stands between backticks, if all of it is one formula."""
    found = _formula(text[: end - 1], at + 1)
    return (found[0], end) if found is not None and found[1] == end - 1 else None


def _formula(text: str, at: int) -> tuple[str, int] | None:
    """The formula that begins at ``at``, if one does, and where it ends."""
    before = text[at - 1] if at else " "
    if before.isalnum() or before in "'’_^\\" or unicodedata.combining(before):
        return None
    if at > 1 and before == "." and text[at - 2].isalpha():  # e.g., i.e.
        return None
    if before == "(" and ASIDE.match(text, at - 1):  # (b) of a figure
        return None
    if text[at : at + 2] == "x " and before == " ":  # a shape, "n x d"
        return None
    reader = Notation(text, at)
    try:
        latex = reader.expression()
    except NoFormulaError:
        return None
    said = text[at : reader.at]
    rest = text[reader.at :]
    if not reader.letters or rest[:1].isalnum():
        return None
    if said == "a" or (said in ("A", "I") and re.match(r"\s+[a-z(]", rest)):
        return None  # words of one letter
    return (latex, reader.at) if _bare(plain(latex)) == _bare(said) else None


def _bare(text: str) -> str:
    """What two ways of writing a formula plainly have in common."""
    text = _spelt(_spelt(text, RAISED, "^"), LOWERED, "_")
    text = re.sub(r"\s+", "", unicodedata.normalize("NFD", text))
    for _ in range(3):
        text = re.sub(r"([_^])[({]([^(){}]*)[)}]", r"\1\2", text)
    return text.replace("{", "(").replace("}", ")")


def _spelt(text: str, marks: dict[str, str], sign: str) -> str:
    """Raised or lowered characters as they are written on the line."""

    def spell(found: re.Match[str]) -> str:
        return sign + "".join(marks[char] for char in found[0])

    return re.sub(f"[{''.join(marks)}]+", spell, text)
