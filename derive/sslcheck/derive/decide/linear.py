"""`linear`: a flow is linear in its state; `definite`: its matrix is positive (semi-)definite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element, Word
from sslcheck.derive.article import Claim
from sslcheck.derive.calculus import KroneckerTerm, kronecker_form
from sslcheck.derive.decide.finding import (
    Check,
    Condition,
    Finding,
    argued_step,
    identity_step,
    with_lets,
)
from sslcheck.derive.decide.scene import Scene
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import (
    Dot,
    Expr,
    Ident,
    Kron,
    Num,
    Prod,
    Relation,
    Sum,
    Sym,
    Transpose,
    Vec,
)
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.printing import plain, relation_latex, to_latex
from sslcheck.derive.setting import Setting

__all__ = ["definite", "is_symmetric", "kronecker_expr", "linear", "system_matrix"]


def linear(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """``d/dt vec(W) = c H vec(W)``: H is derived by ``vec(A W B) = (B^T kron A) vec(W)``."""
    matrix, state, factor = _linear_claim(claim, relations)
    normal = scene.normal(setting)
    rate = normal.element(Dot(Sym(state)))
    try:
        terms = system_matrix(normal, state, factor)
    except Unsupported as error:
        return Finding(None, (), (), str(error))
    value = kronecker_expr(normal, terms)
    solved = with_lets(setting, {matrix: value})
    steps = (
        identity_step(
            Relation(Dot(Sym(state)), "=", normal.expr(rate)), "the derived flow", setting
        ),
        identity_step(
            Relation(Vec(Dot(Sym(state))), "=", Prod((*_number(factor), value, Vec(Sym(state))))),
            "vec(A W B) = (B^T ⊗ A) vec(W), term by term",
            setting,
        ),
        argued_step(
            relation_latex(Relation(Sym(matrix), "=", value)),
            "read off",
            f"it defines {matrix}, with which the claim itself is evaluated",
        ),
    )
    return Finding(
        True,
        tuple(Check(relation, solved) for relation in relations),
        steps,
        remarks=(f"derived: {plain(relation_latex(Relation(Sym(matrix), '=', value)))}",),
        solved={matrix: value},
    )


def _linear_claim(claim: Claim, relations: tuple[Relation, ...]) -> tuple[str, str, Fraction]:
    """The matrix, the state and the number c of ``d/dt vec(W) = c H vec(W)``."""
    matrix = str(claim.options.get("matrix", ""))
    if len(relations) == 1:
        match relations[0]:
            case Relation(
                lhs=(Dot(arg=Vec(arg=Sym(name=state))) | Vec(arg=Dot(arg=Sym(name=state)))),
                op="=",
                rhs=Prod(factors=factors),
            ):
                numbers = [f.value for f in factors if isinstance(f, Num)]
                rest = [f for f in factors if not isinstance(f, Num)]
                if rest == [Sym(matrix), Vec(Sym(state))] and len(numbers) <= 1 and all(numbers):
                    return matrix, state, numbers[0] if numbers else Fraction(1)
    raise ArticleError(
        f"claim `{claim.id}`: a claim of kind `linear` has the form"
        f" `\\frac{{d}}{{dt}} \\text{{vec}}(W) = -{matrix or 'H'} \\text{{vec}}(W)` and names its"
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


@dataclass(frozen=True, slots=True)
class _GramTerm:
    """``weight * (right^T kron root^T root)``, positive semi-definite term by term."""

    weight: Ratio
    right: Element
    root: Element


def definite(
    scene: Scene, claim: Claim, relations: tuple[Relation, ...], setting: Setting
) -> Finding:
    """``H >= 0`` or ``H > 0`` for the matrix of a linear flow, by a sum of Gram terms.

    Definiteness needs one term that is definite by itself; the terms say under which extra
    conditions there is one.
    """
    source = next((c for c in scene.article.claims if c.id == claim.options.get("of")), None)
    if source is None or len(relations) != 1 or relations[0].op not in ("psd", "pd"):
        raise ArticleError(
            f"claim `{claim.id}`: a claim of kind `definite` reads `H \\succeq 0` or `H \\succ 0`"
            " and names `of`, the claim that H belongs to"
        )
    matrix, state, factor = _linear_claim(source, source.statement.relations)
    if relations[0].lhs != Sym(matrix) or relations[0].rhs != Num(Fraction(0)):
        raise ArticleError(
            f"claim `{claim.id}`: must read `{matrix} \\succeq 0` or `{matrix} \\succ 0`"
        )
    normal = scene.normal(setting)
    terms = system_matrix(normal, state, factor)
    value = kronecker_expr(normal, terms)
    solved = with_lets(setting, {matrix: value})
    check = Check(relations[0], solved)
    steps = [
        argued_step(
            relation_latex(Relation(Sym(matrix), "=", value)),
            f"claim {source.id}",
            f"it defines {matrix}, with which the claim itself is evaluated",
        )
    ]
    try:
        grams = [gram for term in terms for gram in _gram(normal, term)]
    except Unsupported as error:
        return Finding(None, (check,), tuple(steps), str(error))
    certificate = Sum(tuple(_gram_expr(normal, g) for g in grams))
    steps.append(
        identity_step(
            Relation(value, "=", certificate),
            "squares completed: a sum of B ⊗ LᵀL with weights and B positive semi-definite",
            setting,
        )
    )
    steps.append(identity_step(Relation(Transpose(value), "=", value), "it is symmetric", setting))
    if relations[0].op == "psd":
        return Finding(True, (check,), tuple(steps))
    ways = _minimal([_needs(normal, g) for g in grams])
    if frozenset() in ways:
        return Finding(True, (check,), tuple(steps))
    latex = " \\text{ or } ".join(" \\text{ and } ".join(sorted(way)) for way in ways)
    text = ", or ".join(plain(" and ".join(sorted(way))) for way in ways)
    if len(ways) > 1:
        text += " (each suffices)"
    steps.append(
        argued_step(
            latex,
            "each of these makes one Gram term, and so the sum, positive definite",
            "a condition, with which the claim itself is evaluated",
        )
    )
    firm = Check(relations[0], _strict(solved))
    condition = Condition(latex, _strict, text, firm)
    tight = with_lets(solved, _most_definite(normal, ways))
    return Finding(
        False,
        (
            Check(
                relations[0], tight, note="the matrix is singular here, with X = I where it matters"
            ),
        ),
        tuple(steps),
        "only positive semi-definite without a further condition",
        (condition,),
        sufficient=True,
    )


def _most_definite(normal: NormalForm, ways: list[frozenset[str]]) -> dict[str, Expr]:
    """The identity for each moment whose definiteness alone is not enough."""
    alone = {need for way in ways if len(way) == 1 for need in way}
    return {
        name: Ident(symbol.shape[0])
        for name, symbol in normal.setting.symbols.items()
        if "psd" in symbol.properties
        and any(f"{name} \\succ 0" in way for way in ways)
        and f"{name} \\succ 0" not in alone
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
        raise Unsupported(f"`{to_latex(normal.expr(term.right))}` is not declared psd")
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


def _needs(normal: NormalForm, gram: _GramTerm) -> frozenset[str]:
    """What makes one Gram term definite: a positive weight, a definite B, a nonsingular L."""
    needs: set[str] = set()
    for name in gram.weight.free():
        if normal.setting.symbols[name].sign != "positive":
            needs.add(f"{name} > 0")
    (word,) = gram.right.terms
    needs.update(f"{name} \\succ 0" for name, _ in word)
    if gram.root.terms.keys() != {()}:
        needs.add(f"\\det({to_latex(normal.expr(gram.root))}) \\neq 0")
    return frozenset(needs)


def _minimal(ways: list[frozenset[str]]) -> list[frozenset[str]]:
    kept = [w for w in ways if not any(other < w for other in ways)]
    return sorted(dict.fromkeys(kept), key=lambda w: (len(w), sorted(w)))
