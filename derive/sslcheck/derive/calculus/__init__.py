"""Calculus on typed words: expectation, gradient, product rule and Kronecker form."""

from sslcheck.derive.calculus.expectation import expectation
from sslcheck.derive.calculus.gradient import gradient
from sslcheck.derive.calculus.kronecker import KroneckerTerm, kronecker_form
from sslcheck.derive.calculus.leibniz import leibniz

__all__ = ["KroneckerTerm", "expectation", "gradient", "kronecker_form", "leibniz"]
