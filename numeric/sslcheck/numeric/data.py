"""The moments of the data: that of the mean view, called X here, and X' of the augmentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.models.model import Structure, scale_symbol
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import array_name, subject
from sslcheck.numeric.bounds import size_limits
from sslcheck.numeric.device.arrays import Arrays
from sslcheck.numeric.disk.archive import Header, few, read_archive
from sslcheck.numeric.options import Options

__all__ = ["InvalidData", "Moment", "Moments", "make_moments", "plain_numbers"]

Matrix = np.ndarray[Any, Any]

_SYMMETRY = 1e-10  # of a matrix from a file, relative to its largest entry
_EXPONENT = 1.0  # of the power law


class InvalidData(SslcheckError, ValueError):
    """A file's X or X' cannot be a second moment: wrong shape, not symmetric, not PSD."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One symmetric PSD matrix: a number (times I), a vector (its diagonal) or the matrix."""

    structure: Structure
    value: Matrix

    def diagonal(self, d: int) -> Matrix:
        """The eigenvalues of an isotropic or diagonal moment, in the order of the inputs."""
        return np.broadcast_to(self.value, (d,))


@dataclass(frozen=True, slots=True)
class Moments:
    """X and X', of d x d, with their names in the article."""

    d: int
    names: tuple[str, str]
    mean: Moment
    noise: Moment

    @property
    def by_name(self) -> dict[str, Moment]:
        """Both by their names."""
        return dict(zip(self.names, (self.mean, self.noise), strict=True))

    @property
    def structure(self) -> dict[str, Structure]:
        """What kind of matrix each moment is."""
        return {name: moment.structure for name, moment in self.by_name.items()}

    @property
    def isotropic(self) -> bool:
        """Whether both are multiples of the identity."""
        return all(m.structure == "isotropic" for m in self.by_name.values())

    def basis(self) -> tuple[Matrix | None, dict[str, Matrix]] | None:
        """A common eigenbasis (None: the inputs themselves) and the eigenvalues in it.

        None where the two need not commute: X dense and X' not a multiple of the identity.
        """
        dense = [n for n, m in self.by_name.items() if m.structure == "dense"]
        if not dense:
            return None, {n: m.diagonal(self.d) for n, m in self.by_name.items()}
        others = [m for n, m in self.by_name.items() if n != dense[0]]
        if any(m.structure != "isotropic" for m in others):
            return None
        values, vectors = np.linalg.eigh(self.by_name[dense[0]].value)
        order = np.argsort(-values, kind="stable")
        found = {n: m.diagonal(self.d) for n, m in self.by_name.items() if n != dense[0]}
        found[dense[0]] = np.maximum(values[order], 0.0)
        return np.ascontiguousarray(vectors[:, order]), found

    def values(self, arrays: Arrays) -> dict[str, Any]:
        """What kernels read, by symbol: scales as numbers, diagonals and matrices on the device."""
        found: dict[str, Any] = {}
        for name, moment in self.by_name.items():
            if moment.structure == "isotropic":
                found[scale_symbol(name)] = float(moment.value)
            else:
                found[name] = arrays.put(moment.value)
        return found

    def extremes(self, name: str) -> tuple[float, float]:
        """The smallest and the largest eigenvalue of a moment."""
        moment = self.by_name[name]
        value = moment.value  # of a multiple of I, one number, however many inputs there are
        values = np.linalg.eigvalsh(value) if moment.structure == "dense" else value
        return float(values.min()), float(values.max())


def make_moments(options: Options) -> Moments:
    """The moments that the options ask for.

    ``isotropic``: X = I. ``power-law``: X = diag(1/j), scaled to mean 1. In both, X' = sigma2 I.
    A file holds `X` and, unless ``sigma2`` is to be used, `X_prime`: numbers, vectors or matrices.
    Raises `InvalidData`, `DamagedArchive`.
    """
    d, names = options.d, subject(options).roles.data
    noise = Moment("isotropic", np.asarray(options.sigma2))
    if options.data == "isotropic":
        return Moments(d, names, Moment("isotropic", np.asarray(1.0)), noise)
    if options.data == "power-law":
        spectrum = np.arange(1, d + 1, dtype=np.float64) ** -_EXPONENT
        return Moments(d, names, Moment("diagonal", spectrum / spectrum.mean()), noise)
    path = Path(options.data)
    mean, spread = (array_name(name) for name in names)
    found = read_archive(path, lambda headers: _check(headers, path, d, names))
    first = _moment(found[mean], options, f"`{mean}` of `{path}`")
    if spread in found:
        noise = _moment(found[spread], options, f"`{spread}` of `{path}`")
    return Moments(d, names, first, noise)


def _check(headers: Mapping[str, Header], path: Path, d: int, names: tuple[str, str]) -> None:
    """Raise `InvalidData` unless a file holds what can be X and X'."""
    mean, spread = (array_name(name) for name in names)
    if mean not in headers or headers.keys() - {mean, spread}:
        alone = f"; {plain(names[1])} alone does not say what the inputs are"
        need = alone if headers.keys() == {spread} else ""
        raise InvalidData(
            f"`{path}` must hold `{mean}` and may hold `{spread}`; it holds {few(headers)}{need}."
            f" Write it by numpy.savez(file, {mean}=..., {spread}=...); a number stands for that"
            " times the identity"
        )
    for name, (shape, dtype) in headers.items():
        what = f"`{name}` of `{path}`"
        if dtype.kind not in "fiu":
            raise InvalidData(f"{what} must be real, finite numbers; got dtype {dtype}")
        if shape not in ((), (d,), (d, d)):
            raise InvalidData(
                f"{what} must have shape (), ({d},) or ({d}, {d}); got {shape}. Set `--d` to match"
            )


def plain_numbers(value: Matrix, what: str, dtype: str, error: type[SslcheckError]) -> Matrix:
    """Numbers of a file in double precision. Raises ``error`` with the first that is of no use.

    Those are what is not finite, or too large for a run in ``dtype``.
    """
    _, most = size_limits(dtype)
    with np.errstate(all="ignore"):  # of a type with a wider range
        numbers = value.astype(np.float64)
        odd = ~(np.abs(numbers) <= most)  # true of what is not a number, too
    if odd.any():
        place = tuple(int(k) for k in np.argwhere(odd)[0])
        where = f" at [{', '.join(map(str, place))}]" if place else ""
        raise error(
            f"{what} must be real, finite numbers, in {dtype} of size {most:g} at most; got"
            f" {numbers[place]}{where}"
        )
    return numbers


def _moment(value: Matrix, options: Options, what: str) -> Moment:
    """A number, vector or matrix as the simplest moment that it is."""
    value = plain_numbers(value, what, options.dtype, InvalidData)
    if value.ndim == 2:
        largest = float(np.abs(value).max())
        if float(np.abs(value - value.T).max()) > _SYMMETRY * largest:
            raise InvalidData(f"{what} is not symmetric; give (M + M.T) / 2 if that is what it is")
        diagonal = np.diagonal(value)
        if np.count_nonzero(value) > np.count_nonzero(diagonal):
            least = float(np.linalg.eigvalsh(value)[0])
            if least < -_SYMMETRY * largest:
                raise InvalidData(
                    f"{what} is not positive semi-definite: its smallest eigenvalue is {least:.3g}"
                )
            return Moment("dense", np.ascontiguousarray((value + value.T) / 2))
        value = diagonal.copy()
    if float(value.min()) < 0:
        raise InvalidData(f"{what} has a negative eigenvalue, {float(value.min()):.3g}")
    if value.ndim == 0 or float(value.min()) == float(value.max()):
        return Moment("isotropic", np.asarray(value.flat[0]))
    return Moment("diagonal", np.ascontiguousarray(value))
