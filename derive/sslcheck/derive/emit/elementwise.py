"""Kernels of models whose states are scalars, one set for each mode: array code and CUDA C."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from sslcheck.derive.algebra.letters import DiagOf, Letter, MaxOf, OnesOf, TraceOf
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.emit.build import scalar_names
from sslcheck.derive.emit.horner import horner
from sslcheck.derive.emit.names import Names, comment, unpack
from sslcheck.derive.emit.numbers import Numbers
from sslcheck.derive.emit.scalars import scalar_text
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import (
    Exp,
    Expr,
    Log,
    Maximum,
    Num,
    Power,
    Prod,
    Quotient,
    Sum,
    Sym,
    Total,
)
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.words import counted
from sslcheck.derive.traverse import children, map_children, symbols_in, walk

__all__ = [
    "ElementwisePlan",
    "alone",
    "cuda_text",
    "elementwise_text",
    "make_elementwise_plan",
    "point_text",
]

_SCALAR = ("1", "1")
_SHARED = "?shared "  # no symbol of an article is called so


@dataclass(frozen=True, slots=True, eq=False)
class ElementwisePlan:
    """Scalar statements, the same for every mode: ``shared`` in order, then one for each output.

    ``rates`` are the outputs: the rates of the model, or what was asked for instead. All but
    ``scalars`` and the symbols in expressions are identifiers that ``names`` gave.

    ``modes`` is the number of modes; of the states in ``single`` there is one number for all.
    ``flops`` and ``traffic`` count one evaluation.
    """

    title: str
    modes: int
    states: tuple[str, ...]
    data: tuple[str, ...]
    scalars: tuple[str, ...]
    shared: tuple[tuple[str, Expr], ...]
    rates: tuple[tuple[str, Expr], ...]
    names: Names = field(repr=False, compare=False)
    single: frozenset[str] = frozenset()

    @property
    def products(self) -> int:
        """Matrix products per evaluation: none."""
        return 0

    @property
    def flops(self) -> int:
        """Floating-point operations per evaluation."""
        return self.modes * sum(_operations(e) for _, e in (*self.shared, *self.rates))

    @property
    def joint(self) -> bool:
        """Whether modes are summed over, or share a state, so that none is computed alone."""
        return bool(self.single) or any(isinstance(part, Total | Maximum) for part in self.parts())

    def parts(self) -> Iterator[Expr]:
        """All parts of its statements."""
        return (part for _, e in (*self.shared, *self.rates) for part in walk(e))

    def traffic(self, itemsize: int = 8) -> int:
        """Bytes read and written per evaluation."""
        return itemsize * self.modes * (2 * len(self.states) + len(self.data))

    def memory(self, itemsize: int = 8) -> int:
        """Bytes of the data."""
        return itemsize * self.modes * len(self.data)


def make_elementwise_plan(
    model: Model,
    modes: int,
    outputs: Mapping[str, Expr] | None = None,
    sizes: Mapping[str, int] | None = None,
) -> ElementwisePlan:
    """The plan of a model of scalar modes, for its rates or for other ``outputs``.

    ``sizes`` are those of other spaces that formulas name. ``outputs`` are quantities of the
    article; of a matrix in the common bases a kernel computes the entry of each mode, of a trace
    the summand of each mode. They are called as their names say.

    Raises `Unsupported` for a model with matrices, and for a quantity that has no such entries.
    """
    if not model.elementwise:
        raise Unsupported("a model with matrices takes a matrix plan, not an elementwise kernel")
    scalars = Scalars(n for n, s in model.setting.symbols.items() if s.scalar)
    normal = NormalForm(model.setting, scalars)
    if outputs is None:
        wanted = dict(model.rates)
    else:
        wanted = {n: model.express(q) for n, q in outputs.items()}
    made = _Modes(scalars, {model.space: modes, **(sizes or {})}, frozenset(model.states))
    values = {n: made.ratio(normal.whole(e).value()) for n, e in wanted.items()}
    parts = [e for m in made.made.values() if m.value is not None for e in walk(m.value)]
    seen = {n for value in values.values() for n in value.free()}
    plain = scalar_names(model, seen | symbols_in(parts))
    names = Names()
    for name in (*model.states, *model.data, *plain):
        names.of(name)
    rates = {
        names.fresh(f"d{names.of(n)}" if outputs is None else n): horner(value)
        for n, value in values.items()
    }
    shared: dict[Expr, str] = {}
    counts: Counter[Expr] = Counter(
        n for r in rates.values() for n in walk(r) if isinstance(n, Sum)
    )
    for expression in rates.values():
        for node in reversed(list(walk(expression))):  # innermost first
            if counts[node] > 1 and node not in shared:
                shared[node] = f"{_SHARED}{len(shared)}"
                names.of(shared[node], f"r{len(shared) - 1}")
    statements = [(names.of(m.name), m.value) for m in made.made.values() if m.value is not None]
    statements += [
        (names.of(name), _replaced(node, shared, inside=True)) for node, name in shared.items()
    ]
    results = [(name, _replaced(r, shared)) for name, r in rates.items()]
    return ElementwisePlan(
        model.title,
        modes,
        tuple(map(names.of, model.states)),
        tuple(map(names.of, model.data)),
        plain,
        tuple(statements),
        tuple(results),
        names,
        frozenset(names.of(s) for s in model.states if model.single(s)),
    )


class _Modes(Numbers):
    """Numbers of scalar modes: traces and maxima are taken over all of them."""

    def _computed(self, letter: Letter) -> str:
        value: Expr
        match letter:
            case TraceOf(word) if all(isinstance(n, DiagOf | OnesOf) for n, _ in word):
                entries = [n for n, _ in word if isinstance(n, DiagOf)]
                if not entries:
                    return super()._computed(letter)
                product = self.scalars.one
                for each in entries:
                    product = product * self._number(each.entry)
                value = Total(ratio_expr(product), entries[0].index)
            case MaxOf(_, inside, index):
                value = Maximum(ratio_expr(self.ratio(inside)), index)
            case _:
                return super()._computed(letter)
        return self._add("total" if isinstance(value, Total) else "largest", _SCALAR, value=value)


def _replaced(node: Expr, names: Mapping[Expr, str], inside: bool = False) -> Expr:
    if not inside and node in names:
        return Sym(names[node])
    return map_children(node, lambda child: _replaced(child, names))


def _operations(node: Expr) -> int:
    match node:
        case Sum(terms=parts):
            return len(parts) - 1 + sum(map(_operations, parts))
        case Prod(factors=(Num(value=value), *rest)) if value == Fraction(-1):
            return len(rest) - 1 + sum(map(_operations, rest))
        case Prod(factors=parts):
            return len(parts) - 1 + sum(map(_operations, parts))
        case Quotient(numerator=top, denominator=bottom):
            return 1 + _operations(top) + _operations(bottom)
        case _ if isinstance(node, Exp | Log | Total | Maximum) or _is_root(node):
            return 1 + sum(map(_operations, children(node)))
    return sum(map(_operations, children(node)))


def _is_root(node: Expr) -> bool:
    return isinstance(node, Power) and node.exponent.denominator == 2


def elementwise_text(plan: ElementwisePlan) -> str:
    """The plan as Python: ``prepare`` and ``evaluate`` as for matrices, on vectors of modes."""
    text = "\n".join(_array_lines(plan)) + "\n"
    return f"import math\n\n\n{text}" if "math." in text else text


def alone(plan: ElementwisePlan, count: int) -> ElementwisePlan:
    """The plan for ``count`` sets of states that have nothing in common: scalars become data.

    Raises `Unsupported` for what takes all modes at once.
    """
    if plan.joint:
        raise Unsupported(
            "a mode of this flow does not move alone: modes are summed over, their largest is"
            " taken, or they share a number"
        )
    data = (*plan.data, *map(plan.names.of, plan.scalars))
    return replace(plan, modes=count, data=data, scalars=())


def point_text(plan: ElementwisePlan) -> str:
    """The plan as a function of numbers in Python: ``rate(states, data)`` returns the outputs.

    It consists of assignments and of one ``return``. The plan is one of `alone`.
    """
    lines = [f"def rate({', '.join((*plan.states, *plan.data))}):"]
    lines.append(
        f'    """{comment(plan.title)}: {counted(plan.flops // plan.modes, "operation")}."""'
    )
    for name, expression in (*plan.shared, *plan.rates):
        lines.append(f"    {name} = {scalar_text(expression, plan.names, library='math')}")
    return (
        "\n".join((*lines, f"    return ({''.join(f'{name}, ' for name, _ in plan.rates)})")) + "\n"
    )


def _array_lines(plan: ElementwisePlan) -> Iterator[str]:
    host = {*map(plan.names.of, plan.scalars)}
    yield "def prepare(xp, data, scalars):"
    yield f'    """Constants of: {comment(plan.title)}."""'
    yield "    return data"
    yield ""
    yield ""
    yield "def evaluate(xp, state, out, constants, scalars, work):"
    yield f'    """{comment(plan.title)}.'
    yield ""
    yield f"    no matrix products, {counted(plan.flops // plan.modes, 'operation')} for each mode"
    yield '    """'
    yield from unpack([*plan.states], "state")
    yield from unpack([name for name, _ in plan.rates], "out")
    yield from unpack([*plan.data], "constants")
    yield from unpack([*map(plan.names.of, plan.scalars)], "scalars")
    for name, expression in plan.shared:
        alone = {plan.names.of(n.name) for n in walk(expression) if isinstance(n, Sym)} <= host
        host |= {name} if alone else set()
        library = "math" if alone else "xp"
        yield f"    {name} = {scalar_text(expression, plan.names, library=library)}"
    for name, expression in plan.rates:
        yield f"    {name}[...] = {scalar_text(expression, plan.names)}"
    yield "    return ()"


def cuda_text(plan: ElementwisePlan, real: Literal["double", "float"] = "double") -> str:
    """The plan as CUDA C: kernel ``evaluate(modes, states, data, rates, scalars)``.

    Pointers first in the order of the plan, then the scalars. A compiler of plain C makes an
    ordinary loop of it, so its arithmetic can be checked with no GPU. Raises `Unsupported` for what
    takes all modes at once.
    """
    if plan.joint:
        raise Unsupported(
            "CUDA C has a thread for each mode, and these modes are not alone: they are summed"
            " over, their largest is taken, or they share a number; take `--target cupy`"
        )
    return "\n".join(_cuda_lines(plan, real)) + "\n"


def _cuda_lines(plan: ElementwisePlan, real: str) -> Iterator[str]:
    names = plan.names.copy()
    scalars = [names.of(s) for s in plan.scalars]
    given = {name: names.fresh(f"{name}_in") for name in (*plan.states, *plan.data)}
    written = {name: names.fresh(f"{name}_out") for name, _ in plan.rates}
    work = counted(plan.flops // plan.modes, "operation")
    yield f"/* {comment(plan.title)}: {work} for each mode. */"
    yield f"typedef {real} real;"
    yield "#if defined(__CUDACC__) || defined(__HIPCC__)"
    yield '#define KERNEL extern "C" __global__'
    yield "#define FOR_EACH_MODE(j, count) \\"
    yield "    long long j = (long long)blockIdx.x * blockDim.x + threadIdx.x; if (j < count)"
    yield "#else"
    if any(isinstance(part, Exp | Log) or _is_root(part) for part in plan.parts()):
        yield "#include <math.h>"
    yield "#define KERNEL"
    yield "#define FOR_EACH_MODE(j, count) for (long long j = 0; j < count; ++j)"
    yield "#endif"
    yield ""
    yield "KERNEL void evaluate("
    arguments = ["long long modes"]
    arguments += [f"const real *{pointer}" for pointer in given.values()]
    arguments += [f"real *{pointer}" for pointer in written.values()]
    arguments += [f"real {name}" for name in scalars]
    yield ",\n".join(f"    {argument}" for argument in arguments)
    yield ") {"
    yield "    FOR_EACH_MODE(j, modes) {"
    statements = (*plan.shared, *plan.rates)
    read = {names.of(n.name) for _, e in statements for n in walk(e) if isinstance(n, Sym)}
    for name, pointer in given.items():
        if name in read:
            yield f"        const real {name} = {pointer}[j];"
    for name, expression in plan.shared:
        yield f"        const real {name} = {_c_text(expression, names)};"
    for name, expression in plan.rates:
        yield f"        {written[name]}[j] = {_c_text(expression, names)};"
    yield "    }"
    yield "}"


def _c_text(expression: Expr, names: Names) -> str:
    """C text with every number cast, so that float stays float.

    A number of Python, such as 0.5 or 1e-05, is one of C as well.
    """
    return scalar_text(expression, names, number=lambda text: f"(real){text}", library="")
