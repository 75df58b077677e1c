"""What every experiment is given, and what it hands back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matplotlib.figure import Figure

from sslcheck.derive.article import Article, Claim
from sslcheck.derive.derivation import Derivation
from sslcheck.derive.expr import Expr
from sslcheck.numeric.integrate import Outcome
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulate import Run, Simulation
from sslcheck.reports.report.blocks import Rich, words
from sslcheck.reports.report.experiments.modes import RunFailed
from sslcheck.reports.report.provenance import Source

__all__ = ["Experiments", "Plot", "found"]


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure with what a page says about it; ``equation`` is where it stands."""

    stem: str
    equation: str
    alt: str
    caption: Rich
    figure: Figure
    sources: tuple[Source, ...]


def found(holds: bool, statement: str, otherwise: str) -> str:
    """What a caption says: the statement where the run shows it, and what else where not."""
    return statement if holds else f"{otherwise.upper()} (unexpected)"


@dataclass(frozen=True)
class Experiments:
    """The article, and size and seed of the runs."""

    article: Article
    d: int = 64
    seed: int = 0

    @cached_property
    def scene(self) -> Derivation:
        """Where the flows of the article are derived."""
        return Derivation(self.article)

    def claim(self, name: str) -> Claim:
        """The claim of the article that is called so."""
        return next(claim for claim in self.article.claims if claim.id == name)

    def value(self, name: str) -> Expr:
        """The right side of what a claim says."""
        return self.claim(name).statement.relations[0].rhs

    def corrected(self, name: str) -> Expr:
        """The right side of what should stand instead."""
        repaired = self.claim(name).repaired
        if repaired is None:
            raise RunFailed(f"claim `{name}` has no correction to draw")
        return repaired.statement.relations[0].rhs

    def options(self, **chosen: Any) -> Options:
        """Options of a run at the size and seed of the page."""
        return Options(**{"d": self.d, "seed": self.seed, **chosen})

    def run(self, options: Options) -> Run:
        """A run that reaches its end. Raises `RunFailed`."""
        run = Simulation(options).run()
        if run.outcome is not Outcome.COMPLETED:
            raise RunFailed(f"a run for a figure ended early: {run.outcome.message}")
        return run

    def source(self, name: str, run: Run) -> Source:
        """A run for the provenance."""
        return Source(words(name), run.device, _distinct(run.options), run.seconds)

    def modes_source(self, name: str, **values: Any) -> Source:
        """A run of many modes for the provenance."""
        return Source(words(name), "the CPU, float64", values)


def _distinct(options: Options) -> Mapping[str, Any]:
    return dataclasses.asdict(options)
