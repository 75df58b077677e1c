"""Pages and figures from Python."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from matplotlib.figure import Figure

from sslcheck.derive import DEFAULT_ARTICLE
from sslcheck.derive.verdicts.report import Report
from sslcheck.numeric.flows.run import FlowRun
from sslcheck.numeric.simulation import Run
from sslcheck.numeric.sweeps.table import SweepTable
from sslcheck.numeric.training.result import TrainRun
from sslcheck.reports.page.runs import run_figures
from sslcheck.reports.page.stored import read_run
from sslcheck.reports.page.swept import picture_of
from sslcheck.reports.page.write import Progress, Request, write_report
from sslcheck.reports.plots.flow import flow_figures
from sslcheck.reports.plots.run import simulation_figures
from sslcheck.reports.plots.saving import save
from sslcheck.reports.plots.shown import ShownFigure
from sslcheck.reports.plots.sweep import draw_sweep
from sslcheck.reports.plots.training import training_figure

__all__ = ["Figures", "figures", "report"]


class Figures(dict[str, Figure]):
    """Figures by their stems; a notebook shows them all."""

    def save(self, folder: str | Path) -> None:
        """Write each as SVG and PNG into a folder, which is made."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        for stem, figure in self.items():
            save(figure, Path(folder) / stem)

    def _repr_html_(self) -> str:
        shown = []
        for stem, figure in self.items():
            if isinstance(figure, ShownFigure):
                picture, size = figure._repr_png_()
                data = b64encode(picture).decode("ascii")
                shown.append(
                    f'<img alt="{stem}" width="{size["width"]}" src="data:image/png;base64,{data}">'
                )
        return "\n".join(shown)


def figures(run: Run | FlowRun | TrainRun | SweepTable | str | Path) -> Figures:
    """The figures of a run, of a sweep, or of one that was kept in a folder, by their stems.

    They are `matplotlib.figure.Figure`; nothing is shown or saved. Raises `UnusableRun` for a
    folder that holds no run.
    """
    match run:
        case str() | Path():
            return Figures(run_figures([read_run(Path(run))]))
        case Run():
            return Figures(simulation_figures(run))
        case FlowRun():
            return Figures(flow_figures(run))
        case TrainRun():
            return Figures({"training": training_figure(run)})
        case SweepTable():
            picture = picture_of(run)
            return Figures({} if picture is None else {"sweep": draw_sweep(picture)})
    raise TypeError(f"`figures` takes a run or the folder of one; got {type(run).__name__}")


def report(
    article: str | Path = DEFAULT_ARTICLE,
    out: str | Path = "report",
    *,
    equations: str | Iterable[str] = (),
    figures: bool = True,
    runs: Iterable[str | Path] = (),
    kind: Literal["md", "html"] = "html",
    d: int = 64,
    seed: int = 0,
    progress: Progress = lambda *_: None,
) -> Report:
    """Write the page of an article into the folder ``out``, and return the verdicts.

    As ``sslcheck report`` does: ``equations`` are those to show (all if empty), ``runs`` folders
    whose runs are shown, too, ``d`` and ``seed`` are of the runs that are plotted. Raises the
    errors of `write_report`.
    """
    chosen = (equations,) if isinstance(equations, str) else tuple(equations)
    paths = tuple(map(Path, runs))
    # what makes the same page on the command line
    command = ["sslcheck", "report", "--article", str(article), "--out", str(out)]
    command += [word for name in chosen for word in ("--equation", name)]
    command += [word for run in paths for word in ("--from", str(run))]
    command += ["--format", kind, "--d", str(d), "--seed", str(seed)]
    command += [] if figures else ["--no-figures"]
    request = Request(
        article=str(article),
        out=Path(out),
        equations=chosen,
        figures=figures,
        runs=paths,
        kind=kind,
        d=d,
        seed=seed,
        command=tuple(command),
    )
    return write_report(request, progress)
