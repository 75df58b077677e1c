"""Random sets of matrix polynomials: whatever the search shares or reuses, the values stay."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.drawing import examples

from sslcheck.derive.emit import make_plan
from sslcheck.derive.emit.plan import Combine, Inner, MatMul, ScaleBy, Step
from sslcheck.derive.expr import Expr, Ident, Num, Prod, Sum, Sym, Trace, Transpose
from sslcheck.derive.models.model import Model
from sslcheck.derive.setting import Setting, Symbol

SIZES = {"n": 3, "m": 4}
LETTERS = {
    "A": Symbol("A", ("n", "m"), role="state"),
    "B": Symbol("B", ("n", "m"), role="state"),
    "P": Symbol("P", ("n", "n"), role="state"),
    "S": Symbol("S", ("m", "m"), frozenset({"symmetric"})),
    "T": Symbol("T", ("m", "m"), frozenset({"diagonal"})),
    "u": Symbol("u", ("m", "1")),
    "w": Symbol("w", ("n", "1"), role="state"),
    "x": Symbol("x"),
    "y": Symbol("y"),
}
STEPS: dict[str, list[tuple[Expr, str]]] = {"n": [], "m": [], "1": []}
for _name, _symbol in LETTERS.items():
    if not _symbol.scalar:
        _rows, _cols = _symbol.shape
        STEPS[_rows].append((Sym(_name), _cols))
        STEPS[_cols].append((Transpose(Sym(_name)), _rows))


@st.composite
def words(draw: st.DrawFn, rows: str, cols: str) -> Expr:
    """A product of letters from one space to another, with a scalar in front."""
    factors: list[Expr] = [
        draw(st.sampled_from([Num(Fraction(-2)), Num(Fraction(1, 3)), Sym("x"), Sym("y")]))
    ]
    at = rows
    for _ in range(draw(st.integers(1, 4))):
        letter, at = draw(st.sampled_from(STEPS[at]))
        factors.append(letter)
    if at == "1":
        factors.append(Transpose(Sym("w" if cols == "n" else "u")))
    elif at != cols:
        factors.append(Sym("A") if at == "n" else Transpose(Sym("B")))
    elif all(f in (Sym("T"), Transpose(Sym("T"))) for f in factors[1:]):
        factors.append(Sym("S"))  # a diagonal matrix alone is no output
    return Prod(tuple(factors))


@st.composite
def outputs(draw: st.DrawFn) -> dict[str, Expr]:
    made: dict[str, Expr] = {}
    for k in range(draw(st.integers(1, 3))):
        rows, cols = draw(st.sampled_from(["n", "m"])), draw(st.sampled_from(["n", "m"]))
        terms = draw(st.lists(words(rows, cols), min_size=1, max_size=4))
        made[f"Y{k}"] = Sum((*terms, Prod((Sym("x"), Sym("y"), terms[0]))))
    return made


def literal(node: Expr, values: dict[str, Any]) -> Any:
    match node:
        case Num(value=value):
            return float(value)
        case Sym(name=name):
            return values[name]
        case Ident(space=space):
            return np.eye(SIZES[space])
        case Trace(arg=arg):
            return np.trace(literal(arg, values))
        case Transpose(arg=arg):
            return literal(arg, values).T
        case Sum(terms=terms):
            return sum(literal(t, values) for t in terms)
        case Prod(factors=factors):
            result: Any = 1.0
            for factor in factors:
                value = literal(factor, values)
                both = np.ndim(result) == 2 and np.ndim(value) == 2
                result = result @ value if both else result * value
            return result
    raise TypeError(type(node).__name__)


# a mixed constant; a diagonal term; an identity term, inside a product as well; traces of each kind
A, B, P, S, T, u, w, x = map(Sym, ("A", "B", "P", "S", "T", "u", "w", "x"))
AT, BT = Transpose(A), Transpose(B)
I = Ident("n")
REGRESSIONS: dict[str, dict[str, Expr]] = {
    "dense and diagonal data in one constant": {"Y": Prod((S, T, BT))},
    "diagonal and dense data in one constant": {"Y": Prod((A, T, S, S, T))},
    "sum of dense and diagonal data in a constant": {"Y": Prod((A, Sum((S, Prod((x, T)))), BT))},
    "a diagonal term": {"Y": Sum((Prod((AT, B)), Prod((x, T)), Prod((T, T))))},
    "an identity term": {"Y": Sum((Prod((x, I)), P))},
    "an identity term beside a product": {"Y": Sum((I, Prod((x, A, BT)), Prod((x, I))))},
    "an identity term in a shared factor": {
        "Y": Prod((Sum((P, I)), A)),
        "Z": Prod((Sum((P, I)), B)),
    },
    "an identity with data": {"Y": Prod((A, Sum((S, Ident("m"))), BT))},
    "an identity with diagonal data": {"Y": Prod((A, Sum((T, Ident("m"))), BT))},
    "the trace of a letter": {"Y": Prod((x, Trace(P)))},
    "the trace of diagonal data": {"Y": Sum((Trace(T), Trace(Prod((T, T)))))},
    "the trace of a product with a diagonal": {"Y": Trace(Prod((T, AT, B)))},
    "a number beside a trace": {"Y": Sum((x, Trace(Prod((P, P)))))},
    "traces of products that begin differently": {
        "Y": Sum((Trace(Prod((P, P, P))), Trace(Prod((A, AT, P)))))
    },
    "a number made of data behind a vector": {"Y": Prod((w, Transpose(u), u))},
    "several traces": {"Y": Sum((Trace(Prod((P, P))), Trace(P), Trace(Prod((A, S, AT, P)))))},
}


@pytest.mark.parametrize("wanted", REGRESSIONS.values(), ids=REGRESSIONS)
def test_what_once_failed_or_was_refused(
    run: Callable[..., dict[str, Any]], wanted: dict[str, Expr]
) -> None:
    check(run, wanted, 0)


# derandomised and never shrunk: a plan takes long enough that shrinking would take minutes
@pytest.mark.slow
@settings(
    max_examples=examples(20),
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
@given(outputs(), st.integers(0, 5))
def test_values_are_those_of_the_expressions(
    run: Callable[..., dict[str, Any]], wanted: dict[str, Expr], seed: int
) -> None:
    check(run, wanted, seed)


def check(run: Callable[..., dict[str, Any]], wanted: dict[str, Expr], seed: int) -> None:
    model = Model(
        "test",
        "random polynomials",
        Setting(symbols=LETTERS),
        {s: Sym(s) for s in ("A", "B", "P", "w")},
        {},
        ("S", "T", "u"),
        {"S": "dense", "T": "diagonal", "u": "dense"},
    )
    rng = np.random.default_rng(seed)
    values: dict[str, Any] = {"x": 0.7, "y": -1.9}
    for name, symbol in LETTERS.items():
        if not symbol.scalar:
            values[name] = rng.normal(size=tuple({**SIZES, "1": 1}[s] for s in symbol.shape))
    values["S"] = values["S"] + values["S"].T
    stored = {**values, "T": np.diag(values["T"]).copy()}
    values["T"] = np.diag(stored["T"])
    plan = make_plan(model, SIZES, wanted)
    for step in plan.steps:
        check_overlap(step)
    found = run(plan, stored)
    for name, expression in wanted.items():
        np.testing.assert_allclose(found[name], literal(expression, values), rtol=1e-11, atol=1e-9)


def check_overlap(step: Step) -> None:
    """CuPy does not look for operands that overlap with the result, as NumPy does."""
    match step:
        case MatMul(out=out, left=left, right=right):
            assert out not in (left.name, right.name)
        case ScaleBy(out=out, arg=arg):
            assert arg.name != out or not arg.transposed
        case Combine(out=out, terms=((_, first), *rest), scratch=scratch):
            assert first.name != out or not first.transposed
            assert out not in [o.name for _, o in rest]
            assert scratch not in (out, first.name, *(o.name for _, o in rest))
        case Inner(left=left, right=right, scratch=scratch):
            assert scratch not in (left.name, right.name)
