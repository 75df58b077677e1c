"""Flows of one scalar: the fixed points in a domain, ascending, and the signs of the rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, chain
from typing import Any

from .equations import defined, settled
from .points import WORDS, Point
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
    need(not inside & {"Diag", "Maximum", "Total"}, "something of all modes")


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


def product(theory: Theory, rate: Any, factor: Any, parts: Any, powers: Any) -> int:
    """The sign of a factor whose product with powers of some parts is a rate, at all points."""
    need(all(isinstance(k, int) and 0 < k <= MOST for k in powers), "no power of a factor")
    whole = [["Power", part, str(k)] for part, k in zip(parts, powers, strict=True)]
    need(theory.zero(theory.gap(rate, ["Prod", factor, *whole])), "another rate")
    defined(theory, rate, factor, *whole)
    signs = theory.signs(factor)
    need(signs in ({1}, {-1}), "a factor that may have another sign")
    return sum(signs)


def picture(
    setting: Any, name: str, rate: Any, half: bool, shown: Any
) -> tuple[Theory, list[tuple[Any, bool]]]:
    """The fixed points in the domain by a factorisation, and whether they attract."""
    steps, factor, powers = shown["steps"], shown["factor"], shown["powers"]
    fixed(setting, [*steps, factor, *chain(*shown["radicals"])])
    inside = names([steps, shown["radicals"]], setting["values"])
    need(name not in inside, "a fixed point that moves")
    theory = Theory(setting)
    theory.take(shown["radicals"])
    roots = list(accumulate(steps, lambda before, step: ["Sum", before, step]))
    parts = [["Sum", name, ["Prod", -1, root]] for root in roots]
    sign, signs = product(theory, rate, factor, parts, powers), [*map(theory.signs, steps)]
    need(signs[:1] in ([], [{0}], [{1}]) or not half, "a fixed point that may be outside")
    need(all(step == {1} for step in signs[1:]), "an order that is not known")
    odd = [k % 2 for k in powers]
    if half and signs[:1] == [{0}]:
        odd[0] = 1  # an end of the domain attracts from one side
    falls = [sign * (-1) ** sum(powers[k:]) < 0 for k in range(1, len(roots) + 1)]
    return theory, [(root, bool(a and b)) for root, a, b in zip(roots, odd, falls, strict=True)]


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
