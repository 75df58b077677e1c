"""The article of a run: what is derived of it, which symbol plays what, and which flow it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.roles import MissingRole, Roles, Target
from sslcheck.derive.emit import Names
from sslcheck.derive.expr import Expr, Sum, Sym
from sslcheck.derive.reading.loading import load_article, shipped_articles

if TYPE_CHECKING:
    from sslcheck.numeric.options import Options

__all__ = ["Subject", "array_name", "derivation", "subject"]

_FEW = 8  # articles whose flows are kept


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a run is about. Its flows are derived once for all runs of a process."""

    derivation: Derivation
    roles: Roles
    flow: str
    title: str
    """How a figure calls the flow."""

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.derivation.article

    def addends(self, quantity: Expr) -> tuple[Expr, ...]:
        """The terms of a sum, the definition of a symbol put in."""
        if isinstance(quantity, Sym):
            quantity = self.article.definitions.get(quantity.name, quantity)
        return quantity.terms if isinstance(quantity, Sum) else (quantity,)

    def sizes(self, options: Options) -> dict[str, int]:
        """The dimensions of the spaces of the weights."""
        return {self.roles.outputs: options.n, self.roles.inputs: options.d}

    def numbers(self, options: Options) -> dict[str, float]:
        """The rates of the run by their symbols."""
        roles = self.roles
        return {roles.ratio: options.alpha_p, roles.average: options.beta, roles.decay: options.eta}


def subject(options: Options) -> Subject:
    """What the options ask to be run.

    Raises the errors of `load_article`, and `MissingRole` where the article does not say which
    symbol plays what, has no flow for the target, or moves what has no role.
    """
    return _subject(options.article, _stamp(options.article), options.target, options.symmetrised)


def derivation(name: str) -> Derivation:
    """An article with its flows, each derived once; a file that has changed is read again."""
    return _derivation(name, _stamp(name))


def array_name(symbol: str) -> str:
    """What a file of arrays calls a symbol: ``X_prime`` for ``X'``."""
    return Names().of(symbol)


def _stamp(name: str) -> tuple[int, int] | None:
    """What tells a file from the same file after a change."""
    if name in shipped_articles():
        return None
    try:
        found = Path(name).stat()
    except (OSError, ValueError):  # which `load_article` will tell
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(_FEW)
def _derivation(name: str, stamp: tuple[int, int] | None) -> Derivation:
    return Derivation(load_article(name))


@lru_cache(_FEW * 4)
def _subject(name: str, stamp: tuple[int, int] | None, target: str, symmetrised: bool) -> Subject:
    found = _derivation(name, stamp)
    article = found.article
    roles = article.roles_for("a run")
    if target not in roles.targets:
        known, flows = (
            ", ".join(f"`{name}`" for name in names) or "none"
            for names in (roles.targets, article.flows)
        )
        other = ", or take one that it names, by `--target`" if roles.targets else ""
        raise MissingRole(
            f"`{article.name}` has no flow for the target `{target}`: [roles.targets] names"
            f' {known}; add `{target} = {{ flow = "..." }}` to it (declared: {flows}){other}'
        )
    chosen = roles.targets[target]
    flow = chosen.symmetrised if symmetrised else chosen.flow
    if not flow:
        raise MissingRole(
            f"`{article.name}` has no symmetrised flow for the target `{target}`: name it as"
            f" `symmetrised` of `{target}` in [roles.targets], or leave `--symmetrised` out"
        )
    _check(found, flow, roles)
    return Subject(found, roles, flow, _title(chosen, flow, symmetrised))


def _title(target: Target, flow: str, symmetrised: bool) -> str:
    if not target.title:
        return f"{flow} flow"
    return f"symmetrised {target.title}" if symmetrised else target.title


def _check(found: Derivation, flow: str, roles: Roles) -> None:
    """Raise `MissingRole` where a flow has a letter of which a run knows no value."""
    known = {*roles.weights, *roles.data, roles.ratio, roles.average, roles.decay}
    normal = found.normal(found.setting((), flow))
    for state, rate in found.flow(flow).rates.items():
        element = normal.element(rate)
        scalars = (n for coefficient in element.terms.values() for n in coefficient.free())
        strange = {state, *element.letters(), *scalars} - known
        if strange:
            letter = min(strange)
            scalar = letter in found.article.symbols and found.article.symbols[letter].scalar
            given = f"--set '{letter}=0.1'" if scalar else f"--data '{letter}=FILE.npy'"
            raise MissingRole(
                f"the flow `{flow}` of `{found.article.name}` has the letter `{letter}`, and"
                " in [roles] it is neither a weight nor data nor a rate: its value is not known;"
                f" `sslcheck simulate --flow {flow} {given}` gives one, training needs [rules]"
                " without it"
            )
