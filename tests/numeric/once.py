"""What is derived is the same for every run: once for all tests of a process.

Laws of training and modes are remembered by the program itself; here are articles as they are read,
models, laws of the flow and plans, which a user needs once. They depend on nothing but their
arguments, which are told apart by what they are (a derivation that is begun anew has models of its
own): each is still made and used.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest

from sslcheck.derive.reading import loading

USED = {
    "full_model": ("choose", "training.quantities"),
    "gram_model": ("choose",),
    "with_ones": ("choose",),
    "plan_of": ("choose", "watched.evaluator"),
    "laws": ("watched.laws", "training.quantities"),
    "stays_symmetric": ("watched.laws",),
}
"""Where in `sslcheck.numeric` each function is called."""


def key(argument: Any) -> Hashable:
    """An argument as something that tells it from every other."""
    if isinstance(argument, Mapping):
        return tuple((name, key(value)) for name, value in argument.items())
    if isinstance(argument, list | tuple):
        return tuple(key(part) for part in argument)
    found: Hashable = argument
    return found


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that works each thing out once. What it has raised is raised anew."""
    found: dict[Hashable, Any] = {}

    def once(*arguments: Any) -> Any:
        at = key(arguments)
        if at not in found:
            found[at] = function(*arguments)
        return found[at]

    return once


@contextmanager
def deriving_once() -> Iterator[None]:
    """Within this, each file of an article is read once, and each model, law and plan made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "parse_article", remembered(loading.parse_article))
        for name, users in USED.items():
            modules = [import_module(f"sslcheck.numeric.{user}") for user in users]
            once = remembered(getattr(modules[0], name))
            for module in modules:
                patch.setattr(module, name, once)
        yield
