"""The verdict on a claim about layers, from those at small depths and at a general one.

What is false at one depth is false. What is proved at each depth without blocks, and with a letter
for each block of layers whatever moves it, is proved at every depth.
"""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.article.article import Depths, Instance, Shares
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.balanced import Balanced, Chain, chain_of
from sslcheck.derive.decide.outcome import Outcome, Statements
from sslcheck.derive.errors import RouteDisagreement, SslcheckError
from sslcheck.derive.expr import Expr, Sum, Sym, negative
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.text.reason import Reason, joined, of_error, reason
from sslcheck.derive.verdicts.condition import AllTimes, Positive
from sslcheck.derive.verdicts.evidence import RouteResult, Step
from sslcheck.derive.verdicts.verdict import Verdict

__all__ = ["AtDepths"]

_TWICE = 2
"""The largest depth at which balanced layers are looked at in two ways."""
_SHOWN = (Verdict.PROVED, Verdict.CONDITIONAL)
Decided = tuple[Instance, Outcome]


class AtDepths:
    """Decides claims about layers of one article; what is derived at a layout is kept."""

    def __init__(self, needs: bool) -> None:
        self._needs = needs
        self._statements: dict[int, Statements] = {}
        self._balanced: dict[tuple[int, Chain], tuple[Balanced, Statements]] = {}
        self._chain: Chain | None = None  # of the claim that is decided
        self._kept: dict[int, Outcome] = {}

    def statements(self, instance: Instance) -> Statements:
        """What decides an instance."""
        key = id(instance.article)
        if key not in self._statements:
            derivation = Derivation(instance.article)
            self._statements[key] = Statements(derivation, self._needs)
        return self._statements[key]

    def _in_common(self, instance: Instance, chain: Chain) -> tuple[Balanced, Statements]:
        """What decides an instance by what its balanced layers have in common."""
        key = id(instance.article), chain
        if key not in self._balanced:
            balanced = Balanced(instance, chain)
            self._balanced[key] = balanced, Statements(balanced.derivation, self._needs)
        return self._balanced[key]

    def outcome(self, depths: Depths) -> Outcome:
        """The verdict on a claim at every depth."""
        started = self._started(depths)
        self._chain = chain_of(depths, lambda name: name not in started)
        return self._outcome(replace(depths, shares=None) if started else depths)

    def _started(self, depths: Depths) -> set[str]:
        """The hypotheses that are supposed of the start, and that the flow is not seen to keep."""
        instance = depths.instances[0]
        claim, article = instance.claim, instance.article
        found = set()
        for name in claim.hypotheses:
            if (claim.holds or article.hypotheses[name].holds) == "at the start":
                keeps = depths.kept.get((claim.flow, name))
                if keeps is not None and id(keeps) not in self._kept:
                    self._kept[id(keeps)] = self.outcome(keeps)
                if keeps is None or self._kept[id(keeps)].verdict is not Verdict.PROVED:
                    found.add(name)
        return found

    def _outcome(self, depths: Depths) -> Outcome:
        small = []
        for instance in depths.instances:
            if not instance.general:
                small.append((instance, self._one(instance)))
                if small[-1][1].verdict in (Verdict.REFUTED, Verdict.DISAGREEMENT):
                    break
        refuted = next((d for d in small if d[1].verdict is Verdict.REFUTED), None)
        general = [(one, self._one(one)) for one in depths.instances if one.general and not refuted]
        if stopped := next((d for d in small if d[1].verdict not in _SHOWN), None):
            at, found = stopped
            verdict = found.verdict
            if verdict is Verdict.REFUSED and len(small) > 1 and small[0] is not stopped:
                verdict = Verdict.UNDECIDED
            return replace(
                found, verdict=verdict, because=reason("at ", at.told, ": ", found.because)
            )
        if name := _one_for_all(depths):
            why = f"`{name}` is one for all layers, but the claim is decided layer by layer: give"
            return Outcome(Verdict.UNDECIDED, reason(f"{why} it the index, if each has its own"))
        found = _proved(depths, small, general)
        if found.verdict is Verdict.UNDECIDED and depths.shares and self._adds_up(depths.shares):
            shares = [(one, self._one(one)) for one in depths.shares.instances]
            apart = _proved(replace(depths, obstacle=()), small, shares)
            return apart if apart.verdict in _SHOWN else found
        return found

    def _adds_up(self, shares: Shares) -> bool:
        """Whether both sides of statements at small depths are the sums of the shares of their
        layers, so that these were read as what they are.
        """
        try:
            for whole, parts in shares.sums:
                normal, sides = self._sides(whole)
                apart = [self._sides(part)[1] for part in parts]
                for side, *of_layers in zip(sides, *apart, strict=True):
                    rest = Sum((side, *map(negative, of_layers)))
                    if not normal.finished(normal.element(rest)).is_zero():
                        return False
        except SslcheckError:
            return False
        return bool(shares.sums)

    def _sides(self, instance: Instance) -> tuple[NormalForm, tuple[Expr, Expr]]:
        """The sides of a statement, along the flow."""
        statements, claim = self.statements(instance), instance.claim
        if self._chain:
            balanced, common = self._in_common(instance, self._chain)
            if (other := balanced.claim(claim)) is not None:
                statements, claim = common, other
        normal = statements.derivation.normal(statements.setting(claim))
        (relation,) = claim.statement.relations
        lhs, rhs = (normal.expr(normal.element(side)) for side in (relation.lhs, relation.rhs))
        return normal, (lhs, rhs)

    def _one(self, instance: Instance) -> Outcome:
        """The verdict on an instance: where layers are balanced, of what they have in common, in
        which a run of them is no more any function of time.

        At the smallest depths also of the layers themselves, which says the same.
        """
        found = self._by_chain(instance)
        if found is not None and (instance.general or instance.layout.depth > _TWICE):
            return found
        plain = self._as_it_is(instance)
        if found is None or plain.verdict not in (*_SHOWN, Verdict.REFUTED):
            return found or plain
        if (found.verdict is Verdict.REFUTED) is not (plain.verdict is Verdict.REFUTED):
            why = "the layers themselves, and what they have in common, say different things"
            raise RouteDisagreement(f"{why}; this is a bug of the checker")
        return plain

    def _by_chain(self, instance: Instance) -> Outcome | None:
        if self._chain is None or instance.claim.refused:
            return None
        try:
            balanced, statements = self._in_common(instance, self._chain)
            other = balanced.claim(instance.claim)
            if other is None:
                return None
            found = balanced.given(statements.outcome(other))
        except RouteDisagreement:
            raise
        except SslcheckError:
            return None
        known = (Verdict.PROVED, *(() if instance.general else (Verdict.REFUTED,)))
        return found if found is not None and found.verdict in known else None

    def _as_it_is(self, instance: Instance) -> Outcome:
        if instance.general and not instance.claim.form.any_motion:
            why = f"claims of kind `{instance.claim.kind}` are decided at small depths only"
            return Outcome(Verdict.UNDECIDED, reason(why))
        if instance.general and instance.claim.refused:  # it can be read at small depths
            why = "it, or its flow, speaks of layers in a run, of which one letter stands for all"
            return Outcome(Verdict.UNDECIDED, reason(why))
        if instance.claim.refused:
            return Outcome(Verdict.REFUSED, instance.claim.refused)
        try:
            found = self.statements(instance).outcome(instance.claim)
            return (
                _while_they_last(found)
                if instance.general and instance.claim.form.endless
                else found
            )
        except SslcheckError as error:
            if not instance.general:
                raise
            obstacle = of_error(error)
            if instance.claim.flow and not any(instance.layout.layers):  # none has a line
                obstacle = reason("how the product of a run of layers moves is not known")
            return Outcome(Verdict.UNDECIDED, obstacle)


def _while_they_last(found: Outcome) -> Outcome:
    """What is shown of layers beside runs of them that are functions of all times: that these are
    there for all times is a condition.
    """
    lasting = AllTimes()
    if found.verdict not in _SHOWN or lasting in found.given:
        return found
    applied = (*found.applied, lasting)
    given = (*applied, *(c for c in found.given if c not in found.applied))
    return replace(found, verdict=Verdict.CONDITIONAL, applied=applied, given=given)


def _one_for_all(depths: Depths) -> str:
    """What is to exist by a claim about each layer, and is not one for each; empty if nothing."""
    seen: dict[int, list[frozenset[str]]] = {}
    for one in depths.instances:
        if one.layout.at is not None and not one.general:
            names = frozenset(getattr(one.claim.form, o, "") for o in one.claim.form.sought)
            seen.setdefault(one.layout.depth, []).append(names - {""})
    return min(
        (name for sets in seen.values() for a in sets[1:] for name in a & sets[0]), default=""
    )


def _if(found: Outcome) -> Reason:
    """Under which conditions something is shown at one depth; empty if under none."""
    if found.verdict is Verdict.PROVED:
        return ()
    return reason(" if ", joined([c.said for c in found.applied or found.given], " and "))


def _proved(depths: Depths, small: list[Decided], general: list[Decided]) -> Outcome:
    """The verdict where nothing is false at small depths."""
    at = joined([one.told for one, _ in small], "; ")
    missing = depths.obstacle
    for one, found in general:
        if found.verdict not in _SHOWN and not missing:
            # what is false of any function of time need not be false of layers
            more = reason("more is needed than that a run of layers is any function of time")
            why = more if found.verdict is Verdict.REFUTED else found.because
            missing = reason(one.told, ": ", why)
    conditional = [f for _, f in (*small, *general) if f.verdict is Verdict.CONDITIONAL]
    sets = [frozenset(condition.said for condition in found.given) for found in conditional]
    widest = max(sets, key=len, default=frozenset())  # what is more than needed at one depth
    conditions = {widest} if all(each <= widest for each in sets) else {*sets}
    held = next((f for f, s in zip(conditional, sets, strict=True) if s == widest), small[-1][1])
    second = RouteResult("exact evaluation", "holds", reason("at ", at))
    if missing or len(conditions) > 1:
        why = missing or reason("its conditions are others at other depths")
        each = [reason(one.told, *_if(found)) for one, found in small]
        said = reason("it holds at ", joined(each, "; "), ", but not every depth is shown; ", why)
        first = RouteResult("normal form", "silent", why)
        return Outcome(Verdict.UNDECIDED, said, routes=(first, second), steps=held.steps)
    steps: list[Step] = []
    for one, found in [*[d for d in small if not general], *general]:
        letters = "the letter of a run of layers is any function of time: their number is any"
        why = reason(letters if one.general else "all layers written out")
        if one.layout.share:
            why = reason("a rate is the sum of those as one layer moves and all others rest")
        no_number = reason("it says which depths the next steps are about")
        steps += [Step(one.told, why, False, no_number), *found.steps]
    how = reason("all sizes, every depth")
    first = RouteResult("normal form", "holds", how)
    named = [*([held] if conditional else ()), *(found for _, found in general or small)]
    depth = Positive(Sym(small[0][0].layout.names[0]))  # that there are layers is no premise
    given = {c.said: c for found in named for c in found.given if c != depth}
    return replace(
        held,
        verdict=Verdict.CONDITIONAL if conditional else Verdict.PROVED,
        because=held.because if conditional else how,
        given=tuple(given.values()),
        routes=(first, second),
        steps=tuple(steps),
        notes=(reason("every depth"),),
    )
