"""Flows of which every solution ends in finite time."""

from __future__ import annotations

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Dot, Relation, Sym
from sslcheck.derive.kinds.limits.existence import made_in
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import Form
from sslcheck.derive.signs.scalar import Signs

__all__ = ["ends"]


def ends(normal: NormalForm) -> Relation | None:
    """What shows that a state blows up from every start, and with it the trajectory ends.

    A number grows at least at a rate of its own that is positive wherever it may be, and for large
    values like a power above 1: it passes every value, and infinity in finite time. Or it falls so.
    """
    for name in sorted(normal.setting.flow):
        try:
            rate = normal.finished(normal.whole(Dot(Sym(name))))
            for sign, op in ((1, ">="), (-1, "<=")):
                own = _own(normal, name, rate.scaled(normal.scalars.number(sign)))
                if own is not None and (sign > 0 or not normal.functions.nonnegative(name)):
                    value = own.scaled(normal.scalars.number(sign))
                    return Relation(Dot(Sym(name)), op, normal.expr(value))
        except Unsupported:
            continue
    return None


def _own(normal: NormalForm, name: str, rate: Element) -> Element | None:
    """The part of a rate that is of the number alone, where it grows fast and the rest is >= 0."""
    if rate.shape != ("1", "1") or not normal.setting.symbols[name].scalar:
        return None
    value = rate.terms.get((), normal.scalars.number(0))
    others = {n for n in value.free() if n != name and normal.functions.moves(n)}
    alone = value.substitute(dict.fromkeys(others, normal.scalars.number(0))).cancelled()
    below = alone.denominator.deep() | made_in(alone)
    if name in below or any(map(normal.functions.moves, alone.deep() - {name})):
        return None
    powers = alone.numerator.coefficients(name)
    top = max(powers, default=0)
    if top < 2:
        return None
    leading = (powers[top] / alone.denominator).cancelled()
    signs = Signs(normal.functions)
    if not signs.known_positive(leading) or not Bounds(normal.functions, signs).positive(alone):
        return None
    own = normal.alphabet.scalar(alone)
    rest = rate - own
    if rest.terms.keys() <= {()}:
        return own if not rest.terms or signs.known_nonnegative(rest.terms[()]) else None
    form = Form(normal, normal.alphabet, (), {(w,): c for w, c in rest.terms.items()})
    sum_of_squares(form, signs)
    return own
