"""All verdicts on one article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sslcheck.derive.errors import UnknownName
from sslcheck.derive.text.columns import as_csv, as_frame
from sslcheck.derive.text.words import did_you_mean
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts on one article, in the article's order.

    ``source`` says whose text was checked, ``summary_of`` of which paper it is a summary, if it is.
    """

    article: str
    title: str
    claims: tuple[ClaimResult, ...]
    seconds: float = 0.0
    remarks: tuple[str, ...] = field(default=())
    source: str = ""
    summary_of: str = ""
    problems: tuple[str, ...] = ()
    """What could not be read of the article, besides claims."""
    certificates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """By claim what others may re-check, where somebody was asked to vouch for the verdicts."""

    def __repr__(self) -> str:
        counts = Counter(claim.verdict for claim in self.claims)
        found = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
        return f"<Report on {self.article!r}: {found or 'no claims'}>"

    def __iter__(self) -> Iterator[ClaimResult]:
        return iter(self.claims)

    def __getitem__(self, claim: str) -> ClaimResult:
        """The verdict on a claim by its id, such as ``"2.1"``. Raises `UnknownName`."""
        for found in self.claims:
            if found.id == claim:
                return found
        of = [c.id for c in self.claims if c.equation == claim]
        near = f"; of equation ({claim}) there are: {', '.join(of)}" if of else ""
        ids = [c.id for c in self.claims]
        near = near or did_you_mean(claim, ids) or f"; there are: {', '.join(ids)}"
        raise UnknownName(f"no claim `{claim}` in this report{near}")

    @property
    def columns(self) -> dict[str, list[Any]]:
        """A row for each claim, by columns: verdict, reason, conditions, correction, in plain text.

        >>> from sslcheck.derive import verify
        >>> verify("directpred", "2.1").columns["verdict"]
        ['refuted']
        """
        repaired = [c.correction for c in self.claims]
        return {
            "claim": [c.id for c in self.claims],
            "equation": [c.equation for c in self.claims],
            "kind": [c.kind for c in self.claims],
            "verdict": [str(c.verdict) for c in self.claims],
            "summary": [c.summary for c in self.claims],
            "why": [c.why for c in self.claims],
            "conditions": ["; ".join(c.conditions) for c in self.claims],
            "instead": ["" if c is None else c.latex for c in repaired],
            "instead verdict": ["" if c is None else str(c.verdict) for c in repaired],
            "seconds": [c.seconds for c in self.claims],
        }

    def to_csv(self, path: str | Path | None = None) -> str:
        """`columns` as CSV, which is also written to ``path`` where one is given."""
        return as_csv(self.columns, path)

    def to_pandas(self) -> pd.DataFrame:
        """`columns` as a table of pandas. Raises `MissingLibrary` without pandas."""
        return as_frame(self.columns)

    @property
    def exit_code(self) -> int:
        """0 all decided and repaired, 1 a claim refuted with no proved correction, 2 undecided,
        3 something that cannot be read or judged, 4 a disagreement: the gravest counts.
        """
        if any(c.verdict is Verdict.DISAGREEMENT for c in self.claims):
            return 4
        if self.problems or any(c.verdict is Verdict.REFUSED for c in self.claims):
            return 3
        if any(c.verdict is Verdict.UNDECIDED for c in self.claims):
            return 2
        return int(any(claim.fails() for claim in self.claims))

    def exit_code_on(self, mildest: str) -> int:
        """`exit_code`, or 1 where a claim `ClaimResult.fails` from the ``mildest`` verdict on."""
        return self.exit_code or int(any(claim.fails(mildest) for claim in self.claims))

    def _repr_markdown_(self) -> str:
        from sslcheck.derive.verdicts.notebook import report_markdown

        return report_markdown(self)
