"""Options said once: default, bounds, choices and help beside each other, checked from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from sslcheck.numeric.bounds import (
    check_below_one,
    check_choices,
    check_counts,
    check_named,
    check_reals,
)

__all__ = ["Declared", "again", "check", "declared", "option"]

Kind = Literal["", "count", "choice", "positive", "nonnegative", "share", "named"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What is known of an option besides its type and default.

    A ``count`` is at least ``least``, and at least ``given`` where a user gives it: less than the
    former stands for something else. A ``choice`` is one of `choices.allowed`; of real numbers
    ``positive`` and ``nonnegative`` ones are told apart, a ``share`` is from 0 to below 1. What is
    ``named`` is one of ``names`` or the path of an archive. ``instead`` says what the default is,
    where that is no value.
    """

    help: str
    kind: Kind = ""
    least: int = 0
    given: int = 0
    names: tuple[str, ...] = ()
    instead: str = ""


def option(
    default: Any,
    help: str,
    kind: Kind = "",
    *,
    least: int = 0,
    given: int | None = None,
    names: tuple[str, ...] = (),
    instead: str = "",
) -> Any:
    """A field of a dataclass of options, with what is `Declared` of it."""
    about = Declared(help, kind, least, least if given is None else given, names, instead)
    return field(default=default, metadata={"declared": about})


def again(kind: type[Any], name: str, default: Any = None) -> Any:
    """An option of another dataclass, with its default or one of its own."""
    (other,) = (f for f in fields(kind) if f.name == name)
    return field(default=other.default if default is None else default, metadata=other.metadata)


def declared(kind: type[Any]) -> Mapping[str, Declared]:
    """What is known of the options of a dataclass, by their names; of some nothing is."""
    return {f.name: f.metadata["declared"] for f in fields(kind) if "declared" in f.metadata}


def check(values: Any) -> None:
    """Raise `InvalidOption` for the first option that is not as it is declared.

    Counts come first, then choices, then real numbers, whose size depends on the dtype.
    """
    known, dtype = declared(type(values)), getattr(values, "dtype", "float64")
    check_counts(values, {name: known[name].least for name in _of(known, "count")})
    check_choices(values, _of(known, "choice"))
    check_reals(values, _of(known, "positive"), dtype, zero=False)
    check_reals(values, _of(known, "nonnegative"), dtype, zero=True)
    check_below_one(values, _of(known, "share"))
    for name in _of(known, "named"):
        check_named(name, getattr(values, name), known[name].names)


def _of(known: Mapping[str, Declared], kind: Kind) -> Iterator[str]:
    return (name for name, about in known.items() if about.kind == kind)
