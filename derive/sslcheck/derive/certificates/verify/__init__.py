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

from .folder import checked, main

__all__ = ["checked", "main"]
