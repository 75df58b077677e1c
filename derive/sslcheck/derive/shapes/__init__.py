"""Shapes of expressions: do they conform, and how large is each identity matrix."""

from sslcheck.derive.shapes.resolve import resolve, resolve_relation

__all__ = ["resolve", "resolve_relation"]
