"""An article that attacks, and a page that is written once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.decided import decided

from sslcheck.reports.page import write
from sslcheck.reports.page.write import Request

HOSTILE = """
[article]
name = "evil"
title = "a|b <script>alert(1)</script> `x` $$ ![i](http://x)"
source = "<img src=x onerror=alert(2)> | two\\n\\n# three"

[spaces]
d = "inputs"

[symbols]
"A" = { shape = ["d", "d"], role = "state" }
"S" = { shape = ["d", "d"], properties = ["psd"] }
"J" = {}
"D" = { shape = ["d", "d"], role = "constant" }
'\\delta' = { sign = "positive" }

[objective]
symbol = "J"
equation = "1"

[rules]
step = '\\delta'
"A" = 'A - \\delta \\nabla_A J'

[flows.descent]
text = "<b>bold</b>"

[[equation]]
number = "1"
latex = 'J = \\text{tr}(A S A^T)'

[[claim]]
id = "<i>|1"
equation = "1"
kind = "identity"
flow = "descent"
sentence = "so <script>alert(3)</script> | `tick` $x <script>$ follows"
summary = "a|b <script>alert(4)</script> `code` $$\\n\\n## heading"
reading = '\\dot{A} = -A S'
corrected = '\\dot{A} = -2 A S'
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No quick test waits for the page."""
    for item in items:
        if "written" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """The file of an article whose every text tries to leave its place."""
    file = tmp_path / "evil.toml"
    file.write_text(HOSTILE, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of ``sslcheck report`` with its defaults, figures included."""
    folder = tmp_path_factory.mktemp("written") / "report"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "verify", lambda article, *_: decided(article.name))
        write.write_report(Request(out=folder))
    return folder
