"""Initial states: drawn on the host from the seed, so that every backend starts from the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import array_name, subject
from sslcheck.numeric.data import Moments, plain_numbers
from sslcheck.numeric.disk.archive import Header, few, read_archive
from sslcheck.numeric.options import Options

__all__ = ["InvalidStart", "Start", "make_start"]

Matrix = np.ndarray[Any, Any]

_MODES = (0.05, 1.25)  # range of p_j and w_j: both sides of the basin's edge at the default rates


class InvalidStart(SslcheckError, ValueError):
    """An initial state that does not exist for these sizes or data, or a file that holds none."""


@dataclass(frozen=True)
class Start:
    """W_p, W and W_a at time 0, by their names in the article (here those of the shipped one).

    ``entries``: for an aligned start the vectors p, w, a by the same names, with
    ``W_p = U diag(p) U^T``, ``W = U diag(w) V^T``, ``W_a = U diag(a) V^T``; otherwise empty.
    ``make`` draws the matrices: at large sizes only a model that needs them asks. That takes
    ``memory`` bytes of the host at a time.
    """

    text: str
    symmetric: bool
    entries: dict[str, Matrix]
    eigenvalues: dict[str, Matrix]
    make: Callable[[], tuple[dict[str, Matrix], Matrix | None]]
    memory: int = 0

    @property
    def aligned(self) -> bool:
        """Whether all states are diagonal in common bases, with the moments."""
        return bool(self.entries)

    @cached_property
    def _made(self) -> tuple[dict[str, Matrix], Matrix | None]:
        return self.make()

    @property
    def matrices(self) -> dict[str, Matrix]:
        """The matrices by their names in the article."""
        return self._made[0]

    @property
    def basis(self) -> Matrix | None:
        """U of an aligned start."""
        return self._made[1]


def make_start(options: Options, moments: Moments) -> Start:
    """The start that the options ask for.

    ``random``: independent normal entries, of variance 1/n in W_p and 1/d in W. ``balanced``: W_p
    likewise and ``W = W_p^T V^T / sqrt(alpha_p)``, so that C = 0 in (3). ``aligned``: p and w
    uniform. Everywhere ``W_a = tau0 W``. A file holds `W_p`, `W` and perhaps `W_a`. Raises
    `InvalidStart`, `DamagedArchive`.
    """
    if options.init == "random":
        return _drawn(options, "random matrices", _random)
    if options.init == "balanced":
        _need_inputs(options, "a balanced start (a Gram matrix of rank n)")
        roles = subject(options).roles
        W, W_p, ratio = plain(roles.online), plain(roles.predictor), plain(roles.ratio)
        text = f"random matrices with {W} {W}^T = {W_p}^T {W_p} / {ratio}"
        return _drawn(options, text, _balanced)
    if options.init == "aligned":
        return _aligned(options, moments)
    return _from_file(options)


def _need_inputs(options: Options, what: str) -> None:
    if options.d < options.n:
        raise InvalidStart(f"{what} needs d >= n; got d = {options.d}, n = {options.n}")


def _drawn(options: Options, text: str, draw: Callable[[Options], tuple[Matrix, Matrix]]) -> Start:
    def make() -> tuple[dict[str, Matrix], None]:
        W_p, W = draw(options)
        return _named(options, W_p, W, options.tau0 * W), None

    return Start(text, options.symmetrised, {}, {}, make, _made_memory(options))


def _named(
    options: Options, predictor: Matrix, online: Matrix, target: Matrix
) -> dict[str, Matrix]:
    """The weights by their names in the article."""
    weights = subject(options).roles.weights
    return dict(zip(weights, (predictor, online, target), strict=True))


def _predictor(options: Options, rng: np.random.Generator) -> Matrix:
    W_p = rng.standard_normal((options.n, options.n)) / options.n**0.5
    return np.asarray((W_p + W_p.T) / 2) if options.symmetrised else W_p


def _random(options: Options) -> tuple[Matrix, Matrix]:
    rng = np.random.default_rng(options.seed)
    W_p = _predictor(options, rng)
    return W_p, rng.standard_normal((options.n, options.d)) / options.d**0.5


def _balanced(options: Options) -> tuple[Matrix, Matrix]:
    rng = np.random.default_rng(options.seed)
    W_p = _predictor(options, rng)
    V = _orthonormal(rng, options.d, options.n)
    return W_p, np.ascontiguousarray(W_p.T @ V.T) / options.alpha_p**0.5


def _aligned(options: Options, moments: Moments) -> Start:
    _need_inputs(options, "an aligned start")
    found = moments.basis()
    if found is None:
        X, noise = map(plain, moments.names)
        raise InvalidStart(
            f"an aligned start needs a common eigenbasis of {X} and {noise}: give {noise} as a"
            " multiple of the identity, or both as diagonals"
        )
    basis, eigenvalues = found
    rng = np.random.default_rng(options.seed)
    p, w = rng.uniform(*_MODES, options.n), rng.uniform(*_MODES, options.n)
    entries = _named(options, p, w, options.tau0 * w)

    def make() -> tuple[dict[str, Matrix], Matrix]:
        U = _orthonormal(rng, options.n, options.n)
        if basis is not None:
            V = basis[:, : options.n]
        elif moments.isotropic:
            V = _orthonormal(rng, options.d, options.n)
        else:
            V = np.eye(options.d, options.n)
        W = (U * w) @ V.T
        return _named(options, (U * p) @ U.T, W, options.tau0 * W), U

    head = {name: np.array(values[: options.n]) for name, values in eigenvalues.items()}
    text = "aligned states, p and w uniform"
    return Start(text, True, entries, head, make, _made_memory(options))


def _made_memory(options: Options) -> int:
    """Of the three matrices, and of what they are made from: an orthonormal basis, mostly."""
    n, d = options.n, options.d
    largest = 2 if options.init == "random" else 5
    return 8 * ((1 + largest) * n * n + (1 + largest) * n * d)


def _orthonormal(rng: np.random.Generator, rows: int, cols: int) -> Matrix:
    vectors: Matrix = np.linalg.qr(rng.standard_normal((rows, cols)))[0]
    return vectors


def _from_file(options: Options) -> Start:
    path = Path(options.init)
    found = read_archive(path, lambda headers: _check(headers, path, options))
    given = {
        name: plain_numbers(value, f"`{name}` of `{path}`", options.dtype, InvalidStart)
        for name, value in found.items()
    }
    predictor, online, target = map(array_name, subject(options).roles.weights)
    followed = given[target] if target in given else options.tau0 * given[online]
    states = _named(options, given[predictor], given[online], followed)
    symmetric = bool((given[predictor] == given[predictor].T).all())
    return Start(f"the states of {path.name}", symmetric, {}, {}, lambda: (states, None))


def _check(headers: Mapping[str, Header], path: Path, options: Options) -> None:
    """Raise `InvalidStart` unless a file holds what can be states."""
    predictor, online, target = map(array_name, subject(options).roles.weights)
    shapes = {predictor: (options.n, options.n), online: (options.n, options.d)}
    shapes[target] = shapes[online]
    if headers.keys() - shapes.keys() or not {predictor, online} <= headers.keys():
        raise InvalidStart(
            f"`{path}` must hold `{predictor}` and `{online}`, and may hold `{target}`; it holds"
            f" {few(headers)}. Write it by numpy.savez(file, {predictor}=..., {online}=...)"
        )
    for name, header in headers.items():
        if header.shape != shapes[name] or header.dtype.kind not in "fiu":
            raise InvalidStart(
                f"`{name}` of `{path}` must be real numbers of shape {shapes[name]}; got {header}."
                " Set --n and --d to match"
            )
