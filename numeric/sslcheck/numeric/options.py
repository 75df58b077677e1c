"""What a simulation is asked to do: plain values, checked once, kept in ``run.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from sslcheck.derive import DEFAULT_ARTICLE, shipped_articles
from sslcheck.numeric.bounds import (
    InvalidOption,
    check_below_one,
    check_choices,
    check_counts,
    check_named,
    check_reals,
)

__all__ = [
    "DATA",
    "INITS",
    "InvalidOption",
    "Options",
    "from_plain",
]

DATA = ("isotropic", "power-law")
INITS = ("random", "aligned", "balanced")

Chosen = TypeVar("Chosen")


@dataclass(frozen=True, slots=True)
class Options:
    """One run. Rates are per unit of time, the time of the gradient flow (2).

    ``article`` is the name of a shipped article or the path of a file. ``data`` and ``init`` are a
    name or the path of an ``.npz`` file. ``d`` inputs, ``n`` outputs; ``n`` 0 stands for ``d``.
    With ``beta`` 0 the target is frozen.
    """

    article: str = DEFAULT_ARTICLE
    d: int = 512
    n: int = 0
    data: str = "isotropic"
    sigma2: float = 0.25
    init: str = "random"
    tau0: float = 1.0
    alpha_p: float = 1.0
    beta: float = 1.0
    eta: float = 0.05
    target: str = "ema"
    symmetrised: bool = False
    model: str = "auto"
    t_end: float = 20.0
    method: str = "tsit5"
    rtol: float = 1e-6
    atol: float = 1e-9
    step: float = 0.01
    max_steps: int = 100_000
    saves: int = 41
    seed: int = 0
    dtype: str = "float64"
    backend: str = "numpy"

    def __post_init__(self) -> None:
        if self.n == 0:
            object.__setattr__(self, "n", self.d)
        check_counts(self, {"d": 1, "n": 1, "saves": 2, "max_steps": 1, "seed": 0})
        check_choices(self, ("target", "model", "dtype", "backend", "method"))
        check_reals(self, ("alpha_p", "t_end"), self.dtype, zero=False)
        check_reals(self, ("beta", "eta", "sigma2", "tau0", "step", "atol"), self.dtype, zero=True)
        check_below_one(self, ("rtol",))
        check_named("data", self.data, DATA)
        check_named("init", self.init, INITS)
        if self.symmetrised and self.target == "no-stop-gradient":
            raise InvalidOption(
                "`symmetrised` is for the targets ema and simsiam; the flow without stop-gradient"
                " is the gradient flow of one function and has no symmetrised line"
            )

    @property
    def files(self) -> tuple[str, ...]:
        """The paths among ``article``, ``data`` and ``init``."""
        named = ((self.article, shipped_articles()), (self.data, DATA), (self.init, INITS))
        return tuple(value for value, names in named if value not in names)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Options:
        """Options from `as_dict`; raises `InvalidOption` for foreign keys or types."""
        return from_plain(cls, data)


def from_plain(kind: type[Chosen], data: Mapping[str, Any]) -> Chosen:
    """A dataclass of plain values from a mapping, whose keys and types are checked.

    Raises `InvalidOption` for foreign keys or types, and what the dataclass itself raises.
    """
    kinds = {f.name: f.type for f in fields(kind)}  # type: ignore[arg-type]
    if set(data) != set(kinds):
        odd = sorted(set(data) ^ set(kinds))
        raise InvalidOption(f"these options are missing or unknown: {', '.join(odd)}")
    for name, value in data.items():
        if not _fits(value, str(kinds[name])):
            raise InvalidOption(f"option `{name}` must be of type {kinds[name]}; got {value!r}")
    return kind(**data)


def _fits(value: Any, kind: str) -> bool:
    """Whether a plain value is of a type that is named; a whole number is a float, too.

    >>> _fits(3, "float"), _fits(True, "int"), _fits({"d": 3}, "Mapping[str, int]")
    (True, False, True)
    """
    if kind.startswith("Mapping[str, "):
        inner = kind.removeprefix("Mapping[str, ").removesuffix("]")
        return isinstance(value, dict) and all(_fits(v, inner) for v in value.values())
    wanted = {"int": int, "float": (int, float), "str": str, "bool": bool}[kind]
    return isinstance(value, wanted) and isinstance(value, bool) == (wanted is bool)  # type: ignore[arg-type]
