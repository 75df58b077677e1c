"""`linear`: a flow is linear in its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.letters import OfMatrix
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.article.article import Claim
from sslcheck.derive.calculus import kronecker_form
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.orders.order import order_finding
from sslcheck.derive.kinds.residuals.constants import refuse_supposed
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.quadratic import Form, Key, read_form
from sslcheck.derive.text.reason import Tex, of_error, reason
from sslcheck.derive.traverse import inserted, walk
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.finding import Check, Finding, ProofStep, argued_step, identity_step

__all__ = ["Linear", "system_form"]

_STACKED = Tex(r"\text{vec}(A W B) = (B^T \otimes A) \text{vec}(W)")


class Linear(Kind, frozen=True, kw_only=True, tag="linear"):
    """The stacked state moves by a matrix that does not contain the state.

    The ``matrix`` is asked for, and then derived; what is declared of it (symmetric, psd) is part
    of the claim. Where a hypothesis or a definition gives it a value, or it is written out in full
    (without ``matrix``), it is compared with the one derived.
    """

    matrix: str = ""

    names = ("matrix",)
    meanings: ClassVar[Mapping[str, str]] = {"matrix": "the matrix that is asked for"}
    reads = "`\\frac{d}{dt} \\text{vec}(W) = -H \\text{vec}(W)`, H asked for or given in full"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """``d/dt vec(W) = c H vec(W)``: H is derived by ``vec(A W B) = (B^T kron A) vec(W)``."""
        setting, normal = case.setting, case.normal
        state, factor, given = self.parts(case.claim, case.relation)
        if setting.symbols[state].scalar:
            why = reason(
                e.Sym(state), " is a scalar: claim an `identity` of its derivative instead"
            )
            return Finding(None, (), (), why)
        rate = normal.element(e.Dot(e.Sym(state)))
        unknown = self._is_asked(setting, given)
        itself = () if unknown else (Check(case.relation, setting),)
        if not _is_linear(rate, state):
            found = _nonlinear(case, state)
            return replace(found, checks=(*found.checks, *itself))
        try:
            value = system_form(normal, state, factor if unknown else Fraction(1)).expr
        except Unsupported as error:
            return Finding(None, itself, (), of_error(error), decisive=True)
        flow = e.Relation(e.Dot(e.Sym(state)), "=", normal.expr(rate))
        number = _number(factor) if unknown else ()
        stacked = e.Relation(
            e.Vec(e.Dot(e.Sym(state))), "=", e.Prod((*number, value, e.Vec(e.Sym(state))))
        )
        steps = (
            identity_step(flow, "the derived flow", setting),
            identity_step(stacked, reason(_STACKED, ", term by term"), setting),
        )
        if unknown:
            return self._solved(
                case, e.Sym(self.matrix), value, steps, setting.symbols[state].index
            )
        scaled = e.Prod((e.Num(factor), given))
        check = Check(case.relation, setting)
        try:
            agrees = normal.holds(case.relation) or _same(normal, scaled, value)
        except Unsupported as error:
            return Finding(None, (check,), steps, of_error(error), decisive=True)
        why = reason("" if agrees else reason("the flow gives ", value, ", not ", scaled))
        return Finding(agrees, (check,), steps, why)

    def _solved(
        self, case: Case, matrix: e.Sym, value: e.Expr, steps: tuple[ProofStep, ...], index: str
    ) -> Finding:
        refuse_supposed(case.setting, matrix.name)
        own, functions = case.setting.symbols[matrix.name], case.normal.functions
        names = (part.name for part in walk(value) if isinstance(part, e.Sym))
        if index != own.index and any(functions.indexed(name, index) for name in names):
            why = reason(matrix, " is one for all modes, but ", value, " depends on the mode")
            return Finding(None, (), steps, why)
        declared = own.properties
        plain = {**case.setting.symbols, own.name: replace(own, properties=frozenset())}
        solved = with_lets(replace(case.setting, symbols=plain), {matrix.name: value})
        normal = case.derivation.normal(solved)
        defined = argued_step(
            e.Relation(matrix, "=", value),
            "read off",
            reason("it defines ", matrix, ", with which the claim itself is evaluated"),
        )
        check = Check(case.relation, solved)
        steps = (*steps, defined)
        if "psd" in declared or "symmetric" in declared:
            mirrored = e.Relation(e.Transpose(matrix), "=", matrix)
            if not read_form(normal, matrix).is_symmetric:
                why = reason(matrix, " is declared symmetric, but ", value, " is not")
                return Finding(False, (Check(mirrored, solved),), steps, why)
            steps = (*steps, identity_step(mirrored, "it is symmetric, as declared", solved))
        if declared - {"symmetric", "psd"}:
            why = reason(matrix, f" is declared {', '.join(sorted(declared))}: not looked for")
            return Finding(None, (), steps, why)
        if "psd" in declared:
            order = order_finding(normal, e.Relation(matrix, "psd", e.ZERO), solved, steps)
            if not order.holds:
                return order
            steps = order.steps
        remark = reason("derived: ", e.Relation(matrix, "=", value))
        solution = {matrix.name: value}
        return Finding(True, (check,), steps, remarks=(remark,), solved=solution)

    def derived(self, case: Case, claim: Claim) -> e.Expr:
        """The matrix that another claim, of this kind, derives, in the setting of a case."""
        state, factor, given = self.parts(claim, claim.statement.relations[0])
        if not self._is_asked(case.setting, given):
            return given
        return system_form(case.normal, state, factor).expr

    def _is_asked(self, setting: Setting, given: e.Expr) -> bool:
        """Whether it is the matrix that is asked for, to which nothing gives a value."""
        lets = (setting.lets, setting.definitions)
        return given == e.Sym(self.matrix) and not any(self.matrix in known for known in lets)

    def parts(self, claim: Claim, relation: e.Relation) -> tuple[str, Fraction, e.Expr]:
        """The state, the number c and the matrix H of ``d/dt vec(W) = c H vec(W)``."""
        match relation.lhs:
            case e.Dot(arg=e.Vec(arg=e.Sym(name=state))) | e.Vec(arg=e.Dot(arg=e.Sym(name=state))):
                found = _coefficient(relation.rhs, e.Vec(e.Sym(state)))
                if found is not None and (not self.matrix or found[1] == e.Sym(self.matrix)):
                    return state, *found
        raise ArticleError(
            f"a claim of kind `linear` has the form {self.reads}: it names its"
            " `matrix`, or gives it in full"
        )


def _same(normal: NormalForm, given: e.Expr, derived: e.Expr) -> bool:
    """Whether two matrices are seen to be equal, sums of Kronecker products among them."""
    forms = [read_form(normal, matrix) for matrix in (given, derived)]
    return forms[0].spaces == forms[1].spaces and (forms[0] + -forms[1]).is_zero


def _coefficient(node: e.Expr, stacked: e.Expr) -> tuple[Fraction, e.Expr] | None:
    """The number c (not 0) and the matrix H of ``c H vec(W)``."""
    if isinstance(node, e.Quotient) and isinstance(node.denominator, e.Num):
        inner = _coefficient(node.numerator, stacked)
        below = node.denominator.value
        return None if inner is None or not below else (inner[0] / below, inner[1])
    if not isinstance(node, e.Prod) or node.factors[-1] != stacked:
        return None
    number = Fraction(1)
    rest: list[e.Expr] = []
    for factor in node.factors[:-1]:
        match factor:
            case e.Num(value=value):
                number *= value
            case e.Quotient(numerator=e.Num(value=top), denominator=e.Num(value=below)) if below:
                number *= top / below
            case _:
                rest.append(factor)
    if not rest or not number:
        return None
    return number, e.multiplied(rest)


def _number(value: Fraction) -> tuple[e.Expr, ...]:
    return () if value == 1 else (e.Num(value),)


def _is_linear(rate: Element, state: str) -> bool:
    """Whether each term has the state exactly once."""
    inverses = (n for n in rate.letters() if isinstance(n, OfMatrix))
    return (
        not any(state in coeff.free() for coeff in rate.terms.values())
        and not any(state in each.value.letters() for each in inverses)
        and all(sum(name == state for name, _ in word) == 1 for word in rate.terms)
    )


def _nonlinear(case: Case, state: str) -> Finding:
    """A point at which ``f(x + 2y)`` is not ``f(x) + 2 f(y)``.

    There is none where the flow is linear in another way than by products: ``W o V``, ``tr(W) V``.
    """
    setting, normal = case.setting, case.normal
    rate = setting.flow.get(state)
    if rate is None:
        return Finding(None, (), (), reason(e.Sym(state), " does not move by a flow of its own"))
    letters = [f"{state}_{mark}" for mark in ("{(1)}", "{(2)}")]
    own = setting.symbols[state]
    extra = {
        name: replace(own, name=name, role="parameter", properties=frozenset()) for name in letters
    }
    moved, first, second = map(e.Sym, (state, *letters))
    two = e.Num(Fraction(2))
    inner = normal.expr(normal.element(rate))
    at = [inserted(inner, moved, x) for x in (e.Sum((first, e.Prod((two, second)))), first, second)]
    apart = e.difference(at[0], e.Sum((at[1], e.Prod((two, at[2])))))
    wider = replace(setting, symbols={**setting.symbols, **extra})
    why = reason("the matrix would contain ", e.Sym(state), ", which it moves: ", inner)
    note = reason("the rate at the first plus twice the second is not the sum of the rates")
    step = identity_step(e.Relation(e.Dot(e.Sym(state)), "=", inner), "the derived flow", setting)
    check = Check(e.Relation(apart, "=", e.ZERO), wider, note=note)
    return Finding(False, (check,), (step,), why, complete=False)


def system_form(normal: NormalForm, state: str, factor: Fraction) -> Form:
    """H of ``d/dt vec(W) = c H vec(W)``, as a sum of Kronecker products.

    Raises `Unsupported` where the flow is not linear in the form ``A W B``.
    """
    rate = normal.element(e.Dot(e.Sym(state))).scaled(normal.scalars.number(1 / factor))
    terms: dict[Key, Ratio] = {}
    for term in kronecker_form(rate, state):
        (right,) = term.right.T.terms
        terms |= {(right, left): coeff for left, coeff in term.left.terms.items()}
    rows, cols = normal.setting.symbols[state].shape
    space = normal.setting.space
    return Form(normal, normal.alphabet, (space(cols), space(rows)), terms)
