"""What the engine says of a shipped article, and of its true claims with one sign changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from tests.decided import decided, loaded

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.errors import ArticleError, ShapeMismatch, Unsupported
from sslcheck.derive.expr import Expr, Num, Relation, Sum, Sym, negative
from sslcheck.derive.latex import Statement
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["answers", "conditions", "flips", "proved_flips"]

Relations = tuple[Relation, ...]
Rebuild = Callable[[Expr], Expr]


def answers(name: str) -> dict[str, str]:
    """Verdicts by claim; a refuted claim is followed by the verdict on its correction."""
    found = {}
    for claim in decided(name).claims:
        repaired = f", {claim.correction.verdict}" if claim.correction else ""
        found[claim.id] = f"{claim.verdict}{repaired}"
    return found


def conditions(name: str) -> dict[str, tuple[str, ...]]:
    """The conditions of the conditional claims."""
    claims = decided(name).claims
    return {c.id: tuple(c.conditions) for c in claims if c.verdict is Verdict.CONDITIONAL}


def _sums(node: Expr, place: Rebuild) -> Iterator[tuple[Sum, Rebuild]]:
    """Every sum in an expression, with what puts another expression in its place."""
    if isinstance(node, Sum):
        yield node, place
    for spec in fields(node):
        value = getattr(node, spec.name)
        parts = (value,) if isinstance(value, Expr) else value
        if not isinstance(parts, tuple):
            continue
        for at, child in enumerate(parts):
            if not isinstance(child, Expr):
                continue

            def inside(
                new: Expr, name: str = spec.name, whole: object = value, at: int = at
            ) -> Expr:
                put: Any = (*whole[:at], new, *whole[at + 1 :]) if isinstance(whole, tuple) else new
                return place(replace(node, **{name: put}))

            yield from _sums(child, inside)


def flips(claim: Claim, constants: frozenset[str]) -> Iterator[Relations]:
    """The claim's statement with the sign of one term changed, or of one whole side.

    A term that is free up to its sign, for it holds a constant of the claim, is left alone; and so
    is a whole side where the other is 0 or holds such a constant.
    """

    def free(part: Expr) -> bool:
        return any(isinstance(n, Sym) and n.name in constants for n in walk(part))

    zero = Num(Fraction(0))
    for k, relation in enumerate(claim.statement.relations):
        for side in ("lhs", "rhs"):
            whole = getattr(relation, side)

            def put(new: Expr, k: int = k, relation: Relation = relation, side: str = side) -> Any:
                changed: Any = {side: new}
                relations = claim.statement.relations
                return (*relations[:k], replace(relation, **changed), *relations[k + 1 :])

            sides = (relation.lhs, relation.rhs)
            alike = relation.op in ("=", "->") and (zero in sides or any(map(free, sides)))
            if whole != zero and not alike:
                yield put(negative(whole))
            for total, place in _sums(whole, lambda new: new):
                for at, term in enumerate(total.terms):
                    if not free(term):
                        terms = (*total.terms[:at], negative(term), *total.terms[at + 1 :])
                        yield put(place(Sum(terms)))


def proved_flips(name: str, most: int, passed: frozenset[str] = frozenset()) -> list[str]:
    """Claims that come out proved although a sign in them was changed; at most ``most`` are tried.

    They are spread over the proved claims and over each statement. ``passed`` are claims that are
    about as much with the sign changed.
    """
    article = loaded(name)
    engine = Statements(Derivation(article), needs=False)
    constants = frozenset(s.name for s in article.symbols.values() if s.role == "constant")
    wrong, said = [], answers(name)
    true = [c for c in article.claims if said[c.id] == "proved" and c.id not in passed]
    share = max(most // len(true), 1)
    for claim in true:
        found = list(flips(claim, constants))
        for k in range(min(share, len(found))):
            relations = found[k * len(found) // min(share, len(found))]
            flipped = replace(claim, statement=Statement(relations, claim.statement.source))
            try:
                verdict = engine.outcome(flipped).verdict
            except (ArticleError, ShapeMismatch, Unsupported):
                continue
            if verdict is Verdict.PROVED:
                wrong.append(f"{claim.id}: {', '.join(map(relation_latex, relations))}")
    return wrong
