"""Where several solutions of a flow may begin at one point: where a root in it is not Lipschitz.

A root is smooth where it is not 0, and Lipschitz there as well if what it is of is smooth and not
negative for any values of the states (Glaeser 1963): a norm is, the root of a nonnegative state is
not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sslcheck.derive.algebra.letters import Letter, MatrixRootOf, PseudoOf, RootOf, closure
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs

__all__ = ["rough"]

_KINKED = (RootOf, MatrixRootOf, PseudoOf)


def rough(normal: NormalForm, names: Iterable[str], states: Iterable[str]) -> list[Letter]:
    """The roots and pseudo-inverses in rates that are not seen to be Lipschitz in some states.

    What else moves is on a trajectory a given function of time.
    """
    found: set[Any] = set()
    for name in normal.setting.flow.keys() & {*names}:
        rate = normal.whole(Dot(Sym(name)))
        found |= closure(rate.letters()).union(*(coeff.deep() for coeff in rate.terms.values()))
    within = normal.setting.flow.keys() & {*states}
    made = [n for n in found if isinstance(n, _KINKED) and closure((n,)) & within]
    return sorted(letter for letter in made if not _is_lipschitz(normal, letter, within))


def _is_lipschitz(normal: NormalForm, letter: Letter, states: Iterable[str]) -> bool:
    if isinstance(letter, MatrixRootOf):
        return normal.definite(letter.value) is True
    if not isinstance(letter, RootOf):
        return False
    if normal.functions.sign(letter.value) == 1:
        return True
    symbols = dict(normal.setting.symbols)
    for name in states:
        symbols[name] = replace(symbols[name], sign="real", properties=frozenset())
    everywhere = replace(normal.setting, symbols=symbols, initial={}, relations=())
    anywhere = NormalForm(everywhere, normal.scalars)
    if any(isinstance(n, _KINKED) for n in letter.value.deep()):
        return False
    signs = Signs(anywhere.functions)
    if signs.known_nonnegative(letter.value):
        return True
    try:
        sum_of_squares(read_form(anywhere, ratio_expr(letter.value)), signs)
    except Unsupported:
        return False
    return True
