"""``--quiet`` and ``--json``: how commands speak, said once for all of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sslcheck.cli.console import speaking

__all__ = ["formatted", "result"]

Function = Callable[..., int]

_Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors; the exit code tells.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
_Short = Annotated[bool, typer.Option("--json", help="The same as `--format json`.")]


def result(function: Function) -> Function:
    """A command whose result can be had as JSON; it asks `console.manner`."""

    def run(given: dict[str, Any], context: typer.Context) -> int:
        quiet, as_json = given.pop("quiet"), given.pop("json")
        _refuse_both(context, quiet, as_json)
        with speaking("quiet" if quiet else "json" if as_json else "text"):
            return function(**given)

    return _extended(function, run, quiet=_Quiet, json=_Json)


def formatted(function: Function) -> Function:
    """A command with a ``--format`` that may be JSON."""

    def run(given: dict[str, Any], context: typer.Context) -> int:
        quiet, as_json = given.pop("quiet"), given.pop("json")
        _refuse_both(context, quiet, as_json)
        if as_json:
            source = context.get_parameter_source("format_")
            if source is not None and source.name == "COMMANDLINE":
                context.fail("--json is a `--format`, and another is given; leave one of them out")
            given["format_"] = context.params["format_"] = "json"
        with speaking("quiet" if quiet else "text"):
            return function(**given)

    return _extended(function, run, quiet=_Quiet, json=_Short)


def _refuse_both(context: typer.Context, quiet: bool, as_json: bool) -> None:
    if quiet and as_json:
        context.fail("--quiet leaves nothing of --json; leave one of them out")


def _extended(
    function: Function, run: Callable[[dict[str, Any], typer.Context], int], **options: Any
) -> Function:
    """The command with more options, which ``run`` takes out again."""
    signature = inspect.signature(function, eval_str=True)
    taken = [*signature.parameters.values()]
    own = next((p.name for p in taken if p.annotation is typer.Context), None)
    named = inspect.Parameter.KEYWORD_ONLY
    added = [inspect.Parameter(n, named, annotation=a, default=False) for n, a in options.items()]
    lead = [] if own else [inspect.Parameter("context", named, annotation=typer.Context)]

    @functools.wraps(function)
    def command(**given: Any) -> int:
        context = given[own] if own else given.pop("context")
        return run(given, context)

    every = [p.replace(kind=named) for p in (*lead, *taken, *added)]
    command.__signature__ = signature.replace(parameters=every)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in every}
    return command
