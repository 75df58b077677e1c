"""What every experiment is given, and what it hands back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matplotlib.figure import Figure

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.roles import Roles
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Expr
from sslcheck.derive.kinds.kind import Kind
from sslcheck.derive.reduce import modal_model
from sslcheck.numeric.article import derivation
from sslcheck.numeric.options import Options
from sslcheck.numeric.outcome import Outcome
from sslcheck.numeric.simulation import Run, Simulation
from sslcheck.numeric.watched.places import Places, claim_of, places_of
from sslcheck.reports.page.blocks import Rich, words
from sslcheck.reports.page.experiments.modes import RunFailed
from sslcheck.reports.page.provenance import Source

__all__ = ["Experiments", "Plot", "Values", "found"]


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure with what a page says about it; ``equation`` is where it stands."""

    stem: str
    equation: str
    alt: str
    caption: Rich
    figure: Figure
    sources: tuple[Source, ...]


class Values(dict[str, Any]):
    """Numbers by symbol. A symbol that is not among them ends the figure: `RunFailed`."""

    def __missing__(self, name: str) -> Any:
        raise RunFailed(f"a figure knows no value of `{name}`")


def found(holds: bool, statement: str, otherwise: str) -> str:
    """What a caption says: the statement where the run shows it, and what else where not."""
    return statement if holds else f"{otherwise.upper()} (unexpected)"


@dataclass(frozen=True)
class Experiments:
    """The name or path of the article, and size and seed of the runs."""

    name: str
    d: int = 64
    seed: int = 0

    @cached_property
    def scene(self) -> Derivation:
        """Where the flows of the article are derived."""
        return derivation(self.name)

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.scene.article

    @cached_property
    def roles(self) -> Roles:
        """Which symbol plays what. Raises `MissingRole`."""
        return self.article.roles_for("a figure")

    @cached_property
    def places(self) -> Places:
        """Which equations say what."""
        return places_of(self.article, self.roles)

    def flow(self, target: str) -> str:
        """The flow of a target. Raises `RunFailed`."""
        if target not in self.roles.targets:
            raise RunFailed(f"`{self.article.name}` has no flow for the target `{target}`")
        return self.roles.targets[target].flow

    def defined(self, name: str) -> Expr:
        """What the article defines. Raises `RunFailed`."""
        if name not in self.article.definitions:
            raise RunFailed(f"`{self.article.name}` does not define `{name}`")
        return self.article.definitions[name]

    def equation(self, kind: type[Kind]) -> str:
        """The equation of the first claim of a kind; empty where there is none."""
        claim = claim_of(self.article, kind)
        return claim.equation if claim is not None else ""

    def claim(self, kind: type[Kind]) -> Claim:
        """The first claim of a kind."""
        claim = claim_of(self.article, kind)
        if claim is None:
            raise RunFailed(f"`{self.article.name}` has no such claim to draw")
        return claim

    def value(self, kind: type[Kind]) -> Expr:
        """The right side of what it says."""
        return self.claim(kind).statement.relations[0].rhs

    def corrected(self, kind: type[Kind]) -> Expr:
        """The right side of what should stand instead."""
        claim = self.claim(kind)
        if claim.repaired is None:
            raise RunFailed(f"claim `{claim.id}` has no correction to draw")
        return claim.repaired.statement.relations[0].rhs

    @cached_property
    def entries(self) -> Mapping[str, str]:
        """The symbol of a mode for each matrix."""
        model = modal_model(self.scene, self.flow("ema"), self.roles.data)
        if model is None:
            raise RunFailed(f"aligned states of the flow `{self.flow('ema')}` do not stay aligned")
        return model.entries

    @cached_property
    def ones(self) -> Mapping[str, float]:
        """What else a mode has where its states are 1."""
        states = Values(dict.fromkeys(self.entries.values(), 1.0))
        return {name: float(scalar_value(value, states)) for name, value in self.also()}

    def also(self) -> Iterator[tuple[str, Expr]]:
        """What else a mode has besides its states, in these."""
        for name in self.roles.modes:
            yield from self.article.hypotheses[name].lets.items()

    def options(self, **chosen: Any) -> Options:
        """Options of a run at the size and seed of the page."""
        return Options(**{"article": self.name, "d": self.d, "seed": self.seed, **chosen})

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
