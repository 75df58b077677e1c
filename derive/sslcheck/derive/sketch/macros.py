r"""Macros of a paper: ``\newcommand``, ``\def`` and operators, expanded so often and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Macros", "group"]

_MOST = 500  # expansions in one formula: macros may call themselves
_LONGEST = 20_000  # characters of what comes of one, and of a group in braces
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_DEFINITION = re.compile(
    r"\\(?:(?:re)?new|provide)command\*?\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))"
    r"\s*(?:\[([1-9])\])?\s*(?:\[([^\[\]]{0,200})\])?\s*(?=\{)"
    r"|\\g?def\s*(\\[A-Za-z]+)\s*((?:#[1-9]){0,9})\s*(?=\{)"
    r"|\\DeclareMathOperator(\*?)\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))\s*(?=\{)"
)


@dataclass(frozen=True, slots=True)
class _Macro:
    body: str
    arguments: int = 0
    default: str | None = None
    """Of the first argument, which then may be left out."""


@dataclass(slots=True)
class Macros:
    """What the definitions in a text say; the last one of a name counts."""

    known: dict[str, _Macro] = field(default_factory=dict)

    def collect(self, text: str) -> str:
        """Learn all definitions in a text; the text without them."""
        kept: list[str] = []
        position = 0
        ends = _groups(text)
        for match in _DEFINITION.finditer(text):
            body = ends.get(match.end())
            if body is None or match.start() < position:
                continue
            name = next(match[k] for k in (1, 2, 5, 8, 9) if match[k])
            inner = text[match.end() + 1 : body - 1]
            if match[7] is not None:
                self.known[name] = _Macro(f"\\operatorname{{{inner}}}")
            elif match[5]:
                self.known[name] = _Macro(inner, match[6].count("#"))
            else:
                self.known[name] = _Macro(inner, int(match[3] or 0), match[4])
            lines = "\n" * text.count("\n", match.start(), body)  # what follows keeps its line
            kept += [text[position : match.start()], lines]
            position = body
        return "".join([*kept, text[position:]])

    def expand(self, text: str) -> str:
        """A formula with its macros replaced; one without end is known no more after that."""
        position, match = 0, None
        if len(text) > _LONGEST:
            return text
        for _ in range(_MOST):
            match = next((m for m in _COMMAND.finditer(text, position) if m[0] in self.known), None)
            if match is None:
                return text
            if len(text) > _LONGEST:
                break
            position = match.start()
            body, end = self._called(text, match)
            if text[:position].rstrip()[-1:] in ("_", "^") and len(body) > 1:
                body = f"{{{body}}}"
            glue = " " * (_COMMAND.search(body[-40:]) is not None and body[-1:].isalpha())
            text = text[:position] + body + glue * text[end : end + 1].isalpha() + text[end:]
        if match is not None:
            self.known.pop(match[0], None)
        return text

    def _called(self, text: str, match: re.Match[str]) -> tuple[str, int]:
        """What a call stands for, and where it ends; arguments that are missing are empty."""
        macro, end = self.known[match[0]], match.end()
        given: list[str] = []
        if macro.default is not None:
            option = re.compile(r"\s*\[([^\[\]]{0,200})\]").match(text, end)
            given.append(option[1] if option else macro.default)
            end = option.end() if option else end
        while len(given) < macro.arguments:
            start = end + len(text[end:]) - len(text[end:].lstrip())
            close = group(text, start)
            token = re.compile(r"\\[A-Za-z]+|[^\\{}]").match(text, start)
            if close is not None:
                given.append(text[start + 1 : close - 1])
                end = close
            elif token is not None:
                given.append(token[0])
                end = token.end()
            else:
                break
        given += [""] * macro.arguments
        body = re.sub(r"#([1-9])", lambda m: ("", *given, *[""] * 9)[int(m[1])], macro.body)
        return body, end


def _groups(text: str) -> dict[int, int]:
    """Where each group in braces begins and ends."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for match in _BRACES.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            ends[opened.pop()] = match.end()
    return ends


def group(text: str, start: int) -> int | None:
    r"""Where the group in braces that starts there ends; None where there is none.

    >>> group(r"{a{b}\}}c", 0)
    8
    """
    if not text.startswith("{", start):
        return None
    depth = 0
    for match in _BRACES.finditer(text, start, start + _LONGEST):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.end()
    return None
