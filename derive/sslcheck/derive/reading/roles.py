"""The table ``[roles]``: each name is declared, and of the shape that its role asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sslcheck.derive.article.roles import Roles, Target
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes
from sslcheck.derive.reading.records import record
from sslcheck.derive.reading.tables import RolesTable, TargetTable
from sslcheck.derive.setting import Shape

if TYPE_CHECKING:
    from sslcheck.derive.reading.parts import Parts

__all__ = ["read_roles"]

_SCALAR: Shape = ("1", "1")


def read_roles(parts: Parts, path: Key, mistakes: Mistakes) -> Roles | None:
    """What ``[roles]`` says, or None after everything wrong in it has been told."""
    table = record(parts.source.data["roles"], RolesTable, path, mistakes.tell)
    if table is None:
        return None
    for key in ("online", "predictor", "target"):
        parts.check_state(getattr(table, key), (*path, key), mistakes)
    rates = ("decay", "average", "ratio", "noise", "memory", "addition")
    scalars = [key for key in rates if getattr(table, key)]
    named = [key for key in ("correlation", "commutator", "estimate") if getattr(table, key)]
    for key in (*scalars, *named):
        parts.declared([getattr(table, key)], (*path, key), mistakes.tell)
    parts.declared(table.data, (*path, "data"), mistakes.tell)
    parts.declared(table.branches, (*path, "branches"), mistakes.tell)
    if len(table.branches) not in (0, 2):
        message = "must name two symbols, the lower and the upper fixed point of a mode"
        mistakes.tell((*path, "branches"), message)
    parts.known("hypotheses", table.modes, (*path, "modes"), mistakes)
    rule = (table.rule,) if isinstance(table.rule, str) else table.rule
    parts.known("hypotheses", rule, (*path, "rule"), mistakes)
    if table.estimate and ("rules", "") in parts.broken:
        mistakes.cause = mistakes.cause or parts.broken["rules", ""]
    elif table.estimate and table.estimate not in parts.estimates:
        message = f"[rules] does not say what `{table.estimate}` is after a step; write"
        mistakes.tell((*path, "estimate"), f"{message} a line for it, with an expectation")
    targets = _targets(parts, table, (*path, "targets"), mistakes)
    if mistakes:
        return None
    outputs, inputs = parts.symbols[table.online].shape
    shapes = {"target": (outputs, inputs), "predictor": (outputs, outputs)}
    shapes |= dict.fromkeys(scalars, _SCALAR) | dict.fromkeys(named, (outputs, outputs))
    pairs = [(key, getattr(table, key), shape) for key, shape in shapes.items()]
    pairs += [("data", name, (inputs, inputs)) for name in table.data]
    for key, name, wanted in pairs:
        shape = parts.symbols[name].shape
        if shape != wanted:
            message = f"`{name}` is {_size(shape)}; beside `{table.online}` it must be"
            mistakes.tell((*path, key), f"{message} {_size(wanted)}")
    if "1" in (outputs, inputs) or outputs == inputs:
        message = "must be a matrix with a space for its outputs and another for its inputs"
        mistakes.tell((*path, "online"), message)
    if table.data[0] == table.data[1]:
        message = "must name two symbols: the moment of the mean view and that of the noise"
        mistakes.tell((*path, "data"), message)
    if mistakes:
        return None
    own = ("rule", "targets")
    return Roles(
        **{key: getattr(table, key) for key in table.__struct_fields__ if key not in own},
        rule=rule,
        outputs=outputs,
        inputs=inputs,
        targets=targets,
    )


def _targets(parts: Parts, table: RolesTable, path: Key, mistakes: Mistakes) -> dict[str, Target]:
    found = {}
    for name, data in table.targets.items():
        entry = record(data, TargetTable, (*path, name), mistakes.tell)
        if entry is not None:
            flows = [entry.flow, *([entry.symmetrised] if entry.symmetrised else [])]
            parts.known("flows", flows, (*path, name), mistakes)
            found[name] = Target(entry.flow, entry.symmetrised, entry.title)
    return found


def _size(shape: Shape) -> str:
    return "a scalar" if shape == _SCALAR else " x ".join(shape)
