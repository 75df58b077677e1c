"""What the checker must find in the shipped article: one test for each row of the table.

Counterexamples are evaluated here again, from their printed values, with nothing but fractions.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.decided import decided

from sslcheck.derive import load_article
from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.exact import Trials
from sslcheck.derive.expr import Relation
from sslcheck.derive.latex import read_expression
from sslcheck.derive.setting import Setting, Shape
from sslcheck.derive.shapes import resolve
from sslcheck.derive.verdicts.evidence import Witness
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

Rows = list[list[Fraction]]

ISOTROPIC = ("white-mean", "white-noise", "proportional-target", "symmetric-predictor",
             "symmetrised")  # fmt: skip


# ------------------------------------------------------------------- matrices of fractions, by hand
def parsed(rows: list[list[str]]) -> Rows:
    return [[Fraction(x) for x in row] for row in rows]


def given(witness: Witness, name: str) -> Rows:
    return parsed(witness.values[name])


def number(witness: Witness, name: str) -> Fraction:
    ((value,),) = given(witness, name)
    return value


def times(*factors: Rows) -> Rows:
    result, *rest = factors
    for other in rest:
        result = [
            [sum((a * b for a, b in zip(row, col, strict=True)), Fraction(0))
             for col in zip(*other, strict=True)]
            for row in result
        ]  # fmt: skip
    return result


def plus(*terms: Rows) -> Rows:
    return [[sum(xs, Fraction(0)) for xs in zip(*rows, strict=True)]
            for rows in zip(*terms, strict=True)]  # fmt: skip


def scaled(factor: Fraction | int, a: Rows) -> Rows:
    return [[factor * x for x in row] for row in a]


def flip(a: Rows) -> Rows:
    return [list(row) for row in zip(*a, strict=True)]


# ----------------------------------------------------------------------------------------- fixtures
@pytest.fixture(scope="module")
def article() -> Article:
    return load_article("directpred")


@pytest.fixture(scope="module")
def report() -> Report:
    return decided("directpred")


@pytest.fixture(scope="module")
def found(report: Report) -> dict[str, ClaimResult]:
    return {claim.id: claim for claim in report.claims}


def refuted(claim: ClaimResult) -> Witness:
    """A claim that is refuted, with a proved correction: its witness."""
    assert claim.verdict is Verdict.REFUTED
    assert claim.correction is not None
    assert claim.correction.kind == "corrected"
    assert claim.correction.verdict is Verdict.PROVED
    return shown(claim)


def shown(claim: ClaimResult) -> Witness:
    assert claim.witness is not None
    assert claim.witness.lhs != claim.witness.rhs
    return claim.witness


def proved(claim: ClaimResult) -> None:
    assert claim.verdict is Verdict.PROVED
    assert claim.witness is None
    assert [route.result for route in claim.routes] == ["holds", "holds"]


def equal(
    article: Article, setting: Setting, left: str, right: str, shape: Shape = ("1", "1")
) -> bool:
    """Whether two formulas have the same value at generic exact points."""
    sides = [
        resolve(
            read_expression(latex, article.symbols, article.spaces),
            setting.symbols,
            source=latex,
            expected=shape,
        )[0]
        for latex in (left, right)
    ]
    return Trials(setting, seed=5).failing(Relation(sides[0], "=", sides[1])) is None


def derived(claim: ClaimResult, name: str) -> str:
    """The right side of the step ``name = ...``."""
    return next(s.latex for s in claim.steps if s.latex.startswith(f"{name} = "))[len(name) + 3 :]


# -------------------------------------------------------------------------------------- the whole
@pytest.mark.slow
def test_everything_is_decided_and_repaired(report: Report) -> None:
    assert report.exit_code == 0
    assert not [c.id for c in report.claims if c.verdict is Verdict.UNDECIDED]


def test_every_verdict_comes_from_two_routes_and_has_steps(report: Report) -> None:
    for claim in report.claims:
        assert len({route.name for route in claim.routes}) == 2, claim.id
        assert len({route.result for route in claim.routes}) == 1, claim.id
        assert claim.steps, claim.id
        if claim.verdict is Verdict.REFUTED:
            assert claim.witness is not None, claim.id
        if claim.correction is not None:
            assert claim.correction.verdict is Verdict.PROVED, claim.id
            assert claim.correction.steps, claim.id


def test_every_step_that_is_an_identity_is_evaluated_again(report: Report) -> None:
    """Not evaluated are names for something derived, bounds, solutions and what is read off."""
    words = (
        "solved for",
        "solution of",
        "read off",
        "claim `4`",
        "positive definite",
        "Grönwall",
        "coefficients compared",
        "matched by",
        "overdetermined",
        "inserted: this is left",
        "follows the same",
        "initial values",
        "no real root",
        "merge",
    )
    for claim in report.claims:
        for step in (*claim.steps, *(claim.correction.steps if claim.correction else ())):
            if not step.rechecked:
                assert any(word in step.reason for word in words), (claim.id, step)


# ------------------------------------------------------------------------------------ the table
def test_2_line_1_does_not_conform_and_is_not_the_gradient(found: dict[str, ClaimResult]) -> None:
    claim = found["2.1"]
    witness = refuted(claim)
    assert "does not conform unless n = d" in claim.why
    assert "the two sides differ by" in claim.why
    assert witness.sizes["n"] == witness.sizes["d"]
    W, P, A, X, V = (given(witness, name) for name in ("W", "W_p", "W_a", "X", "X'"))
    alpha, eta = number(witness, r"\alpha_p"), number(witness, r"\eta")
    decay = scaled(-eta, P)

    def line(product: Rows) -> Rows:
        pull = plus(scaled(-1, times(product, plus(X, V))), times(A, X))
        return plus(scaled(alpha, times(pull, flip(W))), decay)

    assert line(times(P, W)) == parsed(witness.lhs)  # minus the gradient
    assert line(times(W, P)) == parsed(witness.rhs)  # as printed


@pytest.mark.parametrize("name", ["2.2", "2.3"])
def test_2_lines_2_and_3_hold(found: dict[str, ClaimResult], name: str) -> None:
    proved(found[name])
    assert found[name].conditions == ()


def test_2_eta_is_not_the_rate_of_the_average(found: dict[str, ClaimResult]) -> None:
    witness = refuted(found["2.eta"])
    assert scaled(-1, given(witness, "W_a")) == parsed(witness.rhs)
    assert parsed(witness.lhs) == [[Fraction(0)]]


def test_3_holds_for_every_target(found: dict[str, ClaimResult]) -> None:
    claim = found["3"]
    proved(claim)
    assert any("every W_a(t)" in remark for remark in claim.remarks)
    assert any("at t = 0" in step.reason for step in claim.steps)
    assert any("symmetric" in step.reason and step.rechecked for step in claim.steps)


def test_3_balance_needs_decay(found: dict[str, ClaimResult]) -> None:
    claim = found["3.balanced"]
    assert claim.verdict is Verdict.CONDITIONAL
    assert claim.conditions == ("η > 0",)
    witness = shown(claim)
    W, P, alpha = given(witness, "W"), given(witness, "W_p"), number(witness, r"\alpha_p")
    gap = plus(times(W, flip(W)), scaled(-1 / alpha, times(flip(P), P)))
    assert gap == parsed(witness.lhs)
    assert any(x for row in gap for x in row)
    assert "η = 0" in witness.note


def test_4_matrix_is_derived(found: dict[str, ClaimResult], article: Article) -> None:
    claim = found["4"]
    proved(claim)
    setting = Derivation(article).setting((), "no-stop-gradient")
    expected = (
        r"\eta (I \otimes I) + X \otimes ((W_p - I)^T (W_p - I))"
        r" + X' \otimes (W_p^T W_p + I)"
    )
    assert equal(article, setting, derived(claim, "H"), expected, ("d*n", "d*n"))
    wrong = expected.replace("W_p^T W_p + I", "W_p W_p^T + I")
    assert not equal(article, setting, derived(claim, "H"), wrong, ("d*n", "d*n"))


def test_4_is_a_sum_of_gram_terms(found: dict[str, ClaimResult]) -> None:
    claim = found["4.psd"]
    proved(claim)
    assert any("(W_p - I)^T (W_p - I)" in step.latex and step.rechecked for step in claim.steps)


def test_4_is_definite_only_under_conditions(found: dict[str, ClaimResult]) -> None:
    claim = found["4.spd"]
    assert claim.verdict is Verdict.CONDITIONAL
    text = " ".join(claim.conditions)
    assert all(part in text for part in ("η > 0", "X' ≻ 0", "X ≻ 0", "W_p - I is nonsingular"))
    witness = shown_singular(claim)
    assert witness.sizes == {"n": 1, "d": 1}
    p = number(witness, "W_p")
    x = number(witness, "X") if "X" in witness.values else Fraction(1)
    noise, eta = number(witness, "X'"), number(witness, r"\eta")
    assert eta + x * (p - 1) ** 2 + noise * (p**2 + 1) == Fraction(witness.lhs[0][0]) == 0
    assert x >= 0
    assert noise >= 0


def shown_singular(claim: ClaimResult) -> Witness:
    assert claim.witness is not None
    assert claim.witness.statement == r"H \succ 0"
    return claim.witness


def test_4_decay_is_bounded(found: dict[str, ClaimResult]) -> None:
    claim = found["4.decay"]
    proved(claim)
    assert any("Grönwall" in step.reason for step in claim.steps)
    assert any(remark.startswith("bound: ") for remark in claim.remarks)
    (gap,) = claim.hypotheses
    assert (gap.name, gap.needed) == ("spectral-gap", True)


def test_4_collapse_is_not_excluded(found: dict[str, ClaimResult]) -> None:
    claim = found["4.collapse"]
    witness = refuted(claim)
    assert "p_j = 0 attracts" in claim.why
    assert Fraction(witness.lhs[0][0]) < 0  # close to 0 the mode falls further
    assert claim.correction is not None
    assert claim.correction.latex == r"p_j \to 0, p_j \to p_+"


def test_5_commutator_equation_is_derived(found: dict[str, ClaimResult], article: Article) -> None:
    claim = found["5.commutator"]
    proved(claim)
    setting = Derivation(article).setting(ISOTROPIC, "byol")
    expected = (
        r"\frac{3}{2} \eta I + \frac{\alpha_p (1 + \sigma^2)}{2} F"
        r" - \tau W_p + (1 + \sigma^2) W_p W_p"
    )
    assert equal(article, setting, derived(claim, "K"), expected, ("n", "n"))
    wrong = expected.replace(r"\frac{3}{2}", "2")
    assert not equal(article, setting, derived(claim, "K"), wrong, ("n", "n"))
    assert {use.name: use.needed for use in claim.hypotheses} == dict.fromkeys(ISOTROPIC, True)


def test_5_alignment_is_asymptotic(found: dict[str, ClaimResult]) -> None:
    claim = found["5.align"]
    assert claim.verdict is Verdict.CONDITIONAL
    bound, stay = claim.conditions
    assert bound == "the smallest eigenvalue of K is at least κ₀ > 0 for all t"
    assert stay.startswith("on trajectories that stay there: ")
    assert Fraction(shown(claim).lhs[0][0]) > 0  # the commutator may grow


def test_5_a_diagonal_covariance_is_not_enough(found: dict[str, ClaimResult]) -> None:
    claim = found["5.diagonal"]
    witness = refuted(claim)
    assert "W X X W^T" in claim.why  # the term that breaks the closure
    W, X = given(witness, "W"), given(witness, "X")
    assert all(x == 0 for i, row in enumerate(X) for j, x in enumerate(row) if i != j)
    alpha, eta, sigma, tau, kappa = (
        number(witness, rf"\{name}") for name in ("alpha_p", "eta", "sigma", "tau", "kappa")
    )
    F = times(W, X, flip(W))
    one = [[Fraction(int(i == j)) for j in range(len(F))] for i in range(len(F))]
    P = plus(scaled(kappa, one), F)
    total = plus(X, scaled(sigma**2, [[Fraction(int(i == j)) for j in range(len(X))]
                                      for i in range(len(X))]))  # fmt: skip
    pull = plus(scaled(-1, times(P, W, total)), scaled(tau, times(W, X)))
    W_rate = plus(times(flip(P), pull), scaled(-eta, W))
    P_flow = plus(scaled(alpha, times(pull, flip(W))), scaled(-eta, P))
    P_rate = scaled(Fraction(1, 2), plus(P_flow, flip(P_flow)))
    F_rate = plus(times(W_rate, X, flip(W)), times(W, X, flip(W_rate)))
    Q_rate = plus(
        times(F_rate, P), times(F, P_rate), scaled(-1, times(P_rate, F)),
        scaled(-1, times(P, F_rate)),
    )  # fmt: skip
    assert plus(times(F, P), scaled(-1, times(P, F))) == parsed(witness.rhs)  # it is aligned
    assert Q_rate == parsed(witness.lhs)


def test_5_the_flow_does_not_keep_the_predictor_symmetric(found: dict[str, ClaimResult]) -> None:
    witness = refuted(found["5.symmetric"])
    W, P = given(witness, "W"), given(witness, "W_p")
    assert flip(P) == P
    alpha, eta, sigma, tau = (
        number(witness, rf"\{name}") for name in ("alpha_p", "eta", "sigma", "tau")
    )
    pull = plus(scaled(-(1 + sigma**2), times(P, W)), scaled(tau, W))
    rate = plus(scaled(alpha, times(pull, flip(W))), scaled(-eta, P))
    assert plus(rate, scaled(-1, flip(rate))) == parsed(witness.lhs)


def test_5_target_does_not_stay_proportional(found: dict[str, ClaimResult]) -> None:
    witness = refuted(found["5.target"])
    W, P = given(witness, "W"), given(witness, "W_p")
    beta, eta, sigma, tau = (
        number(witness, rf"\{name}") for name in ("beta", "eta", "sigma", "tau")
    )
    pull = plus(scaled(-(1 + sigma**2), times(P, W)), scaled(tau, W))
    W_rate = plus(times(flip(P), pull), scaled(-eta, W))
    off = plus(scaled(beta * (1 - tau), W), scaled(-tau, W_rate))  # d/dt (W_a - tau W), tau fixed
    flat, along = [x for row in off for x in row], [x for row in W for x in row]
    pairs = range(len(flat))
    assert any(flat[i] * along[j] != flat[j] * along[i] for i in pairs for j in pairs)


@pytest.mark.parametrize("name", ["6.modes", "6.1", "6.2"])
def test_6_holds_on_aligned_states(found: dict[str, ClaimResult], name: str) -> None:
    proved(found[name])


def test_6_one_tau_is_overdetermined(found: dict[str, ClaimResult]) -> None:
    claim = found["6.3"]
    witness = refuted(claim)
    assert "overdetermined" in claim.why
    assert witness.sizes == {"n": 2}
    beta, eta, sigma, tau = (
        number(witness, rf"\{name}") for name in ("beta", "eta", "sigma", "tau")
    )
    (ps,), (ws,) = given(witness, "p_j"), given(witness, "w_j")
    asked = []
    for p, w in zip(ps, ws, strict=True):
        s = w * w
        s_rate = 2 * p * s * (tau - (1 + sigma**2) * p) - 2 * eta * s
        asked.append((beta * (1 - tau) * s - tau * s_rate / 2) / s)
    assert [[max(asked)]] == parsed(witness.lhs)
    assert [[min(asked)]] == parsed(witness.rhs)
    assert claim.correction is not None
    assert r"\tau_j" in claim.correction.latex


def test_6_sigma_is_not_the_variance_of_the_input(found: dict[str, ClaimResult]) -> None:
    witness = refuted(found["6.sigma"])
    sigma = number(witness, r"\sigma")
    assert parsed(witness.lhs)[0][0] == 1 + sigma**2
    assert parsed(witness.rhs)[0][0] == sigma**2


def test_7_holds(found: dict[str, ClaimResult]) -> None:
    proved(found["7"])


def test_7_the_parabola_lacks_alpha(found: dict[str, ClaimResult]) -> None:
    claim = found["7.parabola"]
    witness = refuted(claim)
    assert claim.conditions == ("α_p = 1",)
    alpha, sigma = number(witness, r"\alpha_p"), number(witness, r"\sigma")
    assert alpha != 1
    p, s, tau = (number(witness, name) for name in ("p_j", "s_j", r"\tau_j"))
    pull = tau - (1 + sigma**2) * p
    assert 2 * p * s * pull - 2 * p * alpha * s * pull == Fraction(witness.lhs[0][0])
    assert Fraction(witness.rhs[0][0]) == 0
    assert witness.note == "these are the coefficients of t in the Taylor series of the sides"


def test_8_needs_two_initial_conditions(found: dict[str, ClaimResult]) -> None:
    claim = found["8"]
    assert claim.verdict is Verdict.CONDITIONAL
    assert set(claim.conditions) == {"c_j = 0", "τ_j(0) = 0"}
    assert claim.correction is not None
    assert (claim.correction.kind, claim.correction.verdict) == ("general", Verdict.PROVED)
    witness = shown(claim)
    assert parsed(witness.lhs) == [[number(witness, r"\tau_j")]]  # at t = 0 the integral is 0
    assert parsed(witness.rhs) == [[Fraction(0)]]
    assert number(witness, r"\tau_j") > 0


def test_8_each_condition_has_its_own_counterexample(found: dict[str, ClaimResult]) -> None:
    needs = {need.condition: need.witness for need in found["8"].needs}
    assert needs.keys() == set(found["8"].conditions)
    assert all(witness.lhs != witness.rhs for witness in needs.values())


def test_9_the_estimate_is_of_another_matrix(found: dict[str, ClaimResult]) -> None:
    claim = found["9"]
    witness = refuted(claim)
    assert claim.conditions == ("X' = 0",)
    assert "W X W^T + W X' W^T" in claim.why
    W, X, V = (given(witness, name) for name in ("W", "X", "X'"))
    rho = number(witness, r"\rho")
    claimed = times(W, X, flip(W))
    batch = times(W, plus(X, V), flip(W))
    assert claimed == parsed(witness.lhs)
    assert plus(scaled(rho, claimed), scaled(1 - rho, batch)) == parsed(witness.rhs)


def test_9_for_isotropic_data_the_scale_is_off(found: dict[str, ClaimResult]) -> None:
    proved(found["9.scale"])
    assert all(use.needed for use in found["9.scale"].hypotheses)


@pytest.mark.parametrize("name", ["5", "10", "11"])
def test_d_modes_are_n_modes(found: dict[str, ClaimResult], name: str) -> None:
    claim = found[name]
    assert claim.verdict is Verdict.CONDITIONAL
    assert claim.conditions == ("n = d",)
    assert claim.correction is not None
    assert claim.correction.verdict is Verdict.PROVED


def test_11_as_a_function_of_the_matrix(found: dict[str, ClaimResult]) -> None:
    proved(found["11.function"])


def test_11_lies_on_the_parabola_only_exactly_when(found: dict[str, ClaimResult]) -> None:
    claim = found["11.parabola"]
    assert claim.verdict is Verdict.CONDITIONAL
    assert set(claim.conditions) == {"α_p = 1", "ε = 0"}
    witness = shown(claim)
    epsilon, s = number(witness, r"\varepsilon"), number(witness, "s_j")
    assert s == 1  # one mode: the root and the largest are 1 too
    assert parsed(witness.rhs) == [[(1 + epsilon) ** 2 / number(witness, r"\alpha_p")]]
    assert parsed(witness.lhs) == [[s]]


# ------------------------------------------------------------------------------ beyond the article
def test_beyond_fixed_points(found: dict[str, ClaimResult]) -> None:
    proved(found["beyond.fixed"])


def test_beyond_stability(found: dict[str, ClaimResult]) -> None:
    proved(found["beyond.weak"])
    reasons = [step.reason for step in found["beyond.weak"].steps if "a fixed point" in step.reason]
    assert sorted(reason.rsplit(" ", 1)[1] for reason in reasons) == [
        "attracts",
        "attracts",
        "repels",
    ]
    proved(found["beyond.strong"])
    reasons = [step.reason for step in found["beyond.strong"].steps if "fixed point" in step.reason]
    assert [reason.rsplit(" ", 1)[1] for reason in reasons] == ["attracts"]


def test_beyond_threshold(found: dict[str, ClaimResult], article: Article) -> None:
    claim = found["beyond.threshold"]
    proved(claim)
    setting = Derivation(article).setting(("invariant-parabola", "frozen-target"), "system-6")
    expected = r"\frac{\tau_j^2}{4 (1 + \sigma^2)}"
    assert equal(article, setting, derived(claim, r"\eta"), expected)
