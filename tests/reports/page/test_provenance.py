"""Where a page comes from: every option of every run, but no folder of the machine."""

from __future__ import annotations

import shlex

from sslcheck.reports.page.blocks import Listing, Provenance, Table, words
from sslcheck.reports.page.provenance import Source, provenance


def tables(made: Provenance) -> list[Table]:
    return [block for block in made.blocks if isinstance(block, Table)]


def test_the_command_makes_the_page_anew() -> None:
    command = ("sslcheck", "report", "--out", "a b", "--article", "it's.toml")
    (shown,) = (b for b in provenance(command, {}, [], {}).blocks if isinstance(b, Listing))
    assert tuple(shlex.split(shown.text)) == command


def test_versions_times_and_inputs() -> None:
    (table,) = tables(provenance(("sslcheck",), {"verdicts": 1.25}, [], {"x.toml": "ab12"}))
    rows = {name: text for ((name,), (text,)) in table.rows}
    assert {"sslcheck", "python", "numpy", "matplotlib"} <= rows.keys()
    assert rows["time: verdicts"] == "1.2 s"
    assert rows["input x.toml"] == "SHA-256 ab12"


def test_runs_with_every_option() -> None:
    options = {"eta": 0.05, "sizes": [1, 2.5], "init": "/home/me/secret/start.npz", "seed": 3}
    source = Source(words("cost"), "the CPU", options, 0.5)
    _, runs = tables(provenance(("sslcheck",), {}, [source], {}))
    ((name, device, time, shown),) = runs.rows
    assert (name, device, time) == (("cost",), ("the CPU",), ("500 ms",))
    assert shown == ("eta = 0.05, sizes = [1 2.5], init = start.npz, seed = 3",)
