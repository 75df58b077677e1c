"""Small articles of which a claim may only be answered in certain ways, each with the reason.

The first line of a file says what is right, the second how its claim ``c`` may come out: proved
(P), conditional (C), refuted (R), undecided (U), refused (X). A disagreement of the routes is never
right.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sslcheck.derive import verify
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reading.loading import load_article
from sslcheck.derive.verdicts.verdict import Verdict

CASES = sorted(Path(__file__).with_name("soundness").glob("*.toml"))
LETTERS = {
    Verdict.PROVED: "P",
    Verdict.CONDITIONAL: "C",
    Verdict.REFUTED: "R",
    Verdict.UNDECIDED: "U",
    Verdict.REFUSED: "X",
}


def letter(path: Path) -> str:
    """How the claim comes out."""
    try:
        claims = verify(load_article(str(path)), ["c"], ledger=False).claims
    except SslcheckError:
        return "X"
    return LETTERS.get(claims[0].verdict, "disagreement")


def test_there_are_cases() -> None:
    assert len(CASES) > 50


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_said_is_what_may_be_said(path: Path) -> None:
    told = re.search(r"^# may say: ([PCRUX]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    assert letter(path) in told[1]
