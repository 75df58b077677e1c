"""Small pieces of text that every format shares."""

from __future__ import annotations

import math
from collections import Counter

from sslcheck.derive.text.markup import clean
from sslcheck.derive.text.reason import Reason, joined, placeless, reason
from sslcheck.derive.text.words import counted
from sslcheck.derive.verdicts.evidence import Correction, Step, Witness
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = [
    "clean",
    "conditions_title",
    "counted",
    "duration",
    "grounds",
    "mark",
    "needed",
    "number",
    "numbers",
    "rechecked",
    "repair",
    "sides",
    "summary_line",
    "tally",
    "vouched",
]

NEEDED = {True: "needed", False: "not needed", None: "not tested"}


def duration(seconds: float) -> str:
    """A time in the unit that suits it.

    >>> duration(0.0123), duration(1.44), duration(125)
    ('12 ms', '1.4 s', '2 min 5 s')
    """
    if seconds < 0.9995:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def needed(flag: bool | None) -> str:
    """What the ledger says about a hypothesis, in words."""
    return NEEDED[flag]


def repair(correction: Correction) -> str:
    """``"corrected: PROVED"``: the kind of a correction and its own verdict."""
    return f"{clean(correction.kind)}: {correction.verdict.upper()}"


def conditions_title(verdict: Verdict) -> str:
    """What the conditions of a claim are to its verdict."""
    return {Verdict.PROVED: "given", Verdict.CONDITIONAL: "on condition of"}.get(
        verdict, "would hold with"
    )


def grounds(claim: ClaimResult) -> Reason:
    """Why the verdict is what it is, and on condition of what; conditions lead if they decide."""
    conditions = [condition.said for condition in claim.given]
    given, needs = joined(conditions, "; "), joined(conditions, " and ")
    match claim.verdict:
        case Verdict.PROVED:
            told = reason("given ", given) if given else ()
            parts = [reason("all sizes"), told, *claim.notes]
        case Verdict.CONDITIONAL:
            parts = [reason("if ", needs) if needs else (), claim.because]
        case Verdict.REFUSED:
            parts = [placeless(claim.because)]
        case _:
            only = reason("would hold if ", needs) if needs else ()
            parts = [claim.because, only]
    if claim.correction is not None:
        parts.append(reason(repair(claim.correction)))
    return joined([part for part in parts if part], "; ")


def numbers(claim: ClaimResult) -> str:
    """What the look in numbers found and at how many points; empty where there was none."""
    found = claim.numbers
    if found is None:
        return ""
    if found.result == "silent":
        return "-"
    tried = f"{counted(found.points, 'point')}, {counted(found.sizes, 'size')}"
    return f"{found.result}: {tried}" if found.points else found.result


def vouched(claim: ClaimResult) -> str:
    """Who else vouches for a verdict, beside the two routes and numbers; empty where nobody does.

    A dash where somebody was asked and had nothing to say.
    """
    asked = [r for r in claim.routes if r.name in ("certificate", "kernel")]
    return ", ".join(r.name for r in asked if r.result == "holds") or ("-" if asked else "")


def number(value: float | None) -> str:
    """Three digits of a measured value, a count in full, a dash for what is none.

    >>> number(0.012345), number(4091.0), number(float("nan"))
    ('0.0123', '4091', '-')
    """
    if value is None or math.isnan(value):
        return "-"
    whole = 1000 <= abs(value) < 1e6 and float(value).is_integer()
    return f"{value:.0f}" if whole else f"{float(value):.3g}"


def rechecked(report: Report) -> str:
    """``"96 of 116 are re-checked by the exact route"``: of all steps of all proofs."""
    proofs = [claim.steps for claim in report.claims]
    proofs += [claim.correction.steps for claim in report.claims if claim.correction is not None]
    steps = [step for proof in proofs for step in proof]
    again = sum(step.rechecked for step in steps)
    return f"{again} of {len(steps)} are re-checked by the exact route"


def mark(step: Step) -> Reason:
    """Whether a step was re-checked by the second route, or why it was not."""
    if step.rechecked:
        return reason("re-checked by the exact route")
    return reason("not re-checked", ": " if step.obstacle else "", step.obstacle)


def sides(witness: Witness) -> tuple[str, tuple[tuple[str, list[list[str]]], ...]]:
    """What leads to a counterexample's sides, and the sides by name.

    A matrix that is not definite is shown alone: nobody asks for the 0 that it is not above.
    """
    left, right = (r"\text{left}", witness.lhs), (r"\text{right}", witness.rhs)
    missed = {"pd": "positive definite", "psd": "positive semi-definite"}.get(witness.op)
    if missed:
        return f"the left side, not {missed} there,", (left,)
    return "the sides there", (left, right)


def _repaired(claim: ClaimResult) -> bool:
    return claim.correction is not None and claim.correction.verdict is Verdict.PROVED


def summary_line(report: Report) -> str:
    """``2 equations, 3 claims: 1 proved, ..., 2 refuted (all corrected), 0 undecided   1.4 s``."""
    return f"{tally(report)}   {duration(report.seconds)}"


def tally(report: Report) -> str:
    """`summary_line` without the time."""
    counts = Counter(claim.verdict for claim in report.claims)
    rare = (Verdict.DISAGREEMENT, Verdict.REFUSED)
    shown = [verdict for verdict in Verdict if counts[verdict] or verdict not in rare]
    parts = [f"{counts[verdict]} {verdict}" for verdict in shown]
    refuted = [claim for claim in report.claims if claim.verdict is Verdict.REFUTED]
    corrected = sum(map(_repaired, refuted))
    if corrected:
        extent = "all" if corrected == len(refuted) else str(corrected)
        where = shown.index(Verdict.REFUTED)
        parts[where] += f" ({extent} corrected)"
    numbers = {claim.equation for claim in report.claims if claim.equation}
    equations = f"{counted(len(numbers), 'equation')}, " if numbers else ""
    claims = counted(len(report.claims), "claim")
    return f"{equations}{claims}: {', '.join(parts)}"
