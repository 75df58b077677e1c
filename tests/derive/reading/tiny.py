"""A tiny article in which nothing is wrong, and what is said of it once something is."""

from __future__ import annotations

from pathlib import Path

from sslcheck.derive import load_article, verify
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.verdicts.verdict import Verdict

GOOD = r"""
[article]
name = "tiny"
title = "A tiny article"

[spaces]
n = "outputs"
d = "inputs"

[symbols]
"W" = { shape = ["n", "d"], role = "state" }
"A" = { shape = ["n", "n"] }
"S" = { shape = ["n", "n"], properties = ["psd"] }
"G" = { shape = ["n", "n"] }
"a" = { sign = "positive" }
"b" = {}
"t_0" = { sign = "positive" }

[definitions]
"G" = "W W^T"

[hypotheses.one]
let = ["b = a"]

[hypotheses.two]
let = ["b = 2 a"]

[flows.decay]
equations = ['\dot{W} = -a W']

[[equation]]
number = "1"
latex = "G = W W^T"

[[claim]]
id = "1"
equation = "1"
kind = "identity"
line = 1
"""


def said(folder: Path, old: str = "", new: str = "") -> str:
    """All that is said of the good article with one passage replaced."""
    assert old in GOOD
    path = folder / "tiny.toml"
    path.write_text(GOOD.replace(old, new, 1) if old else GOOD + new, "utf-8")
    try:
        article = load_article(str(path))
    except SslcheckError as error:
        return str(error)
    report = verify(article)
    refused = [claim.why for claim in report.claims if claim.verdict is Verdict.REFUSED]
    return "\n".join([*article.problems, *refused])


def claim(text: str = "", **keys: str) -> str:
    """A further claim."""
    fields = {"id": "2", "equation": "1", "kind": "identity", "reading": "A = A", **keys}
    lines = [f"{key} = '{value}'" for key, value in fields.items() if value]
    return "\n".join(["[[claim]]", *lines, text, ""])
