"""What is integrated: the states, their rates, and what the data look like."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ONE, Expr, Ident, Prod, Relation, Sym
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.traverse import within

__all__ = [
    "SINGLE",
    "TIME",
    "Model",
    "Structure",
    "full_model",
    "scale_symbol",
    "timed",
    "with_ones",
]

Structure = Literal["isotropic", "diagonal", "dense"]
"""What a data matrix is: a multiple of the identity, diagonal (stored as a vector), or neither."""


SINGLE = "1"
"""The space of a flow of scalars that have no index: one mode."""

TIME = Sym("t")
"""A state of its own where a rate reads it."""


def _as_written(quantity: Expr) -> Expr:
    return quantity


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A closed system of differential equations, with the setting in which its rates are read.

    ``states`` maps each state to what it is in terms of the states of the article (itself in the
    full model, where the time is one if a rate reads it). ``rates`` has a rate for each. ``data``
    are the data matrices, in the order of the article. ``proof`` are the identities by which a
    reduced model is exact. ``express`` writes a quantity of the article (an expression in its
    states, data and definitions) in the states of the model: for scalar modes, as the entry of a
    mode, or of a trace the summand of a mode. It raises `Unsupported` where the states of the model
    do not fix the quantity. Of modes, ``entries`` has the symbol of a mode for each matrix of the
    article, and ``space`` the space of which the dimension is their number.
    """

    name: str
    title: str
    setting: Setting = field(repr=False)
    states: Mapping[str, Expr] = field(repr=False)
    rates: Mapping[str, Expr] = field(repr=False)
    data: tuple[str, ...]
    structure: Mapping[str, Structure]
    proof: tuple[Relation, ...] = field(default=(), repr=False)
    express: Callable[[Expr], Expr] = field(default=_as_written, repr=False)
    entries: Mapping[str, str] = field(default_factory=dict, repr=False)
    space: str = ""

    @property
    def elementwise(self) -> bool:
        """Whether the states are scalars, one set for each mode."""
        return bool(self.space)

    def single(self, state: str) -> bool:
        """Whether a state of modes is one number for all of them."""
        return self.elementwise and self.space != SINGLE and not self.setting.symbols[state].index

    @property
    def moved(self) -> tuple[str, ...]:
        """The states but the time."""
        return tuple(s for s in self.states if (s, self.rates[s]) != (TIME.name, ONE))


def with_ones(model: Model, names: Collection[str]) -> Model:
    """The model where these scalars are 1: its kernel need not multiply by them."""
    return _with_ones(model, frozenset(names))


@lru_cache(32)
def _with_ones(model: Model, names: frozenset[str]) -> Model:
    symbols = model.setting.symbols
    lets: dict[str, Expr] = {n: ONE for n in sorted(names) if n in symbols}
    setting = replace(model.setting, lets={**model.setting.lets, **lets})
    return replace(model, setting=setting)


def scale_symbol(name: str) -> str:
    """The name of the scalar ``x`` in ``X = x I``."""
    return f"scale of {name}"


def timed(rates: Mapping[str, Expr], setting: Setting) -> tuple[dict[str, Expr], Setting]:
    """Rates with that of the time, where one of them reads it, and the setting with its symbol."""
    name = TIME.name
    parts = within(rates.values(), setting.lets, setting.definitions)
    if name in setting.symbols or not any(part == TIME for part in parts):
        return dict(rates), setting
    symbols = {**setting.symbols, name: Symbol(name, role="state")}
    return {**rates, name: ONE}, replace(setting, symbols=symbols)


def _declared(symbol: Symbol, kind: Structure) -> Structure:
    if symbol.index:  # all members: vectors as columns, numbers as a diagonal
        return "diagonal" if symbol.scalar else "dense"
    return "diagonal" if kind == "dense" and "diagonal" in symbol.properties else kind


def full_model(scene: Derivation, flow: str, structure: Mapping[str, Structure]) -> Model:
    """The derived flow itself, with each data matrix as ``structure`` says.

    What the article declares diagonal is at least that. Scalars may move beside matrices, or alone.
    Raises `Unsupported` for a flow that moves scalars with an index.
    """
    return _full_model(scene, flow, tuple(structure.items()))


@lru_cache(32)  # of one derivation, asked for by each of many runs
def _full_model(scene: Derivation, flow: str, given: tuple[tuple[str, Structure], ...]) -> Model:
    derived = scene.flow(flow)
    rates, base = timed(derived.rates, scene.setting((), flow))
    symbols, lets = dict(base.symbols), dict(base.lets)
    if modes := [s for s in rates if symbols[s].index]:
        raise Unsupported(
            f"the flow `{flow}` moves `{modes[0]}`, a scalar for each mode, beside matrices; a"
            " kernel has matrices or modes, not both: make two flows of it"
        )
    structure = {n: _declared(symbols[n], kind) for n, kind in given}
    for name, kind in structure.items():
        symbol = symbols[name]
        if symbol.index:
            continue
        if kind == "isotropic":
            scale = scale_symbol(name)
            symbols[scale] = Symbol(scale, sign="nonnegative", text=f"{name} = x I")
            lets[name] = Prod((Sym(scale), Ident(symbol.shape[0])))
        elif kind == "diagonal":
            symbols[name] = replace(symbol, properties=symbol.properties | {"diagonal"})
    kinds = "".join(f", {name} {kind}" for name, kind in structure.items())
    return Model(
        "full",
        f"flow `{flow}` of {scene.article.name}{kinds}",
        replace(base, symbols=symbols, lets=lets),
        {s: Sym(s) for s in rates},
        rates,
        tuple(structure),
        dict(structure),
    )
