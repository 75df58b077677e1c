"""Buffers for the temporaries of a schedule, as few as their lifetimes allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sslcheck.derive.emit.names import Names
from sslcheck.derive.emit.plan import (
    Buffer,
    Combine,
    Diagonal,
    Inner,
    MatMul,
    Operand,
    ScaleBy,
    Step,
    TraceOf,
)
from sslcheck.derive.setting import Shape

__all__ = ["allocated"]


def allocated(
    steps: list[Step],
    shapes: Mapping[str, Shape],
    pinned: Mapping[str, Shape],
    sizes: Mapping[str, int],
    names: Names,
) -> tuple[list[Step], list[Buffer]]:
    """Give every temporary a buffer: an output's that is not written yet, a dead one, or a new one.

    Sizes, not spaces, decide what fits: a buffer of n x d serves n x n where n = d.
    """

    def size(shape: Shape) -> tuple[int, int]:
        return sizes[shape[0]], sizes[shape[1]]

    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for at, step in enumerate(steps):
        read, written = _touched(step)
        for name in (*read, *written):
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

    def placed(operand: Operand) -> Operand:
        return replace(operand, name=given.get(operand.name, operand.name))

    result: list[Step] = []
    for step in steps:
        out = given.get(step.out, step.out)
        match step:
            case MatMul():
                result.append(
                    replace(step, out=out, left=placed(step.left), right=placed(step.right))
                )
            case ScaleBy():
                result.append(replace(step, out=out, arg=placed(step.arg)))
            case Combine():
                terms = tuple((c, placed(o)) for c, o in step.terms)
                scratch = given.get(step.scratch, "")
                result.append(replace(step, out=out, terms=terms, scratch=scratch))
            case Inner():
                result.append(
                    replace(
                        step,
                        left=placed(step.left),
                        right=placed(step.right),
                        scratch=given.get(step.scratch, ""),
                    )
                )
            case Diagonal():
                result.append(replace(step, out=out))
            case TraceOf():
                result.append(replace(step, arg=placed(step.arg) if step.arg else None))
    return result, work


def _touched(step: Step) -> tuple[list[str], list[str]]:
    """(buffers read, buffers written) by a step."""
    match step:
        case MatMul(out, left, right):
            return [left.name, right.name], [out]
        case ScaleBy(out, arg, vector):
            return [arg.name, vector], [out]
        case Combine(out, _, terms, scratch):
            return [o.name for _, o in terms], [out, *([scratch] if scratch else [])]
        case Inner(out, _, left, right, scratch):
            return [left.name, right.name], [out, scratch]
        case Diagonal(out, terms):
            return [out, *(name for _, name in terms)], [out]
        case TraceOf(out, _, arg, vector):
            return [*([arg.name] if arg else []), vector], [out]
    raise TypeError(f"unknown step {type(step).__name__}")
