"""Re-checks certificates of `sslcheck derive --certificates DIR`: `python -m verify DIR`.

This folder needs nothing but Python 3.11 and may be copied out. README.md above it says what a
certificate holds, what is checked of it here, and what is not. To read it, from the bottom up:

- ``words``, ``values``: normal forms of expressions, for all sizes
- ``reading``: expressions to normal forms, and derivatives by rules
- ``kronecker``, ``signs``, ``theory``: maps of matrices; what is known of signs
- ``points``: exact points, at which hypotheses hold and statements are false
- ``equations``, ``limits``; ``polynomials``, ``lines``: what a kind of claim asks for
- ``proofs``, ``refutations``, with ``attraction`` and ``meeting`` for flows of one scalar
- ``certificate``, ``folder``: a file as a whole, and all of a folder
"""

from .attraction import attracts
from .certificate import WRONG, digest, verify
from .equations import polynomial, vanish
from .folder import checked, main
from .kronecker import ANY
from .limits import keep
from .lines import line
from .meeting import meets
from .points import Point
from .polynomials import roots
from .proofs import goals_of, holds, meant, met
from .refutations import fails, spanned
from .rejected import Nonconforming, Rejected
from .scalar import SCALAR
from .theory import Theory
from .trees import gap_of, narrowed
from .values import Value, form
from .words import flip, times

__all__ = [
    "ANY",
    "SCALAR",
    "WRONG",
    "Nonconforming",
    "Point",
    "Rejected",
    "Theory",
    "Value",
    "attracts",
    "checked",
    "digest",
    "fails",
    "flip",
    "form",
    "gap_of",
    "goals_of",
    "holds",
    "keep",
    "line",
    "main",
    "meant",
    "meets",
    "met",
    "narrowed",
    "polynomial",
    "roots",
    "spanned",
    "times",
    "vanish",
    "verify",
]
