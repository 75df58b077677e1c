"""A run of ``sslcheck simulate`` of a flow by its name, as text for the terminal."""

from __future__ import annotations

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.flows.run import FlowRun
from sslcheck.reports.columns import pairs, wrapped
from sslcheck.reports.simulation import amount, gauge_table, memory, verdict_on
from sslcheck.reports.text import clean, counted, duration

__all__ = ["render_flow_run"]


def render_flow_run(run: FlowRun, width: int = 120) -> str:
    """What was integrated, with which values, how it ended, and each gauge against its limit."""
    plan, options, chosen = run.chosen.plan, run.options, run.chosen
    sizes = ", ".join(f"{space} = {size}" for space, size in run.sizes.items())
    head = [("flow", clean(f"{run.flow} of {options.article}" + f", {sizes}" * bool(sizes)))]
    if run.scalars:
        values = (f"{plain(name).strip()} = {value:.4g}" for name, value in run.scalars.items())
        head.append(("values", clean(", ".join(values))))
    if chosen.model.data and not chosen.model.elementwise:
        kinds = (f"{plain(n).strip()} {k}" for n, k in chosen.model.structure.items())
        head.append(("data", clean(", ".join(kinds))))
    head += [
        ("model", f"{chosen.model.name}: {clean(chosen.why)}"),
        (
            "kernel",
            f"{counted(plan.products, 'matrix product')}, {amount(plan.flops, 'FLOP')} per"
            f" evaluation; {memory(run.memory)} in all",
        ),
        ("device", f"{clean(run.device)}, {options.dtype}"),
        (
            "work",
            f"{counted(run.accepted, 'step')} of {options.method}, {run.rejected} rejected,"
            f" {counted(run.evaluations, 'evaluation')}, {duration(run.seconds)}",
        ),
        ("result", f"{run.outcome} at t = {run.t:g}: {run.outcome.message}"),
    ]
    table = gauge_table(run.findings, width)
    verdict = wrapped(verdict_on(run.findings, run.times, run.outcome), width, "  ")
    return f"{pairs(head, width)}\n\n{table}\n{verdict}\n"
