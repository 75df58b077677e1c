"""Identity, integral, solution, common, preserved: what each says, on the smallest articles."""

from __future__ import annotations

import pytest

from sslcheck.derive import verify
from sslcheck.derive.loading import parse_article
from sslcheck.derive.verdict import ClaimResult

_SHAPES = {"N": "'n', 'n'", "D": "'n', 'd'", "v": "'n', '1'"}


def decided(
    kind: str, statement: str, symbols: dict[str, str], flow: tuple[str, ...] = (), **options: str
) -> ClaimResult:
    """The verdict on one claim; a symbol is declared by the rest of its TOML table."""
    declared = "\n".join(f"'{name}' = {{ {table} }}" for name, table in symbols.items())
    moved = ", ".join(f"'''{equation}'''" for equation in flow)
    lets = options.pop("let", "")
    more = "\n".join(f"{name} = '{value}'" for name, value in options.items())
    text = f"""
[article]
name = 'small'
[spaces]
n = 'n'
d = 'd'
[symbols]
{declared}
{f"[flows.f]{chr(10)}equations = [{moved}]" if flow else ""}
{f"[hypotheses.h]{chr(10)}let = ['''{lets}''']" if lets else ""}
[[equation]]
number = '1'
latex = '1 = 1'
[[claim]]
id = 'c'
equation = '1'
line = 1
kind = '{kind}'
reading = '''{statement}'''
{"flow = 'f'" if flow else ""}
{"hypotheses = ['h']" if lets else ""}
{more}
"""
    return verify(parse_article(text, "small.toml"), ["c"], ledger=False).claims[0]


STATE, FUNCTION = "role = 'state'", "role = 'function'"
MATRIX = "shape = ['n', 'n']"


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("x = x(0)", r"\dot{x} = 0", "proved"),
        ("x = x(0)", r"\dot{x} = 1", "refuted"),
        ("x = e^{-a t} x(0)", r"\dot{x} = -a x", "proved"),
        ("x = e^{-2 a t} x(0)", r"\dot{x} = -a x", "refuted"),
        ("x = x(0) + t^5", r"\dot{x} = 0", "refuted"),
        (r"\dot{x} = -3 t x", r"\dot{x} = -2 t x", "refuted"),
        (r"\dot{x} = -2 t x", r"\dot{x} = -2 t x", "proved"),
    ],
)
def test_statements_about_all_times(statement: str, flow: str, verdict: str) -> None:
    claim = decided("identity", statement, {"x": STATE, "a": ""}, (flow,))
    assert claim.verdict.value == verdict


def test_a_value_at_one_instant_is_none_at_all_times() -> None:
    """x = 3 is supposed at the start only where the statement is about all times."""
    claim = decided("identity", "x = x(0)", {"x": STATE}, (r"\dot{x} = 1",), let="x = 3")
    assert claim.verdict.value == "refuted"


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [
        ("x x^{-1} = 1", ("x ≠ 0",)),
        (r"\frac{x^2 y}{x y} = x", ("x ≠ 0", "y ≠ 0")),
        (r"\frac{1 + x^2}{1 + x^2} = 1", ()),
        (r"\frac{x}{x - p} - \frac{p}{x - p} = 1", ("-p + x ≠ 0",)),
    ],
)
def test_divisors_that_may_be_0(statement: str, conditions: tuple[str, ...]) -> None:
    claim = decided("identity", statement, {"x": "", "y": "", "p": "sign = 'positive'"})
    assert set(claim.conditions) == set(conditions)
    assert claim.verdict.value == ("conditional" if conditions else "proved")


def constant(statement: str, declared: str, flow: str, **symbols: str) -> ClaimResult:
    names = {"c": f"role = 'constant', {declared}".rstrip(", "), **symbols}
    return decided("integral", statement, names, tuple(flow.split(", ")), constant="c")


def test_a_constant_is_what_it_is_declared_to_be() -> None:
    still = r"\dot{W} = 0"
    W, any_one = f"{MATRIX}, {STATE}", f"{MATRIX}"
    assert constant("W = c", any_one, still, W=W).verdict.value == "proved"
    for mark in ("diagonal", "symmetric", "psd", "orthonormal"):
        declared = f"{MATRIX}, properties = ['{mark}']"
        assert constant("W = c", declared, still, W=W).verdict.value == "refuted"
    for mark in ("symmetric", "psd"):
        declared = f"{MATRIX}, properties = ['{mark}']"
        assert constant("W W^T = c", declared, still, W=W).verdict.value == "proved"
    diagonal = f"{MATRIX}, properties = ['diagonal']"
    assert constant(r"x D = c", diagonal, r"\dot{x} = 0", x=STATE, D=diagonal).verdict.value == (
        "proved"
    )


def test_the_sign_of_a_constant_depends_on_the_start() -> None:
    claim = constant("x = c", "sign = 'positive'", r"\dot{x} = 0", x=STATE)
    assert (claim.verdict.value, claim.conditions) == ("conditional", ("x(0) > 0",))
    assert claim.witness is not None
    square = constant("1 + x^2 = c", "sign = 'positive'", r"\dot{x} = 0", x=STATE)
    assert square.verdict.value == "proved"
    never = constant("-1 - x^2 = c", "sign = 'positive'", r"\dot{x} = 0", x=STATE)
    assert never.verdict.value == "refuted"


def test_a_constant_without_index_is_one_for_all_modes() -> None:
    p = f"{STATE}, index = 'j'"
    flow = r"\dot{p}_j = 0"
    assert constant("p_j = c", "", flow, p_j=p).verdict.value == "refuted"
    assert constant("p_j - p_j = c", "", flow, p_j=p).verdict.value == "proved"
    names = {"c_j": "role = 'constant', index = 'j'", "p_j": p}
    own = decided("integral", "p_j = c_j", names, (flow,), constant="c_j")
    assert own.verdict.value == "proved"


def test_a_constant_in_several_terms_is_solved_for() -> None:
    claim = constant("c x^2 + c - y = 0", "", r"\dot{x} = 0, \dot{y} = 0", x=STATE, y=STATE)
    assert claim.verdict.value == "proved"
    ratio = constant("x = c y", "", r"\dot{x} = x, \dot{y} = y", x=STATE, y=STATE)
    assert (ratio.verdict.value, ratio.conditions) == ("conditional", ("y ≠ 0",))


MODES = {"p_j": f"{STATE}, index = 'j', sign = 'positive'", "y": STATE}


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        (r"p_j \dot{y} = p_j", (r"\dot{y} = 0", r"\dot{p}_j = 0"), "refuted"),
        (r"p_j \dot{y} = p_j", (r"\dot{y} = 1", r"\dot{p}_j = 0"), "proved"),
        (r"p_j \dot{y} = p_j", (), "proved"),
        (r"\dot{y} = p_j", (), "refuted"),
        (r"\dot{y} = (p_j - p_1) (p_j - p_2)", (), "refuted"),
        (r"z \dot{y} = 1", (), "conditional"),
    ],
)
def test_one_function_for_all_modes(statement: str, flow: tuple[str, ...], verdict: str) -> None:
    names = {**MODES, "z": "", "p_1": "sign = 'positive'", "p_2": "sign = 'positive'"}
    assert decided("common", statement, names, flow, unknown="y").verdict.value == verdict


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        ("W^T W = I", (r"\dot{W} = (N - N^T) W",), "proved"),
        ("W^T W = I", (r"\dot{W} = N W",), "refuted"),
        ("W W^T = I", (r"\dot{W} = W (N - N^T)",), "proved"),
        ("W^T W = 2 I", (r"\dot{W} = (N - N^T) W",), "proved"),
        ("W^2 = W", (r"\dot{W} = N W - W N",), "proved"),
        ("W^2 = W", (r"\dot{W} = N W",), "refuted"),
        ("W = W^T", (r"\dot{W} = N W + W N^T",), "proved"),
        ("W = W^T", (r"\dot{W} = N W",), "refuted"),
        ("W + W^T = 0", (r"\dot{W} = N W + W N^T",), "proved"),
        ("W + W^T = 0", (r"\dot{W} = N W",), "refuted"),
        ("W - V = 0", (r"\dot{W} = N W", r"\dot{V} = N V"), "proved"),
        ("W - V = 0", (r"\dot{W} = N W", r"\dot{V} = V N"), "refuted"),
        ("W V = V W", (r"\dot{W} = W^2", r"\dot{V} = 0"), "proved"),
        ("W V W = W", (r"\dot{W} = N W - W N", r"\dot{V} = N V - V N"), "proved"),
        ("x^2 + y^2 = 1", (r"\dot{x} = y", r"\dot{y} = -x"), "proved"),
        ("x^2 + y^2 = 1", (r"\dot{x} = x (1 - x^2 - y^2)", r"\dot{y} = 0"), "proved"),
        ("x y = 1", (r"\dot{x} = x", r"\dot{y} = -y"), "proved"),
        ("p y = 1", (r"\dot{p} = p", r"\dot{y} = y"), "refuted"),
    ],
)
def test_constraints_that_a_flow_keeps(statement: str, flow: tuple[str, ...], verdict: str) -> None:
    names = {"W": f"{MATRIX}, {STATE}", "V": f"{MATRIX}, {STATE}", "N": MATRIX}
    names |= {"x": STATE, "y": STATE, "p": f"{STATE}, sign = 'positive'"}
    assert decided("preserved", statement, names, flow).verdict.value == verdict


def test_what_holds_at_the_start_only_keeps_nothing() -> None:
    names = {"A": f"{MATRIX}, {STATE}, properties = ['symmetric']", "B": f"{MATRIX}, {STATE}"}
    names["M"] = MATRIX
    left = decided("preserved", "B = A", names, (r"\dot{A} = M", r"\dot{B} = M + A - A^T"))
    assert left.verdict.value == "refuted"
    kept = decided(
        "preserved", "B = A", names, (r"\dot{A} = M + M^T", r"\dot{B} = M + M^T + A - A^T")
    )
    assert kept.verdict.value == "proved"
    supposed = decided("preserved", "B = 0", names, (r"\dot{A} = M", r"\dot{B} = A"), let="A = 0")
    assert supposed.verdict.value == "refuted"


@pytest.mark.parametrize(("index", "verdict"), [("", "refuted"), (", index = 'j'", "proved")])
def test_a_free_function_is_one_for_all_modes(index: str, verdict: str) -> None:
    names = {"a_j": f"{STATE}, index = 'j'", "w_j": f"{STATE}, index = 'j', sign = 'positive'"}
    k = "k_j" if index else "k"
    names |= {"s_j": "index = 'j'", k: f"{FUNCTION}{index}"}
    flow = (r"\dot{w}_j = 0", r"\dot{a}_j = s_j w_j")
    assert decided("preserved", f"a_j = {k} w_j", names, flow, free=k).verdict.value == verdict


@pytest.mark.parametrize(
    ("statement", "flow", "verdict", "conditions"),
    [
        ("x = x(0) e^{-t}", r"\dot{x} = -x", "proved", ()),
        ("x = x(0) + t^5", r"\dot{x} = 0", "refuted", ()),
        (r"x = \frac{x(0)}{1 - x(0) t}", r"\dot{x} = x^2", "proved", ("-1 + t x(0) ≠ 0",)),
        (r"x = \frac{a x(0)}{a} e^{-t}", r"\dot{x} = -x", "conditional", ("a ≠ 0",)),
        ("x = x", r"\dot{x} = -x", "refused", ()),
        ("x = 1 + t", r"\dot{x} = 1", "conditional", ("x(0) = 1",)),
        ("x = e^{-2 t} x(0)", r"\dot{x} = -x", "refuted", ("x(0) = 0",)),
    ],
)
def test_closed_forms(statement: str, flow: str, verdict: str, conditions: tuple[str, ...]) -> None:
    claim = decided("solution", statement, {"x": STATE, "a": ""}, (flow,), unknown="x")
    assert (claim.verdict.value, claim.conditions) == (verdict, conditions)


def test_a_root_may_have_other_solutions() -> None:
    """y' = 2 sqrt(y) from 0: y = 0, but y = t^2 as well; y' = y has only the first."""
    names = {"y": f"{STATE}, sign = 'nonnegative'"}
    claim = decided("solution", "y = 0", names, (r"\dot{y} = 2 y^{1/2}",), unknown="y")
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())
    claim = decided("solution", "y = 0", names, (r"\dot{y} = y",), unknown="y")
    assert (claim.verdict.value, claim.conditions) == ("refuted", ("y(0) = 0",))


def test_every_factor_of_a_residual_is_offered() -> None:
    names = dict.fromkeys("abcdefgh", "")
    product = "a b c d e f g h"
    claim = decided("identity", f"{product} = 2 {product}", names)
    assert claim.verdict.value == "refuted"
    assert not claim.conditions  # each factor would leave nothing of the statement
    claim = decided("identity", f"{product} + 1 = 1", names)
    (said,) = claim.conditions
    assert said == ", or ".join(f"{name} = 0" for name in names) + " (each suffices)"


def test_what_a_sign_excludes_is_no_repair() -> None:
    names = {"u": f"{STATE}, sign = 'positive'", "a": "sign = 'nonnegative'", "b": ""}
    claim = decided("identity", r"\dot{u} = -a u", names, (r"\dot{u} = -(a + 1 + b^2) u",))
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())
    claim = decided("solution", "u = e^{-2 t} u(0)", names, (r"\dot{u} = -u",), unknown="u")
    assert (claim.verdict.value, claim.conditions) == ("refuted", ())
