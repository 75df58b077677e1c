"""Which options a call gives, and whether they can have an effect there: none is ignored."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from sslcheck.cli import completing

__all__ = [
    "FILES",
    "KEPT",
    "ArticleName",
    "CheckpointEvery",
    "OutputFile",
    "Use",
    "first",
    "holds",
    "options_of",
    "refuse_beside_resume",
    "refuse_unused",
]


@dataclass(frozen=True, slots=True)
class Use:
    """``options`` have an effect only where ``when`` holds of the values of all parameters.

    ``needs`` says so to the user: the options that make it hold. A choice among names is a plain
    string in Typer 0.26, a member of its enumeration later: compare it with ``==``.
    """

    options: tuple[str, ...]
    needs: str
    when: Callable[[Mapping[str, Any]], bool]


FILES = (
    Use(
        ("sigma2",),
        "data without a moment of the noise of their own (`X_prime`)",
        lambda given: not _has(given, "data"),
    ),
    Use(
        ("tau0",),
        "a start without a target of its own (`W_a`)",
        lambda given: not _has(given, "init"),
    ),
)
"""Of the commands that read the data and the start from files."""

KEPT = (
    Use(("checkpoint_every",), "--out DIR", lambda given: given["out"] is not None),
    Use(("plots",), "--out DIR", lambda given: given["out"] is not None or not given["plots"]),
)
"""Of the commands that keep a run in a folder."""


def refuse_unused(context: typer.Context, uses: Iterable[Use]) -> None:
    """Fail for an option on the command line that has no effect beside the others."""
    given = set(_given(context))
    for use in uses:
        idle = sorted(given.intersection(use.options))
        if idle and not use.when(context.params):
            context.fail(
                f"{_flag(context, idle[0])} has no effect here: it needs {use.needs}. Give that, or"
                " leave it out"
            )


def refuse_beside_resume(context: typer.Context, allowed: Collection[str]) -> None:
    """With ``--resume`` the options are those of the run: others beside it would be ignored."""
    for name in _given(context):
        if name not in {"resume", "quiet", "json", *allowed}:
            context.fail(
                f"{_flag(context, name)} cannot be changed: with --resume the options are those of"
                " the run; leave it out"
            )


def options_of(context: typer.Context, *names: str) -> dict[str, Any]:
    """The values of these options, those left out that have none."""
    return {n: v for n in names if (v := context.params[n]) is not None}


def holds(path: str, name: str) -> bool:
    """Whether an archive that a user names holds an array; what is wrong with it is said later."""
    import zipfile

    try:
        if not path.endswith(".npz") or not Path(path).is_file():
            return False
        with zipfile.ZipFile(path) as archive:
            return f"{name}.npy" in archive.namelist()
    except Exception:  # of a damaged file zipfile raises anything
        return False


def first(given: str | list[str] | None) -> str:
    """The value of an option that may be repeated elsewhere, or an empty text."""
    return given if isinstance(given, str) else (given or [""])[0]


def _has(given: Mapping[str, Any], option: str) -> bool:
    """Whether the file of the data, or of the start, holds what may be left out of it."""
    path = first(given[option])
    if not path.endswith(".npz"):
        return False
    from sslcheck.numeric.article import array_name, derivation

    roles = derivation(given["article"]).article.roles_for("a run")
    return holds(path, array_name(roles.spread if option == "data" else roles.target))


def _given(context: typer.Context) -> Iterator[str]:
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            yield name


def _flag(context: typer.Context, name: str) -> str:
    found = next(p for p in context.command.params if p.name == name)
    return max(found.opts, key=len)


def _seconds(value: float) -> float:
    if not 0 <= value < math.inf:
        raise typer.BadParameter(f"{value} is not a number of seconds, 0 or more")
    return value


CheckpointEvery = Annotated[
    float, typer.Option(min=0.0, callback=_seconds, help="Between checkpoints [seconds].")
]

ArticleName = Annotated[
    str,
    typer.Option(
        metavar="NAME|FILE",
        help="A shipped article, or a TOML file.",
        autocompletion=completing.articles,
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here, all or nothing, not to stdout."
    ),
]
