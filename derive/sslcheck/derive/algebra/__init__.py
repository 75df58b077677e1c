"""The typed word algebra: normal forms that decide matrix identities for all sizes at once."""

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.algebra.words import Alphabet

__all__ = ["Alphabet", "Element", "Ratio", "Scalars"]
