"""That what a theorem supposes can be met: an example of size 1, in which all is 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from sslcheck.derive import expr as e
from sslcheck.derive.coq.parts import Parts
from sslcheck.derive.coq.symbols import Symbols
from sslcheck.derive.coq.uncovered import Uncovered

__all__ = ["met", "number"]

_MOST = 12
"""How many variables an example is looked for."""


def met(
    symbols: Symbols,
    parts: Parts,
    gaps: Sequence[e.Expr],
    nonzero: Sequence[e.Expr],
    signs: Sequence[tuple[str, str]],
    ordered: bool,
) -> Iterator[str]:
    """A lemma with an example of what is supposed; no lines where nothing is, or none is found.

    The ``gaps`` are to be 0, those in ``nonzero`` not; ``signs`` are statements about numbers;
    where ``ordered`` psd matrices are supposed to be so.
    """
    statements = [each.said for each in parts.hypotheses(ordered)]
    statements += [said for _, said in signs]
    statements += [f"{left.text} = {right.text}" for left, right in parts.supposed]
    if not statements:
        return
    keys = [*symbols.matrices, *symbols.numbers]
    strict = {own for own, said in signs if said.startswith("0 < ")}
    for values in product((1, 0), repeat=len(keys)) if len(keys) <= _MOST else ():
        at = dict(zip(keys, map(Fraction, values), strict=True))
        if _holds(symbols, parts, at, gaps, nonzero, strict):
            yield from _lemma(parts, statements, [*map(int, at.values())])
            return


def _holds(
    symbols: Symbols,
    parts: Parts,
    at: Mapping[str, Fraction],
    gaps: Sequence[e.Expr],
    nonzero: Sequence[e.Expr],
    strict: set[str],
) -> bool:
    names = symbols.names
    orthonormal = (
        at[key] for key in symbols.matrices if parts.matrices[names(key)].mark == "orthonormal"
    )
    try:
        return (
            all(orthonormal)
            and all(at[key] for key, own in symbols.numbers.items() if own in strict)
            and all(number(symbols, gap, at) == 0 for gap in gaps)
            and all(number(symbols, node, at) != 0 for node in nonzero)
            and all(at[key] == number(symbols, base, at) for key, base in symbols.squares.items())
        )
    except (Uncovered, ZeroDivisionError):
        return False


def number(symbols: Symbols, node: e.Expr, at: Mapping[str, Fraction]) -> Fraction:
    """The value of a formula where all sizes are 1. Raises `Uncovered`, `ZeroDivisionError`."""

    def of(part: e.Expr) -> Fraction:
        return number(symbols, part, at)

    match node:
        case e.Num(value=value):
            return value
        case e.Ident():
            return Fraction(1)
        case e.Sym(name=name):
            known = symbols.value(name)
            if known is not None:
                return of(symbols.prepared(known))
            return at[name] if name in at else at[f"all {name}"]
        case e.Sum(terms=terms):
            return sum(map(of, terms), Fraction(0))
        case e.Prod(factors=factors):
            found = Fraction(1)
            for factor in factors:
                found *= of(factor)
            return found
        case e.Quotient(numerator=top, denominator=bottom):
            return of(top) / of(bottom)
        case e.Power(base=base, exponent=exponent) if exponent.denominator == 1:
            return of(base) ** int(exponent)
        case e.Transpose(arg=arg) | e.Trace(arg=arg) | e.StopGrad(arg=arg) | e.Diag(entry=arg):
            return of(arg)
        case e.SquaredNorm(arg=arg):
            return of(arg) ** 2
    raise Uncovered(f"`{type(node).__name__}` in an example")


def _lemma(parts: Parts, statements: Sequence[str], values: Sequence[int]) -> Iterator[str]:
    parts = replace(parts, spaces=dict.fromkeys(parts.spaces, "1%N"))
    kinds = [*map(parts.kind, parts.matrices.values())] + ["K_"] * len(parts.numbers)
    binders = zip([*parts.matrices, *parts.numbers], kinds, strict=True)
    rows = [letter.mark == "diagonal" for letter in parts.matrices.values()]
    given = [
        f"(const_mx {x})" if row else "1%:M" if x else "0"
        for x, row in zip(values, rows, strict=False)
    ]
    given += map(str, values[len(rows) :])
    said = " /\\ ".join(f"({statement})" for statement in statements)
    more = len(statements) - 1
    yield "\n(* What is supposed can be met. *)"
    yield "Lemma met_ (K_ : realFieldType) :"
    yield f"  exists {' '.join(f'({own} : {kind})' for own, kind in binders)},"
    yield from parts.abbreviations()
    yield f"  {said}."
    yield f"Proof. exists {', '.join(given)}; cbv zeta."
    yield f"refine {'(conj _ ' * more}_{')' * more}; example. Qed."
