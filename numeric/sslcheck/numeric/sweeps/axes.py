"""What is swept: an option, or a parameter of the article, with its values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sslcheck.derive.text.words import did_you_mean
from sslcheck.numeric.article import derivation
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.inputs import is_input
from sslcheck.numeric.flows.naming import spellings
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.options import Options
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Axis", "axes_of", "pairs_over", "symbols_of"]

Base = Options | FlowOptions | TrainOptions

_MOST = 1_000_000
_NOT = {"article": "one article for each sweep", "seed": "`--seeds N` counts them up"}


@dataclass(frozen=True, slots=True)
class Axis:
    """An option by its ``name``, or a ``parameter`` of a flow by its symbol, with its values."""

    name: str
    values: tuple[Any, ...]
    parameter: bool = False

    @property
    def numbers(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(v, int | float) and not isinstance(v, bool) for v in self.values)

    def put(self, options: dict[str, Any], value: Any) -> None:
        """Set a value in plain options."""
        if self.parameter:
            options["values"] = {**options["values"], self.name: value}
        else:
            options[self.name] = value


def pairs_over(given: Iterable[str]) -> list[tuple[str, str]]:
    """``NAME=VALUES`` as a name with its values. Raises `InvalidOption`."""
    found = []
    for text in given:
        word, sign, values = (part.strip() for part in text.partition("="))
        if not (sign and word and values):
            raise InvalidOption(
                f"`--over {text}` is not NAME=VALUES; write `--over eta=0:0.3:20` or `--over"
                " sigma2=0.1,0.2`"
            )
        found.append((word, values))
    return found


def axes_of(given: Iterable[tuple[str, Any]], base: Base) -> tuple[Axis, ...]:
    """The axes by names with values: ``VALUE,..`` or ``FIRST:LAST:COUNT`` as text, or as they are.

    Raises `InvalidOption` for names that there are not, and for values of another type.
    """
    found: list[Axis] = []
    for word, values in given:
        axis = _axis(word, values, base)
        if any(axis.name == other.name for other in found):
            raise InvalidOption(f"`--over` gives `{axis.name}` twice; drop one of the two")
        found.append(axis)
    if not found:
        raise InvalidOption("nothing is swept: give `--over NAME=VALUES`")
    if math.prod(len(axis.values) for axis in found) > 10 * _MOST:
        raise InvalidOption(f"more than {10 * _MOST} cells; give fewer values")
    return tuple(found)


def symbols_of(base: Base) -> Mapping[str, str]:
    """The options of a run by the symbols of the article that they are values of."""
    if isinstance(base, FlowOptions):
        return {}
    roles = derivation(base.article).article.roles
    if roles is None:
        return {}
    return {roles.ratio: "alpha_p", roles.average: "beta", roles.decay: "eta"}


def _axis(word: str, values: Any, base: Base) -> Axis:
    kinds = {f.name: str(f.type) for f in fields(base) if not str(f.type).startswith("Mapping")}
    option = word.replace("-", "_")
    symbols: dict[str, str] = dict(symbols_of(base))
    if isinstance(base, FlowOptions):
        article = derivation(base.article).article
        inputs = [n for n, s in article.symbols.items() if is_input(article, n, s)]
        scalars = [n for n in inputs if article.symbols[n].scalar]
        symbols |= {n: "" for n in scalars if article.symbols[n].role != "state"}
    spelt = spellings(symbols)
    if option in _NOT:
        raise InvalidOption(f"`{word}` is not swept by `--over`: {_NOT[option]}")
    if option in kinds:
        return Axis(option, _values(word, values, kinds[option]))
    if word in spelt:
        named = symbols[spelt[word]]
        found = _values(word, values, "float")
        return Axis(named, found) if named else Axis(spelt[word], found, True)
    there = [name for name in kinds if name not in _NOT]
    raise InvalidOption(
        f"nothing is called `{word}`{did_you_mean(word, [*there, *spelt])}; swept can be the"
        f" options {', '.join(there)}" + f", the parameters {', '.join(symbols)}" * bool(symbols)
    )


def _values(word: str, given: Any, kind: str) -> tuple[Any, ...]:
    if not isinstance(given, str):
        try:
            parts = [str(value) for value in np.asarray(given, dtype=object).reshape(-1)]
        except (TypeError, ValueError) as error:
            raise InvalidOption(f"`{word}` has no values that can be swept: {error}") from error
        given = ",".join(parts)
    if kind in ("int", "float") and given.count(":") == 2:
        first, last, number = given.split(":")
        ends = [_one(word, part, "float") for part in (first, last)]
        count = _one(word, number, "int")
        if not 1 <= count <= _MOST:
            raise InvalidOption(f"`--over {word}={given}`: give from 1 to {_MOST} values")
        found = np.linspace(ends[0], ends[1], count).tolist()
        if kind == "float":
            return tuple(found)
        if any(value != round(value) for value in found):
            raise InvalidOption(f"`--over {word}={given}` makes numbers that are not whole")
        return tuple(int(value) for value in found)
    found = [_one(word, part.strip(), kind) for part in given.split(",")]
    if len({*found}) < len(found):
        raise InvalidOption(
            f"`--over {word}={given[:60]}` gives a value twice; drop one of the two"
        )
    return tuple(found)


def _one(word: str, text: str, kind: str) -> Any:
    try:
        if kind == "bool":
            return {"true": True, "false": False}[text.lower()]
        value: Any = {"int": int, "float": float, "str": str}[kind](text)
    except (KeyError, ValueError):
        what = {"int": "a whole number", "float": "a number", "bool": "true or false"}[kind]
        what += ", nor FIRST:LAST:COUNT" if ":" in text else ""
        raise InvalidOption(f"`--over {word}`: `{text[:40]}` is not {what}") from None
    if kind == "float" and not math.isfinite(value):
        raise InvalidOption(f"`--over {word}`: `{text[:40]}` is not a finite number")
    return value
