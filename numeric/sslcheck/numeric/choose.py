"""Which model to integrate: the cheapest that is proved exact for the data and the start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sslcheck.derive.emit import ElementwisePlan, Plan
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.models.model import Model, Structure, full_model, scale_symbol, with_ones
from sslcheck.derive.reduce import gram_model, modal_model
from sslcheck.derive.text.printing import plain
from sslcheck.derive.text.words import counted
from sslcheck.numeric.article import Subject, subject
from sslcheck.numeric.data import Moments
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Values
from sslcheck.numeric.options import Options
from sslcheck.numeric.start import Start
from sslcheck.numeric.system import layout_of, plan_of
from sslcheck.numeric.watched.evaluator import Evaluator

if TYPE_CHECKING:
    from sslcheck.numeric.flows.chosen import Chosen

__all__ = ["Choice", "NotExact", "choose_model", "fill", "proved"]

Numbers = np.ndarray[Any, Any]


class NotExact(SslcheckError, ValueError):
    """A reduced model was asked for that does not reproduce the flow for these data or start."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A model with its plan; ``why`` says what makes it exact and what it saves."""

    subject: Subject = field(repr=False)
    model: Model
    full: Model = field(repr=False)
    plan: Plan | ElementwisePlan = field(repr=False)
    sizes: dict[str, int]
    why: str


def choose_model(options: Options, moments: Moments, start: Start) -> Choice:
    """The model that ``options.model`` names, or for ``auto`` the one with the cheapest plan.

    Raises `NotExact` with the reason where the named model is not exact.
    """
    about = subject(options)
    full = full_model(about.derivation, about.flow, moments.structure)
    sizes = about.sizes(options)
    refused: dict[str, str] = {}
    choices: dict[str, Choice] = {}
    for name, found in _candidates(about, options, moments, start, full):
        if options.model not in ("auto", name):
            continue
        if isinstance(found, str):
            refused[name] = found
        else:
            model, why = found
            # of aligned states only the data's entries in the basis count, whatever they are
            dense: dict[str, Structure] = dict.fromkeys(moments.names, "dense")
            reduced = full_model(about.derivation, about.flow, dense)
            whole = reduced if model.elementwise else full
            plan = plan_of(with_ones(model, _ones(about, options, moments)), sizes)
            choices[name] = Choice(about, model, whole, plan, sizes, why)
    if not choices:
        raise NotExact(
            f"the model `{options.model}` is not exact here: {refused[options.model]}; take"
            " `--model auto`, or other data or another start"
        )
    return min(choices.values(), key=lambda c: c.plan.flops)


def _ones(about: Subject, options: Options, moments: Moments) -> list[str]:
    """The scalars of the flow that are exactly 1 in this run."""
    values = {n: v for n, v in about.numbers(options).items() if n != about.roles.decay}
    for name, moment in moments.by_name.items():
        if moment.structure == "isotropic":
            values[scale_symbol(name)] = float(moment.value)
    return [name for name, value in values.items() if value == 1.0]


def _candidates(
    about: Subject, options: Options, moments: Moments, start: Start, full: Model
) -> Iterator[tuple[str, tuple[Model, str] | str]]:
    yield "full", (full, "the flow itself")
    if not moments.isotropic:
        X, noise = map(plain, moments.names)
        yield "gram", f"{X} and {noise} are not both multiples of the identity"
    elif options.model in ("auto", "gram") and not (options.model == "auto" and start.aligned):
        gram = gram_model(about.derivation, about.flow, moments.structure)
        if gram is None:
            yield "gram", "no closed set of products was found"
        else:
            products = ", ".join(gram.states)
            yield "gram", (gram, f"closed for isotropic data, {proved(gram)}: {products}")
    if not start.aligned:
        yield "modal", f"the start ({start.text}) is not aligned with the data"
        return
    modal = modal_model(about.derivation, about.flow, moments.names)
    if modal is None:
        yield "modal", "aligned states do not stay aligned"
    else:
        states = ", ".join(modal.states)
        yield "modal", (modal, f"aligned states stay aligned, {proved(modal)}: {states}")


def proved(model: Model) -> str:
    """How much shows that a reduced model is exact."""
    return f"{counted(len(model.proof), 'identity', 'identities')} proved by both routes"


def initial_state(choice: Choice, start: Start, arrays: Arrays, values: Any) -> Array:
    """The start in the states of the chosen model, flat, on the device."""
    model, layout = choice.model, layout_of(choice.plan)
    flat = arrays.zeros(layout.size)
    if model.elementwise:
        host = [start.entries[name] for name in choice.full.states]
        flat[...] = arrays.put(np.concatenate(host))
        return flat
    fill(layout.views(arrays.xp, flat), choice, choice.sizes, start.matrices, arrays, values)
    return flat


def fill(
    views: tuple[Array, ...],
    choice: Choice | Chosen,
    sizes: Mapping[str, int],
    matrices: Mapping[str, Numbers],
    arrays: Arrays,
    values: Values,
) -> None:
    """Write the states of a model, where those of the flow itself are given."""
    full = [arrays.put(matrices[name]) for name in choice.full.states]
    if choice.model is choice.full:
        for view, value in zip(views, full, strict=True):
            view[...] = arrays.xp.reshape(value, view.shape)
        return
    # the states of a reduced model are products of those of the full one
    outputs = {f"G{k}": value for k, value in enumerate(choice.model.states.values())}
    made = Evaluator(choice.full, sizes, outputs, arrays)(tuple(full), values)
    for name, view in zip(outputs, views, strict=True):
        view[...] = made[name]


def model_values(
    choice: Choice, options: Options, moments: Moments, start: Start, arrays: Arrays
) -> dict[str, Any]:
    """What the kernels of a choice read: rates, and the data as its model stores them."""
    values: dict[str, Any] = {**choice.subject.numbers(options)}
    if not choice.model.elementwise:
        return values | moments.values(arrays)
    for name in moments.names:
        values[choice.model.entries[name]] = arrays.put(start.eigenvalues[name])
    return values
