"""The first route: an expression's normal form, valid for all sizes."""

from sslcheck.derive.normal.normal_form import NormalForm

__all__ = ["NormalForm"]
