"""Numbers that traces are multiplied in: by signs, by Cauchy and Schwarz, or as sums of squares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from sslcheck.derive.algebra.letters import Letter, TraceOf
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Relation
from sslcheck.derive.signs.bounds import Bounds
from sslcheck.derive.signs.combined import Fact, Part, combined
from sslcheck.derive.signs.definiteness import signs_of, sum_of_squares
from sslcheck.derive.signs.minors import (
    Product,
    nonnegative_minors,
    with_inner,
    with_minors,
    without_inner,
)
from sslcheck.derive.signs.moments import by_moments
from sslcheck.derive.signs.quadratic import Form, number_forms
from sslcheck.derive.signs.scalar import Signs, Way

__all__ = ["as_products", "shown_numbers"]

_MOST_FORMS = 6
_MOST_TRACES = 6


def shown_numbers(
    form: Form, signs: Signs, products: Sequence[Product] = ()
) -> Callable[[Ratio], tuple[Way, ...] | None]:
    """What makes a number positive that is seen not to be negative; else None.

    ``form`` says which matrices are psd, ``signs`` what is known of letters, ``products`` which
    letters are norms.
    """
    known: dict[object, tuple[Way, ...] | None] = {}

    def ways(value: Ratio) -> tuple[Way, ...] | None:
        value = value.root_reduced().cancelled()
        key = value.key()
        if key not in known:
            known[key] = _ways(form, signs, products, value)
        return known[key]

    return ways


def as_products(form: Form, value: Ratio, strict: bool) -> tuple[list[Part], list[Relation]] | None:
    """A number as a sum of products of what is not negative, by equations that are supposed.

    With the bounds by which that is so; ``strict``: one of the products is positive.
    """
    normal, signs, said = form.normal, signs_of(form), dict[object, Relation]()

    def facts(letters: Iterable[Letter]) -> Iterator[Fact]:
        for bound in Bounds(normal.functions, signs).bounds([*letters]):
            gap, positive = bound.gap
            said[gap.key()] = bound.said
            yield Fact(gap, positive)
        yield from map(Fact, nonnegative_minors(form, [*letters]))

    parts = combined(value, normal.supposed_numbers, facts, signs, strict)
    if parts is None:
        return None
    keys = dict.fromkeys(f.key() for _, factors in parts for f in factors)
    return parts, [*dict.fromkeys(said[key] for key in keys if key in said)]


def _ways(
    form: Form, signs: Signs, products: Sequence[Product], value: Ratio
) -> tuple[Way, ...] | None:
    found = signs.ways(value)
    inner = with_inner(value, products) if found is None else ()
    found = next((ways for one in inner if (ways := signs.ways(one)) is not None), found)
    if found is None:
        found = by_moments(form, signs, value)
    if found is not None or not any(isinstance(n, TraceOf) for n in value.free()):
        return found
    for one in with_minors(form, value):
        found = signs.ways(one)
        if found is not None:
            return found
    if sum(isinstance(n, TraceOf) for n in value.free()) > _MOST_TRACES:
        return None
    for one in chain([value], islice(without_inner(form, signs, value), _MOST_FORMS)):
        if (found := signs.ways(one)) is not None:
            return found
        for other in islice(number_forms(form.normal, one, form.alphabet), _MOST_FORMS):
            try:
                return sum_of_squares(other, signs).ways()
            except Unsupported:
                continue
    return None
