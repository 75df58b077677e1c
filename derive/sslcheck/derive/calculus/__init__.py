"""Calculus on typed words: expectation, gradient, product rule and Kronecker form."""

from sslcheck.derive.calculus.expectation import expectation
from sslcheck.derive.calculus.gradient import gradient, partial_derivative, scalar_derivative
from sslcheck.derive.calculus.kronecker import KroneckerTerm, kronecker_form
from sslcheck.derive.calculus.leibniz import leibniz, trace_rate

__all__ = [
    "KroneckerTerm",
    "expectation",
    "gradient",
    "kronecker_form",
    "leibniz",
    "partial_derivative",
    "scalar_derivative",
    "trace_rate",
]
