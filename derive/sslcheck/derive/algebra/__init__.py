"""The typed word algebra: normal forms that decide matrix identities for all sizes at once."""

from sslcheck.derive.algebra.scalars import Ratio, Scalars
from sslcheck.derive.algebra.words import Alphabet, Element

__all__ = ["Alphabet", "Element", "Ratio", "Scalars"]
