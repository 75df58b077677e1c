"""Records made from tables, with all that is wrong in a table told at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from sslcheck.derive.reading.lines import Key
from sslcheck.derive.text.words import did_you_mean

__all__ = ["OPEN", "Tell", "fields_of", "record", "shown", "unknown"]

Tell = Callable[[Key, str], None]
"""What takes a mistake: the path to the value, and what is wrong with it."""

T = TypeVar("T", bound=msgspec.Struct)
_LONGEST = 80
OPEN = "?"
"""What stands in a file where its author has something to fill in."""


@cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """The fields of a record by their keys in a file."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def record(
    data: object,
    kind: type[T],
    path: Key,
    tell: Tell,
    others: Collection[str] = (),
    meant: Mapping[str, str] | None = None,
) -> T | None:
    """The record that a table holds, after everything wrong in it has been told; None where a key
    is missing or has a value of another type.

    ``others`` are keys that belong to another record of the same table; ``meant`` is what to say of
    keys that one may expect here, but which belong elsewhere.
    """
    if not isinstance(data, dict):
        tell(path, f"must be a table; got {shown(data)}")
        return None
    fields = fields_of(kind)
    strange = [key for key in data if key not in fields and key not in others]
    for key in strange:
        known = [*fields, *others]
        near = did_you_mean(key, known) or f"; known: {', '.join(dict.fromkeys(known))}"
        tell((*path, key), (meant or {}).get(key, f"unknown key{near}"))
    right = True
    values: dict[str, Any] = {}
    for key, field in fields.items():
        inner = next((t for t in get_args(field.type) if _is_record(t)), None)
        if key not in data:
            if field.required and not difflib.get_close_matches(key, strange, 1):
                said = getattr(kind, "meanings", {}).get(key, "")
                tell(path, f"`{key}` is missing; it must be {_wanted(field.type)}{_aside(said)}")
            right = right and not field.required
        elif inner is not None:
            values[field.name] = record(data[key], inner, (*path, key), tell)
            right = right and values[field.name] is not None
        else:
            try:
                values[field.name] = msgspec.convert(data[key], field.type)
            except msgspec.ValidationError:
                said = getattr(kind, "meanings", {}).get(key, "")
                tell((*path, key), _mistaken(key, data[key], field.type, said))
                right = False
    return kind(**values) if right else None


def unknown(noun: str, name: str, known: Iterable[str]) -> str:
    """``unknown flow `x```, with the known name that was meant, or with all of them."""
    names = list(known)
    if name == OPEN:
        return f"`{OPEN}` is to be filled in: a {noun}, one of {', '.join(names) or 'none so far'}"
    listed = f"; known: {', '.join(names)}" if names else "; none is declared"
    return f"unknown {noun} `{name}`{did_you_mean(name, names) or listed}"


def shown(value: object) -> str:
    """A value as it is quoted in a message."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole number of thousands of digits
        return "a number of too many digits"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _aside(meaning: str) -> str:
    """What a key means, as it ends a message."""
    return f": {meaning[:1].lower()}{meaning[1:].rstrip('.')}" if meaning else ""


def _mistaken(key: str, value: object, kind: Any, meaning: str) -> str:
    words = value if isinstance(value, list) else [value]
    choices = _choices(kind)
    odd = next((w for w in words if isinstance(w, str) and choices and w not in choices), None)
    if odd is not None:
        return unknown(_NOUNS.get(key, "word"), odd, choices)
    remedy = _rewritten(value, kind) or _aside(meaning)
    return f"must be {_wanted(kind)}; got {shown(value)}{remedy}"


def _rewritten(value: object, kind: Any) -> str:
    """How a value is written so that it has the wanted type, where that is clear."""
    others: list[object] = [[value]] if isinstance(value, str) and len(value) < _LONGEST else []
    if isinstance(value, str) and value.isascii() and value.isdigit():
        others = [int(value[:9])]
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        others = [str(value), [value]]
    return next((f"; write {other!r}" for other in others if _fits(other, kind)), "")


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _choices(kind: Any) -> tuple[str, ...]:
    """The words that a value is chosen from, if it is one or a list of such."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    return next(filter(None, map(_choices, get_args(kind))), ())


def _wanted(kind: Any) -> str:
    """What a value must be."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _wanted(inner[0])
    if origin is Literal:
        return f"one of {', '.join(inner)}"
    if origin is dict:
        return "a table"
    if origin is tuple and inner[-1] is not Ellipsis:
        return "a pair of names"
    if origin is tuple:
        return f"a list of {_PLURALS.get(inner[0]) or _wanted(inner[0]).replace('a pair', 'pairs')}"
    if inner:  # or None
        return _wanted(inner[0])
    return _NAMES.get(kind, "a table")


_NOUNS = {"role": "role", "sign": "sign", "properties": "property"}
_NAMES = {str: "a string", int: "a whole number", bool: "true or false"}
_PLURALS = {str: "strings", int: "whole numbers"}
