"""Hooks of mkdocs: the site is made of the pages of the repository, with formulas as MathML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from sslcheck.reports.page.mathml import mathml

ROOT = Path(__file__).parents[1]
_SHOWN = ("*.md", "*.svg", "*.png", "*.cff")
_FOLDERS = ("derive", "numeric", "reports", "cli")
_CODE = r"^( *)```(?!math).*?^\1```|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)"
_FORMULA = re.compile(
    rf"^```math\n(?P<fence>.+?)^```|{_CODE}|\$\$(?P<block>.+?)\$\$|\$(?P<line>[^$\n]+?)\$",
    re.MULTILINE | re.DOTALL,
)
_ROW = re.compile(r"(.+?) \\tag\{(.+?)\}(?: \\\\)?\n")
_TABLE_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
_TOKEN = "FORMULA{}END"  # letters and digits alone: nothing for Markdown to see


def on_files(files: Files, config: Any, **_: Any) -> Files:
    """The pages and pictures that lie in the folders of the repository."""
    found = {path for pattern in _SHOWN for path in ROOT.glob(pattern)}
    for folder in _FOLDERS:
        found |= {path for pattern in _SHOWN for path in (ROOT / folder).rglob(pattern)}
    for path in sorted(found):
        name = path.relative_to(ROOT).as_posix()
        files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """A word in place of each formula, which Markdown leaves alone; bars in tables as they are."""
    page.meta["formulas"] = formulas = []

    def token(found: re.Match[str]) -> str:
        if not (found["fence"] or found["block"] or found["line"]):
            return found[0]  # code
        formulas.append(_shown(found))
        return _TOKEN.format(len(formulas) - 1)

    return _FORMULA.sub(token, _TABLE_ROW.sub(_with_bars, markdown))


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """The formulas in their places."""
    for number, formula in enumerate(page.meta["formulas"]):
        html = html.replace(_TOKEN.format(number), formula)
    return html


def _with_bars(row: re.Match[str]) -> str:
    """GitHub wants a backslash before each bar in code in a table, which others show."""
    return re.sub(r"`[^`]+`", lambda code: code[0].replace(r"\|", "|"), row[0])


def _shown(found: re.Match[str]) -> str:
    if found["line"]:
        return mathml(found["line"])
    if found["block"]:
        return f'<span class="formula">{mathml(found["block"], block=True)}</span>'
    rows = (
        f"<tr><td>{mathml(latex, block=True)}</td><td>({number})</td></tr>"
        for latex, number in _ROW.findall(found["fence"])
    )
    return f'<table class="equations">{"".join(rows)}</table>'
