"""What is measured along a training run, as expressions of the article; what is proved of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.expr import Expect, Expr, Prod, Sym, Transpose, difference
from sslcheck.derive.models.estimate import Recursion
from sslcheck.derive.models.laws import BoundLaw, ExactLaw, laws
from sslcheck.derive.models.model import Model, Structure, full_model
from sslcheck.numeric.article import Subject

__all__ = ["Quantities", "quantities_of"]

_FEW = 16  # kept: the runs of a comparison differ in their seeds alone


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """Quantities of the states of ``model`` by name, with the ``laws`` that hold along the flow.

    The ``correlation`` is F, that of the mean outputs, the ``commutator`` that of F and the
    predictor, and ``seen`` the second moment of the outputs on a view. ``fixed`` is the fixed point
    F* of the estimate that a predictor is set from, else the same. ``gram`` is W W^T and ``square``
    the same of the predictor. ``terms`` name those of the law by which a trained predictor and W
    hang together: ``bracket`` where the run obeys it. ``decay`` names the matrices of the law that
    bounds W, with the data that each stands beside.
    """

    subject: Subject
    model: Model
    outputs: Mapping[str, Expr]
    laws: tuple[ExactLaw | BoundLaw, ...]
    bracket: ExactLaw | None
    terms: tuple[str, ...]
    decay: Mapping[str, str]

    def rate(self, values: Mapping[str, float]) -> float | None:
        """At which the bracket decays in a run with these numbers; None where it obeys no law."""
        return None if self.bracket is None else scalar_value(self.bracket.rate, values)


def quantities_of(
    about: Subject,
    structure: Mapping[str, Structure],
    trained: bool,
    recursion: Recursion | None = None,
) -> Quantities:
    """Those of a run with data of this structure; ``trained``: the predictor moves by its rule.
    The ``recursion`` is that of the estimate that it is set from.

    A bound of W holds for every predictor, the law of the bracket for one that is trained. Raises
    `MissingRole` for an article without an objective or without views.
    """
    return _quantities(about, tuple(structure.items()), trained, recursion)


@lru_cache(_FEW)
def _quantities(
    about: Subject,
    structure: tuple[tuple[str, Structure], ...],
    trained: bool,
    recursion: Recursion | None,
) -> Quantities:
    article, roles = about.article, about.roles
    if article.objective is None or not article.views:
        raise MissingRole(
            f"`{article.name}` cannot be trained: training asks for an [objective] and for the"
            " views of [expectation], of which batches are drawn"
        )
    model = full_model(about.derivation, about.flow, dict(structure))
    W, W_p, view = Sym(roles.online), Sym(roles.predictor), Sym(article.views[0].names[0])
    F = _defined(about, roles.correlation) or Prod((W, Sym(roles.mean), Transpose(W)))
    seen = Expect(Prod((W, view, Transpose(view), Transpose(W))))
    outputs: dict[str, Expr] = {
        "loss": article.objective,
        "correlation": F,
        "seen": seen,
        "fixed": seen if recursion is None else recursion.fixed,
        "commutator": _defined(about, roles.commutator)
        or difference(Prod((F, W_p)), Prod((W_p, F))),
        "gram": Prod((W, Transpose(W))),
        "square": Prod((Transpose(W_p), W_p)),
    }
    own = laws(about.derivation, model, model)
    kept = own if trained else tuple(law for law in own if isinstance(law, BoundLaw))
    bracket = next((law for law in kept if isinstance(law, ExactLaw)), None)
    like = next(_exact(about, dict(structure), own), None) if trained else None
    addends = about.addends(like.quantity) if like is not None else ()
    terms = {f"term {k}": term for k, term in enumerate(addends)}
    bound = next((law for law in kept if isinstance(law, BoundLaw)), None)
    blocks = bound.terms if bound is not None and not bound.assumed else ()
    decay = {f"block {k}": data for k, (_, data) in enumerate(blocks)}
    outputs |= terms | {f"block {k}": matrix for k, (matrix, _) in enumerate(blocks)}
    return Quantities(about, model, outputs, kept, bracket, tuple(terms), decay)


def _defined(about: Subject, name: str) -> Expr | None:
    return Sym(name) if name in about.article.definitions else None


def _exact(
    about: Subject, structure: Mapping[str, Structure], own: tuple[ExactLaw | BoundLaw, ...]
) -> Iterator[ExactLaw]:
    """Exact laws of the flow or, where it has none, of the flows of other targets."""
    yield from (law for law in own if isinstance(law, ExactLaw))
    for target in about.roles.targets.values():
        model = full_model(about.derivation, target.flow, structure)
        yield from (w for w in laws(about.derivation, model, model) if isinstance(w, ExactLaw))
