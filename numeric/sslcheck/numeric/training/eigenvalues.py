"""The eigenvalues of a predictor that is set, from those of the estimate."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from sslcheck.derive.emit import ElementwisePlan, make_elementwise_plan
from sslcheck.derive.models.spectral import SpectralRule, spectral_rule
from sslcheck.numeric.article import Subject, subject
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.device.arrays import Array, Arrays
from sslcheck.numeric.device.kernel import Kernel, Program
from sslcheck.numeric.training.emitted import checked, numbers_of
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.root import powered

__all__ = ["LEAST", "EigenvalueRule", "eigenvalue_rule", "rule_of"]

LEAST = 1e-4
"""``reference``: no eigenvalue of a predictor that is set is smaller."""

_FEW = 16  # plans that are kept


def rule_of(options: TrainOptions) -> SpectralRule:
    """What the article says; raises `MissingRole` where it says nothing."""
    return _rule_of(subject(options.flow))


@lru_cache(_FEW)
def _rule_of(about: Subject) -> SpectralRule:
    return spectral_rule(about.derivation, about.roles)


@lru_cache(_FEW)
def _plan_of(rule: SpectralRule, n: int) -> ElementwisePlan:
    return make_elementwise_plan(rule.model, n, {"p": rule.value})


class EigenvalueRule(Protocol):
    """``rule(s)`` are the eigenvalues of the predictor; those of F-hat, s, are not negative."""

    nonnegative: bool
    """Whether they are known to be 0 or more."""

    def __call__(self, s: Array) -> Array:
        """Those for each of s."""
        ...

    def parts(self, s: Array) -> tuple[Array, Array]:
        """a and b with ``p = a s^power + b``, where they are the same for each s."""
        ...


def eigenvalue_rule(options: TrainOptions, arrays: Arrays, n: int) -> EigenvalueRule:
    """That of the article for n eigenvalues or, in ``reference``, of the published trainer.

    Raises `MissingRole` where the article says none, and `InvalidOption` for options that do not go
    with what it says.
    """
    if options.convention == "reference":
        return _Published(options, arrays)
    return _Article(options, arrays, n)


class _Article:
    """As the article says, ``s^power`` in the place of the root of s there."""

    def __init__(self, options: TrainOptions, arrays: Arrays, n: int) -> None:
        self._arrays, self._power = arrays, options.exponent
        rule = rule_of(options)
        if not rule.rooted and self._power != 0.5:
            raise InvalidOption(
                f"`predictor` {options.predictor} takes another power than the root of an"
                f" eigenvalue, and the article has {rule.says} without one; directpred is its rule"
            )
        if options.root == "products" and not (rule.rooted and rule.affine):
            raise InvalidOption(
                "`root` products is for a root of the estimate times a number, plus a number; the"
                f" article has {rule.says}"
            )
        self.nonnegative = rule.nonnegative
        program = checked(Program.of(_plan_of(rule, n)), options)
        self._kernel = Kernel(program, arrays, numbers_of(options))

    def __call__(self, s: Array) -> Array:
        return self._of(s, powered(self._arrays.xp, s, self._power))

    def _of(self, s: Array, power: Array) -> Array:
        made = self._arrays.xp.zeros_like(s)
        self._kernel((s, power), (made,))
        return made

    def parts(self, s: Array) -> tuple[Array, Array]:
        zero = self._arrays.xp.zeros_like(s)
        b = self._of(s, zero)
        return (self._of(s, zero + 1.0) - b)[0], b[0]


class _Published:
    """As the authors' published trainer does it, which no article states.

    ``p_j = max((s_j / max_j s_j)^power + eps, 1e-4)``, where 0 / 0 is 0; of directcopy
    ``p_j = s_j + eps``.
    """

    nonnegative = True

    def __init__(self, options: TrainOptions, arrays: Arrays) -> None:
        self._options, self._xp = options, arrays.xp

    def __call__(self, s: Array) -> Array:
        options = self._options
        if options.copies:
            return s + options.eps
        made = powered(self._xp, s / self._largest(s), options.exponent) + options.eps
        return self._xp.where(made < LEAST, LEAST * self._xp.ones_like(made), made)

    def parts(self, s: Array) -> tuple[Array, Array]:
        size = self._largest(s)
        return 1.0 / self._xp.sqrt(size), self._options.eps * self._xp.ones_like(size)

    def _largest(self, s: Array) -> Array:
        largest = self._xp.max(s)
        return self._xp.where(largest > 0, largest, self._xp.ones_like(largest))
