"""Explicit integration of autonomous systems, of one step or several, on any array library."""

from __future__ import annotations

from sslcheck.numeric.integrate.adams import Adams
from sslcheck.numeric.integrate.integrator import Integrator, InvalidStep, Steps
from sslcheck.numeric.integrate.methods import METHODS, Method, integrator_by, method_of
from sslcheck.numeric.integrate.tableau import RK4, TSIT5, Tableau
from sslcheck.numeric.outcome import Outcome

__all__ = [
    "METHODS",
    "RK4",
    "TSIT5",
    "Adams",
    "Integrator",
    "InvalidStep",
    "Method",
    "Outcome",
    "Steps",
    "Tableau",
    "integrator_by",
    "method_of",
]
