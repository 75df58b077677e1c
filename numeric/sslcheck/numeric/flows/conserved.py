"""Quantities that proved claims say are constant along a flow, up to a factor of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from weakref import WeakKeyDictionary

import numpy as np

from sslcheck.derive import expr as e
from sslcheck.derive.article.article import Article, Claim, Hypothesis
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.emit.values import scalar_value
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.kinds.kind import Kind
from sslcheck.derive.kinds.vanishes import Vanishes
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.traverse import map_children, walk
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.look.draw import shape_of, structured
from sslcheck.numeric.look.evaluate import Moment
from sslcheck.numeric.look.world import World, world_of

__all__ = ["INTEGRALS", "Conserved", "conserved", "proved_of", "quantity_of", "without"]

INTEGRALS = (Integral, Vanishes)
"""The kinds of claims that say what is constant, up to a factor, or vanishes."""

_SMALL = 2  # of the spaces where the factor is read off: it does not depend on them
_EQUAL = 1e-9

_KNOWN: WeakKeyDictionary[Derivation, dict[str, bool]] = WeakKeyDictionary()
"""Of claims that a run has asked for whether they are proved."""


@dataclass(frozen=True, slots=True)
class Conserved:
    """A quantity that is ``factor(t) / factor(0)`` times its start; with ``limit``, tends to 0."""

    claim: str
    equation: str
    quantity: e.Expr
    constant: str
    moment: Moment | None
    relation: e.Relation
    limit: bool = False

    def factor(self, t: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """The factor of the constant at a time: one number, or one for each mode."""
        assert self.moment is not None
        found = _factor(self.moment, self.relation, self.constant, t)
        assert found is not None
        return found


def proved_of(
    scene: Derivation,
    flow: str,
    inputs: Inputs,
    forms: tuple[type[Kind], ...],
    proved: frozenset[str] | None = None,
) -> tuple[Claim, ...]:
    """The proved claims of these kinds about a flow, or about every state, that hold in a run.

    They are decided here and now, once for all runs of ``scene``, unless it is known which are
    ``proved``. Those that assume what this run does not have are left out.
    """
    article = scene.article
    wanted = [c for c in article.claims if isinstance(c.form, forms) and not c.refused]
    wanted = [c for c in wanted if _about(article, c) in ("", flow)]
    wanted = [c for c in wanted if all(_met(article, h, inputs) for h in _hypotheses(article, c))]
    if wanted and proved is None:
        proved = _decided(scene, [c.id for c in wanted])
    return tuple(c for c in wanted if c.id in (proved or ()))


def _decided(scene: Derivation, claims: Sequence[str]) -> frozenset[str]:
    """Those of some claims that are proved."""
    known = _KNOWN.setdefault(scene, {})
    if new := [id_ for id_ in claims if id_ not in known]:
        report = verify(scene.article, new, ledger=False)
        known.update((r.id, r.verdict is Verdict.PROVED) for r in report.claims)
    return frozenset(id_ for id_ in claims if known[id_])


def conserved(article: Article, claims: Iterable[Claim], inputs: Inputs) -> tuple[Conserved, ...]:
    """What claims prove constant, or prove to vanish, with the values of a run."""
    kept = (c for c in claims if isinstance(c.form, INTEGRALS))
    found = (_found(article, c, inputs) for c in kept)
    return tuple(law for law in found if law is not None)


def without(node: e.Expr, name: str) -> e.Expr:
    """An expression where a symbol is 0, with what it made 0 left out."""
    zero = e.Num(Fraction(0))
    if node == e.Sym(name):
        return zero
    changed = map_children(node, lambda child: without(child, name))
    match changed:
        case e.Sum(terms=terms):
            left = tuple(t for t in terms if t != zero)
            return e.Sum(left) if len(left) > 1 else left[0] if left else zero
        case e.Prod(factors=factors) if zero in factors:
            return zero
        case e.Quotient(numerator=top) if top == zero:
            return zero
        case e.Transpose(arg=inner) | e.Trace(arg=inner) if inner == zero:
            return zero
    return changed


def _about(article: Article, claim: Claim) -> str:
    named = [h.flow for h in _hypotheses(article, claim) if h.flow]
    return named[-1] if named else claim.flow


def _hypotheses(article: Article, claim: Claim) -> list[Hypothesis]:
    return [article.hypotheses[name] for name in claim.hypotheses]


def _met(article: Article, hypothesis: Hypothesis, inputs: Inputs) -> bool:
    """Whether the numbers of a run are as a hypothesis about parameters and data has them.

    One about states, or that numbers do not show, is not met.
    """
    if hypothesis.frozen or hypothesis.relations or hypothesis.bounds or hypothesis.gap:
        return False
    for name, marks in hypothesis.properties.items():
        plain = inputs.structure.get(name) in ("isotropic", "diagonal")
        if not plain or marks - {"symmetric", "diagonal"}:
            return False
    sizes = inputs.sizes
    if any(sizes.get(a, 0) < sizes.get(b, 0) for a, b in hypothesis.at_least):
        return False
    for name, told in hypothesis.lets.items():
        isotropic = inputs.structure.get(name) == "isotropic"
        value = _before_identity(told) if isotropic else told
        names = {n.name for n in walk(value) if isinstance(n, e.Sym)}
        scalars = [article.symbols.get(n) for n in (*names, *(() if isotropic else (name,)))]
        if any(s is None or not s.scalar or s.index or s.role != "parameter" for s in scalars):
            return False
        values = {n: float(inputs.value(n)) for n in names}
        if abs(float(inputs.value(name)) - scalar_value(value, values)) > _EQUAL:
            return False
    return True


def quantity_of(article: Article, claim: Claim) -> tuple[World, e.Relation, e.Expr]:
    """What a claim of `INTEGRALS` says is constant or vanishes, with its one relation.

    A factor of time before all of it, as in ``e^{r t} Q = C``, is that of the constant instead.
    Raises `SslcheckError` or ValueError for one that has no such form.
    """
    constant = str(getattr(claim.form, "constant", ""))
    world = world_of(article, claim)
    (relation,) = (
        resolve_relation(r, world.symbols, source=claim.statement.source, where=claim.id)
        for r in claim.statement.relations
    )
    quantity = without(e.difference(relation.lhs, relation.rhs), constant)
    factors, rest = _apart(quantity, world) if constant else ((), quantity)
    if factors:
        lhs, rhs = (e.Quotient(side, _product(factors)) for side in (relation.lhs, relation.rhs))
        relation = replace(relation, lhs=lhs, rhs=rhs)
    return world, relation, rest


def _apart(quantity: e.Expr, world: World) -> tuple[tuple[e.Expr, ...], e.Expr]:
    """The scalar factors with the time that all terms have, and what is left without them."""
    terms = quantity.terms if isinstance(quantity, e.Sum) else (quantity,)
    timed, rests = [], []
    for term in terms:
        factors = term.factors if isinstance(term, e.Prod) else (term,)
        timed.append(tuple(f for f in factors if _is_of_time(f, world)))
        rests.append(_product(tuple(f for f in factors if not _is_of_time(f, world))))
    if len(set(timed)) > 1:
        return (), quantity
    return timed[0], e.Sum(tuple(rests)) if len(rests) > 1 else rests[0]


def _is_of_time(factor: e.Expr, world: World) -> bool:
    """Whether it is made of the time and of scalars that stand still."""
    known, inner = world.symbols, [*walk(factor)]
    names = {n.name for n in inner if isinstance(n, e.Sym)} - {"t"}
    still = all(n in known and known[n].scalar and n not in world.moved for n in names)
    return e.Sym("t") in inner and still and not any(isinstance(n, e.At) for n in inner)


def _product(factors: tuple[e.Expr, ...]) -> e.Expr:
    return factors[0] if len(factors) == 1 else e.Prod(factors) if factors else e.Num(Fraction(1))


def _before_identity(value: e.Expr) -> e.Expr:
    """The number in a multiple of the identity; what is none stays as it is."""
    if isinstance(value, e.Ident):
        return e.Num(Fraction(1))
    if isinstance(value, e.Prod) and isinstance(value.factors[-1], e.Ident):
        return e.Prod(value.factors[:-1])
    return value


def _found(article: Article, claim: Claim, inputs: Inputs) -> Conserved | None:
    constant = str(getattr(claim.form, "constant", ""))
    try:
        world, relation, quantity = quantity_of(article, claim)
        if isinstance(claim.form, Vanishes):
            return Conserved(claim.id, claim.equation, quantity, "", None, relation, True)
        moment = _moment(world, relation, constant, inputs)
        first = _factor(moment, relation, constant, 0.0)
        if first is None or not np.all(np.abs(first) > 0):
            return None
        return Conserved(claim.id, claim.equation, quantity, constant, moment, relation)
    except (SslcheckError, ValueError):
        return None  # what the evaluation in numbers does not know has no gauge


def _moment(world: World, relation: e.Relation, constant: str, inputs: Inputs) -> Moment:
    """A moment with the scalars of the run, and any matrices: the factor does not hang on them."""
    rng = np.random.default_rng(0)
    names = world.names(relation.lhs, relation.rhs)
    sizes = dict.fromkeys(world.spaces, _SMALL)
    indices = {s.index for s in world.symbols.values() if s.index} | world.indices.keys()
    modes = {
        i: inputs.sizes.get(world.indices.get(i, e.own_space(i)), _SMALL) for i in sorted(indices)
    }
    moment = Moment(world, sizes, modes, {}, {}, {}, 0.0)
    for name in sorted(names):
        symbol = world.symbols[name]
        if name in world.expressions or name in world.instants:
            continue
        shape = shape_of(moment, symbol)
        if name in world.moved:
            moment.states[name] = [structured(symbol, shape, rng, 0.0, 1.0)]
        elif name == constant or not symbol.scalar:
            moment.fixed[name] = structured(symbol, shape, rng, 0.0, 1.0)
        else:
            value = inputs.value(name, read=False)  # what is not in the rates cancels
            moment.fixed[name] = value.reshape(shape) if symbol.index else np.full(shape, value)
    return moment


def _factor(
    moment: Moment, relation: e.Relation, constant: str, t: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None:
    """By what the constant is multiplied on the right; None where that is no scalar."""
    there = replace(moment, time=t)
    value = moment.fixed[constant]
    shifted = replace(there, fixed={**moment.fixed, constant: value + value})
    with np.errstate(all="ignore"):
        sides = [
            np.asarray(m.value(relation.rhs) - m.value(relation.lhs)) for m in (there, shifted)
        ]
    moved = sides[1] - sides[0]
    if moved.shape != value.shape:
        return None
    ratio = moved / value
    each = ratio[..., :1, :1]
    if not np.allclose(ratio, each, rtol=1e-7):
        return None
    flat = each.reshape(-1)
    return np.asarray(flat[:1] if flat.size > 1 and np.ptp(flat) == 0 else flat, dtype=np.float64)
