"""Forges certificates of claims, and sees none accepted that says what a claim may not come to.

    python -m tests.forge_certificates [FILE ...]

The files are those of `tests/soundness`, if none is given. A block says what is claimed exactly as
it is read; only its theorems are forged. A proof is made from what neighbouring claims show: those
of trajectories or of an instant, where states do not move, are held fixed, or are at each time what
they may be at one. A refutation is made of points that satisfy what is supposed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from typing import Any

from tests.test_soundness import CASES

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.points import model_of
from sslcheck.derive.certificates.proofs import balance, combined
from sslcheck.derive.certificates.stated import WRONG, Stated
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reading.loading import load_article

__all__ = ["forged", "wrong"]

_WRONG = (*WRONG, *verifier.WRONG)
_POINTS = 6
_ORDERS = 4
_MARKS = ("symmetric", "psd", "orthonormal")


def _neighbours(setting: Any) -> Iterator[Any]:
    """Settings in which more is known."""
    symbols, still = setting["symbols"], {"along": False, "flow": {}}
    moving = {n for n, s in symbols.items() if s["role"] in ("state", "function")}
    yield setting
    yield setting | {"along": not setting["along"]}
    declared = {n: [*s["properties"], s["sign"]] for n, s in symbols.items()}
    yield setting | {"along": False, "here": declared}
    yield setting | still
    fixed = {n: s | {"role": "parameter"} if n in moving else s for n, s in symbols.items()}
    yield setting | still | {"symbols": fixed}
    yield setting | {"values": setting["values"] | setting["instant"], "instant": {}}
    lasting = [*setting["always"], *setting["relations"], *setting["stays"]]
    yield setting | still | {"relations": lasting}
    for mark in _MARKS:
        more = {"sign": "positive", "properties": []}, {"properties": [mark, "invertible"]}
        known = {n: s | more[s["shape"] != ["1", "1"]] for n, s in symbols.items()}
        here = {name: ["positive", mark, "invertible"] for name in symbols}
        yield setting | {"symbols": known, "along": False, "here": here}


def _proofs(stated: Stated, true: Any) -> Iterator[dict[str, Any]]:
    """Evidence that a claim holds, as neighbouring claims have it."""
    case = stated._case(stated.narrowed or stated.base.setting)
    with suppress(*_WRONG):
        yield stated.holds(())["evidence"]
    found = stated._solved(case, true)
    met = stated._met(case, verifier.meant(stated.block, true, found))
    states = {n: true["symbols"][n] for n in true["flow"]}
    kept = {
        n: [None] * len(s["properties"]) if s["sign"] == "real" else 0 for n, s in states.items()
    }
    for given, other, stays in product(_neighbours(true), ({}, {"kept": kept}), (False, True)):
        with suppress(*_WRONG):
            signs = stated._signs(case, given, stated.base)
            evidence = met | found | signs | other | {"stays": stays}
            theory, goals = verifier.goals_of(stated.block, given, evidence)
            zero = [theory.zero(theory.value(goal)) for goal in goals]
            shown = [None if z else combined(theory, g) for z, g in zip(zero, goals, strict=True)]
            yield evidence | {"multiples": shown}


def _refutations(statements: Statements, stated: Stated, true: Any) -> Iterator[dict[str, Any]]:
    """Evidence that a claim fails: points that satisfy what is supposed, also where it moves."""
    case = stated._case(stated.narrowed or stated.base.setting)
    with suppress(*_WRONG):
        found = stated._solved(case, true)
        inside = verifier.meant(stated.block, true, found)
        relations = range(len(stated.block["statement"]))
        for point in islice(statements.judge._at(case.setting, 0).points(), _POINTS):
            model = model_of(point, inside)
            yield {"shapes": "", "model": model}
            for order, k in product(range(_ORDERS), relations):
                evidence = found | {"model": model, "relation": k, "order": order, "mode": 0}
                with suppress(*_WRONG):
                    yield evidence | balance(stated.block, true, evidence)


def forged(statements: Statements, claim: Claim) -> Iterator[str]:
    """What forged theorems show of a claim: `P` or `R` for each that is accepted."""
    try:
        stated = Stated.of(statements, claim)
        true = verifier.plainly(stated.block["setting"], stated.block["means"])
    except _WRONG:
        return
    stated.block["theorems"] = []
    proofs, refutations = _proofs(stated, true), _refutations(statements, stated, true)
    for letter, shows, tried in (("P", verifier.holds, proofs), ("R", verifier.fails, refutations)):
        with suppress(*_WRONG):
            for evidence in tried:
                with suppress(*_WRONG):
                    shows(stated.block, true, evidence)
                    yield letter


def wrong(path: Path) -> set[str]:
    """What is accepted of the claim `c` of a file, and may not be said of it."""
    told = re.search(r"^# may say: ([PCRUX]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    try:
        article = load_article(str(path))
    except SslcheckError:
        return set()
    claim = next(claim for claim in article.claims if claim.id == "c")
    if told is None or claim.depths is not None or claim.refused:
        return set()
    statements = Statements(Derivation(replace(article, claims=(claim,))), needs=False)
    return {*forged(statements, claim)} - {*told[1]}


def main() -> int:
    """The exit code is 1 where a forged certificate is accepted."""
    found = 0
    for path in map(Path, sys.argv[1:] or CASES):
        if accepted := wrong(path):
            found += 1
            print(f"{path.name}: {', '.join(sorted(accepted))} is accepted", flush=True)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
