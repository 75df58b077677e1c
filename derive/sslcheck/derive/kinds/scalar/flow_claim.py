"""Claims about flows of scalars: in every branch of signs, at exact parameters, or repaired."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any, ClassVar, Generic, TypeVar

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.errors import Unsupported
from sslcheck.derive.expr import ZERO, At, Dot, Expr, Num, Relation, Sym
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.kinds.scalar.equilibria import Line, under_roots
from sslcheck.derive.kinds.scalar.numbers import number, points
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.branch import Branch, Impossible, NotReal, Open
from sslcheck.derive.text.reason import Reason, assigned, of_error, reason
from sslcheck.derive.traverse import within
from sslcheck.derive.verdicts.condition import Condition, Nonnegative, Nonzero, Positive
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, identity_step

__all__ = [
    "Demand",
    "FlowClaim",
    "Leaf",
    "LineClaim",
    "answers",
    "at_values",
    "branches",
    "repair",
    "starting",
    "with_values",
]


_DEPTH = 5
_MOST = 60
_AT_ONCE = 3
_SETS = tuple(map(frozenset, ((0, 1), (-1, 0), (-1, 1), (1,), (-1,))))
_FIRST = 12
_TRIED = 80
_DRAWN = 4  # so many times more, where some are not admissible
_FOR_A_REPAIR = 40
_SOUGHT = 400
_LESS = 2
_AFFIRMED = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FlowClaim(ABC, Generic[T]):
    """What is said of the fixed points of a flow.

    A subclass says what is right in a branch of signs (`answer`, `right`), what is so at exact
    parameters (`tested`), and what a proof shows (`steps`, `checks`).
    """

    case: Case
    not_known: ClassVar[str] = "the sign of a difference is not known"

    @property
    @abstractmethod
    def branch(self) -> Branch:
        """What is declared of the parameters."""

    @abstractmethod
    def parameters(self) -> frozenset[str]:
        """The letters of flow and claim but the variables."""

    @abstractmethod
    def inserted(self) -> tuple[ProofStep, ...]:
        """The steps that show the flow."""

    @abstractmethod
    def answer(self, branch: Branch) -> T:
        """What formulas say in a branch; raises `Open` for a sign, `Unsupported` without them."""

    @abstractmethod
    def right(self, answer: T) -> bool:
        """Whether the claim is true by an answer."""

    @abstractmethod
    def tested(self, at: Mapping[str, Fraction]) -> Check | bool | None:
        """A check that fails at exact parameters; True where there is none, None if not known."""

    @abstractmethod
    def steps(self, leaves: list[Leaf[T]]) -> Iterator[ProofStep]:
        """The proof by the answers in all branches."""

    @abstractmethod
    def checks(self, leaves: list[Leaf[T]]) -> Iterator[Check]:
        """What the second route evaluates where the claim is proved."""

    @abstractmethod
    def confirming(self, at: Mapping[str, Fraction]) -> Iterator[Check]:
        """What it evaluates at exact parameters at which the claim is true."""

    @abstractmethod
    def explained(
        self, leaves: list[Leaf[T]], at: Mapping[str, Fraction], failing: Check
    ) -> Reason:
        """What is wrong with the claim, where a check fails."""

    def remarks(self) -> tuple[Reason, ...]:
        """What a reader should know in any case."""
        return ()

    def finding(self) -> Finding:
        """Branches without assumptions first, then a few points, then all branches and points."""
        inserted = self.inserted()
        tried = self.points(_TRIED)
        leaves, obstacle = self.leaves(0)
        good: list[Mapping[str, Fraction]] = []
        bad: list[tuple[Mapping[str, Fraction], Check]] = []
        if not self.proved(leaves):
            self.look(islice(tried, _FIRST), good, bad)
            if bad and not self.case.repairs:
                return self.refuted(leaves, *bad[0])
            # a repair that takes many signs is none
            leaves, obstacle = self.leaves(_DEPTH - _LESS if bad else _DEPTH)
        if self.proved(leaves):
            checks = (*self.checks(leaves), *(check for _, check in bad))
            steps = (*inserted, *self.steps(leaves))
            return Finding(True, checks, steps, remarks=self.remarks())
        demands = repair(leaves, self.right) if self.case.repairs else ()
        if not bad:
            self.look(tried, good, bad)
        elif demands:
            self.look(islice(tried, _FOR_A_REPAIR), good, bad, first=False)
            if not any(all(demand.met(at) for demand in demands) for at in good):
                met = (p for p in self.points(_SOUGHT) if all(d.met(p) for d in demands))
                self.look(islice(met, _AFFIRMED), good, bad, first=False)
        if not bad:
            return Finding(None, (), inserted, obstacle)
        refuted = self.refuted(leaves, *bad[0])
        good = [at for at in good if all(demand.met(at) for demand in demands)]
        wrong = any(all(demand.met(at) for demand in demands) for at, _ in bad)
        if not demands or not good or wrong:
            return refuted
        return replace(
            refuted,
            conditions=tuple(demand.condition(self.case.normal) for demand in demands),
            sufficient=True,
            firm=tuple(c for at in good[:_AFFIRMED] for c in self.confirming(at)),
        )

    def refuted(self, leaves: list[Leaf[T]], at: Mapping[str, Fraction], check: Check) -> Finding:
        """That the claim is false, as a check at a point shows."""
        why = self.explained(leaves, at, check)
        return Finding(False, (check,), self.inserted(), why, remarks=self.remarks())

    def leaves(self, depth: int) -> tuple[list[Leaf[T]], Reason]:
        """The answers in all branches, and what keeps them from being known."""
        try:
            leaves = branches(self.branch, self.answer, depth)
        except Unsupported as error:
            return [], of_error(error)
        openly = next((leaf.open for leaf in leaves if leaf.open is not None), None)
        if openly is None:
            return leaves, reason(self.not_known)
        return leaves, reason("the sign of ", self.shown(openly), " is not known")

    def proved(self, leaves: list[Leaf[T]]) -> bool:
        """Whether there are answers, and each is right."""
        known = answers(leaves)
        return bool(known) and all(map(self.right, known))

    def look(
        self,
        tried: Iterator[dict[str, Fraction]],
        good: list[Mapping[str, Fraction]],
        bad: list[tuple[Mapping[str, Fraction], Check]],
        first: bool = True,
    ) -> None:
        """Points at which the claim is true, and at which it fails: the ``first``, or all."""
        for at in tried:
            found = self.tested(at)
            if isinstance(found, Check):
                bad.append((at, found))
                if first:
                    return
            elif found:
                good.append(at)

    # -- for checks and messages ----------------------------------------------------------------

    def points(self, count: int) -> Iterator[dict[str, Fraction]]:
        """Admissible parameters."""
        names = self.parameters()
        if names <= self.case.setting.symbols.keys():
            drawn = points(self.case.normal.functions, names, _DRAWN * count)
            yield from islice(filter(self.admits, drawn), count)

    def admits(self, at: Mapping[str, Fraction]) -> bool:
        """Whether what stands for a symbol has its sign at a point of the parameters."""
        setting, normal = self.case.setting, self.case.normal
        for name in (*setting.lets, *setting.definitions):
            symbol = setting.symbols[name]
            if symbol.scalar and symbol.sign != "real":
                try:
                    exact = number(normal.scalar(Sym(name)), at)
                except Unsupported:
                    continue  # it has other letters as well
                if exact is None or exact.is_negative or (exact == 0 and symbol.sign == "positive"):
                    return False
        return True

    def shown(self, value: Ratio) -> Expr:
        """A value as an expression."""
        return self.case.normal.expr(self.case.normal.alphabet.scalar(value))

    def stated(self, relation: Relation, at: Mapping[str, Fraction], note: Reason) -> Check:
        """A statement about the parameters at a point."""
        setting = with_values(self.case.setting, at)
        return Check(relation, setting, note=reason(at_values(at, ": "), note))


@dataclass(frozen=True, slots=True)
class LineClaim(FlowClaim[T], Generic[T]):
    """A claim about the flow of one scalar; ``claimed`` are the values that it names."""

    flow: Line
    claimed: tuple[Ratio, ...]

    @property
    def branch(self) -> Branch:
        """What is declared of the parameters."""
        return self.flow.branch

    def parameters(self) -> frozenset[str]:
        """The letters of flow and claim but the variable."""
        return self.flow.parameters.union(*map(under_roots, self.claimed))

    def at_rest(self) -> Relation:
        """That the variable does not move."""
        return Relation(Dot(Sym(self.flow.variable)), "=", ZERO)

    def inserted(self) -> tuple[ProofStep, ...]:
        """The step that shows the flow."""
        moved = self.at_rest().lhs
        flow = Relation(moved, "=", self.case.normal.expr(self.case.normal.element(moved)))
        return (identity_step(flow, "the flow inserted", self.case.setting),)


def with_values(setting: Setting, at: Mapping[str, Fraction]) -> Setting:
    """The setting at a point of the parameters."""
    values = {name: Num(value) for name, value in at.items()}
    return replace(setting, lets={**setting.lets, **values})


def starting(setting: Setting, variable: str, value: Expr) -> Setting:
    """The setting in which the variable starts at a value, which is not to be one of the start."""
    if any(isinstance(part, At) for part in within([value], setting.lets, setting.definitions)):
        raise Unsupported("a value that depends on the start")
    anywhere = {  # also at the end of the domain
        name: replace(symbol, sign="real") if symbol.role == "state" else symbol
        for name, symbol in setting.symbols.items()
    }
    return replace(setting, symbols=anywhere, initial={**setting.initial, variable: value})


def at_values(at: Mapping[str, Fraction], after: str) -> Reason:
    """A point of the parameters in words; nothing where there are none."""
    values = {name: Num(value) for name, value in at.items()}
    return reason(assigned(values), after) if values else ()


@dataclass(frozen=True, slots=True)
class Demand:
    """The sign of a value is one of these."""

    value: Ratio
    signs: frozenset[int]

    def condition(self, normal: NormalForm) -> Condition:
        """The demand as a condition on the article's symbols."""
        turned = self.value if 1 in self.signs else -self.value
        expr = normal.expr(normal.alphabet.scalar(turned))
        if self.signs == {-1, 1}:
            return Nonzero(expr)
        letters = turned.scalars.letter
        names = tuple(n for n in turned.free() if (turned - letters(n)).is_zero())
        return Nonnegative(expr) if 0 in self.signs else Positive(expr, names)

    def met(self, at: Mapping[str, Fraction]) -> bool:
        """Whether it is met at a point."""
        found = number(self.value, at)
        return found is not None and int(bool(found > 0)) - int(bool(found < 0)) in self.signs


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """An answer under assumptions; None where they do not give one, for want of ``open``."""

    branch: Branch
    answer: T | None
    open: Ratio | None = None


def branches(branch: Branch, decide: Callable[[Branch], T], depth: int = _DEPTH) -> list[Leaf[T]]:
    """The answers of a procedure for every sign of what it needs to know.

    A branch may be impossible: what holds in all branches is true, what holds in some may not be.
    Raises `Unsupported` where there are too many.
    """
    try:
        return [Leaf(branch, decide(branch))]
    except Impossible:
        return []
    except NotReal:  # what it is about is not there
        return [Leaf(branch, None)]
    except Open as question:
        if not depth:
            return [Leaf(branch, None, question.value)]
        found: list[Leaf[T]] = []
        for sign in sorted(question.possible):
            found += branches(branch.where(question.value, sign), decide, depth - 1)
            if len(found) > _MOST:
                raise Unsupported("there are too many orders of the fixed points") from None
        return found


def answers(leaves: list[Leaf[T]]) -> list[T]:
    """The answers in all branches; none if one is missing."""
    known = [leaf.answer for leaf in leaves if leaf.answer is not None]
    return known if len(known) == len(leaves) else []


def repair(leaves: list[Leaf[T]], good: Callable[[T], bool]) -> tuple[Demand, ...]:
    """The fewest and weakest demands on signs with which every branch that is left is good.

    Empty where there are none that leave a branch which itself makes the demanded assumption.
    """
    asked: dict[frozenset[Any], Ratio] = {}
    seen: dict[frozenset[Any], set[int]] = {}
    tables = []
    for leaf in leaves:
        table = {}
        for value, sign in leaf.branch.assumed:
            lead = value.num.LC
            key = frozenset((m, c / lead) for m, c in value.scalars.align(value.num).items())
            table[key] = sign if lead > 0 else -sign
            asked.setdefault(key, value if lead > 0 else -value)
            seen.setdefault(key, set()).add(table[key])
        tables.append((table, leaf.answer is not None and good(leaf.answer)))
    for count in range(1, _AT_ONCE + 1):
        for keys in combinations(asked, count):
            for sets in product(_SETS, repeat=count):
                wanted = dict(zip(keys, sets, strict=True))
                if any(s & seen[k] in ({0}, seen[k]) for k, s in wanted.items()):
                    continue  # an equation, or no demand at all
                left = [
                    (table, fine)
                    for table, fine in tables
                    if all(table.get(k, next(iter(s))) in s for k, s in wanted.items())
                ]
                if any(wanted.keys() <= t.keys() for t, _ in left) and all(f for _, f in left):
                    demands = [Demand(asked[k], frozenset(s & seen[k])) for k, s in wanted.items()]
                    return tuple(_without_implied(leaves[0].branch, demands))
    return ()


def _without_implied(branch: Branch, demands: list[Demand]) -> list[Demand]:
    """The demands that the others do not imply."""
    for demand in demands:
        others = [d for d in demands if d is not demand]
        given = tuple((d.value, s) for d in others for s in d.signs if len(d.signs) == 1)
        if replace(branch, assumed=given, values={}).known(demand.value) in demand.signs:
            return _without_implied(branch, others)
    return demands
