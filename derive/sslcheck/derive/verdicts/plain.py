"""Results as plain lists, dicts and strings, ready for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from sslcheck.derive.verdicts.evidence import Need, Step

__all__ = ["plain"]


_TOLD = {
    "stated": "printed",
    "claimed": "summary",
    "paper_says": "paper",
    "noted": "note",
    "of": "statement",
    "meaning": "text",
    "states": "latex",
    "obstacle": "unchecked",
    "breaking": "breaks",
    "says": "detail",
    "because": "why",
    "given": "conditions",
    "notes": "remarks",
}
"""Fields that are reasons or conditions, and the plain form that stands for each in JSON."""


def plain(value: Any) -> Any:
    """A result, or a part of one, as JSON has it: what is data for people as its plain form."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {}
        for spec in fields(value):
            name = _TOLD.get(spec.name, spec.name)
            if isinstance(value, Step) and name == "why":
                name = "reason"
            if isinstance(value, Need) and name == "needed":
                name = "condition"
            found[name] = plain(getattr(value, name))
        return found
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
