"""`definite`: the matrix of a linear flow is positive (semi-)definite."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element, Word
from sslcheck.derive.calculus import KroneckerTerm
from sslcheck.derive.condition import (
    AnyOf,
    Condition,
    Definite,
    Nonsingular,
    Positive,
    with_lets,
)
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Expr, Ident, Kron, Num, Prod, Relation, Sum, Sym, Transpose
from sslcheck.derive.finding import Check, Finding, argued_step, identity_step
from sslcheck.derive.kinds.kind import Case, Kind
from sslcheck.derive.kinds.linear import Linear, kronecker_expr, system_matrix
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import to_text
from sslcheck.derive.reason import Ref, reason
from sslcheck.derive.setting import Setting

__all__ = ["DefiniteMatrix"]

_Way = tuple[Condition, ...]
"""Conditions that suffice together."""


@dataclass(frozen=True, slots=True)
class _GramTerm:
    """``weight * (right^T kron root^T root)``, positive semi-definite term by term."""

    weight: Ratio
    right: Element
    root: Element


class DefiniteMatrix(Kind, frozen=True, kw_only=True, tag="definite"):
    """At every admissible point the matrix is positive definite, or semi-definite."""

    of: str = ""
    matrix: str = ""

    names = ("matrix",)
    signs = ("psd", "pd")
    needs_flow = "for derivatives"
    reads = "`H \\succeq 0` or `H \\succ 0`"

    def decide(self, case: Case) -> Finding:
        """``H >= 0`` or ``H > 0`` for the matrix of a linear flow, by a sum of Gram terms.

        Definiteness needs one term that is definite by itself; the terms say under which extra
        conditions there is one.
        """
        setting, relation, normal = case.setting, case.relation, case.normal
        source = next((c for c in case.derivation.article.claims if c.id == self.of), None)
        if source is None or not isinstance(source.form, Linear):
            raise ArticleError(
                f"claim `{case.claim.id}`: name as `of` the claim of kind `linear` that the matrix"
                " belongs to"
            )
        matrix = source.form.matrix
        state, factor = source.form.parts(source.id, source.statement.relations[0])
        if relation.lhs != Sym(matrix) or relation.rhs != Num(Fraction(0)):
            raise ArticleError(
                f"claim `{case.claim.id}`: must read `{matrix} \\succeq 0` or `{matrix} \\succ 0`"
            )
        terms = system_matrix(normal, state, factor)
        value = kronecker_expr(normal, terms)
        solved = with_lets(setting, {matrix: value})
        check = Check(relation, solved)
        steps = [
            argued_step(
                Relation(Sym(matrix), "=", value),
                reason("claim ", Ref("claim", source.id)),
                reason("it defines ", Sym(matrix), ", with which the claim itself is evaluated"),
            )
        ]
        try:
            grams = [gram for term in terms for gram in _gram(normal, term)]
        except Unsupported as error:
            return Finding(None, (check,), tuple(steps), reason(str(error)))
        certificate = Sum(tuple(_gram_expr(normal, g) for g in grams))
        steps.append(
            identity_step(
                Relation(value, "=", certificate),
                "squares completed: a sum of B ⊗ LᵀL with weights and B positive semi-definite",
                setting,
            )
        )
        steps.append(
            identity_step(Relation(Transpose(value), "=", value), "it is symmetric", setting)
        )
        if relation.op == "psd":
            return Finding(True, (check,), tuple(steps))
        ways = _minimal([_needs(normal, g) for g in grams])
        if () in ways:
            return Finding(True, (check,), tuple(steps))
        either = AnyOf(ways)
        steps.append(
            argued_step(
                either.said,
                "each of these makes one Gram term, and so the sum, positive definite",
                "a condition, with which the claim itself is evaluated",
            )
        )
        tight = with_lets(solved, _most_definite(normal, ways))
        note = reason("the matrix is singular here, with the identity where it matters")
        return Finding(
            False,
            (Check(relation, tight, note=note),),
            tuple(steps),
            reason("only positive semi-definite without a further condition"),
            (either,),
            sufficient=True,
            firm=(Check(relation, _strict(solved)),),
        )


def _most_definite(normal: NormalForm, ways: tuple[_Way, ...]) -> dict[str, Expr]:
    """The identity for each moment whose definiteness alone is not enough."""
    alone = {need for way in ways if len(way) == 1 for need in way}
    return {
        name: Ident(symbol.shape[0])
        for name, symbol in normal.setting.symbols.items()
        if "psd" in symbol.properties
        and any(Definite(Sym(name)) in way for way in ways)
        and Definite(Sym(name)) not in alone
    }


def _strict(setting: Setting) -> Setting:
    """Every nonnegative scalar positive (generic points have definite moments already)."""
    symbols = {
        n: replace(s, sign="positive") if s.sign == "nonnegative" else s
        for n, s in setting.symbols.items()
    }
    return replace(setting, symbols=symbols)


def _gram_expr(normal: NormalForm, gram: _GramTerm) -> Expr:
    root = normal.expr(gram.root)
    square: Expr = normal.expr(gram.root)
    if gram.root.terms.keys() != {()}:
        square = Prod((Transpose(root), root))
    weight = normal.expr(normal.alphabet.scalar(gram.weight))
    product = Kron(normal.expr(gram.right.T), square)
    return product if weight == Num(Fraction(1)) else Prod((weight, product))


def _gram(normal: NormalForm, term: KroneckerTerm) -> list[_GramTerm]:
    """The left factor as a weighted sum of squares, by completing squares in a Gram matrix."""
    alphabet = normal.alphabet
    (word,) = term.right.terms
    if len(word) > 1 or (word and not _psd(normal, word[0][0])):
        raise Unsupported(f"`{to_text(normal.expr(term.right))}` is not declared psd")
    space = term.left.shape[0]
    basis = _half_words(normal, term.left)
    ring_zero = normal.scalars.number(0)
    entries: dict[tuple[int, int], Ratio] = {}
    reached: dict[Word, tuple[int, int]] = {}
    for i, left in enumerate(basis):
        for j, right in enumerate(basis):
            product = alphabet.reduce((*[(n, not t) for n, t in reversed(left)], *right))
            if product in reached and reached[product] != (j, i):
                raise Unsupported("the Gram matrix of this polynomial is not unique")
            reached[product] = (i, j)
            entries[i, j] = term.left.terms.get(product, ring_zero)
    rest = term.left
    grams: list[_GramTerm] = []
    # a square is completed for the longest word first, so that W_p - I comes out and not I - W_p
    left_over = sorted(range(len(basis)), key=lambda k: (-len(basis[k]), basis[k]))
    while left_over:
        k = left_over.pop(0)
        pivot = entries[k, k]
        if pivot.is_zero():
            if any(not entries[k, j].is_zero() for j in left_over):
                raise Unsupported("not a sum of squares: a zero on the diagonal of the Gram matrix")
            continue
        if not normal.functions.known_nonnegative(pivot):
            raise Unsupported(f"not a sum of squares: the weight {pivot.num} has no known sign")
        weights = {j: entries[k, j] / pivot for j in left_over}
        root = Element(alphabet, (space, space), {basis[k]: normal.scalars.number(1)})
        for j, weight in weights.items():
            if not weight.is_zero():
                root = root + Element(alphabet, (space, space), {basis[j]: weight})
        for i in left_over:
            for j in left_over:
                entries[i, j] = entries[i, j] - pivot * weights[i] * weights[j]
        grams.append(_GramTerm(pivot, term.right, root))
        rest = rest - (root.T * root).scaled(pivot)
    if not rest.is_zero():
        raise Unsupported("not a sum of squares of the half-words that occur")
    return grams


def _half_words(normal: NormalForm, left: Element) -> list[Word]:
    """The words v whose squares ``v^T v`` occur, and the empty one."""
    found: dict[Word, None] = {(): None}
    for word in left.terms:
        half = word[len(word) // 2 :]
        mirrored = tuple((n, not t) for n, t in reversed(half))
        if len(word) % 2 == 0 and normal.alphabet.reduce((*mirrored, *half)) == word:
            found.setdefault(half)
    return list(found)


def _psd(normal: NormalForm, name: str) -> bool:
    return "psd" in normal.setting.symbols[name].properties


def _needs(normal: NormalForm, gram: _GramTerm) -> _Way:
    """What makes one Gram term definite: a positive weight, a definite B, a nonsingular L."""
    needs: list[Condition] = []
    for name in sorted(gram.weight.free()):
        if normal.setting.symbols[name].sign != "positive":
            needs.append(Positive(Sym(name), (name,)))
    (word,) = gram.right.terms
    needs += [Definite(Sym(name)) for name, _ in word]
    if gram.root.terms.keys() != {()}:
        needs.append(Nonsingular(normal.expr(gram.root)))
    return tuple(needs)


def _minimal(ways: list[_Way]) -> tuple[_Way, ...]:
    kept = [w for w in ways if not any(set(other) < set(w) for other in ways)]
    distinct = {frozenset(way): way for way in kept}
    return tuple(sorted(distinct.values(), key=lambda w: (len(w), [c.text for c in w])))
