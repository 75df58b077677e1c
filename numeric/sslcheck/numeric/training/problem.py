"""The data of a training run: exact moments X and X', and how an input is made from normals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sslcheck.numeric.article import array_name, subject
from sslcheck.numeric.data import InvalidData, Moment, Moments, make_moments
from sslcheck.numeric.training.options import TrainOptions

__all__ = ["Problem", "describe", "make_problem"]

Matrix = np.ndarray[Any, Any]

_SPIKE = 10.0  # variance of a spiked input over that of the others
_SPIKES = 16  # one input in so many is spiked
_STREAM = 7_001  # of the seed: the problem is drawn apart from the weights and the batches


@dataclass(frozen=True, slots=True)
class Problem:
    """``moments`` of the views, exact; ``latent`` is the covariance of the inputs.

    An input is ``A z`` with A the root of the latent covariance and ``z`` of covariance I: normal,
    or with ``centres`` (classes x (classes - 1), of mean 0 and mean square I) a mixture along the
    first coordinates, ``z = sqrt(g) m_c + sqrt(1 - g) normal``. ``directions`` (d x rank) times
    normal numbers are the low-rank noise.
    """

    moments: Moments
    latent: Moment
    centres: Matrix | None
    directions: Matrix | None

    @property
    def total(self) -> Moment:
        """X + X', the second moment of a view."""
        return _sum(self.moments.mean, self.moments.noise, 1.0)

    def between(self, share: float) -> Moment:
        """``X + share X'``."""
        return _sum(self.moments.mean, self.moments.noise, share)


def make_problem(options: TrainOptions) -> Problem:
    """The problem that the options ask for; drawn on the host, the same on every backend.

    Additive noise of mean variance ``sigma2`` leaves X as it is. Masking keeps an input with
    probability k = 1 - ``mask``: X = k^2 C, X' = k (1 - k) diag(C) for inputs of covariance C.
    Raises `InvalidData`, `DamagedArchive`.
    """
    rng = np.random.default_rng([options.seed, _STREAM])
    centres = _centres(rng, options.classes) if options.classes else None
    directions = None
    moments = _from_spectrum(options)
    latent = moments.mean
    if options.data.endswith(".npz"):
        given = moments.noise
        if options.noise == "isotropic":
            return Problem(moments, latent, centres, None)
        if given.structure != "isotropic" or float(given.value) != options.sigma2:
            name = array_name(moments.names[1])
            raise InvalidData(
                f"`{options.data}` holds an `{name}`, and `--noise {options.noise}` asks for"
                " another; leave one of the two out"
            )
    match options.noise:
        case "diagonal":
            spread = rng.uniform(0.2, 1.8, options.d)
            noise = Moment("diagonal", options.sigma2 * spread / spread.mean())
        case "low-rank":
            drawn = rng.standard_normal((options.d, options.rank))
            directions = np.linalg.qr(drawn)[0] * (options.sigma2 * options.d / options.rank) ** 0.5
            noise = Moment("dense", directions @ directions.T)
        case "mask":
            keep = 1.0 - options.mask
            noise = replace(_diagonal(latent), value=keep * (1 - keep) * _diagonal(latent).value)
            first = replace(latent, value=keep**2 * latent.value)
            return Problem(replace(moments, mean=first, noise=noise), latent, centres, None)
        case _:
            noise = Moment("isotropic", np.asarray(options.sigma2))
    return Problem(replace(moments, noise=noise), latent, centres, directions)


def _from_spectrum(options: TrainOptions) -> Moments:
    if options.data != "spiked":
        return make_moments(options.flow)
    values = np.ones(options.d)
    values[: max(options.d // _SPIKES, 1)] = _SPIKE
    X = Moment("diagonal", values / values.mean())
    names, noise = subject(options.flow).roles.data, np.asarray(options.sigma2)
    return Moments(options.d, names, X, Moment("isotropic", noise))


def _centres(rng: np.random.Generator, classes: int) -> Matrix:
    """Corners of a regular simplex, turned at random: mean 0, mean of ``m m^T`` the identity."""
    drawn = rng.standard_normal((classes, classes))
    drawn[:, 0] = 1.0
    basis = np.linalg.qr(drawn)[0][:, 1:]
    return np.asarray(classes**0.5 * basis)


def _diagonal(moment: Moment) -> Moment:
    if moment.structure == "dense":
        return Moment("diagonal", np.diagonal(moment.value).copy())
    return moment


def _sum(first: Moment, second: Moment, share: float) -> Moment:
    kinds = (first.structure, second.structure)
    if "dense" not in kinds:
        kind = first.structure if kinds[0] == kinds[1] else "diagonal"
        return Moment(kind, first.value + share * second.value)

    def matrix(moment: Moment, d: int) -> Matrix:
        return moment.value if moment.structure == "dense" else np.diag(moment.diagonal(d))

    d = max(len(m.value) for m in (first, second) if m.structure == "dense")
    return Moment("dense", matrix(first, d) + share * matrix(second, d))


def describe(moments: Moments, name: str) -> str:
    """A moment in words: structure, trace, smallest and largest eigenvalue."""
    low, high = moments.extremes(name)
    moment = moments.by_name[name]
    values = moment.value if moment.structure == "dense" else moment.diagonal(moments.d)
    trace = float(np.trace(values) if moment.structure == "dense" else values.sum())
    low = max(low, 0.0)  # of a singular matrix it is rounding
    return f"{moment.structure}, trace {trace:.4g}, eigenvalues {low:.4g} to {high:.4g}"
