"""Random articles of one flow each, and what they are worth by the exact route.

The flows have transposes everywhere, data that are not symmetric unless declared so, unequal sizes,
vectors, and names that would make the same identifier.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from tests.derive.emit.running import evaluate

from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, Plan, make_plan
from sslcheck.derive.exact import Matrix, Point
from sslcheck.derive.exact.point import NO_MODE
from sslcheck.derive.exact.sample import Draws
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.expr import Dot, Expr, Sym
from sslcheck.derive.models.model import Model, Structure, full_model, scale_symbol
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.setting import Setting

__all__ = ["Case", "as_array", "check_rates", "draw", "model_of", "run", "same", "written"]

STATES = ["X", "W", r"\hat{F}", "B", "Y"]
DATA = ["X'", r"X_{prime}", "G", "G'", r"\bar{S}", "S_{xp}", "R", "W_a"]
SCALARS = [r"\alpha'", r"\alpha_{prime}", "p_+", r"p_{plus}", r"\lambda", "c_0", r"\eta"]
COEFFICIENTS = [
    *("", "", "2", r"\frac{1}{3}", "A", "A B", r"\frac{A}{2}", r"\frac{1}{A}"),
    *("(A + B)", "(A - B)", "A^2", r"\frac{A - B}{A + B}"),
]


@dataclass
class Case:
    """An article's text, the sizes of its spaces, and what its square data are asked to be."""

    seed: int
    text: str
    sizes: dict[str, int]
    structure: dict[str, Structure]

    @cached_property
    def article(self) -> Article:
        """The article as it is read."""
        return parse_article(self.text, f"drawn {self.seed}")

    @cached_property
    def values(self) -> dict[str, Matrix]:
        """Exact values of all symbols, as they are declared and as the structure says."""
        draws = Draws(Scope(Setting(symbols=self.article.symbols)), self.sizes, self.seed)
        found: dict[str, Matrix] = {}
        for name in self.article.symbols.keys() - self.article.definitions.keys():
            value = draws.value(name, NO_MODE, 0)
            kind = self.structure.get(name, "dense")
            if kind != "dense":
                x = value[0][0] or 2
                value = [
                    [(v if kind == "diagonal" else x) if i == j else 0 for j, v in enumerate(row)]
                    for i, row in enumerate(value)
                ]
            found[name] = value
        return found

    @cached_property
    def rates(self) -> dict[str, Expr]:
        """The right sides of the equations as they are read."""
        return {
            r.lhs.arg.name: r.rhs
            for r in self.article.flows["f"].equations
            if isinstance(r.lhs, Dot) and isinstance(r.lhs.arg, Sym)
        }

    def exact(self, nodes: Mapping[str, Expr], order: int = 0) -> dict[str, Any]:
        """Values of expressions by the exact route; of order 1, their rates along the flow."""
        article = self.article
        scope = Scope(
            Setting(symbols=article.symbols, definitions=article.definitions, flow=self.rates)
        )
        given = {(name, NO_MODE): [value] for name, value in self.values.items()}
        point = Point(scope, self.sizes, Draws(scope, self.sizes, self.seed, given))
        return {name: as_array(point.evaluate(node).at(order)) for name, node in nodes.items()}

    def stored(self) -> dict[str, Any]:
        """Values as kernels take them, by symbol: vectors for diagonals, scales, numbers."""
        found: dict[str, Any] = {}
        for name, value in self.values.items():
            array = as_array(value)
            kind = self.structure.get(name, "dense")
            if kind == "isotropic":
                found[scale_symbol(name)] = float(array[0, 0])
            elif kind == "diagonal":
                found[name] = np.diagonal(array).copy()
            else:
                found[name] = array.item() if self.article.symbols[name].scalar else array
        return found


def as_array(value: Matrix) -> Any:
    """An exact matrix in double precision."""
    return np.array([[float(x) for x in row] for row in value])


def draw(seed: int) -> Case:
    """A random article; the same for the same seed."""
    return _Drawer(seed).case()


class _Drawer:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seed = seed
        self.shapes: dict[str, tuple[str, str]] = {}
        self.scalars: list[str] = []

    def case(self) -> Case:
        rng = self.rng
        spaces = rng.sample(["n", "d", "m"], rng.choice([1, 2, 2, 3]))
        sizes = rng.sample([1, 2, 3, 4, 5], 3) if rng.random() < 0.8 else [rng.randint(1, 3)] * 3
        states = rng.sample(STATES, rng.randint(1, 3))
        structure: dict[str, Structure] = {}
        symbols: dict[str, str] = {}
        for name in (*states, *rng.sample(DATA, rng.randint(0, 4))):
            rows, cols = rng.choice(spaces), rng.choice(spaces)
            cols = {0: "1", 1: rows, 2: rows, 3: rows}.get(rng.randint(0, 12), cols)
            self.shapes[name] = (rows, cols)
            entry = f"shape = ['{rows}', '{cols}']"
            if name in states:
                entry += ", role = 'state'"
            elif rows == cols:
                mark = rng.choice(["", "", "", "symmetric", "psd", "diagonal"])
                entry += f", properties = ['{mark}']" if mark else ""
                kind: Structure = rng.choice(["dense", "dense", "diagonal", "isotropic"])
                structure[name] = "diagonal" if (mark, kind) == ("diagonal", "dense") else kind
            symbols[name] = entry
        self.scalars = rng.sample(SCALARS, rng.randint(1, 4))
        symbols |= dict.fromkeys(self.scalars, "sign = 'positive'")
        shape = rng.choice([(s, t) for s in spaces for t in spaces])
        definitions = {"Q": self.sum(*shape, 1), "J": self.traces(spaces)}
        symbols |= {"Q": f"shape = ['{shape[0]}', '{shape[1]}']", "J": ""}
        equations = [
            rf"\frac{{d}}{{dt}} {name} = {self.sum(*self.shapes[name], rng.choice([0, 0, 1, 2]))}"
            for name in states
        ]
        lines = ["[article]", 'name = "drawn"', "[spaces]", *(f"{s} = '{s}'" for s in spaces)]
        lines += ["[symbols]", *(f"{json.dumps(n)} = {{ {e} }}" for n, e in symbols.items())]
        lines += ["[definitions]", *(f"{n} = {json.dumps(e)}" for n, e in definitions.items())]
        lines += ["[flows.f]", f"equations = {json.dumps(equations)}", "[[equation]]"]
        lines += ['number = "1"', f"latex = {json.dumps(equations[0])}", "[[claim]]", 'id = "1"']
        lines += ['equation = "1"', "line = 1", 'kind = "identity"', 'flow = "f"']
        named = dict(zip(spaces, sizes, strict=False))
        return Case(self.seed, "\n".join(lines) + "\n", named, structure)

    def traces(self, spaces: list[str]) -> str:
        """A sum of traces, at times with a number."""
        ends = [self.rng.choice(spaces) for _ in range(self.rng.randint(1, 3))]
        words = [word for s in ends if (word := self.word(s, s, 1))]
        terms = [rf"{self.coefficient()} \text{{tr}}({word})" for word in words]
        return " + ".join([*terms, *self.rng.choice([[], [], self.scalars[:1]])]) or "0"

    def coefficient(self) -> str:
        text = self.rng.choice(COEFFICIENTS)
        a, b = (self.rng.choice(self.scalars) for _ in "ab")
        return text.replace("A", "\0").replace("B", b).replace("\0", a)

    def sum(self, rows: str, cols: str, depth: int) -> str:
        """A sum of products, at times with the symmetric or skew part of one."""
        rng = self.rng
        terms = []
        for _ in range(rng.choice([1, 1, 2, 2, 3])):
            unit = rows == cols and rng.random() < 0.15
            word = "I" if unit else self.word(rows, cols, depth)
            terms += [f"{self.coefficient()} {word}"] if word else []
        if rows == cols and rng.random() < 0.3 and (word := self.word(rows, cols, 0)):
            terms += [f"({word} {rng.choice('+-')} ({word})^T)"]
        signs = [rng.choice("+-") for _ in terms]
        return " ".join(f"{s} {t}" for s, t in zip(signs, terms, strict=True)) or "0"

    def word(self, rows: str, cols: str, depth: int) -> str | None:
        """A product from one space to another, of letters, their transposes and brackets."""
        rng, at, factors = self.rng, rows, []
        for _ in range(rng.choice([0, 1, 1, 2, 2, 3])):
            if depth and rng.random() < 0.25:
                to = rng.choice([s for shape in self.shapes.values() for s in shape if s != "1"])
                turned = rng.random() < 0.4
                inner = self.sum(*((to, at) if turned else (at, to)), depth - 1)
                if inner == "0":
                    return None
                factors.append(f"({inner}){'^T' if turned else ''}")
                at = to
            elif steps := self.steps(at):
                letter, at = rng.choice(steps)
                factors.append(letter)
        if at != cols or not factors:
            path = self.path(at, cols)
            if path is None:
                return None
            factors += path
        return " ".join(factors)

    def steps(self, at: str, vectors: bool = False) -> list[tuple[str, str]]:
        """Letters that may stand next in a product, and where they lead."""
        found = []
        for name, (rows, cols) in self.shapes.items():
            turned = f"{{{name}}}^T"
            if cols == "1" and not vectors:
                found += [(f"{name} {turned}", rows)] if rows == at else []
                continue
            found += [(name, cols)] if rows == at else []
            found += [(turned, rows)] if cols == at else []
        return found

    def path(self, at: str, to: str) -> list[str] | None:
        """A shortest product of letters from one space to another."""
        known: dict[str, list[str]] = {at: []}
        pending = [at]
        while pending:
            here = pending.pop(0)
            moves = self.steps(here, vectors=to == "1")
            self.rng.shuffle(moves)
            for letter, there in moves:
                if there == to:
                    return [*known[here], letter]
                if there not in known and there != "1":
                    known[there] = [*known[here], letter]
                    pending.append(there)
        return None


def model_of(case: Case) -> Model:
    declared = case.article.symbols
    matrices = [n for n, s in declared.items() if not s.scalar and s.role == "parameter"]
    data = [n for n in matrices if n not in case.article.definitions]
    return full_model(
        Derivation(case.article), "f", {n: case.structure.get(n, "dense") for n in data}
    )


def run(plan: Plan | ElementwisePlan, by_symbol: dict[str, Any]) -> list[Any]:
    """The outputs in the order of the plan."""
    values = {plan.names.of(name): value for name, value in by_symbol.items()}
    assert len(values) == len(by_symbol)  # no two symbols have one identifier
    found = evaluate(plan, values)
    assert isinstance(plan, Plan)
    return [found[buffer.name] for buffer in plan.outputs]


def same(found: Any, expected: Any) -> None:
    shape = np.shape(found)
    if not expected.any():  # an exact zero has lost its shape
        expected = np.zeros(shape)
    np.testing.assert_allclose(found, np.reshape(expected, shape or ()), rtol=1e-9, atol=1e-9)


def written(symbols: dict[str, str], sizes: dict[str, int], *equations: str) -> Case:
    """A case of given symbols and equations."""
    lines = ["[article]", 'name = "given"', "[spaces]", *(f"{s} = '{s}'" for s in sizes)]
    lines += ["[symbols]", *(f"{json.dumps(n)} = {{ {e} }}" for n, e in symbols.items())]
    lines += ["[flows.f]", f"equations = {json.dumps(equations)}", "[[equation]]"]
    lines += ['number = "1"', f"latex = {json.dumps(equations[0])}", "[[claim]]", 'id = "1"']
    lines += ['equation = "1"', "line = 1", 'kind = "identity"', 'flow = "f"']
    return Case(1, "\n".join(lines) + "\n", sizes, {})


def check_rates(case: Case) -> Plan:
    plan = make_plan(model_of(case), case.sizes)
    exact = case.exact(case.rates)
    for name, found in zip(case.rates, run(plan, case.stored()), strict=True):
        same(found, exact[name])
    return plan
