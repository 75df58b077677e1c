"""A claim as certificates have it: what it states, in which setting, the theorems that show it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, product
from typing import Any

from sslcheck.derive.article.article import Claim
from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.limits import (
    decaying,
    existing,
    gaps,
    keeping,
    resting_at,
    written_out,
)
from sslcheck.derive.certificates.lines import fixed_points, scalar_of, wrong_places
from sslcheck.derive.certificates.means import means_of
from sslcheck.derive.certificates.orders import Supposed, bounded, gap, squares, supposed
from sslcheck.derive.certificates.points import (
    at_0,
    filled,
    model_of,
    of_sizes,
    point_of,
    with_places,
    with_roots,
)
from sslcheck.derive.certificates.proofs import balance, combined, roots
from sslcheck.derive.certificates.schwarz import parallel
from sslcheck.derive.certificates.stationary import vanishing
from sslcheck.derive.certificates.supposing import Uncovered, here_of, stays_of
from sslcheck.derive.certificates.trees import relation_tree, setting_tree, tree
from sslcheck.derive.certificates.unknowns import beside, options_of, solved, unknown_of
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.decide.staying import still
from sslcheck.derive.errors import ShapeMismatch, SslcheckError, Unsupported
from sslcheck.derive.expr import Expr, Relation, Sym
from sslcheck.derive.kinds import Case
from sslcheck.derive.kinds.scalar.numbers import points
from sslcheck.derive.setting import Setting
from sslcheck.derive.verdicts.condition import AnyOf, Condition
from sslcheck.derive.verdicts.evidence import Witness
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["WRONG", "Stated", "Uncovered", "block_of"]

_HIGHEST = 4
"""Derivatives in time at a point below this order are looked at."""
_TRIED = 60
_SMALL = "1/4096"
"""A bound that something stays above at a point."""
_DECIDED = (Verdict.PROVED, Verdict.CONDITIONAL, Verdict.REFUTED)
WRONG = (verifier.Rejected, SslcheckError, LookupError, ArithmeticError, RecursionError)


def block_of(statements: Statements, claim: Claim, outcome: Outcome) -> dict[str, Any]:
    """A statement with its verdict and the theorems that show it."""
    if outcome.verdict not in _DECIDED:
        raise Uncovered(f"the claim is {outcome.verdict}")
    stated = Stated.of(statements, claim)
    shown = [*stated.shapes()]
    witness = outcome.witness
    grows = claim.kind == "vanishes" and witness is not None and witness.op == "<="
    ways = outcome.verdict != Verdict.REFUTED and [stated.holds(way) for way in _ways(outcome)]
    stated.block["theorems"] = ways or []
    if witness is not None and not grows:  # that it grows for a moment refutes no limit
        shown.append(stated.fails(witness))
    if not (ways or shown):
        raise Uncovered("no exact point refutes it")
    return stated.block | {"verdict": str(outcome.verdict), "theorems": [*shown, *(ways or [])]}


def _ways(outcome: Outcome) -> Iterator[tuple[Condition, ...]]:
    """The sets of conditions of which each suffices."""
    options = [c.ways if isinstance(c, AnyOf) else ((c,),) for c in outcome.applied]
    for choice in product(*options):
        yield tuple(chain.from_iterable(choice))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a claim states; in ``narrowed`` some sizes are equal, so that it conforms.

    ``narrowed`` is None where it never does. ``shown`` are all relations that say what it is about.
    """

    statements: Statements
    claim: Claim
    base: Supposed
    narrowed: Setting | None
    relations: tuple[Relation, ...]
    shown: tuple[Relation, ...]
    rates: Mapping[str, Expr]
    block: dict[str, Any]

    @classmethod
    def of(cls, statements: Statements, claim: Claim) -> Stated:
        """A claim as it is read."""
        if claim.refused:
            raise Uncovered("the claim is refused")
        setting = statements.setting(claim)
        narrowed: Setting | None = setting
        relations = claim.statement.relations
        try:
            relations = statements.judge.resolved(claim, setting)
        except ShapeMismatch as error:
            narrowed = None
            if "1" not in error.spaces:
                first, second = sorted(error.spaces)
                try:
                    narrowed = statements.setting(claim, {first: second})
                    relations = statements.judge.resolved(claim, narrowed)
                except ShapeMismatch:
                    narrowed = None
        derivation = statements.derivation
        flow = derivation.flow(derivation.flow_name(claim.hypotheses, claim.flow))
        rates = {n: rate for n, rate in flow.rates.items() if setting.symbols[n].role == "state"}
        stays = tuple(stays_of(statements.derivation, claim, setting))
        base = Supposed(setting, here=here_of(claim, setting), stays=stays)
        case = Case(derivation, claim, relations, setting)
        for value in gaps(case) if claim.kind == "vanishes" else ():
            base = bounded(case.normal, base, value)
        narrowed = base.setting if narrowed is setting else narrowed
        more = beside(statements, claim, setting)
        options = options_of(claim) | {k: relation_tree(r) for k, r in more.items()}
        letters = [Sym(name) for name in options.values()] if claim.kind == "threshold" else []
        if claim.kind in ("vanishes", "stationary"):  # all states exist, or rest
            letters = [*map(Sym, rates)]
        shown = (*relations, *more.values(), *(Relation(x, "=", x) for x in letters))
        latex = claim.statement.source
        block = {
            "latex": latex,
            "latex_sha256": hashlib.sha256(latex.encode()).hexdigest(),
            "kind": claim.kind,
            "unknown": unknown_of(claim, {**setting.lets, **setting.definitions}),
            "options": options,
            "statement": [relation_tree(r) for r in relations],
            "after": claim.statement.after,
            "setting": base.tree(_sides(shown), rates),
        }
        block["means"] = means_of(block)
        return cls(statements, claim, base, narrowed, relations, shown, rates, block)

    def shapes(self) -> Iterator[dict[str, Any]]:
        """The theorem that the shapes do not conform, where they do not."""
        if self.narrowed is not self.base.setting:  # some sizes are equal in it
            given = verifier.plainly(self.block["setting"], self.block["means"])
            spaces = sorted(self.statements.derivation.article.spaces)
            model = self._model(self.base.setting, given)
            for tried in (model, *of_sizes(given, spaces)):
                evidence = {"shapes": "do not conform", "model": tried}
                with suppress(*WRONG):
                    verifier.fails(self.block, given, evidence)
                    yield {"shows": "fails", "suppose": {}, "evidence": evidence}
                    return

    def holds(self, conditions: tuple[Condition, ...]) -> dict[str, Any]:
        """The theorem that the statement is true under conditions."""
        case = self._case(self.narrowed or self.base.setting)
        conditions = written_out(case, conditions)
        more = supposed(case.normal, replace(self.base, setting=case.setting), conditions)
        case = self._case(more.setting)
        given, suppose = self._supposed(more)
        found = self._solved(case, given)
        inside = verifier.meant(self.block, given, found)
        evidence = self._met(case, inside)
        for scalar, named in self._scalars(case):
            try:
                tried = evidence | named | fixed_points(scalar, given)
                if self.claim.kind == "vanishes" and len(self.rates) > 1:
                    tried["exists"] = existing(case, frozenset(named["scalar"][:1]))
                verifier.holds(self.block, given, tried)
            except WRONG:
                if self.claim.kind != "vanishes":
                    raise
                continue
            return {"shows": "holds", "suppose": suppose, "evidence": tried}
        evidence |= found | self._signs(case, given, more)
        radicals = [*roots(inside, self.block["statement"])]
        evidence |= {"radicals": radicals} if radicals else {}
        for other in self._others(case, given):
            with suppress(*WRONG):
                tried = self._multiplied(inside, evidence | other)
                verifier.holds(self.block, given, tried)
                evidence = tried
                break
        evidence = evidence if "multiples" in evidence else self._multiplied(inside, evidence)
        return {"shows": "holds", "suppose": suppose, "evidence": evidence}

    def _others(self, case: Case, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What may be shown in place of an equation, from the simplest on."""
        if self.claim.kind == "stationary":
            yield from vanishing(case)
            return
        yield {}
        if self.claim.kind == "identity" and self.block["setting"]["along"]:
            yield {"stays": True}
        if self.rates and (kept := keeping(case, given)):
            yield {"kept": kept}

    def _multiplied(self, given: dict[str, Any], evidence: dict[str, Any]) -> dict[str, Any]:
        """Evidence with what is to be shown as multiples of what is assumed, if it says of none."""
        theory, goals = verifier.goals_of(self.block, given, evidence)
        found = [None if theory.zero(theory.value(g)) else combined(theory, g) for g in goals]
        return {"multiples": found} | evidence

    def _scalars(self, case: Case) -> Iterator[tuple[Case, dict[str, Any]]]:
        """What a claim says of the fixed points of one scalar, if it does."""
        if self.claim.kind == "vanishes":
            with suppress(*WRONG):
                yield from scalar_of(case)
        elif self.claim.kind in verifier.SCALAR:
            yield case, {}

    def _met(self, case: Case, given: dict[str, Any]) -> dict[str, Any]:
        """An exact point that satisfies all that is supposed, and why a trajectory from it does."""
        tried = self._points(case, given)
        first = next(tried)
        for evidence in chain((first,), tried):
            if self.claim.kind == "stationary" and not evidence.get("still"):
                continue  # what rests is to be shown
            with suppress(*WRONG):
                verifier.met(given, evidence)
                return evidence
        return first

    def _points(self, case: Case, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Points that may satisfy all that is supposed; from the last ones nothing may move."""
        theory, gaps = verifier.remaining(given)
        remains = [None if theory.zero(theory.value(g)) else combined(theory, g) for g in gaps]
        kept: dict[str, Any] = {"remains": remains} if gaps else {}
        setting = case.setting
        if self.claim.kind == "preserved":  # a start from which it is
            setting = replace(setting, relations=(*setting.relations, *case.relations))
        point = self._model(setting, given)
        drawn = (there for _, there in self._drawn(case, given))
        for at in chain((point, with_roots(point, given)), drawn, (at_0(point, given),)):
            yield kept | {"model": at}
            yield {"model": at, "still": True}
        with suppress(Uncovered):
            yield {"model": self._model(still(case.setting), given), "still": True}

    def _model(self, setting: Setting, given: dict[str, Any]) -> dict[str, Any]:
        """An exact point that satisfies what a setting says."""
        model = self.statements.judge.model(setting)
        if model is None:
            raise Uncovered("no exact point satisfies the hypotheses")
        point = model_of(model, given)
        for name in {*setting.symbols} - {*self.statements.derivation.article.symbols}:
            point["values"][name] = [[[[_SMALL]]]]
        return point

    def _drawn(
        self, case: Case, given: dict[str, Any]
    ) -> Iterator[tuple[Mapping[str, Fraction], dict[str, Any]]]:
        """Simple values of the parameters of a claim about scalars, and points with these."""
        free = {*given["symbols"]} - {*given["values"]}
        plain = {n for n in free if given["symbols"][n]["role"] == "parameter"}
        names = {n for n in plain if given["symbols"][n]["shape"] == ["1", "1"]}
        spaces = self.statements.derivation.article.spaces
        if self.claim.kind in verifier.SCALAR:
            for values in points(case.normal.functions, frozenset(names), _TRIED):
                rows = {name: [[str(value)]] for name, value in values.items()}
                yield values, point_of(Witness({}, rows, None, [], []), given, spaces)

    def _case(self, setting: Setting) -> Case:
        return Case(self.statements.derivation, self.claim, self.relations, setting)

    def _solved(self, case: Case, given: dict[str, Any]) -> dict[str, Any]:
        """The value of the unknown of a claim; of an integral also what stands before it."""
        found = solved(case)
        if found is None:
            return {}
        value = {"value": tree(found)}
        if self.claim.kind == "integral":
            theory, unknown = verifier.Theory(given), self.block["unknown"]
            value["factor"] = theory.derive(verifier.gap_of(self.block["statement"][0]), unknown)
        return value

    def _signs(self, case: Case, given: dict[str, Any], more: Supposed) -> dict[str, Any]:
        """Sums of squares that show what an equation does not."""
        match self.claim.kind:
            case "definite" | "inequality":
                try:
                    shown = squares(case, gap(case.relation), self._lets(case))
                except Unsupported:
                    shown = parallel(given, tree(gap(case.relation)))
                return {"squares": shown}
            case "vanishes":
                return decaying(case, given, more.always, more.lasts)
        return {}

    def _lets(self, case: Case) -> dict[str, Expr]:
        found = solved(case)
        return {} if found is None else {self.block["unknown"]: found}

    def fails(self, witness: Witness) -> dict[str, Any]:
        """The theorem that the statement is false at an exact point."""
        case = self._case(self.narrowed or self.base.setting)
        given, suppose = self._supposed(replace(self.base, setting=case.setting))
        for scalar, named in self._scalars(case):
            strays = self._strays(scalar, given, named)
            if strays is not None:
                return strays
        if self.claim.kind in verifier.SCALAR and self.claim.kind != "vanishes":
            raise Uncovered("no exact parameters refute it")
        points = [self._point(case, witness, given)]
        if self.claim.kind == "vanishes" and (still := resting_at(case)) is not None:
            points.append(point_of(still, given, self.statements.derivation.article.spaces))
        evidence = self._solved(case, given)
        models = [model for point in points for model in (point, with_roots(point, given))]
        models = [at for model in models for at in with_places(model, self.block["statement"])]
        modes = range(max([1, *map(len, points[0]["values"].values())]))
        why, places = "", [range(_HIGHEST), range(len(self.relations)), modes]
        for model, order, k, mode in product(models, *places):
            tried = evidence | {"relation": k, "order": order, "mode": mode, "model": model}
            try:
                tried |= balance(self.block, given, tried)
                verifier.fails(self.block, given, tried)
            except WRONG as error:
                why = why or str(error)
                continue
            return {"shows": "fails", "suppose": suppose, "evidence": tried}
        raise Uncovered(why)

    def _strays(
        self, case: Case, given: dict[str, Any], named: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The theorem that what is said of fixed points is wrong at exact parameters."""
        for values, point in self._drawn(case, given):
            for shown in wrong_places(case, values):
                evidence = {"model": point, "mode": 0} | named | shown
                try:
                    verifier.fails(self.block, given, evidence)
                except WRONG:
                    continue
                return {"shows": "fails", "suppose": {}, "evidence": evidence}
        return None

    def _point(self, case: Case, witness: Witness, given: dict[str, Any]) -> dict[str, Any]:
        """The point of a witness, with what stands there for symbols that it does not name."""
        spaces = self.statements.derivation.article.spaces
        point = point_of(witness, given, spaces)
        failing = self.statements.judge.judge(self.claim, case.setting).failing
        if failing is None:
            return point
        before, there = case.setting, failing.setting
        known = {*before.lets, *before.initial, *before.definitions}
        found = {**there.lets, **there.initial}
        at = {n: v for n, v in found.items() if n not in known and n in given["symbols"]}
        if at:
            sides = [*_sides(self.shown), *map(Sym, at)]
            inside = setting_tree(there, sides, self.rates)
            values = point["values"] | dict(filled(point_of(witness, inside, spaces), at, inside))
            point = point | {"values": values}
        return point

    def _supposed(self, more: Supposed) -> tuple[dict[str, Any], dict[str, Any]]:
        """A setting, and what is supposed in it beyond that of the claim."""
        base: dict[str, Any] = self.block["setting"]
        new = more.always[len(self.base.always) :]
        sides = _sides((*self.shown, *new))
        found = replace(more, always=self.base.always).tree(sides, self.rates)
        suppose: dict[str, Any] = {}
        for key, value in base.items():
            if isinstance(value, dict):
                other = {k: v for k, v in found[key].items() if value.get(k) != v}
                suppose |= {key: other} if other else {}
            elif value != found[key]:
                raise Uncovered(f"a condition that is not certified, on {key}")
        for key, added in (("relations", more.relations), ("always", new)):
            suppose |= {key: [*map(relation_tree, added)]} if added else {}
        suppose |= {"lasts": True} if more.lasts else {}
        return verifier.plainly(verifier.narrowed(base, suppose), self.block["means"]), suppose


def _sides(relations: Iterable[Relation]) -> list[Expr]:
    return [side for r in relations for side in (r.lhs, r.rhs)]
