"""``sslcheck report``: the page of an article, with proofs and plots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from sslcheck.cli.completing import claims
from sslcheck.cli.console import emit, manner, say
from sslcheck.cli.given import ArticleName, Use, refuse_unused
from sslcheck.cli.progress import Progress
from sslcheck.cli.running import folder_named
from sslcheck.derive import DEFAULT_ARTICLE

__all__ = ["PageFormat", "report"]


PageFormat = Literal["md", "html"]
"""What a page is written as."""

_USES = (Use(("d", "seed"), "--figures", lambda given: given["figures"]),)


def report(
    context: typer.Context,
    article: ArticleName = DEFAULT_ARTICLE,
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", parser=folder_named, metavar="DIR", help="The folder to write."
        ),
    ] = Path("report"),
    equation: Annotated[
        list[str] | None,
        typer.Option(
            "--equation",
            "-e",
            metavar="ID",
            autocompletion=claims,
            help="Show an equation (`2`) or one claim (`2.1`) only; may be repeated.",
        ),
    ] = None,
    figures: Annotated[
        bool, typer.Option("--figures/--no-figures", help="Run and draw what the proofs say.")
    ] = True,
    from_: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            parser=folder_named,
            metavar="RUN_DIR",
            help="Show a run of `sslcheck simulate --out` or `train --out`, a comparison or a"
            " sweep, too; may be repeated.",
        ),
    ] = None,
    format_: Annotated[
        PageFormat, typer.Option("--format", help="Markdown, or one self-contained HTML file.")
    ] = "md",
    d: Annotated[int, typer.Option("--d", min=4, help="Inputs of the runs behind figures.")] = 64,
    seed: Annotated[int, typer.Option(min=0, help="Of the runs behind figures.")] = 0,
) -> int:
    """Write the page of an article: verdicts, proofs, counterexamples, and plots of real runs.

    A folder that holds a report is replaced when the new one is complete; no other folder is.

    \b
    Examples:
      sslcheck report
      sslcheck report --equation 6 --format html --out six
      sslcheck report --article mine.toml --no-figures
    """
    refuse_unused(context, _USES)

    import json

    from sslcheck.cli.exits import tell_problems
    from sslcheck.reports.page.write import Request, write_report

    command = ["sslcheck", "report", "--article", article, "--out", str(out)]
    command += [part for name in equation or () for part in ("--equation", name)]
    command += [] if figures else ["--no-figures"]
    command += [part for path in from_ or () for part in ("--from", str(path))]
    command += ["--format", format_, "--d", str(d), "--seed", str(seed)]
    request = Request(
        article=article,
        out=out,
        equations=tuple(equation or ()),
        figures=figures,
        runs=tuple(from_ or ()),
        kind=format_,
        d=d,
        seed=seed,
        command=tuple(command),
    )
    with Progress() as parts:
        found = write_report(request, parts)
    page = out / f"report.{format_}"
    if manner() == "json":
        verdicts = {claim.id: claim.verdict for claim in found.claims}
        told = {"page": str(page), "claims": verdicts, "problems": found.problems}
        emit(json.dumps({**told, "exit_code": found.exit_code}, indent=2, sort_keys=True) + "\n")
    else:
        say(f"wrote {page}")
    tell_problems(found.problems)
    return found.exit_code
