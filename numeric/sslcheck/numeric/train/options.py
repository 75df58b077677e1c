"""What a training run is asked to do: plain values, checked once, kept in ``run.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sslcheck.numeric.options import (
    DTYPES,
    INITS,
    TARGETS,
    InvalidOption,
    Options,
    check_finite,
    check_one_of,
    from_plain,
)

__all__ = ["DIRECT", "POWERS", "TrainOptions"]

POWERS = {"directpred": 0.5, "directcopy": 1.0}
DIRECT = (*POWERS, "directset")
"""Predictors that are set from the correlation of the outputs, eqs. (9)-(11)."""

_CHOICES: dict[str, tuple[str, ...]] = {
    "noise": ("isotropic", "diagonal", "low-rank", "mask"),
    "predictor": (*DIRECT, "learned", "identity"),
    "convention": ("paper", "reference"),
    "root": ("eigh", "products"),
    "target": TARGETS,
    "draws": ("device", "host"),
    "dtype": DTYPES,
    "backend": ("numpy", "cupy"),
}
_LEAST = {
    "d": 1, "n": 1, "classes": 0, "rank": 1, "freq": 1, "batch": 0, "steps": 1, "log_every": 1,
    "probe": 2, "seed": 0,
}  # fmt: skip
_POSITIVE = ("alpha_p", "beta", "lr", "power")
_NONNEGATIVE = ("sigma2", "eta", "eps", "tau0", "mask", "separation", "rho", "momentum")


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """One run. ``lr`` is the time step of the flow (2); ``alpha_p``, ``beta`` are ratios to it.

    ``n`` 0 stands for ``d``. ``sigma2`` is the mean variance of an additive augmentation,
    ``mask`` the share of inputs that masking sets to 0. ``classes`` 0: no labels, no probe;
    ``separation`` is the share of the variance along the class coordinates that lies between
    classes. ``batch`` 0 stands for a batch with exactly the moments of the data.
    """

    d: int = 64
    n: int = 32
    data: str = "isotropic"
    noise: str = "isotropic"
    sigma2: float = 0.25
    rank: int = 8
    mask: float = 0.25
    classes: int = 8
    separation: float = 0.5
    predictor: str = "directpred"
    power: float = 0.5
    convention: str = "paper"
    eps: float = 0.1
    rho: float = 0.3
    freq: int = 1
    center: bool = False
    root: str = "eigh"
    target: str = "ema"
    init: str = "random"
    tau0: float = 1.0
    alpha_p: float = 1.0
    beta: float = 1.0
    eta: float = 0.05
    lr: float = 0.05
    momentum: float = 0.0
    batch: int = 256
    steps: int = 2000
    log_every: int = 50
    probe: int = 1024
    seed: int = 0
    draws: str = "device"
    dtype: str = "float32"
    backend: str = "numpy"

    def __post_init__(self) -> None:
        if self.n == 0:
            object.__setattr__(self, "n", self.d)
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise InvalidOption(f"`{name}` must be at least {least}; got {getattr(self, name)}")
        for name in (*_POSITIVE, *_NONNEGATIVE):
            check_finite(name, getattr(self, name), positive=name in _POSITIVE)
        for name, allowed in _CHOICES.items():
            check_one_of(name, getattr(self, name), allowed)
        for name, named in (("data", ("isotropic", "power-law", "spiked")), ("init", INITS)):
            value = getattr(self, name)
            if value not in named and not value.endswith(".npz"):
                raise InvalidOption(
                    f"`{name}` must be one of {', '.join(named)} or the path of an .npz file;"
                    f" got `{value}`"
                )
        for name in ("mask", "separation", "rho", "momentum"):
            if getattr(self, name) >= 1:
                raise InvalidOption(f"`{name}` must be below 1; got {getattr(self, name)}")
        self._check_pairs()

    def _check_pairs(self) -> None:
        if self.classes == 1 or self.classes > self.d + 1:
            raise InvalidOption(
                f"`classes` must be 0, or 2 to d + 1 = {self.d + 1}; got {self.classes}"
            )
        if self.noise == "low-rank" and self.rank > self.d:
            raise InvalidOption(f"`rank` must be at most d = {self.d}; got {self.rank}")
        if self.predictor in POWERS and self.power != 0.5:
            raise InvalidOption("`power` is for the predictor directset; the others have their own")
        if self.root == "products" and (self.exponent != 0.5 or self.predictor not in DIRECT):
            raise InvalidOption("`root` products is for square roots: directpred, or power 0.5")

    @property
    def exponent(self) -> float:
        """The power of F-hat that a direct predictor takes."""
        return POWERS.get(self.predictor, self.power)

    @property
    def time_step(self) -> float:
        """Time of the flow that a step stands for; momentum lengthens it."""
        return self.lr / (1 - self.momentum)

    @property
    def flow(self) -> Options:
        """The options of a simulation from the same start, of the flow in the limit of small lr."""
        return Options(
            d=self.d,
            n=self.n,
            data=self.data if self.data != "spiked" else "power-law",
            sigma2=self.sigma2,
            init=self.init,
            tau0=self.tau0,
            alpha_p=self.alpha_p,
            beta=self.beta,
            eta=self.eta,
            target=self.target,
            t_end=self.steps * self.time_step,
            seed=self.seed,
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TrainOptions:
        """Options from `as_dict`; raises `InvalidOption` for foreign keys or types."""
        return from_plain(cls, data)
