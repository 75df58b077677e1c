"""What is derived from one article: flows, and the settings of claims, each checked once."""

from __future__ import annotations

from collections.abc import Mapping

from sslcheck.derive.algebra.scalars import Scalars
from sslcheck.derive.article.article import Article
from sslcheck.derive.article.assumptions import setting_of
from sslcheck.derive.article.flows import DerivedFlow, derive_flow, set_instead
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Holds, Setting

__all__ = ["Derivation"]


class Derivation:
    """Builds settings for the claims of one article; flows and the scalar ring are shared."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.indices = article.indices
        names = [n for n, s in article.symbols.items() if s.scalar and s.role != "view"]
        self.scalars = Scalars(["t", *names])
        self._flows: dict[str, DerivedFlow] = {"": DerivedFlow()}
        self._settings: dict[tuple[object, ...], Setting] = {}
        self._normals: dict[Setting, NormalForm] = {}
        self._building: list[str] = []
        self._other_readings: dict[str, Derivation | None] = {}

    def normal(self, setting: Setting) -> NormalForm:
        """The first route under ``setting``; what it has worked out is kept."""
        if setting not in self._normals:
            self._normals[setting] = NormalForm(setting, self.scalars)
        return self._normals[setting]

    def flow_name(self, hypotheses: tuple[str, ...], flow: str) -> str:
        """The flow that a claim is about: its own, or that of a hypothesis."""
        for name in hypotheses:
            flow = self.article.hypotheses[name].flow or flow
        return flow

    def hypotheses(self, names: tuple[str, ...], flow: str) -> tuple[str, ...]:
        """The hypotheses of a claim: its flow's, those of the flow's parents, its own."""
        inherited: list[str] = []
        at = self.flow_name(names, flow)
        while at:
            inherited = [*self.article.flows[at].on, *inherited]
            at = self.article.flows[at].base
        return tuple(dict.fromkeys([*inherited, *names]))

    def set_instead(self, flow: str) -> Derivation | None:
        """The article in which a flow's predictor is set: inserted after the gradient is taken.

        None where the order makes no difference, or the article says which one is meant.
        """
        if flow not in self._other_readings:
            other = set_instead(self.article, flow)
            self._other_readings[flow] = None if other is None else Derivation(other)
        return self._other_readings[flow]

    def setting(
        self,
        hypotheses: tuple[str, ...] = (),
        flow: str = "",
        merged: Mapping[str, str] | None = None,
        holds: Holds = "at an instant",
    ) -> Setting:
        """The setting of a flow and named hypotheses; ``holds`` says how those about states that
        the flow moves are meant.

        Raises `ArticleError` where two hypotheses contradict each other or a declared property.
        """
        key = (hypotheses, flow, tuple(sorted((merged or {}).items())), holds)
        if key not in self._settings:
            self._settings[key] = setting_of(
                self, hypotheses, self.flow_name(hypotheses, flow), merged or {}, holds
            )
        return self._settings[key]

    def flow(self, name: str) -> DerivedFlow:
        """A flow by name, derived the first time that it is asked for."""
        if name not in self._flows:
            if name in self._building:
                raise ArticleError(f"the flow `{name}` is derived from itself")
            self._building.append(name)
            try:
                self._flows[name] = derive_flow(self, self.article.flows[name])
            finally:
                self._building.pop()
        return self._flows[name]
