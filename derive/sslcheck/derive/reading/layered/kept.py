"""What is supposed of neighbours at the start, as claims that flows keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sslcheck.derive.article.article import Depths
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.layers.indices import Index, LayerError
from sslcheck.derive.reading.layered.about import about_of
from sslcheck.derive.reading.layered.file import LayeredFile

__all__ = ["kept_of"]


def kept_of(file: LayeredFile, ends: set[Index]) -> Mapping[tuple[str, str], Depths]:
    """By flow and hypothesis, that the flow keeps what it says, where a claim supposes it of the
    start.
    """
    table: Any = file.source.data.get("hypotheses")
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in file.entries:
        names = entry.get("hypotheses") if isinstance(entry, dict) else None
        for name in names if isinstance(names, list) else ():
            said = table[name]["relations"] if name in file.uniform else []
            holds = entry.get("holds") or (said and table[name].get("holds"))
            if len(said) == 1 and holds == "at the start":
                flow = str(entry.get("flow", ""))
                asked = {"id": "kept", "kind": "preserved", "reading": said[0]}
                wanted[flow, name] = {**asked, "flow": flow} if flow else asked
    if not wanted:
        return {}
    abouts = [about_of(file, entry, ends, ends) for entry in wanted.values()]
    data = {**file.source.data, "claim": [*wanted.values()]}
    try:
        found = file.instances([(*about.small, *about.blocked) for about in abouts], data)
    except (LayerError, ArticleError):
        return {}
    return {
        key: Depths(tuple(instances), obstacle)
        for key, (instances, obstacle) in zip(wanted, found, strict=True)
        if instances
    }
