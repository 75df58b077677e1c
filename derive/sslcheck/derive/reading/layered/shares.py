"""Claims that are sums of shares of layers: the share of each at all layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sslcheck.derive.article.article import Instance, Shares
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.layers.indices import Index, LayerError
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.motion import Motion
from sslcheck.derive.layers.shares import share_of, whole_of
from sslcheck.derive.reading.layered.about import About, about_of
from sslcheck.derive.reading.layered.file import LayeredFile

__all__ = ["shares_of"]

_PLAIN = frozenset(
    {
        "id",
        "kind",
        "equation",
        "line",
        "reading",
        "sentence",
        "summary",
        "flow",
        "beyond",
        "in_paper",
        "hypotheses",
    }
)
"""What a claim may say that is decided layer by layer."""
_REPAIRS = frozenset({"corrected", "general", "corrected_kind", "corrected_flow"})


def shares_of(
    file: LayeredFile,
    abouts: Sequence[About],
    of: Callable[[Mapping[str, Any]], str],
    ends: set[Index],
) -> list[Shares | None]:
    """Of each claim that is a sum of shares of layers, these at all layouts."""
    letters, first = file.layers.names, max(2, file.layers.at_least)
    wholes = [Layout(depth, None, letters) for depth in (first, first + 1)]
    apart = [
        Layout(whole.depth, at, letters, share=True)
        for whole in wholes
        for at in range(1, whole.depth + 1)
    ]
    entries, seen_whole = [*file.entries], [*file.entries]
    at_all = list[tuple[Layout, ...]](() for _ in abouts)
    formulas, objective = file.neutral({}).formulas, file.source.data.get("objective")
    number = objective.get("equation") if isinstance(objective, dict) else None
    motion = Motion(file.source.data, formulas, file.printed({"equation": number}))
    if not motion.is_closed():
        return [None for _ in abouts]
    supposed = _supposed(file)
    for k, (about, entry) in enumerate(zip(abouts, file.entries, strict=True)):
        if about.wrong or about.general or not isinstance(entry, dict):
            continue
        plain = {key: value for key, value in entry.items() if key in _PLAIN}
        other = entry.keys() - _PLAIN - _REPAIRS - {"holds"}
        names = entry.get("hypotheses") or []
        if not all(map(supposed.__contains__, names)):
            continue
        text, lasting = of(entry) or file.printed(entry), motion.keeps_declarations() and not names
        whole = whole_of(text, formulas, lasting)
        share = share_of(whole, formulas)
        if share is None or other or not motion.is_free(entry.get("flow")):
            continue
        seen_whole[k] = {**plain, "reading": whole}
        entries[k] = {**plain, "reading": share}
        shared = about_of(file, entries[k], ends, ends, general=True)
        seen = max((layout.depth for layout in about.small), default=0)
        each = (*(one for one in shared.small if one.depth > seen), *shared.blocked)
        at_all[k] = tuple(replace(layout, share=True) for layout in each)
    share_data, whole_data = (
        {**file.source.data, "hypotheses": supposed, "claim": of} for of in (entries, seen_whole)
    )
    try:
        shares = file.instances(at_all, share_data)
        parts = file.instances([apart if those else () for those in at_all], share_data)
        sums = file.instances([wholes if those else () for those in at_all], whole_data)
    except (LayerError, ArticleError):
        return [None for _ in abouts]
    return [
        Shares(tuple(found), tuple((one, _at_depth(of, one)) for one in whole))
        if found and whole and not (wrong or whole_wrong or part_wrong)
        else None
        for (found, wrong), (of, part_wrong), (whole, whole_wrong) in zip(
            shares, parts, sums, strict=True
        )
    ]


def _supposed(file: LayeredFile) -> dict[str, Any]:
    """The hypotheses that say of each point what they say, and nothing but equations of neighbours:
    as one layer moves alone they are meant of the point at which it does. What is true of each
    point is so along trajectories, and after a start if the flow keeps what is supposed of it.
    """
    table: Any = file.source.data.get("hypotheses")
    return {
        name: {**table[name], "holds": "at an instant"}
        for name in file.uniform
        if table[name].keys() <= {"text", "relations", "holds"}
    }


def _at_depth(instances: Sequence[Instance], whole: Instance) -> tuple[Instance, ...]:
    return tuple(one for one in instances if one.layout.depth == whole.layout.depth)
