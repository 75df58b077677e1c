"""`linear`: a flow is linear in its state."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sslcheck.derive.calculus import KroneckerTerm, kronecker_form
from sslcheck.derive.condition import with_lets
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Expr, Kron, Num, Prod, Relation, Sum, Sym, Vec
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.reason import reason

__all__ = ["Linear", "is_symmetric", "kronecker_expr", "system_matrix"]


class Linear(Kind, frozen=True, kw_only=True, tag="linear"):
    """The matrix of the flow contains no more of the state that it moves than is declared."""

    matrix: str

    names = ("matrix",)
    reads = "`\\frac{d}{dt} \\text{vec}(W) = -H \\text{vec}(W)`"
    holds = "along"

    def decide(self, case: Case) -> Finding:
        """``d/dt vec(W) = c H vec(W)``: H is derived by ``vec(A W B) = (B^T kron A) vec(W)``."""
        setting, matrix, normal = case.setting, self.matrix, case.normal
        state, factor = self.parts(case.claim.id, case.relation)
        rate = normal.element(Dot(Sym(state)))
        try:
            terms = system_matrix(normal, state, factor)
        except Unsupported as error:
            return Finding(None, (), (), reason(str(error)))
        value = kronecker_expr(normal, terms)
        solved = with_lets(setting, {matrix: value})
        steps = (
            identity_step(
                Relation(Dot(Sym(state)), "=", normal.expr(rate)), "the derived flow", setting
            ),
            identity_step(
                Relation(
                    Vec(Dot(Sym(state))), "=", Prod((*_number(factor), value, Vec(Sym(state))))
                ),
                "vec(A W B) = (B^T ⊗ A) vec(W), term by term",
                setting,
            ),
            argued_step(
                Relation(Sym(matrix), "=", value),
                "read off",
                reason("it defines ", Sym(matrix), ", with which the claim itself is evaluated"),
            ),
        )
        return Finding(
            True,
            (Check(case.relation, solved),),
            steps,
            remarks=(reason("derived: ", Relation(Sym(matrix), "=", value)),),
            solved={matrix: value},
        )

    def parts(self, claim: str, relation: Relation) -> tuple[str, Fraction]:
        """The state and the number c of ``d/dt vec(W) = c H vec(W)``."""
        match relation:
            case Relation(
                lhs=(Dot(arg=Vec(arg=Sym(name=state))) | Vec(arg=Dot(arg=Sym(name=state)))),
                op="=",
                rhs=Prod(factors=factors),
            ):
                numbers = [f.value for f in factors if isinstance(f, Num)]
                rest = [f for f in factors if not isinstance(f, Num)]
                alone = len(numbers) <= 1 and all(numbers)
                if alone and rest == [Sym(self.matrix), Vec(Sym(state))]:
                    return state, numbers[0] if numbers else Fraction(1)
        raise ArticleError(
            f"claim `{claim}`: a claim of kind `linear` has the form"
            f" `\\frac{{d}}{{dt}} \\text{{vec}}(W) = -{self.matrix} \\text{{vec}}(W)` and names its"
            " `matrix`"
        )


def _number(value: Fraction) -> tuple[Expr, ...]:
    return () if value == 1 else (Num(value),)


def system_matrix(normal: NormalForm, state: str, factor: Fraction) -> tuple[KroneckerTerm, ...]:
    """H of ``d/dt vec(W) = c H vec(W)``, as a sum of Kronecker products."""
    rate = normal.element(Dot(Sym(state)))
    return kronecker_form(rate.scaled(normal.scalars.number(1 / factor)), state)


def is_symmetric(terms: Iterable[KroneckerTerm]) -> bool:
    """Whether the sum of Kronecker products is a symmetric matrix."""
    left_of = {word: term.left for term in terms for word in term.right.terms}
    for word, left in left_of.items():
        mirrored = left.alphabet.reduce((n, not t) for n, t in reversed(word))
        if mirrored not in left_of or not (left_of[mirrored] - left.T).is_zero():
            return False
    return True


def kronecker_expr(normal: NormalForm, terms: Iterable[KroneckerTerm]) -> Expr:
    """The sum of Kronecker products as an expression."""
    parts = [Kron(normal.expr(t.right.T), normal.expr(t.left)) for t in terms]
    if not parts:
        raise Unsupported("the flow is identically zero")
    return Sum(tuple(parts)) if len(parts) > 1 else parts[0]
