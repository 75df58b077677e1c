"""What is integrated: the states, their rates, and what the data look like."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Ident, Num, Prod, Relation, Sym
from sslcheck.derive.setting import Setting, Symbol

__all__ = ["Model", "Structure", "full_model", "scale_symbol", "with_ones"]

Structure = Literal["isotropic", "diagonal", "dense"]
"""What a data matrix is: a multiple of the identity, diagonal (stored as a vector), or neither."""


def _as_written(quantity: Expr) -> Expr:
    return quantity


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A closed system of differential equations, with the setting in which its rates are read.

    ``states`` maps each state to what it is in terms of the states of the article (itself in the
    full model). ``rates`` has a rate for each, and in the full model one for each scalar that moves
    beside them, which is read as a scalar. ``data`` are the data matrices, in the order of the
    article. ``proof`` are the identities by which a reduced model is exact. ``express`` writes a
    quantity of the article (an expression in its states, data and definitions) in the states of the
    model: for scalar modes, as the entry of a mode, or of a trace the summand of a mode. It raises
    `Unsupported` where the states of the model do not fix the quantity. Of modes, ``entries`` has
    the symbol of a mode for each matrix of the article, and ``space`` the space of which the
    dimension is their number.
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
        return all(self.setting.symbols[s].scalar for s in self.states)


def with_ones(model: Model, names: Collection[str]) -> Model:
    """The model where these scalars are 1: its kernel need not multiply by them."""
    symbols = model.setting.symbols
    lets: dict[str, Expr] = {n: Num(Fraction(1)) for n in names if n in symbols}
    setting = replace(model.setting, lets={**model.setting.lets, **lets})
    return replace(model, setting=setting)


def scale_symbol(name: str) -> str:
    """The name of the scalar ``x`` in ``X = x I``."""
    return f"scale of {name}"


def _declared(symbol: Symbol, kind: Structure) -> Structure:
    return "diagonal" if kind == "dense" and "diagonal" in symbol.properties else kind


def full_model(scene: Derivation, flow: str, structure: Mapping[str, Structure]) -> Model:
    """The derived flow itself, with each data matrix as ``structure`` says.

    What the article declares diagonal is at least that. Raises `Unsupported` for a flow that has no
    matrix states.
    """
    derived = scene.flow(flow)
    base = scene.setting((), flow)
    symbols, lets = dict(base.symbols), dict(base.lets)
    states = [s for s in derived.rates if not symbols[s].scalar]
    if not states:
        raise Unsupported(f"the flow `{flow}` has no matrix states to integrate")
    if modes := [s for s in derived.rates if symbols[s].index]:
        raise Unsupported(
            f"the flow `{flow}` moves `{modes[0]}`, a scalar for each mode, beside matrices; a"
            " kernel has matrices or modes, not both: make two flows of it"
        )
    structure = {n: _declared(symbols[n], kind) for n, kind in structure.items()}
    for name, kind in structure.items():
        symbol = symbols[name]
        if kind == "isotropic":
            scale = scale_symbol(name)
            symbols[scale] = Symbol(scale, sign="nonnegative", text=f"{name} = x I")
            lets[name] = Prod((Sym(scale), Ident(symbol.shape[0])))
        elif kind == "diagonal":
            symbols[name] = replace(symbol, properties=symbol.properties | {"diagonal"})
    kinds = ", ".join(f"{name} {kind}" for name, kind in structure.items())
    return Model(
        "full",
        f"flow `{flow}` of {scene.article.name}, {kinds}",
        replace(base, symbols=symbols, lets=lets),
        {s: Sym(s) for s in states},
        dict(derived.rates),
        tuple(structure),
        dict(structure),
    )
