r"""The displayed equations of a paper: ``equation``, ``align``, ``$$ ... $$`` and their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sslcheck.derive.sketch.macros import Macros

__all__ = ["Display", "displays", "unnumbered"]

_ONE = ("equation", "multline", "displaymath")  # of one number
_EACH = ("align", "gather", "eqnarray", "flalign", "alignat")  # of a number for each row
_INNER = ("cases", "dcases", "aligned", "alignedat", "split", "gathered", "array")
_OPENERS = re.compile(
    rf"\\begin\s*\{{({'|'.join((*_ONE, *_EACH))})(\*?)\}}|(?<!\\)\\\[|(?<!\\)\$\$"
)
_NUMBER = r"[A-Z]?\.?[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}[a-z]?'?"
_BEHIND = re.compile(rf"[ \t]*(?:\\tag\*?\{{)?\(({_NUMBER})\)")
_TRAILING = re.compile(
    rf"(?:\s|~|\\[,;:! ]|\\q?quad|\\hfill){{1,9}}(?:\\text\{{)?\(({_NUMBER})\)\}}?\s*$"
)
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]{0,40})\}")
_LABEL = re.compile(r"\\label\s*\{([^{}]{0,80})\}|\\(?:nonumber|notag|displaystyle|limits)\b")
_WHOLE = re.compile(
    rf"(?:\\left\s*\\\{{|\\left\s*\\lbrace)?\s*\\begin\s*\{{({'|'.join(_INNER)})\}}(.*)"
    r"\\end\s*\{\1\}\s*(?:\\right\s*\.?)?",
    re.DOTALL,
)
_BREAK = re.compile(
    r"\\\\(?:\s*\[\s*-?[0-9.]+\s*\\?[a-z]+\s*\])?|\\begin\b|\\end\b|\\.|[{}]", re.DOTALL
)
_GOES_ON = re.compile(
    r"\s*(?:[=<>+]|-|\\(?:leq?|geq?|succeq|succ|approx|quad|qquad|cdot|times|to|rightarrow)\b)"
)
_ALIGN = re.compile(r"(?<!\\)&")
_END = re.compile(r"[\s.,;]+$")


@dataclass(frozen=True, slots=True)
class Display:
    """One numbered equation: its rows joined as an article has them, and where it begins."""

    number: str
    latex: str
    line: int


@dataclass(slots=True)
class _Found:
    """A display whose number may not be known yet."""

    number: str
    rows: list[str]
    line: int
    printed: str = ""
    """As it is, where that is what an article has."""


@dataclass(slots=True)
class _Counter:
    count: int = 0
    taken: set[str] = field(default_factory=set)
    again: dict[str, int] = field(default_factory=dict)
    """How often each number was asked for."""

    def step(self) -> str:
        self.count += 1
        return str(self.count)

    def free(self, number: str) -> str:
        """The number, or one like it where another equation has it."""
        again = self.again[number] = self.again.get(number, 0) + 1
        found = number if again == 1 else f"{number}-{again}"
        while found in self.taken:
            found += "'"
        self.taken.add(found)
        return found


def displays(text: str, macros: Macros) -> tuple[Display, ...]:
    """The numbered displays in order; all displays, counted, where none has a number."""
    counter = _Counter()
    found = [*_found(text, macros, counter)]
    numbered = [one for one in found if one.number]
    for one in () if numbered else found:
        one.number = counter.step()
    return tuple(
        Display(counter.free(one.number), one.printed or _joined(one.rows), one.line)
        for one in numbered or found
        if any(row.strip() for row in one.rows)
    )


def unnumbered(text: str, macros: Macros) -> tuple[int, ...]:
    """The lines of the displays that have no number beside others that have one."""
    found = [one for one in _found(text, macros, _Counter()) if any(map(str.strip, one.rows))]
    some = any(one.number for one in found)
    return tuple(one.line for one in found if some and not one.number)


def _found(text: str, macros: Macros, counter: _Counter) -> Iterator[_Found]:
    position, line, counted = 0, 1, 0
    never: set[str] = set()  # closers that the rest of the text does not have
    while match := _OPENERS.search(text, position):
        position = match.end()
        name, star = match[1] or "", match[2] or ""
        closer = f"\\end{{{name}{star}}}" if name else {"\\[": "\\]", "$$": "$$"}[match[0]]
        end = -1 if closer in never else text.find(closer, position)
        if end < 0:
            never.add(closer)
            continue
        line += text.count("\n", counted, match.start())
        counted = match.start()
        body = macros.expand(text[position:end])
        position = end + len(closer)
        behind = _BEHIND.match(text, position) if not name else None
        inner = re.fullmatch(
            rf"\s*\\begin\s*\{{({'|'.join((*_ONE, *_EACH))})(\*?)\}}(.*)\\end\s*\{{\1\2\}}\s*",
            body,
            re.DOTALL,
        )
        if inner:
            name, star, body = inner[1], inner[2], inner[3]
        if name in _EACH:
            yield from _each(body, line, star, counter)
        else:
            auto = bool(name) and not star and name != "displaymath"
            yield _one(body, line, behind[1] if behind else "", auto, counter)


def _one(body: str, line: int, number: str, auto: bool, counter: _Counter) -> _Found:
    tag, body = _number(body)
    number = number or tag or (counter.step() if auto and "\\nonumber" not in body else "")
    body = _clean(body)
    whole = _WHOLE.fullmatch(_END.sub("", body))
    if whole is None:
        return _Found(number, _grouped(_rows(body)), line)
    if whole[1] == "cases" and "&" not in whole[2]:
        return _Found(number, _rows(whole[2]), line, body)
    inside = whole[2]
    if whole[1] in ("array", "alignedat"):
        inside = re.sub(r"^\s*(?:\[[^\]]{0,9}\])?\s*\{[^{}]{0,40}\}", "", inside)
    return _Found(number, _grouped(_rows(inside)), line)


def _each(body: str, line: int, star: str, counter: _Counter) -> Iterator[_Found]:
    """A number for each row, but for rows that go on with the one before."""
    last: _Found | None = None
    body = re.sub(r"^\s*\{[0-9]{1,2}\}", "", body)  # of `alignat`
    for row in _rows(body):
        lines = row.count("\n")
        tag, row = _number(row)
        silent = star or "\\nonumber" in row or "\\notag" in row
        number = tag or ("" if silent or not row.strip() else counter.step())
        clean = _clean(_ALIGN.sub(" ", row))
        if last is not None and (_GOES_ON.match(clean) or not last.rows[-1].strip()):
            last.rows[-1] = f"{last.rows[-1]} {clean}"
            last.number = last.number or number
        else:
            if last is not None:
                yield last
            last = _Found(number, [clean], line)
        line += lines
    if last is not None:
        yield last


def _number(text: str) -> tuple[str, str]:
    """The number that is written in a formula, if one is, and the rest."""
    text = _spaced(text)
    if tag := _TAG.search(text):
        said = re.sub(r"[\s$()]", "", tag[1])
        return said if re.fullmatch(r"[\w.'*-]{1,20}", said) else "", _TAG.sub("", text)
    if match := _TRAILING.search(text):
        return match[1], text[: match.start()]
    return "", text


def _clean(text: str) -> str:
    return _spaced(_LABEL.sub(" ", text))


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _rows(body: str) -> list[str]:
    r"""What ``\\`` separates outside of braces and inner environments."""
    rows, start, depth = [], 0, 0
    for match in _BREAK.finditer(body):
        mark = match[0]
        depth += (mark in ("{", "\\begin")) - (mark in ("}", "\\end"))
        if mark.startswith("\\\\") and depth <= 0:
            rows.append(body[start : match.start()])
            start = match.end()
    rows.append(body[start:])
    return [row for row in rows if row.strip()] or [body]


def _grouped(rows: list[str]) -> list[str]:
    """Rows that go on with the one before are joined to it; marks of alignment are dropped."""
    grouped: list[str] = []
    for row in rows:
        clean = _spaced(_ALIGN.sub(" ", row))
        if grouped and _GOES_ON.match(clean):
            grouped[-1] = f"{_END.sub('', grouped[-1])} {clean}"
        else:
            grouped.append(clean)
    return grouped


def _joined(rows: list[str]) -> str:
    rows = _grouped(rows)
    all_rows = r" \\ ".join(rows)
    return all_rows if len(rows) == 1 else rf"\begin{{cases}} {all_rows} \end{{cases}}"
