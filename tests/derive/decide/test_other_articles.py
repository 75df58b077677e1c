"""Small articles on other systems: nothing of the shipped one is built in."""

from __future__ import annotations

from pathlib import Path

import pytest

from sslcheck.derive import load_article, verify
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

DEEP = r"""
# Balancedness of a deep linear network (Arora, Cohen, Hazan 2018): f(x) = W_2 W_1 x.
[article]
name = "deep-linear"

[spaces]
d = "inputs"
h = "hidden units"
o = "outputs"

[symbols]
"W_1" = { shape = ["h", "d"], role = "state" }
"W_2" = { shape = ["o", "h"], role = "state" }
"S" = { shape = ["d", "d"], properties = ["psd"], text = "covariance of the input" }
"M" = { shape = ["o", "d"], text = "covariance of output and input" }
"J" = { text = "loss" }
"B" = { shape = ["h", "h"], role = "constant" }
'\delta' = { sign = "positive" }
'\gamma' = { sign = "positive", text = "learning rate ratio of the second layer" }
'\eta' = { sign = "nonnegative", text = "weight decay" }

[objective]
symbol = "J"
equation = "1"

[rules]
step = '\delta'
"W_1" = 'W_1 - \delta (\nabla_{W_1} J + \eta W_1)'
"W_2" = 'W_2 - \delta (\gamma \nabla_{W_2} J + \eta W_2)'

[flows.gradient]

[hypotheses.equal-rates]
let = ['\gamma = 1']

[hypotheses.no-decay]
let = ['\eta = 0']

[[equation]]
number = "1"
latex = 'J = \frac{1}{2} \text{tr}(W_2 W_1 S W_1^T W_2^T) - \text{tr}(M^T W_2 W_1)'

[[equation]]
number = "2"
latex = '\dot{W}_1 = -W_2^T (W_2 W_1 S - M) - \eta W_1, \dot{W}_2 = -\gamma (W_2 W_1 S - M) W_1^T - \eta W_2'

[[equation]]
number = "3"
latex = 'W_1 W_1^T - W_2^T W_2 = B'

[[claim]]
id = "2"
equation = "2"
kind = "identity"
flow = "gradient"
line = 1

[[claim]]
id = "3.balanced"
equation = "3"
kind = "integral"
constant = "B"
flow = "gradient"
hypotheses = ["equal-rates", "no-decay"]
line = 1

[[claim]]
id = "3.printed"
equation = "3"
kind = "integral"
constant = "B"
flow = "gradient"
line = 1
general = 'W_1 W_1^T = \frac{1}{\gamma} W_2^T W_2 + e^{-2 \eta t} B'

[[claim]]
id = "3.same-rates"
equation = "3"
kind = "integral"
constant = "B"
flow = "gradient"
hypotheses = ["equal-rates"]
line = 1
"""  # noqa: E501


def run(folder: Path, text: str) -> Report:
    path = folder / "article.toml"
    path.write_text(text, "utf-8")
    return verify(load_article(str(path)))


def by_id(report: Report) -> dict[str, ClaimResult]:
    return {claim.id: claim for claim in report.claims}


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return run(tmp_path_factory.mktemp("deep"), DEEP)


def test_the_flow_of_a_deep_linear_network_is_derived(deep: Report) -> None:
    claim = by_id(deep)["2"]
    assert claim.verdict is Verdict.PROVED
    assert any(r"\nabla_{W_2} J" in step.latex and step.rechecked for step in claim.steps)


def test_layers_stay_balanced(deep: Report) -> None:
    claim = by_id(deep)["3.balanced"]
    assert claim.verdict is Verdict.PROVED
    assert {use.name: use.needed for use in claim.hypotheses} == {
        "equal-rates": True,
        "no-decay": True,
    }


def test_a_condition_is_derived_with_its_counterexample(deep: Report) -> None:
    claim = by_id(deep)["3.same-rates"]
    assert claim.verdict is Verdict.REFUTED  # a special value is no repair
    assert claim.conditions == ("η = 0",)
    assert claim.witness is not None
    assert claim.witness.lhs != claim.witness.rhs
    assert claim.witness.values[r"\eta"] != [["0"]]


def test_two_conditions_are_derived_and_the_general_law_is_proved(deep: Report) -> None:
    claim = by_id(deep)["3.printed"]
    assert claim.verdict is Verdict.CONDITIONAL
    assert set(claim.conditions) == {"γ = 1", "η = 0"}
    assert claim.correction is not None
    assert claim.correction.verdict is Verdict.PROVED
    assert deep.exit_code == 1


SMALL = r"""
[article]
name = "small"
[spaces]
n = "units"
m = "inputs"
[symbols]
"A" = { shape = ["n", "n"], role = "state" }
"B" = { shape = ["n", "n"] }
"R" = { shape = ["n", "m"] }
"S" = { shape = ["n", "n"], properties = ["symmetric"] }
"Y" = { shape = ["n", "n"], role = "state" }
"Z" = { shape = ["n", "n"] }
"a" = { sign = "positive" }
"b" = { sign = "positive" }
"c" = {}
"p_j" = { role = "state", index = "j", sign = "positive" }
"s_j" = { role = "state", index = "j", sign = "positive" }
"D" = { shape = ["n", "n"] }
[definitions]
"D" = '\text{diag}(p_1, \dots, p_n)'
[flows.linear]
equations = ['\dot{A} = B A']
[[equation]]
number = "1"
latex = 'Z = c Z + (1 - c) B'
[[equation]]
number = "2"
latex = 'Z = c Z + (1 - c) A'
"""


def claims(*readings: str, **keys: str) -> str:
    """One identity claim for each reading."""
    extra = "".join(f"{key} = '{value}'\n" for key, value in keys.items())
    return SMALL + "".join(
        f"[[claim]]\nid = '{k}'\nequation = '1'\nkind = 'identity'\nreading = '{text}'\n{extra}"
        for k, text in enumerate(readings, 1)
    )


def test_a_wrong_claim_without_a_correction(tmp_path: Path) -> None:
    report = run(tmp_path, claims("A Y = Y A"))
    (claim,) = report.claims
    assert claim.verdict is Verdict.REFUTED
    assert claim.witness is not None
    assert claim.witness.sizes == {"n": 2}
    assert report.exit_code == 1


def test_a_correction_that_is_wrong_too(tmp_path: Path) -> None:
    report = run(tmp_path, claims("A Y = Y A", corrected="A Y = A Y^T"))
    (claim,) = report.claims
    assert claim.correction is not None
    assert claim.correction.verdict is Verdict.REFUTED
    assert report.exit_code == 1


PSEUDO = "(A + B)^+ (A + B) (A + B)^+ = (A + B)^+"
"""True, and nothing in the algebra says so of the pseudo-inverse of a sum."""


def test_what_the_algebra_cannot_represent_is_undecided(tmp_path: Path) -> None:
    report = run(tmp_path, claims(PSEUDO))
    (claim,) = report.claims
    assert claim.verdict is Verdict.UNDECIDED
    assert claim.why
    assert report.exit_code == 2


def test_one_undecided_claim_does_not_hide_the_others(tmp_path: Path) -> None:
    report = run(tmp_path, claims(PSEUDO, "A Y = Y A", "A + B = B + A"))
    assert [str(claim.verdict) for claim in report.claims] == ["undecided", "refuted", "proved"]
    assert report.exit_code == 2


def test_a_condition_that_is_a_factor_of_the_difference(tmp_path: Path) -> None:
    report = run(tmp_path, claims("a A + c A = a A"))
    (claim,) = report.claims
    assert claim.verdict is Verdict.REFUTED
    assert claim.conditions == ("c = 0",)
    assert report.exit_code == 1


def test_a_condition_that_the_signs_forbid_is_not_offered(tmp_path: Path) -> None:
    report = run(tmp_path, claims("a A + b A = 0"))
    (claim,) = report.claims
    assert claim.verdict is Verdict.REFUTED
    assert claim.conditions == ()


@pytest.mark.parametrize("reading", ["A B = B A", "S A = A S", "c A = c Y"])
def test_a_condition_that_leaves_only_zeros_is_no_condition(tmp_path: Path, reading: str) -> None:
    """With B = 0 it says 0 = 0: that repairs any product, and tells a reader nothing."""
    report = run(tmp_path, claims(reading))
    (claim,) = report.claims
    assert claim.verdict is Verdict.REFUTED
    assert report.exit_code == 1


def test_the_counterexample_has_the_declared_properties(tmp_path: Path) -> None:
    (claim,) = run(tmp_path, claims("S A = A S")).claims
    assert claim.witness is not None
    rows = claim.witness.values["S"]
    assert rows == [list(column) for column in zip(*rows, strict=True)]


def test_recursions_with_one_value_are_told_apart(tmp_path: Path) -> None:
    """The same reading about two recursions: the answer to one is not that to the other."""
    parts = [
        f"[[claim]]\nid = '{number}'\nequation = '{number}'\nline = 1\nkind = 'fixed-point'\n"
        "unknown = 'Z'\nreading = 'Z = B'\n"
        for number in ("1", "2")
    ]
    first, second = run(tmp_path, SMALL + "".join(parts)).claims
    assert first.verdict is Verdict.PROVED
    assert second.verdict is not Verdict.PROVED


def test_derivatives_of_diagonal_matrices_commute_entry_by_entry_only(tmp_path: Path) -> None:
    """D = diag(p_1, ...) for arbitrary p_j(t): its derivative is diagonal but no multiple of I."""
    text = claims(r"\dot{D} B = B \dot{D}", r"\dot{D} D = D \dot{D}", flow="linear")
    report = run(tmp_path, text.replace('"p_j" = { role = "state"', '"p_j" = { role = "function"'))
    assert [str(claim.verdict) for claim in report.claims] == ["refuted", "proved"]


@pytest.mark.parametrize(
    "reading",
    [
        r"\sqrt{a} \sqrt{b} = \sqrt{a b}",
        r"\sqrt{4 a} = 2 \sqrt{a}",
        r"\sqrt{\frac{a}{b}} = \frac{\sqrt{a}}{\sqrt{b}}",
        r"\sqrt{a^2 + 2 a b + b^2} = a + b",
        r"((\sqrt{\sqrt{a + 1} + a})^2 - a)^2 = a + 1",
        r"(A - A)^0 = I",
        r"(a - a)^0 = 1",
        r"\frac{\partial}{\partial p_j} a = 0",
    ],
)
def test_a_true_statement_is_not_refuted(tmp_path: Path, reading: str) -> None:
    (claim,) = run(tmp_path, claims(reading)).claims
    assert claim.verdict in (Verdict.PROVED, Verdict.UNDECIDED)


@pytest.mark.parametrize("reading", [r"\frac{1}{a - a} = 1", r"(a - a)^{-1} = 1"])
def test_a_division_by_zero_is_no_verdict_and_no_crash(tmp_path: Path, reading: str) -> None:
    (claim,) = run(tmp_path, claims(reading)).claims
    assert claim.verdict is Verdict.UNDECIDED
    assert "zero" in claim.why


def test_what_went_wrong_with_a_flow_is_told_the_second_time_too(tmp_path: Path) -> None:
    path = tmp_path / "article.toml"
    path.write_text(claims("A = A") + "[flows.none]\n", "utf-8")
    scene = Derivation(load_article(str(path)))
    for _ in range(2):
        with pytest.raises(SslcheckError, match=r"the flow `none` needs \[rules\] or `equations`"):
            scene.flow("none")


def test_products_of_traces_are_proved_and_refuted(tmp_path: Path) -> None:
    for reading, verdict in (
        (r"\text{tr}(A) \text{tr}(B) = \text{tr}(B) \text{tr}(A)", Verdict.PROVED),
        (r"\text{tr}(A) \text{tr}(B) = \text{tr}(A B)", Verdict.REFUTED),
    ):
        (claim,) = run(tmp_path, claims(reading)).claims
        assert claim.verdict is verdict
