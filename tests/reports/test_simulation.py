"""A run as text: what it cost and how it ended, within the width."""

from __future__ import annotations

import pytest
from tests.reports.plots.kinds import KINDS, run_of

from sslcheck.reports.simulation import amount, memory, render_run


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1.5e9, "1.5 GB")]
)
def test_metric_prefixes(number: float, text: str) -> None:
    assert amount(number, "B") == text


@pytest.mark.parametrize(
    ("number", "text"), [(1023, "1023 bytes"), (1024, "1.0 KiB"), (3 * 2**29, "1.5 GiB")]
)
def test_bytes_in_binary_units(number: int, text: str) -> None:
    assert memory(number) == text


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("kind", ["random", "blown up"])
def test_what_is_said_of_a_run(kind: str, width: int) -> None:
    run, text = run_of(kind), render_run(run_of(kind), width)
    assert all(len(line) <= width for line in text.splitlines())
    words = " ".join(text.split())
    assert f"n = {run.options.n}, d = {run.options.d}" in words
    assert f"{run.outcome} at t = {run.t:g}" in words
    assert all(finding.name.split()[0] in words for finding in run.findings)
    assert kind in KINDS
