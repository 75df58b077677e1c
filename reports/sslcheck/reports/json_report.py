"""A report as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sslcheck.derive.verdicts.report import Report

__all__ = ["FORMAT", "as_json"]

FORMAT = 1
"""Of the document; raised when a field is renamed, taken away or means something else."""


def as_json(report: Report, environment: Mapping[str, str]) -> str:
    """All fields of ``report`` with sorted keys; ASCII only, so that any stream can carry it.

    ``claims`` holds the fields of `ClaimResult`, with verdicts in lower case and ``null`` for an
    absent witness or correction; ``environment`` says which versions produced them.
    """
    document = {
        "format": FORMAT,
        "article": report.article,
        "title": report.title,
        "claims": [claim.as_dict() for claim in report.claims],
        "remarks": report.remarks,
        "problems": report.problems,
        "seconds": report.seconds,
        "exit_code": report.exit_code,
        "environment": dict(environment),
    }
    return json.dumps(document, indent=2, sort_keys=True, allow_nan=False) + "\n"
