"""The table ``[flows]``: which states move, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sslcheck.derive.article.article import Flow
from sslcheck.derive.article.flows import derivative_of
from sslcheck.derive.expr import Dot, Relation
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes
from sslcheck.derive.reading.motions import motions, moved_alone, twice, velocities
from sslcheck.derive.reading.records import record
from sslcheck.derive.reading.tables import FlowTable
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import written
from sslcheck.derive.traverse import walk

if TYPE_CHECKING:
    from sslcheck.derive.reading.parts import Parts

__all__ = ["read_flow", "read_velocities"]


def read_flow(parts: Parts, name: str, data: object, path: Key, mistakes: Mistakes) -> None:
    """One flow: where it comes from, and the rates that it gives."""
    meant = {"latex": "unknown key; did you mean `equations`?"}
    table = record(data, FlowTable, path, mistakes.tell, meant=meant)
    if table is None:
        return
    parts.known("hypotheses", table.on, (*path, "on"), mistakes)
    if table.from_ and ("flows", table.from_) in parts.broken:
        mistakes.cause = mistakes.cause or parts.broken["flows", table.from_]
    elif table.from_ and table.from_ not in parts.flows:
        mistakes.tell((*path, "from"), f"`{table.from_}` is not a flow declared above this one")
    elif not table.from_ and not table.equations:
        mistakes.cause = mistakes.cause or parts.broken.get(("rules", ""), "")
    for state in table.states:
        parts.check_state(state, (*path, "states"), mistakes)
    lets = parts.values(table.let, (*path, "let"), mistakes)
    sets = parts.values(table.set, (*path, "set"), mistakes)
    for key, given in (("let", lets), ("set", sets)):
        for symbol in given.keys() & parts.definitions.keys():
            instead = "give the letters in its definition their values, or put it into a hypothesis"
            mistakes.tell((*path, key), f"`{symbol}` is defined, so it has a value; {instead}")
    for both in lets.keys() & sets.keys():
        message = f"`{both}` is set, and let as well; `set` inserts it into the gradient only"
        mistakes.tell((*path, "set"), message)
    printed = parts.relations(table.equations, (*path, "equations"), mistakes)
    equations, new = motions(printed, parts.symbols)
    parts.symbols |= new
    _check_effect(table, path, mistakes)
    _check_motions(parts, equations, (*path, "equations"), mistakes)
    still = table.stop_gradient
    if not mistakes:
        text = written(table.text or name)
        parts.flows[name] = Flow(
            name, text, table.from_, table.on, table.states, lets, equations, still, sets
        )


def read_velocities(parts: Parts) -> None:
    """Velocities that flows bring with them, where no flow moves the state otherwise: what is
    supposed of a rate is then supposed of the velocity.
    """
    first = {*parts.table("rules", Mistakes(parts.source))}
    found: dict[str, str] = {}
    for name, data in parts.table("flows", Mistakes(parts.source)).items():
        latex = data.get("equations") if isinstance(data, dict) else None
        path, unheard = ("flows", name, "equations"), Mistakes(parts.source)  # told later
        texts = [t for t in latex if isinstance(t, str)] if isinstance(latex, list) else []
        printed = parts.relations(texts, path, unheard)
        found |= velocities(printed)
        first |= {*moved_alone(printed)} - velocities(printed).keys()
        parts.symbols |= motions(printed, parts.symbols)[1]
    parts.velocities = {name: v for name, v in found.items() if name not in first}


def _check_motions(
    parts: Parts, equations: tuple[Relation, ...], path: Key, mistakes: Mistakes
) -> None:
    """Each gives the rate of one state, and each state has one."""
    moved: set[str] = set()
    for relation in equations:
        name, _ = derivative_of(relation)
        printed = relation_latex(relation)
        if both := [*twice(relation.lhs)]:
            also = "there is one for its first derivative as well; keep one of them"
            mistakes.tell(path, f"`{printed}` gives the second derivative of `{both[0]}`; {also}")
        elif not name:
            wanted = "one rate stands on the left, maybe with a factor: `\\dot{W} = ...`"
            rates = sum(isinstance(part, Dot) for part in walk(relation.lhs))
            solved = "; solve the equations for each rate" if rates > 1 else ""
            mistakes.tell(path, f"{wanted}; got `{printed}`{solved}")
        elif name in parts.definitions:
            mistakes.tell(path, f"`{name}` is defined, so it has no equation of its own")
        elif name in moved:
            mistakes.tell(path, f"there are two equations for `{name}`; keep one")
        else:
            parts.check_state(name, path, mistakes)
        moved.add(name)


def _check_effect(table: FlowTable, path: Key, mistakes: Mistakes) -> None:
    """Keys that say nothing beside the others are refused: they would be read as if they did."""
    if table.on and not table.from_:
        mistakes.tell((*path, "on"), "needs `from`: the flow that is looked at on these states")
    for key in ("let", "set", "equations"):
        if table.on and getattr(table, key):
            why = "has no effect beside `on`; give it to the flow that `from` names"
            mistakes.tell((*path, key), why)
    if table.states and not table.on:
        why = "names the scalars that move on a family of states (`on`); here all states move"
        mistakes.tell((*path, "states"), why)
    if table.from_ and not table.stop_gradient:
        why = f"has no effect: the rates come from `{table.from_}`; say it in a flow without `from`"
        mistakes.tell((*path, "stop_gradient"), why)
