"""What is measured along a run, and which laws are proved about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sslcheck.derive.derivation import Derivation
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import Expr, Prod, Sum, Sym, Transpose
from sslcheck.derive.laws import BoundLaw, ExactLaw, laws, stays_symmetric
from sslcheck.derive.model import Model

__all__ = ["Rules", "find_rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What is measured, as expressions of the article, and what is proved about it."""

    laws: tuple[ExactLaw | BoundLaw, ...]
    symmetric: tuple[str, ...]
    """Square states that the flow keeps symmetric."""
    loss: Expr | None
    correlation: Expr | None
    commutator: Expr | None
    gram: Expr | None
    """``W W^T``, whose eigenvalues are the squares of the modes."""
    definitions: Mapping[str, Expr]

    def addends(self, quantity: Expr) -> tuple[Expr, ...]:
        """The terms of a sum, the definition of a symbol put in."""
        if isinstance(quantity, Sym):
            quantity = self.definitions.get(quantity.name, quantity)
        return quantity.terms if isinstance(quantity, Sum) else (quantity,)


def find_rules(scene: Derivation, full: Model, model: Model) -> Rules:
    """The rules for a model; ``full`` is the model that it reduces, or itself."""
    article = scene.article

    def defined(name: str) -> Expr | None:
        return _expressed(model, Sym(name)) if name in article.definitions else None

    return Rules(
        laws(scene, full, model),
        stays_symmetric(scene, full.setting),
        article.objective,
        defined("F"),
        None if model.elementwise else defined("Q"),
        _expressed(model, Prod((Sym("W"), Transpose(Sym("W"))))),
        article.definitions,
    )


def _expressed(model: Model, quantity: Expr) -> Expr | None:
    """A quantity, if the states of the model fix it."""
    try:
        model.express(quantity)
    except Unsupported:
        return None
    return quantity
