"""Runs of the flows of any article: what its claims prove of them, and the line of a scalar."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sslcheck.derive.article.article import Claim
from sslcheck.derive.emit import make_elementwise_plan
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.stability import Stability
from sslcheck.derive.models.flow_model import SINGLE, flow_model, spaces_of
from sslcheck.derive.text.printing import plain, to_latex
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowRun, FlowSimulation
from sslcheck.numeric.kernel import Kernel, Program
from sslcheck.numeric.outcome import Outcome
from sslcheck.reports.page.blocks import rich, words
from sslcheck.reports.page.experiments.closed_forms import closed_forms, drawable
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.experiments.setting import Experiments, Plot, found
from sslcheck.reports.page.provenance import Source
from sslcheck.reports.page.used import space
from sslcheck.reports.plots.flow import flow_figures
from sslcheck.reports.plots.line import Line, draw_line
from sslcheck.reports.plots.style import formula, literal

__all__ = ["flow_plots"]

Make = Callable[[Experiments, str], Plot]

_LARGEST = 24
"""Of the spaces, which are all different: the next has two less, and so on."""

_POINTS = 400


def flow_plots(given: Experiments, report: Report) -> Iterator[tuple[str, str, Make]]:
    """Stem, equation and maker of each figure: a run of each flow that a claim shown is about.

    It stands beside the first such claim that is proved, or the first; closed forms are drawn
    beside what is integrated, and what is claimed to attract a single scalar has the line of its
    rate besides.
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
        for claim in about:
            settles = isinstance(claim.form, Stability) and claim.id in proved
            if settles and _variable(given, claim, flow):
                yield f"line-{number}", claim.equation, _line_maker(f"line-{number}", flow, claim)
                break


def _flow_of(given: Experiments, claim: Claim) -> str:
    named = [given.article.hypotheses[name].flow for name in claim.hypotheses]
    return next((name for name in reversed(named) if name), claim.flow)


def _variable(given: Experiments, claim: Claim, flow: str) -> str:
    """The scalar that a claim is about, if it moves alone and to points in what moves it."""
    model = flow_model(given.scene, flow, {})
    first = claim.statement.relations[0].lhs
    alone = model.elementwise and isinstance(first, Sym) and {*model.states} == {first.name}
    rates = given.scene.flow(flow).rates.values()
    known = {n.name for rate in rates for n in walk(rate) if isinstance(n, Sym)}
    ends = (r.rhs for r in claim.statement.relations)
    strange = {n.name for end in ends for n in walk(end) if isinstance(n, Sym)} - known
    return first.name if alone and isinstance(first, Sym) and not strange else ""


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


def _line_maker(stem: str, flow: str, claim: Claim) -> Make:
    def make(given: Experiments, place: str) -> Plot:
        simulation = _simulation(given, flow, frozenset())
        model, inputs = simulation.chosen.model, simulation.inputs
        variable = _variable(given, claim, flow)
        numbers = {n: float(inputs.value(n)) for n in simulation.chosen.plan.scalars}
        numbers |= {n: float(inputs.value(n)[0]) for n in model.data}
        try:
            limits = [scalar_value(r.rhs, numbers) for r in claim.statement.relations]
        except (SslcheckError, KeyError, ZeroDivisionError) as error:
            raise RunFailed(f"the points have no value in the numbers of a run: {error}") from error
        points = tuple(float(np.real(x)) for x in limits if abs(np.imag(x)) == 0)
        far = 1.4 * max([1.0, *map(abs, points)])
        signed = given.article.symbols[variable].sign == "real"
        values = np.linspace(-far if signed else 0.0, far, _POINTS)
        rate = np.zeros(_POINTS)
        data = {n: np.full(_POINTS, numbers[n]) for n in model.data}
        plan = make_elementwise_plan(model, _POINTS, sizes=inputs.sizes)
        if plan.joint:
            raise RunFailed("the rate of a mode depends on all modes: it is no line")
        Kernel(Program.of(plan), simulation.arrays, {**numbers, **data})((values,), (rate,))
        label = formula(Sym(variable))
        figure = draw_line(Line(label, literal(f"Flow {flow}"), values, rate, points))
        told = ", ".join(f"${to_latex(Sym(n))} = {v:.3g}$" for n, v in numbers.items())
        where = f" for {told}" if told else ""
        caption = f"The rate of ${to_latex(Sym(variable))}${where}, with the points that attract."
        alt = f"The rate of {plain(variable)} over its values, with points on zeros where it falls."
        source = Source(words(f"line of {flow}"), "the CPU, float64", numbers)
        return Plot(stem, place, alt, rich(caption), figure, (source,))

    return make
