r"""One formula in two of the ways in which people print it, and what a misreader makes of it.

    nice python -m tests.attack_spellings [COUNT] [--seed N]

Both routes of the checker and the numbers share the reader, so none of them objects to what it
reads otherwise than printed. Here a random expression is printed twice, each time with other
brackets, spaces, signs of products, fractions, commands and places of a transpose; in half of the
claims the second one is of an expression that is grouped otherwise: where a sum, a power, a
transpose, a logarithm or a derivative ends. Numpy says on the expressions, which the reader has
not seen, whether both are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from random import Random

import numpy as np
from tests.attack_matrices import main
from tests.derive.valued import Values, valued

from sslcheck.derive import expr as e
from sslcheck.derive import verify
from sslcheck.derive.expr import Expr
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.traverse import map_children, walk

__all__ = ["attack"]

HEAD = r"""
[article]
name = "attack"
format = 2
[spaces]
n = "size"
[symbols]
A = { shape = ["n", "n"] }
S = { shape = ["n", "n"], properties = ["symmetric"] }
v = { shape = ["n", "1"] }
a = { sign = "positive" }
'\eta' = { sign = "positive" }
c = { sign = "positive" }
W = { shape = ["n", "n"], role = "state" }
u = { shape = ["n", "1"], role = "state" }
x = { sign = "positive", role = "state" }
y = { role = "state" }
[flows.f]
text = "one that moves all"
equations = ['\dot{W} = c W', '\dot{u} = -a u', '\dot{x} = a x', '\dot{y} = -c y']
"""
_RATES = {"W": ("c", 1), "u": ("a", -1), "x": ("a", 1), "y": ("c", -1)}
_POSITIVE = ("a", r"\eta", "c", "x")
_SIZES, _DRAWS, _STEP = (2, 3), 6, 1e-3
_CLAIMS = 25  # of one article


# -- random expressions


def number(rng: Random, depth: int) -> Expr:
    """A random one that is 1 x 1."""
    less = depth - 1

    def positive() -> Expr:
        some = [e.Sym(rng.choice(_POSITIVE)) for _ in range(rng.choice((1, 1, 2)))]
        return some[0] if len(some) == 1 else rng.choice((e.Prod, e.Sum))(tuple(some))

    kinds: list[tuple[float, Callable[[], Expr]]] = [
        (3, lambda: e.Sum(tuple(number(rng, less) for _ in range(rng.choice((2, 2, 3)))))),
        (4, lambda: e.Prod(tuple(number(rng, less) for _ in range(rng.choice((2, 2, 3)))))),
        (1, lambda: _negative(number(rng, less))),
        (1, lambda: e.Power(number(rng, less), Fraction(rng.choice((2, 3))))),
        (2, lambda: e.Trace(matrix(rng, less))),
        (1, lambda: e.Log(e.Prod((e.Sym("a"), e.Sym(rng.choice(_POSITIVE)))))),
        (1, lambda: e.Exp(number(rng, min(less, 1)))),
        (1, lambda: e.SquaredNorm(rng.choice((matrix, column))(rng, less))),
        (1, lambda: e.Prod((e.Transpose(column(rng, less)), column(rng, less)))),
        (2, lambda: e.Quotient(number(rng, less), positive())),
        (1, lambda: _rate(number(rng, less))),
    ]
    return _one_of(rng, kinds, depth, (*_POSITIVE, "y", "2", "3"))


def matrix(rng: Random, depth: int) -> Expr:
    """A random one that is n x n."""
    less = depth - 1
    kinds: list[tuple[float, Callable[[], Expr]]] = [
        (2, lambda: e.Sum((matrix(rng, less), matrix(rng, less)))),
        (3, lambda: e.Prod((matrix(rng, less), matrix(rng, less)))),
        (1, lambda: e.Prod((number(rng, less), matrix(rng, less)))),
        (1, lambda: e.Prod((column(rng, less), e.Transpose(column(rng, less))))),
        (2, lambda: e.Transpose(matrix(rng, less))),
        (1, lambda: e.Power(matrix(rng, less), Fraction(2))),
        (1, lambda: _rate(matrix(rng, less))),
    ]
    return _one_of(rng, kinds, depth, "ASWW")


def column(rng: Random, depth: int) -> Expr:
    """A random one that is n x 1."""
    less = depth - 1
    kinds: list[tuple[float, Callable[[], Expr]]] = [
        (2, lambda: e.Sum((column(rng, less), column(rng, less)))),
        (3, lambda: e.Prod((matrix(rng, less), column(rng, less)))),
        (1, lambda: e.Prod((number(rng, less), column(rng, less)))),
    ]
    return _one_of(rng, kinds, depth, "uv")


def _one_of(
    rng: Random, kinds: list[tuple[float, Callable[[], Expr]]], depth: int, letters: Sequence[str]
) -> Expr:
    if depth and rng.random() < 0.85:
        return rng.choices([make for _, make in kinds], [weight for weight, _ in kinds])[0]()
    letter = rng.choice(letters)
    return e.Num(Fraction(letter)) if letter.isdigit() else e.Sym(letter)


def _negative(node: Expr) -> Expr:
    return e.Prod((e.Num(Fraction(-1)), node))


def _rate(node: Expr) -> Expr:
    """One rate only, since numbers say what it is by a difference."""
    return node if any(isinstance(part, e.Dot) for part in walk(node)) else e.Dot(node)


# -- how it is printed

_SUM, _PRODUCT, _FACTOR = range(3)
_BRACKETS = ("({})", r"\left({}\right)", r"\big({}\big)", "[{}]", r"\left[ {} \right]")


def spelled(rng: Random, node: Expr, within: int = _SUM) -> str:
    """The expression as somebody prints it; in brackets where what it stands in asks for them."""
    text, is_a = _printed(rng, node)
    return text if is_a >= within else _bracketed(rng, text)


def _bracketed(rng: Random, text: str) -> str:
    return rng.choice(_BRACKETS).replace("{}", text)


def _argument(rng: Random, node: Expr) -> str:
    """What stands behind the name of a function."""
    text = spelled(rng, node)
    bare = isinstance(node, e.Sym) and rng.random() < 0.4
    return f" {text}" if bare else rng.choice(("", " ", r"\,")) + _bracketed(rng, text)


def _raised(rng: Random, node: Expr, power: str) -> str:
    plain = isinstance(node, e.Sym | e.Num)
    return (spelled(rng, node) if plain else _bracketed(rng, spelled(rng, node))) + power


def _printed(rng: Random, node: Expr) -> tuple[str, int]:
    match node:
        case e.Num(value):
            return str(value), _FACTOR
        case e.Sym(name):
            return rng.choice((name, name, f"{{{name}}}")), _FACTOR
        case e.Sum(terms):
            return _sum(rng, terms), _SUM
        case e.Prod((e.Num(Fraction(numerator=-1)), positive)):
            return rng.choice(("-", "- ")) + spelled(rng, positive, _PRODUCT), _SUM
        case e.Prod((e.Transpose(left), right)) if _is_column(left) and rng.random() < 0.3:
            return rf"\langle {spelled(rng, left)}, {spelled(rng, right)} \rangle", _FACTOR
        case e.Prod(factors):
            return _product(rng, factors), _PRODUCT
        case e.Quotient(over, under):
            return _quotient(rng, over, under)
        case e.Power(base, exponent):
            return _raised(rng, base, rng.choice(("^{}", "^{{{}}}")).format(exponent)), _FACTOR
        case e.Transpose(arg):
            marks = ("^T", "^{T}", r"^\top", r"^{\top}", r"^\intercal", r"^{\mathsf T}")
            return _raised(rng, arg, rng.choice(marks)), _FACTOR
        case e.Trace(arg):
            names = (r"\mathrm{tr}", r"\operatorname{tr}", r"\text{tr}", r"\operatorname{Tr}")
            return rng.choice(names) + _argument(rng, arg), _PRODUCT
        case e.Log(arg):
            return rng.choice((r"\log", r"\ln")) + _argument(rng, arg), _PRODUCT
        case e.Exp(arg):
            forms = ("e^{{{}}}", r"\mathrm{{e}}^{{{}}}", r"\exp({})", r"\exp\left({}\right)")
            return rng.choice(forms).format(spelled(rng, arg)), _FACTOR
        case e.SquaredNorm(arg):
            bars = rng.choice((r"\|{}\|", r"\lVert {} \rVert", r"\left\| {} \right\|"))
            ends = ("^2", "_2^2", "^{2}") if _is_column(arg) else ("_F^2", "^2_F", "_{F}^{2}")
            return bars.format(spelled(rng, arg)) + rng.choice(ends), _FACTOR
        case e.Dot(e.Sym(name)) if name in _RATES:
            forms = (
                r"\dot{{{}}}",
                r"\dot {}",
                r"\frac{{d{}}}{{dt}}",
                r"\frac{{\mathrm{{d}} {}}}{{\mathrm{{d}}t}}",
            )
            return rng.choice(forms).format(name), _FACTOR
        case e.Dot(arg):
            mark = rng.choice(
                (r"\frac{d}{dt}", r"\frac{\mathrm{d}}{\mathrm{d} t} ", r"\tfrac{d}{dt}")
            )
            return mark + _bracketed(rng, spelled(rng, arg)), _PRODUCT
    raise TypeError(type(node).__name__)


def _sum(rng: Random, terms: tuple[Expr, ...]) -> str:
    text = spelled(rng, terms[0])
    for term in terms[1:]:
        match term:
            case e.Prod((e.Num(Fraction(numerator=-1)), positive)):
                text += rng.choice(("-", " - ")) + spelled(rng, positive, _PRODUCT)
            case _:
                text += rng.choice(("+", " + ")) + spelled(rng, term, _PRODUCT)
    return text


def _product(rng: Random, factors: tuple[Expr, ...]) -> str:
    text = ""
    for factor in factors:
        part = spelled(rng, factor, _FACTOR)
        signs = (" ", " ", r"\,", r" \cdot ")
        text += (r" \cdot " if part[0].isdigit() else rng.choice(signs) if text else "") + part
    return text.removeprefix(r" \cdot ")


def _quotient(rng: Random, over: Expr, under: Expr) -> tuple[str, int]:
    way = rng.random()
    if way < 0.6:
        name = rng.choice((r"\frac", r"\frac", r"\tfrac", r"\dfrac"))
        return f"{name}{{{spelled(rng, over)}}}{{{spelled(rng, under)}}}", _FACTOR
    if way < 0.85:
        sign = rng.choice(("/", " / "))
        return spelled(rng, over, _FACTOR) + sign + spelled(rng, under, _FACTOR), _PRODUCT
    return _raised(rng, under, "^{-1}") + " " + spelled(rng, over, _FACTOR), _PRODUCT


def _is_column(node: Expr) -> bool:
    return _value(node, _draw(np.random.default_rng(0), 2), 2).shape == (2, 1)


# -- what a misreader makes of it


def misread(rng: Random, node: Expr) -> Expr:
    """The expression with one part grouped otherwise."""
    ways = [(part, other) for part in walk(node) for other in _groupings(part)]
    if not ways:
        return e.Prod((e.Num(Fraction(2)), node))
    target, wrong = rng.choice(ways)
    return _with(node, target, wrong)


def _with(node: Expr, target: Expr, wrong: Expr) -> Expr:
    if node is target:
        return wrong
    return map_children(node, lambda part: _with(part, target, wrong))


def _groupings(node: Expr) -> Iterator[Expr]:
    match node:
        case e.Prod((*some, e.Sum((first, *rest)))):
            yield e.Sum((e.Prod((*some, first)), *rest))
        case e.Prod((e.Num(Fraction(numerator=-1)), e.Power(base, exponent))):
            yield e.Power(_negative(base), exponent)
        case e.Prod((*some, e.Power(base, exponent))):
            yield e.Power(e.Prod((*some, base)), exponent)
        case e.Prod((*some, e.Transpose(arg))):
            yield e.Transpose(e.Prod((*some, arg)))
        case e.Transpose(e.Prod((*some, last))):
            yield e.Prod((*some, e.Transpose(last)))
        case e.Sum((e.Prod((e.Num(Fraction(numerator=-1)), first)), *rest)):
            yield _negative(e.Sum((first, *rest)))
        case e.Quotient(over, e.Prod((first, *rest))):
            yield e.Prod((e.Quotient(over, first), *rest))
        case e.Quotient(over, e.Sum((first, *rest))):
            yield e.Sum((e.Quotient(over, first), *rest))
        case e.Power((e.Exp(arg) | e.Log(arg) | e.Trace(arg)) as base, exponent):
            yield type(base)(e.Power(arg, exponent))
        case e.Exp(e.Prod((first, *rest)) | e.Sum((first, *rest))):
            yield e.Prod((e.Exp(first), *rest))
        case e.Log(e.Prod((first, *rest))):
            yield e.Prod((e.Log(first), *rest))
        case e.Dot(e.Prod((first, *rest))):
            yield e.Prod((e.Dot(first), *rest))
        case e.Dot(e.Sum((first, *rest))):
            yield e.Sum((e.Dot(first), *rest))
    match node:
        case e.Prod((e.Quotient(over, under), *rest)):
            yield e.Quotient(over, e.Prod((under, *rest)))
        case e.Prod((e.Trace(arg) | e.Log(arg) | e.Dot(arg) as first, *rest)):
            yield type(first)(e.Prod((arg, *rest)))


# -- numbers


def _draw(rng: np.random.Generator, n: int) -> Values:
    values = {name: rng.uniform(-1, 1, (n, n)) for name in "ASW"}
    values["S"] = values["S"] + values["S"].T
    values |= {name: rng.uniform(-1, 1, (n, 1)) for name in "uv"}
    values |= {name: rng.uniform(0.4, 1.4, (1, 1)) for name in _POSITIVE}
    return values | {"y": rng.uniform(-1.2, 1.2, (1, 1))}


def _value(node: Expr, values: Values, n: int) -> np.ndarray:
    """With the values of rates in place of them, which are by differences along the flow."""
    known: Values = {}

    def without(part: Expr) -> Expr:
        if isinstance(part, e.Dot):
            if any(isinstance(inner, e.Dot) for inner in walk(part.arg)):
                raise ValueError("a rate of a rate")
            late, early = (
                sum(
                    weight
                    * valued(part.arg, values | _moved(values, sign * times * _STEP), {"n": n})
                    for times, weight in ((1, 8.0), (2, -1.0))
                )
                for sign in (1, -1)
            )
            name = f"rate {len(known)}"
            known[name] = np.asarray((late - early) / (12 * _STEP))
            return e.Sym(name)
        return map_children(part, without)

    return valued(without(node), values | known, {"n": n})


def _moved(values: Values, time: float) -> Values:
    return {s: values[s] * np.exp(sign * values[by] * time) for s, (by, sign) in _RATES.items()}


def equal(left: Expr, right: Expr) -> bool | None:
    """Whether both have the same value wherever they are looked at; None where unclear."""
    rng = np.random.default_rng(0)
    worst = 0.0
    for n in _SIZES:
        for _ in range(_DRAWS):
            values = _draw(rng, n)
            with np.errstate(all="ignore"):
                one, two = (_value(side, values, n) for side in (left, right))
            if one.shape != two.shape:
                return False
            size = max(np.abs(one).max(), np.abs(two).max(), 1e-3)
            if not size < 1e6:
                return None
            worst = max(worst, float(np.abs(one - two).max() / size))
    return True if worst < 1e-7 else False if worst > 1e-3 else None


# -- claims


def attack(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """For each claim what is said, what numbers say, and the claim."""
    rng = Random(seed)
    for start in range(0, count, _CLAIMS):
        pairs: list[tuple[str, bool | None]] = []
        while len(pairs) < min(_CLAIMS, count - start):
            left = rng.choice((number, matrix, column))(rng, rng.choice((2, 3)))
            try:
                right = misread(rng, left) if rng.random() < 0.5 else left
                truth = equal(left, right)
            except ValueError:  # what is grouped so does not conform
                continue
            pairs.append((f"{spelled(rng, left)} = {spelled(rng, right)}", truth))
        claims = "\n".join(
            f"[[claim]]\nid = '{k}'\nkind = 'identity'\nflow = 'f'\nreading = '''{text}'''"
            for k, (text, _) in enumerate(pairs)
        )
        report = verify(parse_article(f"{HEAD}{claims}\n", "attack.toml"), ledger=False, budget=5)
        for claim, (text, truth) in zip(report.claims, pairs, strict=True):
            said = {True: "true", False: "false", None: "unclear"}[truth]
            yield claim.verdict.value, said, f"{text}: {claim.why}"


if __name__ == "__main__":
    raise SystemExit(main(attack))
