"""What a training run is asked to do: plain values, checked once, kept in ``run.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.bounds import (
    InvalidOption,
    check_below_one,
    check_choices,
    check_counts,
    check_named,
    check_reals,
    shown,
    size_limits,
)
from sslcheck.numeric.options import INITS, Options, from_plain
from sslcheck.numeric.train.predictor import Predictor, predictor

__all__ = ["TrainOptions"]

_CHOICES = ("noise", "predictor", "convention", "root", "target", "draws", "dtype", "backend")
_LEAST = {
    "d": 1, "n": 1, "classes": 0, "rank": 1, "freq": 1, "batch": 0, "steps": 1, "log_every": 1,
    "probe": 2, "seed": 0,
}  # fmt: skip
_POSITIVE = ("alpha_p",)
_NONNEGATIVE = ("sigma2", "eta", "eps", "tau0", "beta", "lr")
_SHARES = ("mask", "separation", "rho", "momentum")
_POWERS = (0.01, 100.0)
_CLASSES, _RANK = 8, 8  # where the inputs have room for so many


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """One run. ``lr`` is the time step of the flow; ``alpha_p``, ``beta`` are ratios to it.
    0 leaves it to the data, see `stability`.

    ``n`` 0 stands for ``d``. ``sigma2`` is the mean variance of an additive augmentation,
    ``mask`` the share of inputs that masking sets to 0. ``classes`` 0: no labels, no probe, -1: as
    many as there is room for, 8 at most; so ``rank`` 0. ``separation`` is the share of the variance
    along the class coordinates that lies between classes. ``batch`` 0 stands for a batch with
    exactly the moments of the data. With ``beta`` 0 the target is frozen.
    """

    article: str = DEFAULT_ARTICLE
    d: int = 64
    n: int = 32
    data: str = "isotropic"
    noise: str = "isotropic"
    sigma2: float = 0.25
    rank: int = 0
    mask: float = 0.25
    classes: int = -1
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
    lr: float = 0.0
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
        check_counts(self, {"d": 1})
        if self.classes == -1:
            object.__setattr__(self, "classes", min(_CLASSES, self.d + 1))
        if self.rank == 0:
            object.__setattr__(self, "rank", min(_RANK, self.d))
        check_counts(self, _LEAST)
        check_choices(self, _CHOICES)
        check_reals(self, _POSITIVE, self.dtype, zero=False)
        check_reals(self, _NONNEGATIVE, self.dtype, zero=True)
        check_below_one(self, _SHARES)
        if not _POWERS[0] <= self.power <= _POWERS[1]:
            least, most = _POWERS
            raise InvalidOption(
                f"`power` must be from {least:g} to {most:g}; got {shown(self.power)}"
            )
        check_named("data", self.data, ("isotropic", "power-law", "spiked"))
        check_named("init", self.init, INITS)
        low, high = size_limits(self.dtype)
        if self.lr and not low <= self.steps * self.time_step <= high:
            raise InvalidOption(
                "`steps` times `lr` / (1 - `momentum`), the time of the run, must be from"
                f" {low:g} to {high:g}; got {self.steps * self.time_step:g}"
            )
        self._check_pairs()

    def _check_pairs(self) -> None:
        if self.classes == 1 or self.classes > self.d + 1:
            raise InvalidOption(
                f"`classes` must be 0, or 2 to d + 1 = {self.d + 1}; got {self.classes}"
            )
        if self.noise == "low-rank" and self.rank > self.d:
            raise InvalidOption(f"`rank` must be at most d = {self.d}; got {self.rank}")
        self.scheme.check(self)
        if self.root == "products" and not self.takes_root:
            raise InvalidOption("`root` products is for square roots: directpred, or power 0.5")

    @property
    def exponent(self) -> float:
        """The power of F-hat that a direct predictor takes."""
        return self.scheme.exponent(self)

    @property
    def scheme(self) -> Predictor:
        """How the predictor comes about."""
        return predictor(self.predictor)

    @property
    def takes_root(self) -> bool:
        """Whether the predictor is made of the square root of F-hat."""
        return self.scheme.direct and self.exponent == 0.5

    @property
    def copies(self) -> bool:
        """Whether the predictor is ``F + eps I``: DirectCopy of the published trainer."""
        return self.scheme.copies(self)

    @property
    def centers(self) -> bool:
        """Whether means are taken from the outputs in F-hat; an exact batch has mean 0 already."""
        return self.center and self.batch > 0 and self.scheme.direct

    @property
    def keeps_mean(self) -> bool:
        """Whether F-hat has a moving average of the outputs' mean beside it."""
        return self.centers and self.convention == "reference"

    @property
    def time_step(self) -> float:
        """Time of the flow that a step stands for; momentum lengthens it."""
        return self.lr / (1 - self.momentum)

    @property
    def flow(self) -> Options:
        """The options of a simulation from the same start, of the flow in the limit of small lr."""
        return Options(
            article=self.article,
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
            t_end=self.steps * self.time_step or 1.0,  # a step that is not chosen yet: any time
            seed=self.seed,
            dtype=self.dtype,
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TrainOptions:
        """Options from `as_dict`; raises `InvalidOption` for foreign keys or types."""
        return from_plain(cls, data)
