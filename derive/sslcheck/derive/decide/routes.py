"""Both routes on one statement: the finding, its re-check at exact points, and their agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.assumptions import restricted
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import RouteDisagreement, ShapeMismatch, SslcheckError, Unsupported
from sslcheck.derive.exact import Trials, meeting, outside_span
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.construct import NoPoint
from sslcheck.derive.exact.point import Point
from sslcheck.derive.expr import Relation, Sym, names_time
from sslcheck.derive.kinds import Case
from sslcheck.derive.kinds.residuals.constrained import expressed
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.signs.invertible import refuse_singular
from sslcheck.derive.signs.positive import refuse_nonpositive
from sslcheck.derive.signs.semidefinite import refuse_indefinite
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Reason, joined, of_error, of_sizes, plainly, reason
from sslcheck.derive.traverse import within
from sslcheck.derive.verdicts.evidence import RouteResult, Step, Witness
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep

__all__ = ["Judge", "Judged", "routes"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding on which both routes agree; undecided where only the ``first`` route can tell.

    ``failing`` is the check that is false, if one is.
    """

    finding: Finding
    failing: Check | None
    second: Reason
    first: bool | None = None


class Judge:
    """Runs a claim's procedure and has the second route check everything that it states."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        self._trials: dict[tuple[Setting, int], Trials] = {}
        self._rechecked: set[ProofStep] = set()
        self._judged: dict[tuple[tuple[object, ...], bool], Judged] = {}

    def judge(self, claim: Claim, setting: Setting, repairs: bool = True) -> Judged:
        """Decide a claim under a setting; without ``repairs``, what would mend it is not sought.

        Raises `ShapeMismatch` where the statement does not conform, `ArticleError` where the claim
        is not of the form that its kind needs, `RouteDisagreement` where the routes differ.
        """
        key = (setting, claim.form, claim.statement, claim.row)
        if (key, True) in self._judged:
            repairs = True
        if (key, repairs) not in self._judged:
            self._judged[key, repairs] = self._judge(claim, setting, repairs)
        return self._judged[key, repairs]

    def _judge(self, claim: Claim, setting: Setting, repairs: bool) -> Judged:
        relations = self.resolved(claim, setting)
        case = Case(self.derivation, claim, relations, setting, repairs)
        sides = [side for r in (*relations, *setting.relations) for side in (r.lhs, r.rhs)]
        refuse_indefinite(case.normal, sides)
        refuse_singular(case.normal, sides)
        refuse_nonpositive(case.normal, sides)
        unreached = reason("not reached")
        try:
            finding = self._found(case)
        except Unsupported as error:
            return Judged(Finding(None, (), (), of_error(error)), None, unreached)
        if finding.holds is None:
            refuting = self._refuting(finding)
            if finding.decisive and refuting is not None:
                finding = replace(finding, holds=False)
                if not finding.conditions:
                    more = ("; ", finding.why) if finding.later is None else ()
                    finding = replace(finding, why=reason("false at an exact point", *more))
            return Judged(finding, refuting, self._sizes(finding) or unreached)
        try:
            failing = next((c for c in finding.checks if not self._true(c)), None)
        except NoPoint as error:
            noted = [check.note for check in finding.checks if check.note][:1]
            why = reason("no exact point was found (", *noted, "): there may be none")
            return _one_route(finding, why if noted else of_error(error))
        except Unsupported as error:
            return _one_route(
                finding, reason("the exact route cannot evaluate it: ", of_error(error))
            )
        if finding.holds and failing is not None:
            raise RouteDisagreement(
                "proved for all sizes by the normal form, but false at an exact point:"
                f" {relation_latex(failing.relation)}; this is a bug of the checker"
            )
        if not finding.holds and failing is None:
            failing = self._refuting(finding) or self._refuting(finding, insist=True)
            told = finding.complete and not any(map(_at_the_start, finding.checks))
            if failing is None and not (told and self._free(setting)):
                why = reason(finding.why, ", but no exact point is a counterexample")
                return _one_route(finding, why)
            if failing is None:
                raise RouteDisagreement(
                    f"the normal form does not vanish ({plainly(finding.why)}), but no exact point"
                    " is a counterexample; this is a bug of the checker"
                )
        return Judged(finding, failing, self._sizes(finding))

    def _found(self, case: Case) -> Finding:
        """What the kind finds; or what it finds where equations that are supposed are said in other
        words, if that is a proof without a condition, or a point refutes it.
        """
        finding = self._searched(case)
        if finding.holds or not case.setting.relations or self._refuting(finding) is not None:
            return finding
        try:
            other = expressed(case.normal)
            if other is None:
                return finding
            found = self._searched(replace(case, setting=other))
        except Unsupported:
            return finding
        checks = (_of(c, case.setting) if c.setting is other else c for c in found.checks)
        found = replace(found, checks=tuple(checks))
        told = not found.conditions and (found.holds or self._refuting(found) is not None)
        return found if told else finding

    def _searched(self, case: Case) -> Finding:
        finding = case.claim.form.decide(case)
        if finding.later is not None and self._refuting(finding) is None:
            return finding.later()
        return finding

    def resolved(
        self, claim: Claim, setting: Setting, as_numbers: bool = False
    ) -> tuple[Relation, ...]:
        """The claim's relations, shapes checked and identities sized.

        ``as_numbers`` as `resolve_relation` takes it.
        """
        relations = (
            resolve_relation(
                relation,
                setting.symbols,
                source=claim.statement.source,
                where=f"claim `{claim.id}`",
                merged=setting.merged,
                as_numbers=as_numbers,
            )
            for relation in claim.statement.relations
        )
        if not claim.form.pointwise:  # the kind itself differentiates
            return tuple(relations)
        return tuple(restricted(relation, setting) for relation in relations)

    def does_not_conform(self, claim: Claim, setting: Setting) -> bool:
        """Whether the second route, at unequal sizes, cannot even form the products."""
        trials = self._at(setting, 0)
        # a statement with a root of a matrix has a value only at points that are made for that
        ways: tuple[Callable[[Relation], object], ...] = (trials.formed, trials.failing)
        for tried, relation in product(ways, claim.statement.relations):
            try:
                tried(relation)
            except ShapeMismatch:
                return True
            except SslcheckError:
                continue
        return False

    def misordered(self, claim: Claim, setting: Setting) -> Check | None:
        """A relation that is false in numbers, where only the order of spaces does not conform."""
        try:
            relations = self.resolved(claim, setting, as_numbers=True)
        except SslcheckError:
            return None
        return self._refuting(Finding(None, tuple(Check(r, setting) for r in relations), ()))

    def steps(self, steps: tuple[ProofStep, ...]) -> tuple[Step, ...]:
        """Proof steps with every identity among them re-evaluated by the second route."""
        done: list[Step] = []
        for step in steps:
            if step.check is not None and step not in self._rechecked:
                try:
                    holds = self._true(step.check, most=1)
                except Unsupported as error:
                    done.append(Step(step.states, step.why, False, of_error(error)))
                    continue
                if not holds:
                    raise RouteDisagreement(
                        f"the step `{plainly(step.states)}` is false at an exact point; this is a"
                        " bug of the checker"
                    )
                self._rechecked.add(step)
            rechecked = step.check is not None
            done.append(Step(step.states, step.why, rechecked, step.unchecked))
        return tuple(done)

    def holds(self, check: Check) -> bool:
        """Whether the second route finds a check true."""
        return self._true(check)

    def met(self, demands: Sequence[Relation], check: Check) -> bool | None:
        """Whether a point meets the demands; None where these cannot be evaluated.

        Raises `RouteDisagreement` where the check is false at a point that does.
        """
        points = meeting(check.setting, demands, check.relation, check.order)
        for point in points or ():
            if violation(check.relation, point, check.order) is not None:
                said = "; ".join(map(relation_latex, demands))
                raise RouteDisagreement(f"not true at an exact point although {said}")
        return None if points is None else bool(points)

    def _free(self, setting: Setting) -> bool:
        """Whether symbols vary freely; else two sides may agree though their words do not.

        What starts related may be so at all times.
        """
        related = setting.kept is not None and bool(setting.initial)
        return not related and not self._at(setting, 0).constrained

    def model(self, setting: Setting) -> Point | None:
        """An exact point that satisfies all that a setting says, if one is found."""
        return self._at(setting, 0).model()

    def witness(self, check: Check) -> Witness | None:
        """The smallest exact counterexample to a check that is false."""
        found = self._witness(check)
        if found is None:
            return None
        declared = {*self.derivation.article.symbols, "t"}
        new = [n for n in check.setting.symbols if n not in declared]  # nobody has heard of these
        values = {n: v for n, v in found.values.items() if n not in new}
        return replace(found, of=check.relation, values=values)

    def _witness(self, check: Check) -> Witness | None:
        if check.span:
            return outside_span(check.setting, check.relation.lhs, check.span, check.note)
        return self._at(check.setting, check.order).counterexample(check.relation, check.note)

    def _true(self, check: Check, most: int | None = None) -> bool:
        if check.span:
            return self._witness(check) is None
        return self._at(check.setting, check.order).failing(check.relation, most) is None

    def _at(self, setting: Setting, order: int) -> Trials:
        key = (setting, order)
        if key not in self._trials:
            self._trials[key] = Trials(setting, order)
        return self._trials[key]

    def _sizes(self, finding: Finding) -> Reason:
        if not finding.checks:
            return ()
        check = finding.checks[0]
        points = self._at(check.setting, check.order).points()
        named = self.derivation.article.spaces
        tried = [of_sizes({k: p.sizes[k] for k in named if k in p.sizes}) for p in points]
        sizes = joined([*filter(None, tried)], " and ")
        order = f", to Taylor order {check.order}" if check.order else ""
        return reason("exact rationals", " at " if sizes else "", sizes, order)

    def _refuting(self, finding: Finding, insist: bool = False) -> Check | None:
        """A check that is false, where the first route cannot tell; ``insist``: at more points."""
        for check in finding.checks:
            try:
                at = self._at(check.setting, check.order)
                if insist and (check.span or not at.insist(check.relation)):
                    continue
                if self._witness(check) is not None:
                    return check
            except (Unsupported, ShapeMismatch):
                continue
        return None


def _of(check: Check, setting: Setting) -> Check:
    """A check under a setting that says the same, where its symbols are all there."""
    parts = within((check.relation.lhs, check.relation.rhs), setting.lets, setting.definitions)
    known = all(not isinstance(p, Sym) or p.name in {*setting.symbols, "t"} for p in parts)
    return replace(check, setting=setting) if known else check


def _at_the_start(check: Check) -> bool:
    """Whether it looks at t = 0 only at what may be false later: it names the time, or a state is
    no more what it is supposed to be at the start. States that no flow moves are so at all orders.
    """
    setting, relation = check.setting, check.relation
    nodes = (relation.lhs, relation.rhs, *setting.flow.values())
    parts = within(nodes, setting.lets, setting.definitions)
    kept, states = setting.kept, [s for s in setting.symbols.values() if s.role == "state"]
    declared = [s.name for s in states if s.properties or s.sign != "real"]
    lost = [] if kept is None else [name for name in declared if name not in kept]
    if any(name not in setting.flow for name in lost):
        return True
    return not check.order and bool(lost or setting.initial or any(map(names_time, parts)))


def _one_route(finding: Finding, why: Reason) -> Judged:
    """What only the first route can tell is not a verdict."""
    silent = reason("silent")
    return Judged(replace(finding, holds=None, why=why), None, silent, first=finding.holds)


def routes(judged: Judged) -> tuple[RouteResult, ...]:
    """What each route said, for the report."""
    says = {True: "holds", False: "fails", None: "silent"}
    both = judged.finding.holds
    first = judged.first if both is None else both
    return (
        RouteResult(
            "normal form", says[first], judged.finding.why or reason("all sizes, all values")
        ),
        RouteResult("exact evaluation", says[both], judged.second),
    )
