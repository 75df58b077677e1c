"""Explicit Runge-Kutta integration of autonomous systems, on any array library."""

from __future__ import annotations

from sslcheck.numeric.integrate.integrator import Integrator, InvalidStep, Steps
from sslcheck.numeric.integrate.tableau import METHODS, RK4, TSIT5, Tableau
from sslcheck.numeric.outcome import Outcome

__all__ = [
    "METHODS",
    "RK4",
    "TSIT5",
    "Integrator",
    "InvalidStep",
    "Outcome",
    "Steps",
    "Tableau",
]
