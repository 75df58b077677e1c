"""The model of a run of a flow: the flow itself, or a smaller one that is proved exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.emit import ElementwisePlan, Plan
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.models.flow_model import data_of, flow_model, matrix_states
from sslcheck.derive.models.model import Model, scale_symbol
from sslcheck.derive.reduce import closed_models, closed_numbers, gram_model, modal_model
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.choose import NotExact, fill, proved
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Values
from sslcheck.numeric.flows.draws import draw_value
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.system import layout_of, plan_of

__all__ = ["Chosen", "choose", "start_of", "values_of"]

Numbers = np.ndarray[Any, Any]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model with its plan; ``full`` is the flow itself, ``why`` what makes the model exact."""

    model: Model
    full: Model = field(repr=False)
    plan: Plan | ElementwisePlan = field(repr=False)
    why: str


def choose(scene: Derivation, flow: str, inputs: Inputs, wanted: str) -> Chosen:
    """The model that is asked for; for ``auto`` the cheapest of the flow and its Gram matrices.

    ``gram`` is the closed set of the products that the options name, or the cheapest of all, which
    need not fix every state. Modes are taken only if they are asked for: they are another start.
    Raises `NotExact`, `Unsupported`, and `InvalidOption` for products of another model.
    """
    if inputs.options.products and wanted != "gram":
        raise InvalidOption(f"`--products` names a closed set: of `--model gram`, not `{wanted}`")
    data = data_of(scene, flow)
    for name in data:
        inputs.value(name)  # what is diagonal is known by then
    kinds = {name: inputs.structure.get(name, "dense") for name in data}
    full = flow_model(scene, flow, kinds)
    if wanted == "modal" and not matrix_states(scene, flow):
        raise NotExact(f"the flow `{flow}` moves scalars: leave `--model {wanted}` out")
    models = [*_models(scene, flow, full, wanted, inputs)]
    found = [Chosen(m, full, plan_of(m, inputs.sizes), text) for m, text in models if m]
    if not found:
        why = next(text for _, text in models)
        raise NotExact(f"the model `{wanted}` is not exact here: {why}; take `--model auto`")
    return min(found, key=lambda c: c.plan.flops)


def _models(
    scene: Derivation, flow: str, full: Model, wanted: str, inputs: Inputs
) -> Iterator[tuple[Model | None, str]]:
    """The models that may be taken; in place of one that there is not, why."""
    products, sizes = inputs.options.products, inputs.sizes
    if wanted in ("auto", "full"):
        yield full, "the flow itself"
    white = bool(full.data) and all(full.structure[n] == "isotropic" for n in full.data)
    if wanted == "auto" and white and not full.elementwise:
        gram, why = _found(lambda: gram_model(scene, flow, full.structure))
        yield gram, why if gram is None else _closed(gram, full)
    if wanted == "gram":
        every, why = _found(lambda: _sets(scene, flow, full))
        named = [model for model in every or () if not products or _same(model, products)]
        yield from ((model, _closed(model, full)) for model in named)
        if every and not named:
            listed = "; ".join(f'"{", ".join(_products(model))}"' for model in every)
            yield None, f"`--products` is none of {listed}"
        elif not every:
            rest = [] if full.elementwise else full.data
            dense = next((n for n in rest if full.structure[n] != "isotropic"), "")
            told = f"`{dense}` is no multiple of the identity (`--data {dense}=...`)"
            yield None, why or (told if dense else "no closed set of products was found")
    if wanted == "modal":
        modal, why = _found(lambda: modal_model(scene, flow, full.data))
        narrow = _narrow(scene.article, modal, sizes) if modal else ""
        if modal and not narrow:
            why = f"aligned states stay aligned, {proved(modal)}"
        yield None if narrow else modal, narrow or why or "aligned states do not stay aligned"


def _narrow(article: Article, model: Model, sizes: Mapping[str, int]) -> str:
    """A space with fewer dimensions than there are modes, which its basis has no room for."""
    spaces = {space for name in model.entries for space in article.symbols[name].shape}
    narrow = min(spaces, key=lambda space: (sizes[space], space))
    if sizes[narrow] >= sizes[model.space]:
        return ""
    modes = f"{sizes[model.space]}, and `{narrow}` has {sizes[narrow]} (`--size`)"
    return f"it has a mode for each dimension of `{model.space}`, {modes}"


def _sets(scene: Derivation, flow: str, full: Model) -> tuple[Model, ...]:
    """All closed sets of products."""
    if full.elementwise:
        return closed_numbers(scene, flow)
    return closed_models(scene, flow, full.structure)


def _products(model: Model) -> list[str]:
    return [to_text(state) for state in model.states.values()]


def _same(model: Model, products: str) -> bool:
    """Whether a closed set is one of these products, in any order."""
    given = ["".join(each.split()) for each in products.split(",")]
    return sorted(given) == sorted("".join(each.split()) for each in _products(model))


def _closed(model: Model, full: Model) -> str:
    white = [n for n in full.data if full.structure[n] == "isotropic"]
    data = f" for isotropic {', '.join(map(plain, white))}" if white else ""
    return f"closed{data}, {proved(model)}: {', '.join(model.states)}"


def _found(search: Callable[[], Value | None]) -> tuple[Value | None, str]:
    """Reduced models, or what of the flow they cannot be made of."""
    try:
        return search(), ""
    except Unsupported as error:
        return None, str(error)


def values_of(chosen: Chosen, inputs: Inputs, names: tuple[str, ...], arrays: Arrays) -> Values:
    """What kernels read, by symbol: numbers, and arrays on the device."""
    model, found = chosen.model, dict[str, Any]()
    matrices = {entry: name for name, entry in model.entries.items()}
    for name in names:
        if name in matrices:
            found[name] = arrays.put(_entries(inputs, matrices[name], model))
            continue
        owner = next((n for n in model.data if scale_symbol(n) == name), "")
        value = inputs.value(owner or name)
        found[name] = float(value) if value.ndim == 0 else arrays.put(value)
    return found


def _entries(inputs: Inputs, name: str, model: Model) -> Numbers:
    """Of a matrix that is diagonal in the bases of the modes, the number of each mode."""
    modes, symbol = inputs.sizes[model.space], inputs.article.symbols[name]
    kind, value = inputs.structure.get(name), inputs.value(name)
    if kind is not None and kind != "dense":
        return np.broadcast_to(value, (inputs.sizes[symbol.shape[0]],))[:modes].copy()
    if name not in inputs.drawn:  # what it is outside of the bases does not matter
        return _diagonal(name, value, modes, [np.s_[:modes, :], np.s_[:, :modes]])
    return draw_value(symbol, (modes, modes), inputs.options.seed, "diagonal")


def _start(inputs: Inputs, name: str, model: Model) -> Numbers:
    """The number of each mode at the start."""
    modes, options = inputs.sizes[model.space], inputs.options
    if name not in inputs.drawn:
        return _diagonal(name, inputs.start(name), modes, [np.s_[:, :]])
    symbol = inputs.article.symbols[name]
    return draw_value(symbol, (modes, modes), options.seed, "diagonal", options.scale)


def _diagonal(name: str, value: Numbers, modes: int, parts: list[tuple[slice, slice]]) -> Numbers:
    """The first entries of a diagonal. Raises `InvalidOption` where these parts have others."""
    found = np.diagonal(value)[:modes].copy()
    rest = value.copy()
    rest[range(modes), range(modes)] = 0
    if any(np.any(rest[part]) for part in parts):
        raise InvalidOption(
            f"`{name}` is not diagonal with {modes} entries, and the model `modal` is one of states"
            " and data that are (in bases that they share): give such a file, or leave `--model"
            " modal` out"
        )
    return found


def start_of(chosen: Chosen, inputs: Inputs, arrays: Arrays, values: Values) -> Array:
    """The start in the states of the model, flat, on the device."""
    model, layout = chosen.model, layout_of(chosen.plan)
    flat = arrays.zeros(layout.size)
    views = layout.views(arrays.xp, flat)
    if model.entries:
        for view, name in zip(views, chosen.full.states, strict=True):
            view[...] = arrays.put(_start(inputs, name, model))
        return flat
    known = inputs.article.symbols
    starts = {n: inputs.start(n) if n in known else np.zeros(()) for n in chosen.full.states}
    fill(views, chosen, inputs.sizes, starts, arrays, values)
    return flat
