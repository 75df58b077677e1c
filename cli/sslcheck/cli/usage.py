"""Wrong use of the command line, said in words: what was got, what is accepted, what was meant."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import OptionInfo

from sslcheck.cli.exits import MISUSE, tell
from sslcheck.cli.help import help_text
from sslcheck.derive.text.words import did_you_mean

__all__ = ["Command", "Commands", "UsageError", "report_usage"]

# What typer raises for wrong use; only a leaf of it is public.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


class Command(TyperCommand):
    """A command that says itself what is wrong with a value.

    typer takes the words of the library that parses for it, and which one that is depends on its
    version.
    """

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override, unused-ignore]
        _parse_what_is_given(self, ctx)
        given = list(args)  # parsing empties the list
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            name = getattr(error.param, "name", None)
            values = self.make_parser(ctx).parse_args(given)[0]
            if name in values and self.callback is not None:
                wrong = _wrong(self.callback, name, values[name])
                if wrong is not None:
                    error.message = wrong
            raise

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override, unused-ignore]
        """What ``--help`` says."""
        return help_text(self, ctx)


class Commands(TyperGroup):
    """The program, which has commands."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override, unused-ignore]
        _parse_what_is_given(self, ctx)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override, unused-ignore]
        """What ``--help`` says."""
        return help_text(self, ctx)


def _parse_what_is_given(command: Any, ctx: typer.Context) -> None:
    """Take defaults as they are: the library that parses is imported where something is given."""
    for option in command.get_params(ctx):
        option.process_value = partial(_processed, option, option.process_value)


def _processed(option: Any, parse: Callable[..., Any], ctx: typer.Context, value: Any) -> Any:
    source = ctx.get_parameter_source(option.name)
    if option.required or source is None or source.name != "DEFAULT":
        return parse(ctx, value)
    return value if option.callback is None else option.callback(ctx, option, value)


def _wrong(command: Callable[..., Any], name: str, given: object) -> str | None:
    """What is wrong with a value of the option ``name``, by the type that ``command`` declares."""
    declared = inspect.signature(command, eval_str=True).parameters[name].annotation
    kind, option = typing.get_args(declared)[:2]
    text = str(given)
    if typing.get_origin(kind) is typing.Literal:
        names = typing.get_args(kind)
        hint = did_you_mean(text.casefold(), names)
        return f"must be one of {_listed(names)}; got `{text}`{hint}"
    if kind in (int, float):
        what = "a whole number" if kind is int else "a number"
        several = "" if "," not in text else "; `sslcheck sweep` runs several values by `--over`"
        return f"must be {what}{_range(option)}; got `{_short(text)}`{several}"
    return None


def _range(option: OptionInfo) -> str:
    if option.min is None:
        return ""
    least = _exact(option.min)
    return f", {least} or more" if option.max is None else f" from {least} to {_exact(option.max)}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:8]}... ({len(text)} characters)"


def _exact(bound: float) -> str:
    return str(int(bound)) if bound == int(bound) else f"{bound:g}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def report_usage(error: Any) -> int:
    """Say on stderr how the command is used and what was wrong; returns the exit code."""
    if error.ctx is not None:
        tell(error.ctx.get_usage(), indent="")
        tell(f"Try '{error.ctx.command_path} {error.ctx.help_option_names[0]}' for help.")
        tell("")
    tell(f"Error: {error.format_message()}{_meant(error)}")
    return MISUSE


def _meant(error: Any) -> str:
    """What an argument that a command does not take is given by."""
    if error.ctx is None or "extra argument" not in error.format_message():
        return ""
    options = {name for option in error.ctx.command.params for name in option.opts}
    ways = {"an article": "--article", "an equation": "--equation", "a flow": "--flow"}
    given = [f"{what} by `{by}`" for what, by in ways.items() if by in options]
    return f"; give {', '.join(given)}" if given else ""
