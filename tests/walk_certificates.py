"""Changes each field of each certificate of the shipped articles, and sees all of them rejected.

    python -m tests.walk_certificates [--each N] [--article NAME ...]

A sample of it is a test; `--each` takes so many places of a certificate. It also tells which
changes are accepted once the hash is made anew. Where one is of a statement that is shown, that is
put into the claim as an expression, and looked at in float64 at random points, with no code of the
verifier: the numbers have to see points, and none where it is false.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from tests.derive.certificates.written import changed, leaves, rejects, sealed, written

from sslcheck.derive import load_article, shipped_articles
from sslcheck.derive import verify as decide
from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Exp,
    Expr,
    Ident,
    Integral,
    Num,
    Power,
    Prod,
    Relation,
    Size,
    Sum,
    Sym,
    Trace,
    Transpose,
)
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.looking import Sight, look

__all__ = ["expression", "seen"]

_ONE = {"Transpose": Transpose, "Trace": Trace, "Dot": Dot, "Exp": Exp, "At": At}
_ONE |= {"Integral": Integral}


def expression(tree: Any) -> Expr:
    """An expression from the lists of a certificate; raises `ValueError` for other lists."""
    match tree:
        case int() | ["Num", str()]:
            return Num(Fraction(tree if isinstance(tree, int) else tree[1]))
        case str():
            return Sym(tree)
        case ["Sum", *terms]:
            return Sum(tuple(map(expression, terms)))
        case ["Prod", *factors]:
            return Prod(tuple(map(expression, factors)))
        case ["Power", base, str(exponent)]:
            return Power(expression(base), Fraction(exponent))
        case ["Ident", str(space)]:
            return Ident(space)
        case ["Size", str(space)]:
            return Size(space)
        case ["Diag", entry, str(index), str(size)]:
            return Diag(expression(entry), index, size)
        case [str(kind), arg] if kind in _ONE:
            return _ONE[kind](expression(arg))
    raise ValueError(f"no expression here for {str(tree)[:40]}")


def seen(article: Article, claim: Claim, statement: Any) -> Sight:
    """What numbers see of a claim with another statement, as if it were proved."""
    relations = tuple(Relation(expression(a), op, expression(b)) for op, a, b in statement)
    found = replace(claim, statement=replace(claim.statement, relations=relations), repaired=None)
    whole = replace(article, claims=(found,))
    (result,) = decide(whole, ledger=False).claims
    plain = replace(result, verdict=Verdict.PROVED, given=(), witness=None)
    return look(whole, plain, seconds=5.0)


def shown(certificate: Any, path: tuple[Any, ...]) -> bool:
    """Whether a place is one in a statement that is proved or conditional."""
    if "statement" not in path:
        return False
    block = certificate
    for part in path[: path.index("statement")]:
        block = block[part]
    return bool(block["verdict"] != "refuted" and path[-1] != 0)


def judged(article: Article, certificate: Any, path: tuple[Any, ...]) -> Sight:
    """What numbers see of the statement in which a place is."""
    claim = next(c for c in article.claims if c.id == certificate["id"])
    whole = certificate[path[0]]
    if path[0] == "correction":
        assert claim.repaired is not None
        claim = claim.repaired
    if claim.depths is None:
        return seen(article, claim, whole["statement"])
    block = whole["layouts"][path[2]]
    one = next(one for one in claim.depths.instances if one.said == block["layout"])
    return seen(one.article, one.claim, block["statement"])


def main() -> int:
    """The exit code is 1 where a change was not seen, or a false statement was accepted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=0, help="places of a certificate; 0 for all")
    parser.add_argument("--article", nargs="*", default=shipped_articles())
    options = parser.parse_args()
    fields: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    stated: Counter[bool] = Counter()
    unseen = false = 0
    for name in options.article:
        article = load_article(name)
        for certificate in written(name).values():
            places = [*leaves(certificate)]
            if options.each:
                places = Random(name).sample(places, min(options.each, len(places)))
            for path in places:
                other = changed(certificate, path)
                unseen += not rejects(other)
                place = ".".join([part for part in path if isinstance(part, str)][:3])
                fields[place] += 1
                fine = path != ("sha256",) and not rejects(sealed(other))
                accepted[place] += fine
                if shown(certificate, path):
                    stated[fine] += 1
                    if fine:
                        sight = judged(article, other, path)
                        told = f"true at {sight.points} points of {sight.sizes} sizes"
                        if sight.objection is not None or not sight.points:
                            false += 1
                            told = f"FALSE, or not seen: {sight.objection or sight.note}"
                        print(f"{name} {certificate['id']}: {path}: {told}", flush=True)
    print(f"{sum(fields.values())} changes, {unseen} not seen")
    print(f"of statements that are shown {stated[True]} of {stated.total()} pass with a new hash")
    print(f"{false} of these are not seen to be true")
    for place, count in sorted(fields.items()):
        print(f"{place}: {accepted[place]} of {count} pass with a new hash")
    return int(unseen + false > 0)


if __name__ == "__main__":
    sys.exit(main())
