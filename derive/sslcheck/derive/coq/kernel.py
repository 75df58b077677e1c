"""What the kernel of Coq says of written theorems, where `coqc` is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sslcheck.derive.coq.uncovered import CoqMissing
from sslcheck.derive.coq.write import LIBRARY, Certified
from sslcheck.derive.text.reason import reason
from sslcheck.derive.verdicts.evidence import RouteResult
from sslcheck.derive.verdicts.report import Report

__all__ = ["FLAGS", "checked", "compiled", "vouched"]

FLAGS = ("-w", "none", "-Q", ".", "SSLCheck")
"""How `coqc` is called in the folder of the files."""

_SECONDS = 300


def compiled(folder: Path, file: str) -> str:
    """Empty where `coqc` accepts a file and its theorems rest on no axiom; else what it says.

    Raises `CoqMissing` where there is no `coqc`.
    """
    coqc = shutil.which("coqc")
    if coqc is None:
        raise CoqMissing(
            "`coqc` is not installed: `apt-get install coq libcoq-mathcomp-algebra`, or leave out"
            " `--check`"
        )
    try:
        done = subprocess.run(
            (coqc, *FLAGS, file),
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {_SECONDS} s"
    said = f"{done.stdout}{done.stderr}".strip()
    if done.returncode:
        return said or f"exit code {done.returncode}"
    return said if "Axioms:" in said else ""


def checked(
    folder: Path,
    written: Sequence[Certified],
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, str]:
    """What `compiled` says of the file of each claim in ``written`` that has one.

    Raises `CoqMissing`, also where the library cannot be compiled.
    """
    for name in LIBRARY:
        if refused := compiled(folder, name):
            raise CoqMissing(
                f"`coqc` does not accept `{name}`: is `libcoq-mathcomp-algebra` installed?"
                f" {refused}"
            )
    found: dict[str, str] = {}
    files = [each for each in written if each.file]
    for done, each in enumerate(files):
        if progress is not None:
            progress(done, len(files), each.claim)
        found[each.claim] = compiled(folder, each.file)
    return found


def vouched(report: Report, written: Sequence[Certified], said: Mapping[str, str]) -> Report:
    """The report with what the kernel says of each proved claim among what vouches for it."""
    why = {each.claim: each.why for each in written}
    claims = []
    for claim in report.claims:
        if claim.id in said:
            refused = said[claim.id]
            told = "not accepted: " + refused if refused else "Coq, all sizes, no axioms"
            route = RouteResult("kernel", "silent" if refused else "holds", reason(told))
            claim = replace(claim, routes=(*claim.routes, route))
        elif why.get(claim.id):
            route = RouteResult("kernel", "silent", reason(why[claim.id]))
            claim = replace(claim, routes=(*claim.routes, route))
        claims.append(claim)
    return replace(report, claims=tuple(claims))
