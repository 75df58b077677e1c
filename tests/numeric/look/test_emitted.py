"""Kernels of what has no exact values (roots, exponentials, sums over samples) against float64.

The other side is the third look, which evaluates the equations as they are read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.derive.emit.running import evaluate
from tests.numeric.cupy_standin import CupyStandin
from tests.numeric.look.articles import flow_world

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, Plan, cuda_text, make_elementwise_plan, make_plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Sym
from sslcheck.derive.models.flow_model import SINGLE, flow_model, spaces_of
from sslcheck.derive.models.model import Model
from sslcheck.derive.reading.loading import parse_article
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.look.draw import Mood, draw
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.system import System

SYMBOLS = {
    "X": "shape = ['n', 'd'], role = 'state'",
    "u": "shape = ['n', '1'], role = 'state'",
    "w": "shape = ['d', '1'], role = 'state'",
    "z": "shape = ['d', '1'], role = 'state'",
    "s": "role = 'state', sign = 'positive'",
    "x": "role = 'state'",
    "p_j": "role = 'state', index = 'j', sign = 'positive'",
    "l_j": "index = 'j'",
    "A": "shape = ['n', 'n'], properties = ['psd']",
    "B": "shape = ['n', 'n']",
    "S": "shape = ['d', 'd'], properties = ['psd']",
    "D": "shape = ['n', 'n'], properties = ['diagonal', 'psd', 'invertible']",
    "G": "shape = ['d', 'd']",
    "v": "shape = ['n', '1']",
    "x_i": "shape = ['d', '1'], index = 'i'",
    "y_i": "index = 'i'",
    "a": "sign = 'positive'",
    "b": "sign = 'positive'",
}
SIZES = {"n": 3, "d": 2, "N": 5, SINGLE: 1}
MATRICES: list[tuple[str, ...]] = [
    (r"\dot{X} = \|X\| X",),
    (r"\dot{u} = \frac{u}{\|u\|}",),
    (r"\dot{X} = (X X^T)^{1/2} X + A^{-1/2} X",),
    (r"\dot{X} = D^{1/2} X + D^{-1} X + e^{D} X",),
    (r"\dot{X} = e^{B} X + e^{X G X^T} X",),
    (r"\dot{X} = e^{-A t} X + t X",),
    (r"\dot{X} = B^+ X + X G^+",),
    (r"\dot{X} = e^{-a \|v\|} \sqrt{a} \ln(a) a^{1/3} a^b X",),
    (r"\dot{X} = \frac{X}{1 + e^{-\|X\|^2}} + \sqrt{1 + \sqrt{a}} X",),
    (r"\dot{X} = \ln (\det(X X^T + I)) X - \ln (\det(A + I)) X",),
    (r"\dot{X} = \sqrt{s} X", r"\dot{u} = s u", r"\dot{s} = u^T u - \ln s"),
    (r"\dot{x} = -\text{tr}(S) x",),
    (r"\dot{x} = -\frac{1}{N} \sum_{i=1}^N y_i x + \sum_{i=1}^N x_i^T x_i x",),
    (r"\dot{w} = -\frac{1}{N} \sum_{i=1}^N (x_i^T w - y_i) x_i",),
    (r"\dot{X} = -X \frac{1}{N} \sum_i y_i^2 x_i x_i^T",),
    (r"\dot{w} = z", r"\dot{z} + a z = -S w + e^{-b t} w"),
    (r"a \dot{w} = -w", r"\dot{x} = -\frac{x}{\|w\|}"),
]
MODES: list[tuple[str, ...]] = [
    (r"\dot{p_j} = -p_j \sum_j p_j^2 + l_j",),
    (r"\dot{p_j} = \frac{1}{n} p_j - \sqrt{a} p_j^3",),
    (r"\dot{p_j} = -p_j \ln(p_j) + e^{-a} p_j + \sqrt{p_j}",),
    (r"\dot{x} = -x^3 + t x + a^{1/3}", r"\dot{s} = \frac{1}{N} x s"),
    (r"\dot{p_j} = -s p_j", r"\dot{s} = \sum_j p_j^2 - s"),
    (r"\dot{p_j} = -p_j \sum_i y_i + \max_j p_j",),
]
SUMMED = MODES[0]


@dataclass
class Planned:
    """A flow with its kernel, the values of all symbols by name, and the moment they are of."""

    model: Model
    plan: Plan | ElementwisePlan
    values: dict[str, Any]
    moment: Moment

    @property
    def rates(self) -> dict[str, Any]:
        """What the printed text computes, by the name of the state."""
        given = {self.plan.names.of(name): value for name, value in self.values.items()}
        return dict(zip(self.model.states, evaluate(self.plan, given).values(), strict=True))


def planned(equations: tuple[str, ...]) -> Planned:
    lines = ["[article]", 'name = "given"', "format = 2", "[spaces]"]
    lines += [f"{s} = '{s}'" for s in "ndN"]
    lines += ["[modes]", "j = 'n'", "i = 'N'", "[symbols]"]
    lines += [f"{json.dumps(n)} = {{ {e} }}" for n, e in SYMBOLS.items()]
    lines += ["[flows.f]", f"equations = {json.dumps(equations)}", "[[claim]]", 'id = "1"']
    lines += ["kind = 'identity'", "flow = 'f'", f"reading = {json.dumps(equations[0])}"]
    article = parse_article("\n".join(lines), "given")
    assert not article.problems
    model = flow_model(Derivation(article), "f", {})
    assert {*spaces_of(Derivation(article), model)} <= SIZES.keys()
    plan: Plan | ElementwisePlan
    if model.elementwise:
        plan = make_elementwise_plan(model, SIZES[model.space], sizes=SIZES)
    else:
        plan = make_plan(model, SIZES)
    world = flow_world(article, "f")
    names = world.names(*map(Sym, world.moved))
    moment = draw(world, SIZES, np.random.default_rng(4), Mood(), names)
    assert moment is not None
    moment.time = 0.7
    values: dict[str, Any] = {"t": 0.7}
    for name, symbol in article.symbols.items():
        if name not in names:
            continue
        value = np.asarray(moment.value(Sym(name)))
        if symbol.scalar:
            value = value.reshape(-1) if symbol.index else value.item()
        elif symbol.index:
            value = value.reshape(-1, value.shape[-2]).T
        elif model.structure.get(name) == "diagonal":
            value = np.diag(value)
        values[name] = value
    return Planned(model, plan, values, moment)


@pytest.mark.parametrize("equations", [*MATRICES, *MODES])
def test_rates(equations: tuple[str, ...]) -> None:
    case = planned(equations)
    for name, rate in case.rates.items():
        if name == "t":
            assert np.all(rate == 1)
            continue
        expected = case.moment.rate(Sym(name))
        assert np.abs(expected).max() > 1e-3
        if case.model.single(name):  # the text writes one number into all places
            expected = np.full(np.shape(rate), expected.item())
        np.testing.assert_allclose(
            rate, expected.reshape(np.shape(rate)), rtol=1e-9, atol=1e-10, err_msg=name
        )


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("equations", [*MATRICES, *MODES])
def test_on_a_device_in_both_precisions(
    standin: CupyStandin, equations: tuple[str, ...], dtype: str
) -> None:
    case = planned(equations)
    arrays = open_arrays("cupy", dtype)
    values = {n: arrays.put(v) if np.ndim(v) else v for n, v in case.values.items()}
    system = System(case.model, case.plan, arrays, values)
    state, out = arrays.zeros(system.layout.size), arrays.zeros(system.layout.size)
    views = system.layout.views(arrays.xp, state)
    for name, view in zip(case.model.states, views, strict=True):
        view[...] = values[name]
    system.rate(state, out)
    room = 1e-9 if dtype == "float64" else 1e-3
    for found, rate in zip(system.layout.views(arrays.xp, out), case.rates.values(), strict=True):
        assert found.dtype == np.dtype(dtype)
        rate = rate[: found.shape[0]] if found.ndim == 1 else rate
        np.testing.assert_allclose(arrays.to_host(found), rate, rtol=room, atol=room)


def test_a_thread_for_each_mode_sums_over_none() -> None:
    plan = planned(SUMMED).plan
    assert isinstance(plan, ElementwisePlan)
    with pytest.raises(Unsupported, match="a thread for each mode"):
        cuda_text(plan)
