"""What a training run is asked to do: plain values, checked once, kept in ``run.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.numeric.bounds import InvalidOption, check_counts, shown, size_limits
from sslcheck.numeric.declared import again, check, option
from sslcheck.numeric.options import INITS, Computing, Options, Rated, from_plain
from sslcheck.numeric.training.predictor import Predictor, predictor

__all__ = ["TrainOptions"]

_POWERS = (0.01, 100.0)
_CLASSES, _RANK = 8, 8  # where the inputs have room for so many


@dataclass(frozen=True, slots=True)
class TrainOptions(Computing, Rated):
    """One run. ``lr`` is the time step of the flow; ``alpha_p``, ``beta`` are ratios to it.
    0 leaves it to the data, see `stability`.

    ``n`` 0 stands for ``d``. ``sigma2`` is the mean variance of an additive augmentation,
    ``mask`` the share of inputs that masking sets to 0. ``classes`` 0: no labels, no probe, -1: as
    many as there is room for, 8 at most; so ``rank`` 0. ``separation`` is the share of the variance
    along the class coordinates that lies between classes. ``batch`` 0 stands for a batch with
    exactly the moments of the data. With ``beta`` 0 the target is frozen.
    """

    article: str = DEFAULT_ARTICLE
    d: int = again(Options, "d", 64)
    n: int = again(Options, "n", 32)
    data: str = option(
        "isotropic",
        "Covariance of the inputs: the identity, diag(1/j) or 10 for every 16th input and 1 for"
        " the others, of mean 1, or `X` (and `X_prime`) of a file.",
        "named",
        names=("isotropic", "power-law", "spiked"),
    )
    noise: str = option("isotropic", "Augmentation: additive noise, or inputs set to 0.", "choice")
    sigma2: float = option(0.25, "Mean variance of additive noise.", "nonnegative")
    rank: int = option(
        0, "Directions of low-rank noise.", "count", least=1, instead="8, or d if that is less"
    )
    mask: float = option(0.25, "Share of inputs that masking sets to 0.", "share")
    classes: int = option(
        -1,
        "Latent clusters, for the probe; 0: none.",
        "count",
        instead="8, or d + 1 if that is less",
    )
    separation: float = option(
        0.5, "Share of the variance along the classes that is between them.", "share"
    )
    predictor: str = option(
        "directpred",
        "Set from the correlation F of the outputs (three ways), learned, or none.",
        "choice",
    )
    power: float = option(0.5, "Power of F that directset takes.")
    convention: str = option(
        "paper",
        "paper: the rule of the article, the predictor kept between refreshes. reference: that of"
        " the authors' published trainer, eigenvalues over the largest and not below 1e-4"
        " (directcopy: F + eps I), gradient steps between refreshes. In both the predictor is set"
        " before a step, from the first view; that trainer sets it after the step, from both"
        " views.",
        "choice",
    )
    eps: float = option(0.1, "The epsilon of the rule.", "nonnegative")
    rho: float = option(0.3, "Memory of the estimate of F.", "share")
    freq: int = option(1, "Steps between two refreshes of the predictor.", "count", least=1)
    center: bool = option(
        False,
        "Take means from the outputs in F: paper, of each batch its own; reference, a moving"
        " average like that of F.",
    )
    root: str = option(
        "eigh", "F^(1/2) by eigenvectors or by an iteration of matrix products.", "choice"
    )
    init: str = option("random", "Start, as in simulate.", "named", names=INITS)
    beta: float = option(
        1.0,
        "Rate of the target's moving average over that of the online network; 0: it stays.",
        "nonnegative",
    )
    eta: float = option(0.05, "Weight decay.", "nonnegative")
    lr: float = option(
        0.0,
        "Learning rate: time of the flow to a step. 0: from the data, 0.05 or half of the step"
        " that would blow up at the start.",
        "nonnegative",
    )
    momentum: float = option(0.0, "Of SGD; lengthens a step.", "share")
    batch: int = option(256, "Inputs of a batch; 0: one with exactly the moments.", "count")
    steps: int = option(2000, "Steps of SGD.", "count", least=1)
    log_every: int = option(50, "Steps between two measurements.", "count", least=1)
    probe: int = option(
        1024, "Views that fit the probe, and as many that test it.", "count", least=2
    )
    seed: int = option(0, "Of the weights, the data, the batches.", "count")
    draws: str = option(
        "device",
        "Batches by the device's own generator, or on the host: only these are the same on every"
        " backend. Weights, classes and the probe's views always are.",
        "choice",
    )
    dtype: str = again(Computing, "dtype", "float32")

    def __post_init__(self) -> None:
        if self.n == 0:
            object.__setattr__(self, "n", self.d)
        check_counts(self, {"d": 1})
        if self.classes == -1:
            object.__setattr__(self, "classes", min(_CLASSES, self.d + 1))
        if self.rank == 0:
            object.__setattr__(self, "rank", min(_RANK, self.d))
        check(self)
        if not _POWERS[0] <= self.power <= _POWERS[1]:
            least, most = _POWERS
            raise InvalidOption(
                f"`power` must be from {least:g} to {most:g}; got {shown(self.power)}"
            )
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
