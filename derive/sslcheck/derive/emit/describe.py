"""A plan as lines to read: what goes in and out, every step, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sslcheck.derive.emit.elementwise import ElementwisePlan
from sslcheck.derive.emit.functions import Function
from sslcheck.derive.emit.names import Names, comment
from sslcheck.derive.emit.plan import (
    Apply,
    Assign,
    Buffer,
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
from sslcheck.derive.expr import MINUS_ONE, ONE, Expr, Quotient, Sum
from sslcheck.derive.text.words import counted

__all__ = ["constant_text", "plan_lines"]

_NAMES: dict[Function, str] = {
    "exponential": "exp",
    "diagonal": "diag",
    "column": "column",
    "trace": "tr",
    "determinant": "det",
    "log-determinant": "ln det",
}


def plan_lines(plan: Plan | ElementwisePlan) -> Iterator[str]:
    """The plan, a line at a time; bytes are counted at 8 bytes a number.

    The traffic is what would move between memory and processor if nothing stayed in a cache.
    """
    yield comment(plan.title)
    yield ""
    yield f"scalars    {_names(map(plan.names.of, plan.scalars))}"
    if isinstance(plan, ElementwisePlan):
        each = [s for s in plan.states if s not in plan.single]
        one = "".join(f", {s} (number)" for s in plan.states if s in plan.single)
        yield f"states     {_names(each)}: {counted(plan.modes, 'mode')} each{one}"
        yield f"data       {_names(plan.data)}"
        yield f"outputs    {_names(name for name, _ in plan.rates)}"
    else:
        yield f"states     {_names(map(_shaped, plan.states))}"
        yield f"data       {_names(map(_shaped, plan.data))}"
        for constant in plan.constants:
            yield f"constant   {_shaped(constant.buffer)} = {constant_text(constant, plan.names)}"
        yield f"outputs    {_names(map(_shaped, plan.outputs))}"
        yield f"work       {_names(map(_shaped, plan.work))}"
        yield ""
        yield from _table(plan)
    yield ""
    yield f"matrix products {plan.products}"
    yield f"operations      {plan.flops:,}"
    yield f"bytes moved     {_size(plan.traffic())}"
    yield f"memory          {_size(plan.memory())} besides states and outputs"


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _shaped(buffer: Buffer) -> str:
    sizes = [str(s) for s in (buffer.rows, buffer.cols) if s]
    return f"{buffer.name} ({' x '.join(sizes)})" if sizes else f"{buffer.name} (number)"


def _size(count: int) -> str:
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.4g} {unit}"
        count /= 1024  # type: ignore[assignment]
    return f"{count:.4g} GiB"


def constant_text(constant: Constant | Prepared, names: Names) -> str:
    """What a constant is made of; diagonal data stand for their matrices."""
    if isinstance(constant, Prepared):
        return _step(constant.step, names).partition(" = ")[2]
    return _sum([(c, " ".join(map(str, w)) or "I") for c, w in constant.terms], names)


def _table(plan: Plan) -> Iterator[str]:
    rows = [("step", "operations", "moved")]
    for step in plan.steps:
        rows.append((_step(step, plan.names), f"{step.flops:,}", _size(8 * step.bytes)))
    widths = [max(len(row[k]) for row in rows) for k in range(3)]
    for text, flops, moved in rows:
        yield f"{text:<{widths[0]}}  {flops:>{widths[1]}}  {moved:>{widths[2]}}"


def _step(step: Step, names: Names) -> str:
    """A step as an equation."""
    match step:
        case MatMul(out=out, left=left, right=right):
            return f"{out} = {left} {right}"
        case ScaleBy(out=out, arg=arg, vector=vector, columns=columns):
            factors = [str(arg), f"diag({vector})"]
            return f"{out} = {' '.join(factors if columns else factors[::-1])}"
        case Combine(out=out, factor=factor, terms=terms):
            text = _sum([(c, str(o)) for c, o in terms], names) or "0"
            if factor == ONE:
                return f"{out} = {text}"
            return f"{out} = {_times(factor, f'({text})' if len(terms) > 1 else text, names)}"
        case Inner(out=out, coeff=coeff, left=left, right=right):
            turned = Operand(left.name, not left.transposed)
            return f"{out} += {_times(coeff, f'tr({turned} {right})', names)}"
        case Diagonal(out=out, terms=terms):
            return f"{out} += {_sum([(c, f'diag({v})' if v else 'I') for c, v in terms], names)}"
        case TraceOf(out=out, coeff=coeff, arg=arg, vector=vector):
            factors = [*([f"diag({vector})"] if vector else []), *([str(arg)] if arg else [])]
            text = f"tr({' '.join(factors)})"
            return (
                f"{out} += {_times(coeff, text, names) if factors else scalar_text(coeff, names)}"
            )
        case Apply(out=out, function=function, args=args, degree=degree):
            return f"{out} = {_call(function, args, degree)}"
        case Assign(out=out, value=value):
            return f"{out} = {scalar_text(value, names, library='')}"
    raise TypeError(f"unknown step {type(step).__name__}")


def _call(function: Function, args: tuple[Operand, ...], degree: int) -> str:
    shown = [str(arg) for arg in args]
    match function, shown:
        case "ones", _:
            return "1"
        case "entries", _:
            return " o ".join(shown)
        case "inverse", [arg]:
            return f"{arg}^-1"
        case "pseudo-inverse", [arg]:
            return f"{arg}^+"
        case "root", [arg]:
            return f"{arg}^(1/{degree})"
        case (("diagonal" | "trace"), [left, right]):
            turned = [str(replace(arg, transposed=not arg.transposed)) for arg in args]
            if function == "diagonal":
                return f"diag({left} {turned[1]})"
            return f"tr({turned[0]} {right})"
    return f"{_NAMES[function]}({shown[0]})"


def _sum(terms: list[tuple[Expr, str]], names: Names) -> str:
    text = ""
    for coeff, body in terms:
        term = _times(coeff, body, names)
        if not text:
            text = term
        else:
            text += f" - {term[1:].lstrip()}" if term.startswith("-") else f" + {term}"
    return text


def _times(coeff: Expr, body: str, names: Names) -> str:
    if coeff == ONE:
        return body
    if coeff == MINUS_ONE:
        return f"-{body}"
    text = scalar_text(coeff, names)
    return f"({text}) {body}" if isinstance(coeff, Sum | Quotient) else f"{text} {body}"
