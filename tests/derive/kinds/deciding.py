"""One claim over letters of every sort, and what the engine says of it."""

from __future__ import annotations

import re

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult

_SYMBOLS = r"""
'W' = { shape = ['n', 'd'], role = 'state' }
'V' = { shape = ['n', 'n'], role = 'state' }
'x' = { role = 'state' }
'y' = { role = 'state' }
'z' = { role = 'state', sign = 'positive' }
'X' = { shape = ['n', 'd'] }
'Y' = { shape = ['n', 'd'] }
'A' = { shape = ['n', 'n'] }
'S' = { shape = ['n', 'n'], properties = ['psd'] }
'P' = { shape = ['n', 'n'], properties = ['psd'] }
'T' = { shape = ['n', 'n'], properties = ['symmetric'] }
'D' = { shape = ['n', 'n'], properties = ['diagonal'] }
'K' = { shape = ['n', 'n'], role = 'constant', properties = [KIND] }
'H' = { shape = ['d*n', 'd*n'], role = 'function', properties = [KIND] }
'v' = { shape = ['n', '1'] }
'u' = { shape = ['n', '1'] }
'f' = { role = 'function', sign = 'positive' }
'g' = { role = 'function' }
'a' = {}
'b' = {}
'h' = { sign = 'nonnegative' }
'k' = { sign = 'nonnegative' }
'c' = { sign = 'positive' }
'e' = { sign = 'positive' }
"""


def decided(
    options: str,
    reading: str,
    flow: tuple[str, ...] = (),
    kind: str = "",
    more: str = "",
    before: str = "",
) -> ClaimResult:
    """The verdict on one claim; ``kind`` is what is declared of K and H, ``before`` a claim."""
    moved = {name for rate in flow for name in re.findall(r"\\dot\{(\w)\}", rate)}
    rows = _SYMBOLS.replace("KIND", f"'{kind}'" if kind else "").strip().split("\n")
    rows = [row for row in rows if "'state'" not in row or row[1] in moved]
    lines = ["[article]", "name = 'x'", "[spaces]", "n = 'n'", "d = 'd'", "[symbols]", *rows, more]
    if flow:
        equations = ", ".join(f"'''{rate}'''" for rate in flow)
        lines += ["[flows.f]", f"equations = [{equations}]"]
    lines += [
        "[[equation]]",
        "number = '1'",
        "latex = '''1 = 1'''",
        before,
        "[[claim]]",
        "id = 'c'",
    ]
    lines += ["equation = '1'", options, f"reading = '''{reading}'''"]
    lines += ["flow = 'f'"] if flow else []
    return verify(parse_article("\n".join(lines), "x.toml"), ["c"], ledger=False).claims[0]
