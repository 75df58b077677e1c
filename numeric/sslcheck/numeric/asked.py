"""What a caller in Python asks a run to be, by keywords and arrays, as options."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.models.flow_model import check_flow, first_flow, flow_model, spaces_of
from sslcheck.derive.text.words import did_you_mean
from sslcheck.numeric.article import array_name, derivation
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.ensembles.options import EnsembleOptions
from sslcheck.numeric.flows.naming import spellings
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.handed import Kept, array_of, is_array
from sslcheck.numeric.options import Options
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["ensemble_asked", "simulation_asked", "training_asked"]


def simulation_asked(
    article: str, flow: str, given: Mapping[str, Any], kept: Kept
) -> Options | FlowOptions:
    """The options of a run of the network of ``[roles]``, or of a flow by its name.

    Arrays become files of ``kept``. Raises `InvalidOption`.
    """
    scene = derivation(article)
    if not flow and scene.article.roles is not None:
        return Options(**_by_role(scene.article, Options, article, given, kept))
    flow = flow or first_flow(scene)
    check_flow(scene, flow)
    model = flow_model(scene, flow, {})
    states = [name for name in model.states if name in scene.article.symbols]
    found = _by_symbol(scene.article, states, spaces_of(scene, model), given, kept)
    return FlowOptions(article=article, flow=flow, **found)


def training_asked(article: str, given: Mapping[str, Any], kept: Kept) -> TrainOptions:
    """The options of training; the rest as in `simulation_asked`."""
    about = derivation(article).article
    return TrainOptions(**_by_role(about, TrainOptions, article, given, kept))


def ensemble_asked(
    article: str, flow: str, trajectories: int, given: Mapping[str, Any], kept: Kept
) -> EnsembleOptions:
    """The options of an ensemble; a symbol has a number for all, or one for each trajectory."""
    apart = ("article", "flow", "trajectories", "values", "starts")
    options = [field.name for field in fields(EnsembleOptions) if field.name not in apart]
    chosen = {word: _plain(value) for word, value in given.items() if word in options}
    numbers = {w: array_of(v, f"`{w}`") for w, v in given.items() if w not in options}
    if not numbers:
        count = 0 if chosen.get("file") else _plain(trajectories)
        return EnsembleOptions(article, flow, count, **chosen)
    if chosen.get("file"):
        raise InvalidOption(f"give `file` or {', '.join(numbers)}, not both")
    lengths = {values.shape[0] for values in numbers.values() if values.ndim}
    for word, values in numbers.items():
        if values.ndim > 1 or len({*lengths, trajectories or max(lengths, default=0)}) > 1:
            raise InvalidOption(
                f"`{word}` must be a number, or one for each of the trajectories; got shape"
                f" {values.shape} beside {sorted({*lengths, *filter(None, [trajectories])})}"
            )
    count = max(lengths, default=trajectories)
    if not count:
        raise InvalidOption("say how many `trajectories`, or give an array with one for each")
    whole = {w: np.ascontiguousarray(np.broadcast_to(v, (count,))) for w, v in numbers.items()}
    return EnsembleOptions(article, flow, file=kept.arrays(whole), **chosen)


def _plain(value: Any) -> Any:
    """A number of NumPy as one of Python, a path as text."""
    if isinstance(value, np.generic):
        return value.item()
    return str(value) if isinstance(value, Path) else value


def _unknown(
    word: str, article: Article, known: Collection[str], symbols: Collection[str]
) -> NoReturn:
    hint = did_you_mean(word, [*known, *symbols])
    symbols = ", ".join(f"`{name}`" for name in dict.fromkeys(symbols))
    raise InvalidOption(
        f"`{word}` is no option and no symbol of `{article.name}` that can be given{hint}; the"
        f" options are {', '.join(f'`{name}`' for name in known)}, the symbols {symbols}"
    )


def _by_role(
    article: Article,
    kind: type[Options] | type[TrainOptions],
    name: str,
    given: Mapping[str, Any],
    kept: Kept,
) -> dict[str, Any]:
    """The options of a run whose symbols have roles; arrays go into files of data and start."""
    roles = article.roles_for("a run")
    options = [field.name for field in fields(kind) if field.name != "article"]
    spelt = spellings([*roles.data, *roles.weights])
    found: dict[str, Any] = {"article": name}
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for word, value in given.items():
        if word in options:
            found[word] = _plain(value)
        elif word in spelt:
            arrays[spelt[word]] = array_of(value, f"`{word}`")
        else:
            _unknown(word, article, options, spelt)
    for option, symbols in (("data", roles.data), ("init", roles.weights)):
        own = {array_name(s): arrays[s] for s in symbols if s in arrays}
        if own and option in found:
            raise InvalidOption(f"give `{option}` or {', '.join(own)}, not both")
        if own:
            if option == "data":
                own.setdefault(array_name(roles.data[0]), np.asarray(1.0))  # of white inputs
            found[option] = kept.arrays(own)
    for symbol in (s for s in arrays if arrays[s].ndim):
        space = {roles.inputs: "d", roles.outputs: "n"}
        for side, size in zip(article.symbols[symbol].shape, arrays[symbol].shape, strict=False):
            found.setdefault(space[side], size)
    return found


def _by_symbol(
    article: Article,
    states: Collection[str],
    spaces: Collection[str],
    given: Mapping[str, Any],
    kept: Kept,
) -> dict[str, Any]:
    """The options of a flow by its name."""
    apart = {"article", "flow", "sizes", "values", "data", "starts"}
    options = [field.name for field in fields(FlowOptions) if field.name not in apart]
    spelt = spellings([n for n in article.symbols if n not in article.definitions])
    found: dict[str, Any] = {}
    sizes: dict[str, int] = {}
    named: dict[str, dict[str, Any]] = {"values": {}, "data": {}, "starts": {}}
    for word, value in given.items():
        if word in spaces:
            sizes[word] = _plain(value)
        elif word in options:
            found[word] = _plain(value)
        elif word not in spelt:
            _unknown(word, article, [*options, *spaces], spelt)
        else:
            symbol = article.symbols[spelt[word]]
            if is_array(value):
                array = array_of(value, f"`{word}`")
                for side, size in zip(symbol.shape, array.shape, strict=False):
                    found.setdefault("sizes", {}).setdefault(side, size)
                value = kept.array(array)
            state = symbol.name in states
            number = symbol.scalar and not symbol.index and not state
            group = "starts" if state else "values" if number else "data"
            named[group][symbol.name] = _plain(value) if number else str(_plain(value))
    seen = {space: size for space, size in found.pop("sizes", {}).items() if space in spaces}
    return {**found, **named, "sizes": {**seen, **sizes}}
