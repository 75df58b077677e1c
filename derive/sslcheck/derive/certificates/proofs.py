"""Evidence for what holds: combinations of what is assumed to be 0.

Sought with the arithmetic of `verify` itself; all of it is checked there once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from sslcheck.derive.certificates import verifier

__all__ = ["balance", "combined", "roots", "term_tree", "value_tree", "weights"]

_ROUNDS = 3
_MOST = 120


def combined(theory: verifier.Theory, goal: Any) -> Any:
    """The goal as a sum of multiples of what is assumed, as a tree; None where none is found."""
    target = theory.value(goal)
    parts: dict[Any, tuple[Any, verifier.Value]] = {}
    seen: set[Any] = set()
    pending = {*target.terms}
    for _ in range(_ROUNDS):
        for key in _ordered(pending - seen):
            for shown in _multiples(theory, key):
                value = theory.value(shown)
                if (value.rows, value.cols) == (target.rows, target.cols) and value.terms:
                    parts.setdefault(frozenset(value.terms.items()), (shown, value))
        seen |= pending
        pending = {key for _, value in parts.values() for key in value.terms}
        found = weights([value.terms for _, value in parts.values()], target.terms)
        if found is not None:
            shown = [shown for shown, _ in parts.values()]
            terms = [["Prod", _number(found[k]), shown[k]] for k in sorted(found) if found[k]]
            return ["Sum", *terms] if terms else 0
        if len(parts) > _MOST:
            break
    return None


def weights(columns: list[dict[Any, Any]], goal: dict[Any, Any]) -> dict[int, Fraction] | None:
    """Numbers with which columns add up to a goal: elimination, with what each row is made of."""
    rows: dict[Any, tuple[dict[Any, Any], dict[int, Fraction]]] = {}

    def reduced(vector: dict[Any, Any], made: dict[int, Fraction]) -> dict[Any, Any]:
        while (hit := next((key for key in vector if key in rows), None)) is not None:
            row, parts = rows[hit]
            factor = Fraction(vector[hit]) / row[hit]
            for key, c in row.items():
                vector[key] = vector.get(key, 0) - factor * c
                if not vector[key]:
                    del vector[key]
            for k, c in parts.items():
                made[k] = made.get(k, Fraction(0)) - factor * c
        return vector

    for k, column in enumerate(columns):
        made = {k: Fraction(1)}
        left = reduced(dict(column), made)
        if left:
            rows[min(left, key=verifier.order)] = left, made
    made = {}
    return None if reduced(dict(goal), made) else {k: -c for k, c in made.items()}


def balance(block: Any, setting: Any, tried: Any) -> dict[str, Any]:
    """Multiples of the entries of what an unknown is to make 0, with the sum 1 for all its values.

    Nothing where there is no unknown, or no such sum.
    """
    free = verifier.free_of(block)
    if not free or tried["order"]:
        return {}
    gap = verifier.said(block, setting, tried)[tried["relation"]][1]
    order = int(block["kind"] != "lyapunov")
    none, *each = verifier.entries(setting, tried["model"], gap, free, order)
    rows = [
        {-1: rest} | {j: found[k] - rest for j, found in enumerate(each)}
        for k, rest in enumerate(none)
    ]
    plain = [{key: x for key, x in row.items() if x} for row in rows]
    found = weights(plain, {-1: Fraction(1)})
    return {} if found is None else {"sum": [str(found.get(k, 0)) for k in range(len(none))]}


def roots(setting: Any, tree: Any) -> Iterator[list[Any]]:
    """The matrices in an expression of which a root is taken, and the root, of ``Q D Q^T``."""
    theory = verifier.Theory(setting)
    match tree:
        case str() if tree in theory.given:
            yield from roots(setting, theory.given[tree])
        case ["Power", base, exponent] if Fraction(exponent).denominator == 2:
            value = theory.value(base)
            for scalars, word in value.terms if len(value.terms) == 1 else ():
                if len(word) == 3 and word[1][3] == "diagonal" and not scalars:
                    q, (name, *rest), _ = word
                    halves = name[0], frozenset((a, Fraction(e) / 2) for a, e in name[1])
                    yield [base, ["Prod", *_letters((q, (halves, *rest), word[2]))]]
        case list():
            for part in tree:
                yield from roots(setting, part)


def value_tree(value: verifier.Value) -> Any:
    """A value as an expression."""
    terms = []
    for (scalars, word), c in value.terms.items():
        unit = [] if word or value.scalar else [["Ident", value.rows]]
        terms.append([*term_tree(scalars, word, c), *unit])
    return ["Sum", *terms] if len(terms) > 1 else terms[0] if terms else 0


def term_tree(scalars: Any, word: Any, coefficient: Any) -> list[Any]:
    """A product of a number, powers of scalars, and letters."""
    powers = [["Power", _atom(a), str(e)] for a, e in _ordered(scalars)]
    return ["Prod", _number(Fraction(coefficient)), *powers, *_letters(word)]


def _multiples(theory: verifier.Theory, key: tuple[Any, Any]) -> Iterator[Any]:
    """Multiples of what is assumed in which a term occurs."""
    scalars, word = key
    for k, assumed in enumerate(theory.assumed):
        value = theory.value(assumed)
        for gap, shown in ((value, ["assumed", k]), (value.T, ["Transpose", ["assumed", k]])):
            for inner, part in gap.terms:
                if gap.scalar:
                    yield from _scaled(theory, scalars, inner, [*_letters(word), shown])
                    continue
                for at in range(len(word) - len(part) + 1 if part else 0):
                    if word[at : at + len(part)] == part:
                        around = [*_letters(word[:at]), shown, *_letters(word[at + len(part) :])]
                        yield from _scaled(theory, scalars, inner, around)
                for atom, _ in _ordered(scalars):
                    if verifier.form(atom) == "tr" and part and not word:
                        left = verifier.times(scalars, frozenset({(atom, -1)}))
                        for turn in _turns(atom[1]):
                            if turn[: len(part)] == part:
                                product = ["Prod", shown, *_letters(turn[len(part) :])]
                                yield from _scaled(theory, left, inner, [["Trace", product]])


def _turns(word: Any) -> Iterator[Any]:
    for whole in (word, verifier.flip(word)):
        yield from (whole[k:] + whole[:k] for k in range(len(whole)))


def _scaled(theory: verifier.Theory, scalars: Any, inner: Any, factors: list[Any]) -> Iterator[Any]:
    """A product with the scalars that are left, where none of them is a divisor that may be 0."""
    left = verifier.times(scalars, frozenset((a, -e) for a, e in inner))
    if all(theory.positive(a) or (e > 0 and Fraction(e).denominator == 1) for a, e in left):
        yield ["Prod", *(["Power", _atom(a), str(e)] for a, e in _ordered(left)), *factors]


def _letters(word: Any) -> list[Any]:
    """A word as factors."""
    found = []
    for name, rows, _, trait, flipped in word:
        shown = _name(name)
        if trait == "diagonal":
            powers = [["Power", _atom(a), str(e)] for a, e in _ordered(name[1])]
            shown = ["Diag", ["Prod", 1, *powers], name[0], rows]
        found.append(["Transpose", shown] if flipped else shown)
    return found


def _name(name: Any) -> Any:
    return ["rate", _name(name[1])] if verifier.form(name) == "rate" else name


def _atom(atom: Any) -> Any:
    """A scalar atom as an expression."""
    if isinstance(atom, str):
        return atom
    if atom[0] == "tr":
        return ["Trace", ["Prod", *_letters(atom[1])]]
    if atom[0] == "exp":
        return ["Exp", ["Prod", 1, *(["Power", _atom(a), str(e)] for a, e in atom[1])]]
    if atom[0] == "size":
        return ["Size", atom[1]]
    if atom[0] == "sum":
        return [
            "Sum",
            *(
                [
                    "Prod",
                    _number(Fraction(c)),
                    *(["Power", _atom(a), str(e)] for a, e in _ordered(s)),
                ]
                for s, c in _ordered(atom[1])
            ),
        ]
    return _name(atom)


def _ordered(of: Iterable[Any]) -> list[Any]:
    """Powers or terms in the same order in each run."""
    return sorted(of, key=verifier.order)


def _number(value: Fraction) -> Any:
    return int(value) if value.denominator == 1 else ["Num", str(value)]
