"""``sslcheck discover``: find the laws of a flow."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sslcheck.cli.completing import flows, hypotheses
from sslcheck.cli.console import colours_wanted, emit, painted, width
from sslcheck.cli.given import ArticleName, Use, refuse_unused
from sslcheck.cli.progress import Progress
from sslcheck.derive import DEFAULT_ARTICLE

if TYPE_CHECKING:
    from sslcheck.derive.article.article import Article
    from sslcheck.derive.discover import Discovery

__all__ = ["Format", "discover"]


Format = Literal["table", "json", "markdown", "latex"]
"""How the laws are written."""

_USES = (
    Use(
        ("save", "under", "data", "size", "certificates", "simulate"),
        "a `--flow`",
        lambda given: given["flow"] is not None,
    ),
    Use(("explain", "simulate"), "the table", lambda given: given["format_"] == "table"),
)


def discover(
    context: typer.Context,
    article: ArticleName = DEFAULT_ARTICLE,
    flow: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A flow of the article.",
            show_default="each of them",
            autocompletion=flows,
        ),
    ] = None,
    under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HYPOTHESIS",
            autocompletion=hypotheses,
            help="Suppose what the article calls so, such as isotropic data; may be repeated.",
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SYMBOL=isotropic|diagonal|commuting",
            help="Suppose of a data matrix that it is a multiple of the identity, or diagonal, or"
            " commutes with others of which the same is said; repeat it.",
        ),
    ] = None,
    degree: Annotated[
        int, typer.Option(min=1, max=12, help="The most letters in a product, states and data.")
    ] = 4,
    size: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SPACE=SIZE",
            help="Size of a space where independent laws are counted; repeat it.",
            show_default="2 and 3 by turns",
        ),
    ] = None,
    budget: Annotated[
        float, typer.Option(min=0.01, metavar="SECONDS", help="Processor time for each degree.")
    ] = 60.0,
    lyapunov: Annotated[
        bool,
        typer.Option(
            "--lyapunov",
            help="Also find functions that never rise, of at most this degree (the extra `sdp`).",
        ),
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show the proof of each law.")] = False,
    simulate: Annotated[
        bool,
        typer.Option(
            "--simulate",
            help="Integrate the flow, and show how far each law drifts; what `simulate` does.",
        ),
    ] = False,
    certificates: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write a certificate of each law into a folder, for `sslcheck verify`.",
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write the laws.")] = "table",
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="Write the article with the laws as claims, for all other commands.",
        ),
    ] = None,
) -> int:
    """Find quantities that a flow conserves, or moves like e^(rt), and prove each.

    For all sizes and all data at once: sums of products of states and data, and polynomials in
    traces, scalar states and modes, with any coefficients that the parameters allow. What follows
    from other laws is told apart. At small sizes it is counted how many independent laws there
    can be at most: whether the list is complete. Smaller systems that the flow is exactly are
    listed, and with --lyapunov sums of squares that never rise.

    \b
    Examples:
      sslcheck discover --flow byol
      sslcheck discover --article deep-linear-3 --degree 6
      sslcheck discover --flow byol --save laws.toml
      sslcheck discover --flow simsiam --lyapunov --simulate
      sslcheck discover --flow byol --format latex
      sslcheck discover --article oja --flow subspace --data C=isotropic
    """
    refuse_unused(context, _USES)

    from sslcheck import reports
    from sslcheck.cli.exits import tell_problems
    from sslcheck.derive.article.derivation import Derivation
    from sslcheck.derive.models.flow_model import first_flow, matrix_states
    from sslcheck.derive.reading.loading import article_text, parse_article
    from sslcheck.numeric.disk.files import check_target, write_atomically

    if save is not None:
        check_target(save)
    if format_ == "latex" and flow is None:
        raise typer.BadParameter("theorems are of one flow; name it by `--flow`")
    text, place = article_text(article)
    given: tuple[str, ...] = ()
    if data:
        text, given = _with_data(text, place, data)
    loaded = parse_article(text, place)
    if size and flow is not None and flow in loaded.flows:
        moved = matrix_states(Derivation(loaded), flow)
        refuse_unused(context, (Use(("size",), "a flow of matrices", lambda _: bool(moved)),))
    if flow is None:
        first_flow(Derivation(loaded))  # there is one
        tell_problems(loaded.problems)
    supposed = (*(under or ()), *given)
    found = [*_each(loaded, [flow] if flow else [*loaded.flows], supposed, context)]
    if format_ == "json":
        emit(reports.discovery_json(found, reports.environment()))
    elif format_ == "markdown":
        emit(reports.discovery_markdown(found))
    elif format_ == "latex":
        emit(reports.discovery_latex(found[0]))
    else:
        paint = painted if colours_wanted() else reports.unpainted
        for each in found:
            if explain and each.report.claims:
                emit(reports.render_explanation(each.report, paint) + "\n")
            emit(reports.render_discovery(each, width(), paint))
    if save is not None or certificates is not None:
        from sslcheck.derive.discover.save import with_laws

        written = with_laws(text, place, found[0])
        if save is not None:
            write_atomically(save, written)
        if certificates is not None:
            _certify(written, place, {claim.id for claim in loaded.claims}, certificates)
    code = max((each.report.exit_code for each in found), default=0)
    if not simulate:
        return code
    emit("\n")
    return code or _run(article, found[0])


def _with_data(text: str, place: str, data: list[str]) -> tuple[str, tuple[str, ...]]:
    """The text of an article with what `--data` supposes, and the names of these hypotheses."""
    from sslcheck.derive.discover.given import KINDS, data_of, with_data
    from sslcheck.derive.reading.loading import parse_article
    from sslcheck.numeric.bounds import InvalidOption
    from sslcheck.numeric.flows.naming import by_symbol, pairs_given

    article = parse_article(text, place)
    pairs = pairs_given("--data", data, "X=isotropic")
    named = by_symbol(article, "--data", pairs, data_of(article), "square data matrices")
    kinds = {}
    for name, word in named.items():
        if word not in KINDS:
            listed = ", ".join(f"`{kind}`" for kind in KINDS)
            raise InvalidOption(f"`--data` says `{word}` of `{name}`; it may be {listed}")
        kinds[name] = word
    return with_data(text, place, kinds)


def _certify(text: str, place: str, others: Set[str], folder: Path) -> None:
    """Write certificates of the laws, as claims of the article that `--save` writes."""
    from sslcheck.cli.verify import write_certificates
    from sslcheck.derive import verify
    from sslcheck.derive.certificates.write import Certificates
    from sslcheck.derive.reading.loading import parse_article

    article = parse_article(text, place)
    names = [claim.id for claim in article.claims if claim.id not in others]
    vouch = Certificates(article, text)
    made = verify(article, names, ledger=False, vouch=vouch).certificates if names else {}
    write_certificates(made, folder)


def _run(article: str, found: Discovery) -> int:
    """Show a run of the flow against what was found; the exit code of `simulate`."""
    from sslcheck.cli.running import conduct
    from sslcheck.derive.article.derivation import Derivation
    from sslcheck.numeric.flows.options import FlowOptions
    from sslcheck.numeric.flows.run import FlowSimulation

    proved = frozenset(c.id for c in found.report.claims if c.verdict == "proved")
    kinds, values = _as_supposed(found)
    options = FlowOptions(article=article, flow=found.flow, model="full", data=kinds, values=values)
    simulation = FlowSimulation(options, proved=proved, scene=Derivation(found.article))
    return conduct(simulation, None, 0.0, False)


def _as_supposed(found: Discovery) -> tuple[dict[str, str], dict[str, float]]:
    """Data of a run as the hypotheses have them, isotropic ones of size 1."""
    from sslcheck.derive.discover.given import data_of
    from sslcheck.derive.expr import Sym
    from sslcheck.derive.traverse import walk

    article = found.article
    kinds: dict[str, str] = {}
    values: dict[str, float] = {}
    for hypothesis in (article.hypotheses[name] for name in found.hypotheses):
        marked = (n for n, marks in hypothesis.properties.items() if "diagonal" in marks)
        kinds |= dict.fromkeys(marked, "diagonal")
        for name, value in hypothesis.lets.items():
            names = [part.name for part in walk(value) if isinstance(part, Sym)]
            scalars = [n for n in names if n in article.symbols and article.symbols[n].scalar]
            if name in data_of(article) and scalars == names:
                kinds[name] = "isotropic"
                values |= dict.fromkeys(names, 1.0)
    return kinds, values


def _each(
    article: Article, flows: list[str], under: tuple[str, ...], context: typer.Context
) -> list[Discovery]:
    """The laws of one flow after the other; what cannot be searched is told."""
    from sslcheck.cli.exits import tell
    from sslcheck.derive.discover import discover as search
    from sslcheck.derive.errors import SslcheckError
    from sslcheck.numeric.flows.naming import sizes_given

    given = context.params
    solver = None
    if given["lyapunov"]:
        from sslcheck.numeric import semidefinite

        semidefinite.solver()  # before any work is done
        solver = semidefinite.solve
    found: list[Discovery] = []
    for flow in flows:
        with Progress(f" degrees of {flow}") as progress:
            try:
                found.append(
                    search(
                        article,
                        flow,
                        under,
                        given["degree"],
                        sizes_given(given["size"] or (), article.spaces),
                        given["budget"],
                        progress,
                        solver,
                    )
                )
            except SslcheckError as error:
                if given["flow"]:
                    raise
                tell(f"sslcheck: the flow `{flow}` is not searched: {error}")
    return found
