"""All theorems of the shipped articles by the kernel of Coq, and their false variants.

    python -m tests.coq_whole [SEED]

The proved claims must be accepted. Rejected must be every refuted claim that can be written, and
every proved one with a side negated, transposed, doubled or robbed of its symmetric matrices.
Prints figures; the exit code is 1 where something is not as it must be.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from tests.decided import decided, loaded

from sslcheck.derive import shipped_articles
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.coq.claims import goals
from sslcheck.derive.coq.kernel import compiled
from sslcheck.derive.coq.proofs import HEAD
from sslcheck.derive.coq.theorems import Goal, theorem
from sslcheck.derive.coq.write import library
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Expr, Num, Prod, Relation, Transpose
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["coverage", "false_variants", "theorems"]


def theorems(article: str, verdict: Verdict) -> Iterator[tuple[str, list[Goal] | None]]:
    """The goals of the claims of a verdict; None for what has none."""
    statements = Statements(Derivation(loaded(article)), needs=False)
    found = {c.id: c.verdict for c in decided(article).claims}
    for claim in loaded(article).claims:
        if found[claim.id] is not verdict:
            continue
        try:
            given = [*goals(statements, claim)]
            for goal in given:
                theorem("x", goal)
        except SslcheckError:
            yield claim.id, None
        else:
            yield claim.id, given


def coverage() -> tuple[int, int]:
    """How many proved claims of the shipped articles have theorems, and how many there are."""
    found = [g for name in shipped_articles() for _, g in theorems(name, Verdict.PROVED)]
    return sum(g is not None for g in found), len(found)


def false_variants(goal: Goal) -> Iterator[tuple[str, Goal]]:
    """Goals that are false if the goal is true and says something of both sides."""
    relation = goal.relation
    if goal.stacked is not None and goal.stacked.any:
        minus = Prod((Num(Fraction(-1)), goal.stacked.relation.lhs))
        turned = replace(goal.stacked, relation=replace(goal.stacked.relation, lhs=minus))
        yield "negative", replace(goal, stacked=turned)
        return
    if goal.bound is not None:
        reversed_ = Relation(goal.bound.rhs, "<=", goal.bound.lhs)
        yield "reversed", replace(goal, bound=reversed_)
    if isinstance(relation.rhs, Num):
        return
    for name, rhs in (
        ("negated", Prod((Num(Fraction(-1)), relation.rhs))),
        ("doubled", Prod((Num(Fraction(2)), relation.rhs))),
    ):
        yield name, replace(goal, relation=Relation(relation.lhs, "=", rhs))
    if not any(symmetric(goal, side) for side in (relation.lhs, relation.rhs)):
        other = Relation(relation.lhs, "=", Transpose(relation.rhs))
        yield "transposed", replace(goal, relation=other)


def symmetric(goal: Goal, side: Expr) -> bool:
    """Whether a side is its own transpose: the equation with the other side transposed, or with it,
    is then true where the goal is."""
    try:
        normal = NormalForm(goal.setting)
        number = normal.whole(side).shape == ("1", "1")
        return number or normal.holds(Relation(side, "=", Transpose(side)))
    except SslcheckError:
        return False


def accepted(folder: Path, name: str, goal: Goal) -> bool | None:
    """Whether `coqc` accepts a theorem; None where it cannot be written."""
    try:
        text = theorem(name, goal)
    except SslcheckError:
        return None
    (folder / f"{name}.v").write_text(f"{HEAD}\n{text}\n", encoding="utf-8")
    return not compiled(folder, f"{name}.v")


def main(seed: int) -> int:
    """Run all, print what was found."""
    draw = random.Random(seed)
    tally: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file, text in library().items():
            (folder / file).write_text(text, encoding="utf-8")
            assert not compiled(folder, file)
        started = time.perf_counter()
        variants: list[tuple[str, Goal]] = []
        for article in shipped_articles():
            for verdict in (Verdict.PROVED, Verdict.REFUTED):
                for claim, found in theorems(article, verdict):
                    tally[f"{verdict} claims"] += 1
                    if found is None:
                        continue
                    tally[f"{verdict} claims with theorems"] += 1
                    passed = [accepted(folder, f"t{at}", goal) for at, goal in enumerate(found)]
                    if all(passed) is (verdict is Verdict.REFUTED):
                        wrong.append(f"{article} {claim} ({verdict})")
                    if verdict is Verdict.PROVED:
                        variants += [
                            (f"{article} {claim} {name}", variant)
                            for goal in found
                            for name, variant in false_variants(goal)
                        ]
        tally["seconds for these"] = round(time.perf_counter() - started)
        for name, goal in draw.sample(variants, min(60, len(variants))):
            passed_one = accepted(folder, "variant", goal)
            tally["variants"] += passed_one is not None
            if passed_one:
                tally["variants accepted"] += 1
                print("accepted:", name)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    for what, count in tally.items():
        print(f"{what}: {count}")
    print(f"largest memory of coqc: {peak} MB", *wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
