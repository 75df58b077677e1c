"""A plan as the text of a Python function that takes its array library as an argument."""

from __future__ import annotations

from collections.abc import Iterator

from sslcheck.derive.emit.describe import constant_text
from sslcheck.derive.emit.functions import call_text, helper_text
from sslcheck.derive.emit.names import Names, comment, unpack
from sslcheck.derive.emit.plan import (
    Apply,
    Assign,
    Combine,
    Constant,
    Diagonal,
    Inner,
    MatMul,
    Operand,
    Plan,
    Prepared,
    ScaleBy,
    Step,
    TraceOf,
)
from sslcheck.derive.emit.scalars import scalar_text
from sslcheck.derive.expr import MINUS_ONE, ONE, Expr, Num, Sym
from sslcheck.derive.text.words import counted
from sslcheck.derive.traverse import walk

__all__ = ["array_text", "stackable"]


def stackable(plan: Plan) -> bool:
    """Whether `array_text` has a text for stacks: of products and sums of matrices alone."""
    return all(isinstance(step, MatMul | Combine) for step in plan.steps) and all(
        buffer.cols for buffer in (*plan.states, *plan.outputs)
    )


def array_text(plan: Plan, stacked: bool = False) -> str:
    """Two functions: ``prepare`` makes the constants, ``evaluate`` the outputs.

    ``prepare(xp, data, scalars)`` returns the constants; ``evaluate(xp, state, out, constants,
    scalars, work)`` writes the outputs into the buffers ``out`` and returns the scalar ones. All
    but ``xp`` are tuples, in the order of the plan. Nothing of a matrix's size is allocated for a
    matrix output, but by inverses and the like; the arrays in ``out`` and ``work`` are in C order.
    Where it is ``stacked``, every matrix that ``evaluate`` is given may be a stack of them, and
    every scalar an array of shape (N, 1, 1); the plan is to be `stackable`.
    """
    body = [*_prepare(plan), "", "", *_evaluate(plan, stacked)]
    return _head(plan) + "\n".join(body) + "\n"


def _head(plan: Plan) -> str:
    """What the two functions call."""
    prepared = [c.step for c in plan.constants if isinstance(c, Prepared)]
    steps = (*prepared, *plan.steps)
    calls = [(s.function, any(s.vectors)) for s in steps if isinstance(s, Apply)]
    host = any(isinstance(s, Assign) and s.host for s in steps)
    return "import math\n\n\n" * host + helper_text(calls)


def _prepare(plan: Plan) -> Iterator[str]:
    yield "def prepare(xp, data, scalars):"
    yield f'    """Constants of: {comment(plan.title)}."""'
    yield from unpack([b.name for b in plan.data], "data")
    values = [x for c in plan.constants for x in _scalars_of(c)]
    read = {n for x in values for n in _symbols(x, plan.names)}
    yield from unpack([*map(plan.names.of, plan.scalars)], "scalars", read)
    vectors = {b.name for b in plan.data if not b.cols}
    for constant in plan.constants:
        name = constant.buffer.name
        if isinstance(constant, Prepared):
            yield f"    {name} = {_prepared(plan, constant)}"
        else:
            terms = [_constant_term(plan, constant, vectors, *term) for term in constant.terms]
            yield f"    {name} = {' + '.join(terms)}"
        if constant.buffer.rows and not constant.buffer.cols:
            vectors.add(name)
    made = [*(b.name for b in plan.data), *(c.buffer.name for c in plan.constants)]
    yield f"    return {_tuple(made)}"


def _scalars_of(constant: Constant | Prepared) -> list[Expr]:
    if isinstance(constant, Constant):
        return [coeff for coeff, _ in constant.terms]
    return [constant.step.value] if isinstance(constant.step, Assign) else []


def _prepared(plan: Plan, constant: Prepared) -> str:
    """A function of data as an expression."""
    step, buffer = constant.step, constant.buffer
    if isinstance(step, Assign):
        return _assigned(step, plan.names)
    if step.function == "ones":
        return f"xp.ones({buffer.shape}, dtype={plan.data[0].name}.dtype)"
    return call_text(step.function, [*map(str, step.args)], step.vectors, step.degree)


def _assigned(step: Assign, names: Names) -> str:
    return scalar_text(step.value, names, library="math" if step.host else "xp")


def _constant_term(
    plan: Plan, constant: Constant, vectors: set[str], coeff: Expr, factors: tuple[Operand, ...]
) -> str:
    """A product of data; a diagonal factor is a vector that scales rows or columns."""
    body = ""
    diagonal = True  # whether what has been multiplied so far is a vector
    for factor in factors:
        vector = factor.name in vectors
        if not body:
            body = str(factor)
        elif vector:
            body = f"{body} * {factor}"
        elif diagonal:
            body = f"({body})[:, None] * {factor}"
        else:
            body = f"xp.matmul({body}, {factor})"
        diagonal = diagonal and vector
    if diagonal and constant.buffer.cols:
        first = plan.data[0].name
        size = constant.buffer.rows
        body = f"xp.diag({body})" if body else f"xp.eye({size}, dtype={first}.dtype)"
    if not body:
        return _atom(coeff, plan.names)
    return body if coeff == ONE else f"{_atom(coeff, plan.names)} * {body}"


def _evaluate(plan: Plan, stacked: bool) -> Iterator[str]:
    printer = _Printer(plan, stacked)
    body = [line for step in plan.steps for line in printer.all_lines(step)]
    arrays = [b for b in plan.outputs if b.rows]
    numbers = [b.name for b in plan.outputs if not b.rows]
    added = dict.fromkeys(s.out for s in plan.steps if isinstance(s, Inner | TraceOf))
    constants = [*(b.name for b in plan.data), *(c.buffer.name for c in plan.constants)]
    yield "def evaluate(xp, state, out, constants, scalars, work):"
    yield f'    """{comment(plan.title)}.'
    yield ""
    yield f"    {summary(plan)}"
    for constant in plan.constants:
        yield f"    {constant.buffer.name} = {constant_text(constant, plan.names)}"
    yield '    """'
    yield from unpack([b.name for b in plan.states], "state")
    yield from unpack([b.name for b in arrays], "out")
    yield from unpack(constants, "constants", printer.read)
    yield from unpack([*map(plan.names.of, plan.scalars)], "scalars", printer.read)
    yield from unpack([b.name for b in plan.work], "work")
    yield from (f"    {name} = {text}" for text, name in printer.coefficients.items())
    yield from (f"    {name} = 0.0" for name in dict.fromkeys([*numbers, *added]))
    yield from (f"    {line}" for line in body)
    yield f"    return {_tuple(numbers)}"


def summary(plan: Plan) -> str:
    """One line of what an evaluation costs.

    The traffic is what would move between memory and processor if nothing stayed in a cache.
    """
    return (
        f"{counted(plan.products, 'matrix product')}, {plan.flops / 1e9:.4g} GFLOP,"
        f" {plan.traffic() / 2**20:.4g} MiB moved in float64"
    )


class _Printer:
    """Lines of the steps; coefficients that take arithmetic are named once, at the top."""

    def __init__(self, plan: Plan, stacked: bool = False) -> None:
        self.names, self.stacked = plan.names.copy(), stacked
        self.coefficients: dict[str, str] = {}
        self.read: set[str] = set()
        numbers = [s.out for s in plan.steps if isinstance(s, Inner | TraceOf | Apply | Assign)]
        self._moving = {*numbers, *(b.name for b in plan.states if not b.rows)}
        self._later: dict[str, str] = {}
        self._pending: list[str] = []

    def all_lines(self, step: Step) -> Iterator[str]:
        """The lines of a step, and before them the coefficients that are known only there."""
        lines = [*self.lines(step)]
        yield from self._pending
        self._pending = []
        yield from lines

    def lines(self, step: Step) -> Iterator[str]:
        match step:
            case MatMul(out=out, left=left, right=right):
                yield f"xp.matmul({self.operand(left)}, {self.operand(right)}, out={out})"
            case ScaleBy(out=out, arg=arg, vector=vector, columns=columns):
                self.read.add(vector)
                scale = vector if columns else f"{vector}[:, None]"
                yield f"xp.multiply({self.operand(arg)}, {scale}, out={out})"
            case Combine():
                yield from self._combine(step)
            case Inner(out=out, coeff=coeff, left=left, right=right, scratch=scratch):
                yield f"xp.multiply({self.operand(left)}, {self.operand(right)}, out={scratch})"
                yield f"{out} = {out} + {self.coefficient(coeff)} * xp.sum({scratch})"
            case Diagonal(out=out, terms=terms):
                view = f"xp.reshape({out}, (-1,))[:: {out}.shape[0] + 1]"
                yield f"{view} += {' + '.join(self._diagonal_term(*t) for t in terms)}"
            case TraceOf(out=out, coeff=coeff, arg=arg, vector=vector):
                factor = self.coefficient(coeff)
                yield f"{out} = {out} + {' * '.join([factor, *self._trace(arg, vector)])}"
            case Apply():
                yield from self._apply(step)
            case Assign(out=out, value=value):
                self.read |= _symbols(value, self.names)
                yield f"{out} = {_assigned(step, self.names)}"

    def _diagonal_term(self, coeff: Expr, vector: str) -> str:
        if not vector:
            return self.coefficient(coeff)
        self.read.add(vector)
        return vector if coeff == ONE else f"{self.coefficient(coeff)} * {vector}"

    def _trace(self, arg: Operand | None, vector: str) -> list[str]:
        if vector:
            self.read.add(vector)
            return [
                f"xp.sum(xp.diagonal({self.operand(arg)}) * {vector})"
                if arg
                else f"xp.sum({vector})"
            ]
        return [f"xp.trace({self.operand(arg)})"] if arg else []

    def _combine(self, step: Combine) -> Iterator[str]:
        if not step.terms:
            yield f"{step.out}[...] = 0.0"
            return
        (coeff, operand), *rest = step.terms
        out, first = step.out, self.operand(operand)
        single: dict[Expr, str] = {ONE: "add", MINUS_ONE: "subtract"}
        if operand.name == out and coeff == ONE:
            pass
        elif coeff == ONE and rest and rest[0][0] in single:
            (sign, other), *rest = rest
            yield f"xp.{single[sign]}({first}, {self.operand(other)}, out={out})"
        elif coeff == ONE and not rest and step.factor == ONE:
            yield f"{out}[...] = {first}"
        else:
            yield f"xp.multiply({first}, {self.coefficient(coeff)}, out={out})"
        for sign, other in rest:
            addend = self.operand(other)
            if sign not in single:
                yield f"xp.multiply({addend}, {self.coefficient(sign)}, out={step.scratch})"
                addend = step.scratch
            yield f"xp.{single.get(sign, 'add')}({out}, {addend}, out={out})"
        if step.factor != ONE:
            yield f"xp.multiply({out}, {self.coefficient(step.factor)}, out={out})"

    def _apply(self, step: Apply) -> Iterator[str]:
        args, out = [self.operand(arg) for arg in step.args], step.out
        if step.function == "ones":
            yield f"{out}[...] = 1.0"
        elif step.function == "entries":
            first, *rest = args
            for other in rest:
                yield f"xp.multiply({first}, {other}, out={out})"
                first = out
        elif step.function == "diagonal" and len(args) == 2:
            yield f"xp.multiply({', '.join(args)}, out={step.scratch})"
            yield f"{out}[...] = xp.sum({step.scratch}, axis=1)"
        else:
            text = call_text(step.function, args, step.vectors, step.degree)
            number = step.function in ("determinant", "log-determinant")
            yield f"{out}{'' if number else '[...]'} = {text}"

    def operand(self, operand: Operand) -> str:
        """A buffer, transposed as a view."""
        self.read.add(operand.name)
        if operand.transposed and self.stacked:
            return f"xp.swapaxes({operand.name}, -1, -2)"
        return str(operand)

    def coefficient(self, coeff: Expr) -> str:
        """A number or a name; arithmetic is done once and named."""
        self.read |= _symbols(coeff, self.names)
        text = scalar_text(coeff, self.names)
        if isinstance(coeff, Num | Sym):
            return text
        if not self._moving.isdisjoint(_symbols(coeff, self.names)):
            if text not in self._later:
                self._later[text] = self.names.fresh(
                    f"c{len(self.coefficients) + len(self._later)}"
                )
                self._pending.append(f"{self._later[text]} = {text}")
            return self._later[text]
        if text not in self.coefficients:
            self.coefficients[text] = self.names.fresh(f"c{len(self.coefficients)}")
        return self.coefficients[text]


def _symbols(node: Expr, names: Names) -> set[str]:
    return {names.of(n.name) for n in walk(node) if isinstance(n, Sym)}


def _atom(coeff: Expr, names: Names) -> str:
    text = scalar_text(coeff, names)
    return text if isinstance(coeff, Num | Sym) else f"({text})"


def _tuple(names: list[str]) -> str:
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"
