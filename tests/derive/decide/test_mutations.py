"""True statements with one thing changed: none may come out proved unless it is still true.

A surviving mutant is evaluated exactly at sizes and points that the engine does not use. It must be
true there and, for claims that are more than an equation, be the original statement in other words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest
from tests.drawing import examples

from sslcheck.derive import load_article
from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.outcome import Statements
from sslcheck.derive.errors import ArticleError, ShapeMismatch, SslcheckError, Unsupported
from sslcheck.derive.exact.check import violation
from sslcheck.derive.exact.scope import Scope
from sslcheck.derive.exact.squares import draw_point
from sslcheck.derive.expr import (
    At,
    Expr,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Transpose,
    difference,
    negative,
)
from sslcheck.derive.kinds.definite import DefiniteMatrix
from sslcheck.derive.kinds.fixed_point import FixedPoint
from sslcheck.derive.kinds.integral import Integral, isolate
from sslcheck.derive.latex import Statement, read_statement
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.verdicts.condition import with_lets
from sslcheck.derive.verdicts.verdict import Verdict

Relations = tuple[Relation, ...]
Rebuild = Callable[[Expr], Relations]

MOST = examples(7)
SIZES = ({"n": 3, "d": 4}, {"n": 2, "d": 5}, {"n": 4, "d": 4})
SEED = 7

PRINTED = (
    "1", "2.2", "2.3", "3", "4", "4.psd", "4.decay", "5.commutator", "6.modes", "6.1", "6.2", "7",
    "9.scale", "11.function", "beyond.fixed", "beyond.weak", "beyond.strong", "beyond.threshold",
)  # fmt: skip
REPAIRED = (
    "2.1", "2.eta", "4.collapse", "5", "5.diagonal", "5.symmetric", "5.target", "6.3", "6.sigma",
    "7.parabola", "8", "9", "10", "11", "11.parabola",
)  # fmt: skip
CASES = [*((name, False) for name in PRINTED), *((name, True) for name in REPAIRED)]
IDS = [f"{name}{' corrected' if repaired else ''}" for name, repaired in CASES]


# ------------------------------------------------------------------------------------- mutants
def spots(node: Expr, rebuild: Rebuild) -> Iterator[tuple[Expr, Rebuild]]:
    """Every sub-expression, with what puts another one in its place."""
    yield node, rebuild
    for spec in fields(node):
        value = getattr(node, spec.name)
        if isinstance(value, Expr):

            def inside(new: Expr, name: str = spec.name) -> Relations:
                part: dict[str, Any] = {name: new}
                return rebuild(replace(node, **part))

            yield from spots(value, inside)
        elif isinstance(value, tuple) and spec.name != "span":
            for at, child in enumerate(value):

                def among(
                    new: Expr, name: str = spec.name, all_: tuple[Expr, ...] = value, at: int = at
                ) -> Relations:
                    part: dict[str, Any] = {name: (*all_[:at], new, *all_[at + 1 :])}
                    return rebuild(replace(node, **part))

                yield from spots(child, among)


def changes(node: Expr, symbols: dict[str, Symbol]) -> Iterator[tuple[str, Expr]]:
    """The node with one sign, factor order, number, transpose or letter changed."""
    match node:
        case Sum(terms=terms):
            for k, term in enumerate(terms):
                yield "sign", Sum((*terms[:k], negative(term), *terms[k + 1 :]))
        case Prod(factors=factors):
            for k in range(len(factors) - 1):
                swapped = (*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])
                yield "order", Prod(swapped)
        case Num(value=value):
            yield "number", Num(value + 1)
            if value not in (0, 1):
                yield "number", Num(Fraction(1))
        case Quotient(numerator=top):
            yield "number", top
        case Power(base=base, exponent=exponent):
            yield "number", Power(base, exponent + 1)
        case Transpose(arg=arg):
            yield "transpose", arg
        case Sym(name=name) if name in symbols:
            own = symbols[name]
            if not own.scalar:
                yield "transpose", Transpose(node)
            for other in symbols.values():
                like = (other.shape, bool(other.index)) == (own.shape, bool(own.index))
                if like and other.name != name:
                    yield "symbol", Sym(other.name)


def mutants(relations: Relations, symbols: dict[str, Symbol]) -> Iterator[tuple[str, Relations]]:
    """Every statement with one change, named by its kind."""
    for at, relation in enumerate(relations):
        for side in ("lhs", "rhs"):

            def rebuild(
                new: Expr, at: int = at, relation: Relation = relation, side: str = side
            ) -> Relations:
                part: dict[str, Any] = {side: new}
                return (*relations[:at], replace(relation, **part), *relations[at + 1 :])

            whole = getattr(relation, side)
            if whole != Num(Fraction(0)):
                yield "sign", rebuild(negative(whole))
            for node, place in spots(whole, rebuild):
                for kind, new in changes(node, symbols):
                    yield kind, place(new)


def sampled(claim: Claim, symbols: dict[str, Symbol]) -> list[Relations]:
    """At most MOST mutants, spread over the kinds of change and over the statement."""
    by_kind: dict[str, list[Relations]] = {}
    for kind, relations in mutants(claim.statement.relations, symbols):
        if relations != claim.statement.relations:
            by_kind.setdefault(kind, []).append(relations)
    chosen: list[Relations] = []
    share = -(-MOST // max(len(by_kind), 1))
    for found in by_kind.values():
        step = max(len(found) / share, 1)
        chosen += [found[int(k * step)] for k in range(min(share, len(found)))]
    return chosen[:MOST]


# --------------------------------------------------------------------- the test's own judgement
def true_at_other_points(relation: Relation, setting: Setting, order: int = 0) -> bool:
    """Exact evaluation at larger sizes and with another seed than the engine's."""
    scope = Scope(setting)
    roots = scope.closure((relation.lhs, relation.rhs))[1]
    for sizes in SIZES:
        full = {space: sizes.get(space, 3) for space in scope.spaces}
        point = draw_point(scope, full, SEED, roots)
        if violation(relation, point, order) is not None:
            return False
    return True


def same_words(engine: Statements, claim: Claim, mutant: Claim, setting: Setting) -> bool:
    """Whether each relation is the original one, or (not for an order) its negative."""
    old, new = (engine.judge.resolved(c, setting) for c in (claim, mutant))
    if isinstance(claim.form, DefiniteMatrix):
        first = next(c for c in engine.derivation.article.claims if c.id == claim.form.of)
        solved = engine.judge.judge(
            first, engine.derivation.setting(first.hypotheses, first.flow)
        ).finding.solved
        setting = with_lets(setting, solved)
    for before, after in zip(old, new, strict=True):
        gaps = difference(before.lhs, before.rhs), difference(after.lhs, after.rhs)
        signs = (gaps[0], negative(gaps[0])) if before.op in ("=", "->") else (gaps[0],)
        if not any(true_at_other_points(Relation(gaps[1], "=", gap), setting) for gap in signs):
            return False
    return True


def still_true(engine: Statements, claim: Claim, mutant: Claim) -> bool:
    """Whether a mutant that came out proved deserves it."""
    setting = engine.setting(mutant)
    relations = engine.judge.resolved(mutant, setting)
    match mutant.kind:
        case "identity":
            return all(true_at_other_points(r, setting) for r in relations)
        case "solution":
            return true_at_other_points(relations[0], setting, 3)
        case "integral":
            assert isinstance(mutant.form, Integral)
            bracket = isolate(relations[0], mutant.form.constant)
            return true_at_other_points(Relation(bracket, "=", At(bracket)), setting, 3)
        case "fixed-point":
            assert mutant.row is not None
            assert isinstance(mutant.form, FixedPoint)
            rule = resolve_relation(mutant.row.relations[0], setting.symbols)
            given = with_lets(setting, {mutant.form.unknown: relations[0].rhs})
            return relations[0].lhs == rule.lhs and true_at_other_points(rule, given)
        case "linear" | "lyapunov":  # for some H: with the H that was derived
            solved = engine.judge.judge(mutant, setting).finding.solved
            assert solved
            return all(true_at_other_points(r, with_lets(setting, solved)) for r in relations)
        case "preserved" if all(true_at_other_points(r, setting) for r in relations):
            return True  # what always holds is kept
    return same_words(engine, claim, mutant, setting)


# --------------------------------------------------------------------------------------- tests
@pytest.fixture(scope="module")
def engine() -> Statements:
    """One engine for all, so that flows are derived once."""
    return Statements(Derivation(load_article("directpred")), needs=False)


@pytest.fixture(scope="module")
def tally() -> Counter[str]:
    """How many mutants came out how."""
    return Counter()


def chosen(engine: Statements, name: str, repaired: bool) -> Claim:
    claim = next(c for c in engine.derivation.article.claims if c.id == name)
    if not repaired:
        return claim
    assert claim.repaired is not None
    return claim.repaired


def decided(engine: Statements, mutant: Claim) -> str:
    """The verdict, or the refusal that it ends in. A disagreement of the routes is neither."""
    try:
        return str(engine.outcome(mutant).verdict)
    except (ArticleError, ShapeMismatch, Unsupported) as error:
        return type(error).__name__


@pytest.mark.parametrize(("name", "repaired"), CASES, ids=IDS)
def test_a_mutant_is_proved_only_if_it_is_still_true(
    engine: Statements, tally: Counter[str], name: str, repaired: bool
) -> None:
    claim = chosen(engine, name, repaired)
    assert decided(engine, claim) == Verdict.PROVED
    wrong: list[str] = []
    for relations in sampled(claim, dict(engine.derivation.article.symbols)):
        text = ", ".join(map(relation_latex, relations))
        mutant = replace(claim, statement=Statement(relations, claim.statement.source))
        tally["mutants"] += 1
        try:
            verdict = decided(engine, mutant)
        except (SslcheckError, ArithmeticError, LookupError, RecursionError) as error:
            wrong.append(f"{type(error).__name__}: {text}: {error}")
            continue
        tally[verdict] += 1
        if verdict == Verdict.PROVED and not still_true(engine, claim, mutant):
            wrong.append(f"proved, but false: {text}")
    assert not wrong, "\n".join(wrong)


def test_the_list_of_true_claims_is_complete(engine: Statements) -> None:
    found: list[tuple[str, bool]] = []
    for claim in engine.derivation.article.claims:
        if engine.outcome(claim).verdict is Verdict.PROVED:
            found.append((claim.id, False))
        elif claim.repaired is not None:
            found.append((claim.id, True))
            assert engine.outcome(claim.repaired).verdict is Verdict.PROVED
    assert sorted(found) == sorted(CASES)


def test_most_mutants_do_not_survive(
    tally: Counter[str], record_property: Callable[[str, object], None]
) -> None:
    """Runs last: a mutation that changes nothing would make the tests above empty."""
    if tally["mutants"] < 100:
        pytest.skip("only with the tests above")
    for key, value in tally.items():
        record_property(key, value)
    print(dict(tally))
    assert tally[Verdict.PROVED] < tally["mutants"] / 4
    assert tally[Verdict.REFUTED] > tally["mutants"] / 4


# Mutants that no sample should have to find again: the statement of a claim, rewritten.
FALSE = [
    ("beyond.threshold", False, r"-\eta = \frac{\tau_j^2}{4 (1 + \sigma^2)}"),
    ("beyond.threshold", False, r"\delta = \frac{\tau_j^2}{4 (1 + \sigma^2)}"),
    ("beyond.threshold", False, r"\eta = \frac{\tau_j^2}{4 (1 + \eta^2)}"),
    ("beyond.weak", False, r"p_j \to 0, -p_j \to p_+"),
    ("beyond.weak", False, r"p_j \to 0, p_j \to p_j"),
    ("beyond.strong", False, r"p_+ \to 0"),
    ("4.psd", False, r"-H \succeq 0"),
    ("4", False, r"\frac{d}{dt} \text{vec}(W) = 0 H \text{vec}(W)"),
    ("4", False, r"\frac{d}{dt} \text{vec}(W^T) = -H \text{vec}(W)"),
    ("4", False, r"\frac{d}{dt} \text{vec}(W) = -H \text{vec}(W^T)"),
    ("2.1", True, r"\dot{\Lambda}_F = \alpha_p (-W_p W (X + X') + W_a X) W^T - \eta W_p"),
    ("2.eta", True, r"\frac{\partial}{\partial \eta} \dot{\Lambda}_F = -W_p"),
    ("3", False, r"W W^T = \frac{1}{\alpha_p} \Lambda_F^T W_p + e^{-2 \eta t} C"),
    ("5.symmetric", True, r"W_p = Q^T"),
    ("5.symmetric", True, r"W_p = -W_p^T"),
    ("5.symmetric", True, r"\Lambda_F = W_p^T"),
    ("6.sigma", True, r"\mathbb{E}[(\mathbf{x}_1 - \mathbf{x}_2)^T \mathbf{x}_1] = \sigma^2 I"),
    ("7.parabola", True, r"s_j = \frac{1}{\eta} p_j^2 + c_j"),
    ("8", True, r"\tau_j = \frac{e^{-\beta t}}{\sqrt{p_j}} (\tau_j(0) \sqrt{s_j(0)}"
                r" + \beta \int_0^t \sqrt{s_j(t')} e^{\beta t'} dt')"),
    ("9.scale", False, r"\hat{F} = (1 + \sigma^2) \hat{F}"),
]  # fmt: skip
UNDECIDED_AT_WORST = [
    ("5.commutator", False, r"\dot{C} = -(K Q + Q K)"),  # with K = 0
    ("4.decay", False, r"W_a \to 0"),
    ("5.symmetric", True, r"W_p = W_p"),
    ("5.symmetric", True, r"W_p = (W_p^T)^T"),
]


@pytest.mark.parametrize(
    ("name", "repaired", "latex"), FALSE, ids=[f"{name}: {latex}" for name, _, latex in FALSE]
)
def test_a_false_statement_is_not_proved(
    engine: Statements, name: str, repaired: bool, latex: str
) -> None:
    claim = chosen(engine, name, repaired)
    statement = read_statement(
        latex, engine.derivation.article.symbols, engine.derivation.article.spaces
    )
    assert decided(engine, replace(claim, statement=statement)) != Verdict.PROVED


@pytest.mark.parametrize(
    ("name", "repaired", "latex"),
    UNDECIDED_AT_WORST,
    ids=[f"{name}: {latex}" for name, _, latex in UNDECIDED_AT_WORST],
)
def test_a_true_statement_in_an_unusual_form_is_not_refuted(
    engine: Statements, name: str, repaired: bool, latex: str
) -> None:
    claim = chosen(engine, name, repaired)
    statement = read_statement(
        latex, engine.derivation.article.symbols, engine.derivation.article.spaces
    )
    assert decided(engine, replace(claim, statement=statement)) != Verdict.REFUTED
