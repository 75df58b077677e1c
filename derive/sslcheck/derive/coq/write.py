"""Files of Coq for the proved claims of an article, one each, and what has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.coq.claims import COVERED, goals
from sslcheck.derive.coq.proofs import HEAD
from sslcheck.derive.coq.theorems import theorem
from sslcheck.derive.coq.uncovered import Uncovered
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["LIBRARY", "Certified", "certified", "library"]

LIBRARY = ("Words.v", "Orders.v")
"""The names of the files that all others import, in the order in which they are compiled."""


@dataclass(frozen=True, slots=True)
class Certified:
    """A proved claim: the ``file`` with its ``text``, or ``why`` it has none."""

    claim: str
    file: str = ""
    text: str = ""
    why: str = ""


def library() -> dict[str, str]:
    """The files that all others import, with their text."""
    folder = files("sslcheck.derive.coq")
    return {name: folder.joinpath(name).read_text("utf-8") for name in LIBRARY}


def certified(article: Article, report: Report) -> Iterator[Certified]:
    """The proved claims of a report, in its order."""
    statements = Statements(Derivation(article), needs=False)
    claims = {claim.id: claim for claim in article.claims}
    for result in report.claims:
        if result.verdict is Verdict.PROVED:
            yield _certified(statements, claims[result.id], article.name)


def _certified(statements: Statements, claim: Claim, article: str) -> Certified:
    module = "claim_" + re.sub(r"[^A-Za-z0-9]", "_", f"{article}_{claim.id}")
    try:
        found = [*goals(statements, claim)]
        names = [module, *(f"{module}_{at}" for at in range(2, len(found) + 1))]
        parts = [theorem(name, goal) for name, goal in zip(names, found, strict=False)]
    except SslcheckError as error:
        what = str(error) if isinstance(error, Uncovered) else f"it is not written: {error}"
        return Certified(claim.id, why=what)
    return Certified(claim.id, f"{module}.v", _file(claim, article, parts))


def _file(claim: Claim, article: str, parts: Sequence[str]) -> str:
    source = (claim.reading or claim.statement.source).strip()
    lines = [f"Claim {claim.id} of `{article}`, of kind {claim.kind}:", f"  {source}"]
    lines.append(f"What is proved here: {COVERED[claim.kind]}.")
    remark = "\n   ".join(lines).replace("(*", "( *").replace("*)", "* )").replace('"', "''")
    return f"(* {remark} *)\n{HEAD}\n" + "\n\n".join(parts) + "\n"
