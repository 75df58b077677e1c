"""A run of ``sslcheck train``, or a comparison of many, as text for the terminal."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from sslcheck.derive.text.printing import plain
from sslcheck.numeric.article import subject
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.training.compare import Cell, Comparison
from sslcheck.numeric.training.findings import agrees, happened
from sslcheck.numeric.training.forecast import Forecast, Verdict
from sslcheck.numeric.training.network import step_flops, step_products
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.problem import describe
from sslcheck.numeric.training.result import TrainRun
from sslcheck.numeric.training.stability import MOST_LR, chosen_step
from sslcheck.numeric.training.training import Training
from sslcheck.numeric.watched.places import places_of
from sslcheck.reports.columns import columns, pairs, wrapped
from sslcheck.reports.simulation import amount, memory
from sslcheck.reports.text import clean, counted, duration, number

__all__ = [
    "comparison_rows",
    "render_cell",
    "render_comparison",
    "render_forecast",
    "render_training",
]

_AGREES = {True: "as proved", False: "NOT as proved", None: ""}


def _metrics(options: TrainOptions) -> tuple[tuple[str, str], ...]:
    """The metrics of a comparison with their titles."""
    about = subject(options.flow)
    loss = plain(places_of(about.article, about.roles).loss)
    return (
        ("probe accuracy", "probe"),
        ("effective rank", "rank"),
        ("norm of W", f"‖{plain(about.roles.online)}‖"),
        ("loss", clean(loss)),
        ("alignment", "alignment"),
    )


def render_forecast(training: Training, width: int = 120) -> str:
    """What is to be trained on what, what it will cost, and what the theory says of it."""
    options, moments = training.options, training.problem.moments
    flops = step_flops(options, training.rows)
    products = step_products(options, training.rows) + training.views.products
    said = options.scheme.describe(options)
    head = [
        ("network", f"n = {options.n}, d = {options.d}, {said}, {_target(options)}"),
        ("data", _data(options, moments.structure)),
        *((name, describe(moments, name)) for name in moments.names),
        (
            "plan",
            f"{counted(options.steps, 'step')} of {_batch(options, _step(training))},"
            f" {counted(products, 'matrix product')}"
            f" ({amount(flops, 'FLOP')}) each, {training.planned} in all;"
            f" {memory(training.memory)}",
        ),
        ("device", f"{clean(training.arrays.description)}, {options.dtype}"),
        ("theory", _verdict(training.forecast)),
    ]
    if options.lr >= training.longest:
        head.append(("warning", too_long(training)))
    return pairs(head, width) + "\n"


def render_training(run: TrainRun, width: int = 120) -> str:
    """How it ended, and each metric beside the value that the theory gives it."""
    rate = f", {amount(run.steps / run.seconds, 'steps/s')}" if run.seconds > 0 else ""
    clamped = f", {counted(run.clamped, 'eigenvalue')} clamped" if run.clamped else ""
    back = f", {counted(run.fallbacks, 'root')} not by products" if run.fallbacks else ""
    word = _AGREES[agrees(run)]
    when = f" at step {run.steps} of {run.options.steps}" if happened(run) == "diverged" else ""
    judged = run.forecast.verdict is not Verdict.UNDECIDED
    if not word and judged and run.outcome is Outcome.COMPLETED:
        word = "not yet what is proved, nor against it"
    tail = [
        ("work", f"{counted(run.steps, 'step')}, {counted(run.products, 'product')}{clamped}{back},"
         f" {duration(run.seconds)}{rate}"),
        ("result", f"{run.outcome}: {run.message}"),
        ("happened", happened(run) + (f", {word}" if word else when)),
    ]  # fmt: skip
    return f"{pairs(tail, width)}\n\n{_table(run, width)}\n"


def render_cell(cell: Cell, options: TrainOptions) -> str:
    """What became of the runs of one cell, in a line; ``options`` are those of the comparison."""
    words = ", ".join(filter(None, (_counts(cell.happened), _match(cell))))
    titles = [(key, title) for key, title in _metrics(options) if key in cell.metrics]
    metrics = [f"{title} {_spread(cell, key)}" for key, title in titles]
    return f"{cell.target}, {cell.predictor}: {'; '.join([words, *metrics])}"


def render_comparison(found: Comparison, width: int = 120) -> str:
    """One row for each predictor and target: the verdict, what happened, mean ± deviation."""
    matrix, cells = found.matrix, found.cells
    options, every = matrix.base, counted(len([*matrix.cells()]), "cell")
    spread = "; mean ± standard deviation over the seeds" if matrix.seeds > 1 else ""
    head = [
        ("network", f"n = {options.n}, d = {options.d}, weight decay {options.eta:g}"),
        ("data", _data(options, found.structure)),
        (
            "runs",
            f"{counted(matrix.seeds, 'seed')} from {options.seed},"
            f" {counted(options.steps, 'step')} of {_batch(options, _steps(found))}{spread}",
        ),
    ]
    headers, rows = comparison_rows(found)
    table = columns(headers, rows, width, flexible={3: 1}, keys=2, blocks=True, least=24)
    ended = f"when {len(cells)} of {every}" if cells else f"before the first of {every}"
    end = f"interrupted {ended} had ended"
    rest = [*([table] if cells else []), *([] if found.finished else [wrapped(end, width)])]
    return "\n".join([pairs(head, width), "", *rest, ""])


def comparison_rows(found: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The table of a comparison: its headers, and a row for each cell that was reached."""
    known = {key for cell in found.cells for key in cell.metrics}
    names = [(key, title) for key, title in _metrics(found.matrix.base) if key in known]
    headers = ("target", "predictor", "theory", "happened", "", *(title for _, title in names))
    rows = [
        (
            *(c.target, c.predictor, _counts(c.verdicts), _counts(c.happened), _match(c)),
            *(_spread(c, key) for key, _ in names),
        )
        for c in found.cells
    ]
    return headers, rows


def _target(options: TrainOptions) -> str:
    if options.target != "ema":
        return f"target {options.target}"
    beta = plain(subject(options.flow).roles.average)
    return f"target {options.target} ({beta} = {options.beta:g}, τ₀ = {options.tau0:g})"


def _data(options: TrainOptions, structure: Mapping[str, str]) -> str:
    """The inputs and the augmentation by their names; those of a file by what its moments are.

    A comparison that was read from its folder knows no moments.

    >>> _data(TrainOptions(data="a.npz"), {"X": "dense", "X'": "diagonal"})
    'dense inputs (a.npz), 8 classes, diagonal augmentation'
    """
    classes = f", {counted(options.classes, 'class', 'classes')}" if options.classes else ""
    inputs, noise = f"{options.data} inputs", options.noise
    if options.data.endswith(".npz"):
        mean, spread = subject(options.flow).roles.data
        inputs = f"{structure.get(mean, '')} inputs ({clean(options.data)})".lstrip()
        if not structure and noise == "isotropic":
            return f"{inputs}{classes}"
        # no other augmentation goes with one of a file
        noise = structure[spread] if noise == "isotropic" else noise
    return f"{inputs}{classes}, {noise} augmentation"


def too_long(training: Training) -> str:
    """What is said of a step that will blow up."""
    return (
        f"lr {training.options.lr:g} is beyond {training.longest:.2g}, from where on steps blow up"
        f" at this start; without `--lr` it is {chosen_step(training.longest):g}"
    )


def _batch(options: TrainOptions, lr: str) -> str:
    momentum = f", momentum {options.momentum:g}" if options.momentum else ""
    batch = counted(options.batch, "input") if options.batch else "exact moments"
    eta = plain(subject(options.flow).roles.decay)
    return f"{batch}, lr {lr}{momentum}, {eta} = {options.eta:g}"


def _step(training: Training) -> str:
    data = training.chosen and training.options.lr != MOST_LR
    return f"{training.options.lr:g}" + (_of_data(training.options) if data else "")


def _steps(found: Comparison) -> str:
    """The steps of all runs, of which each has its own where they are from the data."""
    if found.matrix.base.lr:
        return f"{found.matrix.base.lr:g}"
    taken = sorted({lr for cell in found.cells for lr in cell.lr})
    if not taken or taken == [MOST_LR]:
        return f"{MOST_LR:g}"
    return " to ".join(f"{lr:g}" for lr in dict.fromkeys((taken[0], taken[-1]))) + _of_data(
        found.matrix.base
    )


def _of_data(options: TrainOptions) -> str:
    return f" (from {' and '.join(map(plain, subject(options.flow).roles.data))})"


def _verdict(said: Forecast) -> str:
    return f"{said.verdict}: {clean(said.why)}"


def _table(run: TrainRun, width: int) -> str:
    end = f"step {run.steps}" if run.outcome is Outcome.NOT_FINITE else "end"
    cells = [
        [r.equation, r.name, _number(r.start), _number(r.end), _number(r.theory), r.note]
        for r in run.findings
    ]
    return columns(
        ("eq.", "metric", "start", end, "theory", "note"),
        cells,
        width,
        flexible={1: 3, 5: 1},
        right=(2, 3, 4),
        keys=2,
        blocks=True,
        least=18,
    )


def _number(value: float) -> str:
    return "0" if abs(value) < 1e-30 else number(value)


def _counts(words: Counter[str]) -> str:
    """One phrase for all runs if it can be, else how many have which.

    >>> _counts(Counter({"collapse": 3})), _counts(Counter({"collapse": 2, "diverged": 1}))
    ('collapse', 'collapse in 2 runs, diverged in 1')
    >>> _counts(Counter({"24 of 32 alive": 2, "25 of 32 alive": 1}))
    '24 to 25 of 32 alive'
    """
    if len(words) == 1:
        return next(iter(words))
    alive = [re.fullmatch(r"(\d+)( of \d+ alive)", word) for word in words]
    if None not in alive and len({found[2] for found in alive if found}) == 1:
        numbers = sorted(int(found[1]) for found in alive if found)
        return f"{numbers[0]} to {numbers[-1]}{alive[0][2] if alive[0] else ''}"
    (first, count), *rest = words.most_common()
    return ", ".join([f"{first} in {counted(count, 'run')}", *(f"{w} in {c}" for w, c in rest)])


def _match(cell: Cell) -> str:
    if cell.differ:
        return f"{cell.differ} NOT as proved"
    return "as proved" if cell.agree == cell.verdicts.total() else ""


def _spread(cell: Cell, key: str) -> str:
    if key not in cell.metrics:
        return "-"
    mean, deviation = cell.metrics[key]
    return _number(mean) if math.isnan(deviation) else f"{_number(mean)} ± {deviation:.1g}"
