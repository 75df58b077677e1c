"""What is measured along a run, and which laws are proved about it."""

from __future__ import annotations

from dataclasses import dataclass

from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Prod, Sym, Transpose
from sslcheck.derive.models.laws import BoundLaw, ExactLaw, laws, stays_symmetric
from sslcheck.derive.models.model import Model
from sslcheck.derive.text.printing import to_text
from sslcheck.numeric.article import Subject
from sslcheck.numeric.watched.places import Places, places_of

__all__ = ["Rules", "find_rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What is measured, as expressions of the article, and what is proved about it."""

    subject: Subject
    places: Places
    laws: tuple[ExactLaw | BoundLaw, ...]
    symmetric: tuple[str, ...]
    """Square states that the flow keeps symmetric."""
    loss: Expr | None
    correlation: Expr | None
    commutator: Expr | None
    gram: Expr | None
    """``W W^T``, whose eigenvalues are the squares of the modes."""

    @property
    def commutator_text(self) -> str:
        """The norm of the commutator, as it is defined."""
        name = self.subject.roles.commutator
        value = self.subject.article.definitions.get(name, Sym(name))
        return f"‖{to_text(value)}‖"


def find_rules(subject: Subject, full: Model, model: Model) -> Rules:
    """The rules for a model; ``full`` is the model that it reduces, or itself."""
    article, roles, scene = subject.article, subject.roles, subject.derivation
    online = Sym(roles.online)

    def defined(name: str) -> Expr | None:
        return _expressed(model, Sym(name)) if name in article.definitions else None

    return Rules(
        subject,
        places_of(article, roles),
        laws(scene, full, model),
        stays_symmetric(scene, full.setting),
        article.objective,
        defined(roles.correlation),
        None if model.elementwise else defined(roles.commutator),
        _expressed(model, Prod((online, Transpose(online)))),
    )


def _expressed(model: Model, quantity: Expr) -> Expr | None:
    """A quantity, if the states of the model fix it."""
    try:
        model.express(quantity)
    except Unsupported:
        return None
    return quantity
