"""A finite probability space for the views of an input, with prescribed moments, all rational."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import NamedTuple

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.exact import matrix
from sslcheck.derive.exact.matrix import Matrix, Rational
from sslcheck.derive.exact.roots import rational_root

__all__ = ["Atom", "Input", "outcomes", "population"]


class Atom(NamedTuple):
    """A value (a column) with its probability."""

    weight: Rational
    value: Matrix


class Input(NamedTuple):
    """An input: its probability, the mean of its views, and the law of a view's deviation."""

    weight: Rational
    mean: Matrix
    noise: tuple[Atom, ...]


def population(second_moment: Matrix, noise: Matrix) -> tuple[Input, ...]:
    """Inputs with ``E[mean mean^T] = second_moment`` and expected view covariance ``noise``.

    The k-th input carries the k-th term of both LDL^T decompositions, so a view's covariance
    depends on its input and only the expected one is prescribed: few atoms, and no independence
    that the article does not grant. Unsupported where a matrix is not symmetric PSD.
    """
    size = len(second_moment)
    try:
        lower, signal = matrix.ldl(second_moment)
        noise_lower, spread = matrix.ldl(noise)
    except ValueError as error:
        raise Unsupported(f"a second moment of the views is {error}") from None
    inputs: list[Input] = []
    left: Rational = 1
    share = isqrt(size - 1) + 1
    for k in range(size):
        # weight w and length c with w c^2 = signal[k] and w <= 1/size: the mass stays below 1
        root = rational_root(signal[k])
        if root is None:
            length: Rational = isqrt(int(signal[k] * size)) + 1
            weight = Fraction(signal[k]) / length**2
        else:
            length = root * share
            weight = Fraction(1, share**2)
        mean = matrix.column([matrix.quotient(row[k] * length, 1) for row in lower])
        direction = [row[k] for row in noise_lower]
        inputs.append(Input(weight, mean, _noise(direction, spread[k] / weight)))
        left -= weight
    if left:
        origin = matrix.zeros(size, 1)
        inputs.append(Input(left, origin, (Atom(1, origin),)))
    return tuple(inputs)


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


def outcomes(
    inputs: Sequence[Input], count: int
) -> Iterator[tuple[Rational, Matrix, tuple[Matrix, ...]]]:
    """Every outcome of ``count`` views, independent given the input: weight, mean, the views."""
    for chosen in inputs:
        views = [Atom(a.weight, matrix.add(chosen.mean, a.value)) for a in chosen.noise]
        for combination in product(views, repeat=count):
            weight = chosen.weight
            for atom in combination:
                weight *= atom.weight
            yield weight, chosen.mean, tuple(atom.value for atom in combination)
