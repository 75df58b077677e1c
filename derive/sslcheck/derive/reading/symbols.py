"""The table ``[symbols]``: names, shapes, and what is declared of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.names import LETTERS, canonical, raised_of
from sslcheck.derive.latex.superscripts import superscript
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes
from sslcheck.derive.reading.records import OPEN, record
from sslcheck.derive.reading.tables import SymbolTable
from sslcheck.derive.setting import Property, Shape, Symbol

if TYPE_CHECKING:
    from sslcheck.derive.reading.parts import Parts

__all__ = ["check_marks", "read_symbol"]

_LETTERS = re.compile(r"[A-Za-z]{2,}", re.ASCII)
_RATE = re.compile(r"\\d*dot(?![A-Za-z])", re.ASCII)


def read_symbol(parts: Parts, name: str, data: object) -> None:
    """One symbol; where something is wrong with it, what is known serves later messages."""
    path, mistakes = ("symbols", name), Mistakes(parts.source)
    table = record(data, SymbolTable, path, mistakes.tell) or _rest(data)
    spaces = parts.source.data.get("spaces", {})
    known, shape = {*spaces, "1"} if isinstance(spaces, dict) else None, table.shape
    if known is not None and {p for s in shape for p in s.split("*")} - known:
        wanted = f"two spaces out of {', '.join(sorted(known))} (or products such as `d*n`)"
        left = "`?` is to be filled in: rows and columns are" if OPEN in shape else ""
        mistakes.tell(
            (*path, "shape"), f"{left} {wanted}" if left else f"must be {wanted}; got {[*shape]}"
        )
        shape = "1", "1"
    else:
        check_marks(shape, table.properties, (*path, "properties"), mistakes)
    if canonical(name) in ("t", "t'"):
        mistakes.tell(path, "is the time in every formula; give what is meant another letter")
    if _RATE.match(name):
        wanted = "declare the symbol below the dot, and say its rate in a flow"
        mistakes.tell(path, f"in a formula a dot is the derivative in time; {wanted}")
    if letters := _LETTERS.match(name):
        how = f"name it `{letters[0][0]}`, `{letters[0][0]}_{letters[0][1]}` or by a Greek letter"
        if f"\\{letters[0]}" in LETTERS:
            how = f"name it as LaTeX does, `'\\{name}'`"
        mistakes.tell(path, f"in a formula this is a product of letters; {how}")
    if said := _two_ways(parts, name):
        mistakes.tell(path, f"{said}; give what is meant another name, such as one below it")
    size = f"and `{name}` is {shape[0]} x {shape[1]}"
    if table.sign != "real" and shape != ("1", "1"):
        other = "of a matrix `properties` say more"
        mistakes.tell((*path, "sign"), f"only a number has one, {size}; {other}")
    if table.index and shape[1] != "1":
        mistakes.tell((*path, "index"), f"only a number or a column has one, {size}")
    parts.symbols[name] = Symbol(
        name,
        shape,
        frozenset(table.properties),
        table.sign,
        table.role,
        table.index,
        table.text,
        name in _defined(parts.source.data),
    )
    if mistakes:  # what is known of it is for the messages about formulas
        parts.symbols[name] = Symbol(name, shape, role=table.role, index=table.index)
        parts.broken["definitions", name] = parts.called(path)
        parts.fatal.told += mistakes.told


def _defined(data: Mapping[str, object]) -> set[str]:
    """What stands for an expression: what has a definition, and the objective."""
    definitions, objective = data.get("definitions"), data.get("objective")
    found = {*definitions} if isinstance(definitions, dict) else set[str]()
    return found | ({str(objective.get("symbol"))} if isinstance(objective, dict) else set())


def _two_ways(parts: Parts, name: str) -> str:
    """What else a name with something above it may be read as; empty if nothing."""
    base, above = raised_of(canonical(name))
    try:
        power = superscript(above, (0, 0)) if above else ""
    except Misread:
        power = ""
    if power and not power.lstrip("-").isdigit():
        return f"in a formula `^{{{above}}}` is no part of a name"
    table = parts.source.data.get("symbols", {})
    others = {*map(canonical, table)} if isinstance(table, dict) else set[str]()
    if base in others and (power or above in others):
        return f"in a formula this may be a power of `{base}`"
    return ""


def _rest(data: object) -> SymbolTable:
    """What counts of a symbol's entry that cannot be read as a whole."""
    some = SymbolTable()
    for key in ("shape", "role", "index") if isinstance(data, dict) else ():
        one = {key: data[key]} if key in data else {}  # type: ignore[index,operator]
        if found := record(one, SymbolTable, (), lambda *_: None):
            some = msgspec.structs.replace(some, **{key: getattr(found, key)}) if one else some
    return some


def check_marks(shape: Shape, marks: tuple[Property, ...], path: Key, mistakes: Mistakes) -> None:
    """Tell what cannot be declared of a matrix of this shape."""
    for mark in marks:
        if mark == "orthonormal" and len(marks) > 1:
            mistakes.tell(path, "an orthonormal matrix cannot be declared something else as well")
        if mark != "orthonormal" and shape[0] != shape[1]:
            message = f"a {shape[0]} x {shape[1]} matrix cannot be {mark}: it is not square"
            mistakes.tell(path, message)
        if mark == "invertible" and shape == ("1", "1"):
            mistakes.tell(path, 'a number is not declared invertible; give it a sign, "positive"')
