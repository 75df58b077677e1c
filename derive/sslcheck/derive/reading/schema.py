"""The format of articles as a JSON schema (draft 7), for editors: Taplo and what is built on it.

Made from the records that the loader reads with, so neither can know a key that the other does not.
What only the whole file can tell (a symbol that is not declared, a formula that cannot be read) no
schema says: `sslcheck check` does.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec

from sslcheck.derive.kinds import KINDS, Kind
from sslcheck.derive.reading.loading import FORMAT
from sslcheck.derive.reading.records import fields_of
from sslcheck.derive.reading.tables import (
    ClaimTable,
    FileTable,
    HeadTable,
    RolesTable,
    SymbolTable,
    Table,
    TargetTable,
)

__all__ = ["article_schema"]

Node = dict[str, Any]
_PLACE = "#/definitions/{name}"


def article_schema() -> Node:
    """The schema of an article file, of plain dicts and lists."""
    records = (FileTable, TargetTable, *KINDS.values())
    _, parts = msgspec.json.schema_components(records, ref_template=_PLACE)
    for record in records_in(FileTable, TargetTable, *KINDS.values()):
        _describe(parts[record.__name__], record.meanings)
    kinds = {name: parts.pop(kind.__name__) for name, kind in KINDS.items()}
    for node in _nodes([parts, kinds]):
        if "prefixItems" in node:  # of later drafts: all items of a tuple are alike here
            node["items"] = node.pop("prefixItems")[0]
    for part in parts.values():
        part["additionalProperties"] = False
        part["description"] = inspect.cleandoc(part["description"])
    parts[HeadTable.__name__]["properties"]["format"] = {"enum": [FORMAT]}
    parts[SymbolTable.__name__]["properties"]["shape"] |= {"minItems": 2, "maxItems": 2}
    targets = {"$ref": _PLACE.format(name=TargetTable.__name__)}
    parts[RolesTable.__name__]["properties"]["targets"]["additionalProperties"] = targets
    _complete(parts[ClaimTable.__name__], kinds)
    file = parts.pop(FileTable.__name__)
    file["properties"]["claim"]["minItems"] = 1
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **file,
        "title": f"an article of sslcheck, format {FORMAT}",
        "definitions": parts,
    }


def records_in(*records: type[Table] | type[Kind]) -> Iterator[type[Table] | type[Kind]]:
    """Records, and those that stand in their fields."""
    for record in records:
        yield record
        for field in fields_of(record).values():
            inner = (field.type, *get_args(field.type))
            yield from records_in(
                *(t for t in inner if isinstance(t, type) and issubclass(t, Table))
            )


def _describe(node: Node, says: Mapping[str, str]) -> None:
    """What each key means, for editors to show."""
    for key, meaning in says.items():
        node["properties"][key]["description"] = meaning


def _complete(claim: Node, kinds: dict[str, Node]) -> None:
    """The options of all kinds into the schema of a claim: each only where a kind has it."""
    meanings = [inspect.cleandoc(KINDS[name].__doc__ or name) for name in kinds]
    for key in ("kind", "corrected_kind"):
        claim["properties"][key] = {
            "type": "string",
            "enum": [*kinds] if key == "kind" else ["", *kinds],
            "x-taplo": {"docs": {"enumValues": meanings if key == "kind" else ["", *meanings]}},
        }
    having: dict[str, list[str]] = {}
    for name, kind in kinds.items():
        del kind["properties"]["kind"]
        claim["properties"] |= kind["properties"]
        for option in kind["properties"]:
            having.setdefault(option, []).append(name)
    claim["dependencies"] = {
        option: {"anyOf": [_is("kind", names), _is("corrected_kind", names)]}
        for option, names in having.items()
    }
    claim["anyOf"] = [
        *({"required": [key]} for key in ("reading", "line", "lines")),
        {"required": ["equation"], "not": {"required": ["sentence"]}},  # all that it says
    ]
    claim["allOf"] = [
        {"if": _is(key, [name]), "then": {"required": needed}}
        for name, kind in KINDS.items()
        if (needed := [option for option, field in fields_of(kind).items() if field.required])
        for key in ("kind", "corrected_kind")
    ]


def _is(key: str, names: list[str]) -> Node:
    return {"properties": {key: {"enum": names}}, "required": [key]}


def _nodes(value: Any) -> Iterator[Node]:
    """All tables in a schema."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from _nodes(inner)
