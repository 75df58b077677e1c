"""The text of ``--help``: panels of options or commands, as wide as the terminal.

rich would draw the same, but importing it takes as long as all the rest of ``--help``.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from sslcheck.cli.console import colours_wanted, width
from sslcheck.cli.panels import COMMANDS, OPTIONS, panels

__all__ = ["help_text"]

_GAP = 2
_MOST = 30
"""Longer names have a line of their own."""

_BOLD, _NAME, _FAINT, _PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[0m"

Row = tuple[str, str]


def help_text(command: Any, context: typer.Context) -> str:
    """All that ``--help`` says of a command, or of the program."""
    room, colours = width(), colours_wanted()
    context.color = colours or None
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [f"{_painted('Usage:', _BOLD, colours)} {usage}"]
    parts += _paragraphs(command.help or "", room)
    shown = {**_options(command, context), **_members(command)}
    names = [len(name) for rows in shown.values() for name, _ in rows if len(name) <= _MOST]
    column = min(max(names, default=0), room // 3) + _GAP
    parts += [_panel(title, rows, column, room, colours) for title, rows in shown.items()]
    parts += _paragraphs(command.epilog or "", room)
    return "\n\n".join(parts)


def _options(command: Any, context: typer.Context) -> dict[str, list[Row]]:
    options = {param.name: param for param in command.get_params(context)}
    found = {}
    for title, names in panels([*options], OPTIONS).items():
        records = (options[name].get_help_record(context) for name in names)
        found[title] = [_row(*record) for record in records if record is not None]
    return {title: rows for title, rows in found.items() if rows}


def _members(command: Any) -> dict[str, list[Row]]:
    commands = getattr(command, "commands", {})
    return {
        title: [(name, commands[name].get_short_help_str(10_000)) for name in names]
        for title, names in panels([*commands], COMMANDS).items()
        if names
    }


def _row(names: str, said: str) -> Row:
    """An option with what it takes; words to choose from stand behind what is said of it.

    >>> _row("--noise <none|mask>", "Augmentation.  [default: mask]")
    ('--noise', 'Augmentation.  [none|mask; default: mask]')
    >>> _row("-d, --d <int range>", "Inputs.")
    ('-d, --d INT', 'Inputs.')
    >>> _row("-h, --help", "This.")
    ('-h, --help', 'This.')
    >>> _row("FILE <list[str]>", "What is read.")
    ('FILE', 'What is read.')
    """
    names = re.sub(r"^([A-Za-z][^<>]*) <[^<>]+>$", r"\1", names)  # an argument says it by its name
    found = re.fullmatch(r"(-\S+(?:, -\S+)*) <?([^-<>/][^<>/]*?)( range)?>?", names)
    if found is None:
        return names, said
    flags, takes = found[1], found[2]
    if "|" in takes and takes[:1].islower():
        begun, bracket, rest = said.rpartition("  [")
        return flags, f"{begun}  [{takes}; {rest}" if bracket else f"{said}  [{takes}]"
    return f"{flags} {takes.upper() if takes.islower() else takes}", said


def _panel(title: str, rows: Sequence[Row], column: int, room: int, colours: bool) -> str:
    line = "─" if _shows("─") else "-"
    head = f"{_painted(title, _BOLD, colours)} {line * max(room - len(title) - 1, 3)}"
    return "\n".join([head, *(_lines(name, said, column, room, colours) for name, said in rows)])


def _lines(name: str, said: str, column: int, room: int, colours: bool) -> str:
    """A name, and beside it what is said of it; below it where the name is too long."""
    indent = " " * (_GAP + column)
    told = textwrap.wrap(said, max(room - len(indent), 10), break_on_hyphens=False)
    told = [_painted_defaults(line, colours) for line in told]
    shown = f"{' ' * _GAP}{_painted(name, _NAME, colours)}"
    if len(name) + _GAP > column:
        return "\n".join([shown, *(indent + line for line in told)])
    first, *rest = told or [""]
    beside = f"{shown}{' ' * (column - len(name))}{first}".rstrip()
    return "\n".join([beside, *(indent + line for line in rest)])


def _painted_defaults(line: str, colours: bool) -> str:
    return re.sub(r"\[[^\[\]]*\]$", lambda found: _painted(found[0], _FAINT, colours), line)


def _painted(text: str, colour: str, colours: bool) -> str:
    return f"{colour}{text}{_PLAIN}" if colours else text


def _paragraphs(text: str, room: int) -> Iterator[str]:
    """Paragraphs wrapped; those behind a backspace keep their lines."""
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        if paragraph.startswith("\b\n"):
            yield textwrap.indent(paragraph.removeprefix("\b\n").rstrip(), "  ")
        elif paragraph:
            said = " ".join(paragraph.split())
            yield textwrap.fill(
                said, room, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
            )


def _shows(sign: str) -> bool:
    """Whether stdout can write a sign."""
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeError):
        return False
    return True
