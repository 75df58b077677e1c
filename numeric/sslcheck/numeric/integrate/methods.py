"""The methods by their names, and the one that a rate is best integrated by."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.numeric.device.arrays import Arrays
from sslcheck.numeric.integrate.adams import ADAMS, Adams
from sslcheck.numeric.integrate.integrator import Integrator, Steps
from sslcheck.numeric.integrate.multistep import Multistep
from sslcheck.numeric.integrate.stepper import Rate
from sslcheck.numeric.integrate.tableau import RK4, TSIT5, Tableau

__all__ = ["METHODS", "Method", "integrator_by", "method_of"]

Method = Tableau | Adams

METHODS: Mapping[str, Method] = {method.name: method for method in (TSIT5, ADAMS, RK4)}

_DEAR = 2**25
"""Operations of a product from which on evaluations are what a run takes its time for."""


def method_of(name: str, largest: int) -> Method:
    """A method by its name; ``auto`` is that of Adams where the rate is dear.

    ``largest`` are the operations of the largest product of an evaluation.
    """
    if name == "auto":
        return ADAMS if largest >= _DEAR else TSIT5
    return METHODS[name]


def integrator_by(
    method: Method,
    arrays: Arrays,
    size: int,
    rate: Rate,
    t_end: float,
    steps: Steps,
    blocks: tuple[slice, ...] = (),
) -> Integrator:
    """What integrates by a method. Raises `InvalidStep`."""
    if isinstance(method, Adams):
        return Multistep(arrays, method, size, rate, t_end, steps, blocks)
    return Integrator(arrays, method, size, rate, t_end, steps, blocks)
