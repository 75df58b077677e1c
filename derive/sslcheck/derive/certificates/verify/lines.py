"""Flows of one scalar: the fixed points in a domain, ascending, and the signs of the rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, chain, pairwise
from typing import Any

from .equations import defined, settled
from .points import WORDS, Point
from .polynomials import roots, valued
from .rejected import MOST, need
from .signs import raised
from .theory import Theory
from .trees import names
from .words import ONE


def fixed(setting: Any, tree: Any, *letters: str) -> None:
    """An expression holds nothing that moves, but some letters."""
    symbols, values = setting["symbols"], setting["values"]
    inside = names(tree, values)
    moving = {n for n in {*symbols} - {*values} if symbols[n]["role"] != "parameter"}
    still = not inside & (moving - {*letters} | {"t", "At", "Integral", "Dot", "rate"})
    need(still, "something that moves")


def line(setting: Any, name: str, kept: bool = True) -> tuple[Any, Any, bool]:
    """A scalar's rate, in a setting where it is a letter; whether its domain begins at 0.

    It does where a sign is declared, and, if that is to be ``kept``, the rate is not negative at 0.
    """
    symbols, values, flow = setting["symbols"], setting["values"], setting["flow"]
    settled(setting)
    fixed(setting, [r[1:] for r in setting["relations"] + setting["always"]])
    fixed(setting, flow[name], name)
    still = setting | {"flow": {}, "instant": {}}
    letter = {sign: symbols[name] | {"role": "parameter", "sign": sign} for sign in WORDS["sign"]}
    half = symbols[name]["sign"] != "real"
    if half and kept:
        edge = still | {"symbols": symbols | {name: letter["real"]}, "values": values | {name: 0}}
        signs = Theory(edge).signs(flow[name])
        need(signs <= {0, 1} or signs == {-1}, "whether the rate is negative at 0")
        half = signs <= {0, 1}
    still["symbols"] = symbols | {name: letter["nonnegative" if half else "real"]}
    scalar = name not in values and Theory(still).value(["Sum", name, flow[name]]).scalar
    need(scalar, "no scalar that moves")
    return still, flow[name], half


def factors(theory: Theory, rate: Any, factor: Any, *parts: Any) -> set[int]:
    """The signs of the first factor of a rate that is a product, defined everywhere."""
    need(theory.zero(theory.gap(rate, ["Prod", factor, *parts])), "another rate")
    defined(theory, rate, factor, *parts)
    return theory.signs(factor)


def one_sign(signs: set[int]) -> int:
    """The sign of what is not 0."""
    need(signs in ({1}, {-1}), "a factor that may have another sign")
    return sum(signs)


def picture(setting: Any, name: str, rate: Any, half: bool, shown: Any) -> tuple[Theory, list[Any]]:
    """The fixed points by a factorisation, each with the signs of the rate below and above it."""
    steps, factor, values = shown["steps"], shown["factor"], setting["values"]
    fixed(setting, [*steps, factor, *chain(*shown["radicals"])])
    need(name not in names([steps, shown["radicals"]], values), "a fixed point that moves")
    theory = Theory(setting)
    for square, known in shown["radicals"]:
        theory.take(square, known)
    roots = list(accumulate(steps, lambda before, step: ["Sum", before, step]))
    powers = [
        (["Sum", name, ["Prod", -1, root]], k)
        for root, k in zip(roots, shown["powers"], strict=True)
    ]
    need(all(isinstance(k, int) and 0 < k <= MOST for _, k in powers), "no power of a factor")
    parts = [["Power", part, str(k)] for part, k in powers]
    above = one_sign(factors(theory, rate, factor, *parts))
    signs = [theory.signs(step) for step in steps]
    need(signs[:1] in ([], [{0}], [{1}]) or not half, "a fixed point that may be outside")
    need(all(sign == {1} for sign in signs[1:]), "an order that is not known")
    found = []
    for root, (_, k) in zip(roots[::-1], powers[::-1], strict=True):
        below = above * (-1) ** k
        found.append((root, below, above))
        above = below
    if half and signs[:1] == [{0}]:
        found[-1] = (roots[0], 1, found[-1][2])  # an end of the domain attracts from one side
    return theory, found[::-1]


def marked(setting: Any, name: str, rate: Any, half: bool, shown: Any) -> tuple[Theory, list[Any]]:
    """The fixed points as the roots of a polynomial with rational numbers, each between marks."""
    factor, tree, marks = shown["factor"], shown["polynomial"], [*map(Fraction, shown["marks"])]
    fixed(setting, [factor, tree])
    theory = Theory(setting)
    poly, sign = theory.coefficients(tree, name), one_sign(factors(theory, rate, factor, tree))
    ends = half and not poly[0]  # then the first root is 0
    need(not half or (marks[0] < 0 < marks[1] if ends else marks[0] >= 0), "marks outside")
    need(all(roots(poly, *pair) == 1 for pair in pairwise(marks)), "not one root between marks")
    count = roots(poly, marks[0] if ends else Fraction(0) if half else None)
    need(count == len(marks) - 1, "a root that is not between marks")
    values = [sign * valued(poly, mark) for mark in marks]
    values[0] = Fraction(1) if ends else values[0]  # it attracts from one side
    places = zip(pairwise(marks), pairwise(values), strict=True)
    return theory, [((poly, *pair), *beside) for pair, beside in places]


def hits(theory: Theory, limit: Any, root: Any) -> bool:
    """Whether a limit is a fixed point, which may be the root of a polynomial between marks."""
    if not isinstance(root, tuple):
        return theory.zero(theory.gap(limit, root))
    (poly, low, high), value = root, at(theory.setting, limit)
    return low < value < high and not valued(poly, value)


def cases(setting: Any, shown: Any, *letters: str) -> Iterator[tuple[Any, Any]]:
    """The settings into which one falls apart by the sign of a number, each with its evidence."""
    if "split" not in shown:
        yield setting, shown
        return
    split, theory = shown["split"], Theory(setting)
    fixed(setting, split)
    defined(theory, split)
    need(not names(split, setting["values"]) & {*letters}, "a case for each place")
    for sign in theory.signs(split):
        inner, op = shown["cases"]["=><"[sign]], "=><"[sign]
        given = setting | {"relations": [*setting["relations"], [op, split, 0]]}
        if not sign:
            name, value, slope = inner["letter"], inner["value"], inner["slope"]
            gap = theory.gap(split, ["Prod", slope, ["Sum", name, ["Prod", -1, value]]])
            defined(theory, value, slope)
            need(theory.zero(gap) and 0 not in theory.signs(slope), "another equation")
            given = setting | {"values": setting["values"] | {name: value}}
        yield from cases(given, inner, *letters)


def exact(setting: Any, point: Point, trees: Any, *letters: str) -> Any:
    """A setting with the numbers at a point in place of all scalars in trees but some letters."""
    symbols, values = setting["symbols"], setting["values"]
    inside = names([trees, setting["relations"], setting["always"]], values)
    need(not inside & {"Diag", "Maximum"}, "something of all modes")
    given = {n for n in {*symbols} - {*values, *letters} if symbols[n]["role"] == "parameter"}
    scalars = {n for n in given if symbols[n]["shape"] == ["1", "1"]}
    return setting | {
        "values": values | {n: ["Num", str(point.value(n).number())] for n in scalars}
    }


def at(setting: Any, tree: Any, **values: Any) -> Fraction:
    """The rational value of an expression at numbers in place of letters."""
    numbers = {name: ["Num", str(Fraction(x))] for name, x in values.items()}
    terms = Theory(setting | {"values": setting["values"] | numbers}).value(tree).terms
    need({*terms} <= {(ONE, ())}, "a value that is not rational")
    return Fraction(sum(terms.values()))


def undefined(theory: Theory, tree: Any) -> bool:
    """Whether an expression divides by 0, or has a root of a negative number, at a point."""
    match tree:
        case str() if tree in theory.setting["values"]:
            return undefined(theory, theory.setting["values"][tree])
        case ["Power", base, exponent] if not undefined(theory, base):
            return not raised(theory.signs(base), Fraction(exponent))
    return isinstance(tree, list) and any(undefined(theory, part) for part in tree)
