"""``sslcheck derive``: decide the claims of an article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sslcheck.cli.completing import claims
from sslcheck.cli.console import PIPE_WIDTH, colours_wanted, emit, painted, width
from sslcheck.cli.given import ArticleName, OutputFile, Use, refuse_unused
from sslcheck.cli.progress import Progress
from sslcheck.derive import DEFAULT_ARTICLE

if TYPE_CHECKING:
    from sslcheck.derive.article.article import Article
    from sslcheck.derive.verdicts.report import Report

__all__ = ["Format", "derive"]


Format = Literal["table", "json", "markdown", "latex", "junit"]
"""How a report is written."""

Assistant = Literal["coq"]
"""Which proof assistant theorems are written for."""

FailOn = Literal["refuted", "corrected", "conditional"]
"""The mildest verdict that counts as a failure, beside what always does."""

_USES = (
    Use(("verify_all",), "a call without --equation", lambda given: not given["equation"]),
    Use(("out", "check"), "`--certify`", lambda given: given["certify"] is not None),
)


def derive(
    context: typer.Context,
    verify_all: Annotated[
        bool, typer.Option("--verify-all", help="Decide every claim of the article, as without -e.")
    ] = False,
    equation: Annotated[
        list[str] | None,
        typer.Option(
            "--equation",
            "-e",
            metavar="ID",
            autocompletion=claims,
            help="Decide all claims of an equation (`2`) or one claim (`2.1`); may be repeated.",
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show proofs, counterexamples, corrections and hypotheses (always in JSON and"
            " LaTeX).",
        ),
    ] = False,
    article: ArticleName = DEFAULT_ARTICLE,
    format_: Annotated[Format, typer.Option("--format", help="How to write the report.")] = (
        "table"
    ),
    budget: Annotated[
        float,
        typer.Option(
            min=0.01,
            metavar="SECONDS",
            help="Processor time for each claim and each dropped hypothesis; what takes longer"
            " is undecided.",
        ),
    ] = 20.0,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=256,
            metavar="COUNT",
            help="Processes that share the claims; by default as many as processors, four at most.",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            "--fail-on",
            help="The mildest verdict that makes the exit code 1: refuted with no proved"
            " correction, refuted though there is one, or conditional.",
        ),
    ] = "refuted",
    numeric: Annotated[
        bool,
        typer.Option(
            "--numeric",
            help="Look at each verdict in float64 numbers, too: random points and trajectories,"
            " about a second for each claim.",
        ),
    ] = False,
    certificates: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write a certificate of each verdict into a folder, for `sslcheck verify`.",
        ),
    ] = None,
    certify: Annotated[
        Assistant | None,
        typer.Option("--certify", help="Write proved claims as theorems of `coq`, a file each."),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder for the files of --certify.")
    ] = Path("theorems"),
    check: Annotated[
        bool, typer.Option("--check", help="Have the kernel check the files of --certify (`coqc`).")
    ] = False,
    output: OutputFile = None,
) -> int:
    """Decide the claims of an article.

    Each is proved, conditional, refuted or undecided, by two routes that share no code. A claim
    that cannot be read is refused; the others are decided all the same.

    \b
    Examples:
      sslcheck derive --verify-all
      sslcheck derive --equation 2.1 --explain
      sslcheck derive --numeric
      sslcheck derive --certify coq --out theorems --check
      sslcheck derive --format latex --output appendix.tex
      sslcheck derive --article paper.toml --fail-on corrected --format junit -o claims.xml
    """
    refuse_unused(context, _USES)

    from sslcheck.cli.exits import tell, tell_problems
    from sslcheck.derive import load_article, verify
    from sslcheck.derive.decide.forked import usual
    from sslcheck.derive.reading.loading import FORMAT
    from sslcheck.numeric.disk.files import check_target, write_atomically

    if output is not None:
        check_target(output)
    ledger = explain or format_ in ("json", "latex")  # the table does not show it
    loaded = load_article(article)
    if loaded.format < FORMAT:
        tell(f"sslcheck: `{article}` is of format 0.1: `sslcheck upgrade {article} NEW`")
    vouch = None
    if certificates is not None:
        from sslcheck.derive.certificates.write import Certificates
        from sslcheck.derive.reading.loading import article_text

        vouch = Certificates(loaded, article_text(article)[0])
    with Progress(" claims") as progress:
        report = verify(
            loaded,
            select=equation or None,
            progress=progress,
            ledger=ledger,
            budget=budget,
            vouch=vouch,
            jobs=jobs or usual(),
        )
    if numeric:
        from sslcheck.numeric.look import look_over

        with Progress(" claims in numbers") as progress:
            report = look_over(loaded, report, progress=progress)
    if certificates is not None:
        from sslcheck.cli.verify import write_certificates

        write_certificates(report.certificates, certificates)
    if certify is not None:
        from sslcheck.cli.certify import certify as written

        report = written(loaded, report, out, check)
    if output is None:
        emit(_render(loaded, report, format_, explain, fail_on, terminal=True))
    else:
        write_atomically(output, _render(loaded, report, format_, explain, fail_on, terminal=False))
    tell_problems(report.problems)
    return report.exit_code_on(fail_on)


def _render(
    article: Article,
    report: Report,
    format_: Format,
    explain: bool,
    fail_on: FailOn,
    terminal: bool,
) -> str:
    from sslcheck import reports

    if format_ == "json":
        return reports.as_json(report, reports.environment())
    if format_ == "markdown":
        return reports.render_markdown(report, explain)
    if format_ == "junit":
        return reports.as_junit(report, fail_on)
    if format_ == "latex":
        return reports.render_latex(article, report)
    paint = painted if terminal and colours_wanted() else reports.unpainted
    table = reports.render_table(report, width() if terminal else PIPE_WIDTH, paint)
    return f"{reports.render_explanation(report, paint)}\n{table}" if explain else table
