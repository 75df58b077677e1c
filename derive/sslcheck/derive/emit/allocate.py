"""Buffers for the temporaries of a schedule, as few as their lifetimes allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.plan import Buffer, Operand, Step
from sslcheck.derive.setting import Shape

__all__ = ["allocated"]

_NAMING = (Operand, *get_args(Step))
"""What names buffers; coefficients, which are expressions, name symbols."""


def allocated(
    steps: list[Step],
    shapes: Mapping[str, Shape],
    pinned: Mapping[str, Shape],
    sizes: Mapping[str, int],
    names: Names,
) -> tuple[list[Step], list[Buffer]]:
    """Give every temporary a buffer: an output's that is not written yet, a dead one, or a new one.

    Sizes, not spaces, decide what fits: a buffer of n x d serves n x n where n = d. A shape
    without columns is that of a vector.
    """

    def size(shape: Shape) -> tuple[int, int]:
        return sizes[shape[0]], sizes[shape[1]] if shape[1] else 0

    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for at, step in enumerate(steps):
        for name in _names(step):
            first.setdefault(name, at)
            last[name] = at
    work: list[Buffer] = []
    free_from: dict[str, int] = {}
    given: dict[str, str] = {}
    for name in sorted(shapes, key=lambda n: first.get(n, 0)):
        if name not in first:
            continue
        fits = [o for o, s in pinned.items() if size(s) == size(shapes[name])]
        idle = [o for o in fits if first[o] > last[name] and free_from.get(o, -1) < first[name]]
        dead = [
            b.name
            for b in work
            if (b.rows, b.cols) == size(shapes[name]) and free_from[b.name] < first[name]
        ]
        if not (idle or dead):
            work.append(Buffer(names.fresh(f"T{len(work)}"), *size(shapes[name])))
            dead = [work[-1].name]
        given[name] = (idle + dead)[0]
        free_from[given[name]] = last[name]

    return [_renamed(step, given) for step in steps], work


def _names(part: Any) -> Iterator[str]:
    """The buffers that a step, or a part of one, reads or writes; "" where it needs none."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from _names(item)
    elif isinstance(part, _NAMING):
        for spec in fields(part):
            yield from _names(getattr(part, spec.name))


def _renamed(part: Any, given: Mapping[str, str]) -> Any:
    """A step, or a part of one, with its buffers called otherwise."""
    if isinstance(part, str):
        return given.get(part, part)
    if isinstance(part, tuple):
        return tuple(_renamed(item, given) for item in part)
    if isinstance(part, _NAMING):
        return replace(
            part, **{s.name: _renamed(getattr(part, s.name), given) for s in fields(part)}
        )
    return part
