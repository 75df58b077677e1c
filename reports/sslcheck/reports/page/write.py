"""The whole of `sslcheck report`: decide, run, draw, write; aside first, then renamed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from matplotlib.figure import Figure

from sslcheck.derive import DEFAULT_ARTICLE, load_article, verify
from sslcheck.derive.errors import RouteDisagreement, SslcheckError
from sslcheck.derive.verdicts.report import Report
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.device.arrays import NotEnoughMemory
from sslcheck.numeric.disk.files import write_atomically
from sslcheck.reports.page.blocks import Block, Graph, Picture, Text, words
from sslcheck.reports.page.experiments import PLOTS, Experiments, Plot
from sslcheck.reports.page.experiments.any_flow import flow_plots
from sslcheck.reports.page.experiments.points import point_plots
from sslcheck.reports.page.folder import check_folder, write_aside
from sslcheck.reports.page.graph.svg import as_file
from sslcheck.reports.page.page import page
from sslcheck.reports.page.provenance import Source, provenance
from sslcheck.reports.page.runs import run_blocks, run_figures
from sslcheck.reports.page.stored import StoredRun, read_run
from sslcheck.reports.page.to_html import to_html
from sslcheck.reports.page.to_markdown import GRAPH, to_markdown
from sslcheck.reports.plots.saving import save

__all__ = ["Request", "write_report"]

Progress = Callable[[int, int, str], None]
"""Told how many parts are done, how many there are, and what comes next."""

_FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Request:
    """What a page is asked to show; ``command`` is what the provenance gives to make it anew."""

    article: str = DEFAULT_ARTICLE
    out: Path = Path("report")
    equations: tuple[str, ...] = ()
    figures: bool = True
    runs: tuple[Path, ...] = ()
    kind: Literal["md", "html"] = "md"
    d: int = 64
    seed: int = 0
    command: tuple[str, ...] = ("sslcheck", "report")


@dataclass(slots=True)
class _Work:
    """What is collected on the way."""

    plots: list[Plot] = field(default_factory=list)
    lacking: list[tuple[str, str, str]] = field(default_factory=list)
    """Equation, stem and reason of each figure that cannot be made for the article."""
    drawn: dict[str, Figure] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def write_report(request: Request, progress: Progress = lambda *_: None) -> Report:
    """Write the folder and return the verdicts.

    Everything that can be wrong with the request is found before the work begins. Raises the errors
    of `load_article`, `verify`, `read_run` and `check_folder`; the folder is then as it was. A
    figure that cannot be made for the article stops nothing: the page says why in its place.
    """
    began = time.perf_counter()
    check_folder(request.out)
    article = load_article(request.article)
    runs = tuple(read_run(path) for path in request.runs)
    work = _Work()
    report = verify(article, request.equations or None, progress)
    work.seconds["verdicts"] = time.perf_counter() - began
    given = Experiments(request.article, request.d, request.seed)
    wanted = _wanted(request, given, report)
    for done, (stem, equation, make) in enumerate(wanted):
        progress(done, len(wanted), f"figure {stem}")
        at = time.perf_counter()
        try:
            work.plots.append(make(given, equation))
        except (InvalidOption, NotEnoughMemory, RouteDisagreement):
            raise  # no fault of the article
        except SslcheckError as error:
            work.lacking.append((equation, stem, str(error)))
        work.seconds[f"figure {stem}"] = time.perf_counter() - at
    work.drawn = {plot.stem: plot.figure for plot in work.plots}
    if request.figures:
        work.drawn |= run_figures(runs)
    with write_aside(request.out) as folder:
        _draw(work.drawn, folder / _FIGURES, progress)
        work.seconds["in all"] = time.perf_counter() - began
        blocks = [*page(article, report, _extras(work), _ending(request, runs, work))]
        _write(request, blocks, folder)
    return report


def _wanted(
    request: Request, given: Experiments, report: Report
) -> list[tuple[str, str, Callable[[Experiments, str], Plot]]]:
    """Stem, equation and maker of each figure of the page; without roles a run of each flow, and
    what single claims say at drawn points."""
    if not request.figures:
        return []
    if given.article.roles is None:
        return [*flow_plots(given, report), *point_plots(given, report)]
    shown = {claim.equation for claim in report.claims}
    places = [(stem, place(given), make) for stem, place, make in PLOTS]
    return [(stem, at, make) for stem, at, make in places if at in shown]


def _extras(work: _Work) -> dict[str, list[Block]]:
    extras: dict[str, list[Block]] = {}
    for plot in work.plots:
        picture = Picture(plot.stem, plot.alt, plot.caption)
        extras.setdefault(plot.equation, []).append(picture)
    for equation, stem, why in work.lacking:
        line = words(f"The figure `{stem}` cannot be made for this article: {why}.")
        extras.setdefault(equation, []).append(Text(line))
    return extras


def _ending(request: Request, runs: Sequence[StoredRun], work: _Work) -> list[Block]:
    sources = [source for plot in work.plots for source in plot.sources]
    sources += [
        Source(words(f"run {k}: {run.name}"), run.device, run.options)
        for k, run in enumerate(runs, 1)
    ]
    inputs = {f"run {k}: {run.name}": run.digest for k, run in enumerate(runs, 1)}
    file = Path(request.article)
    if file.is_file():
        inputs[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return [
        *run_blocks(runs, request.figures),
        provenance(request.command, work.seconds, sources, inputs),
    ]


def _draw(figures: dict[str, Figure], folder: Path, progress: Progress) -> None:
    if figures:
        folder.mkdir()
    for done, (stem, figure) in enumerate(figures.items()):
        progress(done, len(figures), f"drawing {stem}")
        save(figure, folder / stem)


def _write(request: Request, blocks: Sequence[Block], folder: Path) -> None:
    for graph in (block for block in blocks if isinstance(block, Graph)):
        (folder / _FIGURES).mkdir(exist_ok=True)
        write_atomically(folder / _FIGURES / f"{GRAPH}.svg", as_file(graph.drawing))
    if request.kind == "md":
        write_atomically(folder / "report.md", to_markdown(blocks, _FIGURES))
        return
    stems = [block.stem for block in blocks if isinstance(block, Picture)]
    pictures = {stem: (folder / _FIGURES / f"{stem}.svg").read_bytes() for stem in stems}
    write_atomically(folder / "report.html", to_html(blocks, pictures))
