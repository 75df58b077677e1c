"""A run of ``sslcheck simulate`` of a flow by its name, as text for the terminal."""

from __future__ import annotations

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.flows.run import FlowRun
from sslcheck.reports.simulation import run_text
from sslcheck.reports.text import clean

__all__ = ["render_flow_run"]


def render_flow_run(run: FlowRun, width: int = 120) -> str:
    """What was integrated, with which values, how it ended, and each gauge against its limit."""
    options, chosen = run.options, run.chosen
    sizes = ", ".join(f"{space} = {size}" for space, size in run.sizes.items())
    head = [("flow", clean(f"{run.flow} of {options.article}" + f", {sizes}" * bool(sizes)))]
    if run.scalars:
        values = (f"{plain(name).strip()} = {value:.4g}" for name, value in run.scalars.items())
        head.append(("values", clean(", ".join(values))))
    if chosen.model.data and not chosen.model.elementwise:
        kinds = (f"{plain(n).strip()} {k}" for n, k in chosen.model.structure.items())
        head.append(("data", clean(", ".join(kinds))))
    return run_text(head, chosen, run, width)
