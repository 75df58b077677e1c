"""Every flow of every shipped article: its kernel, and a run that keeps what is proved constant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.decided import loaded
from tests.numeric.look.articles import flow_world

from sslcheck.derive.expr import own_space
from sslcheck.derive.models.flow_model import SINGLE, flow_model
from sslcheck.derive.reading.loading import load_article, shipped_articles
from sslcheck.numeric.article import derivation
from sslcheck.numeric.device.arrays import open_arrays
from sslcheck.numeric.device.kernel import NoValue
from sslcheck.numeric.flows.chosen import start_of
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.integrate import Outcome
from sslcheck.numeric.look.draw import Mood, drawn, shape_of, sizes_of
from sslcheck.numeric.look.evaluate import Moment

FLOWS = [(name, flow) for name in reversed(shipped_articles()) for flow in loaded(name).flows]
CONSERVED = {
    ("deep-linear", "with-decay"): {"3", "3.far"},
    ("deep-linear-2", "with-decay"): {"3"},
    ("deep-linear-3", "with-decay"): {"3.first", "3.second"},
    ("dimensional-collapse", "two-layers"): {"4"},
    ("directpred", "byol"): {"3"},
    ("directpred", "system-6"): {"7"},
    ("exact-modes", "aligned-layers"): {"4"},
    ("linear-autoencoder", "descent"): {"3"},
    ("non-contrastive", "decoupled"): {"7"},
    ("two-layer", "descent"): {"2"},
}
"""The claims of kind `integral` that hold with no further hypothesis, by flow."""


def simulation(name: str, flow: str, **changes: Any) -> FlowSimulation:
    return FlowSimulation(FlowOptions(**{"article": name, "flow": flow, **changes}))


def admitted(name: str, flow: str) -> tuple[Moment, dict[str, int]]:
    """A moment of the look in numbers, at unequal sizes, and the sizes of all spaces there."""
    article = load_article(name)
    world = flow_world(article, flow)
    states = [*derivation(name).flow(flow).rates]
    rng = np.random.default_rng(5)
    sizes = dict(next(sizes_of(world, world.names(*map(_symbol, states)), rng)))
    moment = drawn(world, sizes, rng, Mood(), 0.0)
    return moment, sizes | {
        own_space(i): k for i, k in moment.modes.items() if i not in world.indices
    }


def _symbol(name: str) -> Any:
    from sslcheck.derive.expr import Sym

    return Sym(name)


@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_the_rates_are_those_of_the_article(name: str, flow: str) -> None:
    """Against Taylor series and complex steps of what the article prints, at unequal sizes."""
    moment, sizes = admitted(name, flow)
    scene = derivation(name)
    spaces = {*scene.article.spaces, flow_model(scene, flow, {}).space} - {"", SINGLE}
    given = {s: k for s, k in sizes.items() if s in spaces}
    found = simulation(name, flow, sizes=given, scale=1.0, seed=3)
    states, inputs = found.chosen.model.states, found.inputs
    world = moment.world
    read = world.names(*map(_symbol, states))
    for symbol in (s for n, s in world.symbols.items() if n in read):
        shape = shape_of(moment, symbol)
        name_, free = symbol.name, "orthonormal" not in symbol.properties
        if name_ in states:
            start = _at(inputs.start(name_), shape)
            moment.states[name_] = [np.broadcast_to(start, shape)]
        elif name_ in moment.fixed and name_ in scene.article.symbols and free:
            value = _at(inputs.value(name_) if symbol.index else inputs.full(name_), shape)
            moment.fixed[name_] = np.array(np.broadcast_to(value, shape))
    moment.extend()
    flat = start_of(found.chosen, inputs, found.arrays, found.values)
    out = np.zeros_like(flat)
    found.system.rate(flat, out)
    for called, view in found.system.layout.named(np, out).items():
        state = found.chosen.plan.names.symbol(called)
        wanted = moment.states[state][1]
        np.testing.assert_allclose(_at(view, wanted.shape), wanted, rtol=1e-9, atol=1e-11)


def _at(value: Any, shape: tuple[int, ...]) -> Any:
    return np.asarray(value).reshape(shape if np.size(value) > 1 else (1,) * len(shape))


def ran(name: str, flow: str, **changes: Any) -> FlowRun:
    scene = derivation(name)
    model = flow_model(scene, flow, {})
    spaces = [s for s in (*scene.article.spaces, model.space) if s not in ("", SINGLE)]
    sizes = {s: 6 - k for k, s in enumerate(dict.fromkeys(spaces))}
    return simulation(name, flow, **{"sizes": sizes, "t_end": 5.0, "saves": 5, **changes}).run()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "flow"), FLOWS)
def test_a_run_keeps_what_is_proved_constant(name: str, flow: str) -> None:
    run = ran(name, flow, scale=0.5 if name != "dimensional-collapse" else 0.15)
    assert run.outcome is Outcome.COMPLETED
    assert {law.claim for law in run.laws if not law.limit} >= CONSERVED.get((name, flow), set())
    for law in run.laws:
        if not law.limit:
            assert float(run.series[f"drift of {law.claim}"].max()) < 1e-5
    assert all(f.holds is not False for f in run.findings)
    assert run.times.size == 5
    assert run.sizes.keys() <= {*load_article(name).spaces, own_space("j")}


def test_a_law_that_is_broken_is_seen() -> None:
    """Another weight decay in the law than in the flow."""
    found = simulation("deep-linear-2", "with-decay", sizes={"d": 4, "h": 3, "m": 2}, t_end=5.0)
    (law,) = (w for w in found.gauges.laws if not w.limit)
    assert law.moment is not None
    law.moment.fixed[r"\lambda"] = law.moment.fixed[r"\lambda"] * 1.5
    run = found.run()
    assert [f.holds for f in run.findings if f.holds is not None] == [False]


@pytest.mark.parametrize("model", ["full", "gram", "modal"])
def test_each_model_keeps_the_same_law(model: str) -> None:
    data = {"X": "isotropic", "X'": "isotropic"}
    run = ran("directpred", "byol", model=model, data=data, sizes={"n": 3, "d": 7}, scale=0.7)
    assert run.chosen.model.name == model
    assert [f.holds for f in run.findings if f.holds is not None] == [True]


def test_gram_matrices_move_as_the_states_do() -> None:
    data = {"X": "isotropic", "X'": "isotropic"}
    chosen = {"data": data, "sizes": {"n": 3, "d": 7}, "rtol": 1e-9, "scale": 0.7}
    full = ran("directpred", "byol", model="full", **chosen)
    gram = ran("directpred", "byol", model="gram", **chosen)
    W = full.last["W"]
    name = gram.chosen.plan.names.of("W W^T")
    np.testing.assert_allclose(gram.last[name], W @ W.T, rtol=1e-6, atol=1e-9)


def test_the_same_seed_gives_the_same_run() -> None:
    one, two, other = (ran("oja", "subspace", seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.last["W"], two.last["W"])
    assert not np.allclose(one.last["W"], other.last["W"])


def test_a_run_stops_when_asked_and_when_it_grows_without_bounds() -> None:
    found = simulation("oja", "subspace", sizes={"d": 3, "q": 2})
    assert found.run(stopped=lambda: True).outcome is Outcome.INTERRUPTED
    small = {"sizes": {"h": 3, "d": 3, "m": 3}, "data": {"X": "isotropic"}, "scale": 5.0}
    blown = simulation("dimensional-collapse", "two-layers", **small).run()
    assert blown.outcome not in (Outcome.COMPLETED, Outcome.INTERRUPTED)


def test_memory_is_looked_at_before_anything_is_made() -> None:
    from sslcheck.numeric.device.arrays import NotEnoughMemory

    with pytest.raises(NotEnoughMemory):
        FlowSimulation(FlowOptions("oja", "length", saves=2**50), open_arrays("numpy", "float64"))


MIXED = r"""
[article]
name = "mixed"
format = 2

[spaces]
n = "outputs"
d = "inputs"

[symbols]
W = { shape = ["n", "d"], role = "state" }
a = { role = "state", sign = "positive" }
B = { shape = ["n", "n"] }
c = { sign = "positive" }

[flows.scaled]
equations = ['\dot{W} = -a W', '\dot{a} = -a']

[flows.timed]
equations = ['\dot{W} = -t W']

[flows.alone]
equations = ['\dot{a} = -a \ln (\det(B^T B + I))']

[flows.singular]
equations = ['\dot{W} = -(W W^T)^{-1} W']

[flows.large]
equations = ['\dot{W} = -e^{c} W']

[[claim]]
id = "1"
kind = "identity"
flow = "scaled"
reading = '\frac{d}{dt} W = -a W'
"""


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    path = tmp_path / "mixed.toml"
    path.write_text(MIXED, encoding="utf-8")
    return str(path)


def test_scalars_beside_matrices_and_the_time_move(mixed: str) -> None:
    sizes = {"n": 3, "d": 5}
    run = ran(mixed, "scaled", sizes=sizes, t_end=2.0, rtol=1e-9)
    a, W = run.states["a"], run.states["W"]
    np.testing.assert_allclose(a, a[0] * np.exp(-run.times), rtol=1e-7)
    fallen = np.exp(a - a[0])  # its rate is -a, and so W is e^(a - a(0)) W(0)
    np.testing.assert_allclose(W, fallen[:, None, None] * W[0], rtol=1e-7)
    timed = ran(mixed, "timed", sizes=sizes, t_end=2.0, rtol=1e-9)
    fallen = np.exp(-(timed.times**2) / 2)
    np.testing.assert_allclose(timed.states["W"], fallen[:, None, None] * timed.states["W"][0])
    assert "size t" not in timed.series
    alone = ran(mixed, "alone", sizes=sizes, t_end=2.0, rtol=1e-9)
    B = simulation(mixed, "alone", sizes=sizes).inputs.value("B")
    rate = np.linalg.slogdet(B.T @ B + np.eye(3))[1]
    np.testing.assert_allclose(
        alone.states["a"], alone.states["a"][0] * np.exp(-rate * alone.times), rtol=1e-7
    )


def test_what_has_no_value_ends_a_run_or_is_told(mixed: str) -> None:
    flat = ran(mixed, "singular", sizes={"n": 3, "d": 5}, scale=0.0)
    assert flat.outcome is Outcome.NOT_FINITE
    with pytest.raises(NoValue, match="no value of the flow `large`"):
        simulation(mixed, "large", values={"c": 1e4})
