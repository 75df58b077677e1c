"""`lyapunov`: a matrix obeys ``dQ/dt = -(K Q + Q K)`` for some K, which is derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import ClassVar

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import Word
from sslcheck.derive.algebra.linear_solve import solve_linear
from sslcheck.derive.algebra.rebuild import coefficient
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.residuals.constants import refuse_supposed
from sslcheck.derive.kinds.residuals.divisors import nonzero
from sslcheck.derive.kinds.residuals.modes import depends
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.signs.definiteness import sum_of_squares
from sslcheck.derive.signs.quadratic import read_form
from sslcheck.derive.signs.scalar import Signs
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.text.reason import Reason, joined, reason
from sslcheck.derive.traverse import inserted, walk, within
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["LyapunovLaw", "SolvedLaw", "lyapunov_law"]

_WORDS = 128  # tried for K at most
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class SolvedLaw:
    """The matrix K, and the steps from the flow to it."""

    value: e.Expr
    steps: tuple[ProofStep, ...]


class LyapunovLaw(Kind, frozen=True, kw_only=True, tag="lyapunov"):
    """There is a matrix K in the algebra of the basis, as declared, that solves the equation.

    The algebra is that of all products of the basis' matrices, and of the transposes of those that
    are not symmetric, with scalars as coefficients. K is symmetric only if it is declared so. A
    ``probe`` is a family of states on which Q vanishes and dQ/dt does not: then no K serves.
    """

    unknown: str
    basis: tuple[str, ...]
    probe: str = ""

    names = ("unknown", "basis")
    sought = ("unknown",)
    meanings: ClassVar[Mapping[str, str]] = {
        "unknown": "the matrix K that is to exist",
        "basis": "matrices of whose products K is made",
        "probe": "states with Q = 0, as an equation",
    }
    any_motion = True
    reads = "`\\dot{Q} = -(K Q + Q K)` or any equation that is linear in K"

    def formulas(self) -> dict[str, str]:
        """The probe is an equation."""
        return {"probe": self.probe} if self.probe else {}

    def decide(self, case: Case) -> Finding:
        """K is found among the polynomials in the claim's basis by comparing coefficients.

        Where there is none, the equations for its coefficients contradict each other, at exact
        points as well; or the ``probe`` decides.
        """
        unknown, setting = self.unknown, case.setting
        refuse_supposed(setting, unknown)
        if _in_flow(setting, unknown):
            raise ArticleError(
                f"the unknown `{unknown}` stands in the flow: it is given"
                " and not sought; use another symbol for one of the two"
            )
        search = _Search(case.normal, case.relation, unknown, self.basis)
        found = search.solved()
        if found is not None:
            solved = with_lets(setting, {unknown: found.value})
            index = setting.symbols[unknown].index
            element = case.normal.element(found.value)
            if depends(case.normal, element, (index,) if index else ()):
                why = reason(e.Sym(unknown), " is one for all modes, but ", found.value)
                return Finding(None, (), found.steps, reason(why, " depends on the mode"))
            declared = setting.symbols[unknown].properties - {"symmetric"}
            if declared and not _has(case.derivation.normal(solved), found.value, declared):
                why = reason(
                    e.Relation(e.Sym(unknown), "=", found.value), " serves, but is not known"
                )
                return Finding(None, (), found.steps, reason(why, f" to be {min(declared)}"))
            return Finding(
                True,
                (Check(case.relation, solved),),
                found.steps,
                conditions=nonzero(case.normal, (found.value,)),
                remarks=(reason("derived: ", e.Relation(e.Sym(unknown), "=", found.value)),),
                solved={unknown: found.value},
            )
        probed = _refuted(case, self.basis) if self.probe else None
        if probed is not None and probed.holds is False:
            return probed
        nothing = reason("no ", e.Sym(unknown), f" of degree {search.degree} or less in the basis")
        if not search.complete:
            return Finding(None, (), (), nothing)
        higher = reason(", and one of a higher degree would leave terms that nothing cancels")
        return Finding(
            False, (search.check(),), (search.step(),), reason(nothing, higher), complete=False
        )


class _Search:
    """The equation as a linear system for the coefficients of K over words in the basis.

    ``complete`` says that no longer word can help: the words of the highest degree in the equation
    then come from the words of the highest degree in K, which do not cancel each other.
    """

    def __init__(
        self, normal: NormalForm, relation: e.Relation, unknown: str, basis: tuple[str, ...]
    ) -> None:
        self.normal, self.relation, self.unknown, self.basis = normal, relation, unknown, basis
        symbol = normal.setting.symbols[unknown]
        self.space = symbol.shape[0]
        self.symmetric = bool(symbol.properties & {"symmetric", "psd"})
        self._gap = normal.element(relation.lhs) - normal.element(relation.rhs)
        letters: list[e.Expr] = []
        elements = [normal.finished(normal.element(e.Sym(name))) for name in basis]
        for name, element in zip(basis, elements, strict=True):
            square = element.shape[0] == element.shape[1]
            mirrored = square and (element - element.T).is_zero()
            letters += [e.Sym(name)] if mirrored else [e.Sym(name), e.Transpose(e.Sym(name))]
        self.target = self._with(e.zeros(self.space))
        unit = self._column(e.Ident(self.space))
        lengths = [{len(w) for w in element.terms} for element in elements]
        shortest = min((min(found) for found in lengths if found), default=1)
        degree = (_longest(self.target) - _longest(unit)) // max(shortest, 1)
        least = 1 if self.target.terms else 0
        self.degree = min(max(degree, least), _DEEPEST)
        while len(letters) > 1 and len(letters) ** self.degree > _WORDS:
            self.degree -= 1
        uniform = all(len(found) == 1 for found in lengths)
        crossed = any(
            isinstance(part, e.Transpose) and part.arg == e.Sym(unknown)
            for side in (relation.lhs, relation.rhs)
            for part in walk(side)
        )
        plain = len({len(w) for w in unit.terms}) == 1 or not crossed or self.symmetric
        free = not any(
            "orthonormal" in normal.alphabet.properties.get(name, ())
            for name in self.target.letters() | unit.letters()
        )
        self.complete = degree <= self.degree and uniform and plain and free and shortest > 0
        self.words = list(self._candidates(letters))
        self.columns = [self._column(word) for word in self.words]

    def _candidates(self, letters: list[e.Expr]) -> Iterator[e.Expr]:
        for degree in range(self.degree + 1):
            for factors in product(letters, repeat=degree):
                if not self._conforms(factors):
                    continue
                word: e.Expr = e.Prod(factors) if factors else e.Ident(self.space)
                mirrored = e.Transpose(word)
                if (
                    not self.symmetric
                    or not factors
                    or self.normal.holds(e.Relation(word, "=", mirrored))
                ):
                    yield word
                elif repr(factors) <= repr(_flipped(factors)):
                    yield e.Sum((word, e.Prod(_flipped(factors))))

    def _conforms(self, factors: tuple[e.Expr, ...]) -> bool:
        """Whether a product is one of the shape of K."""
        shapes = [self.normal.element(factor).shape for factor in factors]
        spaces = [self.normal.setting.space(self.space)]
        for rows, cols in shapes:
            if rows != spaces[-1]:
                return False
            spaces.append(cols)
        return spaces[-1] == spaces[0]

    def _with(self, value: e.Expr) -> Element:
        """The equation with a value for K."""
        normal = self.normal
        return normal.finished(self._gap.substitute({self.unknown: normal.element(value)}))

    def _column(self, value: e.Expr) -> Element:
        return self._with(value) - self.target

    def solved(self) -> SolvedLaw | None:
        """K and how it was found, or None."""
        solution = solve_linear(-self.target, self.columns)
        if solution is None:
            return None
        normal, relation, setting = self.normal, self.relation, self.normal.setting
        parts: list[e.Expr] = []
        for coeff, word in zip(solution, self.words, strict=True):
            if not coeff.is_zero():
                parts += _scaled(coefficient(coeff), word)
        parts = parts or [e.zeros(self.space)]
        matrix: e.Expr = e.summed(parts)
        solved = with_lets(setting, {self.unknown: matrix})
        moved = e.Relation(relation.lhs, "=", normal.expr(normal.element(relation.lhs)))
        steps = [
            identity_step(moved, "product rule along the flow", setting),
            argued_step(
                e.Relation(e.Sym(self.unknown), "=", matrix),
                self._compared(),
                reason("it defines ", e.Sym(self.unknown), ", which the next step inserts"),
            ),
            identity_step(relation, "inserted: both sides have the same normal form", solved),
        ]
        mirrored = e.Relation(e.Transpose(matrix), "=", matrix)
        if normal.holds(mirrored):
            steps.append(identity_step(mirrored, "it is symmetric", setting))
        return SolvedLaw(matrix, tuple(steps))

    def _compared(self) -> Reason:
        return reason(
            f"coefficients compared over all words of degree at most {self.degree} in ",
            _listed([e.Sym(name) for name in self.basis]),
        )

    def check(self) -> Check:
        """That what is to be matched is a combination of what the words of K give."""
        gap = e.difference(self.relation.lhs, self.relation.rhs)
        unknown = e.Sym(self.unknown)
        nothing = inserted(gap, unknown, e.zeros(self.space))
        span = tuple(e.difference(inserted(gap, unknown, word), nothing) for word in self.words)
        note = reason("no coefficients of ", unknown, " solve the equation at this point")
        return Check(e.Relation(nothing, "=", e.ZERO), self.normal.setting, note=note, span=span)

    def step(self) -> ProofStep:
        """What K would have to match."""
        lhs, setting = self.relation.lhs, self.normal.setting
        moved = e.Relation(lhs, "=", self.normal.expr(self.normal.element(lhs)))
        why = reason("product rule along the flow; ", self._compared(), ": they contradict")
        return identity_step(moved, why, setting)


def lyapunov_law(
    normal: NormalForm, quantity: e.Expr, unknown: str, basis: tuple[str, ...]
) -> SolvedLaw | None:
    """A polynomial K in the basis with ``dQ/dt = -(K Q + Q K)``, or None.

    Works in the setting's finished words, so hypotheses on the state are used.
    """
    if _in_flow(normal.setting, unknown):
        return None
    matrix = e.Sym(unknown)
    sides = e.Sum((e.Prod((matrix, quantity)), e.Prod((quantity, matrix))))
    relation = e.Relation(e.Dot(quantity), "=", e.negative(sides))
    return _Search(normal, relation, unknown, basis).solved()


def _in_flow(setting: Setting, unknown: str) -> bool:
    """Whether the flow, or what it is written in, has the unknown in it."""
    parts = within(setting.flow.values(), setting.lets, setting.definitions)
    return any(part == e.Sym(unknown) for part in parts)


def _longest(element: Element) -> int:
    return max((len(word) for word in element.terms), default=0)


def _flipped(factors: tuple[e.Expr, ...]) -> tuple[e.Expr, ...]:
    return tuple(f.arg if isinstance(f, e.Transpose) else e.Transpose(f) for f in reversed(factors))


def _scaled(scale: tuple[e.Expr, ...], word: e.Expr) -> list[e.Expr]:
    """A scalar times a word, or times each word of a sum."""
    if isinstance(word, e.Sum):
        return [part for term in word.terms for part in _scaled(scale, term)]
    rest = word.factors if isinstance(word, e.Prod) else (word,)
    return [e.Prod((*scale, *rest)) if scale else word]


def _has(normal: NormalForm, value: e.Expr, declared: frozenset[str]) -> bool:
    """Whether a matrix is known to have properties."""
    if declared != {"psd"}:
        return False
    try:
        sum_of_squares(read_form(normal, value), Signs(normal.functions))
    except Unsupported:
        return False
    return True


def _listed(values: list[e.Expr] | list[e.Sym]) -> Reason:
    return joined([reason(value) for value in values], ", ")


def _refuted(case: Case, basis: tuple[str, ...]) -> Finding:
    claim, setting, relation = case.claim, case.setting, case.relation
    where = f"claim `{claim.id}`, probe"
    read = claim.formulas["probe"]
    family = resolve_relation(
        read.relations[0], setting.symbols, source=read.source, where=where, merged=setting.merged
    )
    if not isinstance(family.lhs, e.Sym) or not isinstance(relation.lhs, e.Dot):
        raise ArticleError(f"{where}: must read `state = expression`, for a claim `dQ/dt = ...`")
    quantity = relation.lhs.arg
    started = replace(setting, initial={**setting.initial, family.lhs.name: family.rhs})
    normal = case.derivation.normal(started)
    vanishes = e.Relation(quantity, "=", e.ZERO)
    still = e.Relation(relation.lhs, "=", e.ZERO)
    if not normal.holds(vanishes):
        raise ArticleError(f"{where}: `{to_text(quantity)}` does not vanish on this family")
    rate = normal.residual(still)
    steps = (
        identity_step(vanishes, reason("on the family ", family), started),
        identity_step(
            e.Relation(relation.lhs, "=", normal.expr(rate)),
            "its derivative there; a Lyapunov equation would make it 0",
            started,
        ),
    )
    if rate.is_zero():
        why = reason("neither a matrix nor a counterexample on the probe")
        return Finding(None, (), steps, why)
    blocks = _foreign(case.normal, relation.lhs, basis)
    why = reason("the equation would keep the family, which the flow leaves")
    if blocks:
        names: list[e.Expr] = [e.Sym(name) for name in basis]
        why = reason(why, ": ", _listed(blocks), " cannot be written in ", _listed(names))
    return Finding(False, (Check(still, started, note=reason("at time 0")),), steps, why)


def _foreign(normal: NormalForm, rate: e.Expr, basis: tuple[str, ...]) -> list[e.Expr]:
    """What is left of the words of ``rate`` after the basis' own words are cut out."""
    known: list[Word] = []
    for name in basis:
        element = normal.finished(normal.element(e.Sym(name)))
        known += [w for w in element.terms if w]
    known.sort(key=len, reverse=True)
    element = normal.finished(normal.element(rate))
    found: dict[Word, None] = {}
    for word in element.terms:
        rest = list(word)
        for cut in known:
            k = 0
            while k + len(cut) <= len(rest):
                if tuple(rest[k : k + len(cut)]) == cut:
                    del rest[k : k + len(cut)]
                else:
                    k += 1
        if rest:
            found.setdefault(tuple(rest))
    shape = element.shape
    one = normal.scalars.number(1)
    chosen = sorted(found, key=lambda w: (len(w), w))[:3]
    return [normal.expr(Element(element.alphabet, shape, {w: one})) for w in chosen]
