"""The text of a training step, emitted from the rules of the article as a flow's kernels are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.emit import Plan, make_plan
from sslcheck.derive.emit.plan import MatMul
from sslcheck.derive.expr import Expr, Ident
from sslcheck.derive.models.batch import ROWS, SIZE, batch_of, rules_of, step_of
from sslcheck.numeric.article import Subject, subject
from sslcheck.numeric.kernel import Program
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Emitted", "Part", "emitted"]

_OUTPUTS = "outputs"
"""What the plan of a batch calls the outputs of the online network."""

_FEW = 16  # programs that are kept: the runs of a comparison differ in their seeds alone


@dataclass(frozen=True, slots=True)
class Part:
    """A program with what it reads and what it writes, in the order of its buffers."""

    program: Program
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    @property
    def plan(self) -> Plan:
        """The plan that was emitted."""
        assert isinstance(self.program.plan, Plan)
        return self.program.plan

    @property
    def shapes(self) -> list[tuple[int, int, int]]:
        """``(a, b, c)`` for each product of a x b with b x c."""
        plan, found = self.plan, []
        sizes = {b.name: b.shape for b in (*plan.states, *plan.outputs, *plan.work)}
        for step in plan.steps:
            if isinstance(step, MatMul):
                a, b = sizes[step.left.name][:: -1 if step.left.transposed else 1]
                found.append((a, b, sizes[step.right.name][0 if step.right.transposed else 1]))
        return found


@dataclass(frozen=True, slots=True)
class Emitted:
    """Programs of a step for a batch of so many rows.

    ``descents`` fills the sums that the rules go by. Where a predictor is set from the ``outputs``
    of the online network on the first view, these are made before the rest, into its first buffer.
    ``descend`` is what the states are after a step that go down a gradient, ``move`` what is added
    to them, ``follow`` what the others are. ``batches`` are the names of the views.
    """

    batches: tuple[str, ...]
    slopes: tuple[str, ...]
    outputs: Part | None
    descents: Part
    descend: Part
    move: Part
    follow: Part
    shares: bool
    """Whether the descents of parts of a batch add up to those of the batch."""

    @property
    def shapes(self) -> list[tuple[int, int, int]]:
        """Those of all products of a step."""
        return [s for part in (self.outputs, self.descents) if part for s in part.shapes]

    @property
    def texts(self) -> str:
        """All that was emitted."""
        parts = (self.outputs, self.descents, self.descend, self.move, self.follow)
        return "\n".join(part.program.text for part in parts if part is not None)


def emitted(options: TrainOptions, rows: int, learns: bool) -> Emitted:
    """The programs of a step; ``learns``: the predictor takes one, too.

    Raises `MissingRole` where the rules of the article do not say how a weight moves,
    `ArticleError` where its flow is not made of rules, and `Unsupported` for gradients that a batch
    does not have.
    """
    scheme, sizes = options.scheme, (options.n, options.d, rows)
    return _emitted(subject(options.flow), sizes, learns, scheme.fixed, scheme.direct)


@lru_cache(_FEW)
def _emitted(
    about: Subject, sizes: tuple[int, int, int], learns: bool, fixed: bool, direct: bool
) -> Emitted:
    roles, derivation, (n, d, rows) = about.roles, about.derivation, sizes
    given: dict[str, Expr] = {roles.predictor: Ident(roles.outputs)} if fixed else {}
    rules = rules_of(derivation, about.flow)
    for state in (roles.online, *([roles.predictor] if learns else [])):
        if state not in rules:
            raise MissingRole(
                f"`{about.article.name}` cannot be trained so: its [rules] do not say how `{state}`"
                " moves"
            )
    moved = [s for s in roles.weights if s in rules and (s != roles.predictor or learns)]
    batch = batch_of(derivation, about.flow, roles.weights, moved, given)
    step = step_of(derivation, about.flow, roles.weights, moved, given)
    spaces = {roles.outputs: n, roles.inputs: d, ROWS: rows}
    first = {_OUTPUTS: batch.outputs_of(roles.online)} if direct else {}
    wanted = {**first, **batch.descents}
    plan = make_plan(batch.model, spaces, wanted)
    early, late = _split(plan) if direct else (None, plan)
    reads = tuple(batch.model.states)

    def part(found: Mapping[str, Expr], descends: bool) -> Part:
        states = tuple(s for s in moved if (s in step.descending) == descends)
        made = make_plan(step.model, spaces, {s: found[s] for s in states})
        return Part(Program.of(made), tuple(step.model.states), states)

    return Emitted(
        batch.views,
        step.slopes,
        None if early is None else Part(Program.of(early), reads, (*wanted,)),
        Part(Program.of(late), reads, (*wanted,)),
        part(step.after, True),
        part(step.moves, True),
        part(step.after, False),
        SIZE not in plan.scalars,
    )


def _split(plan: Plan) -> tuple[Plan, Plan]:
    """The steps up to the first output, and the others; buffers are those of the whole plan."""
    name = plan.outputs[0].name
    last = max(k for k, step in enumerate(plan.steps) if step.out == name) + 1
    return replace(plan, steps=plan.steps[:last]), replace(plan, steps=plan.steps[last:])
