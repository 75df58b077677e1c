"""The options of a command from the dataclass that declares them: nothing is said twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, Literal, TypeVar

import typer

from sslcheck.numeric.choices import allowed
from sslcheck.numeric.declared import Declared, declared

__all__ = ["help_of", "takes"]

Command = TypeVar("Command", bound=Callable[..., Any])

_TYPES: Mapping[str, type] = {"int": int, "float": float, "str": str, "bool": bool}


def takes(*kinds: type[Any]) -> Callable[[Command], Command]:
    """Give a command the options of dataclasses before those of its own, which go before them.

    The command takes them as keywords; what it names itself, or an earlier dataclass has, is left
    out, and so is what no help is declared of.
    """

    def give(command: Command) -> Command:
        own = inspect.signature(command, eval_str=True).parameters
        context, *rest = (p for p in own.values() if p.kind is not p.VAR_KEYWORD)
        made: dict[str, inspect.Parameter] = {}
        for kind in kinds:
            made |= {p.name: p for p in _parameters(kind) if p.name not in {*own, *made}}
        keywords = [p.replace(kind=p.KEYWORD_ONLY) for p in (*made.values(), *rest)]
        command.__signature__ = inspect.Signature([context, *keywords])  # type: ignore[attr-defined]
        return command

    return give


def help_of(kind: type[Any], name: str) -> str:
    """What is said of an option."""
    return declared(kind)[name].help


def _parameters(kind: type[Any]) -> Iterator[inspect.Parameter]:
    known = declared(kind)
    for one in fields(kind):
        if one.name in known:
            yield _parameter(one, known[one.name])


def _parameter(one: Field[Any], about: Declared) -> inspect.Parameter:
    flag = f"--{one.name.replace('_', '-')}"
    given: dict[str, Any] = {"help": about.help}
    kind: Any = _TYPES[str(one.type)]
    if about.kind == "count":
        given["min"] = about.given
    elif about.kind == "choice":
        kind = Literal[allowed(one.name)]
    elif about.kind == "named":
        given["metavar"] = "|".join((*about.names, "FILE.npz"))
    default = None if one.default is MISSING else one.default
    if about.instead:
        given["show_default"], default, kind = about.instead, None, kind | None
    return inspect.Parameter(
        one.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, typer.Option(flag, **given)],
    )
