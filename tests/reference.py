"""What the code knows of the format's reference: ``python -m tests.reference`` writes it.

On the pages of the reference each stands between ``<!-- NAME -->`` and ``<!-- end -->``; what is
outside of these is written by hand.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

from sslcheck.derive.kinds import KINDS, Kind
from sslcheck.derive.latex.constructs import CONSTRUCTS, REFUSALS
from sslcheck.derive.reading import tables
from sslcheck.derive.reading.records import fields_of
from sslcheck.derive.setting import MEANINGS, Holds, Property, Role, Sign

__all__ = ["PAGES", "PARTS", "rewritten"]

PAGES = tuple(
    Path(__file__).parents[1] / "derive" / f"{p}.md" for p in ("format", "kinds", "latex")
)
_PART = re.compile(r"(<!-- ([a-z -]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_FLOWS = {
    "always": "needs a flow",
    "for derivatives": "needs a flow where rates stand in it",
    "never": "needs no flow",
}


def rewritten(text: str) -> str:
    """The page with all generated parts as the code has them now."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]}\n{part[4]}", text)


def _table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [[*head], ["---" for _ in head], *([*row] for row in rows)]
    escaped = ([cell.replace("|", r"\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _keys(record: type[tables.Table] | type[Kind]) -> str:
    """The keys of a record: types, what is there without them, meaning."""
    return _table(
        ("key", "is", "meaning"),
        (
            (f"`{key}`" + " (needed)" * field.required, _type(field.type), record.meanings[key])
            for key, field in fields_of(record).items()
        ),
    )


def _type(kind: Any) -> str:
    """A type in words."""
    inner = [t for t in get_args(kind) if t is not Ellipsis and t is not type(None)]
    match kind:
        case _ if kind is str:
            return "text"
        case _ if kind is int:
            return "a whole number"
        case _ if kind is bool:
            return "`true` or `false`"
        case _ if get_origin(kind) is dict:
            return "a table"
        case _ if isinstance(kind, type) and issubclass(kind, tables.Table):
            return "a table"
        case _ if get_origin(kind) is tuple and get_args(kind)[-1] is not Ellipsis:
            return "a pair"
        case _ if get_origin(kind) is tuple:
            return (
                {"text": "a list", "a whole number": "a list of numbers"}.get(
                    _type(inner[0]), f"a list of: {_type(inner[0])}"
                )
                .replace("of: a pair", "of pairs")
                .replace("of: a table", "of tables")
            )
        case _ if all(isinstance(word, str) for word in inner):
            return ", ".join(f"`{word}`" for word in inner)
        case _:
            return _type(inner[0])


def _words(kind: Any) -> str:
    return _table(("word", "meaning"), ((f"`{w}`", MEANINGS[w]) for w in get_args(kind)))


def _kind(kind: type[Kind]) -> str:
    """What a kind of claim means, what it reads, what it needs."""
    lines = [_said(kind), "", f"- reads: {kind.reads}"]
    lines.append(f"- {_FLOWS[kind.needs_flow]}; hypotheses about states are meant {kind.holds}")
    for option, field in fields_of(kind).items():
        needed = " (needed)" * field.required
        lines.append(f"- `{option}`{needed}: {kind.meanings[option]}")
    return "\n".join(lines)


def _said(kind: type[Kind]) -> str:
    return re.sub(r"``(.+?)``", r"`\1`", inspect.cleandoc(kind.__doc__ or ""))


def _kinds() -> str:
    """Each kind with the first sentence of what it means."""
    first = {name: " ".join(_said(kind).split("\n\n")[0].split()) for name, kind in KINDS.items()}
    rows = ((f"[`{n}`](#{n})", first[n], kind.reads) for n, kind in KINDS.items())
    return _table(("kind", "says", "reads"), rows)


def _constructs() -> Iterator[str]:
    for group in dict.fromkeys(construct.group for construct in CONSTRUCTS):
        rows = (
            (_code(c.written), c.meaning, _code(c.example), _code(c.plain))
            for c in CONSTRUCTS
            if c.group == group
        )
        yield _table((group, "meaning", "for example", "is the same as"), rows)


def _refused() -> str:
    """What is not read, sorted by what to do instead."""
    by: dict[str, list[str]] = {}
    for written, instead in REFUSALS:
        by.setdefault(instead, []).append(_code(written))
    return _table(("not read", "instead"), ((", ".join(all_), i) for i, all_ in by.items()))


PARTS = {
    "all kinds": _kinds(),
    "tables": _keys(tables.FileTable),
    "article": _keys(tables.HeadTable),
    "symbol": _keys(tables.SymbolTable),
    "role": _words(Role),
    "sign": _words(Sign),
    "property": _words(Property),
    "holds": _words(Holds),
    "objective": _keys(tables.ObjectiveTable),
    "flow": _keys(tables.FlowTable),
    "layers": _keys(tables.LayersTable),
    "expectation": _keys(tables.ExpectationTable),
    "hypothesis": _keys(tables.HypothesisTable),
    "equation": _keys(tables.EquationTable),
    "claim": _keys(tables.ClaimTable),
    "in paper": _keys(tables.PaperTable),
    "roles": _keys(tables.RolesTable),
    "target": _keys(tables.TargetTable),
    "latex": "\n\n".join(_constructs()),
    "latex not read": _refused(),
    **{f"kind {name}": _kind(kind) for name, kind in KINDS.items()},
}
"""Every generated part by its name."""

if __name__ == "__main__":
    for page in PAGES:
        page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
