"""Smaller systems that a flow is exactly: closed sets of products, and modes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.models.flow_model import data_of, matrix_states
from sslcheck.derive.models.model import Model, Structure
from sslcheck.derive.reduce import closed_models, closed_numbers, modal_model

__all__ = ["Smaller", "smaller"]


@dataclass(frozen=True, slots=True)
class Smaller:
    """A proved model, for ``simulate --model NAME``; the data that have to be ``isotropic``."""

    model: Model = field(repr=False)
    isotropic: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[Expr, ...]:
        """The products, in the states of the flow; modes by their own names."""
        if self.model.entries:
            return tuple(map(Sym, self.model.states))
        return tuple(self.model.states.values())


def smaller(scene: Derivation, flow: str) -> Iterator[Smaller]:
    """The smaller systems of a flow, the smallest first; of matrices those for any data, then
    those for isotropic ones, and then modes.

    Raises `Unsupported` where the flow has no model.
    """
    if not matrix_states(scene, flow):
        yield from map(Smaller, closed_numbers(scene, flow))
        return
    data = data_of(scene, flow)
    known: set[frozenset[Expr]] = set()
    for isotropic in dict.fromkeys([(), tuple(n for n in data if _square(scene, n))]):
        kinds: dict[str, Structure] = {n: "isotropic" if n in isotropic else "dense" for n in data}
        for model in closed_models(scene, flow, kinds):
            products = frozenset(model.states.values())
            if products not in known:
                known.add(products)
                yield Smaller(model, isotropic)
    try:
        modes = modal_model(scene, flow, data)
    except Unsupported:
        return
    if modes is not None:
        yield Smaller(modes)


def _square(scene: Derivation, name: str) -> bool:
    symbol = scene.article.symbols[name]
    return not (symbol.scalar or symbol.index) and symbol.shape[0] == symbol.shape[1]
