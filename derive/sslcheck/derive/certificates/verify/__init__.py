"""Re-checks certificates of `sslcheck derive --certificates DIR`: `python -m verify DIR`.

This folder needs nothing but Python 3.11 and may be copied out. README.md above it says what a
certificate holds, what is checked of it here, and what is not. To read it, from the bottom up:

- ``words``, ``values``: normal forms of expressions, for all sizes; ``matrices``: of fractions
- ``calculus``: derivatives by rules, and one evaluation for both kinds of values
- ``reading``, ``points``: values for all sizes; at exact points, where hypotheses are seen to hold
- ``signs``, ``theory``: what is known of signs; ``lemmas``: of gradients and expectations
- ``equations``, ``limits``, ``lines``: what a kind of claim asks for
- ``proofs``, ``refutations``, with ``attraction`` and ``meeting`` for flows of one scalar
- ``certificate``, ``folder``: a file as a whole, and all of a folder
"""

from .attraction import attracts
from .calculus import STEP
from .certificate import WRONG, digest, verify
from .equations import polynomial, vanish
from .folder import checked, main
from .lemmas import plainly
from .limits import keep
from .lines import line
from .meeting import meets
from .points import Point
from .proofs import SCALAR, goals_of, holds, meant, met, said
from .refutations import entries, fails, free_of
from .rejected import Nonconforming, Rejected
from .theory import Theory
from .trees import gap_of, narrowed
from .values import Value, form, holds_any, letter
from .words import ANY, ONE, flip, order, times

__all__ = [
    "ANY",
    "ONE",
    "SCALAR",
    "STEP",
    "WRONG",
    "Nonconforming",
    "Point",
    "Rejected",
    "Theory",
    "Value",
    "attracts",
    "checked",
    "digest",
    "entries",
    "fails",
    "flip",
    "form",
    "free_of",
    "gap_of",
    "goals_of",
    "holds",
    "holds_any",
    "keep",
    "letter",
    "line",
    "main",
    "meant",
    "meets",
    "met",
    "narrowed",
    "order",
    "plainly",
    "polynomial",
    "said",
    "times",
    "vanish",
    "verify",
]
