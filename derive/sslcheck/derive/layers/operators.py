r"""``\sum`` and ``\prod`` as they stand in a formula: their bounds, and what they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sslcheck.derive.layers.indices import LayerError

__all__ = ["Operator", "closing", "end_of_factor", "end_of_term", "operators"]

_BIG = re.compile(r"\\(?P<what>sum|prod)(?![A-Za-z])(?:\s*\\limits(?![A-Za-z]))?", re.ASCII)
_SCRIPT = re.compile(
    r"\s*(?P<sign>[_^])\s*(?:\{(?P<long>[^{}]*)\}|(?P<short>\\[A-Za-z]+|\w))", re.A
)
_FROM = re.compile(r"\s*(?P<index>\\[A-Za-z]+|[A-Za-z])\s*=\s*(?P<first>[^=]+)", re.ASCII)
_BUT = re.compile(
    r"\s*(?P<index>\\[A-Za-z]+|[A-Za-z])\s*\\(?:neq?(?![A-Za-z])|not\s*=)\s*(?P<out>.+)", re.ASCII
)
_ALONE = re.compile(r"\s*(?P<index>\\[A-Za-z]+|[A-Za-z])\s*", re.ASCII)
_STEP = re.compile(
    r"\\left\s*|\\right\s*|(?P<norm>\\\||\\[lr]?Vert(?![A-Za-z]))|(?P<open>\\\{|\\langle(?![A-Za-z])|[(\[{])"
    r"|(?P<close>\\\}|\\rangle(?![A-Za-z])|[)\]}])"
    r"|(?P<end>\\\\|\\(?:q?quad|leq?|geq?|leqslant|geqslant|succeq|succ|preceq|prec|to|rightarrow"
    r"|equiv|triangleq|coloneqq|end)(?![A-Za-z])|[-+=<>,;&])"
    r"|\\[A-Za-z]+|\\.|.",
    re.ASCII | re.DOTALL,
)
_BLANK = re.compile(r"(?:\s|\\[,;:! ])*", re.ASCII)
_GROUP = re.compile(r"\\left\s*[(\[]|[(\[{]|\\\{", re.ASCII)
_NORM = re.compile(
    r"(?:\\left\s*)?(?:\\\|.*?\\\||\\[lr]?Vert(?![A-Za-z]).*?\\[lr]?Vert(?![A-Za-z]))", re.ASCII
)
_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Operator:
    """A ``\\sum`` or ``\\prod`` over ``index``, in ``text[start:end]`` with its bounds.

    ``first`` and ``last`` are its bounds in the order in which they are written, empty where it
    has none; ``out`` is what the index is not.
    """

    what: str
    index: str
    first: str
    last: str
    out: str
    start: int
    end: int


def operators(text: str) -> list[Operator]:
    """All sums and products in a formula whose bounds can be read."""
    found = (_operator(text, match) for match in _BIG.finditer(text))
    return [operator for operator in found if operator is not None]


def _operator(text: str, match: re.Match[str]) -> Operator | None:
    scripts, end = {"_": "", "^": ""}, match.end()
    while (script := _SCRIPT.match(text, end)) and not scripts[script["sign"]]:
        scripts[script["sign"]] = script["long"] or script["short"] or ""
        end = script.end()
    below, above = scripts["_"], scripts["^"].strip()
    if read := _FROM.fullmatch(below):
        index, first, out = read["index"], read["first"].strip(), ""
        if not above:
            return None
    elif above:
        return None
    elif read := _BUT.fullmatch(below):
        index, first, out = read["index"], "", read["out"].strip()
    elif read := _ALONE.fullmatch(below):
        index, first, out = read["index"], "", ""
    else:
        return None
    return Operator(match["what"], index, first, above, out, match.start(), end)


def end_of_term(text: str, start: int) -> int:
    """Where what a sum is of ends: at the next sign, relation or closing bracket.

    Raises `LayerError` where it begins with a sign.
    """
    open_at: list[str] = []
    first = _BLANK.match(text, start)
    begins = first.end() if first else start
    if text[begins : begins + 1] in ("+", "-"):
        raise LayerError("a sum of what begins with a sign; write parentheses")
    within = sum(bool(match["norm"]) for match in _STEP.finditer(text, 0, start)) % 2
    for match in _STEP.finditer(text, start):
        if match["norm"]:
            if open_at and open_at[-1] == "norm":
                open_at.pop()
            elif not open_at and within:
                return _before_right(text, match.start())
            else:
                open_at.append("norm")
        elif match["open"]:
            open_at.append("bracket")
        elif match["close"]:
            if not open_at:
                return _before_right(text, match.start())
            open_at.pop()
        elif match["end"] and not open_at:
            return match.start()
    return len(text)


def end_of_factor(text: str, start: int) -> int:
    """Where the next factor ends, with what stands below and above it.

    Raises `LayerError` where none begins.
    """
    blank = _BLANK.match(text, start)
    at = blank.end() if blank else start
    if norm := _NORM.match(text, at):
        end = norm.end()
    elif opening := _GROUP.match(text, at):
        end = closing(text, opening.end())
    elif letter := _LETTER.match(text, at):
        end = letter.end()
        while text.startswith("{", end):
            end = closing(text, end + 1)
    else:
        raise LayerError("a product of what is no single factor; write parentheses")
    while script := _SCRIPT.match(text, end):
        end = script.end()
    return end


def closing(text: str, start: int) -> int:
    """Behind the bracket that closes what is open at ``start``."""
    deep = 1
    for match in _STEP.finditer(text, start):
        deep += bool(match["open"]) - bool(match["close"])
        if not deep:
            return match.end()
    raise LayerError("a bracket is not closed")


def _before_right(text: str, end: int) -> int:
    r"""Without the ``\right`` of a closing bracket."""
    stripped = text[:end].rstrip()
    return len(stripped) - len("\\right") if stripped.endswith("\\right") else end
