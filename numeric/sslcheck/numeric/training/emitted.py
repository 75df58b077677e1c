"""The text of a training step, emitted from the rules of the article as a flow's kernels are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.emit import Plan, make_plan
from sslcheck.derive.emit.plan import MatMul
from sslcheck.derive.expr import Expr, Ident, Prod, Sym
from sslcheck.derive.models.batch import ROWS, SIZE, Batch, batch_of, rules_of, step_of
from sslcheck.derive.models.estimate import Recursion, recursion_of
from sslcheck.numeric.article import Subject, subject
from sslcheck.numeric.device.kernel import Program
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Emitted", "Part", "checked", "emitted", "numbers_of", "recursion"]

_FEW = 16  # programs that are kept: the runs of a comparison differ in their seeds alone


@dataclass(frozen=True, slots=True)
class Part:
    """A program with what it reads and what it writes, in the order of its buffers.

    What is in the buffer ``squared``, a row for each input, is multiplied by itself after it: that
    is the last step, ``out = squared^T squared``.
    """

    program: Program
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    squared: MatMul | None = None

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
        for step in (*plan.steps, self.squared):
            if isinstance(step, MatMul):
                a, b = sizes[step.left.name][:: -1 if step.left.transposed else 1]
                found.append((a, b, sizes[step.right.name][0 if step.right.transposed else 1]))
        return found


@dataclass(frozen=True, slots=True)
class Emitted:
    """Programs of a step for a batch of so many rows.

    ``descents`` fills the sums that the rules go by. Where a predictor is set from an estimate, the
    sums that this one goes by are made before the rest: by ``averages``, into the first buffers. It
    shares what it makes on the way with ``descents``, unless it is ``apart``: it reads views less
    their means. ``descend`` is what the states are after a step that go down a gradient, ``move``
    what is added to them, ``follow`` what the others are. ``batches`` are the names of the views.
    """

    batches: tuple[str, ...]
    sums: tuple[str, ...]
    slopes: tuple[str, ...]
    averages: Part | None
    apart: bool
    descents: Part
    descend: Part
    move: Part
    follow: Part
    shares: bool
    """Whether the descents of parts of a batch add up to those of the batch."""

    @property
    def shapes(self) -> list[tuple[int, int, int]]:
        """Those of all products of a step."""
        return [s for part in (self.averages, self.descents) if part for s in part.shapes]

    @property
    def texts(self) -> str:
        """All that was emitted."""
        parts = (self.averages, self.descents, self.descend, self.move, self.follow)
        return "\n".join(part.program.text for part in parts if part is not None)


def emitted(options: TrainOptions, rows: int, learns: bool) -> Emitted:
    """The programs of a step; ``learns``: the predictor takes one, too.

    Raises `MissingRole` where the rules of the article do not say how a weight moves,
    `ArticleError` where its flow is not made of rules, and `Unsupported` for gradients that a batch
    does not have.
    """
    scheme, sizes = options.scheme, (options.n, options.d, rows)
    about = subject(options.flow)
    return _emitted(about, sizes, learns, scheme.fixed, scheme.direct, options.centers)


def recursion(options: TrainOptions) -> Recursion:
    """That of the estimate; raises the errors of `recursion_of`."""
    return _recursion(subject(options.flow))


def numbers_of(options: TrainOptions) -> dict[str, float]:
    """The numbers of a run by the symbols of its article."""
    about = subject(options.flow)
    roles, given = about.roles, about.numbers(options.flow)
    named = {roles.memory: options.rho, roles.addition: options.eps, about.article.step: options.lr}
    return given | {name: value for name, value in named.items() if name}


def checked(program: Program, options: TrainOptions) -> Program:
    """A program of which all scalars are known; raises `MissingRole`."""
    if strange := {*program.scalars} - {*numbers_of(options), SIZE}:
        raise MissingRole(
            f"`{min(strange)}` stands in the {program.plan.title}, and in [roles] it is none of"
            " `decay`, `average`, `ratio`, `memory` and `addition`: its value is not known"
        )
    return program


@lru_cache(_FEW)
def _recursion(about: Subject) -> Recursion:
    roles, derivation = about.roles, about.derivation
    batch = batch_of(derivation, about.flow, roles.weights, (), {})
    return recursion_of(derivation, roles, about.flow, batch)


@lru_cache(_FEW)
def _emitted(
    about: Subject,
    sizes: tuple[int, int, int],
    learns: bool,
    fixed: bool,
    direct: bool,
    apart: bool,
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
    averages = _recursion(about).averages if direct else {}
    sums: dict[str, Expr] = {n: Prod((Sym(SIZE), e)) for n, e in averages.items()}
    early, late = _planned(batch, spaces, sums, apart)
    reads, both = tuple(batch.model.states), (*averages, *batch.descents)
    first = (*averages,) if apart else both

    def part(found: Mapping[str, Expr], descends: bool) -> Part:
        states = tuple(s for s in moved if (s in step.descending) == descends)
        made = make_plan(step.model, spaces, {s: found[s] for s in states})
        return Part(Program.of(made), tuple(step.model.states), states)

    return Emitted(
        batch.views,
        (*averages,),
        step.slopes,
        None if early is None else _squared(early, reads, first),
        apart,
        Part(Program.of(late), reads, (*batch.descents,) if apart else both),
        part(step.after, True),
        part(step.moves, True),
        part(step.after, False),
        SIZE not in {*late.scalars, *(early.scalars if early is not None else ())},
    )


def _squared(plan: Plan, reads: tuple[str, ...], writes: tuple[str, ...]) -> Part:
    """The part of a plan, a product of something with itself at its end apart."""
    match plan.steps:
        case (*steps, MatMul(left=left, right=right) as last) if (
            left.name == right.name and left.transposed and not right.transposed
        ):
            return Part(Program.of(replace(plan, steps=tuple(steps))), reads, writes, last)
    return Part(Program.of(plan), reads, writes)


def _planned(
    batch: Batch, spaces: Mapping[str, int], sums: Mapping[str, Expr], apart: bool
) -> tuple[Plan | None, Plan]:
    """The plan of the ``sums``, if any, and that of the descents.

    Together they are one plan of which the first has the steps up to the last of the sums; buffers
    are those of the whole.
    """
    if not sums or apart:
        late = make_plan(batch.model, spaces, batch.descents)
        return (make_plan(batch.model, spaces, sums) if sums else None), late
    plan = make_plan(batch.model, spaces, {**sums, **batch.descents})
    names = {buffer.name for buffer in plan.outputs[: len(sums)]}
    last = max(k for k, step in enumerate(plan.steps) if step.out in names) + 1
    return replace(plan, steps=plan.steps[:last]), replace(plan, steps=plan.steps[last:])
