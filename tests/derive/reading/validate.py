"""As much of JSON Schema, draft 7, as the schema of articles uses; what it does not know fails."""

from __future__ import annotations

from typing import Any

__all__ = ["faults"]

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
_SAID = {"title", "description", "default", "$schema", "definitions", "x-taplo", "then"}


def faults(value: Any, schema: Any, root: Any = None) -> list[str]:
    """What a value breaks, by the names of the rules."""
    root = schema if root is None else root
    found: list[str] = []
    for rule, wanted in schema.items() if isinstance(schema, dict) else ():
        if rule not in _SAID and not _holds(rule, wanted, value, schema, root):
            found.append(rule)
    return found


def _holds(rule: str, wanted: Any, value: Any, schema: Any, root: Any) -> bool:
    def fits(one: Any, other: Any) -> bool:
        return not faults(one, other, root)

    table = value if isinstance(value, dict) else {}
    items = value if isinstance(value, list) else []
    match rule:
        case "$ref":
            return fits(value, root["definitions"][wanted.removeprefix("#/definitions/")])
        case "type":
            right = isinstance(value, _TYPES[wanted])
            return right and (wanted != "integer" or not isinstance(value, bool))
        case "enum":
            return any(value == one and type(value) is type(one) for one in wanted)
        case "properties":
            return all(fits(table[key], inner) for key, inner in wanted.items() if key in table)
        case "required":
            return not isinstance(value, dict) or all(key in value for key in wanted)
        case "additionalProperties":
            others = [table[key] for key in table if key not in schema.get("properties", {})]
            return not others if wanted is False else all(fits(other, wanted) for other in others)
        case "items":
            return all(fits(item, wanted) for item in items)
        case "minItems":
            return not isinstance(value, list) or len(items) >= wanted
        case "maxItems":
            return not isinstance(value, list) or len(items) <= wanted
        case "anyOf":
            return any(fits(value, one) for one in wanted)
        case "not":
            return not fits(value, wanted)
        case "allOf":
            return all(fits(value, one) for one in wanted)
        case "if":
            return not fits(value, wanted) or fits(value, schema["then"])
        case "dependencies":
            return all(fits(value, inner) for key, inner in wanted.items() if key in table)
    raise AssertionError(f"a rule that is not known here: {rule}")
