"""What a simulation is asked to do: plain values, checked once, kept in ``run.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.declared import check, option

__all__ = [
    "DATA",
    "INITS",
    "Computing",
    "Integrating",
    "InvalidOption",
    "Options",
    "Rated",
    "from_plain",
]

DATA = ("isotropic", "power-law")
INITS = ("random", "aligned", "balanced")

Chosen = TypeVar("Chosen")


@dataclass(frozen=True, kw_only=True)
class Rated:
    """What a simulation and training have in common: the weights and their rates."""

    tau0: float = option(
        1.0, "Target over online network at the start: 1 a copy, 0 zero.", "nonnegative"
    )
    alpha_p: float = option(
        1.0, "Learning rate of the predictor over that of the online network.", "positive"
    )
    target: str = option(
        "ema",
        "Target network: moving average, online network itself, or no stop-gradient.",
        "choice",
    )


@dataclass(frozen=True, kw_only=True)
class Computing:
    """Where any run computes."""

    dtype: str = option("float64", "Floating-point type.", "choice")
    backend: str = option("numpy", "Array library.", "choice")


@dataclass(frozen=True, kw_only=True)
class Integrating(Computing):
    """What any flow is integrated by."""

    model: str = option(
        "auto", "System to integrate; auto: the cheapest that is proved exact.", "choice"
    )
    t_end: float = option(20.0, "End time, in units of the gradient flow.", "positive")
    method: str = option(
        "auto",
        "Tsitouras 5(4), or Adams of orders to 8, both adaptive; or classical, fixed steps; auto:"
        " adams for large matrices if it fits into memory, otherwise tsit5.",
        "choice",
    )
    rtol: float = option(1e-6, "Relative tolerance of a step.", "share")
    atol: float = option(1e-9, "Absolute tolerance of a step.", "nonnegative")
    step: float = option(0.01, "Step of rk4 [time].", "nonnegative")
    max_steps: int = option(100_000, "Most steps, rejected ones too.", "count", least=1)
    saves: int = option(41, "Save times, both ends included.", "count", least=2)
    seed: int = option(0, "Of the start; the same on every backend.", "count")


@dataclass(frozen=True, slots=True)
class Options(Integrating, Rated):
    """One run. Rates are per unit of time, the time of the gradient flow (2).

    ``article`` is the name of a shipped article or the path of a file. ``data`` and ``init`` are a
    name or the path of an ``.npz`` file. ``d`` inputs, ``n`` outputs; ``n`` 0 stands for ``d``.
    With ``beta`` 0 the target is frozen.
    """

    article: str = DEFAULT_ARTICLE
    d: int = option(512, "Inputs.", "count", least=1)
    n: int = option(0, "Outputs; 0 stands for d.", "count", least=1, given=0)
    data: str = option(
        "isotropic",
        "Moment of the mean view: the identity, diag(1/j) of mean 1, or `X` (and `X_prime`, that"
        " of the noise) of a file: numbers, diagonals or symmetric PSD matrices.",
        "named",
        names=DATA,
    )
    sigma2: float = option(
        0.25, "Variance of the augmentation, sigma2 times the identity.", "nonnegative"
    )
    init: str = option(
        "random",
        "Start: random matrices, diagonal in the data's basis, balanced (the Gram matrices of both"
        " networks equal up to alpha_p), or `W_p`, `W` (and `W_a`) of a file.",
        "named",
        names=INITS,
    )
    beta: float = option(
        1.0, "Rate of the moving average [1/time]; 0: the target stays as it is.", "nonnegative"
    )
    eta: float = option(0.05, "Weight decay [1/time].", "nonnegative")
    symmetrised: bool = option(False, "Move the predictor by the symmetric part of its line.")

    def __post_init__(self) -> None:
        if self.n == 0:
            object.__setattr__(self, "n", self.d)
        check(self)
        if self.symmetrised and self.target == "no-stop-gradient":
            raise InvalidOption(
                "`symmetrised` is for the targets ema and simsiam; the flow without stop-gradient"
                " is the gradient flow of one function and has no symmetrised line"
            )

    @property
    def files(self) -> tuple[str, ...]:
        """The paths among ``article``, ``data`` and ``init``."""
        from sslcheck.derive import shipped_articles

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
