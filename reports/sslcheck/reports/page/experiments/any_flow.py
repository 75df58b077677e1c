"""Runs of the flows of any article: what its claims prove of them, and the line of a scalar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sslcheck.derive.article.article import Claim
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.stability import Stability
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.models.flow_model import SINGLE, flow_model, spaces_of
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.outcome import Outcome
from sslcheck.reports.page.blocks import rich, words
from sslcheck.reports.page.experiments.closed_forms import closed_forms, drawable
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.scalars import Rate, branches_plot, line_plot, rate_of
from sslcheck.reports.page.experiments.setting import Experiments, Plot, found
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.page.used import space
from sslcheck.reports.plots.flow import flow_figures

__all__ = ["flow_plots"]

Make = Callable[[Experiments, str], Plot]

_LARGEST = 24
"""Of the spaces, which are all different: the next has two less, and so on."""

_SCALAR = ((Stability, "line", line_plot), (Threshold, "threshold", branches_plot))
"""Figures beside a proved claim about one scalar, by its kind."""


def flow_plots(given: Experiments, report: Report) -> Iterator[tuple[str, str, Make]]:
    """Stem, equation and maker of each figure: a run of each flow that a claim shown is about.

    It stands beside the first such claim that is proved, or the first; closed forms are drawn
    beside what is integrated; beside what attracts a single scalar stands the line of its rate,
    beside each threshold the fixed points.
    """
    article = given.article
    verdicts = {c.id: c.verdict for c in report.claims}
    shown = [c for c in article.claims if c.id in verdicts and not c.refused]
    proved = frozenset(n for n, verdict in verdicts.items() if verdict is Verdict.PROVED)
    corrected = frozenset(
        c.id
        for c in report.claims
        if c.correction is not None and c.correction.verdict is Verdict.PROVED
    )
    for number, flow in enumerate(article.flows, 1):
        about = [c for c in shown if _flow_of(given, c) == flow]
        first = next((c for c in about if c.id in proved), about[0] if about else None)
        if first is not None:
            yield f"flow-{number}", first.equation, _run_maker(f"flow-{number}", flow, proved)
        forms = drawable(given, about, flow)
        if forms:
            stem = f"closed-form-{number}"
            yield stem, forms[0].equation, _forms_maker(stem, flow, forms, proved, corrected)
        for kind, word, maker in _SCALAR:
            of_kind = [c for c in about if isinstance(c.form, kind) and c.id in proved]
            for count, claim in enumerate(_unlike(given, of_kind), 1):
                stem = f"{word}-{number}" + f"-{count}" * (count > 1)
                yield stem, claim.equation, maker(stem, claim)


def _unlike(given: Experiments, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Those about a scalar that moves alone, of several that say the same the first."""
    drawn: list[Rate] = []
    for claim in claims:
        rate = rate_of(given, claim)
        if rate is not None and rate not in drawn:
            drawn.append(rate)
            yield claim


def _flow_of(given: Experiments, claim: Claim) -> str:
    named = [given.article.hypotheses[name].flow for name in claim.hypotheses]
    return next((name for name in reversed(named) if name), claim.flow)


def _simulation(given: Experiments, flow: str, proved: frozenset[str] | None) -> FlowSimulation:
    model = flow_model(given.scene, flow, {})
    spaces = [s for s in spaces_of(given.scene, model) if s != SINGLE]
    sizes = {s: max(_LARGEST - 2 * k, 2) for k, s in enumerate(spaces)}
    options = FlowOptions(given.name, flow, sizes=sizes, seed=given.seed, saves=81)
    return FlowSimulation(options, proved=proved)


def _run_maker(stem: str, flow: str, proved: frozenset[str]) -> Make:
    def make(given: Experiments, place: str) -> Plot:
        run = _simulation(given, flow, proved).run()
        if run.outcome is not Outcome.COMPLETED and len(run.times) < 3:
            raise RunFailed(f"a run for a figure ended early: {run.outcome.message}")
        (figure,) = flow_figures(run).values()
        alt = f"Panels over time of a run of the flow {flow}: {', '.join(_seen(run))}."
        source = Source(words(f"flow {flow}"), run.device, run.options.as_dict(), run.seconds)
        return Plot(stem, place, alt, rich(_caption(run)), figure, (source,))

    return make


def _forms_maker(
    stem: str, flow: str, forms: list[Claim], proved: frozenset[str], corrected: frozenset[str]
) -> Make:
    def make(given: Experiments, place: str) -> Plot:
        return closed_forms(given, stem, flow, forms, proved, corrected)

    return make


def _seen(run: FlowRun) -> Iterator[str]:
    if any(not law.limit for law in run.laws):
        yield "the drift of what is proved constant, below its dashed limit"
    if run.margins:
        yield "what is proved to be at least 0"
    yield "the sizes of the states"


def _caption(run: FlowRun) -> str:
    sizes = ", ".join(f"${space(name)} = {size}$" for name, size in run.sizes.items())
    text = f"A run of the flow {run.flow} from a start that is drawn"
    text += f", {sizes}" * bool(sizes)
    if run.scalars:
        values = (f"${to_latex(Sym(n))} = {value:.3g}$" for n, value in run.scalars.items())
        text += f", {', '.join(values)}"
    text += "." if run.outcome is Outcome.COMPLETED else f"; it ends at $t = {run.t:.3g}$."
    held = [f for f in run.findings if f.holds is not None and not f.least]
    if held:
        within = all(f.holds for f in held)
        text += (
            " What is proved to be constant, up to its factor,"
            f" {found(within, 'stays so within', 'leaves')} the tolerance of the steps."
        )
    held = [f for f in run.findings if f.holds is not None and f.least]
    if held:
        within = all(f.holds for f in held)
        text += f" What is proved to be at least 0 {found(within, 'stays so', 'does not')}."
    return text
