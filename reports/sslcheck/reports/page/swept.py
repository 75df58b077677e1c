"""What a sweep has found: its picture, with the derived threshold, and its table by values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import Sym
from sslcheck.derive.kinds.threshold import Threshold
from sslcheck.derive.text.printing import plain
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.article import derivation
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.options import Options
from sslcheck.numeric.sweeps.axes import Axis, symbols_of
from sslcheck.numeric.sweeps.cell import HEAD
from sslcheck.numeric.sweeps.cells import Sweep
from sslcheck.numeric.sweeps.table import SweepTable
from sslcheck.reports.page.experiments.setting import Experiments
from sslcheck.reports.plots.style import formula, literal
from sslcheck.reports.plots.sweep import Edge, SweepPicture
from sslcheck.reports.text import number

__all__ = ["picture_of", "sweep_rows"]

_FIRST = ("modes alive", "loss")
"""Of what is recorded along most runs, what tells most."""


def quantity_of(table: SweepTable) -> str:
    """The column that is drawn: how many modes are alive, or the loss, or the last one."""
    arrays = table.arrays()
    known = [n for n in table.names if n in arrays and n not in HEAD]
    return next((name for name in _FIRST if name in known), known[-1] if known else "")


def picture_of(table: SweepTable) -> SweepPicture | None:
    """The picture of a sweep over one or two axes of numbers; None of any other."""
    sweep, quantity = table.sweep, quantity_of(table)
    axes = sweep.axes
    if len(axes) > 2 or not all(a.numbers and len(a.values) > 1 for a in axes) or not quantity:
        return None
    return SweepPicture(
        f"{quantity} at the end",
        tuple(_label(sweep, axis) for axis in axes),
        tuple(np.array(axis.values, dtype=np.float64) for axis in axes),
        table.arrays()[quantity],
        _edge(table),
    )


def _label(sweep: Sweep, axis: Axis) -> str:
    """An axis by the symbol of the article that it is values of, or by the name of the option."""
    roles = derivation(sweep.options["article"]).article.roles
    if axis.parameter:
        return formula(Sym(axis.name))
    if roles is not None and sweep.kind != FlowSimulation.kind:
        if axis.name == "sigma2":
            return formula(Sym(roles.noise), "{}^2", "{}²")
        for symbol, option in symbols_of(Options(article=sweep.options["article"])).items():
            if option == axis.name:
                return formula(Sym(symbol))
    return literal(axis.name)


def _edge(table: SweepTable) -> Edge | None:
    """The threshold of a swept parameter that a claim of the article says, if it is proved.

    What hangs on the mode stands at its value where all states are 1.
    """
    sweep = table.sweep
    options = sweep.options
    if options.get("data") != "isotropic" or options.get("noise", "isotropic") != "isotropic":
        return None  # the claim is about modes that have all the same data
    try:
        given = Experiments(options["article"])
        claim = given.claim(Threshold)
        (relation,) = claim.statement.relations
        report = verify(given.article, [claim.id], ledger=False)
        swept = [axis.name for axis in sweep.axes]
        named = _named(given)
        parameter = named.get(claim.form.parameter) if isinstance(claim.form, Threshold) else None
        if [r.verdict for r in report.claims] != [Verdict.PROVED] or parameter not in swept:
            return None
        along = swept.index(parameter)
        others = [axis for k, axis in enumerate(sweep.axes) if k != along]
        points = [{a.name: value for a in others} for value in _values(others)]
        found = [
            scalar_value(relation.rhs, _numbers(given, {**options, **point})) for point in points
        ]
    except (SslcheckError, KeyError, ValueError):
        return None  # the article says no threshold, or of something that has no value here
    ones = ", ".join(
        formula(Sym(n), f"{{}} = {v:g}", f"{{}} = {v:g}") for n, v in given.ones.items()
    )
    label = f"derived threshold ({claim.equation}; {ones})"
    return Edge(along, np.array(found if others else found[0], dtype=np.float64), label)


def _values(others: list[Axis]) -> list[Any]:
    return list(others[0].values) if others else [None]


def _named(given: Experiments) -> Mapping[str, str]:
    """The options by the symbols that they are values of."""
    return symbols_of(Options(article=given.name))


def _numbers(given: Experiments, options: Mapping[str, Any]) -> dict[str, float]:
    values = {symbol: float(options[name]) for symbol, name in _named(given).items()}
    return {**values, given.roles.noise: float(options["sigma2"]) ** 0.5, **given.ones}


def sweep_rows(table: SweepTable, most: int = 60) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headers, and a row for each combination of values: how its seeds ended, mean and spread."""
    sweep, quantity = table.sweep, quantity_of(table)
    headers = (*(plain(a.name).strip() for a in sweep.axes), "ended", quantity, "±")
    return headers, [*_rows(table, quantity)][:most]


def _rows(table: SweepTable, quantity: str) -> Iterator[tuple[str, ...]]:
    sweep = table.sweep
    for first in range(0, len(sweep), sweep.seeds):
        rows = [table.rows.get(cell, {}) for cell in range(first, first + sweep.seeds)]
        codes = Counter(str(row.get("code", "not run")) for row in rows)
        ended = ", ".join(f"{n} {code}" if len(rows) > 1 else code for code, n in codes.items())
        found = [float(v) for row in rows if isinstance(v := row.get(quantity), int | float)]
        mean = float(np.mean(found)) if found else float("nan")
        spread = float(np.std(found, ddof=1)) if len(found) > 1 else float("nan")
        *values, _ = sweep.at(first)
        shown = (number(v) if isinstance(v, float) else str(v) for v in values)
        yield (*shown, ended, number(mean), number(spread))
