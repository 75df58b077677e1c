"""Polynomials in scalars, and their quotients, as expressions that take few operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from sympy.polys.rings import PolyElement

from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.expr import Expr, Num, Prod, Quotient, Sum, Sym, multiplied, summed

__all__ = ["horner"]

Monomial = tuple[str, ...]
"""Names with repetition, in the order of the ring."""


def horner(value: Ratio) -> Expr:
    """A polynomial with the name that most terms share taken out, again and again.

    Equal remainders become equal expressions, so that several rates can share them. A quotient is
    treated above and below the line.
    """
    value = value.cancelled()
    num, den = value.scalars.align(value.num), value.scalars.align(value.den)
    names = value.scalars.names
    top, bottom = _nested(_monomials(num, names)), _nested(_monomials(den, names))
    return top if den == 1 else Quotient(top, bottom)


def _monomials(poly: PolyElement, names: Sequence[str]) -> dict[Monomial, Fraction]:
    terms: dict[Monomial, Fraction] = {}
    for powers, coeff in poly.items():
        word = tuple(n for n, k in zip(names, powers, strict=False) for _ in range(k))
        terms[word] = fraction(coeff)
    return terms


def _nested(terms: Mapping[Monomial, Fraction]) -> Expr:
    shared = Counter(name for word in terms for name in dict.fromkeys(word))
    best = max(shared, key=lambda n: (shared[n], n), default="")
    if len(terms) < 2 or shared[best] < 2:
        ordered = sorted(terms.items(), key=lambda t: (t[1] < 0, t[0]))
        return summed([_product(coeff, word) for word, coeff in ordered])
    inside: dict[Monomial, Fraction] = {}
    rest: dict[Monomial, Fraction] = {}
    for word, coeff in terms.items():
        if best in word:
            at = word.index(best)
            inside[(*word[:at], *word[at + 1 :])] = coeff
        else:
            rest[word] = coeff
    sign = Fraction(-1 if all(c < 0 for c in inside.values()) else 1)
    inner = _nested({w: sign * c for w, c in inside.items()})
    factors = inner.factors if isinstance(inner, Prod) else (inner,)
    taken = Prod((*([Num(sign)] if sign < 0 else []), Sym(best), *factors))
    if not rest:
        return taken
    other = _nested(rest)
    parts_ = other.terms if isinstance(other, Sum) else (other,)
    both = (*parts_, taken) if sign < 0 else (taken, *parts_)
    return Sum(both)


def _product(coeff: Fraction, word: Monomial) -> Expr:
    letters = tuple(Sym(n) for n in word)
    if coeff == 1 and letters:
        return multiplied(letters)
    return Prod((Num(coeff), *letters)) if letters else Num(coeff)
