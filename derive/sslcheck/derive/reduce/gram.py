"""Closed sets of products of states: Gram matrices, without the space that they sum over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Sym
from sslcheck.derive.models.model import Model, Structure, full_model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reduce.closure import Closure
from sslcheck.derive.reduce.proof import proved
from sslcheck.derive.setting import Setting

__all__ = ["closed_models", "gram_model"]

_MOST_SPACES = 4  # of which all sets are left out


def gram_model(
    scene: Derivation, flow: str, structure: Mapping[str, Structure], hidden: Collection[str] = ()
) -> Model | None:
    """The closed set of products of all states that no longer has the spaces ``hidden``, that of
    the data if none is named; the data are to be isotropic then.

    For isotropic data and (2): ``W_p, W W^T, W_a W^T, W_a W_a^T``, n x n instead of n x d. Every
    closing identity is proved by the normal form and re-evaluated by the exact route, which raises
    `RouteDisagreement` where it fails. None where no set closes.
    """
    return _gram_model(scene, flow, tuple(structure.items()), tuple(hidden))


@lru_cache(32)  # of one derivation, asked for by each of many runs
def _gram_model(
    scene: Derivation, flow: str, given: tuple[tuple[str, Structure], ...], hidden: tuple[str, ...]
) -> Model | None:
    structure = dict(given)
    full = full_model(scene, flow, structure)
    if not hidden:
        if any(kind != "isotropic" for kind in structure.values()):
            return None
        hidden = tuple(scene.article.symbols[name].shape[1] for name in structure)[:1]
    search = Closure(_normal(scene, full), full, hidden)
    return _model(scene, full, search) if _closes(search, full.states) else None


def closed_models(
    scene: Derivation, flow: str, structure: Mapping[str, Structure]
) -> tuple[Model, ...]:
    """Closed sets of products, each proved, the smallest first where all spaces are alike.

    They grow from one product each, or from all states, and leave out any of the spaces; a set of
    states that move by themselves is one. The flow itself is none.
    """
    full = full_model(scene, flow, structure)
    normal = _normal(scene, full)
    symbols = full.setting.symbols
    spaces = list(dict.fromkeys(s for n in full.states for s in symbols[n].shape if s != "1"))
    most = len(spaces) if len(spaces) <= _MOST_SPACES else 1
    found: dict[frozenset[Expr], Closure] = {}
    for hidden in chain.from_iterable(combinations(spaces, k) for k in range(most + 1)):
        for seed in (full.states, *([n] for n in full.states), *_pairs(full, hidden)):
            search = Closure(normal, full, hidden)
            if _closes(search, seed):
                found.setdefault(frozenset(search.products.values()), search)
    found.pop(frozenset(map(Sym, full.states)), None)
    ordered = sorted(found.values(), key=lambda search: search.entries)
    return tuple(_model(scene, full, search) for search in ordered)


def _normal(scene: Derivation, full: Model) -> NormalForm:
    return NormalForm(full.setting, scene.scalars)


def _pairs(full: Model, hidden: Collection[str]) -> Iterator[list[str]]:
    """States of which a product of two has no hidden space: it may close without their squares."""
    shapes = {n: full.setting.symbols[n].shape for n in full.states}
    for one, two in combinations(shapes, 2):
        if any(a in hidden and a in shapes[two] for a in shapes[one]):
            yield [one, two]


def _closes(search: Closure, seed: Iterable[str]) -> bool:
    try:
        return search.closes(seed)
    except Unsupported:  # a constant that is made of data, or a letter that is no product
        return False


def _model(scene: Derivation, full: Model, search: Closure) -> Model:
    """A set that closes as a model, its identities proved."""
    symbols = {n: s for n, s in full.setting.symbols.items() if n not in full.states}
    symbols |= search.symbols
    proof = proved(scene, full, search.symbols, search.products, search.rates)
    return Model(
        "gram",
        f"Gram matrices of the {full.title}",
        Setting(symbols=symbols, flow=search.rates),
        search.products,
        search.rates,
        full.data,
        full.structure,
        proof,
        search.express,
    )
