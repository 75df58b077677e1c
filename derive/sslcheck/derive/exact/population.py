"""A finite probability space for the views of an input, with prescribed moments, all rational.

For Gaussian views it is a rule whose weights may be negative, exact up to a degree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import NamedTuple

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.gaussian import gaussian_rule
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.roots import rational_root

__all__ = ["Atom", "Input", "Law", "Outcome", "outcomes", "population"]

Outcome = tuple[Rational, Matrix, tuple[Matrix, ...]]
"""Weight, mean, the views."""


class Atom(NamedTuple):
    """A value (a column) with its probability."""

    weight: Rational
    value: Matrix


class Input(NamedTuple):
    """An input: its probability, the mean of its views, and the law of a view's deviation."""

    weight: Rational
    mean: Matrix
    noise: tuple[Atom, ...]


class Law(NamedTuple):
    """The moments of an input: ``second`` is the covariance of the mean of its views where the
    ``expected`` value is known, else the second moment; ``noise`` is what a view adds.
    """

    second: Matrix
    noise: Matrix | None = None
    expected: Matrix | None = None
    gaussian: bool = False


def population(
    second_moment: Matrix, noise: Matrix, expected: Matrix | None = None
) -> tuple[Input, ...]:
    """Inputs with ``E[mean mean^T] = second_moment`` and expected view covariance ``noise``.

    With the ``expected`` value of the mean, the first is its covariance instead. The k-th input
    carries the k-th term of both LDL^T decompositions, so a view's covariance depends on its input
    and only the expected one is prescribed: few atoms, and no independence that the article does
    not grant. Unsupported where a matrix is not symmetric PSD.
    """
    size = len(second_moment)
    lower, signal = _factors(second_moment)
    noise_lower, spread = _factors(noise)
    inputs: list[Input] = []
    left: Rational = 1
    for k in range(size):
        direction = [row[k] for row in noise_lower]
        if expected is None:
            weight, length = _scaled(signal[k], size)
        else:  # weight and length, and another one beyond the mean; a skew law
            length = signal[k] * size / Fraction(2)
            weight = Fraction(2) / (size * (length + 2))
            beyond = matrix.column([-2 * row[k] for row in lower] if length else [0] * size)
            rest = Fraction(1, size) - weight
            if rest:
                still = (Atom(1, matrix.zeros(size, 1)),)
                inputs.append(Input(rest, matrix.add(expected, beyond), still))
                left -= rest
        mean = matrix.column([matrix.quotient(row[k] * length, 1) for row in lower])
        mean = mean if expected is None else matrix.add(expected, mean)
        inputs.append(Input(weight, mean, _noise(direction, Fraction(spread[k]) / weight)))
        left -= weight
    if left:
        origin = matrix.zeros(size, 1)
        inputs.append(Input(left, origin, (Atom(1, origin),)))
    return tuple(inputs)


def _scaled(variance: Rational, size: int) -> tuple[Rational, Rational]:
    """A weight of at most ``1/size``, so that the mass stays below 1, and a length, with
    ``weight length^2 = variance``."""
    root = rational_root(variance)
    if root is None:
        length = isqrt(int(variance * size)) + 1
        return Fraction(variance) / length**2, length
    share = isqrt(size - 1) + 1
    return Fraction(1, share**2), root * share


def _factors(moment: Matrix) -> tuple[Matrix, list[Rational]]:
    try:
        return matrix.ldl(moment)
    except ValueError as error:
        raise Unsupported(f"a second moment of the views is {error}") from None


def _noise(direction: Sequence[Rational], variance: Rational) -> tuple[Atom, ...]:
    """A zero-mean law on multiples of ``direction`` with the given variance along it."""
    if not variance:
        return (Atom(1, matrix.zeros(len(direction), 1)),)
    length: Rational | None = rational_root(variance)
    half: Rational = Fraction(1, 2)
    if length is None:  # a longer step, taken less often
        length = isqrt(int(variance)) + 1
        half = variance / Fraction(2 * length**2)
    step = matrix.column([matrix.quotient(x * length, 1) for x in direction])
    atoms = [Atom(half, step), Atom(half, matrix.scale(-1, step))]
    if half != Fraction(1, 2):
        atoms.append(Atom(1 - 2 * half, matrix.zeros(len(direction), 1)))
    return tuple(atoms)


def outcomes(law: Law, count: int, degree: int = 0, alone: bool = False) -> Iterator[Outcome]:
    """Every outcome of ``count`` views, independent given the input.

    Of Gaussian views, up to a ``degree``; where the mean is not asked for, the views are ``alone``.
    """
    noise = law.noise or matrix.zeros(len(law.second), len(law.second))
    if law.gaussian:
        yield from _gaussian(law, noise, count, degree, alone and count == 1)
        return
    for chosen in population(law.second, noise, law.expected):
        views = [Atom(a.weight, matrix.add(chosen.mean, a.value)) for a in chosen.noise]
        for combination in product(views, repeat=count):
            weight = chosen.weight
            for atom in combination:
                weight *= atom.weight
            yield weight, chosen.mean, tuple(atom.value for atom in combination)


def _gaussian(law: Law, noise: Matrix, count: int, degree: int, merged: bool) -> Iterator[Outcome]:
    """Of the mean and what each view adds to it; ``merged`` where one view is all of it."""
    assert law.expected is not None
    parts = [matrix.add(law.second, noise)] if merged else [law.second, *[noise] * count]
    roots = [_factors(part) for part in parts]
    variances = [v for _, pivots in roots for v in pivots]
    size = len(law.second)
    for weight, node in gaussian_rule(variances, degree):
        steps = [
            matrix.multiply(lower, matrix.column(node[i * size : (i + 1) * size]))
            for i, (lower, _) in enumerate(roots)
        ]
        mean = matrix.add(law.expected, steps[0])
        views = [mean] if merged else [matrix.add(mean, step) for step in steps[1:]]
        yield weight, mean, tuple(views)
