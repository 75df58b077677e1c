"""Runs from Python: what the command line asks for by options, by keywords and arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import numpy as np

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.derive.article.article import Article
from sslcheck.derive.emit import Names
from sslcheck.derive.models.flow_model import check_flow, first_flow, flow_model, spaces_of
from sslcheck.derive.text.printing import plain
from sslcheck.derive.text.words import did_you_mean
from sslcheck.numeric.article import array_name, derivation
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.handed import array_of, is_array, kept_array, kept_arrays
from sslcheck.numeric.job import Job, Progress, Result
from sslcheck.numeric.notebook import shown_in_notebook
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Run, Simulation
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.training import Training

__all__ = ["simulate", "train"]

Found = TypeVar("Found", bound=Result)
Told = Callable[[Progress], None] | None


def simulate(
    article: str | Path = DEFAULT_ARTICLE, flow: str = "", *, progress: Told = None, **given: Any
) -> Run | FlowRun:
    r"""Integrate a flow and hold it against what is proved about it, as ``sslcheck simulate`` does.

    Keywords are those options (`Options`; of a flow by its name `FlowOptions`), sizes of spaces
    (``d=64``), and symbols as they are printed (``X=...``, ``X_prime=...``, ``W=...``): numbers,
    arrays of any library, lists, or ``.npy`` files. A state gets its start. Sizes that are not
    given are those of the arrays. In a notebook a bar is shown, unless ``progress`` is told.
    Raises `InvalidOption` and the errors of `Simulation` and `FlowSimulation`.

    >>> run = simulate("two-layer", "descent", d=4, h=3, m=2, S=np.eye(4), t_end=1.0)
    >>> run.states["A"].shape, run.findings[0].holds
    ((41, 3, 4), True)
    """
    article = str(article)
    scene = derivation(article)
    if not flow and scene.article.roles is not None:
        options = Options(**_by_role(scene.article, Options, article, given))
        return _run(Simulation(options), progress)
    flow = flow or first_flow(scene)
    check_flow(scene, flow)
    model = flow_model(scene, flow, {})
    states = [name for name in model.states if name in scene.article.symbols]
    found = _by_symbol(scene.article, states, spaces_of(scene, model), given)
    return _run(FlowSimulation(FlowOptions(article=article, flow=flow, **found)), progress)


def train(
    article: str | Path = DEFAULT_ARTICLE, *, progress: Told = None, **given: Any
) -> TrainRun:
    """Train the network of an article in minibatches, as ``sslcheck train`` does.

    Keywords are the options of that (`TrainOptions`) and symbols, as in `simulate`.

    >>> run = train(d=8, n=4, steps=20, X=np.eye(8), classes=0)
    >>> run.last["W"].shape
    (4, 8)
    """
    article = str(article)
    about = derivation(article).article
    return _run(Training(TrainOptions(**_by_role(about, TrainOptions, article, given))), progress)


def _run(job: Job[Found], progress: Told) -> Found:
    with shown_in_notebook() if progress is None else nullcontext(progress) as tell:
        return job.run(progress=tell)


def _plain(value: Any) -> Any:
    """A number of NumPy as one of Python, a path as text."""
    if isinstance(value, np.generic):
        return value.item()
    return str(value) if isinstance(value, Path) else value


def _spelt(article: Article, names: Collection[str]) -> dict[str, str]:
    """Symbols by all their spellings: as in the article, as printed, as a keyword can be."""
    found = {name: name for name in names}
    for name in names:
        for spelling in (plain(name).strip(), Names().of(name)):
            found.setdefault(spelling, name)
    return found


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
    article: Article, kind: type[Options] | type[TrainOptions], name: str, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The options of a run whose symbols have roles; arrays go into files of data and start."""
    roles = article.roles_for("a run")
    options = [field.name for field in fields(kind) if field.name != "article"]
    spelt = _spelt(article, [*roles.data, *roles.weights])
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
            found[option] = kept_arrays(own)
    for symbol in (s for s in arrays if arrays[s].ndim):
        space = {roles.inputs: "d", roles.outputs: "n"}
        for side, size in zip(article.symbols[symbol].shape, arrays[symbol].shape, strict=False):
            found.setdefault(space[side], size)
    return found


def _by_symbol(
    article: Article, states: Collection[str], spaces: Collection[str], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The options of a flow by its name."""
    apart = {"article", "flow", "sizes", "values", "data", "starts"}
    options = [field.name for field in fields(FlowOptions) if field.name not in apart]
    spelt = _spelt(article, [n for n in article.symbols if n not in article.definitions])
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
                value = kept_array(array)
            state = symbol.name in states
            number = symbol.scalar and not symbol.index and not state
            group = "starts" if state else "values" if number else "data"
            named[group][symbol.name] = _plain(value) if number else str(_plain(value))
    seen = {space: size for space, size in found.pop("sizes", {}).items() if space in spaces}
    return {**found, **named, "sizes": {**seen, **sizes}}
