"""What the code knows of README.md and cli/README.md: ``python -m tests.pages`` writes it.

Each part stands between ``<!-- NAME -->`` and ``<!-- end -->``, as in `tests/reference.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from sslcheck.cli.app import app
from sslcheck.cli.panels import OPTIONS, OTHERS, panels
from sslcheck.derive import Article, load_article
from sslcheck.reports.page.blocks import Math, Rich, Table, rich, words
from sslcheck.reports.page.to_markdown import to_markdown

__all__ = ["PAGES", "ROOT", "rewritten"]

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "cli" / "README.md")
_PART = re.compile(r"(<!-- (equations|symbols|commands) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def rewritten(text: str) -> str:
    """A page with all generated parts as the code has them now."""
    return _PART.sub(lambda part: f"{part[1]}{_PARTS[part[2]]()}\n{part[4]}", text)


def equations() -> str:
    """The equations of the shipped article as printed, in one display with their numbers."""
    rows = (
        rf"{e.latex.strip()} \tag{{{number}}}"
        for number, e in load_article("directpred").equations.items()
    )
    return "```math\n\\begin{gather}\n" + " \\\\\n".join(rows) + "\n\\end{gather}\n```"


def symbols() -> str:
    """The symbols in these equations with their shapes and texts, two in a row of the table."""
    article = load_article("directpred")
    cells = [*_symbols(article)]
    half = (len(cells) + 1) // 2
    empty: tuple[Rich, ...] = ((), (), ())
    rows = (one + two for one, two in zip(cells, [*cells[half:], empty], strict=False))
    head = ("symbol", "size", "meaning")
    table = to_markdown([Table(head * 2, tuple(rows)[:half])])
    spaces = ", ".join(f"`{name}`: {text}" for name, text in article.spaces.items())
    return f"{_narrow(table)}\n\n{spaces}."


def _symbols(article: Article) -> Iterator[tuple[Rich, ...]]:
    printed = " ".join(equation.latex for equation in article.equations.values())
    for symbol in article.symbols.values():
        if re.search(rf"(?<![A-Za-z\\]){re.escape(symbol.name)}(?![A-Za-z_'])", printed):
            rows, columns = (side.replace("*", "") for side in symbol.shape)
            size = "" if symbol.scalar else f"{rows} x {columns}"
            yield (Math(symbol.name),), words(size), rich(symbol.text)


def commands() -> str:
    """Every command: what its help says, and its options."""
    group: Any = typer.main.get_command(app)
    return "\n\n".join(
        _command(name, command, typer.Context(command, info_name=f"sslcheck {name}"))
        for name, command in sorted(group.commands.items())
    )


def _command(name: str, command: Any, context: Any) -> str:
    """What ``--help`` says, with a table instead of its columns."""
    said = "\n\n".join(filter(None, (command.help, command.epilog))).replace("\b\n", "\n")
    blocks = (_block(block.strip("\n")) for block in re.split(r"\n\s*\n", said))
    usage = command.get_usage(context).removeprefix("Usage: ")
    options = {option.name: option for option in command.get_params(context)}
    table = ["| option | |", "|---|---|"]
    for title, names in panels([*options], OPTIONS).items():
        records = (options[name].get_help_record(context) for name in names)
        rows = [(f"`{r[0]}`".replace("|", r"\|"), _cell(r[1])) for r in records if r is not None]
        table += [f"| **{title}** | |"] if title != OTHERS else []
        table += [f"| {' | '.join(row)} |" for row in rows]
    return "\n\n".join((f"## {name}", f"    {usage}", *blocks, "\n".join(table)))


def _block(block: str) -> str:
    """A paragraph; lines that are indented below their heading stay as they are."""
    head, *rest = block.splitlines()
    if rest and all(line.startswith("  ") for line in rest):
        return "\n".join((_cell(head), "", *(f"  {line}" for line in rest)))
    return _cell(" ".join(line.strip() for line in (head, *rest)))


def _cell(text: str) -> str:
    return re.sub(r"([|*<>])", r"\\\1", text) if "`" not in text else text.replace("|", r"\|")


def _narrow(table: str) -> str:
    """A table without the blanks that line its columns up."""
    return "\n".join(
        "| " + " | ".join(cell.strip() for cell in line[1:-1].split("|")) + " |"
        for line in re.sub(r"-{3,}", "---", table.strip()).splitlines()
    )


_PARTS = {"equations": equations, "symbols": symbols, "commands": commands}

if __name__ == "__main__":
    for page in PAGES:
        page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
